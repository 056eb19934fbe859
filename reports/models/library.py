"""How files are made of what was published, and what the library keeps for each reader."""

import datetime

from django.db import models
from django.db.models import Q

from people.models import User
from reports.models.reports import Publication, Report

STUCK_AFTER = datetime.timedelta(minutes=15)


class Rendering(models.Model):
    """The making of a publication's files: how far it is, and why it failed."""

    class State(models.TextChoices):
        MAKING = "making", "Being made"
        DONE = "done", "Made"
        FAILED = "failed", "Not made"

    publication = models.OneToOneField(Publication, models.PROTECT, related_name="rendering")
    state = models.CharField(max_length=10, choices=State.choices, default=State.MAKING)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300, blank=True, help_text="Why it failed, as a sentence.")
    working_since = models.DateTimeField(help_text="When the last sign of work was seen.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["making", "done", "failed"]), name="rendering_state_known"),
            models.CheckConstraint(
                condition=Q(state="failed") & ~Q(reason="") | ~Q(state="failed") & Q(reason=""),
                name="rendering_failed_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.done} of {self.total} files"

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def is_failed(self) -> bool:
        return self.state == self.State.FAILED

    def is_stuck(self, now: datetime.datetime) -> bool:
        """Has no file come for longer than any file takes?"""
        return self.state == self.State.MAKING and now - self.working_since > STUCK_AFTER


class ReaderQuerySet(models.QuerySet["Reader"]):
    def wanting(self, kind: str) -> "ReaderQuerySet":
        """Whoever asked to be told about reports of this kind, and still has an account."""
        return self.filter(Q(wants_all=True) | Q(kinds__contains=[kind]), user__is_active=True).order_by("pk")


class Reader(models.Model):
    """What the library keeps for one person: since when they have seen what is new, and which e-mails they want."""

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True, help_text="What came before, they have seen.")
    wants_all = models.BooleanField(default=False, help_text="E-mails about reports of every kind.")
    kinds = models.JSONField(default=list, blank=True, help_text="E-mails about reports of these kinds.")

    objects = ReaderQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Reader {self.user_id}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def waiting(self) -> "NoticeQuerySet":
        """Neither sent nor dropped, oldest first."""
        return self.filter(sent_at=None, dropped_at=None).order_by("pk")


class Notice(models.Model):
    """An e-mail that a reader asked for: that a report is published, corrected or withdrawn. Each is sent once."""

    class About(models.TextChoices):
        PUBLISHED = "published", "Published"
        CORRECTED = "corrected", "Corrected"
        WITHDRAWN = "withdrawn", "Withdrawn"

    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    about = models.CharField(max_length=10, choices=About.choices)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, help_text="Empty: it could not be sent yet.")
    dropped_at = models.DateTimeField(null=True, help_text="The person may not read reports any more.")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "number", "about", "user"], name="notice_once_for_a_reader"),
            models.CheckConstraint(
                condition=Q(about__in=["published", "corrected", "withdrawn"]), name="notice_about_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_about_display()}, version {self.number}"
