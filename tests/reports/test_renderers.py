"""Every format is accessible, says the same, and holds nothing hidden. Files are opened as a reader would."""

import io
import re
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from importlib import import_module

import docx
import pytest
from docx.oxml.ns import qn

from reports import content
from reports.renderers import FORMATS, charts, lines
from reports.renderers.bars import segments
from reports.renderers.brand import brand
from tests.reports import pdf_reading, sample

HOSTILE = (
    "<script>alert(1)</script> {{ 7*7 }} {% now 'Y' %} #sys.inputs =HYPERLINK(\"http://x.example\") "
    "\u202eright to left\u202c שלום 😀 e\u0301 & <svg onload=alert(1)>"
)


class Page(HTMLParser):
    """The parts of a page that the tests ask about."""

    def __init__(self, data):
        super().__init__()
        self.starts, self.words = [], []
        self.feed(data.decode())

    def handle_starttag(self, tag, attrs):
        self.starts.append((tag, dict(attrs)))

    def handle_data(self, data):
        if not (self.starts and self.starts[-1][0] == "style"):
            self.words.append(data)

    def all(self, *tags):
        return [(tag, attrs) for tag, attrs in self.starts if tag in tags]

    @property
    def text(self):
        return re.sub(r"\s+", " ", " ".join(self.words))


def word_text(data):
    body = docx.Document(io.BytesIO(data)).element.body
    return re.sub(r"\s+", " ", " ".join(part.text or "" for part in body.iter(qn("w:t"))))


def numbers(words):
    return set(re.findall(r"\[c\]|\d[\d,]*(?:\.\d+)?%?", words))


@pytest.mark.parametrize("key", FORMATS)
def test_every_kind_of_block_has_its_place_in_every_format(key):
    assert set(import_module(f"reports.renderers.{key}").BLOCKS) == set(content.KINDS)


@pytest.mark.parametrize("kind", content.KINDS)
def test_each_block_is_shown_alone_in_every_format(kind):
    document = sample.saying(sample.BLOCKS[kind])

    sizes = [len(found.render(document, sample.FINGERPRINT)) for found in FORMATS.values()]

    assert min(sizes) > 10_000


@pytest.mark.parametrize("key", FORMATS)
def test_the_same_content_gives_the_same_bytes(files, key):
    assert FORMATS[key].render(sample.DOCUMENT, sample.FINGERPRINT) == files[key]


def test_every_format_says_the_same_numbers(files):
    alternatives = {
        sample.GRADES.alt,
        sample.BLOCKS["chart"].alt,
        sample.BLOCKS["agreement"].alt,
        sample.BLOCKS["image"].alt,
        sample.BLOCKS["image"].data,
        *(row.trend_summary for row in sample.INDICATORS.rows),
    }
    dates = {sample.COVER.starts_on, sample.COVER.ends_on, sample.COVER.published_on}
    said = {text for _, text in content.texts(sample.DOCUMENT)} - alternatives - dates
    grades = {word for row in sample.GRADES.rows for word in (*row.words, row.good_or_better)}
    expected = numbers(" ".join(said | grades))

    assert len(expected) > 60
    for words in (Page(files["html"]).text, pdf_reading.words(files["pdf"]), word_text(files["docx"])):
        assert expected - numbers(words) == set()


def test_a_hidden_number_is_in_no_file_and_in_no_drawing(files):
    row = sample.grade_row("Assessment", 7, 41, 22, 5)

    assert [(part.grade, part.words, round(part.share, 2)) for part in segments(row)] == [
        (1, "41", 54.67), (2, "22", 29.33), (None, "[c]", 16.0),
    ]  # fmt: skip
    drawn = charts.grade_svg(replace(sample.GRADES, rows=(row,)), brand())
    assert re.findall(r">(\[c\]|\d+)</text>", drawn) == ["41", "22", "[c]"]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((1, 1, 30, 43), [(None, 0.0), (3, 42.67)]),
        ((5, 41, 22, 7), [(1, 0.0), (2, 54.67), (None, 84.0)]),
        ((1, 3, 0, 0), [(None, 0.0)]),
        ((0, 0, 0, 0), []),
    ],
)
def test_what_is_hidden_is_one_part_of_the_bar(counts, expected):
    parts = segments(sample.grade_row("Row", *counts))

    assert [(part.grade, round(part.start, 2)) for part in parts] == expected


