"""A permission counts in the unit of the membership and below, on the days it is in force."""

import datetime

import pytest

from people.access import can, paths_where
from people.roles import Permission
from tests.factories import MembershipFactory


def test_a_head_of_service_reads_audits_of_the_service_and_below_and_nowhere_else(cast, places):
    reach = {unit.code: can(cast.hal, Permission.AUDIT_VIEW, unit) for unit in vars(places).values()}

    assert reach == {
        "council": False, "north": True, "south": False, "north-1": True, "north-2": True, "south-1": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        (datetime.date(2026, 5, 1), None, True),
        (datetime.date(2026, 5, 2), None, False),
        (datetime.date(2026, 4, 1), datetime.date(2026, 5, 1), True),
        (datetime.date(2026, 4, 1), datetime.date(2026, 4, 30), False),
    ],
)
def test_a_membership_counts_from_its_first_day_to_its_last(places, starts_on, ends_on, expected, monkeypatch):
    membership = MembershipFactory(role="team_manager", unit=places.team, starts_on=starts_on, ends_on=ends_on)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: datetime.date(2026, 5, 1))

    assert can(membership.user, Permission.AUDIT_DO, places.team) is expected


def test_a_stopped_account_may_do_nothing(cast):
    cast.dee.is_active = False

    assert paths_where(cast.dee, Permission.INDICATOR_VIEW) == []
