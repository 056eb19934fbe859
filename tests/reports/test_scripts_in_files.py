"""Words in every script print as words, on their side of the page, and are read in their order."""

import io
import re
from dataclasses import replace

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn

from reports import content
from reports.renderers import FORMATS
from tests.kit.test_faces import SAMPLES
from tests.reports import office_reading, pdf_reading, sample
from tests.reports.test_renderers import Page

FINGERPRINT = "f" * 64
ARABIC = "مرحبا بالعالم، هذا تقرير (2026) عن Quality في الخدمة 12 شهر."
HEBREW = "שָׁלוֹם עולם. 3 ילדים (abc)."
MIXED = f"A parent said {HEBREW} and {ARABIC} twice."
INDIC = "বাংলা ভাষা ক্ষুদ্র हिन्दी क्षेत्र தமிழ்"
BLOCKS = {
    "heading": content.Heading(ARABIC),
    "text": content.Text(f"{MIXED}\n\n{INDIC}\n\n- {ARABIC}\n- **{HEBREW}** too\n\n1. {INDIC}\n2. {ARABIC}"),
    "key_messages": content.KeyMessages((ARABIC, INDIC)),
    "strengths_focus": content.StrengthsFocus((ARABIC,), (INDIC, HEBREW)),
    "table": content.Table(ARABIC, (content.Column(HEBREW), content.Column(INDIC), content.Column("N", is_number=True)),
                           ((ARABIC, INDIC, "1"), ("x", HEBREW, "2")), (ARABIC,)),
    "feedback": content.Feedback(HEBREW, (content.Quote(ARABIC, "a parent", INDIC),), ARABIC),
    "image": replace(sample.BLOCKS["image"], title=ARABIC),
    "recommendations": content.Recommendations(
        ARABIC, (content.RecommendationRow("R1", ARABIC, HEBREW, "", INDIC, "Not delivered", "No evidence yet"),), (),
    ),
}  # fmt: skip
SAID = {
    "heading": [ARABIC],
    "text": [MIXED, INDIC, ARABIC, f"{HEBREW} too", INDIC, ARABIC],
    "key_messages": [ARABIC, INDIC],
    "strengths_focus": [ARABIC, INDIC, HEBREW],
    "table": [ARABIC, HEBREW, INDIC, ARABIC, INDIC, HEBREW, ARABIC],
    "feedback": [HEBREW, ARABIC, f"a parent, {INDIC}", ARABIC],
    "image": [ARABIC],
    "recommendations": [ARABIC, ARABIC, HEBREW, INDIC],
}


def rendered(key, *blocks):
    return FORMATS[key].render(sample.saying(*blocks), FINGERPRINT)


@pytest.mark.parametrize("kind", BLOCKS)
def test_a_screen_reader_says_the_words_of_a_pdf_as_they_were_written(kind):
    data = rendered("pdf", BLOCKS[kind])

    said = [text for text in pdf_reading.aloud(data) if re.search("[\u0590-\u0dff]", text)]
    assert said == SAID[kind]
    assert rendered("pdf", BLOCKS[kind]) == data


@pytest.mark.parametrize("name", SAMPLES)
def test_every_script_is_printed_with_letters_and_not_described(name):
    data = rendered("pdf", content.Text(f"Before {SAMPLES[name]} after"))

    assert f"Before {SAMPLES[name]} after" in pdf_reading.aloud(data)
    with pdf_reading.opened(data) as pdf:
        used = {str(font.BaseFont).partition("+")[2] for page in pdf.pages for font in page.Resources.Font.values()}
    # The compiler's own serif would stand in where a face is forgotten.
    assert {font for font in used if not font.startswith(("Atkinson", "Noto", "Vazirmatn"))} == set()


def test_no_language_of_ours_is_left_in_the_tags():
    said = [found.get("/Lang") for _, found in pdf_reading.tags(rendered("pdf", *BLOCKS.values())) if "/Lang" in found]

    assert set(said) <= {"en-GB"}


@pytest.mark.parametrize("layout", ["document", "slides", "one_page"])
def test_every_layout_takes_them(layout):
    document = sample.saying(*BLOCKS.values())
    cover = replace(document.cover, layout=layout, title=f"Report {HEBREW}", audience=ARABIC)
    document = replace(document, cover=cover)

    said = pdf_reading.aloud(FORMATS["pdf"].render(document, FINGERPRINT))

    assert {f"Report {HEBREW}", ARABIC, HEBREW, INDIC, MIXED} <= set(said)


