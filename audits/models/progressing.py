"""What came of an audit: the progression meeting and its review."""

import datetime

from django.db import models
from django.db.models import F, Q

from audits.lifecycle import Status
from audits.models.auditing import Audit
from audits.models.writing import Finding
from kit.constraints import set_together
from kit.history import tracked
from people.access import paths_where, within
from people.models import User
from people.roles import Permission


class MeetingQuerySet(models.QuerySet["ProgressionMeeting"]):
    def in_force(self) -> "MeetingQuerySet":
        return self.filter(is_current=True)

    def to_review_by(self, user: User) -> "MeetingQuerySet":
        """Meetings whose review `user` may write, the earliest review first; never of one's own practice."""
        return (
            self.in_force()
            .filter(within("audit__unit__path", paths_where(user, Permission.ACTION_RAISE)))
            .filter(audit__status=Status.IN_PROGRESSION, reviewed_at=None)
            .exclude(audit__practitioner=user)
            .select_related("audit__record", "audit__unit")
            .order_by("review_on", "pk")
        )


@tracked()
class ProgressionMeeting(models.Model):
    """What was found is talked over, what happens next is decided, and weeks later it is asked what has changed."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="meetings")
    held_on = models.DateField()
    present = models.TextField("who was there", help_text="Roles, not names.")
    decisions = models.TextField("what was decided")
    review_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    outcome = models.TextField("what has changed for the child", blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    is_current = models.BooleanField(default=True, help_text="False once the audit has been reopened after it.")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit"], condition=Q(is_current=True), name="meeting_one_at_a_time"),
            models.CheckConstraint(condition=Q(review_on__gt=F("held_on")), name="meeting_reviewed_after_it"),
            models.CheckConstraint(condition=~Q(present="") & ~Q(decisions=""), name="meeting_has_words"),
            models.CheckConstraint(
                condition=set_together("reviewed_on", "reviewed_at", "reviewed_by")
                & (Q(reviewed_at=None, outcome="") | (Q(reviewed_at__isnull=False) & ~Q(outcome=""))),
                name="meeting_reviewed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on=None) | Q(reviewed_on__gte=F("held_on")), name="meeting_review_not_before_it"
            ),
        ]

    def __str__(self) -> str:
        return f"Progression meeting of audit {self.audit_id}"

    @property
    def is_reviewed(self) -> bool:
        return self.reviewed_at is not None

    def is_overdue(self, today: datetime.date) -> bool:
        return not self.is_reviewed and self.review_on < today


def closing_facts(audit: Audit, no_meeting_reason: str | None = None) -> dict[str, object]:
    """What stands between an audit and its end, for `barrier`."""
    still_open = Finding.objects.filter(audit=audit, action__isnull=False, action__closed_at=None)
    facts: dict[str, object] = {"actions_open": still_open.count()}
    if audit.status == Status.IN_PROGRESSION:
        facts["review_to_write"] = not audit.meetings.in_force().filter(reviewed_at__isnull=False).exists()
    elif no_meeting_reason is not None:
        facts["reason"] = no_meeting_reason
    return facts
