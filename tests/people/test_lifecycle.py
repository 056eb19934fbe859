"""What stands in the way of a change to an account, a role or a unit."""

import datetime

import pytest

from people import lifecycle

MAY_1, MAY_31 = datetime.date(2026, 5, 1), datetime.date(2026, 5, 31)
FREE_TO_JOIN = {
    "is_self": False, "is_active": True, "unit_has_ended": False, "has_it_now": False, "starts_on": MAY_1,
    "ends_on": None,
}  # fmt: skip
FREE_TO_LEAVE = {"has_last_day": False, "starts_on": MAY_1, "ends_on": MAY_31, "is_last_administrator": False}
FREE_TO_STOP = {"is_self": False, "is_active": True, "is_last_administrator": False}
FREE_TO_ADD_UNIT = {"kind": "team", "parent_kind": "service", "parent_has_ended": False, "code_is_taken": False}
FREE_TO_END_UNIT = {
    "is_council": False, "has_last_day": False, "starts_on": MAY_1, "ends_on": MAY_31, "open_below": 0, "people": 0,
}  # fmt: skip
LAST = "This is the last administrator of the council: give somebody else the role first."


@pytest.mark.parametrize(
    ("rule", "free", "changes", "expected"),
    [
        (lifecycle.barrier_to_join, FREE_TO_JOIN, {}, ""),
        (lifecycle.barrier_to_join, FREE_TO_JOIN, {"ends_on": MAY_1}, ""),
        (lifecycle.barrier_to_join, FREE_TO_JOIN, {"is_self": True},
         "You cannot give yourself a role: ask another administrator."),
        (lifecycle.barrier_to_join, FREE_TO_JOIN, {"is_active": False},
         "This account is stopped: restart it first."),
        (lifecycle.barrier_to_join, FREE_TO_JOIN, {"unit_has_ended": True}, "This unit has ended: choose another."),
        (lifecycle.barrier_to_join, FREE_TO_JOIN, {"has_it_now": True},
         "This person already has this role in this unit."),
        (lifecycle.barrier_to_join, FREE_TO_JOIN, {"ends_on": datetime.date(2026, 4, 30)},
         "The last day cannot be before the first day."),
        (lifecycle.barrier_to_leave, FREE_TO_LEAVE, {}, ""),
        (lifecycle.barrier_to_leave, FREE_TO_LEAVE, {"ends_on": MAY_1}, ""),
        (lifecycle.barrier_to_leave, FREE_TO_LEAVE, {"has_last_day": True}, "This role already has a last day."),
        (lifecycle.barrier_to_leave, FREE_TO_LEAVE, {"ends_on": datetime.date(2026, 4, 30)},
         "The last day cannot be before the first day."),
        (lifecycle.barrier_to_leave, FREE_TO_LEAVE, {"is_last_administrator": True}, LAST),
        (lifecycle.barrier_to_stop, FREE_TO_STOP, {}, ""),
        (lifecycle.barrier_to_stop, FREE_TO_STOP, {"is_self": True},
         "You cannot stop your own account: ask another administrator."),
        (lifecycle.barrier_to_stop, FREE_TO_STOP, {"is_active": False}, "This account is stopped already."),
        (lifecycle.barrier_to_stop, FREE_TO_STOP, {"is_last_administrator": True}, LAST),
        (lifecycle.barrier_to_restart, {"is_active": False}, {}, ""),
        (lifecycle.barrier_to_restart, {"is_active": True}, {}, "This account is not stopped."),
        (lifecycle.barrier_to_add_unit, FREE_TO_ADD_UNIT, {}, ""),
        (lifecycle.barrier_to_add_unit, FREE_TO_ADD_UNIT, {"kind": "council", "parent_kind": ""}, ""),
        (lifecycle.barrier_to_add_unit, FREE_TO_ADD_UNIT, {"kind": "service", "parent_kind": "service"}, ""),
        (lifecycle.barrier_to_add_unit, FREE_TO_ADD_UNIT, {"kind": "council"},
         "There is one council, and everything else lies below it."),
        (lifecycle.barrier_to_add_unit, FREE_TO_ADD_UNIT, {"parent_kind": ""},
         "There is one council, and everything else lies below it."),
        (lifecycle.barrier_to_add_unit, FREE_TO_ADD_UNIT, {"parent_kind": "team"}, "A team has no units below it."),
        (lifecycle.barrier_to_add_unit, FREE_TO_ADD_UNIT, {"parent_has_ended": True},
         "The unit above has ended: choose another."),
        (lifecycle.barrier_to_add_unit, FREE_TO_ADD_UNIT, {"code_is_taken": True}, "Another unit has this code."),
        (lifecycle.barrier_to_end_unit, FREE_TO_END_UNIT, {}, ""),
        (lifecycle.barrier_to_end_unit, FREE_TO_END_UNIT, {"is_council": True}, "The council cannot end."),
        (lifecycle.barrier_to_end_unit, FREE_TO_END_UNIT, {"has_last_day": True},
         "This unit already has a last day."),
        (lifecycle.barrier_to_end_unit, FREE_TO_END_UNIT, {"ends_on": datetime.date(2026, 4, 30)},
         "The last day cannot be before the first day."),
        (lifecycle.barrier_to_end_unit, FREE_TO_END_UNIT, {"open_below": 2},
         "End the units below it first: 2."),
        (lifecycle.barrier_to_end_unit, FREE_TO_END_UNIT, {"people": 3},
         "End the roles that people have here after that day first: 3."),
    ],
)  # fmt: skip
def test_barriers(rule, free, changes, expected):
    assert rule(**{**free, **changes}) == expected
