"""A council adapts a kind of report, and uses it or puts it away."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.commands import command
from people import events
from people.access import Refused
from people.models import User
from reports import arranging, content, permissions
from reports.arranging import Entry
from reports.blueprints import blueprint_of, discovered
from reports.commands.writing import Conflict
from reports.models import Adaptation


@command
def adapt(*, kind: str, title: str, by: User, at: datetime.datetime | None = None) -> Adaptation:
    """Begin an adaptation with the sections as the blueprint has them."""
    at = at or timezone.now()
    if not permissions.may_adapt(by):
        raise PermissionDenied
    if kind not in discovered():
        raise Refused("There is no report of that kind.")
    entries = arranging.outline(blueprint_of(kind))
    made = Adaptation.objects.create(
        kind=kind, title=_title(title), arrangement=arranging.to_store(entries), made_at=at, made_by=by
    )
    events.record("adaptation.made", by=by, target=made, at=at, kind=kind)
    return made


@command
def arrange(
    adaptation: Adaptation, *, title: str, entries: Sequence[Entry], version: int, by: User,
    at: datetime.datetime | None = None,
) -> Adaptation:  # fmt: skip
    """Keep the title and the sections. Reports that were started before stay as they are."""
    adaptation = _locked(adaptation, by)
    if adaptation.version != version:
        raise Conflict("Somebody else changed this kind of report in the meantime. Your changes are not saved yet.")
    entries = [
        replace(
            each,
            title=content.plain(each.title),
            hint=content.plain(each.hint),
            blocks=tuple(replace(block, title=" ".join(content.plain(block.title).split())) for block in each.blocks),
        )
        for each in entries
    ]
    shown = [each for each in entries if each.is_in]
    blueprint = blueprint_of(adaptation.kind)
    if reason := (
        arranging.problem(entries)
        or arranging.problem_of_sections(blueprint, entries)
        or arranging.problem_of_blocks(blueprint, shown)
    ):
        raise Refused(reason)
    adaptation.title = _title(title, but=adaptation)
    adaptation.arrangement = arranging.to_store(entries)
    adaptation.version += 1
    adaptation.save(update_fields=["title", "arrangement", "version"])
    events.record("adaptation.arranged", by=by, target=adaptation, at=at, version=adaptation.version)
    return adaptation


@command
def retire(adaptation: Adaptation, *, by: User, at: datetime.datetime | None = None) -> Adaptation:
    """No report is started with it any more; those that were stay as they are."""
    at = at or timezone.now()
    adaptation = _locked(adaptation, by)
    adaptation.retired_at, adaptation.retired_by = at, by
    adaptation.save(update_fields=["retired_at", "retired_by"])
    events.record("adaptation.retired", by=by, target=adaptation, at=at)
    return adaptation


def _locked(adaptation: Adaptation, by: User) -> Adaptation:
    if not permissions.may_adapt(by):
        raise PermissionDenied
    adaptation = Adaptation.objects.select_for_update().get(pk=adaptation.pk)
    if adaptation.retired_at:
        raise Refused("This kind of report is put away. Begin a new one.")
    return adaptation


def _title(title: str, but: Adaptation | None = None) -> str:
    title = " ".join(content.plain(title).split())
    if not title:
        raise Refused("Give it a name.")
    if len(title) > arranging.MOST_LETTERS:
        raise Refused(f"A name has at most {arranging.MOST_LETTERS} letters; this one has {len(title)}.")
    taken = Adaptation.objects.in_use().filter(title__iexact=title)
    if but:
        taken = taken.exclude(pk=but.pk)
    if taken.exists() or title.casefold() in {each.title.casefold() for each in discovered().values()}:
        raise Refused(f"There is a kind of report called “{title}” already.")
    return title
