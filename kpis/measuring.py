"""The audits and actions behind a computed figure, and what they come to, for every unit at once.

What counts is what counts elsewhere (audits.summaries): an audit belongs to its audit month, its grades count once they
are agreed, a withdrawn one never does, and domains of different tools do not add up. A unit's figure counts everything
below it.
"""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncMonth

from audits.content import COHORT_WORDS, Kind
from audits.grading import Grade, Stage, is_good_or_better
from audits.lifecycle import MODERATED
from audits.models import Answer, Audit, AuditQuerySet, Grading, Question, Section, ToolVersion, Voice
from audits.voices import VoiceState
from improvement.models import Action
from kpis.measures import CHRONOLOGY_IS_THERE, Measure, There
from kpis.models import Definition
from kpis.periods import last_of
from people.access import lineage

GOOD_OR_BETTER = [grade.value for grade in Grade if is_good_or_better(grade)]
Key = tuple[str, datetime.date]  # a unit's path, and the month


@dataclass(frozen=True)
class Counted:
    """What a measure came to: a numerator out of a denominator that is never 0."""

    numerator: int
    denominator: int


def what_there_is() -> There:
    """By what a figure can be narrowed: of every version that audits may rest on. Three queries.

    A draft is left out: nobody audits with it yet, and its codes may still change.
    """
    used = ToolVersion.objects.exclude(status=ToolVersion.Status.DRAFT)
    tools = dict(used.order_by("tool__name", "tool__code", "number").values_list("tool__code", "tool__name"))
    domains: dict[str, dict[str, str]] = {code: {} for code in tools}
    # The newest words of a code win, in the order in which the newest version asks.
    graded = Section.objects.filter(is_graded=True, tool_version__in=used)
    for tool, code, title in graded.order_by("-tool_version__number", "position").values_list(
        "tool_version__tool__code", "code", "title"
    ):
        domains[tool].setdefault(code, title)
    questions: dict[str, dict[str, str]] = {code: {} for code in tools}
    asked = Question.objects.filter(kind=Kind.YES_PARTLY_NO, section__tool_version__in=used)
    for tool, code, text in asked.order_by(
        "-section__tool_version__number", "section__position", "position"
    ).values_list("section__tool_version__tool__code", "code", "text"):
        questions[tool].setdefault(code, text)
    cohorts = {cohort.value: words for cohort, words in COHORT_WORDS.items()}
    return There(tools, domains, questions, cohorts)


def rows_behind(definition: Definition, first: datetime.date, last: datetime.date, *, today: datetime.date) -> QuerySet:
    """Every audit or action that a figure of the months `first` to `last` counts.

    Annotated: `month`, in which it counts, and `is_counted`, whether it is in the numerator too.
    """
    measure = Measure(definition.measure)
    if measure == Measure.ACTIONS_IN_TIME:
        return _actions(first, last, today)
    audits = _audits(definition, first, last)
    match measure:
        case Measure.FAMILY_FEEDBACK:
            given = Voice.objects.filter(audit=OuterRef("pk"), state=VoiceState.GIVEN)
            return audits.filter(status__in=MODERATED).annotate(is_counted=Exists(given))
        case Measure.CHRONOLOGY:
            answers = Answer.objects.filter(audit=OuterRef("pk"), question__code=definition.domain)
            applies = answers.filter(does_not_apply=False, value__isnull=False)
            there = applies.filter(value=CHRONOLOGY_IS_THERE)
            return audits.filter(Exists(applies), status__in=MODERATED).annotate(is_counted=Exists(there))
        case Measure.GRADES_CHANGED:
            graded = audits.agreed().alias(
                now=_grade(definition.domain, Stage.AGREED), before=_grade(definition.domain, Stage.ORIGINAL)
            )
            return graded.exclude(now=None).exclude(before=None).annotate(is_counted=~Q(now=F("before")))
        case _:
            wanted = GOOD_OR_BETTER if measure == Measure.GOOD_OR_BETTER else [Grade.INADEQUATE.value]
            graded = audits.agreed().alias(now=_grade(definition.domain, Stage.AGREED)).exclude(now=None)
            return graded.annotate(is_counted=Q(now__in=wanted))


def count_all(
    definition: Definition, first: datetime.date, last: datetime.date, *, today: datetime.date
) -> dict[Key, Counted]:
    """The figure of every unit that has one, by path and month; one query, however many units and months there are."""
    found = (
        rows_behind(definition, first, last, today=today)
        .order_by()
        .values_list("unit__path", "month")
        .annotate(all_of_them=Count("pk"), some=Count("pk", filter=Q(is_counted=True)))
    )
    numerators, denominators = Counter[Key](), Counter[Key]()
    for path, month, denominator, numerator in found:
        for each in lineage(path):
            denominators[each, month] += denominator
            numerators[each, month] += numerator
    return {key: Counted(numerators[key], denominator) for key, denominator in denominators.items()}


def _audits(definition: Definition, first: datetime.date, last: datetime.date) -> AuditQuerySet:
    plain = {"tool_version__tool__code": definition.tool, "record__cohort": definition.cohort}
    audits = Audit.objects.within_months(first, last).not_withdrawn()
    return audits.filter(**{name: value for name, value in plain.items() if value}).annotate(month=F("audit_month"))


def _grade(domain: str, stage: Stage) -> Subquery:
    """The audit's grade of the domain at a stage; without a domain, the overall one."""
    where = {"section__code": domain} if domain else {"section": None}
    return Subquery(Grading.objects.filter(audit=OuterRef("pk"), stage=stage, **where).values("grade")[:1])


def month_due() -> TruncMonth:
    """The month in which an action counts."""
    return TruncMonth("due_on", output_field=DateField())


def _actions(first: datetime.date, last: datetime.date, today: datetime.date) -> QuerySet[Action]:
    """Actions due in the months, in time when their evidence is dated no later than the day they were due.

    The date of the evidence says when it was done; the portal may be told later. An action that is still in time today
    is neither late nor delivered, so it is not counted yet.
    """
    due = Action.objects.filter(due_on__range=(first, last_of(last)))
    return due.filter(Q(due_on__lt=today) | Q(evidenced_on__isnull=False)).annotate(
        month=month_due(),
        is_counted=Q(evidenced_on__isnull=False, evidenced_on__lte=F("due_on")),
    )
