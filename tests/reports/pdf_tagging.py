"""What of a PDF a screen reader never comes to: drawn outside of every mark, or under one that no tag names."""

import io

import pikepdf

# Operators that paint: text, paths, pictures and shadings.
PAINTS = frozenset(["Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "BI"])


def untagged(data):
    """Page by page what is painted and is neither tagged nor said to be decoration."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        named = {key: set() for key in (page.obj.objgen for page in pdf.pages)}
        _collect(pdf.Root.StructTreeRoot, None, named)
        return [
            (number, fault)
            for number, page in enumerate(pdf.pages, start=1)
            for fault in _faults(page, named[page.obj.objgen])
        ]


def _collect(node, page, named):
    """The numbers of marks that tags name, by page."""
    page = node.get("/Pg", page)
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, int):
            named[page.objgen].add(child)
        elif child.get("/Type") == "/MCR":
            named[child.get("/Pg", page).objgen].add(int(child.MCID))
        elif "/S" in child:
            _collect(child, page, named)


def _faults(page, named):
    marks = []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BMC" | "BDC":
                marks.append(_mark(operands))
            case "EMC":
                marks.pop()
            case paints if paints in PAINTS or paints == "INLINE IMAGE":
                own = [mark for mark in marks if mark is not None]
                if not own:
                    yield f"{paints} outside of every mark"
                elif own[-1] != "decoration" and own[-1] not in named:
                    yield f"mark {own[-1]} is in no tag"


def _mark(operands):
    """The number of a mark, or that it is decoration; None where it is neither, such as a change of language."""
    if str(operands[0]) == "/Artifact":
        return "decoration"
    has_number = len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]
    return int(operands[1].MCID) if has_number else None
