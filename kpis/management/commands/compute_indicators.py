"""Compute the indicators that are counted from audits and actions."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kpis.after_loads import compute
from kpis.management.commands import month
from kpis.periods import last_whole_month, months_to
from people.access import Refused

USUAL_MONTHS = 3  # late audits and evidence change the months just gone


class Command(BaseCommand):
    help = "Computes indicators from audits and actions: the month named, or the last three that are over."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", metavar="2026-04")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        last = month(options["month"]) if options["month"] else last_whole_month(timezone.localdate())
        first = last if options["month"] else months_to(last, USUAL_MONTHS)[0]
        try:
            found = compute(first, last, by=None)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            told = {"first": f"{first:%Y-%m}", "last": f"{last:%Y-%m}", **found.counts, "problems": found.problems}
            self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))
            return
        self.stdout.write(", ".join(f"{count} {name}" for name, count in found.counts.items()))
        for ref, problem in found.problems.items():
            self.stderr.write(f"{ref}: {problem}")
