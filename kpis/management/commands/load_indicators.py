"""Load a month's highlight table from a file, as the portal's upload page does."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from kpis import commands, loading
from kpis.management.commands import council, month
from kpis.previews import compare, definitions_for
from kpis.returns import Preview
from people.access import Refused
from people.models import User


class Command(BaseCommand):
    help = "Loads a month of indicators from a CSV file or workbook: all of it, or nothing (exit status 1)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--period", required=True, metavar="2023-08", help="the month of the current figures")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be added and changed")
        parser.add_argument("--json", action="store_true", help="answer as JSON")
        parser.add_argument("--as", dest="email", help="the e-mail address of who loads it; without: the system")
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
            preview = compare(given, unit)
            state = "refused" if preview.refused else "preview" if options["dry_run"] else "confirmed"
            try:
                if state == "confirmed":
                    commands.confirm(commands.stage(given, unit=unit, by=by), by=by)
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal
            if state != "confirmed":
                transaction.set_rollback(True)
        self.answer(preview, state, options)
        if state == "refused":
            sys.exit(1)

    def answer(self, preview: Preview, state: str, options: dict[str, Any]) -> None:
        if options["json"]:
            kept = preview.as_json()
            told = {"state": state, "period": options["period"], "counts": preview.counts, **kept}
            self.stdout.write(json.dumps(told, indent=2))
            return
        words = {"refused": "Refused: nothing was loaded.", "preview": "Dry run: nothing was loaded."}
        self.stdout.write(words.get(state, "Loaded."))
        self.stdout.write(", ".join(f"{count} {name}" for name, count in preview.counts.items()))
        for note in preview.notes:
            self.stdout.write(f"Note: {note}")
        for line in preview.changed:
            self.stdout.write(f"{line.ref}, {line.period_words}: {line.old_words} → {line.new_words}")
        for target in preview.target_changes:
            self.stdout.write(f"{target.ref}, targets: {target.old_words} → {target.new_words}")
        for refusal in preview.refused:
            self.stderr.write(f"{refusal} [{refusal.value}]" if refusal.value else str(refusal))
