"""People join, change and leave; units begin and end. `by=None` is the system itself: a command at the console."""

import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from kit.commands import command
from people import access, events, lifecycle
from people.access import Refused
from people.models import Membership, Unit, User
from people.roles import Permission, Role, roles_granting

EMAIL_TAKEN = "Somebody else has this email address."


@command
def add_person(
    *,
    email: str,
    name: str,
    by: User | None,
    job_title: str = "",
    staff_number: str = "",
    password: str | None = None,
    started_on: datetime.date | None = None,
    at: datetime.datetime | None = None,
) -> User:
    """Give somebody an account; without a password nobody can sign in to it."""
    at = at or timezone.now()
    if not access.may_add_people(by):
        raise PermissionDenied
    person = User(
        email=email.strip().lower(), name=name.strip(), job_title=job_title, staff_number=staff_number,
        started_on=started_on or _day(at),
    )  # fmt: skip
    person.set_password(password)
    _save_with_email(person)
    _record("person.added", person, by, at)
    return person


@command
def change_person(
    person: User,
    *,
    email: str,
    name: str,
    by: User | None,
    job_title: str = "",
    staff_number: str = "",
    at: datetime.datetime | None = None,
) -> User:
    """Correct what the portal knows about somebody. The old email address no longer signs in."""
    person = _managed(person, by)
    email = email.strip().lower()
    if email != person.email:
        EmailAddress.objects.filter(user=person).delete()
    person.email, person.name, person.job_title, person.staff_number = email, name.strip(), job_title, staff_number
    _save_with_email(person, update_fields=["email", "name", "job_title", "staff_number"])
    _record("person.changed", person, by, at)
    return person


@command
def join(
    person: User,
    *,
    role: Role,
    unit: Unit,
    starts_on: datetime.date,
    by: User | None,
    ends_on: datetime.date | None = None,
    at: datetime.datetime | None = None,
) -> Membership:
    """Give somebody a role in a unit from a day on."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if not access.may_place(by, unit):
        raise PermissionDenied
    same = person.memberships.filter(role=role, unit=unit).not_ended_on(starts_on)
    if reason := lifecycle.barrier_to_join(
        is_self=by == person,
        is_active=person.is_active,
        unit_has_ended=unit.ended_on is not None and unit.ended_on < starts_on,
        has_it_now=same.exists(),
        starts_on=starts_on,
        ends_on=ends_on,
    ):
        raise Refused(reason)
    membership = Membership.objects.create(user=person, role=role, unit=unit, starts_on=starts_on, ends_on=ends_on)
    _record("role.given", person, by, at, role=str(role), unit=unit.code)
    return membership


@command
def leave(
    membership: Membership, *, ends_on: datetime.date, by: User | None, at: datetime.datetime | None = None
) -> Membership:
    """End a role; `ends_on` is its last day."""
    administrators = _locked_administrators()
    membership = Membership.objects.select_for_update(of=("self",)).select_related("unit", "user").get(pk=membership.pk)
    if not access.may_place(by, membership.unit):
        raise PermissionDenied
    if reason := lifecycle.barrier_to_leave(
        has_last_day=membership.ends_on is not None,
        starts_on=membership.starts_on,
        ends_on=ends_on,
        is_last_administrator=[membership.pk] == [row.pk for row in administrators],
    ):
        raise Refused(reason)
    membership.ends_on = ends_on
    membership.save(update_fields=["ends_on"])
    _record("role.ended", membership.user, by, at, role=membership.role, unit=membership.unit.code)
    return membership


@command
def stop_account(person: User, *, by: User | None, at: datetime.datetime | None = None) -> User:
    """From now on the person cannot sign in, and is signed out at the next click. What they did stays theirs."""
    at = at or timezone.now()
    administrators = _locked_administrators()
    person = _managed(person, by)
    if reason := lifecycle.barrier_to_stop(
        is_self=by == person,
        is_active=person.is_active,
        is_last_administrator=bool(administrators) and all(row.user_id == person.pk for row in administrators),
    ):
        raise Refused(reason)
    person.is_active, person.left_on = False, _day(at)
    person.save(update_fields=["is_active", "left_on"])
    _record("account.stopped", person, by, at)
    return person


@command
def restart_account(person: User, *, by: User | None, at: datetime.datetime | None = None) -> User:
    """Let the person sign in again, with the roles that have not ended."""
    person = _managed(person, by)
    if reason := lifecycle.barrier_to_restart(is_active=person.is_active):
        raise Refused(reason)
    person.is_active, person.left_on = True, None
    person.save(update_fields=["is_active", "left_on"])
    _record("account.restarted", person, by, at)
    return person


@command
def set_password(person: User, *, password: str, by: User | None, at: datetime.datetime | None = None) -> User:
    """Set somebody's password; everywhere they are signed in, they are signed out."""
    person = _managed(person, by)
    person.set_password(password)
    person.save(update_fields=["password"])
    _record("password.set", person, by, at)
    return person


