"""Writes docs/lifecycle.md."""

from django.conf import settings
from django.core.management.base import BaseCommand

from audits.diagram import document


class Command(BaseCommand):
    help = "Write docs/lifecycle.md, the diagram and the table of an audit's moves, from audits/lifecycle.py."

    def handle(self, *args: object, **options: object) -> None:
        path = settings.BASE_DIR / "docs" / "lifecycle.md"
        path.write_text(document())
        self.stdout.write(f"{path.name} is written")
