"""A list as a file: the page's own rows, in a spreadsheet that says what it is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from audits import commands
from kit.exports import csv_response, xlsx_response
from kit.listing import Chip, Listing

KINDS = ("csv", "xlsx")
RESTRICTED = "Restricted: about practice with children. Keep it where only those who need it can read it."
NO_FILTER = "None: every row that this person may read"


def list_file(
    request: HttpRequest,
    listing: Listing,
    kind: str,
    *,
    listed: str,
    name: str,
    title: str,
    chips: list[Chip],
    filters: dict[str, str],
) -> HttpResponse:
    """The whole list as CSV or workbook; the event says who took it."""
    if kind not in KINDS:
        raise Http404
    now = timezone.localtime()
    file = f"{name}-restricted-{now:%Y-%m-%d}.{kind}"
    commands.record_export(listed, kind=kind, rows=listing.count, filters=filters, by=request.user)
    if kind == "csv":
        response = csv_response(file, listing.titles(), listing.table())
    else:
        notes = [
            ("What this is", title),
            ("Filters", "; ".join(f"{chip.label}: {chip.words}" for chip in chips) or NO_FILTER),
            ("Sorted by", listing.sort_words),
            ("Rows", str(listing.count)),
            ("Made by", request.user.name),
            ("Made at", f"{now.day} {now:%B %Y, %H:%M}"),
        ]
        response = xlsx_response(
            file, sheet=title[:31], columns=listing.titles(), rows=listing.table(), notes=notes, mark=RESTRICTED
        )
    response["Cache-Control"] = "private, no-store"
    return response
