"""Reports, the words their authors type, and what was published."""

import datetime

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from kit.history import tracked
from people.access import can, paths_where, within
from people.models import Unit, User
from people.roles import Permission
from reports.lifecycle import STATUS_WORDS, UNDER_WAY, Status
from reports.routes import APPROVING, DECISION_WORDS, STAGES, Decision


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> "ReportQuerySet":
        """What was published is for everyone who reads reports, what is being written for those who write it.

        Whoever signs reports off sees those that are with them.
        """
        seen = within("unit__path", paths_where(user, Permission.REPORT_WRITE))
        if can(user, Permission.REPORT_READ):
            seen |= Q(Exists(Publication.objects.filter(report=OuterRef("pk"))))
        if any(can(user, permission) for permission in APPROVING):
            seen |= Q(status__in=[Status.SIGN_OFF, Status.SIGNED_OFF])
        return self.filter(seen)

    def under_way(self) -> "ReportQuerySet":
        """Being written, signed off or corrected."""
        return self.filter(status__in=UNDER_WAY)

    def latest_first(self) -> "ReportQuerySet":
        return self.order_by("-starts_on", "-pk")


@tracked()
class Report(models.Model):
    """One of a kind, about a unit and a period. `version` rises with every save, so that nobody overwrites unawares."""

    kind = models.CharField(max_length=30, help_text="Which blueprint it follows; blueprints are code.")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    title = models.CharField(max_length=200)
    period_words = models.CharField(
        max_length=100, help_text="The period as people name it, such as Quarter 3 2016/17."
    )
    status = models.CharField(
        max_length=10,
        choices=[(status.value, words) for status, words in STATUS_WORDS.items()],
        default=Status.DRAFT.value,
    )
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    round = models.PositiveSmallIntegerField(
        default=1, help_text="Goes up whenever it is returned or taken back: approvals before that no longer count."
    )
    correction = models.TextField(blank=True, help_text="Why the version that is being made corrects the last one.")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "unit", "starts_on", "ends_on"], name="report_once_for_a_period"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status]), name="report_status_known"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="report_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(status=Status.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(status=Status.WITHDRAWN) & Q(withdrawn_at=None)),
                name="report_withdrawn_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.period_words}"

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def is_under_way(self) -> bool:
        return self.status in UNDER_WAY

    def has_ended(self, today: datetime.date) -> bool:
        return self.ends_on < today


@tracked()
class Block(models.Model):
    """What the author typed or chose for one place in the blueprint; figures are never typed. No row: nothing yet."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="blocks")
    key = models.CharField(max_length=40, help_text="The place in the blueprint.")
    kind = models.CharField(max_length=30)
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="block_once_in_a_report")]

    def __str__(self) -> str:
        return self.key


@tracked()
class Meeting(models.Model):
    """The day on which a report goes to a meeting of its route."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="meetings")
    stage = models.CharField(max_length=20)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "stage"], name="meeting_once_in_a_report"),
            models.CheckConstraint(condition=Q(stage__in=list(STAGES)), name="meeting_stage_known"),
        ]

    def __str__(self) -> str:
        return f"{STAGES[self.stage].words}, {self.on:%Y-%m-%d}"


class SignOff(models.Model):
    """What somebody who signs reports off decided, about which words and figures. Never changed."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="sign_offs")
    round = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=20)
    decision = models.CharField(max_length=10, choices=[(key.value, words) for key, words in DECISION_WORDS.items()])
    comment = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, help_text="Of the sections that were before them, words and figures.")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=list(STAGES)), name="sign_off_stage_known"),
            models.CheckConstraint(condition=Q(decision__in=list(Decision)), name="sign_off_decision_known"),
            models.CheckConstraint(
                condition=~Q(decision=Decision.RETURNED) | Q(comment__regex=r"\S"), name="sign_off_returned_with_reason"
            ),
            models.UniqueConstraint(
                fields=["report", "round", "stage"],
                condition=Q(decision=Decision.APPROVED),
                name="sign_off_approved_once_a_round",
            ),
        ]
        triggers = [pgtrigger.Protect(name="stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{STAGES[self.stage].words}: {DECISION_WORDS[Decision(self.decision)]}"

    @property
    def stage_words(self) -> str:
        return STAGES[self.stage].words


class Dismissal(models.Model):
    """Why something that the linter would look at may stay as it is. Never changed; the next round asks again."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="dismissals")
    round = models.PositiveSmallIntegerField()
    finding = models.CharField(max_length=64, help_text="The fingerprint of rule, place and words.")
    rule = models.CharField(max_length=40)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "round", "finding"], name="dismissal_once_a_round"),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="dismissal_has_a_reason"),
        ]
        triggers = [pgtrigger.Protect(name="stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.rule}: {self.reason}"


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, user: User) -> "PublicationQuerySet":
        return self.filter(report__in=Report.objects.visible_to(user))

    def in_force(self) -> "PublicationQuerySet":
        """The newest version of every report that is not withdrawn."""
        newer = Publication.objects.filter(
            report=OuterRef("report"), edition=OuterRef("edition"), number__gt=OuterRef("number")
        )
        return self.exclude(report__status=Status.WITHDRAWN).filter(~Exists(newer))

    def with_files(self) -> "PublicationQuerySet":
        """What a list shows: names and sizes, never the content nor the bytes."""
        files = models.Prefetch("files", PublicationFile.objects.defer("content").order_by("pk"))
        return self.defer("content").select_related("report", "report__unit").prefetch_related(files)

    def latest_first(self) -> "PublicationQuerySet":
        return self.order_by("-report__starts_on", "-number", "-pk")


FROZEN = pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)


class Publication(models.Model):
    """What an edition of a report said on the day. The database refuses any change to it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="publications")
    edition = models.CharField(max_length=20, default="public")
    number = models.PositiveSmallIntegerField(default=1, help_text="The version that readers see.")
    content = models.JSONField(help_text="The whole content; every format is made from it alone.")
    sha256 = models.CharField(max_length=64, help_text="Of the content, written down in the one canonical way.")
    corrects = models.TextField(blank=True, help_text="Why it corrects the version before it; empty for the first.")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "edition", "number"], name="publication_once_per_version")
        ]
        triggers = [FROZEN]

    def __str__(self) -> str:
        return f"{self.edition} edition, version {self.number}"


class PublicationFile(models.Model):
    """The publication in one format, byte for byte as it was made."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="files")
    format = models.CharField(max_length=10)
    name = models.CharField(max_length=100)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "format"], name="publication_file_once")]
        triggers = [FROZEN]

    def __str__(self) -> str:
        return self.name
