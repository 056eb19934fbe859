"""Loads are received, staged, then confirmed whole or discarded."""

import datetime
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.commands import command
from kpis import permissions
from kpis.commands import staging
from kpis.defining import change_goal, pair
from kpis.models import Indicator, Layout, Load, Source, StagedLine, Target
from kpis.periods import first_of, month_words
from kpis.previews import compare_targets, target_facts, target_rows
from kpis.returns import Change, Refusal, Return
from people import events
from people.access import Refused
from people.models import Unit, User

STALE = "The figures or targets have changed since this preview was made. Discard it and upload the file again."
NO_REASON = "Say why figures are corrected."
STOPPED = "The work on this file stopped before it was done. Nothing of it was loaded. Check it again."
State = Load.State
# More than anybody puts right at once; the count says how many there are in all.
MOST_REFUSALS = 5_000
MINUTES = 15


class ReturnRefused(Refused):
    """The return has cells that cannot be taken, and nothing was kept."""

    def __init__(self, refused: list[Refusal]) -> None:
        super().__init__("; ".join(str(refusal) for refusal in refused))
        self.refused = refused


@command
def receive(
    *, content: bytes, file_name: str, sha256: str, rows: int, period: datetime.date | None, source: Source | None,
    layout: Layout, unit: Unit, by: User | None, at: datetime.datetime | None = None,
) -> Load:  # fmt: skip
    """Keep a file to be checked; one whose columns nobody has confirmed yet waits for that.

    A highlight table needs no source: its columns mean the same everywhere.
    """
    at = at or timezone.now()
    if not permissions.may_load(by, unit):
        raise PermissionDenied
    if period and period > first_of(timezone.localdate(at)):
        raise Refused(f"{month_words(period)} is in the future.")
    state = State.CHECKING if source or layout == Layout.HIGHLIGHT else State.MAPPING
    load = Load.objects.create(
        unit=unit, source=source, layout=layout, period=period, file_name=_kept_name(file_name), sha256=sha256,
        file=content, total=rows, state=state, staged_at=at, staged_by=by, working_since=at,
    )  # fmt: skip
    events.record("load.received", by=by, target=load, at=at)
    return load


def _kept_name(name: str) -> str:
    """A name that the table has room for; how it ends is what tells a CSV file from a workbook, so the end stays."""
    return name if len(name) <= 200 else f"{name[:180]}…{name[-19:]}"


@command
def confirm_mapping(
    load: Load, *, name: str, layout: str, headings: list[str], mapping: dict[str, Any], by: User | None,
    at: datetime.datetime | None = None,
) -> Load:  # fmt: skip
    """Remember what the columns of a source mean; the source may be a new one, or one whose files have changed."""
    at = at or timezone.now()
    load = _locked(load, by)
    if not load.can_be_mapped:
        raise Refused(f"This load is {load.get_state_display().lower()} already.")
    staging.forget(load)
    facts = {"layout": layout, "headings": headings, "mapping": mapping, "confirmed_at": at, "confirmed_by": by}
    source, _ = Source.objects.update_or_create(name=name, defaults=facts)
    load.source, load.state, load.done, load.working_since = source, State.CHECKING, 0, at
    load.refusals, load.counts = [], {}
    load.save(update_fields=["source", "state", "done", "working_since", "refusals", "counts"])
    events.record("source.confirmed", by=by, target=load, at=at)
    return load


@command
def stage(
    given: Return, *, by: User | None, unit: Unit | None = None, load: Load | None = None,
    at: datetime.datetime | None = None,
) -> Load:  # fmt: skip
    """Keep what a return would do, for somebody to confirm.

    Without a load that waits for it, a return with a refused cell is not kept at all.
    """
    at = at or timezone.now()
    unit = load.unit if load else unit
    if not permissions.may_load(by, unit):
        raise PermissionDenied
    if given.period and given.period > first_of(timezone.localdate(at)):
        raise Refused(f"{month_words(given.period)} is in the future.")
    if load is None:
        if given.refusals:
            raise ReturnRefused(given.refusals)
        load = Load.objects.create(
            unit=unit, file_name=_kept_name(given.file_name), sha256=given.sha256, staged_at=at, staged_by=by,
            state=State.CHECKING, layout=Layout.HIGHLIGHT,
        )  # fmt: skip
    else:
        load = Load.objects.select_for_update(of=("self",)).get(pk=load.pk)
        if load.state != State.CHECKING:
            return load
    load.period = given.period or load.period
    load.notes = given.notes
    if given.refusals:
        return _refuse(load, given, by, at)

    counts = staging.copy_lines(load, given.entries, load.unit)
    targets = compare_targets(given)
    set_ = [line for line in targets if line.change != Change.UNCHANGED]
    load.targets = [asdict(line) for line in targets]
    load.counts = {**counts, "targets": len(set_), "refused": 0}
    load.units = len({entry.unit or load.unit_id for entry in given.entries})
    load.refusals, load.state, load.done = [], State.PREVIEWED, load.total
    load.save()
    events.record("load.staged", by=by, target=load, at=at, **load.counts)
    return load


def _refuse(load: Load, given: Return, by: User | None, at: datetime.datetime) -> Load:
    load.refusals = [asdict(refusal) for refusal in given.refusals[:MOST_REFUSALS]]
    load.counts = {"added": 0, "changed": 0, "unchanged": 0, "targets": 0, "refused": len(given.refusals)}
    load.state, load.done, load.units = State.REFUSED, load.total, None
    load.save()
    events.record("load.refused", by=by, target=load, at=at, **load.counts)
    return load


