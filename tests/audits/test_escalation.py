"""Who answers a safeguarding concern, in which order, and by when."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.escalation import (
    CHAIN,
    Level,
    State,
    acknowledging_barrier,
    chain_of,
    closing_barrier,
    next_level,
    raising_barrier,
    state_of,
    time_words,
    told_at_once,
)
from tests.factories import at

TEAM, SERVICE, HEAD, DIRECTOR, AUDIT = Level
DUE = at(2026, 6, 9, 13)


@pytest.mark.parametrize(
    ("holders", "never", "chain"),
    [
        ({TEAM: {1}, SERVICE: {2}, HEAD: {3}, DIRECTOR: {4}}, [9, None],
         {TEAM: [1], SERVICE: [2], HEAD: [3], DIRECTOR: [4]}),
        ({TEAM: {5, 1}, HEAD: {3}}, [9], {TEAM: [1, 5], HEAD: [3]}),
        ({TEAM: {1}, SERVICE: {2}}, [1], {SERVICE: [2]}),  # the team manager raised it
        ({TEAM: {1}, SERVICE: {2}}, [9, 1], {SERVICE: [2]}),  # it is about the team manager's own practice
        ({TEAM: {1}, SERVICE: {1}, HEAD: {1, 3}}, [], {TEAM: [1], HEAD: [3]}),  # one person, several posts
        ({DIRECTOR: {4}}, [], {DIRECTOR: [4]}),
        ({AUDIT: {7, 8}}, [8], {AUDIT: [7]}),
        ({TEAM: {1}, AUDIT: {7}}, [], {TEAM: [1]}),
        ({AUDIT: {7}}, [7], {}),
        ({}, [], {}),
    ],
)  # fmt: skip
def test_the_line_of_those_who_answer(holders, never, chain):
    assert chain_of(holders, never=never) == chain


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        ([TEAM, SERVICE, HEAD, DIRECTOR], [TEAM, SERVICE, HEAD]),
        ([HEAD, DIRECTOR], [HEAD]),
        ([DIRECTOR], [DIRECTOR]),
        ([AUDIT], [AUDIT]),
    ],
)
def test_all_but_the_director_are_told_at_once(levels, told):
    assert told_at_once({level: [1] for level in levels}) == told


@pytest.mark.parametrize(
    ("level", "levels", "after"),
    [
        (TEAM, [TEAM, SERVICE, HEAD, DIRECTOR], SERVICE),
        (TEAM, [TEAM, DIRECTOR], DIRECTOR),
        (HEAD, [TEAM, SERVICE, HEAD], None),
        (DIRECTOR, [TEAM, DIRECTOR], None),
        (AUDIT, [TEAM], None),
        (SERVICE, [TEAM, HEAD], HEAD),  # the service manager has left meanwhile
    ],
)
def test_the_next_person_is_the_next_level_that_has_somebody(level, levels, after):
    assert next_level(level, {each: [1] for each in levels}) == after


@given(holders=st.dictionaries(st.sampled_from(CHAIN), st.sets(st.integers(1, 6))), raiser=st.integers(1, 6))
def test_going_up_the_line_ends_and_asks_nobody_twice_nor_the_raiser(holders, raiser):
    chain = chain_of(holders, never=[raiser])
    asked, level = [], next(iter(chain), None)
    while level:
        asked += chain[level]
        level = next_level(level, chain)

    assert sorted(asked) == sorted(set().union(*holders.values()) - {raiser})


@pytest.mark.parametrize(
    ("acknowledged", "closed", "now", "state"),
    [
        (False, False, DUE, State.WAITING),
        (False, False, DUE + datetime.timedelta(seconds=1), State.OVERDUE),
        (True, False, DUE + datetime.timedelta(days=9), State.ACKNOWLEDGED),
        (True, True, DUE, State.CLOSED),
    ],
)
def test_where_a_concern_stands(acknowledged, closed, now, state):
    assert state_of(respond_by=DUE, is_acknowledged=acknowledged, is_closed=closed, now=now) == state


def test_the_sentences():
    assert raising_barrier(what="Alone", immediate_action="Rang", who_was_told="Duty") == ""
    assert raising_barrier(what=" ", immediate_action="", who_was_told="\n") == (
        "Say what worries you. Say what has been done at once; if nothing yet, say so. "
        "Say who has been told; if nobody yet, say so."
    )
    assert [acknowledging_barrier(state) for state in State] == [
        "", "", "This concern has been acknowledged already.", "This concern is closed.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "changed", "sentence"),
    [
        (State.ACKNOWLEDGED, {}, ""),
        (State.WAITING, {}, "Somebody must acknowledge this concern before it is closed."),
        (State.OVERDUE, {}, "Somebody must acknowledge this concern before it is closed."),
        (State.CLOSED, {}, "This concern is closed."),
        (State.ACKNOWLEDGED, {"outcome": " "}, "Say how it ended for the child."),
        (State.ACKNOWLEDGED, {"ended_on": datetime.date(2026, 6, 12)}, "The date must be today or earlier."),
        (State.ACKNOWLEDGED, {"ended_on": datetime.date(2026, 6, 8)},
         "The date cannot be before the concern was raised."),
    ],
)  # fmt: skip
def test_closing(state, changed, sentence):
    facts = {
        "outcome": "Safe with her aunt.", "ended_on": datetime.date(2026, 6, 9),
        "raised_on": datetime.date(2026, 6, 9), "today": datetime.date(2026, 6, 11),
    }  # fmt: skip
    assert closing_barrier(state, **{**facts, **changed}) == sentence


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(240, "4 hours"), (200, "3 hours 20 minutes"), (61, "1 hour 1 minute"), (5, "5 minutes"),
     (0.5, "less than a minute")],
)  # fmt: skip
def test_time_in_words(minutes, words):
    assert time_words(datetime.timedelta(minutes=minutes)) == words
