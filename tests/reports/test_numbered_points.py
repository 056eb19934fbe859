"""Numbered points have in every file the numbers that the author typed: all mean the same recommendation 2."""

import io
import re

import docx
import pptx
import pytest
from docx.oxml.ns import qn

from reports import content
from reports.renderers import FORMATS
from tests.reports import pdf_reading, sample

TYPED = (content.Text("1. Open courses.\n2. Report back."), content.Text("1. Wait.\n\nNot advised.\n\n2. Begin."))
NUMBERED = [("1", "Open courses."), ("2", "Report back."), ("1", "Wait."), ("2", "Begin.")]


@pytest.fixture(scope="module")
def made():
    document = sample.saying(*TYPED)
    return {key: found.render(document, sample.FINGERPRINT) for key, found in FORMATS.items()}


def test_the_web_page_goes_on_counting(made):
    lists = re.findall(r"<ol dir=\"auto\"([^>]*)>(.*?)</ol>", made["html"].decode(), re.S)

    assert [(more.strip(), body.count("<li")) for more, body in lists] == [("", 2), ("", 1), ('start="2"', 1)]


def test_a_pdf_prints_each_number(made):
    words = pdf_reading.words(made["pdf"])

    assert [(number, text) for number, text in NUMBERED if f"{number}. {text}" not in words] == []


def test_word_begins_each_list_where_it_was_typed(made):
    word = docx.Document(io.BytesIO(made["docx"]))
    numbering = word.part.numbering_part.element
    found, counted = [], {}
    for paragraph in word.paragraphs:
        if paragraph.style.name == "List Number":
            key = paragraph._p.pPr.numPr.numId.val
            [start] = numbering.num_having_numId(key).iter(qn("w:startOverride"))
            counted[key] = counted.get(key, int(start.get(qn("w:val"))) - 1) + 1
            found.append((str(counted[key]), paragraph.text))

    assert found == NUMBERED


def test_powerpoint_numbers_each_point(made):
    found = []
    for slide in pptx.Presentation(io.BytesIO(made["pptx"])).slides:
        for shape in slide.shapes:
            for paragraph in shape.text_frame.paragraphs if shape.has_text_frame else ():
                found += [(each.get("startAt"), paragraph.text) for each in paragraph._p.iter(qn("a:buAutoNum"))]

    assert found == NUMBERED