def test_words_from_right_to_left_stand_on_the_right():
    def starts(words):
        with pdf_reading.opened(rendered("pdf", content.Text(words))) as pdf:
            page = pdf.pages[1]
            stream = pikepdf.parse_content_stream(page)
            return [float(operands[4]) for operands, operator in stream if str(operator) == "cm"]

    of_words = set(starts("שלום")) - set(starts("plans"))
    assert [538 - 40 < place < 538 for place in of_words] == [True]


@pytest.mark.parametrize("shape", ["bar", "stacked", "line"])
def test_charts_with_letters_of_every_script_are_drawn(shape):
    every = " ".join(SAMPLES.values())
    chart = content.Chart(
        shape, every, every, (ARABIC, INDIC, "ẹ̀kọ́"), (content.Series(every, (1.0, 2.0, 3.0), ("1", "2", "3")),)
    )

    for key in ("pdf", "docx"):
        assert rendered(key, chart) == rendered(key, chart)


def test_word_turns_paragraphs_and_runs():
    word = docx.Document(io.BytesIO(rendered("docx", content.Text(f"{ARABIC}\n\n{MIXED}\n\nPlans"), BLOCKS["table"])))
    found = {paragraph.text: paragraph for paragraph in word.paragraphs}

    assert {text for text, each in found.items() if each._p.findall(f"{qn('w:pPr')}/{qn('w:bidi')}")} == {ARABIC}
    runs = [(run.text, run.font.rtl is True) for run in found[MIXED].runs]
    assert [text for text, is_right in runs if is_right] == [
        "שָׁלוֹם עולם", "ילדים", "مرحبا بالعالم، هذا تقرير", "عن", "في الخدمة", "شهر",
    ]  # fmt: skip
    assert "".join(text for text, _ in runs) == MIXED
    cell = word.tables[0].cell(1, 0).paragraphs[0]
    assert (cell.text, cell._p.pPr.find(qn("w:bidi")) is not None) == (ARABIC, True)
    # The size and the weight of such scripts are kept apart from those of others.
    first = cell.runs[0]._r.rPr
    assert [first.find(qn(f"w:{name}")).get(qn("w:val")) for name in ("sz", "szCs")] == ["18", "18"]
    assert (first.find(qn("w:bCs")) is not None, found["Plans"].runs[0].font.rtl) == (True, None)


def test_word_reads_what_stands_in_a_paragraph_in_a_fixed_order():
    parts = office_reading.parts(rendered("docx", *BLOCKS.values()), "document.xml")["word/document.xml"].decode()

    orders = {tuple(re.findall(r"<w:(\w+)[ />]", found)) for found in re.findall(r"<w:pPr>(.*?)</w:pPr>", parts)}
    known = ["pStyle", "keepNext", "bidi", "spacing", "ind", "jc", "rPr"]
    for order in orders:
        places = [known.index(name) for name in order if name in known]
        assert places == sorted(places)


def test_powerpoint_turns_paragraphs():
    slides = office_reading.slides(rendered("pptx", content.Text(f"{ARABIC}\n\n{MIXED}"), BLOCKS["table"]))
    turned = {}
    for slide in slides:
        for paragraph in slide.shapes._spTree.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}p"):
            words = "".join(
                text.text for text in paragraph.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t")
            )
            turned[words] = (paragraph.pPr.get("rtl"), paragraph.pPr.get("algn")) if paragraph.pPr is not None else None

    assert turned[ARABIC] == ("1", "r")
    assert turned[HEBREW] == ("1", "r")
    assert turned[MIXED][0] is None


def test_the_web_page_lets_every_text_run_its_own_way():
    """What people wrote is in an element that looks at its own first letter."""
    page = Page(rendered("html", *BLOCKS.values()))

    for tag in ("h3", "li", "caption", "figcaption", "blockquote"):
        found = [attrs for _, attrs in page.all(tag) if "href" not in attrs]
        of_words = [attrs.get("dir") for attrs in found if not attrs.get("id", "").startswith("source-")]
        assert "auto" in of_words
    cells = [attrs.get("dir") for _, attrs in page.all("td", "th")]
    assert cells.count("auto") == len(cells) - 7  # the headings of the recommendations are ours
