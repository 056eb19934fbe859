"""Bringing an audit tool into use."""

import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits import permissions, standard_tool
from audits.models import Section, Tool, ToolVersion
from kit.commands import command
from people import events
from people.models import User


@command
def install_standard_tool(*, by: User, at: datetime.datetime | None = None) -> ToolVersion:
    """Bring the standard tool into use; where it already is, nothing changes."""
    at = at or timezone.now()
    if not permissions.may_install_tools(by):
        raise PermissionDenied
    tool, is_new = Tool.objects.get_or_create(
        code=standard_tool.CODE, defaults={"name": standard_tool.NAME, "purpose": standard_tool.PURPOSE}
    )
    if not is_new:
        return ToolVersion.objects.select_related("tool").get(tool=tool, status=ToolVersion.Status.PUBLISHED)

    version = ToolVersion.objects.create(tool=tool, number=1, **standard_tool.OVERALL._asdict())
    Section.objects.bulk_create(
        Section(tool_version=version, code=code, title=title, position=position, **words._asdict())
        for position, (code, title, words) in enumerate(standard_tool.DOMAINS, start=1)
    )
    version.status = ToolVersion.Status.PUBLISHED
    version.published_at, version.published_by = at, by
    version.save(update_fields=["status", "published_at", "published_by"])

    events.record("tool.published", by=by, target=version, at=at)
    return version
