"""The history of loads."""

import datetime

import django_tables2 as tables
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from kit.tables import NumberColumn, Table
from kpis.models import Load
from kpis.periods import month_words


class LoadTable(Table):
    caption = "Loads, latest first"
    period = tables.Column(
        "Month", linkify=True, empty_values=(), orderable=False, attrs={"a": {"class": "govuk-link"}}
    )
    source = tables.Column("Source", orderable=False, default="–")
    file_name = tables.Column("File", orderable=False)
    state = tables.Column("State", orderable=False)
    added = NumberColumn("Added", accessor="counts__added", orderable=False)
    changed = NumberColumn("Changed", accessor="counts__changed", orderable=False)
    staged_by = tables.Column("By", orderable=False, default="The system")
    staged_at = tables.Column("When", orderable=False)
    fingerprint = tables.Column("Fingerprint", accessor="sha256", orderable=False)

    class Meta(Table.Meta):
        model = Load
        fields = ("period", "source", "file_name", "state", "added", "changed", "staged_by", "staged_at", "fingerprint")

    def render_period(self, record: Load) -> str:
        return month_words(record.period) if record.period else f"Load {record.pk}"

    def render_staged_at(self, value: datetime.datetime) -> str:
        return date_format(timezone.localtime(value), "j F Y, H:i")

    def render_fingerprint(self, value: str) -> str:
        return format_html('<code title="{}">{}</code>', value, value[:12])
