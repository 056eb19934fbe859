"""What the activity register tells a report: activities of a period with all that they measured, found and heard."""

import datetime
from dataclasses import dataclass

from django.db.models import Prefetch

from audits.content import COHORT_WORDS, Cohort
from audits.models import Activity, Quote, Recommendation, Statement
from audits.register import ACTIVITY_KIND_WORDS, SPEAKER_WORDS, ActivityKind, Speaker
from audits.statements import Measure
from improvement.models import Action
from people.models import Unit


@dataclass(frozen=True)
class Measured:
    text: str
    measure: Measure


@dataclass(frozen=True)
class Said:
    """Words that may be published, and who said them: a parent, never a name."""

    key: str
    text: str
    who: str


@dataclass(frozen=True)
class Recommended:
    """What should get better, and the action that came of it, where one did."""

    text: str
    unit: str
    action: Action | None


@dataclass(frozen=True)
class Told:
    """One activity, ready to be written about."""

    key: str
    title: str
    kind: str
    kind_words: str
    cohort: str
    cohort_words: str
    period: str
    sample: int | None
    strengths: tuple[str, ...]
    focus: tuple[str, ...]
    key_message: str
    measured: tuple[Measured, ...]
    said: tuple[Said, ...]
    recommended: tuple[Recommended, ...]
    written_at: datetime.datetime  # when it was last written in the register


def told_in(unit: Unit, start: datetime.date, end: datetime.date) -> list[Told]:
    """The activities of the unit and everything below it that ended in the period, oldest first. Four queries."""
    found = Activity.objects.not_withdrawn().under(unit.path).ended_within(start, end).select_related("unit")
    found = found.prefetch_related(
        Prefetch("statements", Statement.objects.order_by("position", "pk")),
        Prefetch("quotes", Quote.objects.filter(is_publishable=True).order_by("position", "pk")),
        Prefetch("recommendations", Recommendation.objects.select_related("action").order_by("position", "pk")),
    )
    return [_told(activity) for activity in found.order_by("ends_on", "pk")]


def _told(activity: Activity) -> Told:
    return Told(
        key=str(activity.pk),
        title=activity.title,
        kind=activity.kind,
        kind_words=ACTIVITY_KIND_WORDS[ActivityKind(activity.kind)],
        cohort=activity.cohort,
        cohort_words=COHORT_WORDS[Cohort(activity.cohort)] if activity.cohort else "",
        period=activity.period_words,
        sample=activity.sample_size,
        strengths=tuple(activity.strength_points),
        focus=tuple(activity.focus_points),
        key_message=activity.key_message,
        measured=tuple(Measured(row.text, row.measure) for row in activity.statements.all()),
        said=tuple(
            Said(f"quote-{row.pk}", row.text, SPEAKER_WORDS[Speaker(row.said_by)]) for row in activity.quotes.all()
        ),
        recommended=tuple(
            Recommended(row.text, activity.unit.name, row.action) for row in activity.recommendations.all()
        ),
        written_at=activity.changed_at or activity.added_at,
    )
