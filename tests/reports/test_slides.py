"""Slides: native, unlike in title, read in order, large enough, and nothing on them is lost or cut off."""

import re

from pptx.oxml.ns import qn as pptx_name
from pptx.util import Pt

from reports import content
from reports.renderers import charts, slide_flow
from tests.reports import office_reading, sample


def test_slides_have_unique_titles_within_two_lines_and_real_placeholders(files):
    found = office_reading.slides(files["pptx"])
    titles = [slide.shapes.title.text_frame.text for slide in found]

    assert len(titles) == len(set(titles)) == 23
    assert titles[:6] == [
        "Quarterly quality assurance report",
        "1 Highlights",
        "2 What audits found: Numbers: Audits in the quarter",
        "2 What audits found: Agreed grades by domain",
        "2 What audits found: Agreed grades by domain: number of records",
        "2 What audits found: Practice strengths and areas for focus",
    ]
    assert titles[-5:-2] == [f"5 What it rests on: Appendix A: Audits by team ({place} of 3)" for place in (1, 2, 3)]
    # The title is read first, and no placeholder waits for words.
    assert {slide.shapes[0].placeholder_format.type in (1, 3) for slide in found} == {True}
    assert [shape.name for slide in found for shape in slide.placeholders if not shape.text_frame.text.strip()] == []


def test_words_on_the_slides_stand_out_from_their_ground(files):
    """The cover's are light on its dark ground; a table has no filled heading, whose words have the fill's colour."""
    cover = office_reading.slides(files["pptx"])[0]
    looks = {}
    for holder in cover.slide_layout.placeholders:
        style = holder._element.find(f".//{pptx_name('a:lstStyle')}/{pptx_name('a:lvl1pPr')}")
        if holder.placeholder_format.idx in (0, 1):
            looks[holder.placeholder_format.idx] = (
                style.get("algn"),
                style.find(f".//{pptx_name('a:srgbClr')}").get("val"),
            )
    assert looks == {0: ("l", "FFFFFF"), 1: ("l", "F2D9B1")}
    tables = [
        shape.table for slide in office_reading.slides(files["pptx"]) for shape in slide.shapes if shape.has_table
    ]
    for table in tables:
        assert table._tbl.tblPr.find(pptx_name("a:tableStyleId")).text == "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
        lines = [cell._tc.tcPr.find(f".//{pptx_name('a:lnB')}//{pptx_name('a:srgbClr')}").get("val")
                 for row in table.rows for cell in list(row.cells)[:1]]  # fmt: skip
        assert lines == ["0E4F53", *["B9C4C0"] * (len(lines) - 1)]


def test_a_native_chart_has_the_scale_of_the_chart_on_paper(files):
    shown = [shape.chart for slide in office_reading.slides(files["pptx"]) for shape in slide.shapes if shape.has_chart]
    axis = shown[-1].value_axis
    ticks = charts.ticks_of(sample.BLOCKS["chart"])

    assert (axis.minimum_scale, axis.maximum_scale, axis.major_unit) == (ticks[0], ticks[-1], ticks[1] - ticks[0])
    assert (ticks[0], axis.tick_labels.number_format) == (0, '#,##0"%"')


def test_slides_say_what_their_pictures_charts_and_tables_are(files):
    found = office_reading.slides(files["pptx"])
    told = {
        shape._element.xpath(".//p:cNvPr")[0].get("descr")
        for slide in found
        for shape in slide.shapes
        if shape.has_table or shape.has_chart or shape.shape_type == 13
    }

    assert None not in told
    assert {
        sample.GRADES.alt,
        sample.BLOCKS["chart"].alt,
        sample.BLOCKS["image"].alt,
        sample.BLOCKS["agreement"].alt,
    } <= told
    tables = [shape.table for slide in found for shape in slide.shapes if shape.has_table]
    assert [(table.first_row, table.first_col, table.horz_banding) for table in tables] == [(True, True, False)] * 14


