"""Who may read and load indicators.

`None` is the system itself: a command that somebody ran on the server. Views always pass the person who asks.
"""

from people.access import can, paths_where
from people.models import Unit, User
from people.roles import Permission


def may_view(user: User, unit: Unit) -> bool:
    """A unit's figures are for whoever may read indicators in it, above it, or in a part of it."""
    paths = paths_where(user, Permission.INDICATOR_VIEW)
    return any(unit.path.startswith(path) or path.startswith(unit.path) for path in paths)


def may_load(user: User | None, unit: Unit) -> bool:
    return user is None or can(user, Permission.INDICATOR_LOAD, unit)


def may_define(user: User | None) -> bool:
    """Definitions and targets hold for the whole council, so they belong to whoever loads for the whole council."""
    # The council's own path is one code between two strokes: /council/.
    return user is None or any(path.count("/") == 2 for path in paths_where(user, Permission.INDICATOR_LOAD))


def may_let_programs_read(user: User | None, unit: Unit) -> bool:
    return user is None or can(user, Permission.API_MANAGE, unit)
