"""Print a month's indicators with their RAG.

Keys: ref, theme, title, period, basis, outturn, numerator, denominator, value (a number, rounded as shown),
value_words, the six months up to the period (mar_23 and so on), minimum, upper, target, operator, tolerance,
target_words (whichever rule the target is of), rag (green, amber, red, met, missed, no_target, no_data,
not_applicable), distance, direction (improved, worse, no_change, risen, fallen, cannot_say). A missing figure is null
in JSON and empty in CSV.
"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kit.exports import csv_text
from kpis import exports
from kpis.management.commands import council, month
from kpis.summaries import highlight


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--period", required=True, metavar="2023-08")
        parser.add_argument("--format", choices=["json", "csv"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        shown = highlight(council(), month(options["period"]))
        rows = exports.highlight_rows(shown)
        if options["format"] == "json":
            self.stdout.write(json.dumps(rows, indent=2, ensure_ascii=False))
        else:
            self.stdout.write(csv_text(exports.highlight_columns(shown.month), rows), ending="")
