"""What readers were told of the period before: public editions, as they are in force. One query."""

import datetime
from collections.abc import Iterator

from kpis.periods import quarter_of
from people.models import Unit
from reports import content
from reports.audit_sentences import Told, first_known, together, told_in
from reports.blueprints import Period
from reports.models import Publication
from reports.quarters import period as quarter_period

QUARTERLY = "quarterly"


def told_before(unit: Unit, kind: str, before: Period) -> Told | None:
    """What the report of this kind about the period before it published: its figures, and those that its words used.

    What it does not tell of a half-year is what the reports about its two quarters told together. None where there is
    nothing.
    """
    quarters = list(_quarters_in(before))
    published = Publication.objects.public().in_force().filter(
        report__unit=unit, report__kind__in=[kind, QUARTERLY], report__starts_on__gte=before.starts_on,
        report__ends_on__lte=before.ends_on,
    )  # fmt: skip
    found = published.select_related("report").defer("words", "search", "shown").order_by("published_at", "pk")
    told = {
        (each.report.kind, each.report.starts_on, each.report.ends_on): _told(each, before)
        for each in found
    }  # fmt: skip
    own = told.get((kind, before.starts_on, before.ends_on))
    parts = [each for quarter in quarters if (each := told.get((QUARTERLY, quarter.starts_on, quarter.ends_on)))]
    whole = together(before.in_sentence, parts) if len(quarters) > 1 and len(parts) == len(quarters) else None
    return first_known(own, whole)


def _told(publication: Publication, before: Period) -> Told:
    document = content.from_json(publication.content)
    blocks = [block for section in document.sections for block in section.blocks]
    return told_in(before.in_sentence, blocks, document.sources)


def _quarters_in(whole: Period) -> Iterator[Period]:
    """The quarters that make up a period; of a month none."""
    quarter = quarter_of(whole.starts_on)
    while whole.starts_on <= quarter.start and quarter.end <= whole.ends_on:
        yield quarter_period(quarter)
        quarter = quarter_of(quarter.end + datetime.timedelta(days=1))
