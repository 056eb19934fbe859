"""England's working time, by tables. 2026: Good Friday 3 April, Easter Monday 6 April, Christmas on a Friday."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.working_days import (
    LONDON,
    Hours,
    add_working_hours,
    is_working_day,
    working_days_between,
    working_time_between,
)


def at(year, month, day, hour=9, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("what", "start", "hours", "end"),
    [
        ("within a day", at(2026, 6, 9, 10), 4, at(2026, 6, 9, 14)),
        ("to the last minute", at(2026, 6, 9, 13), 4, at(2026, 6, 9, 17)),
        ("over a night", at(2026, 6, 9, 15), 4, at(2026, 6, 10, 11)),
        ("Friday 16:00 + 4", at(2026, 6, 12, 16), 4, at(2026, 6, 15, 12)),
        ("Friday at closing", at(2026, 6, 12, 17), 4, at(2026, 6, 15, 13)),
        ("before opening", at(2026, 6, 9, 6, 30), 4, at(2026, 6, 9, 13)),
        ("late in the evening", at(2026, 6, 9, 22, 15), 4, at(2026, 6, 10, 13)),
        ("on a Saturday", at(2026, 6, 13, 11), 4, at(2026, 6, 15, 13)),
        ("Thursday before Good Friday", at(2026, 4, 2, 16), 4, at(2026, 4, 7, 12)),
        ("the early May bank holiday", at(2026, 5, 1, 16, 30), 1, at(2026, 5, 5, 9, 30)),
        ("Christmas Eve 2026 to the 29th", at(2026, 12, 24, 16), 4, at(2026, 12, 29, 12)),  # 28th: for Boxing Day
        ("Christmas Eve 2027 to the 29th", at(2027, 12, 24, 16), 4, at(2027, 12, 29, 12)),  # 27th and 28th
        ("New Year's Eve", at(2026, 12, 31, 15), 4, at(2027, 1, 4, 11)),
        ("the weekend on which summer time begins", at(2026, 3, 27, 16), 4, at(2026, 3, 30, 12)),
        ("the weekend on which summer time ends", at(2026, 10, 23, 16), 4, at(2026, 10, 26, 12)),
        ("two days and a half", at(2026, 6, 8, 9), 20, at(2026, 6, 10, 13)),
        ("half an hour", at(2026, 6, 9, 16, 45), 0.5, at(2026, 6, 10, 9, 15)),
        ("a start in universal time", datetime(2026, 6, 9, 9, tzinfo=UTC), 4, at(2026, 6, 9, 14)),
        ("nothing", at(2026, 6, 9, 10), 0, at(2026, 6, 9, 10)),
    ],
)
def test_adding_working_hours(what, start, hours, end):
    assert add_working_hours(start, hours) == end
    assert working_time_between(start, end) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (datetime(2026, 3, 28, 23, tzinfo=LONDON), datetime(2026, 3, 29, 3, tzinfo=LONDON)),  # 1:00 to 2:00 is not
        (datetime(2026, 10, 24, 23, tzinfo=LONDON), datetime(2026, 10, 25, 1, tzinfo=LONDON)),  # 1:00 to 2:00 is twice
    ],
)
def test_the_hour_that_is_lost_or_won_is_counted_as_it_is(start, end):
    """By night nobody works here, but the hours are settings: the sum is made on the clock of the world."""
    office = Hours(time(0), time(23, 59))

    passed = working_time_between(datetime(2026, 3, 27, 23, tzinfo=LONDON), at(2026, 3, 30, 1), office)

    assert working_time_between(start, end, office) == timedelta()  # both are at a weekend
    assert passed == timedelta(hours=1, minutes=59)
    assert add_working_hours(start, 1, office).time() == time(1)


def test_other_hours_of_work():
    assert add_working_hours(at(2026, 6, 9, 17), 2, Hours(time(8), time(18))) == at(2026, 6, 10, 9)
    with pytest.raises(ValueError, match="must end after it begins"):
        Hours(time(17), time(9))


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 6, 9), date(2026, 6, 9), 0),
        (date(2026, 6, 9), date(2026, 6, 10), 1),
        (date(2026, 6, 12), date(2026, 6, 15), 1),
        (date(2026, 4, 2), date(2026, 4, 7), 1),
        (date(2026, 12, 24), date(2026, 12, 29), 1),
        (date(2026, 6, 15), date(2026, 6, 12), -1),
        (date(2026, 1, 1), date(2026, 12, 31), 253),
    ],
)
def test_working_days_between(first, last, days):
    assert working_days_between(first, last) == days


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 6, 9), True), (date(2026, 6, 13), False), (date(2026, 8, 31), False), (date(2026, 11, 30), True),
        (date(2022, 9, 19), False), (date(2023, 5, 8), False),
    ],
)  # fmt: skip
def test_england_s_days_and_not_scotland_s(day, works):
    """The state funeral and the coronation were bank holidays; Saint Andrew's Day is Scotland's alone."""
    assert is_working_day(day) is works


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="needs its time zone"):
        add_working_hours(datetime(2026, 6, 9, 10), 4)  # noqa: DTZ001


moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(ZoneInfo("Europe/London")))  # noqa: DTZ001


@given(start=moments, hours=st.integers(1, 60))
def test_what_was_added_has_passed(start, hours):
    end = add_working_hours(start.astimezone(UTC), hours)

    assert end > start
    assert is_working_day(end.date())
    assert working_time_between(start.astimezone(UTC), end) == timedelta(hours=hours)
