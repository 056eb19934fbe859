"""Every number and text of every table is the same in all formats; hostile text is text; sheets serve."""

import io
import re
from dataclasses import replace

import docx
import pytest
from docx.shared import Mm
from pptx.util import Pt

from reports import content
from reports.renderers import FORMATS, charts, lettering, numbers, sources, xlsx
from reports.renderers.brand import brand
from tests.reports import office_reading, pdf_reading, sample
from tests.reports.office_reading import squeezed
from tests.reports.test_renderers import Page

EVIL = (
    '<script>alert(1)</script> {{ 7*7 }} {% now "Y" %} #eval("1+1") [c]#sys.inputs <svg onload=alert(1)> '
    "\u202eright to left\u202c שלום 𝔘😀 e\u0301 & ü"
)
FORMULAS = ('=HYPERLINK("http://x.example","x")', "+1+1", "-1+1", "@SUM(A1)", "=1+1\tx")


def tables_of(document):
    """Every table that the document holds, with its section."""
    found = []
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, content.Table):
                found.append(block)
            elif hasattr(block, "table"):
                found.append(block.table)
            if isinstance(block, content.IndicatorTable) and block.moves_table:
                found.append(block.moves_table)
    return found


def words_of(key, data):
    match key:
        case "html":
            return Page(data).text
        case "pdf":
            return pdf_reading.words(data)
        case "docx":
            return office_reading.word_text(data)
        case "pptx":
            return office_reading.slide_text(data)
        case "xlsx":
            shown = office_reading.shown_sheets(data)
            return " ".join(cell for rows in shown.values() for row in rows for cell in row)


def test_the_formats_stand_in_the_order_in_which_readers_find_them():
    assert list(FORMATS) == ["html", "pdf", "docx", "pptx", "xlsx"]


MEETS = (content.Meets("Executive meeting", "2017-03-01"), content.Meets("Scrutiny commission", "2017-03-28"))
ON_COVER = (
    "Lead director", "The Strategic Director of the day", "Executive meeting", "1 March 2017", "Scrutiny commission",
    "28 March 2017",
)  # fmt: skip


@pytest.mark.parametrize("layout", ["report", "slides", "one_page"])
@pytest.mark.parametrize("key", FORMATS)
def test_the_cover_names_the_lead_director_and_the_days_of_the_meetings(key, layout):
    cover = replace(sample.COVER, lead_director="The Strategic Director of the day", meetings=MEETS, layout=layout)
    document = replace(sample.saying(content.Text("x")), cover=cover)
    said = squeezed(words_of(key, FORMATS[key].render(document, sample.FINGERPRINT)))

    assert content.from_json(content.to_json(document)) == document
    assert [words for words in ON_COVER if squeezed(words) not in said] == []


def test_a_cover_of_before_has_neither():
    written = content.to_json(sample.DOCUMENT)
    del written["cover"]["meetings"], written["cover"]["lead_director"]

    assert content.from_json(written) == sample.DOCUMENT


@pytest.mark.parametrize("key", ["html", "pdf", "docx", "pptx"])
def test_a_quotation_says_by_whom_and_when_or_that_the_time_is_not_given(files, key):
    said = squeezed(words_of(key, files[key]))

    lines = ("a parent, November 2016", "a child, time not given")
    assert [words for words in lines if squeezed(words) not in said] == []


@pytest.mark.parametrize("key", FORMATS)
def test_every_cell_of_every_table_is_in_every_format(files, key):
    said = squeezed(words_of(key, files[key]))
    cells = {cell for table in tables_of(sample.DOCUMENT) for row in table.rows for cell in row}
    # A web page and a PDF divide the rating and the measure of an indicator from what stands under them.
    shown_apart = {f"{row.title} ({row.basis})" for row in sample.INDICATORS.rows} | {
        row.rating for row in sample.INDICATORS.rows
    }
    if key in ("html", "pdf"):
        cells -= shown_apart
        cells |= {words for row in sample.INDICATORS.rows for words in (row.title, row.rag_words, row.basis)}
        cells |= {"1,958 of 2,165", "34 of 291", "256 of 268"}
        cells -= {"not applicable"}  # the parts of a count

    assert len(cells) > 150
    assert {cell for cell in cells if squeezed(cell) not in said} == set()


