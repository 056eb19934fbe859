"""Builds the invented demo council; see qaportal/demo/."""

import argparse
import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.models import Unit
from qaportal.demo.build import build


class Command(BaseCommand):
    help = "Build the invented demo council in an empty database: the same one for the same day."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--today", type=datetime.date.fromisoformat, help="the demo's last day, such as 2026-05-01")
        parser.add_argument("--if-empty", action="store_true", help="do nothing, and say nothing, where there is data")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo's password is published: it is built only with DEMO=1.")
        if Unit.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("There is data in this database; the demo council is built only in an empty one.")
        self.stdout.write("Building the demo council (once; some minutes) ...")
        build(options["today"] or timezone.localdate(), lambda words: self.stdout.write(f"  {words}"))
