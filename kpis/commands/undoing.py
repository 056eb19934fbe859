"""A whole load is taken back: what it brought is withdrawn, what it replaced comes into force again."""

import datetime
from dataclasses import asdict
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from kit.commands import command
from kpis import permissions
from kpis.commands import staging
from kpis.defining import change_goal, pair
from kpis.models import Indicator, Load, Target, Value
from kpis.previews import definitions_for, target_line, target_rows
from kpis.returns import Change, TargetEntry
from people import events
from people.access import Refused
from people.models import User


@command
def undo(load: Load, *, because: str, by: User | None, at: datetime.datetime | None = None) -> Load:
    """Take a confirmed load back, whole; refused if a later load builds on what it brought.

    Figures and targets that a later load gives too stand, and are that load's from now on.
    """
    at = at or timezone.now()
    load = Load.objects.select_for_update(of=("self",)).select_related("unit").get(pk=load.pk)
    if not permissions.may_load(by, load.unit):
        raise PermissionDenied
    if load.state != Load.State.CONFIRMED:
        raise Refused(f"This load is {load.get_state_display().lower()}: only a confirmed load can be undone.")
    if not because.strip():
        raise Refused("Say why the load is undone.")
    own, replaced = Value.objects.filter(load=load), Value.objects.filter(superseded_by=load).exclude(load=load)
    targets = [line for line in load.targets if line["change"] != Change.UNCHANGED]
    # The same rows, in the same order, for which confirming waits.
    indicators = {line["indicator"] for line in targets}
    for values in (own, replaced):
        indicators |= set(values.values_list("indicator", flat=True).distinct())
    list(Indicator.objects.select_for_update().filter(pk__in=indicators).order_by("pk").values_list("pk"))
    _refuse_if_overtaken(own)
    _refuse_if_given_anew(replaced, load)
    for line in targets:
        _put_target_back(line)
    if targets:
        _let_later_targets_stand(load, {line["indicator"] for line in targets})

    own.update(superseded_at=at, superseded_by=load)
    load.counts["kept"] = staging.hand_over(load, at)
    staging.forget(load)
    # Programs that read what changed since a moment see that these are in force again.
    replaced.all().update(superseded_at=None, superseded_by=None, loaded_at=at)
    load.state = Load.State.UNDONE
    load.undone_at, load.undone_by, load.undone_because = at, by, because.strip()[:300]
    load.save(update_fields=["state", "counts", "undone_at", "undone_by", "undone_because"])
    events.record("load.undone", by=by, target=load, at=at)
    return load


def _refuse_if_overtaken(own: QuerySet[Value]) -> None:
    overtaken = own.exclude(superseded_at=None)
    if count := overtaken.count():
        later = overtaken.select_related("superseded_by").order_by("-superseded_at", "pk")[0].superseded_by
        figures = "one of its figures" if count == 1 else f"{count:,} of its figures"
        raise Refused(f"{later} has replaced {figures} since. Undo that load first.")


def _refuse_if_given_anew(replaced: QuerySet[Value], load: Load) -> None:
    """What was withdrawn without a successor may have one by now: two figures cannot be in force at once.

    A value that its own load superseded was withdrawn when that load was undone, and stands in nobody's way.
    """
    same = {name: OuterRef(name) for name in ("unit", "period", "indicator", "basis")}
    newer = Value.objects.filter(**same, pk__gt=OuterRef("pk")).exclude(load=load)
    newer = newer.exclude(superseded_by__isnull=False, superseded_by=F("load"))
    withdrawn = replaced.exclude(Exists(Value.objects.filter(**same, load=load)))
    anew = withdrawn.annotate(newer=newer.order_by("-pk").values("load")[:1]).exclude(newer=None)
    if loads := list(anew.values_list("newer", flat=True)):
        later = Load.objects.defer("file").get(pk=max(loads))
        figures = "a figure" if len(loads) == 1 else f"{len(loads):,} figures"
        raise Refused(f"This load withdrew {figures} that {later} has given anew since. Undo that load first.")


def _put_target_back(line: dict[str, object]) -> None:
    if target_rows(line["indicator"]) != line["after"]:
        later = Load.objects.filter(state=Load.State.CONFIRMED, targets__contains=[{"ref": line["ref"]}])
        changed = next(
            (
                load
                for load in later.order_by("-confirmed_at", "-pk")
                if any(each["ref"] == line["ref"] and each.get("after") for each in load.targets)
                and not any(each == line for each in load.targets)
            ),
            None,
        )
        who = f"{changed} has" if changed else "Somebody has"
        raise Refused(f"{who} changed the targets of {line['ref']} since. Put those right first.")
    Target.objects.filter(indicator_id=line["indicator"]).delete()
    for start, end, rule, minimum, upper, target, operator, tolerance in line["before"]:
        Target.objects.create(
            indicator_id=line["indicator"], validity=(start, end), rule=rule, minimum=minimum, upper=upper,
            target=target, operator=operator, tolerance=tolerance,
        )  # fmt: skip


def _let_later_targets_stand(load: Load, indicators: set[int]) -> None:
    """A later load that left these targets as they were would have set them, had this one never been."""
    later = Load.objects.filter(state=Load.State.CONFIRMED, confirmed_at__gte=load.confirmed_at).exclude(pk=load.pk)
    for other in later.exclude(targets=[]).defer("file").order_by("confirmed_at", "pk"):
        is_changed = False
        for number, line in enumerate(other.targets):
            if line["change"] == Change.UNCHANGED and line["indicator"] in indicators:
                other.targets[number] = _set_anew(line, other)
                is_changed = is_changed or other.targets[number]["change"] != Change.UNCHANGED
        if is_changed:
            other.counts["targets"] = sum(line["change"] != Change.UNCHANGED for line in other.targets)
            other.save(update_fields=["targets", "counts"])


def _set_anew(line: dict[str, object], other: Load) -> dict[str, object]:
    """The line of a load that is in force, as it would be if it were confirmed now."""
    sizes = [None if line[name] is None else Decimal(str(line[name])) for name in ("minimum", "upper")]
    held = Target.objects.in_force_for(other.period).filter(indicator_id=line["indicator"])
    definition = definitions_for(other.period).get(line["ref"])
    if definition is None:
        return line
    entry = TargetEntry(line["row"], line["ref"], *sizes)
    new = asdict(target_line(entry, definition, {target.indicator_id: target for target in held}))
    if new["change"] == Change.UNCHANGED:
        return line
    new["before"] = target_rows(line["indicator"])
    change_goal(line["indicator"], pair(*sizes), other.period)
    new["after"] = target_rows(line["indicator"])
    return new
