"""Pictures join a report, each with its text alternative, under a section of it."""

import datetime
from dataclasses import asdict

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.commands import command
from kit.pictures import Picture
from people import events
from people.access import Refused
from people.models import User
from reports import content, lifecycle, permissions
from reports.arranging import applied
from reports.blueprints import blueprint_of
from reports.commands.locking import locked
from reports.models import Block, Report
from reports.pictures import KIND, MOST_OF_ALT, MOST_OF_TITLE, MOST_PICTURES, key_of, section_titles


@command
def add_picture(
    report: Report, picture: Picture, *, section: str, title: str, alt: str, by: User,
    at: datetime.datetime | None = None,
) -> Block:  # fmt: skip
    """Put the picture at the end of a section. Without a text alternative it would say nothing to many readers."""
    at = at or timezone.now()
    report = _locked(report, by)
    title, alt = content.plain(title), content.plain(alt)
    if not title or len(title) > MOST_OF_TITLE:
        raise Refused(f"Give the picture a title of at most {MOST_OF_TITLE} letters.")
    if not alt or len(alt) > MOST_OF_ALT:
        raise Refused(f"Say in at most {MOST_OF_ALT} letters what the picture shows, for who does not see it.")
    if section not in section_titles(applied(blueprint_of(report.kind), report.arrangement)):
        raise Refused("This report has no such section. Choose one of the list.")
    taken = list(report.blocks.filter(kind=KIND).values_list("key", flat=True))
    if len(taken) >= MOST_PICTURES:
        raise Refused(f"A report has at most {MOST_PICTURES} pictures. Take one out first.")
    number = 1 + max((int(key.rpartition("-")[2]) for key in taken), default=0)
    block = Block.objects.create(
        report=report, key=key_of(number), kind=KIND,
        content={"section": section, "title": title, "alt": alt, **asdict(picture)},
    )  # fmt: skip
    events.record("report.picture_added", by=by, target=report, at=at, picture=number, section=section)
    return block


@command
def remove_picture(report: Report, number: int, *, by: User, at: datetime.datetime | None = None) -> Report:
    """Take the picture out of the draft. What was published keeps it."""
    report = _locked(report, by)
    removed, _ = report.blocks.filter(kind=KIND, key=key_of(number)).delete()
    if not removed:
        raise Refused("This picture is not in the report any more.")
    events.record("report.picture_removed", by=by, target=report, at=at, picture=number)
    return report


def _locked(report: Report, by: User) -> Report:
    report = locked(report)
    if not permissions.may_write(by, report.unit):
        raise PermissionDenied
    if reason := lifecycle.barrier_to_change(report.status):
        raise Refused(reason)
    return report
