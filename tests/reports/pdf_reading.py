"""What a reader's software finds in a PDF: its words in order, and its tags."""

import io
import re
from collections import Counter

import pikepdf


def opened(data):
    return pikepdf.open(io.BytesIO(data))


def words(data):
    """The text of all pages, spaces made single."""
    return " ".join(pages(data))


def pages(data):
    """The text of each page, spaces made single."""
    with opened(data) as pdf:
        return [re.sub(r"\s+", " ", _page_text(page)) for page in pdf.pages]


def sizes(data):
    """The width and height of each page in millimetres."""
    with opened(data) as pdf:
        return [tuple(round(float(side) / 72 * 25.4) for side in list(page.MediaBox)[2:]) for page in pdf.pages]


def tags(data):
    """Every structure element, in reading order, as (kind, its dictionary's plain attributes)."""
    with opened(data) as pdf:
        return list(_walk(pdf.Root.StructTreeRoot))


def headings(data):
    return [kind for kind, _ in tags(data) if re.fullmatch(r"H[1-6]", kind)]


def count(data):
    return Counter(kind for kind, _ in tags(data))


def _walk(node):
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield str(child.S)[1:], {key: str(value) for key, value in child.items() if key in ("/Alt", "/Lang")}
            yield from _walk(child)


def _page_text(page):
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    letters, found = {}, []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj":
                found.append(_decoded(bytes(operands[0]), letters))
            case "TJ":
                for part in operands[0]:
                    # A wide step between letters is how a space is drawn.
                    is_text = isinstance(part, pikepdf.String)
                    found.append(_decoded(bytes(part), letters) if is_text else " " if float(part) < -150 else "")
            case "BT" | "Td" | "Tm":
                found.append(" ")
    return "".join(found)


def _decoded(codes, letters):
    return "".join(letters.get(codes[place : place + 2], "") for place in range(0, len(codes), 2))


def _letters(font):
    """Glyph code to text, from the map that every accessible PDF must carry."""
    table = bytes(font.ToUnicode.read_bytes()).decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[bytes.fromhex(code)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for low, high, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for step in range(int(high, 16) - int(low, 16) + 1):
                found[(int(low, 16) + step).to_bytes(2, "big")] = chr(int(text, 16) + step)
    return found


def aloud(data):
    """What a screen reader says: the tags in their order, and the words that stand for what is drawn."""
    with opened(data) as pdf:
        drawn = {page.obj.objgen: _marked(page) for page in pdf.pages}
        return [re.sub(r"\s+", " ", said).strip() for said in _said(pdf.Root.StructTreeRoot, drawn)]


def _said(node, drawn):
    """One text for each element that holds words of its own, and for what is in it."""
    if "/ActualText" in node:
        yield str(node.ActualText)
        return
    children = node.get("/K", [])
    own = ""
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield own
            own = ""
            yield from _said(child, drawn)
        elif isinstance(child, int):
            own += drawn[node.Pg.objgen][child]
        elif child.get("/Type") == "/MCR":
            own += drawn[child.get("/Pg", node.get("/Pg")).objgen][int(child.MCID)]
    yield own


def _marked(page):
    """What is drawn under each number of the page."""
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    letters, found, open_marks = {}, {}, []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BMC" | "BDC":
                is_numbered = (
                    len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]
                )
                open_marks.append(int(operands[1].MCID) if is_numbered else None)
            case "EMC":
                open_marks.pop()
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj" | "TJ":
                numbered = [mark for mark in open_marks if mark is not None]
                parts = [operands[0]] if str(operator) == "Tj" else operands[0]
                for number in numbered[-1:]:
                    text = "".join(_decoded(bytes(part), letters) for part in parts if isinstance(part, pikepdf.String))
                    found[number] = found.get(number, "") + text
    return Missing(found)


class Missing(dict):
    def __missing__(self, key):
        return ""