def test_the_web_page_has_one_title_headings_in_order_and_scoped_tables(files):
    page = Page(files["html"])

    assert [tag for tag, _ in page.all("h1", "h2", "h3", "h4")] == [
        "h1", "h2", "h2", "h2", "h3", "h4", "h4", "h2", "h2", "h2", "h2",
    ]  # fmt: skip
    assert page.all("html") == [("html", {"lang": "en-GB"})]
    assert {attrs.get("scope") for _, attrs in page.all("th")} == {"row", "col"}
    assert len(page.all("table")) == len(page.all("caption")) == 10
    assert [attrs["aria-label"] for _, attrs in page.all("div") if attrs.get("role") == "img"] == [
        sample.GRADES.alt, sample.BLOCKS["chart"].alt,
    ]  # fmt: skip


def test_strengths_and_focus_right_under_a_section_are_headings_of_the_next_level():
    document = sample.saying(sample.BLOCKS["strengths_focus"])
    page = Page(FORMATS["html"].render(document, sample.FINGERPRINT))

    assert [tag for tag, _ in page.all("h1", "h2", "h3", "h4")] == ["h1", "h2", "h2", "h3", "h3", "h2"]
    assert pdf_reading.headings(FORMATS["pdf"].render(document, sample.FINGERPRINT)) == ["H1", "H1", "H2", "H2", "H1"]


def test_a_line_on_the_web_page_breaks_where_a_value_is_missing():
    drawn = lines.drawing(sample.BLOCKS["chart"])
    page = Page(FORMATS["html"].render(sample.saying(sample.BLOCKS["chart"]), sample.FINGERPRINT))
    (line,) = drawn.lines

    assert (drawn.top, drawn.bottom, drawn.first, drawn.last) == ("100%", "0%", "March 2023", "August 2023")
    # 84.0, 84.5, 82.8, nothing, 84.0, 77.8 of 100: upwards is towards 0.
    assert line.stretches == ("8.0,45.4 132.8,44.3 257.6,48.2", "507.2,45.4 632.0,59.9")
    assert len(line.marks) == 5
    assert drawn.gaps == (("June 2023", "no data"),)
    assert [attrs["points"] for _, attrs in page.all("polyline")] == list(line.stretches)
    assert [attrs["aria-label"] for _, attrs in page.all("div") if attrs.get("role") == "img"] == [
        sample.BLOCKS["chart"].alt
    ]


def test_lines_that_go_below_zero_and_lines_of_nothing_are_drawn():
    def drawn(*series):
        told = tuple(content.Series(name, values, tuple(map(str, values))) for name, values in series)
        return lines.drawing(content.Chart("line", "Change", "Alt.", ("May", "June"), told))

    below = drawn(("North", (-2.0, 2.0)), ("South", (None, 0.0)))
    assert (below.top, below.bottom) == ("2", "-2")
    assert [line.stretches for line in below.lines] == [("8.0,242.0 632.0,8.0",), ()]
    assert below.gaps == (("South, May", "None"),)
    assert drawn(("North", (None, None))).lines[0].marks == ()


def test_the_web_page_needs_no_other_file_and_runs_nothing(files):
    page = Page(files["html"])

    assert page.all("script", "link", "iframe", "object", "form") == []
    assert not [attrs for _, attrs in page.starts if "style" in attrs or any(name[:2] == "on" for name in attrs)]
    assert re.findall(rb"(?:src|href)=\"(?!#|data:image/)|url\((?!data:)|@import", files["html"]) == []


