"""The activity register: its list, one activity's page, and how many activities a report draws upon."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When

from audits import permissions
from audits.content import COHORT_WORDS
from audits.models import Activity, ActivityFile, ActivityQuerySet, Quote, Recommendation, Statement, Theme
from audits.register import (
    ACTIVITY_KIND_WORDS,
    ActivityDraft,
    QuoteDraft,
    RecommendationDraft,
    StatementDraft,
)
from people.access import units_where
from people.models import Unit, User
from people.roles import Permission


def activities_in(unit: Unit, start: datetime.date, end: datetime.date) -> int:
    """How many activities of the unit and everything below it ended in the period: what a report draws upon.

    An activity that runs over two periods counts in the one in which it ended, so that nothing counts twice.
    """
    return Activity.objects.not_withdrawn().under(unit.path).ended_within(start, end).count()


def listed_activities(
    user: User,
    *,
    kind: str = "",
    theme: Theme | None = None,
    cohort: str = "",
    unit: Unit | None = None,
    first: datetime.date | None = None,
    last: datetime.date | None = None,
    words: str = "",
    shown: str = "",
) -> ActivityQuerySet:
    """The part of the register that `user` reads, narrowed to what they chose."""
    found = Activity.objects.visible_to(user).overlapping(first, last)
    found = found.exclude(withdrawn_at=None) if shown == "withdrawn" else found.not_withdrawn()
    if kind:
        found = found.filter(kind=kind)
    if theme:
        found = found.filter(theme_marks__theme=theme)
    if cohort:
        found = found.filter(cohort=cohort)
    if unit:
        found = found.under(unit.path)
    for word in words.split():
        found = found.filter(title__icontains=word)
    in_words = {"kind_words": _worded("kind", ACTIVITY_KIND_WORDS), "cohort_words": _worded("cohort", COHORT_WORDS)}
    return found.annotate(**in_words).select_related("unit").prefetch_related("theme_marks__theme")


def _worded(field: str, words: dict[Any, str]) -> Case:
    """The field's words, so that a column sorts as it reads."""
    whens = [When(**{field: code.value}, then=Value(said)) for code, said in words.items()]
    return Case(*whens, default=Value("All"), output_field=CharField())


def register_units(user: User) -> QuerySet[Unit]:
    """Units in whose register `user` writes."""
    return units_where(user, Permission.ACTIVITY_WRITE)


def themes_to_mark(activity: Activity | None = None) -> QuerySet[Theme]:
    """Themes in use, and those that the activity bears already."""
    offered = Theme.objects.filter(is_in_use=True)
    if activity:
        offered |= Theme.objects.filter(pk__in=activity.theme_marks.values("theme"))
    return offered.distinct().order_by("name")


@dataclass(frozen=True)
class ActivityPage:
    """One activity with all that hangs on it."""

    activity: Activity
    themes: list[str]
    statements: list[Statement]
    quotes: list[Quote]
    recommendations: list[Recommendation]
    files: list[ActivityFile]
    may_change: bool
    may_raise_action: bool

    @property
    def without_sample(self) -> int:
        """Percentages whose sample nobody gave."""
        return sum(statement.measure.lacks_sample for statement in self.statements)


def activity_page(activity: Activity, user: User) -> ActivityPage:
    is_there = activity.withdrawn_at is None
    return ActivityPage(
        activity=activity,
        themes=sorted(activity.theme_marks.values_list("theme__name", flat=True)),
        statements=list(activity.statements.order_by("position", "pk")),
        quotes=list(activity.quotes.order_by("position", "pk")),
        recommendations=list(activity.recommendations.select_related("action").order_by("position", "pk")),
        files=list(activity.files.defer("content").select_related("added_by").order_by("name", "pk")),
        may_change=is_there and permissions.may_change_activity(user, activity),
        may_raise_action=is_there and permissions.may_raise_action_from_activity(user, activity),
    )


def draft_of(activity: Activity) -> ActivityDraft:
    """What is saved, as its form holds it: recommendations with an action are no longer the form's."""
    fields = (
        "title", "kind", "starts_on", "ends_on", "cohort", "method", "sample_size", "strengths", "focus", "key_message",
    )  # fmt: skip
    return ActivityDraft(
        **{name: getattr(activity, name) for name in fields},
        themes=frozenset(activity.theme_marks.values_list("theme__code", flat=True)),
        statements=tuple(
            StatementDraft(row.text, row.measure) for row in activity.statements.order_by("position", "pk")
        ),
        quotes=tuple(
            QuoteDraft(row.text, row.said_by, row.is_publishable) for row in activity.quotes.order_by("position", "pk")
        ),
        recommendations=tuple(
            RecommendationDraft(row.text, row.pk)
            for row in activity.recommendations.filter(action=None).order_by("position", "pk")
        ),
    )
