"""Bringing a version of a tool into use by a second person, and taking a tool out of use."""

import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits import permissions, versions
from audits.commands.drafting import locked, locked_draft
from audits.commands.writing import Conflict
from audits.content import problems
from audits.models import ToolVersion, content_of
from kit.commands import command
from people import events
from people.access import Refused
from people.models import User

Status = ToolVersion.Status


@command
def propose_tool(version: ToolVersion, *, by: User, at: datetime.datetime | None = None) -> ToolVersion:
    """Say that the draft is finished, and ask somebody else to publish it."""
    at = at or timezone.now()
    version = locked_draft(version, by)
    problem = versions.proposing_barrier(
        is_draft=version.is_draft, is_proposed=version.proposed_at is not None, problems=len(_problems(version))
    )
    if problem:
        raise Refused(problem)

    version.proposed_at, version.proposed_by = at, by
    version.save(update_fields=["proposed_at", "proposed_by"])

    events.record("tool.proposed", by=by, target=version, at=at)
    return version


@command
def publish_tool(
    version: ToolVersion, *, saves: int | None = None, by: User, at: datetime.datetime | None = None
) -> ToolVersion:
    """Bring the proposed version into use in the place of the one before; audits keep the version they began with.

    `saves` is the draft's number when it was read: nobody publishes words that they have not seen.
    """
    at = at or timezone.now()
    if not permissions.may_publish_tools(by):
        raise PermissionDenied
    version = locked(version)
    problem = versions.publishing_barrier(
        is_draft=version.is_draft,
        is_proposed=version.proposed_at is not None,
        problems=len(_problems(version)),
        is_own_proposal=version.proposed_by_id == by.pk,
        is_own_change=version.changed_by_id == by.pk,
    )
    if problem:
        raise Refused(problem)
    if saves is not None and saves != version.saves:
        raise Conflict("This draft has been changed since you read it: read it again before you publish it.")

    before = _in_use(version)
    if before:
        before.status = Status.RETIRED
        before.save(update_fields=["status"])
    version.status = Status.PUBLISHED
    version.published_at, version.published_by = at, by
    version.save(update_fields=["status", "published_at", "published_by"])
    version.tool.name = version.name
    version.tool.save(update_fields=["name"])

    events.record("tool.published", by=by, target=version, at=at, replaces=before and before.number)
    return version


@command
def retire_tool(version: ToolVersion, *, by: User, at: datetime.datetime | None = None) -> ToolVersion:
    """No new audit begins with this tool; those that have begun go on."""
    at = at or timezone.now()
    version = _locked_for_use(version, by)
    if problem := versions.retiring_barrier(is_in_use=version.status == Status.PUBLISHED):
        raise Refused(problem)

    version.status = Status.RETIRED
    version.save(update_fields=["status"])

    events.record("tool.retired", by=by, target=version, at=at)
    return version


@command
def bring_tool_back(version: ToolVersion, *, by: User, at: datetime.datetime | None = None) -> ToolVersion:
    """A retired tool is offered again, with its latest published version."""
    at = at or timezone.now()
    version = _locked_for_use(version, by)
    newest = ToolVersion.objects.filter(tool=version.tool_id, published_at__isnull=False).order_by("-number").first()
    if problem := versions.returning_barrier(
        is_newest=newest is not None and newest.pk == version.pk, is_in_use=_in_use(version) is not None
    ):
        raise Refused(problem)

    version.status = Status.PUBLISHED
    version.save(update_fields=["status"])

    events.record("tool.brought_back", by=by, target=version, at=at)
    return version


def _locked_for_use(version: ToolVersion, by: User) -> ToolVersion:
    if not permissions.may_write_tools(by):
        raise PermissionDenied
    return locked(version)


def _in_use(version: ToolVersion) -> ToolVersion | None:
    return ToolVersion.objects.filter(tool=version.tool_id, status=Status.PUBLISHED).first()


def _problems(version: ToolVersion) -> list:
    return problems(content_of(version))
