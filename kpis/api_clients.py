"""Programs are given a token to read figures with, and lose it again.

A token is 32 random bytes behind four letters that tell whoever finds it what it is. Only its hash is kept: a look-up
by the hash compares nothing that could be timed, and a copy of the database opens no door.
"""

import datetime
import hashlib
import secrets

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from kit.commands import command
from kpis import permissions
from kpis.models import ApiClient, Scope
from people import events
from people.access import Refused
from people.models import Unit, User

PREFIX = "qap_"
LONGEST = datetime.timedelta(days=366)
# Writing at each request that a token was used would make a table of rows that change all day.
USED_EVERY = datetime.timedelta(minutes=1)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def client_with(token: str) -> ApiClient | None:
    """The client with this token, in force or not."""
    return ApiClient.objects.select_related("unit").filter(token_hash=hash_of(token)).first()


@command
def make_client(
    *,
    name: str,
    unit: Unit,
    scopes: list[str],
    audience: str,
    expires_at: datetime.datetime,
    by: User | None,
    at: datetime.datetime | None = None,
) -> tuple[ApiClient, str]:
    """Let a program read; the token is told here, once, and never again."""
    at = at or timezone.now()
    if not permissions.may_let_programs_read(by, unit):
        raise PermissionDenied
    if reason := _barrier(name, unit, scopes, audience, expires_at, at):
        raise Refused(reason)

    token = PREFIX + secrets.token_urlsafe(32)
    client = ApiClient.objects.create(
        name=name,
        unit=unit,
        scopes=[scope.value for scope in Scope if scope in scopes],
        audience=audience,
        token_hash=hash_of(token),
        token_hint=token[: len(PREFIX) + 4],
        made_at=at,
        made_by=by,
        expires_at=expires_at,
    )
    events.record("api_client.made", by=by, target=client, at=at, scopes=client.scopes, audience=audience)
    return client, token


def _barrier(
    name: str, unit: Unit, scopes: list[str], audience: str, expires_at: datetime.datetime, at: datetime.datetime
) -> str:
    if not at < expires_at <= at + LONGEST:
        return "A token lasts for a year at most, and expires after it is made."
    if not scopes:
        return "Choose what the program may read."
    if audience == ApiClient.Audience.PUBLIC and unit.parent_id is not None:
        return "The public reads the council's own figures only: services and teams, put together, tell small numbers."
    if audience == ApiClient.Audience.PUBLIC and Scope.NOTES in scopes:
        return "Notes are written for staff: a program for the public cannot read them."
    if ApiClient.objects.filter(name__iexact=name).exists():
        return f"There is a program called {name} already. A revoked one keeps its name, so that the record stays true."
    return ""


@command
def revoke(client: ApiClient, *, by: User | None, at: datetime.datetime | None = None) -> ApiClient:
    """From now on the token opens nothing."""
    at = at or timezone.now()
    client = ApiClient.objects.select_for_update().get(pk=client.pk)
    if not permissions.may_let_programs_read(by, client.unit):
        raise PermissionDenied
    if client.revoked_at:
        raise Refused("This token is revoked already.")

    client.revoked_at, client.revoked_by = at, by
    client.save(update_fields=["revoked_at", "revoked_by"])
    events.record("api_client.revoked", by=by, target=client, at=at)
    return client


def mark_used(client: ApiClient, *, at: datetime.datetime) -> None:
    """When the token was last used, to the minute. No event: nobody did anything."""
    before = at - USED_EVERY
    if client.last_used_at is None or client.last_used_at <= before:
        unmarked = Q(last_used_at=None) | Q(last_used_at__lte=before)
        ApiClient.objects.filter(unmarked, pk=client.pk).update(last_used_at=at)
