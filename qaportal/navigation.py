"""The portal's navigation: an item is shown to whoever holds its permission."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from people.access import can
from people.models import User
from people.roles import Permission

ITEMS = [
    ("Home", "home", None),
    ("Audits", "audits:index", Permission.AUDIT_DO),
    ("Audits", "audits:index", Permission.AUDIT_VIEW),
    ("Moderation", "audits:to_moderate", Permission.AUDIT_MODERATE),
    ("Indicators", "kpis:dashboard", Permission.INDICATOR_VIEW),
    ("Actions", "improvement:index", Permission.ACTION_VIEW),
    ("Reports", "reports:index", Permission.REPORT_READ),
    ("People", "people:index", Permission.PEOPLE_MANAGE),
    ("Activity", "people:events", Permission.EVENT_VIEW),
]


@dataclass(frozen=True)
class Item:
    words: str
    url: str
    is_current: bool


def items_for(user: User, path: str) -> list[Item]:
    """The items that `user` may open; the longest that begins `path` is current."""
    shown = []
    for words, name, permission in ITEMS:
        if permission is None or (can(user, permission) and words not in [said for said, _ in shown]):
            try:
                shown.append((words, reverse(name)))
            except NoReverseMatch:  # the app's pages are not there yet
                continue
    current = max((url for _, url in shown if path.startswith(url)), key=len, default="")
    return [Item(words, url, url == current) for words, url in shown]
