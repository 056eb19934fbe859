"""A report that several people write: who owns which section, what they say of it, and what was saved before."""

import datetime
from enum import StrEnum

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from kit.constraints import set_together
from kit.history import tracked
from people.models import User
from reports.models.reports import FROZEN, Report

TOGETHER = datetime.timedelta(minutes=10)  # what somebody saves within this time is one entry of the history


@tracked()
class SectionOwner(models.Model):
    """Who sees to a section of a report. Everybody who may write the report may still write there."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="owners")
    section = models.CharField(max_length=40)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "section"], name="section_owner_once_in_a_report")]

    def __str__(self) -> str:
        return self.section


class CommentQuerySet(models.QuerySet["Comment"]):
    def unresolved(self) -> "CommentQuerySet":
        return self.filter(resolved_at=None)

    def in_order(self) -> "CommentQuerySet":
        """As they were said."""
        return self.order_by("pk")


@tracked()
class Comment(models.Model):
    """What somebody says about a place of a report under way. It is never published."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="comments")
    place = models.CharField(max_length=40)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="comment_says_something"),
            models.CheckConstraint(
                condition=set_together("resolved_at", "resolved_by"), name="comment_resolved_at_and_by"
            ),
        ]
        indexes = [models.Index(fields=["report", "resolved_at"], name="comment_of_report")]

    def __str__(self) -> str:
        return f"Comment {self.pk}"

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None


class Answer(StrEnum):
    """What became of a suggested change."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


ANSWER_WORDS = {Answer.WAITING: "Waiting", Answer.ACCEPTED: "Accepted", Answer.DECLINED: "Declined"}


class SuggestedChangeQuerySet(models.QuerySet["SuggestedChange"]):
    def waiting(self) -> "SuggestedChangeQuerySet":
        return self.filter(answer=Answer.WAITING)

    def in_order(self) -> "SuggestedChangeQuerySet":
        return self.order_by("pk")


@tracked()
class SuggestedChange(models.Model):
    """Another wording for one box, with the wording that it was based on."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="suggested_changes")
    place = models.CharField(max_length=40)
    part = models.CharField(max_length=20, help_text="The part of the place that the box holds.")
    based_on = models.TextField(blank=True)
    wording = models.TextField(blank=True, help_text="Empty: to take the words out.")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer = models.CharField(
        max_length=10,
        choices=[(each.value, words) for each, words in ANSWER_WORDS.items()],
        default=Answer.WAITING.value,
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True, help_text="Why it was declined.")

    objects = SuggestedChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=[each.value for each in Answer]), name="suggested_change_answer_known"
            ),
            models.CheckConstraint(
                condition=set_together("answered_at", "answered_by"), name="suggested_change_answered_at_and_by"
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.WAITING, answered_at=None)
                | (~Q(answer=Answer.WAITING) & Q(answered_at__isnull=False)),
                name="suggested_change_answer_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["report", "answer"], name="suggested_change_of_report")]

    def __str__(self) -> str:
        return f"Suggested change {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("reports:suggested", args=[self.report_id, self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.answer == Answer.WAITING


class How(StrEnum):
    """How words came to be saved."""

    TYPED = "typed"
    ACCEPTED = "accepted"
    BROUGHT_BACK = "brought_back"
    ARRANGED = "arranged"


HOW_WORDS = {
    How.TYPED: "Typed",
    How.ACCEPTED: "Suggestion accepted",
    How.BROUGHT_BACK: "Earlier wording brought back",
    How.ARRANGED: "Blocks arranged",
}


class VersionQuerySet(models.QuerySet["Version"]):
    def last_of_each(self) -> "VersionQuerySet":
        """Of saves that are one entry of the history only the last."""
        later = Version.objects.filter(
            report=OuterRef("report"), entry=OuterRef("entry"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later))

    def latest_first(self) -> "VersionQuerySet":
        return self.order_by("-number", "-pk")


class Version(models.Model):
    """One save of a report's words. Never changed.

    `entry` is the number of the first save that it belongs together with: autosave saves every few seconds.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(help_text="The report's version after the save.")
    entry = models.PositiveIntegerField()
    how = models.CharField(
        max_length=15, choices=[(each.value, words) for each, words in HOW_WORDS.items()], default=How.TYPED.value
    )
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="version_once_in_a_report"),
            models.CheckConstraint(condition=Q(how__in=[each.value for each in How]), name="version_how_known"),
            models.CheckConstraint(condition=Q(entry__lte=models.F("number")), name="version_entry_is_not_later"),
        ]
        indexes = [models.Index(fields=["report", "entry", "number"], name="version_of_entry")]
        triggers = [FROZEN]

    def __str__(self) -> str:
        return f"Version {self.number}"


def written_by(user: User) -> Q:
    """The reports whose words are the user's in part: begun by them, or saved by them once, in any round.

    A wording that they only suggested is not theirs: whoever writes the report took it over.
    """
    return Q(author=user) | Exists(Version.objects.filter(report=OuterRef("pk"), by=user))


class VersionPlace(models.Model):
    """What a place held after a save that changed it. Never changed."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="places")
    key = models.CharField(max_length=40)
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="version_place_once")]
        triggers = [pgtrigger.Protect(name="stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.key
