"""What the child and the family say."""

from django.db import models
from django.db.models import Q

from audits.models.auditing import Audit
from audits.voices import ALL_BOXES, STATE_WORDS, WHOSE_WORDS, VoiceDraft, VoiceState, Whose
from kit.history import tracked


@tracked()
class Voice(models.Model):
    """The child's or the family's voice in one audit: what they say and how it was gathered, or why it is missing."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="voices")
    whose = models.CharField(max_length=10, choices=[(w.value, words) for w, words in WHOSE_WORDS.items()])
    state = models.CharField(max_length=20, blank=True, choices=[(s.value, words) for s, words in STATE_WORDS.items()])
    words = models.TextField("what they say", blank=True)
    how = models.TextField("how it was gathered", blank=True)
    asked = models.TextField("how they were asked", blank=True)
    reason = models.TextField("why it was not appropriate", blank=True)
    attempts = models.TextField("attempts to reach them", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit", "whose"], name="voice_once_each"),
            models.CheckConstraint(condition=Q(whose__in=[w.value for w in Whose]), name="voice_whose_known"),
            models.CheckConstraint(
                condition=Q(state="") | Q(state__in=[s.value for s in VoiceState]), name="voice_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_whose_display()} in audit {self.audit_id}"

    @property
    def draft(self) -> VoiceDraft:
        state = VoiceState(self.state) if self.state else None
        return VoiceDraft(state, *(getattr(self, box) for box in ALL_BOXES))


def voices_of(audit: Audit) -> dict[Whose, VoiceDraft]:
    """Both voices as they are saved; one query."""
    saved = {Whose(row.whose): row.draft for row in Voice.objects.filter(audit=audit)}
    return {whose: saved.get(whose, VoiceDraft()) for whose in Whose}
