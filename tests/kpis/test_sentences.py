"""The row of an indicator as sentences, the one-word trend, and what changed since last month."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.rag import MeasuredIn, Polarity, Rag
from kpis.sentences import Change, Facts, Trend, change_sentence, moved_words, sentence, trend_word, turned_words
from kpis.spc import verdict

D = Decimal
WHOLE = Facts(
    title="% of CIN children visited within the past four weeks",
    unit_name="Demo Council",
    month=date(2023, 8, 1),
    basis_words="Snapshot",
    value_words="77.8%",
    numerator_words="615",
    denominator_words="790",
    rag_words="Red",
    distance_words="7.2 points below minimum (8.5% in relative terms)",
    direction_words="Worse since July 2023 (84.0%)",
    last_year_words="Worse since August 2022 (81.2%)",
    outturn_words="Worse than the outturn of 2022/23 (84.0%)",
    spc_words="Special cause, concern (low): below the lower limit",
    assurance_words="consistently falls short of minimum and upper",
    comparator_words="9th of 11 (1st is best), bottom quarter",
    note="Two workers left in July",
)


def test_a_whole_row_in_sentences():
    assert sentence(WHOLE) == (
        "% of CIN children visited within the past four weeks, Demo Council, August 2023, snapshot: "
        "77.8% (615 of 790). "
        "Red: 7.2 points below minimum (8.5% in relative terms). "
        "Worse since July 2023 (84.0%). "
        "Worse since August 2022 (81.2%). "
        "Worse than the outturn of 2022/23 (84.0%). "
        "Special cause, concern (low): below the lower limit. "
        "Against target: consistently falls short of minimum and upper. "
        "9th of 11 (1st is best), bottom quarter. "
        "The owner’s note: “Two workers left in July”."
    )


@pytest.mark.parametrize("missing", ["", "no data"])
def test_a_missing_figure_is_said_and_nothing_that_would_rest_on_it(missing):
    assert sentence(replace(WHOLE, value_words=missing, rag_words="No data", distance_words="not applicable")) == (
        "% of CIN children visited within the past four weeks, Demo Council. "
        "There is no figure for August 2023. "
        "Months before: special cause, concern (low): below the lower limit. "
        "Against target: consistently falls short of minimum and upper. "
        "9th of 11 (1st is best), bottom quarter. "
        "The owner’s note: “Two workers left in July”."
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(), "There is no figure."),
        (Facts(title="Number of LAC"), "Number of LAC. There is no figure."),
        (Facts(title="Number of LAC", month=date(2023, 8, 1)), "Number of LAC. There is no figure for August 2023."),
        (
            Facts(title="Reviews", month=date(2023, 8, 1), rag_words="Not applicable"),
            "Reviews. There is no figure for August 2023: not applicable.",
        ),
        (Facts(value_words="291"), "291."),
        (Facts(title="eCAF forms", value_words="291", rag_words="Amber"), "eCAF forms: 291. Amber."),
        (Facts(title="Contacts", value_words="1", spc_words="common cause"), "Contacts: 1. Common cause."),
        (Facts(title="Number of LAC", value_words="291", rag_words="No target"), "Number of LAC: 291. No target."),
        (
            Facts(title="Number of LAC", value_words="291", numerator_words="not applicable", denominator_words=""),
            "Number of LAC: 291.",
        ),
        (Facts(value_words="90.0%", numerator_words="9", denominator_words="not given"), "90.0%."),
        (
            Facts(title="Contacts", value_words="93.7%", basis_words="Year to date", rag_words="Amber"),
            "Contacts, year to date: 93.7%. Amber.",
        ),
        (Facts(value_words="291", note="Is it right?"), "291. The owner’s note: “Is it right?”"),
        (Facts(value_words="291", note="  "), "291."),
    ],
)
def test_what_is_missing_is_left_out(facts, expected):
    assert sentence(facts) == expected


def test_any_part_may_be_none_or_empty_and_is_never_said_so():
    names = [field.name for field in fields(Facts)]
    for nothing, (first, second) in product(("", None), product(names, names)):
        said = sentence(replace(WHOLE, **{first: nothing, second: nothing}))
        assert "None" not in said
        assert all(bad not in said for bad in (": .", "..", "  ", ": :", "()", ", ,", ",:"))
        assert said.endswith((".", "”"))


@given(st.text(min_size=1).filter(str.strip))
def test_the_owners_words_are_never_changed(note):
    assert f"“{note.strip()}”" in sentence(Facts(value_words="1", note=note))


STEADY = [D(90 + place % 2) for place in range(24)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # Too few for a control chart: the last six months.
        ([], Trend.CANNOT_SAY),
        ([None, None], Trend.CANNOT_SAY),
        ([D(1)], Trend.CANNOT_SAY),
        ([D(1), None, None, None, None, None, D(2)], Trend.CANNOT_SAY),  # one of the last six
        ([D(1), D(2)], Trend.RISING),
        ([D(1), D(2), D(2), D(3)], Trend.RISING),
        ([D(3), D(2), D(2), D(1)], Trend.FALLING),
        ([D(2), D(2), D(2)], Trend.LEVEL),
        ([D(1), D(2), D(1)], Trend.MIXED),
        ([D(9), D(1), D(2), D(3), D(4), D(5), D(6)], Trend.RISING),  # the fall before the six does not count
        ([D(1), None, D(2)], Trend.RISING),
        (STEADY[:12], Trend.MIXED),
        # Enough: what is beyond chance.
        (STEADY[:13], Trend.LEVEL),
        (STEADY, Trend.LEVEL),
        ([*STEADY, D(99)], Trend.RISING),
        ([*STEADY, D(80)], Trend.FALLING),
        ([*STEADY, D(99), D(91)], Trend.LEVEL),
        ([*STEADY, *[D(90) + D(place) / 10 for place in range(7)]], Trend.RISING),
        ([*STEADY, *[D(91) - D(place) / 10 for place in range(7)]], Trend.FALLING),
    ],
)
@pytest.mark.parametrize("polarity", Polarity)
def test_the_one_word_trend(values, expected, polarity):
    assert trend_word(values, polarity) == expected
    assert trend_word(values, polarity, judged=verdict(values, polarity=polarity)) == expected


@pytest.mark.parametrize(
    ("now", "before", "measured_in", "places", "expected"),
    [
        ("90.4", "88.1", MeasuredIn.PERCENTAGE, 1, "rose by 2.3 points"),
        ("88.1", "90.4", MeasuredIn.PERCENTAGE, 1, "fell by 2.3 points"),
        ("90.44", "90.36", MeasuredIn.PERCENTAGE, 1, "did not change"),
        ("12", "13", MeasuredIn.DAYS, 0, "fell by 1 day"),
        ("2790", "777", MeasuredIn.COUNT, 0, "rose by 2,013"),
        ("42.6", "41", MeasuredIn.RATE, 1, "rose by 1.6"),
        (None, "1", MeasuredIn.COUNT, 0, ""),
        ("1", None, MeasuredIn.COUNT, 0, ""),
    ],
)
def test_how_a_figure_moved(now, before, measured_in, places, expected):
    now, before = (None if each is None else D(each) for each in (now, before))

    assert moved_words(now, before, measured_in=measured_in, places=places) == expected


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (Rag.AMBER, Rag.RED, "turned red"),
        (Rag.RED, Rag.GREEN, "turned green"),
        (Rag.GREEN, Rag.AMBER, "turned amber"),
        (Rag.MET, Rag.MISSED, "now misses its target"),
        (Rag.MISSED, Rag.MET, "now meets its target"),
        (Rag.RED, Rag.MET, "now meets its target"),
        (Rag.GREEN, Rag.NO_DATA, "has no figure"),
        (Rag.NO_TARGET, Rag.NO_DATA, "has no figure"),
        (Rag.GREEN, Rag.NO_TARGET, "no longer has a target"),
        (Rag.NO_DATA, Rag.NO_TARGET, "now has a figure"),
        (Rag.NO_DATA, Rag.AMBER, "now has a figure and is amber"),
        (Rag.NO_TARGET, Rag.AMBER, "now has a target and is amber"),
        (Rag.NOT_APPLICABLE, Rag.MISSED, "now has a figure and is missed"),
        (Rag.GREEN, Rag.NOT_APPLICABLE, "is no longer applicable"),
        *[(rag, rag, "") for rag in Rag],
    ],
)
def test_how_a_rating_turned(before, now, expected):
    assert turned_words(now, before) == expected


@pytest.mark.parametrize(
    ("before", "now", "rag_before", "rag_now", "expected"),
    [
        ("84.0", "77.8", Rag.AMBER, Rag.RED, "Visits turned red: it fell by 6.2 points, from 84.0% to 77.8%."),
        ("84.0", "84.6", Rag.AMBER, Rag.AMBER, "Visits rose by 0.6 points, from 84.0% to 84.6%."),
        ("84.0", "84.0", Rag.AMBER, Rag.GREEN, "Visits turned green: at 84.0%, as before."),
        ("84.0", "84.04", Rag.AMBER, Rag.AMBER, ""),
        ("84.0", None, Rag.AMBER, Rag.NO_DATA, "Visits has no figure."),
        (None, "84.0", Rag.NO_DATA, Rag.AMBER, "Visits now has a figure and is amber."),
        (None, None, Rag.NO_DATA, Rag.NO_DATA, ""),
    ],
)
def test_what_changed_since_last_month(before, now, rag_before, rag_now, expected):
    before, now = (None if each is None else D(each) for each in (before, now))

    assert change_sentence(Change("Visits", before, now, rag_before, rag_now, MeasuredIn.PERCENTAGE, 1)) == expected
