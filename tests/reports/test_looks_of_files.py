"""What a reader sees of Word and Excel files: widths, heights, sides, breaks, and what stands over a printed page."""

import io
import re
from dataclasses import replace

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from reports import content
from reports.renderers import FORMATS, lettering, sheet_columns
from reports.renderers.columns import column_widths
from tests.reports import office_reading, sample

LONG = "Of the children in need at the end of the month, those who were visited in the four weeks before. " * 4


def sheets_of(data):
    """The XML of each sheet of a table, by its name."""
    names = list(office_reading.sheets(data))
    parts = office_reading.parts(data, ".xml")
    return {name: parts[f"xl/worksheets/sheet{place}.xml"].decode() for place, name in enumerate(names, start=1)}


def widths_of(sheet):
    found = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet)
    return [float(width) for first, last, width in found for _ in range(int(first), int(last) + 1)]


def heights_of(sheet):
    return {int(row): float(high) for row, high in re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', sheet)}


def looks_of(data, sheet):
    """The alignment of each cell of a sheet: side and indent."""
    styles = office_reading.parts(data, "styles.xml")["xl/styles.xml"].decode().partition("<cellXfs")[2]
    formats = re.findall(r"<xf [^>]*?(?:/>|>(.*?)</xf>)", styles.partition("</cellXfs>")[0])
    sides = [(re.search(r'horizontal="(\w+)"', found), re.search(r'indent="(\d)"', found)) for found in formats]
    shown = [(side[1] if side else "", indent[1] if indent else "") for side, indent in sides]
    return {place: shown[int(style)] for place, style in re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', sheet)}


def test_a_sheet_is_as_wide_as_paper_and_each_column_as_its_longest_word(files):
    found = sheets_of(files["xlsx"])
    wide = widths_of(next(sheet for name, sheet in found.items() if "Where the figures" in name))

    assert max(sum(widths_of(sheet)) for sheet in found.values()) < 200
    assert len(wide) == 9
    # The definitions and the records get most of it.
    assert min(wide[5], wide[6]) > 2 * max(wide[0], wide[2])
    assert widths_of(found["1 Audits in the quarter"]) == pytest.approx([26.4, 14.4, 20.3, 30.4], abs=1)


def test_a_row_is_as_high_as_its_longest_cell_and_no_higher_than_a_sheet_allows():
    rows = (("Short", "One line."), ("Long", LONG), ("Longest", "Practice is steady. " * 700))
    table = content.Table("Words", (content.Column("What"), content.Column("Words")), rows)
    data = FORMATS["xlsx"].render(sample.saying(table), sample.FINGERPRINT)
    high = heights_of(sheets_of(data)["1 Words"])

    assert list(high) == [3, 4]
    assert 100 < high[3] < 150
    assert high[4] == 405


@pytest.mark.parametrize(
    ("text", "wide", "expected"),
    [("Ten in all", 12, None), ("Ten words " * 3, 12, 43.6), ("a\nb", 40, 29.3), ("", 9, None)],
)
def test_the_height_of_a_row_in_points(text, wide, expected):
    assert sheet_columns.height((text,), (wide,)) == expected


def test_numbers_and_what_stands_in_their_place_are_at_the_right_clear_of_the_next_column(files):
    sheet = sheets_of(files["xlsx"])["3 Highlight indicators, August"]
    looks = looks_of(files["xlsx"], sheet)

    rows = office_reading.sheets(files["xlsx"])["3 Highlight indicators, August"]
    assert (rows[2][3], rows[2][7], rows[1][3]) == ("not applicable", "no target", 1958.0)
    assert [looks[place] for place in ("D1", "D2", "D3", "H3")] == [("right", "1")] * 4
    assert [looks[place] for place in ("A2", "B2", "I2")] == [("", "")] * 3


def test_a_column_that_shows_numbers_is_one_of_numbers_whatever_its_table_says():
    columns = (content.Column("Activity"), content.Column("Sample"))
    table = content.Table("Activities", columns, (("Survey", "212"), ("Review", "not given")))
    data = FORMATS["xlsx"].render(sample.saying(table), sample.FINGERPRINT)
    looks = looks_of(data, sheets_of(data)["1 Activities"])

    assert [looks[place] for place in ("B1", "B2", "B3")] == [("right", "1")] * 3


def test_each_printed_sheet_says_what_it_shows_and_which_edition_it_is(files):
    restricted = replace(sample.COVER, edition="Restricted", edition_note="It shows numbers from 1 to 5.")
    data = FORMATS["xlsx"].render(replace(sample.DOCUMENT, cover=restricted), sample.FINGERPRINT)
    public, closed = (
        {name: re.search(r"<oddHeader>(.*?)</oddHeader>", sheet)[1] for name, sheet in sheets_of(each).items()}
        for each in (files["xlsx"], data)
    )

    assert public["Notes"] == "&amp;LNotes&amp;R&amp;BPublic edition, version 1"
    assert public["1 Audits in the quarter"] == "&amp;LAudits in the quarter&amp;R&amp;BPublic edition, version 1"
    assert {words.partition("&amp;R")[2] for words in closed.values()} == {
        "&amp;BRestricted edition: not for publication, version 1"
    }


def test_where_the_figures_come_from_begins_a_page_of_word_in_two_columns_of_small_letters(files):
    word = docx.Document(io.BytesIO(files["docx"]))
    place = next(at for at, each in enumerate(word.paragraphs) if each.text == "6 Where the figures come from"
                 and each.style.name == "Heading 1")  # fmt: skip
    heading, after = word.paragraphs[place], word.paragraphs[place + 1 :]

    assert heading.paragraph_format.page_break_before is True
    assert [section._sectPr.find(qn("w:cols")).get(qn("w:num")) for section in word.sections] == [None, "2"]
    # The running lines go on: there is no other first page.
    assert [section.different_first_page_header_footer for section in word.sections] == [True, False]
    assert {part.header.is_linked_to_previous for part in list(word.sections)[1:]} == {True}
    told = [part for part in after if part.text]
    assert [part.style.name for part in told].count("Heading 2") == 2
    assert {run.font.size for part in told for run in part.runs if part.style.name == "Normal"} == {Pt(9)}


def test_the_references_of_indicators_are_not_broken_and_their_figures_stand_at_the_right(files):
    word = docx.Document(io.BytesIO(files["docx"]))
    table = next(each for each in word.tables if "Rating" in [cell.text for cell in each.rows[0].cells])
    first = [cell.paragraphs[0].alignment for cell in table.rows[1].cells]

    assert [side == WD_ALIGN_PARAGRAPH.RIGHT for side in first] == [False, False, *[True] * 6, False]
    margins = table._tbl.tblPr.find(qn("w:tblCellMar"))
    assert {part.get(qn("w:w")) for part in margins} == {"60"}
    for row in table.rows:
        assert lettering.width(row.cells[0].text, 9, bold=True) < row.cells[0].width.pt - 6


def test_short_texts_stay_on_one_line_and_long_ones_share_the_room():
    rows = [("What", "When", "Words"), ("Plans", "July to September 2026", LONG[:100]), ("Visits", "2026", LONG[:100])]
    what, when, words = column_widths(rows, 480, 9, 5)

    assert what + when + words == pytest.approx(480)
    assert 113 < when < 150
    assert words > 250
    # Not where the long ones would be much longer for it.
    assert column_widths([*rows, *[("x", "2026", LONG * 2)] * 5], 480, 9, 5)[1] == pytest.approx(60, abs=10)


def test_a_column_with_many_long_texts_gets_more_room_than_one_with_a_single_one():
    """So that the table is low, and not only its highest row."""
    rows = [("A", "B"), ("x", LONG), *[(LONG[:90], "short")] * 12]
    many, single = column_widths(rows, 480, 9, 5)

    assert (many > 200, many + single) == (True, 480)
    # Beside one long text in each, both have their share.
    assert column_widths([("A", "B"), (LONG, LONG)], 480, 9, 5) == pytest.approx((240, 240))


def test_the_number_of_a_key_message_stands_in_the_margin_of_its_lines(files):
    word = docx.Document(io.BytesIO(files["docx"]))
    first = next(each for each in word.paragraphs if "Assessments improved" in each.text)

    assert first.runs[0].text == "1.\t"
    assert first.paragraph_format.left_indent + first.paragraph_format.first_line_indent > 0


def test_the_contents_of_word_lead_to_each_part_and_can_be_made_anew(files):
    word = docx.Document(io.BytesIO(files["docx"]))
    links = {link.get(qn("w:anchor")): "".join(text.text for text in link.iter(qn("w:t")))
             for link in word.element.body.iter(qn("w:hyperlink"))}  # fmt: skip
    headings = {each._p.find(qn("w:bookmarkStart")).get(qn("w:name")): each.text
                for each in word.paragraphs if each.style.name == "Heading 1"}  # fmt: skip

    assert links == headings
    assert links["_Part6"] == "6 Where the figures come from"
    assert len(links) == 6
    assert [text.text for text in word.element.body.iter(qn("w:instrText"))][:1] == [r' TOC \o "1-1" \n \h \z ']
    marks = [mark.get(qn("w:fldCharType")) for mark in word.element.body.iter(qn("w:fldChar"))]
    assert marks == ["begin", "separate", "end"]


def test_one_page_of_word_has_no_contents():
    document = replace(sample.DOCUMENT, cover=replace(sample.DOCUMENT.cover, layout="one_page"))
    word = docx.Document(io.BytesIO(FORMATS["docx"].render(document, sample.FINGERPRINT)))

    assert list(word.element.body.iter(qn("w:hyperlink"))) == []
    assert "Contents" not in [each.text for each in word.paragraphs]
