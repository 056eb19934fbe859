"""The highlight layout takes every unit of measure, leaves computed figures alone, and targets of other rules too."""

import datetime
from decimal import Decimal

import pytest

from kpis import commands, defining
from kpis.models import Definition, Indicator, Target
from kpis.rag import Goal, MeasuredIn, Operator, Polarity, Rule
from tests.kpis.conftest import AT, AUGUST, load, read

HEADER = (
    "theme,ref,measure,outturn_2022_23,num,denom,current,period,mar_23,apr_23,may_23,jun_23,jul_23,aug_23,"
    "target_min,target_upper"
)
STARTS = datetime.date(2022, 4, 1)


@pytest.fixture
def measured(places):
    """8.1 is a rate, 8.2 average days, 8.3 a ratio, 8.4 a percentage, 8.5 a count; all snapshots."""
    for position, (measured_in, places_shown, polarity) in enumerate(
        [("rate", 1, "lower"), ("days", 1, "lower"), ("ratio", 1, "lower"), ("percentage", 1, "higher"),
         ("count", 0, "none")], start=1,
    ):  # fmt: skip
        commands.define_indicator(
            ref=f"8.{position}", theme="Units", position=position, title=measured_in, places=places_shown,
            measured_in=MeasuredIn(measured_in), polarity=Polarity(polarity), basis="snapshot", starts_on=STARTS,
            by=None, at=AT,
        )  # fmt: skip


@pytest.fixture
def table(tmp_path):
    """A highlight table of these rows: ref, outturn, num, denom, current, the five months before, min, upper."""

    def write(*rows):
        lines = [HEADER]
        for ref, title, outturn, num, denom, current, before, minimum, upper in rows:
            months = f"{before},,,,,{current}"
            lines.append(f"Units,{ref},{title},{outturn},{num},{denom},{current},Snapshot,{months},{minimum},{upper}")
        path = tmp_path / "units.csv"
        path.write_text("\n".join(lines) + "\n")
        return path

    return write


def refusals(given):
    return [(refusal.row, refusal.column, refusal.value, refusal.reason) for refusal in given.refusals]


def figures(given):
    return [(entry.column, entry.period, *vars(entry.figure).values()) for entry in given.entries]


