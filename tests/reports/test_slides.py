"""Slides: native, unlike in title, read in order, large enough, and nothing on them is lost or cut off."""

import itertools
import re
from dataclasses import replace

from pptx.oxml.ns import qn as pptx_name
from pptx.util import Pt

from reports import content
from reports.renderers import FORMATS, charts, slide_flow
from tests.reports import office_reading, sample


def test_slides_have_unique_titles_within_two_lines_and_real_placeholders(files):
    found = office_reading.slides(files["pptx"])
    titles = [slide.shapes.title.text_frame.text for slide in found]

    assert len(titles) == len(set(titles)) == 21
    assert titles[:6] == [
        "Quarterly quality assurance report",
        "1 Highlights",
        "2 What audits found: Numbers: Audits in the quarter",
        "2 What audits found: Agreed grades by domain",
        "2 What audits found: Agreed grades by domain: number of records",
        "2 What audits found: Practice strengths and areas for focus",
    ]
    assert titles[-4:-1] == [f"5 What it rests on: Appendix A: Audits by team ({place} of 3)" for place in (1, 2, 3)]
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
    # The fingerprint is there to be compared, not to be read from afar.
    assert sorted(sizes["text"])[:2] == [Pt(12), Pt(18)]
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


def told(*sections, layout="report", sources=()):
    """The slides of these sections, after the cover."""
    cover = replace(sample.COVER, layout=layout)
    document = replace(sample.DOCUMENT, cover=cover, sections=sections, sources=sources)
    return office_reading.slides(FORMATS["pptx"].render(document, sample.FINGERPRINT))[1:]


def titles_of(found):
    return [slide.shapes.title.text_frame.text for slide in found]


SHORT = (
    sample.section(1, "papers", "Background papers", content.Text("None.")),
    sample.section(2, "private", "Is this a private report?", content.Text("No.")),
    sample.section(3, "nothing", "Summary of appendices"),
)


def test_short_sections_share_a_slide_that_names_them_all():
    [shared] = told(*SHORT)
    title = "1 Background papers; 2 Is this a private report?; 3 Summary of appendices"

    assert titles_of([shared]) == [title]
    assert [paragraph.text for paragraph in shared.placeholders[1].text_frame.paragraphs] == [
        "1 Background papers", "None.", "2 Is this a private report?", "No.", "3 Summary of appendices",
    ]  # fmt: skip


def test_sections_that_a_title_has_no_room_for_are_named_from_the_first_to_the_last():
    longer = [
        sample.section(number, str(number), f"{'Word ' * 6}{number}", content.Text("No.")) for number in (1, 2, 3)
    ]

    assert titles_of(told(*longer)) == [f"1 {'Word ' * 6}1 to 3 {'Word ' * 6}3"]


def test_in_a_room_each_section_has_a_slide_of_its_own():
    assert titles_of(told(*SHORT, layout="slides")) == [
        "1 Background papers", "2 Is this a private report?", "3 Summary of appendices",
    ]  # fmt: skip


def test_a_section_with_a_table_or_more_words_than_a_slide_shares_none():
    table = sample.section(2, "table", "Table", sample.BLOCKS["table"])
    long = sample.section(3, "long", "Long", content.Text("Practice is steady. " * 100))
    last = replace(SHORT[2], number=4)

    assert titles_of(told(SHORT[0], table, long, last)) == [
        "1 Background papers", "2 Table: Targets grid", "3 Long (1 of 2)", "3 Long (2 of 2)", "4 Summary of appendices",
    ]  # fmt: skip


def test_a_section_that_goes_on_with_a_chart_shares_no_slide():
    section = sample.section(2, "chart", "Chart", content.Text("Before it."), sample.BLOCKS["chart"])

    assert titles_of(told(SHORT[0], section))[:3] == [
        "1 Background papers", "2 Chart", "2 Chart: Visits in time (1 of 2)",
    ]  # fmt: skip


