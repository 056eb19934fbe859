"""What readers were told of the quarter before: its public edition, as it is in force. One query."""

import datetime

from kpis.periods import quarter_of
from people.models import Unit
from reports import content
from reports.audit_sentences import Told, told_in
from reports.models import Publication


def told_before(unit: Unit, starts_on: datetime.date) -> Told | None:
    """The figures that the quarterly report about the quarter before published; None where there is none."""
    quarter = quarter_of(starts_on).previous
    published = (
        Publication.objects.public()
        .in_force()
        .filter(
            report__unit=unit, report__kind="quarterly", report__starts_on=quarter.start, report__ends_on=quarter.end
        )
    )
    found = published.defer("words", "search", "shown").order_by("-published_at", "-pk").first()
    if found is None:
        return None
    document = content.from_json(found.content)
    return told_in(document.cover.period, [block for section in document.sections for block in section.blocks])
