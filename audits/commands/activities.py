"""Writing in the activity register: adding, changing and withdrawing an activity, its files, and actions from it."""

import datetime
import hashlib
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits import permissions
from audits.commands.writing import Conflict
from audits.models import Activity, ActivityFile, ActivityTheme, Quote, Recommendation, Statement, Theme
from audits.register import ActivityDraft, ActivityKind, RecommendationDraft, Speaker, period_problem
from audits.statements import problem
from improvement import commands as improvement
from improvement.models import Action
from kit.attachments import Attachment
from kit.commands import command
from people import events
from people.access import Refused
from people.models import Unit, User

WITHDRAWN = "This activity has been withdrawn."
MOST_FILES = 20


@command
def add_activity(draft: ActivityDraft, *, unit: Unit, by: User, at: datetime.datetime | None = None) -> Activity:
    """Enter an activity in the register."""
    at = at or timezone.now()
    if not permissions.may_add_activity(by, unit):
        raise PermissionDenied
    activity = Activity(unit=unit, added_at=at, added_by=by)
    _write(activity, draft)

    events.record("activity.added", by=by, target=activity, at=at, kind=activity.kind)
    return activity


@command
def change_activity(
    activity: Activity,
    draft: ActivityDraft,
    *,
    version: int,
    unit: Unit | None = None,
    by: User,
    at: datetime.datetime | None = None,
) -> Activity:
    """Replace what the register says of an activity, unless somebody changed it since `version`."""
    at = at or timezone.now()
    activity = _locked(activity)
    unit = unit or activity.unit
    if not permissions.may_change_activity(by, activity) or not permissions.may_add_activity(by, unit):
        raise PermissionDenied
    if activity.withdrawn_at:
        raise Refused(WITHDRAWN)
    if activity.version > version:
        raise Conflict("Somebody else saved this activity since you opened it.")
    activity.unit = unit
    activity.version += 1
    activity.changed_at, activity.changed_by = at, by
    _write(activity, draft)

    events.record("activity.changed", by=by, target=activity, at=at)
    return activity


@command
def withdraw_activity(
    activity: Activity, *, reason: str, by: User, at: datetime.datetime | None = None
) -> Activity:  # fmt: skip
    """Take an activity out of the register: it counts nowhere any more, and stays readable."""
    at = at or timezone.now()
    activity = _changeable(activity, by)
    if not reason.strip():
        raise Refused("Give a reason.")

    activity.withdrawn_at, activity.withdrawn_by, activity.withdrawn_reason = at, by, reason
    activity.version += 1
    activity.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason", "version"])

    events.record("activity.withdrawn", by=by, target=activity, at=at)
    return activity


@command
def attach_file(
    activity: Activity, attachment: Attachment, *, by: User, at: datetime.datetime | None = None
) -> ActivityFile:  # fmt: skip
    """Keep a file with an activity."""
    at = at or timezone.now()
    activity = _changeable(activity, by)
    sha256 = hashlib.sha256(attachment.content).hexdigest()
    there = list(activity.files.values_list("sha256", flat=True))
    if sha256 in there:
        raise Refused(f"{attachment.name} is there already: its content is that of a file you see.")
    if len(there) >= MOST_FILES:
        raise Refused(f"An activity has up to {MOST_FILES} files: remove one first.")

    file = ActivityFile.objects.create(
        activity=activity, name=attachment.name, media_type=attachment.media_type, content=attachment.content,
        size=len(attachment.content), sha256=sha256, added_at=at, added_by=by,
    )  # fmt: skip
    events.record("activity.file_attached", by=by, target=activity, at=at, file=file.pk, size=file.size)
    return file


@command
def remove_file(file: ActivityFile, *, by: User, at: datetime.datetime | None = None) -> None:
    """Delete a file and its bytes: it may hold what should never have been sent."""
    at = at or timezone.now()
    activity = _changeable(file.activity, by)
    key = file.pk
    activity.files.filter(pk=key).delete()

    events.record("activity.file_removed", by=by, target=activity, at=at, file=key)


@command
def raise_action_from_activity(
    recommendation: Recommendation,
    *,
    text: str,
    owner: User,
    due_on: datetime.date,
    by: User,
    at: datetime.datetime | None = None,
) -> Action:
    """A recommendation becomes an action with an owner and a due date."""
    at = at or timezone.now()
    activity = _locked(recommendation.activity)
    recommendation = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    if not permissions.may_raise_action_from_activity(by, activity):
        raise PermissionDenied
    if reason := barrier_to_action(activity, recommendation):
        raise Refused(reason)

    recommendation.action = improvement.raise_action(
        unit=activity.unit, text=text, owner=owner, due_on=due_on,
        origin=f"Activity: {activity.title}"[:200], origin_path=activity.get_absolute_url(), by=by, at=at,
    )  # fmt: skip
    recommendation.save(update_fields=["action"])
    # Whoever has the form open is told, so that their older copy of the words does not come back.
    activity.version += 1
    activity.save(update_fields=["version"])

    events.record("activity.action_raised", by=by, target=activity, at=at, action=recommendation.action_id)
    return recommendation.action


