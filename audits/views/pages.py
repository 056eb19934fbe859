"""What the pages of audits share: finding an audit, the areas, answers to autosave."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from audits import permissions
from audits.models import Audit
from people.access import can
from people.models import User
from people.roles import Permission


@dataclass(frozen=True)
class Area:
    words: str
    url: str
    is_current: bool


def visible_audit(request: HttpRequest, pk: int) -> Audit:
    """The audit, or 404 when this person may not know of it."""
    found = Audit.objects.visible_to(request.user).with_facts().select_related("practitioner_reflection")
    return get_object_or_404(found, pk=pk)


def areas(user: User, path: str) -> list[Area]:
    """The lists of audits that `user` may open."""
    offered = [
        ("My audits", "audits:index", can(user, Permission.AUDIT_DO)),
        ("Team", "audits:team", can(user, Permission.AUDIT_VIEW)),
        ("All audits", "audits:all", can(user, Permission.AUDIT_VIEW)),
        ("Tools", "audits:tools", permissions.may_read_tools(user)),
        ("Themes", "audits:themes", permissions.may_write_tools(user)),
    ]
    offered.append(("Safeguarding concerns", "audits:concerns", permissions.may_list_concerns(user)))
    return [Area(words, reverse(name), reverse(name) == path) for words, name, allowed in offered if allowed]
