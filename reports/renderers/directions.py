"""Words from right to left in Word and PowerPoint: each paragraph on its side, each run in its direction."""

import copy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn as word
from pptx.oxml.ns import qn as slide

from kit import scripts

# What stands after the direction of a paragraph: Word reads these in a fixed order.
AFTER_BIDI = ("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap",
              "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr",
              "sectPr", "pPrChange")  # fmt: skip
AFTER_RTL = ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath")  # and after that of a run


def turn_word(body: Any) -> None:
    """Every paragraph of a Word file, or of a part of it, whose words run from right to left."""
    for text in body.iter(word("w:t")):
        if text.text and any(is_right for _, is_right in scripts.pieces(text.text)):
            _turn_run(text)
    for paragraph in body.iter(word("w:p")):
        if scripts.runs_right_to_left("".join(text.text or "" for text in paragraph.iter(word("w:t")))):
            properties = paragraph.get_or_add_pPr()
            properties.insert_element_before(OxmlElement("w:bidi"), *(f"w:{name}" for name in AFTER_BIDI))


def _turn_run(text: Any) -> None:
    """The run of a text, divided where the direction changes."""
    run = text.getparent()
    parts = list(scripts.pieces(text.text))
    if len(parts) > 1 and len(run.findall(word("w:t"))) == 1:
        for words, is_right in parts[:-1]:
            made = copy.deepcopy(run)
            _fill(made, words)
            run.addprevious(made)
            if is_right:
                _mark(made)
        _fill(run, parts[-1][0])
        if not parts[-1][1]:
            return
    _mark(run)


def _fill(run: Any, words: str) -> None:
    text = run.find(word("w:t"))
    text.text = words
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _mark(run: Any) -> None:
    """Such scripts have a size and a weight of their own in Word."""
    properties = run.get_or_add_rPr()
    for name, own in (("b", "bCs"), ("i", "iCs")):
        given = properties.find(word(f"w:{name}"))
        if given is not None and properties.find(word(f"w:{own}")) is None:
            made = OxmlElement(f"w:{own}")
            made.attrib.update(given.attrib)
            given.addnext(made)
    size = properties.find(word("w:sz"))
    if size is not None and properties.find(word("w:szCs")) is None:
        made = OxmlElement("w:szCs")
        made.set(word("w:val"), size.get(word("w:val")))
        size.addnext(made)
    properties.insert_element_before(OxmlElement("w:rtl"), *(f"w:{name}" for name in AFTER_RTL))


def turn_slide(shapes: Any) -> None:
    """Every paragraph of a slide whose words run from right to left."""
    for paragraph in shapes.iter(slide("a:p")):
        if scripts.runs_right_to_left("".join(text.text or "" for text in paragraph.iter(slide("a:t")))):
            properties = paragraph.get_or_add_pPr()
            properties.set("rtl", "1")
            properties.set("algn", "r")