def test_tables_are_equal_cell_by_cell_in_word_powerpoint_and_excel(files):
    shapes = re.compile(r"^[●▲■✓✕○–]\u00a0")
    tables = [
        [[column.title for column in table.columns], *map(list, table.rows)] for table in tables_of(sample.DOCUMENT)
    ]
    quotes = [[column.title for column in sample.BLOCKS["feedback"].table.columns],
              *map(list, sample.BLOCKS["feedback"].table.rows)]  # fmt: skip

    def plain(table):
        return [[shapes.sub("", cell).replace("\x0b", "\n") for cell in row] for row in table]

    of_word = [plain(table) for table in office_reading.word_tables(files["docx"])]
    # Strengths and focus are a table in Word alone; what families said is no table there.
    assert [table for table in tables if table not in of_word] == [quotes]
    # On slides the longest table goes on over three.
    of_slides = [plain(table) for table in office_reading.slide_tables(files["pptx"])]
    appendix = tables[-1]
    parts = [table for table in of_slides if table[0] == appendix[0]]
    assert [table for table in tables if table not in of_slides] == [quotes, appendix]
    assert [appendix[0], *(row for part in parts for row in part[1:])] == appendix
    of_sheets = office_reading.shown_sheets(files["xlsx"])
    assert list(of_sheets.values())[1:-2] == tables


@pytest.mark.parametrize("key", FORMATS)
def test_a_missing_figure_says_no_data_and_is_never_zero(key):
    table = content.Table(
        "Visits", (content.Column("Team"), content.Column("In time", is_number=True)), (("North", "no data"),)
    )
    chart = content.Chart(
        "bar", "Visits", "No figure is known.", ("North",), (content.Series("In time", (None,), ("no data",)),)
    )
    statement = content.Statement("no data", "of visits in time", "March", "nobody counted")
    document = sample.saying(table, chart, content.Statements("Told", (statement,)))

    said = words_of(key, FORMATS[key].render(document, "f" * 64))

    assert said.count("no data") >= 3
    assert re.findall(r"(?<![\d.,/-])0%?(?![\d.,])", said) == []


@pytest.mark.parametrize("key", FORMATS)
def test_the_last_part_says_where_the_figures_come_from(files, key):
    said = squeezed(words_of(key, files[key]))
    told = [words for source in sample.DOCUMENT.sources for _, words in sources.particulars(source)]
    told += [source.title for source in sample.DOCUMENT.sources]

    assert [words for words in told if squeezed(words) not in said] == []
    assert squeezed("6 Where the figures come from") in said
    assert sources.moment_words("2016-07-11T08:00:00+00:00") == "11 July 2016 at 09:00"
    nothing = words_of(key, FORMATS[key].render(replace(sample.DOCUMENT, sources=()), sample.FINGERPRINT))
    assert "Where the figures come from" not in nothing


def test_a_source_can_be_linked_to_in_the_web_page(files):
    page = Page(files["html"])

    assert [attrs["id"] for tag, attrs in page.all("li") if "id" in attrs] == ["source-conferences", "source-plans"]
    assert ("a", {"href": "#sources"}) in page.starts


def hostile():
    """Every place where somebody's words may stand, with words that want to be more."""
    row = (EVIL, *FORMULAS)
    titles = ("=cmd|'/c calc'!A1", "+Number", "-Other", "@Third", "Fourth", "Fifth")
    table = content.Table("=HYPERLINK(1) [x]:*?/\\'", tuple(content.Column(title) for title in titles), (row,), (EVIL,))
    return sample.saying(
        content.Heading(EVIL), content.Text(EVIL), content.KeyMessages((EVIL,)),
        content.StrengthsFocus((EVIL,), (EVIL,)), table,
        content.Chart("bar", EVIL, EVIL, (EVIL, "=1+1"), (content.Series(EVIL, (1.0, None), ("1", "[c]")),)),
        content.Feedback(EVIL, (content.Quote(EVIL, EVIL, EVIL),), EVIL),
        replace(sample.BLOCKS["targets_grid"], caption=EVIL, summary=EVIL),
        replace(sample.BLOCKS["image"], title=EVIL, alt=EVIL),
    )  # fmt: skip


