"""The six tools that ship: their shape, and that they are written for the people who use them."""

import re

import pytest

from audits import shipped
from audits.content import Cohort, Condition, Limit, problems, shown_codes
from audits.grading import Grade
from audits.tool_yaml import dump, read

ALL = tuple(Cohort)
TOOLS = {content.code: content for content in shipped.contents()}
EVERY = pytest.mark.parametrize("content", TOOLS.values(), ids=TOOLS)
LONGEST_SENTENCE = 40  # words


def words_in(content):
    """Every passage that somebody reads, with a name for it."""
    yield "name", content.name
    yield "purpose", content.purpose
    yield "overall", content.overall_guidance
    yield from ((f"overall {grade}", words) for grade, words in vars(content.overall_descriptors).items())
    for section in content.sections:
        yield f"{section.code} title", section.title
        yield f"{section.code} guidance", section.guidance
        yield from ((f"{section.code} {grade}", words) for grade, words in vars(section.descriptors).items())
        for question in section.questions:
            yield question.code, question.text
            yield f"{question.code} guidance", question.guidance
            yield from ((f"{question.code} {choice.code}", choice.words) for choice in question.choices)


@pytest.mark.parametrize(
    ("code", "sections", "domains", "questions", "cohorts", "asks_voice", "limits"),
    [
        ("case-file", 12, 8, 45, ALL, True, 2),
        ("neglect", 6, 6, 15, ALL[:4], True, 3),
        ("dip-sample", 1, 1, 8, ALL, False, 0),
        ("observation", 6, 5, 12, ALL, True, 0),
        ("supervision", 6, 6, 12, ALL, False, 2),
        ("review-minutes", 6, 5, 16, (Cohort.IN_CARE,), False, 2),
    ],
)
def test_the_shape_of_each_tool(code, sections, domains, questions, cohorts, asks_voice, limits):
    content = TOOLS[code]

    assert len(content.sections) == sections
    assert sum(section.is_graded for section in content.sections) == domains
    assert len(list(content.questions)) == questions
    assert (content.cohorts, content.asks_voice, len(content.limits)) == (cohorts, asks_voice, limits)


def test_the_full_audit_keeps_the_codes_of_its_domains_and_asks_of_each_cohort_what_concerns_it():
    content = TOOLS["case-file"]

    assert [section.code for section in content.sections if section.is_graded] == [
        "assessment", "planning", "oversight", "voice", "risk", "partnership", "identity", "recording",
    ]  # fmt: skip
    conditional = {section.code: section.shown_when for section in content.sections if section.shown_when}
    assert conditional == {
        "child-in-need-plan": Condition("cohort", ("child_in_need",)),
        "child-protection-plan": Condition("cohort", ("child_protection",)),
        "in-our-care": Condition("cohort", ("in_care",)),
        "leaving-care": Condition("cohort", ("care_leaver",)),
    }
    asked = {cohort: len(shown_codes(content, {}, cohort)[1]) for cohort in Cohort}
    assert asked == {
        "early_help": 23, "family_help": 23, "child_in_need": 26, "child_protection": 28, "in_care": 29,
        "care_leaver": 27,
    }  # fmt: skip
    assert content.limits == (
        Limit(Grade.INADEQUATE, Grade.REQUIRES_IMPROVEMENT, ("risk",)),
        Limit(Grade.INADEQUATE, Grade.INADEQUATE, (), 2),
    )
    earlier = {question.code for question in content.questions if question.prefill == "earlier"}
    assert {"cin-plan-date", "cp-plan-date", "care-since", "leaver-pathway-date", "last-visit"} <= earlier


@EVERY
def test_a_shipped_tool_can_be_used_as_it_is_and_is_written_as_the_portal_writes_tools(content):
    text = shipped.text_of(content.code)

    assert problems(content) == []
    assert dump(read(text)) == text


@EVERY
def test_every_domain_says_what_it_asks_and_what_each_grade_looks_like(content):
    for section in content.sections:
        question, *points = section.guidance.split("\n")
        assert question.endswith("?"), section.code
        assert points, section.code
        if section.is_graded:
            words = list(vars(section.descriptors).values())
            assert min(len(each.split()) for each in words) >= 8, section.code
            assert len(set(words)) == 4


@EVERY
def test_the_words_are_plain(content):
    long, banned = [], []
    for place, words in words_in(content):
        sentences = re.split(r"(?<=[.?!:;])\s+|\n", words)
        long += [(place, sentence) for sentence in sentences if len(sentence.split()) > LONGEST_SENTENCE]
        said = re.sub(r"\bcase (file|reference)\b", "", words.lower())
        banned += [(place, word) for word in re.findall(r"\bcases?\b|\blac\b|\bservice users?\b|\bclients?\b", said)]

    assert (long, banned) == ([], [])
