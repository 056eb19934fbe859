"""What stands in the way of a change to an account or a role."""

import datetime


def barrier_to_join(
    *, is_self: bool, is_active: bool, unit_has_ended: bool, has_it_now: bool, starts_on: datetime.date,
    ends_on: datetime.date | None,
) -> str:  # fmt: skip
    """Why this person cannot be given the role, or an empty string."""
    if is_self:
        return "You cannot give yourself a role: ask another administrator."
    if not is_active:
        return "This account is stopped: restart it first."
    if unit_has_ended:
        return "This unit has ended: choose another."
    if has_it_now:
        return "This person already has this role in this unit."
    if ends_on and ends_on < starts_on:
        return "The last day cannot be before the first day."
    return ""


def barrier_to_leave(
    *, has_last_day: bool, starts_on: datetime.date, ends_on: datetime.date, is_last_administrator: bool
) -> str:
    """Why the role cannot end on that day, or an empty string."""
    if has_last_day:
        return "This role already has a last day."
    if ends_on < starts_on:
        return "The last day cannot be before the first day."
    if is_last_administrator:
        return "This is the last administrator of the council: give somebody else the role first."
    return ""


def barrier_to_stop(*, is_self: bool, is_active: bool, is_last_administrator: bool) -> str:
    """Why the account cannot be stopped, or an empty string."""
    if is_self:
        return "You cannot stop your own account: ask another administrator."
    if not is_active:
        return "This account is stopped already."
    if is_last_administrator:
        return "This is the last administrator of the council: give somebody else the role first."
    return ""


def barrier_to_restart(*, is_active: bool) -> str:
    """Why the account cannot be restarted, or an empty string."""
    return "This account is not stopped." if is_active else ""


def barrier_to_add_unit(*, kind: str, parent_kind: str, parent_has_ended: bool, code_is_taken: bool) -> str:
    """Why the unit cannot be added below its parent ("" for none), or an empty string."""
    if code_is_taken:
        return "Another unit has this code."
    if (kind == "council") != (parent_kind == ""):
        return "There is one council, and everything else lies below it."
    if parent_kind == "team":
        return "A team has no units below it."
    if parent_has_ended:
        return "The unit above has ended: choose another."
    return ""


def barrier_to_end_unit(
    *, is_council: bool, has_last_day: bool, starts_on: datetime.date, ends_on: datetime.date, open_below: int,
    people: int,
) -> str:  # fmt: skip
    """Why the unit cannot end on that day, or an empty string."""
    if is_council:
        return "The council cannot end."
    if has_last_day:
        return "This unit already has a last day."
    if ends_on < starts_on:
        return "The last day cannot be before the first day."
    if open_below:
        return f"End the units below it first: {open_below}."
    if people:
        return f"End the roles that people have here after that day first: {people}."
    return ""
