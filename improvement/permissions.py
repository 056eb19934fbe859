"""Who may do what with an action; when it can be done is in `progress`."""

from improvement.models import Action
from people.access import can
from people.models import Unit, User
from people.roles import Permission


def may_raise(user: User, unit: Unit) -> bool:
    """May the user raise actions for this unit?"""
    return can(user, Permission.ACTION_RAISE, unit)


def may_deliver(user: User, action: Action) -> bool:
    """The owner, or whoever manages the action's unit, may say that it is done."""
    return user.is_active and (user == action.owner or can(user, Permission.ACTION_DELIVER, action.unit))


def may_close(user: User, action: Action) -> bool:
    """May the user close actions of this unit? That it is never one's own delivery is a barrier, with its reason."""
    return can(user, Permission.ACTION_CLOSE, action.unit)


def may_reopen(user: User, action: Action) -> bool:
    """Whoever may be satisfied by the evidence may also not be."""
    return can(user, Permission.ACTION_CLOSE, action.unit)


def may_note(user: User, action: Action) -> bool:
    """The owner and whoever may raise or deliver actions of the unit may write how it is going."""
    return may_deliver(user, action) or can(user, Permission.ACTION_RAISE, action.unit)


def may_read_origin(user: User, action: Action) -> bool:
    """An owner without the right to read the unit's actions is told the origin in words only."""
    return can(user, Permission.ACTION_VIEW, action.unit)
