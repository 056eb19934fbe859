"""What is written down when somebody takes an audit away on paper."""

import datetime

from django.core.exceptions import PermissionDenied

from audits import permissions
from audits.models import Audit
from kit.commands import command
from people import events
from people.models import Event, User


@command
def record_download(audit: Audit, *, by: User, at: datetime.datetime) -> Event:
    """Who took which audit as a file, and when: reading a child's record leaves a trace."""
    if not permissions.may_read_words(by, audit):
        raise PermissionDenied
    return events.record("audit.downloaded", by=by, target=audit, at=at, file="pdf")
