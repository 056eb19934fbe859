"""Loads are staged, then confirmed whole or discarded."""

import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.commands import command
from kpis import permissions
from kpis.defining import change_goal, create_standard_indicators, define_indicator, pair, set_target
from kpis.models import Indicator, Load, Value
from kpis.periods import first_of, month_words
from kpis.previews import compare
from kpis.returns import Entry, Figure, Preview, Return, TargetEntry, TargetLine
from people import events
from people.access import Refused
from people.models import Unit, User

__all__ = ["confirm", "create_standard_indicators", "define_indicator", "discard", "set_target", "stage"]

STALE = "The figures or targets have changed since this preview was made. Discard it and upload the file again."


class ReturnRefused(Refused):
    """The return has cells that cannot be taken; `preview` says which, and nothing was kept."""

    def __init__(self, preview: Preview) -> None:
        super().__init__("; ".join(str(refusal) for refusal in preview.refused))
        self.preview = preview

    def told(self, file_name: str, most: int = 3) -> list[str]:
        """The reasons, or, when there are many, how many there are."""
        refused = self.preview.refused
        if len(refused) > most:
            return [f"{file_name} was not loaded: {len(refused)} things in it must be put right first. All are listed."]
        return [str(refusal) for refusal in refused]


@command
def stage(given: Return, *, unit: Unit, by: User | None, at: datetime.datetime | None = None) -> Load:
    """Keep the preview of a return, for somebody to confirm. A return with a refused cell is not kept at all."""
    at = at or timezone.now()
    if not permissions.may_load(by, unit):
        raise PermissionDenied
    if given.period > first_of(timezone.localdate(at)):
        raise Refused(f"{month_words(given.period)} is in the future.")
    preview = compare(given, unit)
    if preview.refused:
        raise ReturnRefused(preview)

    load = Load.objects.create(
        unit=unit,
        period=given.period,
        file_name=given.file_name[:200],
        sha256=given.sha256,
        staged=preview.as_json(),
        counts=preview.counts,
        staged_at=at,
        staged_by=by,
    )
    events.record("load.staged", by=by, target=load, at=at, **preview.counts)
    return load


@command
def confirm(load: Load, *, by: User | None, at: datetime.datetime | None = None) -> Load:
    """Put all that the preview shows into force, or nothing. Corrected values are superseded, never overwritten."""
    at = at or timezone.now()
    load = Load.objects.select_for_update().get(pk=load.pk)
    if not permissions.may_load(by, load.unit):
        raise PermissionDenied
    _refuse_unless_waiting(load)
    preview = load.preview
    # Two loads of the same indicators wait for each other here, so that neither works from an overtaken comparison.
    indicators = {line.indicator for line in preview.lines} | {line.indicator for line in preview.targets}
    list(Indicator.objects.select_for_update().filter(pk__in=indicators).order_by("pk").values_list("pk"))
    if compare(_as_return(load, preview), load.unit) != preview:
        raise Refused(STALE)

    Value.objects.filter(pk__in=[line.old for line in preview.changed]).update(superseded_at=at, superseded_by=load)
    Value.objects.bulk_create(
        Value(
            indicator_id=line.indicator,
            unit=load.unit,
            period=line.period,
            basis=line.basis,
            numerator=line.numerator,
            denominator=line.denominator,
            value=line.value,
            load=load,
        )
        for line in preview.added + preview.changed
    )
    _put_targets_in_force(preview.target_changes, load.period)
    load.state = Load.State.CONFIRMED
    load.confirmed_at, load.confirmed_by = at, by
    load.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    events.record("load.confirmed", by=by, target=load, at=at, **preview.counts)
    return load


@command
def discard(load: Load, *, by: User | None, at: datetime.datetime | None = None) -> Load:
    """Give a preview up; nothing of it was in force."""
    at = at or timezone.now()
    load = Load.objects.select_for_update().get(pk=load.pk)
    if not permissions.may_load(by, load.unit):
        raise PermissionDenied
    _refuse_unless_waiting(load)

    load.state = Load.State.DISCARDED
    load.save(update_fields=["state"])
    events.record("load.discarded", by=by, target=load, at=at)
    return load


def _refuse_unless_waiting(load: Load) -> None:
    if not load.is_waiting:
        raise Refused(f"This load is {load.get_state_display().lower()} already.")


def _as_return(load: Load, preview: Preview) -> Return:
    """The return again from what was kept of it, to be compared once more."""
    return Return(
        file_name=load.file_name,
        sha256=load.sha256,
        period=load.period,
        entries=[
            Entry(
                line.row,
                line.column,
                line.ref,
                datetime.date.fromisoformat(line.period),
                line.basis,
                Figure(Decimal(line.value), _number(line.numerator), _number(line.denominator)),
            )
            for line in preview.lines
        ],
        targets=[
            TargetEntry(line.row, line.ref, _number(line.minimum), _number(line.upper)) for line in preview.targets
        ],
        notes=preview.notes,
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _put_targets_in_force(lines: list[TargetLine], starts_on: datetime.date) -> None:
    for line in lines:
        change_goal(line.indicator, pair(_number(line.minimum), _number(line.upper)), starts_on)
