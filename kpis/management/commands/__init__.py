"""What the commands of this app share: their arguments, turned into what they mean."""

import datetime

from django.core.management.base import CommandError

from kpis.periods import parse_month
from people.models import Unit


def month(text: str) -> datetime.date:
    found = parse_month(text)
    if found is None:
        raise CommandError(f"--period {text} is no month: write it as 2023-08.")
    return found


def council() -> Unit:
    unit = Unit.objects.filter(parent=None, kind=Unit.Kind.COUNCIL).order_by("path").first()
    if unit is None:
        raise CommandError("There is no council yet to which figures could belong.")
    return unit