MARCH = datetime.date(2023, 3, 1)
TAKEN = [
    (("8.1", "rate", "41.5", "360", "84507", "42.6", "43.1", "50", "45.5"),
     [(Decimal("42.600021"), 360, 84_507), (Decimal("43.1"), None, None), (Decimal("41.5"), None, None)],
     ("50", "45.5")),
    (("8.1", "rate", "", "", "", "42.6", "", "", ""), [(Decimal("42.6"), None, None)], (None, None)),
    (("8.2", "days", "12.25", "4302.5", "350", "12.3", "0.5", "15", "10"),
     [(Decimal("12.292857"), Decimal("4302.5"), 350), (Decimal("0.5"), None, None), (Decimal("12.25"), None, None)],
     ("15", "10")),
    (("8.3", "ratio", "", "3240", "199.5", "16.2", "16.1234567", "18", "16.2"),
     [(Decimal("16.240602"), 3240, Decimal("199.5")), (Decimal("16.123457"), None, None)], ("18", "16.2")),
    (("8.4", "percentage", "90%", "9", "10", "90.0%", "88.25%", "80%", "90%"),
     [(Decimal(90), 9, 10), (Decimal("88.25"), None, None), (Decimal(90), None, None)], ("80", "90")),
    (("8.5", "count", "1", "n/a", "n/a", "790", "777", "", ""),
     [(Decimal(790), None, None), (Decimal(777), None, None), (Decimal(1), None, None)], (None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("row", "expected", "targets"), TAKEN)
def test_a_highlight_table_takes_every_unit_of_measure(measured, table, row, expected, targets):
    given = read(table(row))

    assert refusals(given) == []
    places = [("current", AUGUST), ("mar_23", MARCH), ("outturn_2022_23", MARCH)]
    wanted = [place for place, cell in zip(places, (row[5], row[6], row[2]), strict=True) if cell]
    assert figures(given) == [(*place, *figure) for place, figure in zip(wanted, expected, strict=True)]
    assert [(each.minimum and str(each.minimum), each.upper and str(each.upper)) for each in given.targets] == [targets]


WHOLE, SIGN = "A whole number is needed.", "This is not a percentage."
REFUSED = [
    (("8.1", "rate", "", "360", "84507", "42.7", "", "", ""),
     (2, "current", "42.7", "The numerator and denominator give 42.6 per 10,000.")),
    (("8.1", "rate", "", "360", "", "42.6", "", "", ""),
     (2, "denom", "", "A rate needs its numerator and denominator, or neither.")),
    (("8.1", "rate", "", "", "", "42.6%", "", "", ""), (2, "current", "42.6%", SIGN)),
    (("8.1", "rate", "", "360", "84507", "42.6", "", "50%", "45"), (2, "target_min", "50%", SIGN)),
    (("8.2", "days", "", "4302.555", "350", "12.3", "", "", ""),
     (2, "num", "4302.555", "At most 2 decimal places are kept here.")),
    (("8.2", "days", "", "", "350", "12.3", "", "", ""),
     (2, "num", "", "An average needs its numerator and denominator, or neither.")),
    (("8.3", "ratio", "", "3240", "0", "16.2", "", "", ""),
     (2, "denom", "0", "The denominator is 0: leave the figure blank, or write n/a.")),
    (("8.3", "ratio", "-1", "", "", "16.2", "", "", ""),
     (2, "outturn_2022_23", "-1", "The number must not be less than 0.")),
    (("8.4", "percentage", "", "11", "10", "90.0%", "", "", ""),
     (2, "num", "11", "The numerator 11 is greater than the denominator 10.")),
    (("8.4", "percentage", "", "9.5", "10", "95.0%", "", "", ""), (2, "num", "9.5", WHOLE)),
    (("8.4", "percentage", "", "", "", "90.0%", "", "", ""),
     (2, "num", "", "A percentage needs its numerator and denominator.")),
    (("8.5", "count", "", "", "", "42.6", "", "", ""), (2, "current", "42.6", WHOLE)),
    (("8.5", "count", "", "", "", "1234567890123", "", "", ""),
     (2, "current", "1234567890123", "The number is too large.")),
]  # fmt: skip


@pytest.mark.parametrize(("row", "expected"), REFUSED)
def test_what_is_no_figure_of_its_unit_is_refused(measured, table, row, expected):
    found = refusals(read(table(row)))

    assert [each for each in found if each[1] == expected[1]] == [expected]


def computed(ref):
    Definition.objects.filter(indicator__ref=ref).update(origin="computed", measure="good_or_better")


def test_a_highlight_table_gives_no_figure_of_what_is_computed(measured, table):
    computed("8.4")
    row = ("8.4", "percentage", "", "9", "10", "90.0%", "", "", "")

    given = read(table(row))

    assert refusals(given) == [(2, "ref", "8.4", "8.4 is computed from audits and actions: no return gives it.")]
    assert given.entries == []


def test_a_highlight_table_may_list_what_is_computed_and_set_its_targets(measured, table):
    computed("8.4")

    given = read(table(("8.4", "percentage", "", "n/a", "", "", "", "80%", "90%")))

    assert (refusals(given), given.entries) == ([], [])
    assert [(each.ref, each.minimum, each.upper) for each in given.targets] == [("8.4", 80, 90)]


AT_MOST = Goal(Rule.OPERATOR, target=Decimal(20), operator=Operator.AT_MOST)
TOLERANCE = Goal(Rule.TOLERANCE, target=Decimal(20), tolerance=Decimal(2))
PAIR = Goal(Rule.MINIMUM_UPPER, minimum=Decimal(30), upper=Decimal(20))
PAIR_WORDS = "minimum 30 per 10,000, upper 20 per 10,000"
GOALS = [
    (AT_MOST, ("", ""), "unchanged", "≤ 20 per 10,000", AT_MOST),
    (TOLERANCE, ("", ""), "unchanged", "20 per 10,000, tolerance 2", TOLERANCE),
    (None, ("", ""), "unchanged", "no target", None),
    (PAIR, ("30", "20"), "unchanged", PAIR_WORDS, PAIR),
    (PAIR, ("", ""), "changed", "no target", None),
    (AT_MOST, ("30", "20"), "changed", PAIR_WORDS, PAIR),
    (None, ("30", "20"), "added", PAIR_WORDS, PAIR),
]


@pytest.mark.parametrize(("goal", "pair", "change", "words", "kept"), GOALS)
def test_a_blank_minimum_and_upper_end_only_a_minimum_and_upper(
    measured, table, places, goal, pair, change, words, kept
):
    if goal:
        defining.set_goal(Indicator.objects.get(ref="8.1"), goal, starts_on=STARTS, by=None, at=AT)

    done = load(table(("8.1", "rate", "", "", "", "42.6", "", *pair)), places.council)

    (line,) = done.targets
    assert (line["change"], line["new_words"]) == (change, words)
    assert done.counts["targets"] == (change != "unchanged")
    assert [target.goal for target in Target.objects.in_force_for(AUGUST)] == ([kept] if kept else [])
