"""What changed since the month before, and which figures come first: tables of cases."""

from decimal import Decimal

import pytest

from kpis.changes import Change, Move, State, change_of, crossing_words, move_of, move_words
from kpis.exceptions import Concern, concern_of, why_words
from kpis.rag import MeasuredIn, Rag

NONE = State(None, Rag.NO_DATA)
EXEMPT = State(None, Rag.NOT_APPLICABLE)


def at(value, rag):
    return State(Decimal(value), rag)


GREEN, AMBER, RED = at("96.0", Rag.GREEN), at("91.0", Rag.AMBER), at("80.0", Rag.RED)
MET, MISSED, NO_TARGET = at("8", Rag.MET), at("12", Rag.MISSED), at("790", Rag.NO_TARGET)


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (AMBER, RED, Change.NEWLY_RED),
        (GREEN, RED, Change.NEWLY_RED),
        (MET, MISSED, Change.NEWLY_RED),
        (GREEN, MISSED, Change.NEWLY_RED),
        (RED, RED, None),
        (RED, MISSED, None),
        (AMBER, GREEN, Change.NEWLY_GREEN),
        (RED, GREEN, Change.NEWLY_GREEN),
        (MISSED, MET, Change.NEWLY_GREEN),
        (GREEN, MET, None),
        (RED, AMBER, Change.CROSSED),
        (GREEN, AMBER, Change.CROSSED),
        (AMBER, AMBER, None),
        (NONE, RED, Change.ARRIVED),
        (NONE, NO_TARGET, Change.ARRIVED),
        (EXEMPT, GREEN, Change.ARRIVED),
        (GREEN, NONE, Change.WENT_MISSING),
        (NO_TARGET, NONE, Change.WENT_MISSING),
        (GREEN, EXEMPT, None),
        (NONE, NONE, None),
        (NO_TARGET, RED, None),
        (RED, NO_TARGET, None),
    ],
)
def test_what_happened_between_two_months(before, now, change):
    assert change_of(before, now) == change


def test_what_was_counted_otherwise_is_only_told():
    assert change_of(GREEN, RED, is_recounted=True) == Change.RECOUNTED
    assert change_of(GREEN, NONE, is_recounted=True) == Change.WENT_MISSING
    assert move_of(GREEN, RED, is_recounted=True) is None


@pytest.mark.parametrize(
    ("before", "now", "move", "words"),
    [
        ("84.0", "77.8", Move(Decimal("-6.2"), Decimal("-7.4")), "Down 6.2 points (7.4% in relative terms)"),
        ("80.0", "81.0", Move(Decimal("1.0"), Decimal("1.3")), "Up 1.0 points (1.3% in relative terms)"),
        ("0", "5", Move(Decimal(5), None), "Up 5 points"),
    ],
)
def test_by_how_much_a_figure_moved(before, now, move, words):
    found = move_of(at(before, Rag.RED), at(now, Rag.RED))

    assert (found, move_words(found, measured_in=MeasuredIn.PERCENTAGE)) == (move, words)


def test_a_figure_that_stands_still_or_is_missing_has_not_moved():
    assert [move_of(RED, RED), move_of(NONE, RED), move_of(RED, NONE)] == [None, None, None]


def test_from_nought_is_the_greatest_move():
    moves = [Move(Decimal(1), Decimal(50)), Move(Decimal(1), None), Move(Decimal(-9), Decimal(-60))]

    assert [each.relative for each in sorted(moves, key=lambda each: each.size, reverse=True)] == [
        None, Decimal(-60), Decimal(50),
    ]  # fmt: skip


def test_a_crossing_in_words():
    assert crossing_words(AMBER, RED) == "Amber to Red"


@pytest.mark.parametrize(
    ("rag", "is_worse", "concern"),
    [
        (Rag.RED, True, Concern.RED_AND_BEYOND_CHANCE),
        (Rag.MISSED, True, Concern.RED_AND_BEYOND_CHANCE),
        (Rag.RED, False, Concern.RED),
        (Rag.MISSED, False, Concern.RED),
        (Rag.AMBER, True, Concern.BEYOND_CHANCE),
        (Rag.GREEN, True, Concern.BEYOND_CHANCE),
        (Rag.NO_TARGET, True, Concern.BEYOND_CHANCE),
        (Rag.NO_DATA, False, Concern.NO_DATA),
        (Rag.AMBER, False, Concern.AMBER),
        (Rag.GREEN, False, Concern.NONE),
        (Rag.MET, False, Concern.NONE),
        (Rag.NO_TARGET, False, Concern.NONE),
        (Rag.NOT_APPLICABLE, False, Concern.NONE),
    ],
)
def test_which_figures_come_first(rag, is_worse, concern):
    assert concern_of(rag, is_worse_than_chance=is_worse) == concern


def test_why_a_figure_is_in_the_list():
    assert why_words(Concern.RED_AND_BEYOND_CHANCE, Rag.MISSED) == (
        "It is missed, and the latest months are worse than chance alone explains."
    )
    assert why_words(Concern.RED, Rag.RED) == "It is red; no change for the worse is beyond chance."
    assert why_words(Concern.RED, Rag.RED, are_too_few=True) == "It is red; there are too few months to say more."
    assert why_words(Concern.BEYOND_CHANCE, Rag.GREEN).startswith("It stands at green, but")
