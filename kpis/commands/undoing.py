"""A whole load is taken back: what it brought is withdrawn, what it replaced comes into force again."""

import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.commands import command
from kpis import permissions
from kpis.models import Indicator, Load, Target, Value
from kpis.previews import target_rows
from kpis.returns import Change
from people import events
from people.access import Refused
from people.models import User


@command
def undo(load: Load, *, because: str, by: User | None, at: datetime.datetime | None = None) -> Load:
    """Take a confirmed load back, whole; refused if a later load builds on what it brought."""
    at = at or timezone.now()
    load = Load.objects.select_for_update(of=("self",)).select_related("unit").get(pk=load.pk)
    if not permissions.may_load(by, load.unit):
        raise PermissionDenied
    if load.state != Load.State.CONFIRMED:
        raise Refused(f"This load is {load.get_state_display().lower()}: only a confirmed load can be undone.")
    if not because.strip():
        raise Refused("Say why the load is undone.")
    own = Value.objects.filter(load=load)
    targets = [line for line in load.targets if line["change"] != Change.UNCHANGED]
    # The same rows, in the same order, for which confirming waits.
    indicators = set(own.values_list("indicator", flat=True).distinct()) | {line["indicator"] for line in targets}
    list(Indicator.objects.select_for_update().filter(pk__in=indicators).order_by("pk").values_list("pk"))
    _refuse_if_overtaken(load)
    for line in targets:
        _put_target_back(line)

    own.update(superseded_at=at, superseded_by=load)
    # Programs that read what changed since a moment see that these are in force again.
    again = Value.objects.filter(superseded_by=load).exclude(load=load)
    again.update(superseded_at=None, superseded_by=None, loaded_at=at)
    load.state = Load.State.UNDONE
    load.undone_at, load.undone_by, load.undone_because = at, by, because.strip()[:300]
    load.save(update_fields=["state", "undone_at", "undone_by", "undone_because"])
    events.record("load.undone", by=by, target=load, at=at)
    return load


def _refuse_if_overtaken(load: Load) -> None:
    overtaken = Value.objects.filter(load=load).superseded()
    if count := overtaken.count():
        later = overtaken.select_related("superseded_by").order_by("-superseded_at", "pk")[0].superseded_by
        figures = "one of its figures" if count == 1 else f"{count:,} of its figures"
        raise Refused(f"{later} has replaced {figures} since. Undo that load first.")


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
