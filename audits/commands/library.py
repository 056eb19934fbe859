"""Tools from elsewhere: those that come with the portal, and those that somebody brings in."""

import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits import permissions, shipped, versions
from audits.commands.drafting import change_draft, make_draft, start_tool
from audits.commands.tools import write_content
from audits.content import Content
from audits.models import Tool, ToolVersion, content_of
from kit.commands import command
from people import events
from people.access import Refused
from people.models import User


class DraftInTheWay(Exception):
    """The person has a draft of this tool already; says so, and how to replace it."""


@command
def install_tool(content: Content, *, by: User, at: datetime.datetime | None = None) -> ToolVersion:
    """Bring a tool into use as published version 1; where there is a tool with this code, nothing changes.

    Nobody wrote it here (`changed_by` stays empty), so one person is enough to publish it.
    """
    at = at or timezone.now()
    if not permissions.may_install_tools(by):
        raise PermissionDenied
    tool, is_new = Tool.objects.get_or_create(code=content.code, defaults={"name": content.name})
    if not is_new:
        versions = ToolVersion.objects.filter(tool=tool).select_related("tool")
        return versions.filter(status=ToolVersion.Status.PUBLISHED).first() or versions.latest("number")

    version = ToolVersion.objects.create(tool=tool, number=1, name=content.name)
    write_content(version, content)
    version.status = ToolVersion.Status.PUBLISHED
    version.published_at, version.published_by = at, by
    version.save(update_fields=["status", "published_at", "published_by"])

    events.record("tool.published", by=by, target=version, at=at)
    return version


def install_shipped_tools(*, by: User, at: datetime.datetime | None = None) -> list[ToolVersion]:
    """Every tool that ships, the full audit first."""
    return [install_tool(content, by=by, at=at) for content in shipped.contents()]


@command
def import_tool(
    content: Content, *, replaces_draft: bool = False, by: User, at: datetime.datetime | None = None
) -> ToolVersion:
    """Bring a tool in as a draft: of a new tool, or of the next version of the tool that has its code.

    A draft by somebody else is never touched; one's own is replaced when `replaces_draft` says so.
    """
    if not permissions.may_write_tools(by):
        raise PermissionDenied
    tool = Tool.objects.select_for_update().filter(code=content.code).first()
    if tool is None:
        return start_tool(content, by=by, at=at)
    every = ToolVersion.objects.filter(tool=tool).select_related("tool", "changed_by").order_by("-number")
    newest = every.first()
    draft = newest if newest.is_draft else None
    problem = versions.importing_barrier(
        draft_number=draft and draft.number,
        draft_by=str(draft.changed_by) if draft and draft.changed_by not in (None, by) else "",
        same_as=newest.number if content == content_of(newest) else None,
    )
    if problem:
        raise Refused(problem)
    if draft and not replaces_draft:
        raise DraftInTheWay(
            f"You have a draft of version {draft.number} of this tool already. Tick the box to put this in its place."
        )
    return change_draft(draft or make_draft(newest, by=by, at=at), lambda _: content, what="all of it", by=by, at=at)
