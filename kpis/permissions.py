"""Who may read and load indicators.

`None` is the system itself: a command that somebody ran on the server. Views always pass the person who asks.
"""

from django.db.models import Q, QuerySet

from people.access import can, lineage, paths_where, within
from people.models import Unit, User
from people.roles import Permission


def may_view(user: User, unit: Unit) -> bool:
    """A unit's figures are for whoever may read indicators in it, above it, or in a part of it."""
    paths = paths_where(user, Permission.INDICATOR_VIEW)
    return any(unit.path.startswith(path) or path.startswith(unit.path) for path in paths)


def visible_units(user: User) -> QuerySet[Unit]:
    """Every unit whose figures the user may read, in tree order: those that `may_view` lets through."""
    paths = paths_where(user, Permission.INDICATOR_VIEW)
    above = {each for path in paths for each in lineage(path)}
    return Unit.objects.filter(within("path", paths) | Q(path__in=above)).order_by("path")


def may_load(user: User | None, unit: Unit) -> bool:
    return user is None or can(user, Permission.INDICATOR_LOAD, unit)


def may_define(user: User | None) -> bool:
    """Definitions and targets hold for the whole council, so they belong to whoever loads for the whole council."""
    # The council's own path is one code between two strokes: /council/.
    return user is None or any(path.count("/") == 2 for path in paths_where(user, Permission.INDICATOR_LOAD))
