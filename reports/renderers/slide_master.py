"""What all slides have in common: size, theme, and layouts with placeholders in their places."""

import re
from typing import Any

from lxml import etree
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from reports.renderers.deck import Deck
from reports.renderers.slides import (
    BODY,
    FAINT,
    FONT,
    FOOT,
    HIGH,
    KEPT,
    ROOM,
    SIDE,
    TITLE_HIGH,
    TITLE_SIZE,
    TITLE_SLIDE,
    TITLE_TOP,
    TOP,
    TWO_TEXTS,
    WIDE,
)

COVER_TITLE_SIZES = (32, 24)  # of a short title, and of one of more than this many letters
LONG_TITLE = 100


def set_up(deck: Deck, title: str) -> None:
    """16:9, the council's colour and typeface in the theme, and placeholders in their places on every layout."""
    file, brand = deck.file, deck.brand
    file.slide_width, file.slide_height = Pt(WIDE), Pt(HIGH)
    for layout in list(file.slide_layouts):
        if layout.name not in KEPT:
            file.slide_layouts.remove(layout)
    master = file.slide_master
    theme = master.part.part_related_by(RT.THEME)
    font = brand.office_font(FONT)
    words = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{font}", theme.blob.decode())
    theme._blob = re.sub(r'(<a:accent1><a:srgbClr val=")[^"]*', rf"\g<1>{brand.colour[1:].upper()}", words).encode()
    style = master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    looks = style.find(qn("a:defRPr"))
    looks.set("sz", str(int(TITLE_SIZE * 100)))
    looks.set("b", "1")
    fill = looks.find(qn("a:solidFill"))
    fill.clear()
    etree.SubElement(fill, qn("a:srgbClr"), val=brand.colour[1:].upper())
    half = (ROOM - 24) / 2
    for layout in (master, *file.slide_layouts):
        sides = iter(((SIDE, half), (SIDE + half + 24, half)) if layout.name == TWO_TEXTS else ((SIDE, ROOM),))
        for holder in layout.placeholders:
            match holder.element.ph.get("type"):
                case "title":
                    _put(holder, SIDE, TITLE_TOP, ROOM, TITLE_HIGH)
                    holder.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
                case "ctrTitle":
                    _put(holder, SIDE, 70, WIDE - 200, 150)
                    holder.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
                    _on_the_band(holder, "FFFFFF", size=COVER_TITLE_SIZES[len(title) > LONG_TITLE])
                case "subTitle":
                    _put(holder, SIDE, 232, WIDE - 200, 78)
                    _on_the_band(holder, brand.accent[1:].upper())
                case "ftr":
                    _put(holder, SIDE, FOOT, ROOM - 80, 24, size=12)
                case "sldNum":
                    _put(holder, WIDE - SIDE - 70, FOOT, 70, 24, size=12)
                    for style in holder._element.iter(qn("a:lvl1pPr")):
                        style.set("algn", "r")
                case "dt":
                    holder._element.getparent().remove(holder._element)
                case _:
                    left, width = next(sides)
                    _put(holder, left, TOP, width, BODY)
    cover = next(layout for layout in file.slide_layouts if layout.name == TITLE_SLIDE)
    _band(cover, brand.deep[1:].upper())


def _put(holder: Any, left: float, top: float, width: float, height: float, *, size: int = 0) -> None:
    holder.left, holder.top, holder.width, holder.height = Pt(left), Pt(top), Pt(width), Pt(height)
    frame = holder.text_frame
    frame.margin_left = frame.margin_right = 0
    frame.auto_size = MSO_AUTO_SIZE.NONE
    if size:
        for style in frame._txBody.iter(qn("a:lvl1pPr")):
            style.set("algn", "l")
            style.find(qn("a:defRPr")).set("sz", str(size * 100))
            for fill in style.iter(qn("a:solidFill")):
                fill.clear()
                etree.SubElement(fill, qn("a:srgbClr"), val=str(FAINT))


def _on_the_band(holder: Any, colour: str, *, size: int = 0) -> None:
    """On the left of the cover's dark ground, and light on it."""
    styles = holder._element.find(qn("p:txBody")).find(qn("a:lstStyle"))
    style = styles.find(qn("a:lvl1pPr"))
    if style is None:
        style = etree.SubElement(styles, qn("a:lvl1pPr"))
    style.set("algn", "l")
    looks = style.find(qn("a:defRPr"))
    if looks is None:
        looks = etree.SubElement(style, qn("a:defRPr"))
    if size:
        looks.set("sz", str(size * 100))
    for fill in looks.findall(qn("a:solidFill")):
        looks.remove(fill)
    looks.insert(0, parse_xml(f'<a:solidFill {nsdecls("a")}><a:srgbClr val="{colour}"/></a:solidFill>'))


def _band(layout: Any, colour: str) -> None:
    """The ground of the cover's title: part of the layout, so that nothing reads it out."""
    layout.element.cSld.spTree.insert(
        2,
        parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="99" name="Ground"/><p:cNvSpPr/>'
            f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/>'
            f'<a:ext cx="{Pt(WIDE)}" cy="{Pt(326)}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
        ),
    )
