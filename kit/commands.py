"""What every change of state shares: one transaction, and a context that ties its rows' history together."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
from django.db import transaction


class Refused(Exception):
    """An ordinary refusal: the message is the sentence that the user reads."""


Verb = TypeVar("Verb", bound=Callable[..., Any])


def command(verb: Verb) -> Verb:
    """Run `verb` in one transaction and one history context, so that what it changed can be shown before and after.

    Commands may call commands: an inner one joins the outer one's transaction and context.
    """

    @functools.wraps(verb)
    def run(*args: Any, **kwargs: Any) -> Any:
        with transaction.atomic(), pghistory.context():
            return verb(*args, **kwargs)

    return run  # type: ignore[return-value]
