"""What the practitioner makes of it."""

from django.db import models

from audits.models.auditing import Audit
from audits.reflections import ReflectionDraft
from kit.constraints import set_together
from kit.history import tracked
from people.models import User


@tracked()
class Reflection(models.Model):
    """The practitioner's own reflection, at the auditor's invitation; others read it once it is finished."""

    audit = models.OneToOneField(Audit, models.CASCADE, related_name="practitioner_reflection")
    proud_of = models.TextField("what they are proud of", blank=True)
    would_change = models.TextField("what they would do differently", blank=True)
    support = models.TextField("what support would help", blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Goes up with every save.")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=set_together("finished_at", "finished_by"), name="reflection_finished_at_and_by"
            )
        ]

    def __str__(self) -> str:
        return f"Reflection on audit {self.audit_id}"

    @property
    def draft(self) -> ReflectionDraft:
        return ReflectionDraft(self.proud_of, self.would_change, self.support)
