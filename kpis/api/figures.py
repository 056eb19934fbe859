"""Values as programs read them: the figures of the pages, hidden from the public where they rest on small numbers."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Exists, Func, OuterRef, Q, QuerySet

from kpis.accumulating import Parts, Sum, accumulate
from kpis.disclosure import GROWING, HIDDEN_WORDS, Counted, may_stand_alone, published_months
from kpis.exports import number
from kpis.models import Definition, Target, Value
from kpis.periods import Basis, add_months, last_of
from kpis.rag import RAG_WORDS, MeasuredIn, Polarity, Rag, displayed, figure_words, judge, ratio_of
from kpis.summaries.held import Held
from kpis.summaries.meanings import same_unit_since
from kpis.summaries.readings import ADDED_UP

Series = tuple[int, int]
YEAR = 12


class LastDay(Func):
    """The last day of a month that is kept as its first."""

    template = "(%(expressions)s + interval '1 month' - interval '1 day')::date"


def on_their_own_basis(values: QuerySet[Value]) -> QuerySet[Value]:
    """Figures on the basis of the definition in force at their month's end: no months beside a year to date."""
    own = Definition.objects.filter(
        indicator=OuterRef("indicator"), basis=OuterRef("basis"), validity__contains=LastDay(OuterRef("period"))
    )
    return values.filter(Exists(own))


def changed_since(values: QuerySet[Value], moment: datetime.datetime) -> QuerySet[Value]:
    """Rows that came or ceased to stand since then, and sums whose months did."""
    new = Q(loaded_at__gte=moment) | Q(superseded_at__gte=moment)
    months = Value.objects.filter(
        new, indicator=OuterRef("indicator"), unit=OuterRef("unit"), basis=Basis.MONTH, period__lte=OuterRef("period"),
        period__gt=OuterRef("period") - datetime.timedelta(days=366),
    )  # fmt: skip
    return values.filter(new | Q(Exists(months), basis__in=ADDED_UP, superseded_at=None))


@dataclass
class Context:
    """What the figures of one page rest on, read at once. `own`: what is held on bases that grow, by month."""

    definitions: dict[int, list[Definition]]
    targets: dict[int, list[Target]]
    months: dict[Series, dict[datetime.date, Value]]
    own: dict[tuple[Series, str], dict[datetime.date, Value]]
    is_public: bool
    published: dict[tuple[Series, str], frozenset[datetime.date]] = field(default_factory=dict)

    def definition(self, indicator: int, month: datetime.date) -> Definition | None:
        """The definition in force at the month's end, or the first one, for months before anything was defined."""
        held = self.definitions.get(indicator, [])
        return _in_force(held, month) or next((each for each in held if each.validity.lower > last_of(month)), None)

    def total(self, series: Series, month: datetime.date, definition: Definition) -> Sum | None:
        """The figure added up from its months, where the definition's basis asks for it and all of them are there."""
        if definition.basis not in ADDED_UP:
            return None
        measured_in = MeasuredIn(definition.measured_in)
        since = same_unit_since(self.definitions.get(series[1], []), month)
        parts: dict[datetime.date, Parts] = {
            each: _held(value).parts(measured_in)
            for each, value in self.months.get(series, {}).items()
            if since is None or last_of(each) >= since
        }
        return accumulate(parts, month=month, basis=Basis(definition.basis), measured_in=measured_in)


@dataclass(frozen=True)
class Shown:
    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None
    is_added_up: bool


def _held(value: Value) -> Held:
    return Held(value.value, value.numerator, value.denominator)


def _in_force(dated: Iterable[Any], month: datetime.date) -> Any:
    day = last_of(month)
    return next(
        (
            each for each in dated
            if each.validity.lower <= day and (each.validity.upper is None or day < each.validity.upper)
        ),
        None,
    )  # fmt: skip


def context_of(page: Sequence[Value], *, is_public: bool) -> Context:
    """Four queries, however many rows there are."""
    added_up = [value for value in page if value.basis in ADDED_UP]
    return context_for(
        {value.indicator_id for value in page},
        {value.unit_id for value in page},
        added_up={value.indicator_id for value in added_up},
        periods=[value.period for value in added_up],
        is_public=is_public,
    )


def context_for(
    indicators: Collection[int],
    units: Collection[int],
    *,
    added_up: Collection[int],
    periods: Collection[datetime.date],
    is_public: bool,
) -> Context:
    """What figures of these indicators rest on; `added_up` are those of `periods` that may be sums of months."""
    context = Context(defaultdict(list), defaultdict(list), defaultdict(dict), defaultdict(dict), is_public)
    for definition in Definition.objects.filter(indicator__in=indicators).order_by("validity"):
        context.definitions[definition.indicator_id].append(definition)
    for target in Target.objects.filter(indicator__in=indicators).order_by("validity"):
        context.targets[target.indicator_id].append(target)
    if not periods:
        return context
    # A figure that grows is compared with all of its year; a month of that year may itself add up twelve others.
    around = (add_months(min(periods), 1 - YEAR * 2), add_months(max(periods), YEAR - 1))
    near = Value.objects.current().filter(indicator__in=added_up, unit__in=units, period__range=around)
    for value in near.filter(basis=Basis.MONTH):
        context.months[value.unit_id, value.indicator_id][value.period] = value
    if is_public:
        for value in near.filter(basis__in=GROWING):
            context.own[(value.unit_id, value.indicator_id), value.basis][value.period] = value
    return context


