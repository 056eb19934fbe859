"""Reports, the words their authors type, and what was published."""

import datetime

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kit.history import tracked
from people.access import can, paths_where, within
from people.models import Unit, User
from people.roles import Permission
from reports.lifecycle import STATUS_WORDS, Status


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> "ReportQuerySet":
        """Published reports are for everyone who reads reports, drafts for those who write them for that unit."""
        readable = Q(status=Status.PUBLISHED) if can(user, Permission.REPORT_READ) else Q(pk__in=[])
        return self.filter(readable | within("unit__path", paths_where(user, Permission.REPORT_WRITE)))

    def drafts(self) -> "ReportQuerySet":
        return self.filter(status=Status.DRAFT)

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

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "unit", "starts_on", "ends_on"], name="report_once_for_a_period"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status]), name="report_status_known"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="report_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.period_words}"

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

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


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, user: User) -> "PublicationQuerySet":
        return self.filter(report__in=Report.objects.visible_to(user))

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
