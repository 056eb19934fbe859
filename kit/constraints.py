"""Conditions that models hand to the database, so that the database refuses."""

from django.db.models import Q


def set_together(*fields: str) -> Q:
    """All of `fields` are set, or none is: what happened and who did it belong together."""
    return Q(**{f"{field}__isnull": True for field in fields}) | Q(**{f"{field}__isnull": False for field in fields})
