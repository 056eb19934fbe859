"""The only writer of events."""

import datetime
from typing import Any

import pghistory
from django.db import models
from django.utils import timezone

from people.models import Event, User


def record(
    verb: str,
    *,
    by: User | None,
    target: models.Model,
    words: str = "",
    at: datetime.datetime | None = None,
    **detail: Any,
) -> Event:
    """Write down that `by` did `verb` (noun.verb) to `target`; call it inside a command.

    `words` and `detail` must hold no personal data and nobody's words: the history tables keep those.
    """
    with pghistory.context(event=verb) as context:
        return Event.objects.create(
            at=at or timezone.now(),
            by=by,
            verb=verb,
            target_type=target._meta.label_lower,
            target_id=str(target.pk),
            target_words=words or str(target)[:200],
            detail=detail,
            context=context.id,
        )