def shown(value: Value, definition: Definition | None, context: Context) -> Shown:
    """The figure of the pages: from its months, else from its numerator and denominator, else as it came."""
    if definition is None:
        return Shown(value.value, value.numerator, value.denominator, False)
    series, measured_in = (value.unit_id, value.indicator_id), MeasuredIn(definition.measured_in)
    if value.basis == definition.basis and (summed := added(series, value.period, definition, context)):
        return summed
    return Shown(_held(value).figure(measured_in), value.numerator, value.denominator, False)


def added(series: Series, month: datetime.date, definition: Definition, context: Context) -> Shown | None:
    """The figure of a month as the sum of the months that it covers, if it is one."""
    total, measured_in = context.total(series, month, definition), MeasuredIn(definition.measured_in)
    made = total and ratio_of(total.numerator, total.denominator, measured_in)
    if total is None or made is None:
        return None
    numerator = None if measured_in == MeasuredIn.COUNT else total.numerator
    return Shown(made, numerator, total.denominator, True)


def counted(figure: Shown, measured_in: MeasuredIn) -> Counted:
    if measured_in == MeasuredIn.COUNT:
        return Counted(measured_in, figure.value, None)
    return Counted(measured_in, figure.numerator, figure.denominator)


def is_published(value: Value, definition: Definition | None, context: Context) -> bool:
    """May everybody read this figure, beside those of the months around it?"""
    if definition is None:
        return False
    if value.basis in GROWING and value.basis == definition.basis:
        return value.period in published_growing((value.unit_id, value.indicator_id), Basis(value.basis), context)
    # On any other basis than its definition's a figure is not for the public.
    return value.basis == definition.basis and may_stand_alone(
        counted(shown(value, definition, context), MeasuredIn(definition.measured_in))
    )


def published_growing(series: Series, basis: Basis, context: Context) -> frozenset[datetime.date]:
    """The months of a growing figure that everybody may read.

    All months count that can be read anywhere, whether they are held or added up: else two answers, taken from one
    another, would tell what neither says.
    """
    if (series, basis) not in context.published:
        figures: dict[datetime.date, Counted] = {}
        held = context.own[series, basis]
        for month in {*held, *context.months.get(series, {})}:
            definition = context.definition(series[1], month)
            if definition is None or definition.basis != basis:
                continue
            value = held.get(month)
            figure = shown(value, definition, context) if value else added(series, month, definition, context)
            if figure is not None:
                figures[month] = counted(figure, MeasuredIn(definition.measured_in))
        context.published[series, basis] = published_months(figures, basis)
    return context.published[series, basis]


def row(value: Value, ref: str, unit: str, context: Context) -> dict[str, Any]:
    """One figure under the names that programs know."""
    facts = {
        "id": value.pk,
        "ref": ref,
        "unit": unit,
        "period": f"{value.period:%Y-%m}",
        "basis": value.basis,
        "numerator": None,
        "denominator": None,
        "value": None,
        "value_exact": None,
        "value_words": "",
        "symbol": "",
        "rag": None,
        "rag_words": "",
        "is_added_up": False,
        "state": "superseded" if value.superseded_at else "current",
        "updated_at": value.superseded_at or value.loaded_at,
    }
    # What no longer stands is named, so that it can be taken out, and not told: nobody shows it by mistake.
    if value.superseded_at:
        return facts
    definition = context.definition(value.indicator_id, value.period)
    if context.is_public and not is_published(value, definition, context):
        return facts | {"value_words": HIDDEN_WORDS, "symbol": HIDDEN_WORDS, "rag_words": HIDDEN_WORDS}
    return facts | _told(value, definition, context)


def _told(value: Value, definition: Definition | None, context: Context) -> dict[str, Any]:
    figure = shown(value, definition, context)
    if definition is None:
        measured_in, places, rag = MeasuredIn.RATIO, max(0, -int(figure.value.normalize().as_tuple().exponent)), None
    else:
        measured_in, places = MeasuredIn(definition.measured_in), definition.places
        # Targets are meant for figures on the definition's own basis: only these are judged.
        target = _in_force(context.targets.get(value.indicator_id, []), value.period)
        goal = target.goal if target and value.basis == definition.basis else None
        rag = judge(figure.value, goal, polarity=Polarity(definition.polarity), places=places)
    rag = rag or Rag.NO_TARGET
    told = {
        "value": number(displayed(figure.value, places)),
        "value_words": figure_words(figure.value, measured_in=measured_in, places=places),
        "rag": rag.value,
        "rag_words": RAG_WORDS[rag],
        "is_added_up": figure.is_added_up,
    }
    if context.is_public:
        return told
    return told | {
        "numerator": number(figure.numerator),
        "denominator": number(figure.denominator),
        "value_exact": f"{figure.value.normalize():f}",
    }
