"""What the linter asks is answered: mended in the words, or left with a reason."""

import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.commands import command
from people import events
from people.access import Refused
from people.models import User
from reports import assembly, content, lifecycle, permissions
from reports.commands.locking import locked
from reports.models import Dismissal, Report

MOST_OF_A_REASON = 1000


@command
def leave(report: Report, finding: str, *, because: str, by: User, at: datetime.datetime | None = None) -> Dismissal:
    """Say why something for judgement stays as it is; those who sign the report off read the reason."""
    at = at or timezone.now()
    report = locked(report)
    if not permissions.may_write(by, report.unit):
        raise PermissionDenied
    if reason := lifecycle.barrier_to_change(report.status):
        raise Refused(reason)
    because = content.plain(because)
    if not because:
        raise Refused("Say why it stays as it is.")
    if len(because) > MOST_OF_A_REASON:
        raise Refused(f"A reason has at most {MOST_OF_A_REASON:,} characters; this one has {len(because):,}.")
    draft = assembly.draft(report, today=timezone.localdate(at))
    asked = {each.key: each for each in draft.findings}
    if finding not in asked:
        raise Refused("This is not in the report any more.")
    if asked[finding].is_must:
        raise Refused("This must be put right: no reason makes it safe to publish.")
    if asked[finding].dismissal:
        raise Refused("This is answered already.")
    left = Dismissal.objects.create(
        report=report, round=report.round, finding=finding, rule=asked[finding].finding.rule, reason=because, at=at,
        by=by,
    )  # fmt: skip
    events.record("report.finding_left", by=by, target=report, at=at, rule=left.rule)
    return left