@command
def begin_confirming(load: Load, *, because: str = "", by: User | None, at: datetime.datetime | None = None) -> Load:
    """Hand a preview over to be put into force; `because` says why it corrects figures, if it does."""
    at = at or timezone.now()
    load = _locked(load, by)
    _refuse_unless_waiting(load)
    if staging.is_stale(load) or _targets_changed(load):
        raise Refused(STALE)
    _say_why(load, because)
    load.state, load.working_since = State.CONFIRMING, at
    load.save(update_fields=["state", "working_since", "corrected_because"])
    return load


@command
def confirm(load: Load, *, because: str = "", by: User | None, at: datetime.datetime | None = None) -> Load:
    """Put all that the preview shows into force, or nothing. Corrected values are superseded, never overwritten.

    Why they are corrected was said when confirming began, or is said here.
    """
    at = at or timezone.now()
    load = _locked(load, by)
    if load.state != State.CONFIRMING:
        _refuse_unless_waiting(load)
    # Two loads of the same indicators wait for each other here, so that neither works from an overtaken comparison.
    lines = StagedLine.objects.filter(load=load)
    indicators = set(lines.values_list("indicator", flat=True).distinct().order_by("indicator"))
    indicators |= {line["indicator"] for line in load.targets}
    list(Indicator.objects.select_for_update().filter(pk__in=indicators).order_by("pk").values_list("pk"))
    if staging.is_stale(load) or _targets_changed(load):
        raise Refused(STALE)
    _say_why(load, because or load.corrected_because)

    staging.put_in_force(load, at)
    _put_targets_in_force(load)
    staging.settle(load)
    load.state = State.CONFIRMED
    load.confirmed_at, load.confirmed_by, load.file = at, by, None
    load.save()
    events.record("load.confirmed", by=by, target=load, at=at, **load.counts)
    return load


@command
def discard(load: Load, *, by: User | None, at: datetime.datetime | None = None) -> Load:
    """Give a load up; nothing of it was in force."""
    at = at or timezone.now()
    load = _locked(load, by)
    if load.is_settled or load.is_working:
        raise Refused(f"This load is {load.get_state_display().lower()} already.")
    staging.forget(load)
    load.state, load.file = State.DISCARDED, None
    load.save(update_fields=["state", "file"])
    events.record("load.discarded", by=by, target=load, at=at)
    return load


@command
def check_again(load: Load, *, by: User | None, at: datetime.datetime | None = None) -> Load:
    """Check a file anew that was refused or failed."""
    at = at or timezone.now()
    load = _locked(load, by)
    if not load.can_be_checked_again or load.file is None:
        raise Refused(f"This load is {load.get_state_display().lower()}: there is nothing to check again.")
    staging.forget(load)
    load.state, load.done, load.refusals, load.working_since = State.CHECKING, 0, [], at
    load.save(update_fields=["state", "done", "refusals", "working_since"])
    events.record("load.checked_again", by=by, target=load, at=at)
    return load


@command
def fail(load: Load, reason: str, *, by: User | None, at: datetime.datetime | None = None) -> Load:
    """Work on a load came to an end that leaves nothing in force."""
    at = at or timezone.now()
    load = _locked(load, by)
    if load.is_working:
        load.state = State.FAILED
        load.refusals = [asdict(Refusal(None, "", "", reason))]
        load.save(update_fields=["state", "refusals"])
        events.record("load.failed", by=by, target=load, at=at)
    return load


@command
def reap(*, at: datetime.datetime, minutes: int = MINUTES) -> int:
    """Loads whose worker is gone are said to have failed, so that somebody can check them again; how many.

    One that is locked is being worked on at this very moment: it is passed over, and nobody waits for it.
    """
    late = at - datetime.timedelta(minutes=minutes)
    working = Load.objects.filter(state__in=[State.CHECKING, State.CONFIRMING], working_since__lt=late)
    stuck = list(working.select_for_update(skip_locked=True).only("pk"))
    for load in stuck:
        fail(load, STOPPED, by=None, at=at)
    return len(stuck)


def _locked(load: Load, by: User | None) -> Load:
    load = Load.objects.select_for_update(of=("self",)).select_related("unit").get(pk=load.pk)
    if not permissions.may_load(by, load.unit):
        raise PermissionDenied
    return load


def _refuse_unless_waiting(load: Load) -> None:
    if not load.is_waiting:
        raise Refused(f"This load is {load.get_state_display().lower()} already.")


def _say_why(load: Load, because: str) -> None:
    """Whoever replaces figures that people have read says why."""
    if load.is_correction and not because.strip():
        raise Refused(NO_REASON)
    load.corrected_because = because.strip()[:300] if load.is_correction else ""


def _targets_changed(load: Load) -> bool:
    """Is any of the targets that it replaces no longer the one that the preview showed?"""
    if not load.targets:
        return False
    held = {each.indicator_id: each for each in Target.objects.in_force_for(load.period)}
    return any(line["old"] != target_facts(held.get(line["indicator"])) for line in load.targets)


def _put_targets_in_force(load: Load) -> None:
    """Set what is new, and remember all targets of each indicator before and after, so that it can be undone."""
    for line in load.targets:
        if line["change"] == Change.UNCHANGED:
            continue
        # What is set here is a pair; what was there may be of any rule.
        line["before"] = target_rows(line["indicator"])
        change_goal(line["indicator"], pair(_number(line["minimum"]), _number(line["upper"])), load.period)
        line["after"] = target_rows(line["indicator"])


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