@pytest.mark.parametrize("key", FORMATS)
def test_hostile_words_are_printed_as_words_and_run_nowhere(key):
    data = FORMATS[key].render(hostile(), sample.FINGERPRINT)
    said = squeezed(" ".join(pdf_reading.aloud(data)) if key == "pdf" else words_of(key, data))

    assert '<script>alert(1)</script>{{7*7}}{%now"Y"%}#eval("1+1")[c]#sys.inputs<svgonload=alert(1)>' in said
    for formula in FORMULAS:
        assert squeezed(formula) in said
    assert FORMATS[key].render(hostile(), sample.FINGERPRINT) == data
    if key == "html":
        page = Page(data)
        assert page.all("script") == []
        assert [attrs for _, attrs in page.starts if any(name.startswith("on") for name in attrs)] == []
    # The letter of mathematics is a plain one on paper.
    assert ("שלום𝔘😀" if key != "pdf" else "שלוםU😀") in said
    if key == "xlsx":
        assert [
            name for name, part in office_reading.parts(data, ".xml").items() if b"<f>" in part or b"<f " in part
        ] == []
    if key in ("docx", "pptx", "xlsx"):
        assert [name for name, part in office_reading.parts(data, ".rels").items() if b"External" in part] == []


@pytest.mark.parametrize("name", [*FORMULAS, "http://x.example/a", "{=1+1}", "5.10", ""])
def test_the_workbook_of_a_chart_holds_names_as_text(name):
    """Of a series and of a category, as PowerPoint opens it to be edited."""
    chart = content.Chart("bar", "Visits", "Alt.", (name, "June"), (content.Series(name, (1.0, 2.0), ("1", "2")),))
    data = FORMATS["pptx"].render(sample.saying(chart), sample.FINGERPRINT)
    [book] = office_reading.parts(data, ".xlsx").values()

    assert office_reading.sheets(book)["Sheet1"] == [["", name], [name, 1.0], ["June", 2.0]]
    sheet = office_reading.parts(book, "sheet1.xml")["xl/worksheets/sheet1.xml"]
    assert (b"<f>" in sheet, b"<hyperlink" in sheet) == (False, False)
    assert [part for part in office_reading.parts(book, ".rels").values() if b"External" in part] == []


@pytest.mark.parametrize("key", FORMATS)
def test_a_paragraph_of_a_megabyte_is_printed_whole(key):
    sentence = "Practice is steady in all teams and plans are clear; no child waits. "
    long = (sentence * (1_000_000 // len(sentence))).strip() + " The end."
    table = content.Table("Long", (content.Column("What"), content.Column("Words")), (("Text", long[:80_000]),))
    document = sample.saying(content.Text(long), table)

    said = squeezed(words_of(key, FORMATS[key].render(document, sample.FINGERPRINT)))
    # A slide may end within a sentence; the next one begins with its title, and with the heading of the table.
    said = re.sub(r"1Onlysection(:Long)?\(\d+of\d+\)(WhatWordsText)?", "", said)

    assert said.count("nochildwaits.") == 14_492 * (key != "xlsx") + 1_159
    assert ("Theend." in said) is (key != "xlsx")


def test_no_word_of_a_heading_is_broken_in_the_tables_of_word(files):
    """Columns are as wide as their longest word, where the page has the room."""
    word = docx.Document(io.BytesIO(files["docx"]))
    for table in word.tables:
        widths = [column.width for column in table.columns]
        assert abs(sum(widths) - Mm(170)) < Mm(0.1)
        for row in office_cells(table):
            for width, cell in zip(widths, row, strict=True):
                longest = max((lettering.width(each, 9, bold=True) for each in cell.text.split()), default=0)
                assert Pt(longest) <= width - 2 * Pt(3 if len(widths) >= 8 else 5.4), cell.text


def test_short_tables_stay_on_one_page_in_word_and_long_ones_run_over(files):
    word = docx.Document(io.BytesIO(files["docx"]))
    for table in word.tables[1:]:
        rows = office_cells(table)
        together = [all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in row) for row in rows]
        kept = len(rows) - 1 if len(rows) <= 14 else 4
        assert together[:-1] == [True] * kept + [False] * (len(rows) - kept - 1)


def test_what_is_said_under_a_table_does_not_stand_alone_on_the_next_page_of_word():
    grid = replace(sample.BLOCKS["targets_grid"], notes=("The first note.", "The second note."))
    plain = content.Table("Plain", (content.Column("What"), content.Column("Words")), (("One", "x"), ("Two", "y")))
    noted = replace(plain, caption="Noted", notes=("A note.",))
    document = replace(sample.DOCUMENT, sources=(), sections=(sample.section(1, "grid", "Grid", grid, plain, noted),))
    word = docx.Document(io.BytesIO(FORMATS["docx"].render(document, sample.FINGERPRINT)))
    stays = {each.text: bool(each.paragraph_format.keep_with_next) for each in word.paragraphs}
    last = [{bool(each.paragraph_format.keep_with_next) for cell in office_cells(table)[-1] for each in cell.paragraphs}
            for table in word.tables]  # fmt: skip

    assert last == [{True}, {False}, {True}]
    assert [stays[words] for words in ("The first note.", "The second note.", grid.summary, "A note.")] == [
        True, True, False, False,
    ]  # fmt: skip


def office_cells(table):
    return [list(row.cells) for row in table.rows]


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("75", 75.0, "0"),
        ("1,958", 1958.0, "#,##0"),
        ("90.4%", 0.904, "0.0%"),
        ("57%", 0.57, "0%"),
        ("0.10", 0.1, "0.00"),
        ("-3", -3.0, "0"),
        ("−4.5", -4.5, '0.0;"−"0.0'),
        ("1,234,567.80", 1234567.8, "#,##0.00"),
    ],
)
def test_plain_numbers_are_numbers_with_the_places_that_were_shown(text, value, shown):
    assert numbers.number(text) == numbers.Number(value, shown)


