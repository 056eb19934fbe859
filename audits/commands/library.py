"""Tools that come with the portal."""

import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits import permissions, shipped
from audits.commands.tools import write_content
from audits.content import Content
from audits.models import Tool, ToolVersion
from kit.commands import command
from people import events
from people.models import User


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
