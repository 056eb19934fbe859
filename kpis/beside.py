"""What stands beside the rows of a page: the owner's note, and how other authorities compare."""

import datetime
from collections.abc import Iterable

from django.conf import settings

from kpis.comparison import comparisons
from kpis.notes import notes_for
from kpis.summaries import HighlightRow
from people.models import Unit


def with_all_beside(
    rows: Iterable[HighlightRow], unit: Unit, month: datetime.date, *, today: datetime.date
) -> list[HighlightRow]:
    """The same rows, now with notes, or that one is asked for, and, for the council, with their place among others."""
    rows = list(rows)
    keys = [row.indicator_id for row in rows]
    notes = notes_for(unit, [month], keys, today=today)
    # Published figures are those of whole authorities.
    others = {}
    if unit.parent_id is None:
        others = comparisons(keys, own_code=settings.LOCAL_AUTHORITY_CODE, with_history=False)
    for row in rows:
        row.note = notes.get((row.indicator_id, month))
        row.comparison = others.get(row.indicator_id)
    return rows