def test_texts_and_small_tables_of_a_section_stand_beneath_each_other_in_reading_order():
    """As the particulars of a decision do, each under its heading or its caption."""
    blocks = (
        content.Text("First."), sample.BLOCKS["table"], content.Heading("More"), table_of(1),
        content.Text("Last."),
    )  # fmt: skip
    [shared] = told(sample.section(1, "all", "All", *blocks))
    shown = [shape for shape in shared.shapes if shape.has_table or (shape.has_text_frame and not shape.is_placeholder)]

    assert titles_of([shared]) == ["1 All"]
    assert [shape.table.cell(0, 0).text if shape.has_table else shape.text_frame.text for shape in shown] == [
        "First.\nTargets grid", "Target", "Actual at 31 December.", "More\nLong", "What", "Last.",
    ]  # fmt: skip
    for above, below in itertools.pairwise(shown):
        high = sum(row.height for row in above.table.rows) if above.has_table else above.height
        assert above.top + high <= below.top


def test_headings_that_are_more_than_one_slide_holds_are_divided_between_them():
    blocks = [block for name in ("Financial", "Legal", "Climate", "Equality", "Other")
              for block in (content.Heading(name), content.Text("None.\n\nSigned: Dunlin, 1 March 2017"))]  # fmt: skip
    found = told(sample.section(6, "implications", "Implications", *blocks))
    lines = [[paragraph.text for paragraph in slide.placeholders[1].text_frame.paragraphs] for slide in found]

    assert titles_of(found) == ["6 Implications (1 of 2)", "6 Implications (2 of 2)"]
    assert [line[::3] for line in lines] == [["Financial", "Legal", "Climate"], ["Equality", "Other"]]


def test_where_the_figures_come_from_stands_in_two_columns_of_small_letters_with_all_particulars():
    source = sample.DOCUMENT.sources[0]
    found = told(*SHORT, sources=tuple(replace(source, key=str(number)) for number in range(40)))
    looked_up = [slide for slide in found if "Where the figures come from" in slide.shapes.title.text_frame.text]
    columns = [
        [each.text_frame for each in slide.placeholders if each.placeholder_format.idx in (1, 2)] for slide in looked_up
    ]
    paragraphs = [paragraph for pair in columns for frame in pair for paragraph in frame.paragraphs]

    # 10 slides as a table; a column is read to its end before the one beside it.
    assert [[len(frame.paragraphs) for frame in pair] for pair in columns] == [[4, 3], *[[3, 3]] * 5, [3, 1]]
    assert paragraphs[0].text == "All records were asked on 9 January 2017 at 10:15."
    assert paragraphs[40].text == (
        "40. Conferences that helped to understand the child's life\v"
        "Number: 91%. Period: October to December 2016. Sample: 348 of 382 conferences. "
        "Definition: Forms that answer yes, divided by all forms returned. "
        "Records asked: Every form returned after a conference from 1 October to 31 December 2016. "
        "Comes from: Return of conference forms, loaded on 8 January 2017."
    )
    assert [run.text for run in paragraphs[40].runs if run.font.bold] == [
        "40. Conferences that helped to understand the child's life",
        *(f"{label}: " for label in ("Number", "Period", "Sample", "Definition", "Records asked", "Comes from")),
    ]
    assert {run.font.size for paragraph in paragraphs for run in paragraph.runs} == {Pt(12)}


def test_sources_that_were_asked_at_several_times_say_each_when():
    [first, *_] = sample.DOCUMENT.sources
    later = replace(first, key="later", asked_at="2017-01-10T10:15:00+00:00")
    said = "\n".join(shape.text_frame.text for slide in told(*SHORT, sources=(first, later)) for shape in slide.shapes
                     if shape.has_text_frame)  # fmt: skip

    assert said.count("Asked at: 9 January 2017 at 10:15. ") == 1
    assert said.count("Asked at: 10 January 2017 at 10:15. ") == 1
    assert "All records were asked" not in said


def table_of(rows, notes=()):
    return content.Table("Long", (content.Column("What"), content.Column("Words")),
                         tuple((f"Row {number}", "x") for number in range(rows)), notes)  # fmt: skip


