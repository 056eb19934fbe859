"""Every row's history, kept by database triggers, so that bulk changes and plain SQL are seen too."""

from collections.abc import Callable
from typing import Any

import pghistory


def tracked(**options: Any) -> Callable[[type], type]:
    """Keep each version of the model's rows: inserted, updated, deleted. `exclude=[...]` leaves fields out."""
    kinds = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return pghistory.track(*kinds, append_only=True, **options)
