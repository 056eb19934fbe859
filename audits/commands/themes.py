"""Themes: threads that run through audits, kept by the quality assurance team."""

import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits import permissions
from audits.building import code_from
from audits.models import Theme
from kit.commands import command
from people import events
from people.access import Refused
from people.models import User


@command
def add_theme(name: str, *, by: User, at: datetime.datetime | None = None) -> Theme:
    at = at or timezone.now()
    themes = _themes(by)
    _refuse_same_name(name, themes)

    code = code_from(name, {theme.code for theme in themes}, "theme")
    theme, is_new = Theme.objects.get_or_create(name=name, defaults={"code": code})
    if not is_new:  # added by somebody else this moment
        raise Refused(f"There is a theme “{theme.name}” already.")

    events.record("theme.added", by=by, target=theme, at=at)
    return theme


@command
def rename_theme(theme: Theme, name: str, *, by: User, at: datetime.datetime | None = None) -> Theme:
    """Other words for the same theme: what was marked with it keeps the mark."""
    at = at or timezone.now()
    themes = _themes(by)
    theme = next(each for each in themes if each.pk == theme.pk)
    _refuse_same_name(name, [each for each in themes if each.pk != theme.pk])
    if theme.name == name:
        return theme

    theme.name = name
    theme.save(update_fields=["name"])

    events.record("theme.renamed", by=by, target=theme, at=at)
    return theme


@command
def use_theme(theme: Theme, is_in_use: bool, *, by: User, at: datetime.datetime | None = None) -> Theme:
    """Offer the theme to auditors, or no longer; audits that have it keep it."""
    at = at or timezone.now()
    theme = next(each for each in _themes(by) if each.pk == theme.pk)
    if theme.is_in_use == is_in_use:
        return theme

    theme.is_in_use = is_in_use
    theme.save(update_fields=["is_in_use"])

    events.record("theme.brought_back" if is_in_use else "theme.retired", by=by, target=theme, at=at)
    return theme


def _themes(by: User) -> list[Theme]:
    if not permissions.may_write_tools(by):
        raise PermissionDenied
    return list(Theme.objects.order_by("pk"))


def _refuse_same_name(name: str, themes: list[Theme]) -> None:
    if there := next((theme for theme in themes if theme.name.casefold() == name.casefold()), None):
        raise Refused(f"There is a theme “{there.name}” already{'' if there.is_in_use else '; it is out of use'}.")
