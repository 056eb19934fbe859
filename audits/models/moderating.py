"""A second, blind look."""

from django.db import models
from django.db.models import Q

from audits.models.auditing import Audit
from kit.history import tracked
from people.models import User


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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit"], condition=Q(sent_back_at=None), name="moderation_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(graded_at__isnull=False), name="moderation_graded_before_agreed"
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(sent_back_at=None), name="moderation_agreed_or_sent_back"
            ),
        ]

    def __str__(self) -> str:
        return f"Moderation of audit {self.audit_id}"
