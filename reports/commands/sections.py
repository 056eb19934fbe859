"""The sections of one report, put in order, renamed, left out and added; and an earlier order brought back."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kit.commands import command
from people.access import Refused
from people.models import User
from reports import arranging, content, past, wordings
from reports.arranging import Entry
from reports.assembly import words_of
from reports.blueprints import blueprint_of
from reports.commands.blocks import HoldsWords, keep, locked_entries
from reports.commands.writing import Conflict
from reports.models import Report, VersionPlace
from reports.pictures import KIND


@command
def arrange_sections(
    report: Report, entries: Sequence[Entry], *, seen: str, with_words: bool = False, by: User,
    at: datetime.datetime | None = None,
) -> Report:  # fmt: skip
    """Keep the sections of a report in this order and under these titles.

    What is left out keeps its words and pictures; that readers will not see them is said first, unless it is
    `with_words`.
    """
    report, known = locked_entries(report, seen, by)
    blueprint, there = blueprint_of(report.kind), {entry.key: entry for entry in known}
    told = [
        replace(
            entry, title=content.plain(entry.title), hint=content.plain(entry.hint),
            # Blocks are arranged on a page of their own.
            blocks=there[entry.key].blocks if entry.key in there else (),
        )
        for entry in entries
    ]  # fmt: skip
    if not {entry.key for entry in told} >= set(there):
        raise Conflict("Somebody else added a section in the meantime. Look at them as they stand now, and try again.")
    if reason := arranging.problem(told) or arranging.problem_of_sections(blueprint, told):
        raise Refused(reason)
    gone = [entry for entry in told if not entry.is_in and there.get(entry.key, entry).is_in]
    if not with_words and (full := _holding(report, gone)):
        named = " and ".join(f"“{entry.title}”" for entry in full)
        have, them = ("have", "them") if len(full) > 1 else ("has", "it")
        raise HoldsWords(f"{named} {have} words or pictures. Readers will not see {them} in the report.")
    return keep(report, told, by, at)


@command
def restore_order(
    report: Report, *, number: int, seen: str, by: User, at: datetime.datetime | None = None
) -> Report:  # fmt: skip
    """Bring back how sections and blocks stood before the change that made version `number`.

    What was added since is left out, and keeps its words.
    """
    report, known = locked_entries(report, seen, by)
    kept = VersionPlace.objects.filter(version__report=report, version__number=number, key=past.ARRANGEMENT).first()
    if kept is None or "before" not in kept.content:
        raise Refused("The history does not have that order. Choose one of the list.")
    blueprint = blueprint_of(report.kind)
    return keep(report, arranging.restored(blueprint, kept.content["before"], known), by, at)


def _holding(report: Report, entries: Iterable[Entry]) -> list[Entry]:
    """Those of the sections in which somebody typed or chose something, or put a picture. Two queries at most."""
    gone = {entry.key: entry for entry in entries}
    if not gone:
        return []
    words = words_of(report)
    full = {
        slot.of_section
        for slot in past.slots_of(report)
        if slot.of_section in gone and not wordings.is_same(slot, words.get(slot.key, {}), {})
    }
    full |= set(report.blocks.filter(kind=KIND, content__section__in=list(gone)).order_by().values_list(
        "content__section", flat=True
    ))  # fmt: skip
    return [entry for key, entry in gone.items() if key in full]
