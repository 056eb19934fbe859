"""How domain grades hold the overall grade: every shape of rule, and what is always so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.content import Limit
from audits.grading import Grade
from audits.overall import SCALE, bites, cap, open_grades, open_words, rule_words, too_good

OUTSTANDING, GOOD, RI, INADEQUATE = Grade
TITLES = {"risk": "Risk and threshold", "planning": "Planning", "voice": "Voice"}

ONE = Limit(INADEQUATE, RI, ("risk",))
TWO_OF_ANY = Limit(INADEQUATE, INADEQUATE, (), 2)
ANY = Limit(RI, GOOD)
EITHER = Limit(INADEQUATE, RI, ("risk", "planning"))
BOTH = Limit(RI, RI, ("risk", "planning"), 2)
TWO_OF_THREE = Limit(RI, RI, ("risk", "planning", "voice"), 2)
ALL_THREE = Limit(GOOD, GOOD, ("risk", "planning", "voice"), 3)


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (ONE, "If Risk and threshold is Inadequate, the overall grade can be no better than Requires improvement."),
        (TWO_OF_ANY, "If two or more domains are Inadequate, the overall grade is Inadequate."),
        (ANY, "If any domain is Requires improvement or worse, the overall grade can be no better than Good."),
        (
            EITHER,
            "If “Risk and threshold” or “Planning” is Inadequate, the overall grade can be no better than "
            "Requires improvement.",
        ),
        (
            BOTH,
            "If both “Risk and threshold” and “Planning” are Requires improvement or worse, the overall grade can be "
            "no better than Requires improvement.",
        ),
        (
            TWO_OF_THREE,
            "If two or more of “Risk and threshold”, “Planning” and “Voice” are Requires improvement or worse, the "
            "overall grade can be no better than Requires improvement.",
        ),
        (
            ALL_THREE,
            "If “Risk and threshold”, “Planning” and “Voice” are Good or worse, the overall grade can be no better "
            "than Good.",
        ),
    ],
)
def test_a_rule_as_a_sentence(limit, words):
    assert rule_words(limit, TITLES) == words


@pytest.mark.parametrize(
    ("limit", "grades", "words"),
    [
        (ONE, {"risk": RI, "planning": INADEQUATE}, None),
        (
            ONE,
            {"risk": INADEQUATE},
            "Risk and threshold is Inadequate, so the overall grade can be no better than Requires improvement.",
        ),
        (ONE, {"risk": None, "planning": INADEQUATE}, None),
        (ONE, {"planning": INADEQUATE}, None),
        (TWO_OF_ANY, {"risk": INADEQUATE, "planning": RI, "voice": None}, None),
        (
            TWO_OF_ANY,
            {"risk": INADEQUATE, "planning": RI, "voice": INADEQUATE},
            "“Risk and threshold” and “Voice” are Inadequate, so the overall grade is Inadequate.",
        ),
        (ANY, {"voice": RI}, "Voice is Requires improvement, so the overall grade can be no better than Good."),
        (ANY, {"voice": INADEQUATE}, "Voice is Inadequate, so the overall grade can be no better than Good."),
        (
            EITHER,
            {"risk": GOOD, "planning": INADEQUATE},
            "Planning is Inadequate, so the overall grade can be no better than Requires improvement.",
        ),
        (BOTH, {"risk": RI, "planning": GOOD, "voice": INADEQUATE}, None),
        (
            BOTH,
            {"risk": RI, "planning": INADEQUATE},
            "“Planning” is Inadequate and “Risk and threshold” is Requires improvement, so the overall grade can be "
            "no better than Requires improvement.",
        ),
        (TWO_OF_THREE, {"risk": RI, "planning": None, "voice": GOOD}, None),
        (
            TWO_OF_THREE,
            {"risk": RI, "planning": None, "voice": RI},
            "“Risk and threshold” and “Voice” are Requires improvement, so the overall grade can be no better than "
            "Requires improvement.",
        ),
        (ALL_THREE, {"risk": GOOD, "planning": OUTSTANDING, "voice": GOOD}, None),
        (
            ALL_THREE,
            {"risk": GOOD, "planning": GOOD, "voice": GOOD},
            "“Risk and threshold”, “Planning” and “Voice” are Good, so the overall grade can be no better than Good.",
        ),
    ],
)
def test_when_a_rule_bites(limit, grades, words):
    assert [bite.words for bite in bites([limit], grades, TITLES)] == ([words] if words else [])


def test_the_lowest_cap_holds_and_each_rule_that_is_broken_is_said():
    found = bites([ONE, TWO_OF_ANY, ANY], {"risk": INADEQUATE, "planning": INADEQUATE}, TITLES)

    assert cap(found) == INADEQUATE
    assert open_grades(found) == [INADEQUATE]
    assert too_good(RI, found) == (
        "“Risk and threshold” and “Planning” are Inadequate, so the overall grade is Inadequate. Choose Inadequate."
    )
    assert too_good(INADEQUATE, found) == ""


def test_a_grade_that_is_open_is_not_questioned():
    found = bites([ONE], {"risk": INADEQUATE}, TITLES)

    assert open_words(found) == "Requires improvement or Inadequate"
    assert [too_good(grade, found) for grade in (None, RI, INADEQUATE)] == ["", "", ""]
    assert too_good(GOOD, found) == (
        "Risk and threshold is Inadequate, so the overall grade can be no better than Requires improvement. "
        "Choose Requires improvement or Inadequate."
    )


def test_without_rules_every_grade_is_open():
    assert (cap([]), open_grades([]), too_good(OUTSTANDING, [])) == (None, SCALE, "")


GRADES = st.sampled_from(SCALE)
CODES = st.lists(st.sampled_from(list(TITLES)), unique=True).map(tuple)
LIMITS = st.lists(st.builds(Limit, GRADES, GRADES, CODES, st.integers(1, 3)), max_size=4)
GIVEN = st.dictionaries(st.sampled_from(list(TITLES)), st.none() | GRADES)


def height(found):
    """The cap as a number that goes down as it gets stricter."""
    return -SCALE.index(cap(found) or OUTSTANDING)


@given(LIMITS, GIVEN, st.sampled_from(list(TITLES)), GRADES)
def test_a_worse_grade_never_raises_the_cap(limits, grades, code, grade):
    before = grades.get(code)
    if before and SCALE.index(grade) < SCALE.index(before):
        before, grade = grade, before
    first, second = {**grades, code: before}, {**grades, code: grade}

    assert height(bites(limits, second, TITLES)) <= height(bites(limits, first, TITLES))


@given(LIMITS, GIVEN, GRADES)
def test_a_grade_is_refused_exactly_when_it_is_not_open(limits, grades, chosen):
    found = bites(limits, grades, TITLES)

    assert bool(too_good(chosen, found)) == (chosen not in open_grades(found))
