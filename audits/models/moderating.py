"""A second, blind look."""

from django.db import models
from django.db.models import Q

from audits.models.auditing import Audit
from kit.history import tracked
from people.models import User


class ModerationQuerySet(models.QuerySet["Moderation"]):
    def in_force(self) -> "ModerationQuerySet":
        """The one under way, or the one whose grades were agreed."""
        return self.filter(ended_at=None)


@tracked()
class Moderation(models.Model):
    """A second, blind look: the moderator sees the auditor's grades when their own are in (`graded_at`)."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="moderations")
    moderator = models.ForeignKey(User, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, help_text="Goes up with every save.")
    comment = models.TextField(blank=True)
    began_at = models.DateTimeField()
    graded_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    sent_back_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="Sent back, released, or reopened after it: it is in force no more."
    )
    released_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    released_reason = models.TextField("why the moderation was released", blank=True)

    objects = ModerationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit"], condition=Q(ended_at=None), name="moderation_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(sent_back_at=None) | Q(ended_at__isnull=False), name="moderation_sent_back_has_ended"
            ),
            models.CheckConstraint(
                condition=Q(released_by=None, released_reason="")
                | (Q(released_by__isnull=False, ended_at__isnull=False) & ~Q(released_reason="")),
                name="moderation_released_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(graded_at__isnull=False), name="moderation_graded_before_agreed"
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(sent_back_at=None), name="moderation_agreed_or_sent_back"
            ),
        ]

    def __str__(self) -> str:
        return f"Moderation of audit {self.audit_id}"
