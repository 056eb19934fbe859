"""A report is started and written."""

import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.commands import Conflict
from kit.commands import command
from people import events
from people.access import Refused
from people.models import Unit, User
from reports import content, lifecycle, past, permissions
from reports.assembly import words_of
from reports.blueprints import Slot, Words, blueprint_of, discovered
from reports.commands.locking import locked
from reports.lifecycle import Status
from reports.models import Adaptation, Block, How, Report
from reports.slots import RESTRICTED, shape_of
from reports.wordings import differing

MOST_LETTERS = 20_000
MOST_TITLE = 200
SAVED_ELSEWHERE = "Somebody else saved this report while you were writing. Your words are not saved yet."


@command
def start_report(
    *, kind: str, unit: Unit, starts_on: datetime.date, by: User, adaptation: Adaptation | None = None,
    title: str = "", at: datetime.datetime | None = None,
) -> Report:  # fmt: skip
    """Begin a draft about the unit and the period in which `starts_on` lies, as its kind is, or as it was adapted.

    The draft takes a copy of how the adaptation arranges it: what is changed there later does not change the draft.
    A `title` is taken by kinds of which each report has its own.
    """
    at = at or timezone.now()
    if not permissions.may_write(by, unit):
        raise PermissionDenied
    if kind not in discovered() or (adaptation and (adaptation.kind != kind or adaptation.retired_at)):
        raise Refused("There is no report of that kind.")
    blueprint = blueprint_of(kind)
    period = blueprint.period_of(starts_on)
    # Two people who start the same report wait for one another here; the second is told.
    Unit.objects.select_for_update().get(pk=unit.pk)
    own = {
        "kind": kind, "unit": unit, "starts_on": period.starts_on, "ends_on": period.ends_on, "adaptation": adaptation,
    }  # fmt: skip
    named = (content.plain(title) if blueprint.is_titled else "") or (adaptation or blueprint).title
    if len(named) > MOST_TITLE:
        raise Refused(f"A title has at most {MOST_TITLE} letters.")
    there = Report.objects.filter(**own, **({"title__iexact": named} if blueprint.is_titled else {}))
    there = there.exclude(status=Status.WITHDRAWN)
    if reason := lifecycle.barrier_to_start(
        period.starts_on, today=timezone.localdate(at), has_one=there.exists(), is_titled=blueprint.is_titled
    ):
        raise Refused(reason)

    report = Report.objects.create(
        **own, title=named, period_words=period.label, author=by, created_at=at,
        arrangement=adaptation.arrangement if adaptation else [],
    )  # fmt: skip
    events.record("report.started", by=by, target=report, at=at)
    return report


@command
def save_words(
    report: Report, words: Words, *, version: int, replaces: int | None = None, by: User, how: How = How.TYPED,
    by_itself: bool = False, at: datetime.datetime | None = None,
) -> Report:  # fmt: skip
    """Keep what the author typed and chose; places that `words` does not name stay as they are.

    `version` is the one that the author had on screen. Where somebody else saved in between, only what the author
    changed since then is kept; where both changed the same place, nothing is overwritten, unless the author has seen
    the other words, of the version that this save `replaces`. Nothing changed is no save. What saves `by_itself` does
    so every few seconds: the record of who did what has the first of each entry of the history.
    """
    at = at or timezone.now()
    report = locked(report)
    if not permissions.may_write(by, report.unit):
        raise PermissionDenied
    if reason := lifecycle.barrier_to_change(report.status):
        raise Refused(reason)
    # Words of a block that somebody left out meanwhile are kept with it.
    slots = {slot.key: slot for slot in past.all_slots(report)}
    if unknown := next((key for key in words if key not in slots), None):
        raise Refused(f"This report has no place called “{unknown}”.")
    cleaned = {key: _cleaned(slots[key], typed) for key, typed in words.items()}
    stored = words_of(report)
    changed = differing(slots.values(), cleaned, stored)
    if report.version != version and changed:
        changed, clashing = past.own_changes(report, changed, stored, version, replaces)
        if clashing:
            raise Conflict(SAVED_ELSEWHERE)
    if changed:
        report.version += 1
        report.save(update_fields=["version"])
    for key, held in cleaned.items():
        if key in changed or key not in stored:
            Block.objects.update_or_create(
                report=report, key=key, defaults={"kind": slots[key].kind, "content": changed.get(key, held)}
            )
    if changed:
        kept = past.keep(report, changed, before=stored, how=how, by=by, at=at)
    if changed and not (by_itself and kept.entry < kept.number):
        events.record("report.saved", by=by, target=report, at=at, version=report.version, places=sorted(changed))
    return report


def _cleaned(slot: Slot, typed: dict[str, object]) -> dict[str, object]:
    """What is stored for a place of this kind; anything of another shape is refused."""
    shape = shape_of(slot)
    if set(typed) - set(shape) or not all(isinstance(typed.get(name, of()), of) for name, of in shape.items()):
        raise Refused("These words do not fit their place in the report.")
    cleaned = {name: _plain(typed.get(name, of())) for name, of in shape.items()}
    if not cleaned.get(RESTRICTED, True):
        del cleaned[RESTRICTED]
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