@pytest.mark.parametrize(
    "text", ["[c]", "no data", "", "007", "1,95", "≥ 70%", "1 of 3", "1e5", "+3", "12/2016", "12345678901234567", "٣"]
)
def test_what_is_no_plain_number_stays_text(text):
    assert numbers.number(text) is None


def test_sheets_begin_with_contents_that_lead_to_each_and_end_with_notes(files):
    found = office_reading.sheets(files["xlsx"])
    names = list(found)

    assert names[0] == "Contents"
    assert names[-1] == "Notes"
    assert [row[0] for row in found["Contents"][4:]] == names[1:]
    sheet = office_reading.parts(files["xlsx"], "sheet1.xml")["xl/worksheets/sheet1.xml"]
    links = re.findall(rb'<hyperlink ref="(A\d+)" location="\'([^"]*)\'!A1"', sheet)
    assert [name.decode() for _, name in links] == names[1:]
    notes = dict(found["Notes"])
    assert notes["Fingerprint of the content (SHA-256)"] == sample.FINGERPRINT
    assert ["Symbol", content.SUPPRESSED_NOTE] in found["Notes"]
    assert ["3 Highlight indicators, August", "Amber lies between the minimum and the upper target."] in found["Notes"]
    assert found["2 Agreed grades by domain numbe"][2] == ["Assessment", "[c]", 41.0, 22.0, "[c]", 75.0, "[c]"]


def test_each_sheet_is_one_table_with_a_frozen_heading_and_no_merged_cell(files):
    parts = office_reading.parts(files["xlsx"], ".xml")
    found = [part for name, part in sorted(parts.items()) if name.startswith("xl/worksheets/sheet")]
    tables = [part for name, part in parts.items() if name.startswith("xl/tables/")]

    assert [part for part in found if b"<mergeCell" in part or b"<f>" in part] == []
    assert sum(b'ySplit="1"' in part and b'state="frozen"' in part for part in found) == len(found) - 1
    assert len(tables) == len(found) - 1


def test_sheet_names_are_short_legal_and_unlike():
    names = [xlsx.sheet_name(number, "𝔘[Long]: a *title*? of / a \\ 'table' that goes on and on") for number in (1, 12)]

    assert names == ["1 𝔘 Long a title of a table th", "12 𝔘 Long a title of a table t"]
    assert max(len(name.encode("utf-16-le")) for name in names) <= 62


