"""The portal's navigation: an item is shown to whoever holds one of its permissions.

Practitioners hold none, and have audits of their work and actions of their own.
"""

from dataclasses import dataclass

from django.urls import reverse

from people.access import can, has_role, may_read_events
from people.models import User
from people.roles import Permission, Role

ITEMS: list[tuple[str, str, set[Permission]]] = [
    ("Audits", "audits:index", {Permission.AUDIT_DO, Permission.AUDIT_VIEW}),
    ("Moderation", "audits:to_moderate", {Permission.AUDIT_MODERATE}),
    ("Activities", "audits:activities", {Permission.ACTIVITY_VIEW}),
    ("Indicators", "kpis:dashboard", {Permission.INDICATOR_VIEW}),
    ("Actions", "improvement:index", {Permission.ACTION_VIEW, Permission.AUDIT_DO}),
    ("Reports", "reports:index", {Permission.REPORT_READ}),
    ("People", "people:index", {Permission.PEOPLE_MANAGE}),
    ("Activity", "people:events", {Permission.EVENT_VIEW}),
]


@dataclass(frozen=True)
class Item:
    words: str
    url: str
    is_current: bool


def items_for(user: User, path: str) -> list[Item]:
    """Home, and the items that `user` may open; the longest that begins `path` is current."""
    own = {"audits:index", "improvement:index"} if has_role(user, Role.PRACTITIONER) else set()
    opened = [
        (words, name) for words, name, granting in ITEMS if name in own or any(can(user, each) for each in granting)
    ]
    if not may_read_events(user):
        opened = [item for item in opened if item[1] != "people:events"]
    shown = [(words, reverse(name)) for words, name in [("Home", "home"), *opened]]
    current = max((url for _, url in shown if path.startswith(url)), key=len, default="")
    return [Item(words, url, url == current) for words, url in shown]
