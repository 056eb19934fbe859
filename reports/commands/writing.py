"""A report is started and written."""

import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.commands import command
from people import events
from people.access import Refused
from people.models import Unit, User
from reports import content, lifecycle, permissions
from reports.blueprints import Words, blueprint_of, discovered
from reports.commands.locking import locked
from reports.models import Block, Report

MOST_LETTERS = 20_000


class Conflict(Refused):
    """Somebody else saved the report in the meantime."""


@command
def start_report(
    *, kind: str, unit: Unit, starts_on: datetime.date, by: User, at: datetime.datetime | None = None
) -> Report:
    """Begin a draft about the unit and the period in which `starts_on` lies."""
    at = at or timezone.now()
    if not permissions.may_write(by, unit):
        raise PermissionDenied
    if kind not in discovered():
        raise Refused("There is no report of that kind.")
    blueprint = blueprint_of(kind)
    period = blueprint.period_of(starts_on)
    # Two people who start the same report wait for one another here; the second is told.
    Unit.objects.select_for_update().get(pk=unit.pk)
    own = {"kind": kind, "unit": unit, "starts_on": period.starts_on, "ends_on": period.ends_on}
    has_one = Report.objects.filter(**own).exists()
    if reason := lifecycle.barrier_to_start(period.starts_on, today=timezone.localdate(at), has_one=has_one):
        raise Refused(reason)

    report = Report.objects.create(**own, title=blueprint.title, period_words=period.label, author=by, created_at=at)
    events.record("report.started", by=by, target=report, at=at)
    return report


@command
def save_words(report: Report, words: Words, *, version: int, by: User, at: datetime.datetime | None = None) -> Report:
    """Keep what the author typed and chose; places that `words` does not name stay as they are.

    `version` is the one that the author had on screen: where somebody else saved in between, nothing is overwritten.
    """
    report = locked(report)
    if not permissions.may_write(by, report.unit):
        raise PermissionDenied
    if reason := lifecycle.barrier_to_change(report.status):
        raise Refused(reason)
    if report.version != version:
        raise Conflict("Somebody else saved this report while you were writing. Your words are not saved yet.")
    kinds = {slot.key: slot.kind for slot in blueprint_of(report.kind).slots}
    for key, typed in words.items():
        if key not in kinds:
            raise Refused(f"This report has no place called “{key}”.")
        Block.objects.update_or_create(
            report=report, key=key, defaults={"kind": kinds[key], "content": _cleaned(kinds[key], typed)}
        )
    report.version += 1
    report.save(update_fields=["version"])
    events.record("report.saved", by=by, target=report, at=at, version=report.version, places=sorted(words))
    return report


def _cleaned(kind: str, typed: dict[str, object]) -> dict[str, object]:
    """What is stored for a place of this kind; anything of another shape is refused."""
    shapes = {
        "key_messages": {"messages": list},
        "text": {"prose": str},
        "strengths_focus": {"strengths": list, "focus": list},
        "actions": {"chosen": list},
    }
    shape = shapes[kind]
    if set(typed) - set(shape) or not all(isinstance(typed.get(name, of()), of) for name, of in shape.items()):
        raise Refused("These words do not fit their place in the report.")
    cleaned = {name: _plain(typed.get(name, of())) for name, of in shape.items()}
    if sum(len(text) for text in content.strings(cleaned)) > MOST_LETTERS:
        raise Refused(f"One part of the report is longer than {MOST_LETTERS:,} letters. Shorten it.")
    return cleaned


def _plain(value: object) -> object:
    """Text without control characters; empty lines of a list go."""
    if isinstance(value, str):
        return content.plain(value)
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [item for item in map(_plain, value) if item]
    raise Refused("These words do not fit their place in the report.")
