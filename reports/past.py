"""What a report said before: every save with what it changed, and the words as they were after any of them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, Q

from people.models import User
from reports import arranging, wordings
from reports.blueprints import Slot, Words, blueprint_of
from reports.differing import word_diff
from reports.models import TOGETHER, How, Report, Version, VersionPlace

PAGE_SIZE = 25
ARRANGEMENT, ARRANGED = "arrangement", "Order of sections and blocks"  # in the history, beside the places of words
NOTHING = 0  # the number that stands for a report before its history


def keep(
    report: Report, changed: Words, *, before: Words, how: How, by: User, at: datetime.datetime
) -> Version:  # fmt: skip
    """Add what a save changed to the history; call it inside the command that saved.

    The first one of a report also keeps what was saved before there was a history, so that every later one can be
    compared with it.
    """
    last = report.versions.order_by("-number").first()
    entry = last.entry if last and _belongs(report, last, how, by, at) else report.version
    version = Version.objects.create(report=report, number=report.version, entry=entry, how=how, at=at, by=by)
    kept = changed if last else {**before, **changed}
    VersionPlace.objects.bulk_create(VersionPlace(version=version, key=key, content=kept[key]) for key in kept)
    return version


def keep_arrangement(
    report: Report, was: list[dict[str, Any]], *, before: Words, by: User, at: datetime.datetime
) -> Version:  # fmt: skip
    """Add to the history that sections or blocks stand otherwise: how they stood and stand as lines, and `before`, so
    that the order before can be brought back."""
    lines: dict[str, Any] = {name: arranging.as_lines(blueprint_of(report.kind), stored) for name, stored in (
        ("was", was), ("now", report.arrangement),
    )}  # fmt: skip
    return keep(report, {ARRANGEMENT: {**lines, "before": was}}, before=before, how=How.ARRANGED, by=by, at=at)


def _belongs(report: Report, last: Version, how: How, by: User, at: datetime.datetime) -> bool:
    """Is a save one entry with the last one: both typed by the same person, not long after one another?"""
    if last.by_id != by.pk or last.how != How.TYPED or how != How.TYPED:
        return False
    first = last if last.entry == last.number else report.versions.get(number=last.entry)
    return at - first.at < TOGETHER


def begins(report: Report) -> int | None:
    """The first version that the history can give back: 1, where a report has it from its start. None: no save yet."""
    first: int | None = report.versions.aggregate(first=Min("number"))["first"]
    return 1 if first == 2 else first


def words_at(report: Report, number: int) -> Words | None:
    """All words as they were at a version; None where the history does not reach back to it. Two queries."""
    first = begins(report)
    if first is None or number < first:
        return None
    kept = VersionPlace.objects.filter(version__report=report, version__number__lte=number)
    kept = kept.order_by("key", "-version__number").distinct("key")
    return dict(kept.values_list("key", "content"))


def own_changes(
    report: Report, changed: Words, stored: Words, version: int, replaces: int | None = None
) -> tuple[Words, list[str]]:
    """Of what differs from what is saved, what the author changed since `version`, and where others did so too.

    What the history does not reach back to cannot be told apart: all of it is the author's, and all of it clashes.
    """
    slots = all_slots(report)
    base = words_at(report, version) if version <= report.version else None
    own = changed
    if base is not None:
        own = wordings.differing(slots, changed, base)
    known = stored if replaces == report.version else words_at(report, replaces) if replaces else base
    if known is None:
        return own, list(own)
    theirs = wordings.differing(slots, stored, known)
    return own, [key for key in own if key in theirs]


@dataclass(frozen=True)
class Entry:
    """What one person saved in one go."""

    version: Version  # the last save of it
    saves: int
    since: datetime.datetime
    places: list[str]  # the titles of what changed
    before: int  # the version to compare it with
    has_order: bool = False  # sections or blocks stood otherwise before it, and can be brought back


def page_of(report: Report, number: str | None, *, first: int | None) -> Page:
    """The history, newest first; `first` is where it begins. Four queries, however long it is."""
    rows = report.versions.last_of_each().select_related("by").latest_first()
    page = Paginator(rows, PAGE_SIZE).get_page(number)
    shown = list(page.object_list)
    saves = _saves(report, [each.entry for each in shown])
    titles = titles_ever(report)
    keys: dict[int, set[str]] = {}
    changed = VersionPlace.objects.filter(version__report=report, version__entry__in=saves)
    arranged = set()
    for entry, key, has_order in changed.values_list("version__entry", "key", Q(content__has_key="before")):
        keys.setdefault(entry, set()).add(key)
        if key == ARRANGEMENT and has_order:
            arranged.add(entry)
    page.object_list = [
        Entry(
            version=each,
            saves=saves[each.entry][0],
            since=saves[each.entry][1],
            places=[title for key, title in titles.items() if key in keys.get(each.entry, ())],
            before=each.entry - 1 if first and each.entry > first else NOTHING,
            has_order=each.entry in arranged,
        )
        for each in shown
    ]
    return page


def _saves(report: Report, entries: Sequence[int]) -> dict[int, tuple[int, datetime.datetime]]:
    """For each entry how many saves it is, and when it began."""
    rows = report.versions.filter(entry__in=entries).values_list("entry")
    return {entry: (saves, since) for entry, saves, since in rows.annotate(saves=Count("pk"), since=Min("at"))}


def titles_of(report: Report) -> dict[str, str]:
    """The title of each place, in the order of the report."""
    return {slot.key: slot.title for slot in slots_of(report)}


def titles_ever(report: Report) -> dict[str, str]:
    """The same, and after it what is left out, and how its blocks are arranged."""
    return {**{slot.key: slot.title for slot in all_slots(report)}, ARRANGEMENT: ARRANGED}


def all_slots(report: Report) -> tuple[Slot, ...]:
    """The places of a report, and those of its blocks that are left out: their words are kept."""
    return (*slots_of(report), *left_out(report))


def left_out(report: Report) -> tuple[Slot, ...]:
    return arranging.left_out(blueprint_of(report.kind), report.arrangement)


def slots_of(report: Report) -> tuple[Slot, ...]:
    parts = wordings.parts_of(blueprint_of(report.kind), report.arrangement)
    return tuple(slot for part in parts for slot in part.slots)


def latest(report: Report) -> Version | None:
    """The last save. One query."""
    return report.versions.select_related("by").order_by("-number").first()


def choices(report: Report, chosen: Sequence[int]) -> list[Version]:
    """What may be compared: the latest entries, and those that are chosen. One query."""
    rows = report.versions.select_related("by")
    last = rows.last_of_each().latest_first().values("pk")[: 4 * PAGE_SIZE]
    return list(rows.filter(Q(pk__in=list(last.values_list("pk", flat=True))) | Q(number__in=chosen)).latest_first())


def compared(report: Report, before: Words, after: Words) -> list[wordings.ChangedPlace]:
    """Place by place what differs; how the blocks are arranged comes first."""
    has_moved = ARRANGEMENT in before or ARRANGEMENT in after
    stood, stand = (_lines(report, words) if has_moved else "" for words in (before, after))
    said = [{key: held for key, held in words.items() if key != ARRANGEMENT} for words in (before, after)]
    changed = wordings.changed_places(all_slots(report), *said)
    if stood == stand:
        return changed
    boxes = [wordings.Changed(ARRANGED, word_diff(stood, stand))]
    return [wordings.ChangedPlace(ARRANGEMENT, ARRANGED, boxes, is_there=False), *changed]


def _lines(report: Report, words: Words) -> str:
    """How the blocks stood; before anybody arranged them, as the first one to do so found them."""
    if ARRANGEMENT in words:
        return str(words[ARRANGEMENT]["now"])
    first = VersionPlace.objects.filter(version__report=report, key=ARRANGEMENT).order_by("version__number").first()
    return first.content["was"] if first else ""