def test_what_names_a_row_stays_text_in_a_sheet(files):
    """Read as a number 5.10 would be 5.1."""
    assert [row[0] for row in office_reading.sheets(files["xlsx"])["3 Highlight indicators, August"]] == [
        "Ref", "1.1", "1.3", "5.10", "6.1",
    ]  # fmt: skip


@pytest.mark.parametrize(("shape", "words"), [("bar", ["no data", "[c]"]), ("stacked", []), ("line", [])])
def test_a_missing_value_is_words_or_a_gap_in_a_drawing_and_no_bar(shape, words):
    series = (
        content.Series("A", (5.0, None, None), ("5%", "no data", "[c]")), content.Series("B", (4.0,) * 3, ("4%",) * 3),
    )  # fmt: skip
    chart = content.Chart(shape, "Visits", "Alt.", ("x", "y", "z"), series[:1])
    both = content.Chart(shape, "Visits", "Alt.", ("x", "y", "z"), series)
    drawn = charts.chart_svg(chart, brand())

    assert re.findall(r">(no data|\[c\])</text>", drawn) == words
    assert drawn.count(f'fill="{brand().colour}" stroke="#ffffff"/>') == (1 if shape != "line" else 0)
    assert charts.chart_svg(both, brand()).count('fill="#c07a1e" stroke="#ffffff"/>') == (3 if shape != "line" else 0)
    page = FORMATS["html"].render(sample.saying(chart), sample.FINGERPRINT).decode()
    assert re.findall(r'<span class="qa-report__quiet">(no data|\[c\])</span>', page) == ["no data", "[c]"]


@pytest.mark.parametrize(
    ("series", "drawn"),
    [
        ([("A", (52.0, 60.5), ("52%", "60.5%"))], [("52.000%", "52%"), ("60.500%", "60.5%")]),  # of a hundred
        ([("A", (20.0, 80.0), ("20", "80"))], [("25.000%", "20"), ("100.000%", "80")]),  # of the longest
        ([("A", (20.0, 160.0), ("20%", "160%"))], [("12.500%", "20%"), ("100.000%", "160%")]),
        ([("A", (50.0, None), ("50%", "[c]")), ("B", (0.0, 100.0), ("0%", "100%"))],
         [("50.000%", "50%"), ("0.000%", "0%"), ("100.000%", "100%")]),
    ],
)  # fmt: skip
def test_a_bar_on_the_web_page_is_as_long_as_its_share_and_has_its_number_beside_it(series, drawn):
    chart = content.Chart("bar", "Visits", "Alt.", ("x", "y"), tuple(content.Series(*each) for each in series))
    page = FORMATS["html"].render(sample.saying(chart), sample.FINGERPRINT).decode()

    bar = r'<rect class="qa-report__series-\d" width="([\d.]+%)" height="100%" /></svg>'
    assert re.findall(bar + r'<span class="qa-report__bar-words">([^<]*)</span>', page) == drawn


@pytest.mark.parametrize("key", FORMATS)
def test_every_format_says_which_way_an_indicator_moved(files, key):
    """On the web page and in the PDF beside its trend, elsewhere after its months."""
    said = squeezed(words_of(key, files[key]))
    [table] = [found for found in tables_of(sample.DOCUMENT) if found.columns[-1].title == "Direction"]

    assert [squeezed(row.direction) in said for row in sample.INDICATORS.rows] == [True] * 4
    assert [row[-1] for row in table.rows] == ["Better than April", "Rising", "Worse than July", "Down"]
    assert table.rows[1][2:-1] == ("not given",) * 6


def test_indicators_that_cannot_be_compared_have_their_months_alone():
    still = replace(sample.INDICATORS, rows=tuple(replace(row, direction="") for row in sample.INDICATORS.rows))
    one = replace(sample.INDICATORS, rows=(*sample.INDICATORS.rows[:1], *still.rows[2:3]))
    bare = replace(sample.INDICATORS, rows=sample.INDICATORS.rows[1:2])

    assert still.moves_table == still.trend_table
    assert [row[-1] for row in one.moves_table.rows] == ["Better than April", "no comparison"]
    assert (bare.moves_table.caption, bare.moves_table.rows) == (
        "Highlight indicators, August 2023: direction",
        (("1.3", "Children subject to a child protection plan", "Rising"),),
    )
