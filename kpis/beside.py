"""What stands beside the rows of a page: the owner's note, how other authorities compare, and what is being done."""

import datetime
from collections.abc import Iterable

from django.conf import settings

from kpis.comparison import Comparison, comparisons
from kpis.notes import actions_for, notes_for
from kpis.summaries import HighlightRow
from people.models import Unit


def with_all_beside(
    rows: Iterable[HighlightRow],
    unit: Unit,
    month: datetime.date,
    *,
    today: datetime.date,
    others: dict[int, Comparison] | None = None,
) -> list[HighlightRow]:
    """The same rows, now with notes, or that one is asked for, and, for the council, with their place among others.

    `others`: how the indicators compare, where the page knows already.
    """
    rows = list(rows)
    keys = [row.indicator_id for row in rows]
    notes = notes_for(unit, [month], keys, today=today)
    if others is None:
        # Published figures are those of whole authorities.
        is_whole = unit.parent_id is None
        others = comparisons(keys, own_code=settings.LOCAL_AUTHORITY_CODE, with_history=False) if is_whole else {}
    for row in rows:
        row.note = notes.get((row.indicator_id, month))
        row.comparison = others.get(row.indicator_id)
    return rows


def with_actions(rows: Iterable[HighlightRow], unit: Unit, *, today: datetime.date) -> list[HighlightRow]:
    """The same rows, now with how many actions are still to do because of each. One query."""
    rows = list(rows)
    counts = actions_for(unit, [row.indicator_id for row in rows], today=today)
    for row in rows:
        row.actions = counts.get(row.indicator_id)
    return rows
