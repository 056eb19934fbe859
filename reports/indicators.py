"""Highlight indicators as a report may publish them: what rests on a small number is hidden wherever it stands."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kpis.measures import Measure
from kpis.models import Definition
from kpis.periods import Basis, last_outturn_month, month_words, period_before, quarter_of
from kpis.rag import UNJUDGED, Direction
from kpis.summaries import Highlight, HighlightRow
from kpis.summaries.readings import Reading
from reports import disclosure
from reports.audits_told import CountedOf
from reports.behind import Guessed, Held, behind, figure_of, year_to
from reports.content import GRADE_TITLES, SUPPRESSED, IndicatorRow, TrendPoint
from reports.disclosure import CountTable, Edition, Kin, Protection, Reason, Suppression
from reports.explaining import indicator_key
from reports.graded import give_away

Key = tuple[str, datetime.date]
NOT_APPLICABLE = "not applicable"
INADEQUATE = GRADE_TITLES[-1]
NUMBER, REST, PERCENTAGE = "Number", "The rest", "Percentage"
BESIDE = (
    "Beside the table of grades, another indicator of the same audits, or an earlier edition, it would tell a number "
    "from 1 to 5, or a hidden one."
)
GUESSED = "Its numbers are not given; of about {:,} it would tell a number from 1 to 5."


@dataclass(frozen=True)
class IndicatorCounts:
    """What indicators count, ready to be protected with the other tables of the report.

    `earlier` is what the reports of this year's earlier quarters told, as far as it bears on this one. `unsafe` are
    figures that may not be shown whatever else is: they rest on small numbers which are no part of a whole, as averages
    may, or they are percentages without their numbers that can be turned back into small ones.
    """

    month: datetime.date
    held: tuple[Held, ...]
    tables: tuple[CountTable, ...]
    earlier: tuple[Edition, ...]
    unsafe: tuple[Held | Guessed, ...]
    counted: Mapping[str, CountedOf] = field(default_factory=dict)  # of the indicators that count audits
    told: tuple[Edition, ...] = ()  # earlier editions, with which those that count audits are compared
    unit: str = ""  # its path


@dataclass(frozen=True)
class Unpublishable:
    """The indicators and months whose figures rest on a small number; outturns apart, as they share a month."""

    figures: frozenset[Key]
    outturns: frozenset[Key]
    denominators: frozenset[Key] = frozenset()


def indicator_counts(
    highlight: Highlight, published: Sequence[Edition] = (), *, others: Iterable[Reading] = (), unit: str = ""
) -> IndicatorCounts:
    """The numbers behind the highlight table of the unit with this path, and behind what `others` show beside it. No
    query.

    Of the year's earlier quarters those that were `published` are what they were; the others are as they stand now.
    """
    month, readings, others = highlight.month, [row.reading for row in highlight.rows], list(others)
    told = behind(readings, others)
    one_grade = {each.indicator.ref for each in (*readings, *others) if each.definition.measure == Measure.INADEQUATE}
    held = tuple(each for each in told if isinstance(each, Held))
    earlier: list[Edition] = []
    own = [edition for edition in published if edition.kin == Kin.SAME]
    # A report that used one figure in its words told of no other indicator.
    told_already = {(table.name, line.period) for edition in own for table in edition.tables for line in table.lines}
    for end in sorted(_quarter_ends_before(month)):
        to_date = [
            figure_of(reading, reading.basis, end)
            for reading in readings
            if reading.basis == Basis.YEAR_TO_DATE
            and (table_name(reading.indicator.ref), year_to(end)) not in told_already
        ]
        tables = _tables([each for each in to_date if isinstance(each, Held)], one_grade, month=end)
        if tables:
            earlier.append(
                Edition(f"The report for {quarter_of(end).label}", disclosure.protect(tables, earlier).tables)
            )
    unsafe = [each for each in held if not each.is_part_of_whole and not each.may_stand_alone]
    unsafe += [each for each in told if isinstance(each, Guessed) and each.gives_away]
    return IndicatorCounts(
        month, held, _tables(held, one_grade, month=month), tuple(earlier), tuple(unsafe),
        counted={each.indicator.ref: counted_of(each) for each in (*readings, *others) if each.definition.is_computed},
        told=tuple(published),
        unit=unit,
    )  # fmt: skip


def counted_of(reading: Reading) -> CountedOf:
    return _counted(reading.definition)


def counted_by_now(published: Iterable[Edition], day: datetime.date) -> dict[str, CountedOf]:
    """What the indicators count that earlier editions showed: of those that count audits. One query, or none."""
    if not any(table.name.startswith(table_name("")) for edition in published for table in edition.tables):
        return {}
    found = Definition.objects.in_force_on(day).computed().select_related("indicator").order_by("pk")
    return {each.indicator.ref: _counted(each) for each in found}


def _counted(definition: Definition) -> CountedOf:
    return CountedOf(Measure(definition.measure), definition.tool, definition.domain, definition.cohort)


def _quarter_ends_before(month: datetime.date) -> Iterable[datetime.date]:
    """The months with which earlier quarters of the financial year ended."""
    quarter = quarter_of(month)
    while quarter.number > 1:
        quarter = quarter.previous
        yield quarter.last_month


def _tables(held: Iterable[Held], one_grade: Collection[str], *, month: datetime.date) -> tuple[CountTable, ...]:
    """One table for each indicator, a line for each month and basis.

    Over time only the latest shows its numbers; a count is its own number, whenever it is shown. Indicators of
    `one_grade` do not tell that all audits have it.
    """
    lines: dict[tuple[str, bool], list[disclosure.Line]] = {}
    for each in held:
        if each.is_part_of_whole:
            line = each.line(grows=each.month == month or each.denominator is None)
            lines.setdefault((each.ref, each.denominator is None), []).append(line)
    return tuple(
        CountTable(
            table_name(ref),
            (NUMBER,) if is_count else (INADEQUATE if ref in one_grade else NUMBER, REST),
            tuple(of_it),
            adds_up=False,
            has_line_totals=not is_count,
            revealing=(INADEQUATE,) if ref in one_grade and not is_count else (),
        )
        for (ref, is_count), of_it in lines.items()
    )


def table_name(ref: str) -> str:
    return f"Indicator {ref}"


def unpublishable(counts: IndicatorCounts, protection: Protection) -> Unpublishable:
    """Which figures of the highlight table must not be shown."""
    small, denominators = _small(counts, protection)
    beside = _beside(counts, protection, small)
    hidden, whole = small | beside, denominators | beside
    return Unpublishable(
        frozenset((each.ref, each.month) for each in hidden if each.basis != Basis.OUTTURN),
        frozenset((each.ref, each.month) for each in hidden if each.basis == Basis.OUTTURN),
        frozenset((each.ref, each.month) for each in whole if each.basis != Basis.OUTTURN),
    )


def _small(counts: IndicatorCounts, protection: Protection) -> tuple[set[Held | Guessed], set[Held]]:
    """Figures that rest on small numbers; and those of them whose denominators may not be shown either."""
    hidden: set[Held | Guessed] = set(counts.unsafe)
    denominators = {each for each in counts.unsafe if isinstance(each, Held)}
    lines = {(table.name, line.title): line for table in protection.tables for line in table.lines}
    for each in counts.held:
        line = lines.get((table_name(each.ref), each.title))
        if line is None:
            continue
        if (line.cells[0] is None) if each.denominator is None else (disclosure.share_of(line.row, (0,)) is None):
            hidden.add(each)
        if each.denominator is not None and line.total is None:
            denominators.add(each)
    return hidden, denominators


def _beside(counts: IndicatorCounts, protection: Protection, small: Collection[Held | Guessed]) -> set[Held]:
    """Of the other figures those that would tell a small number beside the tables of audits, or beside one another."""
    shown = [each for each in counts.held if each not in small]
    return give_away(shown, counts.counted, protection.tables, counts.told, counts.unit)


def suppressions(counts: IndicatorCounts, protection: Protection) -> list[Suppression]:
    """Those that no table of counts knows."""
    beside = _beside(counts, protection, _small(counts, protection)[0])
    return [
        *(
            Suppression(table_name(each.ref), each.title, NUMBER, Reason.TABLE, BESIDE)
            for each in counts.held
            if each in beside
        ),
        *(
            Suppression(
                table_name(each.ref), each.title, PERCENTAGE, Reason.PERCENTAGE, GUESSED.format(round(each.whole))
            )
            if isinstance(each, Guessed)
            else Suppression(table_name(each.ref), each.title, NUMBER, Reason.SMALL, disclosure.WORDS[Reason.SMALL])
            for each in counts.unsafe
        ),
    ]


def shown(row: HighlightRow, month: datetime.date, hidden: Unpublishable) -> IndicatorRow:
    """The row in the words of a report."""
    is_count = row.numerator_words == NOT_APPLICABLE

    trend = tuple(
        TrendPoint(month_words(point.month), None, SUPPRESSED, place in row.breaks)
        if (row.ref, point.month) in hidden.figures
        else TrendPoint(
            month_words(point.month),
            None if point.value is None else float(point.value),
            point.words,
            place in row.breaks,
        )
        for place, point in enumerate(row.trend)
    )
    all_shown = all(point.words != SUPPRESSED for point in trend)
    by_month = ", ".join(f"{point.month} {point.words}" for point in trend)
    hides_now = (row.ref, month) in hidden.figures
    hides_before = (row.ref, period_before(row.basis, month)) in hidden.figures or not all_shown
    hides_outturn = (row.ref, last_outturn_month(month)) in hidden.outturns
    return IndicatorRow(
        theme=row.theme,
        ref=row.ref,
        title=row.title,
        outturn=SUPPRESSED if hides_outturn else row.outturn_words,
        numerator=SUPPRESSED if hides_now and not is_count else row.numerator_words,
        denominator=SUPPRESSED if (row.ref, month) in hidden.denominators else row.denominator_words,
        current=SUPPRESSED if hides_now else row.current_words,
        basis=row.basis_words,
        minimum=row.minimum_words,
        upper=row.upper_words,
        rag="hidden" if hides_now else row.rag.value,
        rag_words=SUPPRESSED if hides_now else row.rag_words,
        distance="" if hides_now or row.rag in UNJUDGED else row.distance_words,
        direction="" if hides_now or hides_before or row.direction == Direction.CANNOT_SAY else row.direction_words,
        trend=trend,
        trend_summary=row.trend_summary if all_shown else by_month,
        source=indicator_key(row.ref),
    )
