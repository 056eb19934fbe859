"""Building a tool: a new one, the draft of a version, its changes.

Every change names the number of saves that its page was opened at. When somebody else has changed the draft since, it
is refused with `Conflict`, and the page shows both.
"""

import datetime
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits import permissions, versions
from audits.building import Gone
from audits.commands.tools import write_content
from audits.commands.writing import Conflict
from audits.content import Content
from audits.models import Tool, ToolVersion, content_of
from kit.commands import command
from people import events
from people.access import Refused
from people.models import User


@command
def start_tool(content: Content, *, by: User, at: datetime.datetime | None = None) -> ToolVersion:
    """A new tool: the draft of its first version."""
    at = at or timezone.now()
    if not permissions.may_write_tools(by):
        raise PermissionDenied
    tool, is_new = Tool.objects.get_or_create(code=content.code, defaults={"name": content.name})
    if not is_new:
        raise Refused(f"There is a tool with the code “{content.code}” already: choose another code.")

    version = ToolVersion(tool=tool, number=1, changed_by=by, changed_at=at)
    write_content(version, content)

    events.record("tool.started", by=by, target=version, at=at)
    return version


@command
def make_draft(version: ToolVersion, *, by: User, at: datetime.datetime | None = None) -> ToolVersion:
    """The draft of the tool's next version, which begins as a copy of `version`."""
    at = at or timezone.now()
    if not permissions.may_write_tools(by):
        raise PermissionDenied
    tool = Tool.objects.select_for_update().get(pk=version.tool_id)
    all_of_it = ToolVersion.objects.filter(tool=tool)
    under_way = all_of_it.filter(status=ToolVersion.Status.DRAFT).first()
    if problem := versions.starting_barrier(
        draft_number=under_way and under_way.number, is_draft=under_way is not None and under_way.pk == version.pk
    ):
        raise Refused(problem)

    newest = all_of_it.order_by("-number").first()
    draft = ToolVersion(tool=tool, number=newest.number + 1, changed_by=by, changed_at=at)
    write_content(draft, content_of(version))

    events.record("tool.drafted", by=by, target=draft, at=at, copy_of=version.number)
    return draft


@command
def change_draft(
    version: ToolVersion,
    change: Callable[[Content], Content],
    *,
    what: str,
    saves: int | None = None,
    by: User,
    at: datetime.datetime | None = None,
) -> ToolVersion:
    """Give the draft the content that `change` makes of it; a proposal to publish it is withdrawn by that.

    `what` names the place for the record. `saves` is the draft's number when the page was opened; None takes any.
    """
    at = at or timezone.now()
    version = locked_draft(version, by)
    before = content_of(version)
    try:
        after = change(before)
    except Gone as gone:
        raise Refused("Somebody else has removed this part of the tool.") from gone
    if after == before:
        return version  # a retry after a lost answer is no conflict
    if saves is not None and saves != version.saves:
        raise Conflict(
            f"{version.changed_by} has changed this tool since you opened the page. Nothing has been overwritten."
        )

    version.saves += 1
    version.changed_by, version.changed_at = by, at
    version.proposed_by = version.proposed_at = None
    write_content(version, after)

    events.record("tool.changed", by=by, target=version, at=at, place=what, saves=version.saves)
    return version


@command
def discard_draft(version: ToolVersion, *, by: User, at: datetime.datetime | None = None) -> None:
    """Throw a draft away; a tool that was never published goes with it."""
    at = at or timezone.now()
    version = locked_draft(version, by)
    tool, kept = version.tool, str(version)

    events.record("tool.discarded", by=by, target=version, words=kept, at=at)
    version.delete()
    if not ToolVersion.objects.filter(tool=tool).exists():
        tool.delete()


def locked_draft(version: ToolVersion, by: User) -> ToolVersion:
    """The draft as it is now, kept from other writers; refused to whoever may not write it."""
    if not permissions.may_write_tools(by):
        raise PermissionDenied
    version = locked(version)
    if problem := versions.changing_barrier(is_draft=version.is_draft):
        raise Refused(problem)
    return version


def locked(version: ToolVersion) -> ToolVersion:
    """The version as it is now, with its tool's other versions kept from changing as well."""
    list(Tool.objects.select_for_update().filter(pk=version.tool_id))
    found = ToolVersion.objects.select_for_update(of=("self",)).select_related(
        "tool", "changed_by", "proposed_by", "published_by"
    )
    if (version := found.filter(pk=version.pk).first()) is None:
        raise Refused("This draft has been discarded.")
    return version