def barrier_to_action(activity: Activity, recommendation: Recommendation) -> str:
    """Why no action can be raised from this recommendation; empty when one can."""
    if activity.withdrawn_at:
        return WITHDRAWN
    return "An action has already been raised from this recommendation." if recommendation.action_id else ""


def _locked(activity: Activity) -> Activity:
    return Activity.objects.select_for_update(of=("self",)).select_related("unit").get(pk=activity.pk)


def _changeable(activity: Activity, by: User) -> Activity:
    activity = _locked(activity)
    if not permissions.may_change_activity(by, activity):
        raise PermissionDenied
    if activity.withdrawn_at:
        raise Refused(WITHDRAWN)
    return activity


def _write(activity: Activity, draft: ActivityDraft) -> None:
    """The activity's row and the rows below it become what the draft says."""
    if wrong := _problem(draft):
        raise Refused(wrong)
    activity.kind = ActivityKind(draft.kind)
    for name in ("title", "cohort", "starts_on", "ends_on", "method", "sample_size", "strengths", "focus"):
        setattr(activity, name, getattr(draft, name))
    activity.key_message = draft.key_message
    activity.save()

    _mark(activity, draft.themes)
    statements = [{"text": row.text, **_figures(row.measure)} for row in draft.statements]
    _replace(activity, Statement, statements)
    quotes = [
        {"text": row.text, "said_by": Speaker(row.said_by), "is_publishable": row.is_publishable}
        for row in draft.quotes
    ]
    _replace(activity, Quote, quotes)
    _write_recommendations(activity, draft.recommendations)


def _problem(draft: ActivityDraft) -> str:
    if not draft.title.strip():
        return "Give the activity a title."
    wrong = period_problem(draft.starts_on, draft.ends_on)
    return wrong or next((words for row in draft.statements if (words := problem(row.measure))), "")


def _figures(measure: Any) -> dict[str, Any]:
    names = ("numerator", "denominator", "value", "measured_in", "previous", "previous_period")
    return {name: getattr(measure, name) for name in names}


def _mark(activity: Activity, codes: frozenset[str]) -> None:
    """The activity bears these themes and no others."""
    themes = {theme.code: theme for theme in Theme.objects.filter(code__in=codes)}
    if unknown := codes - set(themes):
        raise Refused(f"There is no theme {', '.join(sorted(unknown))}.")
    marks = ActivityTheme.objects.filter(activity=activity)
    marks.exclude(theme__in=themes.values()).delete()
    there = set(marks.values_list("theme__code", flat=True))
    new = [themes[code] for code in sorted(codes - there)]
    ActivityTheme.objects.bulk_create(ActivityTheme(activity=activity, theme=theme) for theme in new)


def _replace(activity: Activity, model: type[Statement] | type[Quote], rows: Sequence[dict[str, Any]]) -> None:
    """What stands there becomes `rows`; rows that say the same are left alone, so that their history is quiet."""
    old = list(model.objects.filter(activity=activity).order_by("position", "pk"))
    wanted = [{**row, "position": number} for number, row in enumerate(rows, start=1)]
    for found, row in zip(old, wanted, strict=False):
        changed = [name for name, value in row.items() if getattr(found, name) != value]
        for name in changed:
            setattr(found, name, row[name])
        if changed:
            found.save(update_fields=changed)
    model.objects.bulk_create(model(activity=activity, **row) for row in wanted[len(old) :])
    model.objects.filter(pk__in=[found.pk for found in old[len(wanted) :]]).delete()


def _write_recommendations(activity: Activity, drafts: Sequence[RecommendationDraft]) -> None:
    """Those with an action stay word for word, whatever was sent; the others become what was sent."""
    there = {row.pk: row for row in activity.recommendations.all()}
    sent = {draft.key for draft in drafts}
    for key, row in list(there.items()):
        if row.action_id is None and key not in sent:
            row.delete()
    for number, draft in enumerate(drafts, start=1):
        # One that somebody else removed meanwhile is written anew: whoever keeps their words keeps all of them.
        row = there.get(draft.key) or Recommendation(activity=activity)
        if row.action_id is None:
            row.text, row.position = draft.text, number
            row.save()
