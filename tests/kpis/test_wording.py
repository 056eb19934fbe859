"""The honest cell in words: the sentence, the one word for a trend, and an answer to each target."""

from dataclasses import fields, replace
from itertools import combinations

import pytest

from kpis.rag import Polarity
from kpis.spc import Assurance, verdict
from kpis.wording import MOVEMENT_WORDS, Facts, answers_of, assurance_words, movement_of, sentence

WHOLE = Facts(
    title="% of CIN children visited within the past four weeks",
    unit="Demo Council",
    month="August 2023",
    value="77.8%",
    basis="Snapshot",
    parts="615 of 790",
    rag="Red",
    distance="7.2 points below minimum (8.5% in relative terms)",
    direction="Worse since July 2023 (84.0%)",
    year="Worse since August 2022 (81.2%)",
    outturn="Worse against the outturn of 2022/23 (84.0%)",
    trend="Trend: lowered",
    spc="Worse than chance explains: below its limits",
    assurance="Minimum: consistently falls short; upper: consistently falls short",
    comparison="bottom quarter, with 10 statistical neighbours, 2025",
    difference="The return gives 77.7%.",
    note="Two workers left in July",
)
OPTIONAL = [field.name for field in fields(Facts) if field.default == ""]


def test_a_whole_row_as_prose():
    assert sentence(WHOLE) == (
        "% of CIN children visited within the past four weeks, Demo Council, August 2023: "
        "77.8% (615 of 790, snapshot), red, 7.2 points below minimum (8.5% in relative terms). "
        "Worse since July 2023 (84.0%). "
        "Worse since August 2022 (81.2%). "
        "Worse against the outturn of 2022/23 (84.0%). "
        "Trend: lowered. "
        "Worse than chance explains: below its limits. "
        "Minimum: consistently falls short; upper: consistently falls short. "
        "Bottom quarter, with 10 statistical neighbours, 2025. "
        "The return gives 77.7%. "
        "Two workers left in July."
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts("Number of LAC", "Demo Council", "August 2023", "291", "Snapshot"),
         "Number of LAC, Demo Council, August 2023: 291 (snapshot)."),
        (Facts("Number of LAC", "Demo Council", "August 2023", "291", "Snapshot", rag="No target"),
         "Number of LAC, Demo Council, August 2023: 291 (snapshot), no target."),
        (Facts("eCAF forms", "North", "August 2023", "291", ""), "eCAF forms, North, August 2023: 291."),
        (Facts("Visits", "North", "August 2023", "", "Snapshot", rag="No data", spc="No single month to judge"),
         "Visits, North: there is no figure for August 2023."),
        (Facts("Visits", "North", "August 2023", "", "Snapshot", rag="No data", note="The system was down."),
         "Visits, North: there is no figure for August 2023. The system was down."),
        (Facts("Visits", "North", "August 2023", "", "Snapshot", rag="Not applicable"),
         "Visits, North: not applicable in August 2023."),
    ],
)  # fmt: skip
def test_what_is_missing_is_left_out_or_said(facts, expected):
    assert sentence(facts) == expected


def test_any_parts_may_be_missing_and_none_leaves_a_hole():
    for missing in combinations(OPTIONAL, 2):
        said = sentence(replace(WHOLE, **dict.fromkeys(missing, "")))
        assert all(hole not in said for hole in ("None", "..", "  ", ": .", "()", ", ,", ",.")), missing


STEADY = [90.0 + place % 2 for place in range(24)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], "Too short to say"),
        (STEADY[:12], "Too short to say"),
        (STEADY[:13], "Steady"),
        ([90.4] * 24, "Steady"),
        ([*STEADY, 99.0], "Raised"),
        ([*STEADY, 80.0], "Lowered"),
        ([*STEADY, 99.0, 91.0], "Steady"),
        ([*STEADY, *[90 + place / 10 for place in range(7)]], "Rising"),
        ([*STEADY, *[91 - place / 10 for place in range(7)]], "Falling"),
    ],
)
@pytest.mark.parametrize("polarity", Polarity)
def test_one_word_for_a_trend(values, expected, polarity):
    assert MOVEMENT_WORDS[movement_of(verdict(values, polarity=polarity))] == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([("minimum", Assurance.PASS), ("upper", Assurance.INCONSISTENT)],
         "Minimum: meets it reliably; upper: hit and miss"),
        ([("target", Assurance.FAIL)], "Target: consistently falls short"),
        ([("minimum", Assurance.NONE), ("upper", Assurance.PASS)], "Upper: meets it reliably"),
        ([], ""),
    ],
)  # fmt: skip
def test_each_target_has_its_answer(answers, expected):
    assert assurance_words(answers_of(answers)) == expected