@command
def change_own_password(person: User, *, current: str, password: str, at: datetime.datetime | None = None) -> User:
    """Somebody chooses a password that no administrator knows; the actor is the person."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise PermissionDenied
    if not person.check_password(current):
        raise Refused("The password until now is not right.")
    person.set_password(password)
    person.save(update_fields=["password"])
    _record("password.changed", person, person, at)
    return person


@command
def add_unit(
    *,
    kind: str,
    code: str,
    name: str,
    parent: Unit | None,
    by: User | None,
    started_on: datetime.date | None = None,
    at: datetime.datetime | None = None,
) -> Unit:
    """Begin a council, a service or a team."""
    at = at or timezone.now()
    started_on = started_on or _day(at)
    if not access.may_change_units(by, parent):
        raise PermissionDenied
    # Two who add a unit at once wait for one another here, so that the second is told that the code is taken.
    list(Unit.objects.select_for_update().filter(parent=None).values_list("pk"))
    if reason := lifecycle.barrier_to_add_unit(
        kind=kind,
        parent_kind=parent.kind if parent else "",
        parent_has_ended=parent is not None and parent.ended_on is not None and parent.ended_on < started_on,
        code_is_taken=Unit.objects.filter(code=code).exists(),
    ):
        raise Refused(reason)
    unit = Unit.objects.create(kind=kind, code=code, name=name.strip(), parent=parent, started_on=started_on)
    events.record("unit.added", by=by, target=unit, at=at)
    return unit


@command
def end_unit(unit: Unit, *, ends_on: datetime.date, by: User | None, at: datetime.datetime | None = None) -> Unit:
    """End a unit; its history keeps its place."""
    unit = Unit.objects.select_for_update(of=("self",)).select_related("parent").get(pk=unit.pk)
    if not access.may_change_units(by, unit.parent):
        raise PermissionDenied
    the_day_after = ends_on + datetime.timedelta(days=1)
    if reason := lifecycle.barrier_to_end_unit(
        is_council=unit.parent_id is None,
        has_last_day=unit.ended_on is not None,
        starts_on=unit.started_on,
        ends_on=ends_on,
        open_below=Unit.objects.under(unit.path).exclude(pk=unit.pk).filter(ended_on=None).count(),
        people=Membership.objects.filter(unit=unit).not_ended_on(the_day_after).count(),
    ):
        raise Refused(reason)
    unit.ended_on = ends_on
    unit.save(update_fields=["ended_on"])
    events.record("unit.ended", by=by, target=unit, at=at)
    return unit


def _managed(person: User, by: User | None) -> User:
    """The person as they are now, held until the command ends, if `by` may manage them."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if not access.may_manage(by, person):
        raise PermissionDenied
    return person


def _locked_administrators() -> list[Membership]:
    """Who administers the whole council from today without a last day.

    Locked, so that two administrators who end one another at the same moment do not both succeed.
    """
    rows = Membership.objects.select_for_update(of=("self",)).filter(
        role__in=roles_granting(Permission.PEOPLE_MANAGE), unit__parent=None, ends_on=None, user__is_active=True
    )
    return list(rows.filter(starts_on__lte=timezone.localdate()).order_by("pk"))


def _save_with_email(person: User, **options: Any) -> None:
    try:
        with transaction.atomic():
            person.save(**options)
    except IntegrityError as error:
        raise Refused(EMAIL_TAKEN) from error


def _record(verb: str, person: User, by: User | None, at: datetime.datetime | None, **detail: str) -> None:
    """Events about people say which account, never whose."""
    events.record(verb, by=by, target=person, words=f"Account {person.pk}", at=at, **detail)


def _day(at: datetime.datetime) -> datetime.date:
    return timezone.localtime(at).date()
