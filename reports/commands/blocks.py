"""The blocks within the sections of one report: put in order, left out, brought back, added. Each is a new version."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.commands import command
from people import events
from people.access import Refused
from people.models import User
from reports import arranging, content, lifecycle, past, permissions, wordings
from reports.arranging import Entry
from reports.assembly import words_of
from reports.blueprints import blueprint_of
from reports.commands.locking import locked
from reports.commands.writing import Conflict
from reports.models import Report
from reports.own_blocks import PICTURE, BlockEntry

CHANGED = (
    "Somebody else changed the blocks of this report in the meantime. Look at them as they stand now, and try again."
)
GONE = "This report has no such block any more. Reload the page."


class HoldsWords(Refused):
    """Readers would not see words any more that somebody wrote: say so first."""


@command
def order_blocks(
    report: Report, section: str, order: Sequence[str], *, seen: str, by: User, at: datetime.datetime | None = None
) -> Report:
    """Put the blocks of a section into another order. `order` names those that are in the report and its pictures."""
    report, entries = locked_entries(report, seen, by)
    blocks = _blocks(report, entries, section)
    shown = {block.key for block in blocks if block.is_in}
    pictures = {key for key in _pictures(report, section) if key not in shown}
    if sorted(order) != sorted(shown | pictures):
        raise Conflict(CHANGED)
    blocks = arranging.in_order([*blocks, *(BlockEntry(key) for key in pictures)], order)
    return _kept(report, arranging.with_blocks(entries, section, blocks), section, by, at)


@command
def leave_out(
    report: Report, section: str, key: str, *, seen: str, with_words: bool = False, by: User,
    at: datetime.datetime | None = None,
) -> Report:  # fmt: skip
    """Leave a block out. Its words stay with it; that they are there is said first, unless it is `with_words`."""
    report, entries = locked_entries(report, seen, by)
    entry = _entry(entries, section)
    block = _block(report, entries, section, key)
    blueprint = blueprint_of(report.kind)
    if not with_words and holds_words(report, arranging.places_of(blueprint, entry, block)):
        title = arranging.title_of(blueprint, entry, block)
        raise HoldsWords(f"“{title}” has words in it. Readers will not see them while it is left out.")
    return _turned(report, entries, section, block, by, at, is_in=False)


@command
def bring_in(
    report: Report, section: str, key: str, *, seen: str, by: User, at: datetime.datetime | None = None
) -> Report:
    """Bring a block back that was left out, with the words it has."""
    report, entries = locked_entries(report, seen, by)
    return _turned(report, entries, section, _block(report, entries, section, key), by, at, is_in=True)


@command
def add_block(
    report: Report, section: str, *, kind: str, title: str, of: str = "", seen: str, by: User,
    at: datetime.datetime | None = None,
) -> Report:  # fmt: skip
    """Add a block at the end of a section: of one's own words, which are typed on the writing page; or of the records,
    such as a chart `of` an indicator."""
    report, entries = locked_entries(report, seen, by)
    title = " ".join(content.plain(title).split())
    _entry(entries, section)
    own = arranging.with_own_block(blueprint_of(report.kind), entries, section, kind, title, of)
    return _kept(report, own, section, by, at)


def holds_words(report: Report, places: Sequence[str]) -> bool:
    """Has somebody typed or chosen anything in these places? Two queries at most."""
    slots = {slot.key: slot for slot in past.all_slots(report)}
    words = words_of(report) if places else {}
    return any(not wordings.is_same(slots[key], words.get(key, {}), {}) for key in places if key in slots)


def entries_of(report: Report) -> list[Entry]:
    """The sections of a report as they stand, whether somebody arranged them or not."""
    return arranging.entries_of(blueprint_of(report.kind), report.arrangement)


def _turned(
    report: Report, entries: list[Entry], section: str, block: BlockEntry, by: User, at: datetime.datetime | None, *,
    is_in: bool,
) -> Report:  # fmt: skip
    blocks = [
        replace(each, is_in=is_in) if each.key == block.key else each for each in _blocks(report, entries, section)
    ]
    return _kept(report, arranging.with_blocks(entries, section, blocks), section, by, at)


def locked_entries(report: Report, seen: str, by: User) -> tuple[Report, list[Entry]]:
    """The report and its sections, where this person may arrange them and has seen how they stand."""
    report = locked(report)
    if not permissions.may_write(by, report.unit):
        raise PermissionDenied
    if reason := lifecycle.barrier_to_change(report.status):
        raise Refused(reason)
    if seen != arranging.seal(report.arrangement):
        raise Conflict(CHANGED)
    return report, entries_of(report)


def _entry(entries: Sequence[Entry], section: str) -> Entry:
    found = next((entry for entry in entries if entry.key == section and entry.is_in), None)
    if found is None:
        raise Refused("This report has no such section. Choose one of the list.")
    return found


def _blocks(report: Report, entries: Sequence[Entry], section: str) -> list[BlockEntry]:
    return arranging.blocks_of(blueprint_of(report.kind), _entry(entries, section))


def _block(report: Report, entries: Sequence[Entry], section: str, key: str) -> BlockEntry:
    found = next((each for each in _blocks(report, entries, section) if each.key == key), None)
    if found is None or found.is_picture:
        raise Refused(GONE)
    return found


def _pictures(report: Report, section: str) -> list[str]:
    """The keys of the pictures of a section. One query."""
    rows = report.blocks.filter(key__startswith=PICTURE, content__section=section)
    return list(rows.order_by("pk").values_list("key", flat=True))


def _kept(
    report: Report, entries: list[Entry], section: str, by: User, at: datetime.datetime | None
) -> Report:  # fmt: skip
    if reason := arranging.problem_of_blocks(blueprint_of(report.kind), [_entry(entries, section)]):
        raise Refused(reason)
    return keep(report, entries, by, at, section=section)


def keep(
    report: Report, entries: Sequence[Entry], by: User, at: datetime.datetime | None, **detail: str
) -> Report:  # fmt: skip
    """Save how sections and blocks stand, as a version of the history; nothing changed is none."""
    at = at or timezone.now()
    was, stored = report.arrangement, arranging.to_store(entries)
    if stored == was:
        return report
    report.arrangement = stored
    report.version += 1
    report.save(update_fields=["arrangement", "version"])
    past.keep_arrangement(report, was, before=words_of(report), by=by, at=at)
    events.record("report.arranged", by=by, target=report, at=at, version=report.version, **detail)
    return report
