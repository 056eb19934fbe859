"""Load a month's highlight table from a file, as the portal's upload page does."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from kpis import after_loads, commands, loading
from kpis.management.commands import council, month
from kpis.models import Load
from kpis.previews import all_lines, definitions_for
from kpis.returns import Change, Return
from people.access import Refused
from people.models import User

NO_REASON = "Figures that the file corrects: {}. Say why with --reason."


class Command(BaseCommand):
    help = "Loads a month of indicators from a CSV file or workbook: all of it, or nothing (exit status 1)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--period", required=True, metavar="2023-08", help="the month of the current figures")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be added and changed")
        parser.add_argument("--json", action="store_true", help="answer as JSON")
        parser.add_argument("--as", dest="email", help="the e-mail address of who loads it; without: the system")
        parser.add_argument("--reason", default="", help="why figures are corrected; needed where some are")
        parser.add_argument("--create-standard", action="store_true", help="first define the 17 highlight indicators")

    def handle(self, *args: Any, **options: Any) -> None:
        period, unit = month(options["period"]), council()
        by = None
        if options["email"]:
            by = User.objects.filter(email__iexact=options["email"], is_active=True).first()
            if by is None:
                raise CommandError(f"Nobody signs in as {options['email']}.")
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")

        with transaction.atomic():
            if options["create_standard"]:
                commands.create_standard_indicators(by=by)
            today = timezone.localdate()
            given = loading.read(file, name=file.name, period=period, today=today, definitions=definitions_for(period))
            state = "refused" if given.refusals else "preview" if options["dry_run"] else "confirmed"
            told = self.told(given)
            try:
                if state != "refused":
                    load = commands.stage(given, unit=unit, by=by)
                    told = self.told(given, load)
                    if state == "confirmed":
                        if load.is_correction and not options["reason"].strip():
                            raise CommandError(NO_REASON.format(load.counts["changed"]))
                        after_loads.confirm(load, because=options["reason"], by=by)
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal
            if state != "confirmed":
                transaction.set_rollback(True)
        self.answer(told, given, state, options)
        if state == "refused":
            sys.exit(1)

    @staticmethod
    def told(given: Return, load: Load | None = None) -> dict[str, Any]:
        """What the load would do, with all its figures."""
        none = {"added": 0, "changed": 0, "unchanged": 0, "targets": 0, "refused": len(given.refusals)}
        return {
            "counts": load.counts if load else none,
            "lines": [asdict(line) for line in all_lines(load)] if load else [],
            "targets": load.targets if load else [],
            "refused": [asdict(refusal) for refusal in given.refusals],
            "notes": given.notes,
        }

    def answer(self, told: dict[str, Any], given: Return, state: str, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({"state": state, "period": options["period"], **told}, indent=2))
            return
        words = {"refused": "Refused: nothing was loaded.", "preview": "Dry run: nothing was loaded."}
        self.stdout.write(words.get(state, "Loaded."))
        self.stdout.write(", ".join(f"{count} {name}" for name, count in told["counts"].items()))
        for note in given.notes:
            self.stdout.write(f"Note: {note}")
        for line in told["lines"]:
            if line["change"] == Change.CHANGED:
                self.stdout.write("{ref}, {period_words}: {old_words} → {new_words}".format(**line))
        for line in told["targets"]:
            if line["change"] != Change.UNCHANGED:
                self.stdout.write("{ref}, targets: {old_words} → {new_words}".format(**line))
        for refusal in given.refusals:
            self.stderr.write(f"{refusal} [{refusal.value}]" if refusal.value else str(refusal))
