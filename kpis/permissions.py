"""Who may read and load indicators.

`None` is the system itself: a command that somebody ran on the server. Views always pass the person who asks.
"""

from django.db.models import Q, QuerySet

from kpis.models import NoteRequest
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


def may_let_programs_read(user: User | None, unit: Unit) -> bool:
    return user is None or can(user, Permission.API_MANAGE, unit)


def may_ask(user: User, unit: Unit) -> bool:
    """May the user ask the owners about this unit's figures?"""
    return can(user, Permission.INDICATOR_ASK, unit)


def may_answer(user: User, request: NoteRequest) -> bool:
    """The person asked, and whoever answers for the indicator: nobody else speaks for them."""
    return user.is_active and user.pk in (request.asked_of_id, request.indicator.answered_by_id)


def may_hand_over(user: User, request: NoteRequest) -> bool:
    """Who is asked may name somebody who knows better; who may ask may ask somebody else."""
    return may_answer(user, request) or may_ask(user, request.unit)


def may_raise_action(user: User, unit: Unit) -> bool:
    """A figure may lead to an action of its unit or of a part of it, wherever the user may raise actions."""
    paths = paths_where(user, Permission.ACTION_RAISE)
    return may_view(user, unit) and any(path.startswith(unit.path) or unit.path.startswith(path) for path in paths)
