"""The history of loads, and the columns of the list of notes: what page and file say of each row."""

import datetime
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from kit.listing import Column
from kit.tables import NumberColumn, Table
from kpis.models import Load
from kpis.note_rules import day_words
from kpis.periods import month_words

NOTE_COLUMNS = (
    Column(
        "indicator", "Indicator", lambda row: f"{row.indicator.ref} {row.title or ''}".strip(),
        order=("indicator__position", "indicator__ref"), look="kpis/notes/_title.html",
    ),
    Column("month", "Month", lambda row: month_words(row.period), order=("period",), is_nowrap=True),
    Column("unit", "Team", lambda row: row.unit.name, order=("unit__name",)),
    Column("reason", "Why", lambda row: row.reason_words, order=("reason",)),
    Column("of", "Asked of", lambda row: row.asked_of.name, order=("asked_of__name",)),
    Column("by", "Asked by", lambda row: row.asker, order=("asked_by__name",)),
    Column("due", "Due", lambda row: day_words(row.due_on), order=("due_on",), is_nowrap=True),
    Column("state", "State", lambda row: note_state(row), order=("answered_at",), look="kpis/notes/_state.html"),
)  # fmt: skip

MONTH = Column("month", "Month", lambda row: month_words(row.month), order=("month",), is_nowrap=True)
COUNTED = Column("counted", "Counted", lambda row: "Yes" if row.is_counted else "No", order=("is_counted",))
AUDITS_BEHIND = (
    Column(
        "audit", "Child’s record", lambda row: row.record.case_reference, order=("record__case_reference",),
        look="kpis/_behind_link.html", is_nowrap=True,
    ),
    Column("team", "Team", lambda row: row.unit.name, order=("unit__name",)),
    Column("tool", "Tool", lambda row: row.tool_version.tool.name, order=("tool_version__tool__name",)),
    COUNTED,
)  # fmt: skip
ACTIONS_BEHIND = (
    Column("action", "Action", lambda row: row.text, order=("text",), look="kpis/_behind_link.html"),
    Column("team", "Team", lambda row: row.unit.name, order=("unit__name",)),
    Column("due", "Due", lambda row: day_words(row.due_on), order=("due_on",), is_nowrap=True),
    COUNTED,
)


def note_state(row: Any) -> str:
    """How a request stands that was read with its facts."""
    if row.answered_at:
        return f"Answered {day_words(timezone.localtime(row.answered_at).date())}"
    if row.withdrawn_at:
        return f"Withdrawn {day_words(timezone.localtime(row.withdrawn_at).date())}"
    return "Overdue" if row.is_late else "Waiting"


class LoadTable(Table):
    caption = "Loads, latest first"
    period = tables.Column(
        "Month", linkify=True, empty_values=(), orderable=False, attrs={"a": {"class": "govuk-link"}}
    )
    source = tables.Column("Source", orderable=False, default="–")
    layout = tables.Column("Layout", orderable=False, default="–")
    units = NumberColumn("Units", orderable=False, default="–")
    file_name = tables.Column("File", orderable=False)
    state = tables.Column("State", orderable=False)
    added = NumberColumn("Added", accessor="counts__added", orderable=False)
    changed = NumberColumn("Changed", accessor="counts__changed", orderable=False)
    why = tables.Column("Why corrected", accessor="correction_words", orderable=False)
    staged_by = tables.Column("By", orderable=False, default="The system")
    staged_at = tables.Column("When", orderable=False)
    fingerprint = tables.Column("Fingerprint", accessor="sha256", orderable=False)

    class Meta(Table.Meta):
        model = Load
        fields = (
            "period", "source", "layout", "units", "file_name", "state", "added", "changed", "why", "staged_by",
            "staged_at", "fingerprint",
        )  # fmt: skip

    def render_period(self, record: Load) -> str:
        return month_words(record.period) if record.period else f"Load {record.pk}"

    def render_layout(self, record: Load) -> str:
        return record.layout.capitalize()

    def render_why(self, record: Load, value: str) -> str:
        has_corrected = record.is_correction and record.confirmed_at
        return f"{value[0].upper()}{value[1:]}" if has_corrected else "–"

    def render_staged_at(self, value: datetime.datetime) -> str:
        return date_format(timezone.localtime(value), "j F Y, H:i")

    def render_fingerprint(self, value: str) -> str:
        return format_html('<code title="{}">{}</code>', value, value[:12])
