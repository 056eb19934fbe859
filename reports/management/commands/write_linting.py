"""Writes docs/linting.md."""

from django.conf import settings
from django.core.management.base import BaseCommand

from reports.linting import as_markdown


class Command(BaseCommand):
    help = (
        "Write docs/linting.md, the rules that a report is read by before sign-off, from reports/linting/registry.py."
    )

    def handle(self, *args: object, **options: object) -> None:
        path = settings.BASE_DIR / "docs" / "linting.md"
        path.write_text(as_markdown())
        self.stdout.write(f"{path.name} is written")
