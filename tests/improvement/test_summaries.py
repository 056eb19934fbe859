"""Actions counted and listed, in a fixed number of queries."""

import datetime

import pytest

from improvement.models import Action
from improvement.progress import State
from improvement.summaries import ActionLine, action_progress, actions_due
from tests.factories import ActionFactory, at

TODAY = datetime.date(2026, 7, 10)
START, END = datetime.date(2026, 4, 1), datetime.date(2026, 6, 30)


@pytest.fixture
def make(cast, places):
    def make(**facts):
        return ActionFactory(**{"unit": places.team, "owner": cast.pat, "raised_by": cast.quinn, **facts})

    return make


def delivered(cast, when):
    return {
        "delivered_at": when, "delivered_by": cast.pat, "evidence": "Minutes", "evidenced_on": when.date(),
    }  # fmt: skip


def closed(cast, when):
    return {"closed_at": when, "closed_by": cast.tess}


def test_visible_to(cast, places, make):
    own_elsewhere = make(unit=places.elsewhere, owner=cast.pat)
    teams = make(owner=cast.tess)
    other_team = make(unit=places.other_team, owner=cast.ana)

    def seen(person):
        return list(Action.objects.visible_to(person).order_by("pk"))

    assert seen(cast.pat) == [own_elsewhere]
    assert seen(cast.tess) == [teams]
    assert seen(cast.olly) == [own_elsewhere]
    assert seen(cast.hal) == [teams, other_team]
    assert seen(cast.ana) == [other_team]
    assert seen(cast.dee) == [own_elsewhere, teams, other_team]
    for person in (cast.abe, cast.andy, cast.lee, cast.sky, cast.adi):
        assert seen(person) == []


def test_a_stopped_account_sees_not_even_its_own(cast, make):
    make(owner=cast.pat)
    cast.pat.is_active = False

    assert list(Action.objects.visible_to(cast.pat)) == []


def test_states_in_the_database_agree_with_the_rule(cast, make):
    yesterday, tomorrow = datetime.date(2026, 7, 9), datetime.date(2026, 7, 11)
    for due_on in (yesterday, TODAY, tomorrow):
        make(due_on=due_on)
        make(due_on=due_on, **delivered(cast, at(2026, 7, 1)))
        make(due_on=due_on, **delivered(cast, at(2026, 7, 1)), **closed(cast, at(2026, 7, 2)))

    found = {state: set(Action.objects.in_state(state, today=TODAY)) for state in State}

    expected = {state: {a for a in Action.objects.all() if a.state_on(TODAY) == state} for state in State}
    assert found == expected
    assert {state: len(rows) for state, rows in found.items()} == {
        State.OPEN: 2, State.OVERDUE: 1, State.DELIVERED: 3, State.CLOSED: 3,
    }  # fmt: skip


def test_due_leaves_out_what_is_delivered(cast, make):
    later = make(due_on=datetime.date(2026, 8, 1))
    sooner = make(due_on=datetime.date(2026, 7, 1))
    make(**delivered(cast, at(2026, 7, 1)))

    assert list(Action.objects.due()) == [sooner, later]


def test_progress_counts_each_fact_in_its_own_period(cast, places, make):
    make(raised_at=at(2026, 3, 31, 23, 59), due_on=datetime.date(2026, 5, 1), **delivered(cast, at(2026, 4, 1, 0, 0)),
         **closed(cast, at(2026, 6, 30, 23, 59)))  # fmt: skip
    raised_first_minute = make(raised_at=at(2026, 4, 1, 0, 0), due_on=datetime.date(2026, 7, 9))
    raised_last_minute = make(raised_at=at(2026, 6, 30, 23, 59), due_on=TODAY, unit=places.other_team)
    closed_after = make(raised_at=at(2026, 1, 5), due_on=datetime.date(2026, 2, 1), **delivered(cast, at(2026, 7, 1)),
                        **closed(cast, at(2026, 7, 1, 0, 0)))  # fmt: skip
    make(raised_at=at(2026, 7, 1, 0, 0), due_on=datetime.date(2026, 8, 1))
    make(raised_at=at(2026, 5, 1), unit=places.elsewhere)

    progress = action_progress(places.north, START, END, today=TODAY)

    assert (progress.raised, progress.delivered, progress.closed) == (2, 1, 1)
    assert (progress.open_now, progress.overdue_now) == (3, 1)
    assert [line.url for line in progress.lines] == [
        f"/actions/{action.pk}/" for action in (closed_after, raised_first_minute, raised_last_minute)
    ]


def test_progress_without_actions_is_zero(places):
    progress = action_progress(places.council, START, END, today=TODAY)

    assert (progress.raised, progress.delivered, progress.closed, progress.open_now, progress.overdue_now) == (0,) * 5
    assert progress.lines == []


def test_progress_lists_fifty_at_most(make, places):
    for _ in range(51):
        make(raised_at=at(2026, 5, 1))

    progress = action_progress(places.council, START, END, today=TODAY)

    assert (progress.raised, len(progress.lines)) == (51, 50)


def test_actions_due_are_the_owners_own_and_not_closed(cast, make):
    second = make(due_on=datetime.date(2026, 7, 1), text="Second", origin="Audit 7")
    first = make(due_on=datetime.date(2026, 6, 1), text="First", **delivered(cast, at(2026, 7, 1)))
    make(**delivered(cast, at(2026, 7, 1)), **closed(cast, at(2026, 7, 2)))
    make(owner=cast.tess)

    assert actions_due(cast.pat, today=TODAY) == [
        ActionLine("First", "North team 1", "Pat", first.due_on, State.DELIVERED, "Audit 1", first.get_absolute_url()),
        ActionLine("Second", "North team 1", "Pat", second.due_on, State.OVERDUE, "Audit 7", f"/actions/{second.pk}/"),
    ]


@pytest.mark.parametrize("count", [1, 3, 50])
def test_summaries_ask_a_fixed_number_of_queries(cast, places, make, count, django_assert_num_queries):
    for _ in range(count):
        make(raised_at=at(2026, 5, 1))

    with django_assert_num_queries(2):
        action_progress(places.council, START, END, today=TODAY)
    with django_assert_num_queries(1):
        actions_due(cast.pat, today=TODAY)