def test_slides_are_large_enough_to_read_and_in_british_english(files):
    sizes = {"text": set(), "table": set()}
    for slide in office_reading.slides(files["pptx"]):
        for shape in slide.shapes:
            runs = []
            if shape.has_text_frame and shape != slide.shapes.title:
                runs = [run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs if run.font.size]
                sizes["text"] |= {run.font.size for run in runs}
            elif shape.has_table:
                runs = [
                    run for row in shape.table.rows for cell in row.cells
                    for paragraph in cell.text_frame.paragraphs for run in paragraph.runs
                ]  # fmt: skip
                sizes["table"] |= {run.font.size for run in runs}
            assert {run._r.rPr.get("lang") for run in runs} <= {"en-GB"}
    assert min(sizes["text"]) >= Pt(18)
    assert min(sizes["table"]) >= Pt(12)
    languages = {found for part in office_reading.parts(files["pptx"], ".xml").values()
                 for found in re.findall(rb'lang="([\w-]+)"', part)}  # fmt: skip
    assert languages == {b"en-GB"}


def test_slides_have_numbers_and_a_footer_after_everything_else(files):
    first, *others = office_reading.slides(files["pptx"])

    assert sample.FINGERPRINT in office_reading.slide_text(files["pptx"])
    assert [shape.placeholder_format.type for shape in first.placeholders] == [3, 4]
    for slide in others:
        assert [shape.placeholder_format.type for shape in list(slide.shapes)[-2:]] == [15, 13]
        assert list(slide.shapes)[-2].text_frame.text == "Demo Council · Public edition, version 1"


def test_nothing_on_a_slide_is_beyond_its_edge(files):
    for slide in office_reading.slides(files["pptx"]):
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= Pt(960)
            high = sum(row.height for row in shape.table.rows) if shape.has_table else shape.height
            assert shape.top + high <= Pt(540)


def test_charts_are_native_and_their_workbooks_hold_no_hidden_number(files):
    shown = [shape.chart for slide in office_reading.slides(files["pptx"]) for shape in slide.shapes if shape.has_chart]

    assert [[(series.name, list(series.values)) for series in chart.plots[0].series] for chart in shown] == [
        [
            ("Outstanding", [6, None, None, 12, None, None]),
            ("Good", [37, 41, 30, 40, None, None]),
            ("Requires improvement", [26, 22, 33, 23, None, None]),
            ("Inadequate", [6, None, None, 0, 43, None]),
            ("[c] not published", [None, 12, 12, None, 32, None]),
        ],
        [("Visits in time", [84.0, 84.5, 82.8, None, 84.0, 77.8])],
    ]
    books = [office_reading.sheets(data)["Sheet1"] for data in office_reading.parts(files["pptx"], ".xlsx").values()]
    assert books[0][2] == ["Assessment", "", 41.0, 22.0, "", 12.0]
    assert books[0][6] == ["Diversity and identity [c]", "", "", "", "", ""]
    assert books[1][4] == ["June 2023", ""]


def test_long_paragraphs_and_tables_flow_over_slides_without_a_loss():
    words = " ".join(f"word{number}" for number in range(2_000))
    pages = slide_flow.pages([slide_flow.para(words), slide_flow.para("Last.")], 872, 374)
    table = content.Table(
        "Wide", tuple(content.Column(f"Month {n}") for n in range(30)),
        tuple(tuple(f"{row}.{n}" for n in range(30)) for row in range(40)),
    )  # fmt: skip
    grids = list(slide_flow.grids(table, 872, 374))

    assert " ".join(para.text for page in pages for para in page) == f"{words} Last."
    assert max(slide_flow.height_of(page, 872) for page in pages) <= 374
    assert max(grid.height for grid in grids) <= 374
    assert {cell for grid in grids for row in grid.rows for cell in row} == {cell for row in table.rows for cell in row}
    assert {grid.columns[0] for grid in grids} == {0}


def test_a_bold_line_is_not_left_alone_at_the_end_of_a_slide():
    paras = [*[slide_flow.para("Text.")] * 11, slide_flow.para("Heading", "strong"), slide_flow.para("Under it.")]

    first, second = slide_flow.pages(paras, 872, 374)

    assert len(first) == 11
    assert [para.text for para in second] == ["Heading", "Under it."]
