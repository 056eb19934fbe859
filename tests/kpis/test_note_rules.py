"""When a figure needs a note, and every sentence that stands in the way of asking, answering and handing over."""

import datetime

import pytest

from kpis.note_rules import (
    REASON_WORDS,
    Reason,
    barrier_to_answer,
    barrier_to_ask,
    barrier_to_hand_over,
    due_words,
    figure_name,
    needs_note,
)
from kpis.rag import Rag

AUGUST = datetime.date(2023, 8, 1)
TODAY = datetime.date(2023, 10, 9)


@pytest.mark.parametrize(
    ("rag", "is_special_cause", "reason"),
    [
        (Rag.RED, False, Reason.RED),
        (Rag.RED, True, Reason.RED),
        (Rag.MISSED, False, Reason.RED),
        (Rag.AMBER, False, None),
        (Rag.AMBER, True, Reason.SPECIAL_CAUSE),
        (Rag.GREEN, False, None),
        (Rag.GREEN, True, Reason.SPECIAL_CAUSE),
        (Rag.MET, False, None),
        (Rag.NO_TARGET, True, Reason.SPECIAL_CAUSE),
        (Rag.NO_TARGET, False, None),
        (Rag.NO_DATA, False, None),
    ],
)
def test_red_missed_and_beyond_chance_need_a_note(rag, is_special_cause, reason):
    assert needs_note(rag, is_special_cause=is_special_cause) == reason


def test_every_reason_has_words():
    assert set(REASON_WORDS) == set(Reason)


FREE = {
    "figure": "Indicator 3.3, August 2023", "period": AUGUST, "asked_of": "Hal", "is_active": True,
    "already_asked_of": "", "due_on": TODAY, "today": TODAY,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, ""),
        ({"already_asked_of": "Tess"}, "Indicator 3.3, August 2023: a note is asked of Tess already."),
        (
            {"asked_of": "", "is_active": False},
            "Indicator 3.3, August 2023: nobody is named who answers for it. Choose whom to ask.",
        ),
        ({"is_active": False}, "The account of Hal is stopped: choose somebody else."),
        ({"due_on": datetime.date(2023, 10, 8)}, "The due date must be today or later."),
        (
            {"period": datetime.date(2023, 11, 1)},
            "Indicator 3.3, August 2023: that month has not begun, so nobody can say anything about it.",
        ),
    ],
)
def test_what_stands_in_the_way_of_asking(changed, sentence):
    assert barrier_to_ask(**{**FREE, **changed}) == sentence


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("Fewer visits.", "Vacancies.", "Agency cover."), ""),
        ((" ", "Vacancies.", "Agency cover."), "Say what changed."),
        (("Fewer visits.", "", "\n"), "Say why and what comes next."),
        (("", "", ""), "Say what changed and why and what comes next."),
    ],
)
def test_an_answer_has_three_parts(said, sentence):
    what_changed, why, what_next = said
    assert barrier_to_answer(what_changed=what_changed, why=why, what_next=what_next) == sentence


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ((False, False, True), ""),
        ((True, False, True), "This note is written already."),
        ((False, True, True), "The request is with this person already: choose somebody else."),
        ((False, False, False), "The account of this person is stopped: choose somebody else."),
    ],
)
def test_what_stands_in_the_way_of_handing_over(facts, sentence):
    is_answered, is_same, is_active = facts
    assert barrier_to_hand_over(is_answered=is_answered, is_same=is_same, is_active=is_active) == sentence


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (datetime.date(2023, 10, 12), "due 12 October 2023, in 3 days"),
        (datetime.date(2023, 10, 10), "due 10 October 2023, in 1 day"),
        (TODAY, "due today, 9 October 2023"),
        (datetime.date(2023, 10, 8), "due 8 October 2023, 1 day overdue"),
        (datetime.date(2023, 9, 30), "due 30 September 2023, 9 days overdue"),
    ],
)
def test_the_due_date_in_words(day, words):
    assert due_words(day, TODAY) == words


def test_a_figure_is_named_as_people_say_it():
    assert figure_name("3.3", AUGUST) == "Indicator 3.3, August 2023"