def test_a_table_is_divided_evenly_and_has_smaller_letters_if_that_keeps_it_on_one_slide():
    def shown(rows):
        return [(len(grid.rows), grid.size) for grid in slide_flow.grids(table_of(rows), 872, 374)]

    assert shown(13) == [(13, 16)]
    assert shown(14) == [(14, 14)]
    assert shown(16) == [(16, 12)]
    assert shown(18) == [(9, 16), (9, 16)]


def test_notes_are_smaller_where_they_would_need_a_slide_of_their_own():
    notes = ("This note says how the figures of the table were counted. " * 11,)
    [slide] = told(sample.section(1, "long", "Long table", table_of(8, notes)))
    [box] = [shape for shape in slide.shapes if shape.name == "Notes"]

    assert {run.font.size for paragraph in box.text_frame.paragraphs for run in paragraph.runs} == {Pt(14)}
    assert box.top + box.height <= Pt(108 + 374)


def test_a_text_that_is_a_little_too_long_has_smaller_letters_and_stays_on_its_slide():
    few, more, many = (
        told(sample.section(1, "text", "Text", content.Text("\n\n".join(["Practice is steady."] * lines))))
        for lines in (11, 12, 13)
    )  # fmt: skip

    def sizes(found):
        return [run.font.size.pt for run in found[0].placeholders[1].text_frame.paragraphs[0].runs]

    assert [(len(found), sizes(found)) for found in (few, more, many)] == [(1, [20]), (1, [18]), (2, [20])]


def test_an_appendix_that_is_called_like_its_section_is_named_once():
    assert titles_of(told(sample.section(9, "appendix", "Appendix A", replace(sample.BLOCKS["appendix_table"],
        rows=(("Team 1", "1", "1"),)))))== ["9 Appendix A: Audits by team"]  # fmt: skip


def test_a_long_title_of_a_section_stands_over_the_headings_within_it():
    section = sample.section(
        1, "help", "Experiences and progress of children who need help and protection",
        content.Heading("Children on a second child protection plan"), content.Text("x"),
        sample.BLOCKS["strengths_focus"],
    )  # fmt: skip
    first, _ = told(section)

    assert first.placeholders[1].text_frame.text == "Children on a second child protection plan"


def test_a_long_title_of_a_section_without_headings_is_told_in_full_before_its_tables():
    title = "Experiences and progress of children who need help and protection, " * 2
    found = told(sample.section(1, "help", title.strip(), sample.BLOCKS["table"]))

    assert [slide.placeholders[1].text_frame.text for slide in found[:1]] == [f"1 {title.strip()}"]
    assert titles_of(found)[1] == "1 Targets grid"


def test_notes_stand_under_the_last_rows_of_a_long_table():
    notes = ("This note says how the figures of the table were counted. " * 4,)
    found = told(sample.section(1, "long", "Long table", table_of(26, notes)))
    tables = [len(shape.table.rows) - 1 for slide in found for shape in slide.shapes if shape.has_table]

    assert [[shape.name for shape in slide.shapes if shape.name == "Notes"] for slide in found] == [[], [], ["Notes"]]
    assert tables == [10, 10, 6]


def test_quotations_stand_under_the_words_that_lead_to_them():
    [slide] = told(
        sample.section(1, "voices", "Voices", content.Text("Families were asked."), sample.BLOCKS["feedback"])
    )

    assert slide.placeholders[1].text_frame.text.split("\n")[:3] == [
        "Families were asked.", "What families said", "She listens & explains <everything>.",
    ]  # fmt: skip


def test_the_number_of_a_slide_stands_at_the_right_edge():
    master = told(*SHORT)[0].slide_layout.slide_master
    [number] = [holder for holder in master.placeholders if holder.placeholder_format.type == 13]

    assert {style.get("algn") for style in number._element.iter(pptx_name("a:lvl1pPr"))} == {"r"}


def test_a_rating_has_room_for_its_shape():
    block = sample.BLOCKS["targets_grid"]
    rated = slide_flow.rated(block.table, [row.result for row in block.rows])

    assert [row[-1] for row in rated.rows] == ["✓\u00a0Met", "✕\u00a0Missed", "–\u00a0Not ratable"]