def test_the_pdf_is_tagged_titled_and_in_english(files):
    with pdf_reading.opened(files["pdf"]) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert str(pdf.docinfo.Title) == "Quarterly quality assurance report, Quarter 3 2016/17"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_the_pdf_has_headings_in_order_texts_for_figures_and_headers_for_tables(files):
    kinds = pdf_reading.count(files["pdf"])

    assert pdf_reading.headings(files["pdf"]) == ["H1", "H1", "H1", "H2", "H3", "H3", "H1", "H1", "H1", "H1"]
    assert [found["/Alt"] for kind, found in pdf_reading.tags(files["pdf"]) if kind == "Figure"] == [
        sample.GRADES.alt, sample.BLOCKS["chart"].alt, sample.BLOCKS["image"].alt,
    ]  # fmt: skip
    assert (kinds["Title"], kinds["Table"], kinds["THead"], kinds["TOC"]) == (1, 10, 10, 1)
    assert kinds["TH"] == sum((7, 8, 8, 2, 3, 4, 7, 7, 5, 3))


def test_the_word_file_has_real_headings_repeated_headers_and_texts_for_figures(files):
    word = docx.Document(io.BytesIO(files["docx"]))

    headings = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert headings == [
        ("Title", "Quarterly quality assurance report"),
        ("Heading 1", "1 Highlights"),
        ("Heading 1", "2 What audits found"),
        ("Heading 2", "Numbers"),
        ("Heading 1", "3 Highlight indicators"),
        ("Heading 1", "4 Actions and progress"),
        ("Heading 1", "5 What it rests on"),
        ("Heading 1", "6 Where the figures come from"),
        ("Heading 2", "1. Conferences that helped to understand the child's life"),
        ("Heading 2", "2. Second or later child protection plans"),
    ]
    assert [table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in word.tables] == [True] * 13
    assert [found.get("descr") for found in word.element.body.iter(qn("wp:docPr"))] == [
        sample.GRADES.alt, sample.BLOCKS["chart"].alt, sample.BLOCKS["image"].alt,
    ]  # fmt: skip
    assert word.core_properties.title == "Quarterly quality assurance report, Quarter 3 2016/17"
    assert word.core_properties.language == "en-GB"
    assert {found.get(qn("w:val")) for found in word.styles.element.iter(qn("w:lang"))} == {"en-GB"}


@pytest.mark.parametrize("key", ["html", "pdf", "docx"])
def test_hostile_text_is_printed_as_text(key):
    document = sample.saying(content.Text(HOSTILE), content.KeyMessages((HOSTILE,)), content.Heading(HOSTILE))

    data = FORMATS[key].render(document, sample.FINGERPRINT)

    words = {"html": lambda d: Page(d).text, "pdf": pdf_reading.words, "docx": word_text}[key](data)
    squeezed = words.replace(" ", "")
    assert squeezed.count("<script>alert(1)</script>{{7*7}}{%now'Y'%}#sys.inputs=HYPERLINK(") == 3
    if key == "html":
        assert Page(data).all("script") == []
        assert len(Page(data).all("svg")) == 0
    if key == "docx":
        assert b"HYPERLINK" not in zipfile.ZipFile(io.BytesIO(data)).read("word/_rels/document.xml.rels")


def test_letters_that_no_font_of_ours_has_are_named_in_the_pdf():
    document = sample.saying(content.Text("Well done 𓀀 and café"))

    said = pdf_reading.words(FORMATS["pdf"].render(document, sample.FINGERPRINT))
    assert "Well done [egyptian hieroglyph a001] and café" in said


def test_a_quarterly_report_is_a_pdf_within_a_second():
    """The best of three, by the processor's clock: other work on the machine must not fail it."""
    times = []
    for _ in range(3):
        began = time.process_time()
        FORMATS["pdf"].render(sample.DOCUMENT, sample.FINGERPRINT)
        times.append(time.process_time() - began)

    assert min(times) < 1


def test_drawing_libraries_are_loaded_only_when_a_report_is_published():
    """They cost a second; no other page and no other command should wait for them."""
    check = (
        "import sys, django; django.setup(); import qaportal.urls; "
        "print({'fontTools', 'docx', 'pptx', 'typst', 'PIL'} & set(sys.modules))"
    )

    said = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "set()"
