"""Highlight indicators as blocks: ratings, the table, where each figure comes from, and sentences about them."""

from collections.abc import Sequence
from itertools import pairwise

from kpis import summaries as kpis
from kpis.models import Load
from kpis.periods import month_words
from kpis.rag import RAG_WORDS, Rag
from people.models import Unit
from reports import content, disclosure, explaining, sentences
from reports.blueprints import Suggestion
from reports.content import Fact, Facts, Nothing
from reports.explaining import COUNTED_OTHERWISE
from reports.indicators import Unpublishable, shown
from reports.tokens import key_of

FEWEST_POINTS, MOST_CHARTS = 3, 8


def are_loaded(highlight: kpis.Highlight) -> bool:
    return any(row.current is not None for row in highlight.rows)


def highlight_parts(highlight: kpis.Highlight, hidden: Unpublishable) -> dict[str, Sequence[content.Block]] | Nothing:
    """How many indicators have which rating, and the table of all of them; or that there are none."""
    month = month_words(highlight.month)
    if not are_loaded(highlight):
        return Nothing(f"No indicators are loaded for {month}.")
    rows = tuple(shown(row, highlight.month, hidden) for row in highlight.rows)
    judged = [row.rag for row in rows]
    facts = tuple(
        Fact(RAG_WORDS[rag], str(judged.count(rag)), month, f"of {len(rows)} indicators", key_of(_rating_name(rag)))
        for rag in (Rag.GREEN, Rag.AMBER, Rag.RED, Rag.MET, Rag.MISSED)
        if rag in judged or rag not in (Rag.MET, Rag.MISSED)
    )
    return {
        "ratings": [Facts(f"Ratings, {month}", facts)],
        "table": tables_of(rows, f"Highlight indicators, {month}"),
    }


def tables_of(rows: Sequence[content.IndicatorRow], caption: str) -> list[content.IndicatorTable]:
    """The rows as a table, with what its words and symbols mean."""
    judged = [row.rag for row in rows]
    notes = (
        "Minimum and upper are this year's targets. Green: at or beyond upper. Amber: from minimum to upper. "
        "Red: short of minimum. The trend shows the last six months.",
        *(["Met and missed: there is one target."] if Rag.MET in judged or Rag.MISSED in judged else []),
        *[
            f"{row.ref}: counted otherwise from {month} on, where its trend breaks."
            for row in rows
            for month in _begins(row)
        ],
        *disclosure.explain(text for row in rows for text in _texts(row)),
    )
    return [content.IndicatorTable(caption, tuple(rows), notes)]


def charts_of_red(highlight: kpis.Highlight, hidden: Unpublishable) -> list[content.Block]:
    """A line for each indicator that is red or missed its target, through the months that the table shows."""
    found: list[content.Block] = []
    for row in highlight.rows:
        if row.rag not in (Rag.RED, Rag.MISSED) or (row.ref, highlight.month) in hidden.figures:
            continue
        if chart := chart_of(shown(row, highlight.month, hidden)):
            found.append(chart)
    return found[:MOST_CHARTS]


def chart_of(row: content.IndicatorRow) -> content.Chart | None:
    """A line through the months of an indicator; None where too few have a figure."""
    if sum(point.value is not None for point in row.trend) < FEWEST_POINTS:
        return None
    return content.Chart(
        shape=content.Shape.LINE,
        title=f"{row.ref} {row.title}",
        alt=f"A line through the months. {row.trend_summary}.",
        categories=tuple(point.month for point in row.trend),
        series=_lines(row.trend),
        category_title="Month",
        notes=disclosure.explain(point.words for point in row.trend),
        source=explaining.months_key(row.ref),
    )


def _begins(row: content.IndicatorRow) -> list[str]:
    return [point.month for point in row.trend if point.begins]


def _lines(trend: Sequence[content.TrendPoint]) -> tuple[content.Series, ...]:
    """One line, or one for each way of counting, so that none leads from one way to the next."""
    starts = [0, *(place for place, point in enumerate(trend) if point.begins), len(trend)]
    lines = []
    for first, after in pairwise(starts):
        inside = [first <= place < after for place in range(len(trend))]
        lines.append(
            content.Series(
                f"Counted as from {trend[first].month}" if first else "Each month",
                tuple(point.value if is_in else None for point, is_in in zip(trend, inside, strict=True)),
                tuple(point.words if is_in else COUNTED_OTHERWISE for point, is_in in zip(trend, inside, strict=True)),
            )
        )
    return tuple(lines)


def _rating_name(rag: Rag) -> str:
    return f"indicators {RAG_WORDS[rag]}"


def explained(unit: Unit, highlight: kpis.Highlight, loads: dict[int, list[Load]]) -> explaining.Explanations:
    """Where the indicators' figures come from, and how their ratings are counted."""
    return {
        **explaining.ratings_explained(map(_rating_name, Rag), month_words(highlight.month)),
        **explaining.indicators_explained(unit, highlight, loads),
    }


def proposed_sentences(unit: Unit, highlight: kpis.Highlight, hidden: Unpublishable) -> list[Suggestion]:
    """First drafts of factual sentences, from what the indicators did since the month before."""
    rows = [(row, shown(row, highlight.month, hidden)) for row in highlight.rows]
    return sentences.proposed(rows, kpis.before(unit, highlight))


def _texts(row: content.IndicatorRow) -> list[str]:
    """Where a symbol may stand."""
    return [row.outturn, row.numerator, row.denominator, row.current, *(point.words for point in row.trend)]
