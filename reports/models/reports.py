"""Reports, the words their authors type, and what was published."""

import datetime

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from kit.history import tracked
from people.access import can, lineage, paths_where, within
from people.models import Unit, User
from people.roles import Permission
from reports.editions import WORDS as EDITION_WORDS
from reports.editions import Edition
from reports.lifecycle import STATUS_WORDS, UNDER_WAY, Status
from reports.routes import APPROVING, DECISION_WORDS, STAGES, Decision


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> "ReportQuerySet":
        """What was published is for everyone who reads reports, what is being written for those who write it.

        Whoever signs reports off sees those of their units that are with them.
        """
        seen = within("unit__path", paths_where(user, Permission.REPORT_WRITE))
        if can(user, Permission.REPORT_READ):
            seen |= Q(Exists(Publication.objects.filter(report=OuterRef("pk"))))
        return self.filter(seen | signed_off_by(user) & Q(status__in=[Status.SIGN_OFF, Status.SIGNED_OFF]))

    def answered_for_by(self, user: User) -> "ReportQuerySet":
        """Those that the user writes, or signs off when it is their turn."""
        return self.filter(within("unit__path", paths_where(user, Permission.REPORT_WRITE)) | signed_off_by(user))

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
    adaptation = models.ForeignKey("reports.Adaptation", models.PROTECT, null=True, related_name="+")
    arrangement = models.JSONField(
        default=list, blank=True, help_text="Its sections as the council had arranged them when it was started."
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unit", "starts_on", "ends_on", "adaptation", "title"],
                nulls_distinct=False,
                condition=~Q(status=Status.WITHDRAWN),
                name="report_once_for_a_period_and_title",
            ),
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

    @property
    def next_number(self) -> int:
        """The version that is published next; both editions of it have this number. One query."""
        return self.publications.filter(edition=Edition.PUBLIC).count() + 1

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
    """The day on which a report goes to a meeting of its route, and what came of it, once somebody wrote it down."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="meetings")
    stage = models.CharField(max_length=20)
    on = models.DateField()
    outcome = models.TextField(blank=True, help_text="What the meeting noted, asked or decided; readers see it.")
    minute = models.CharField(max_length=100, blank=True, help_text="Where its minutes say so, such as Minute 84.")
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "stage"], name="meeting_once_in_a_report"),
            models.CheckConstraint(condition=Q(stage__in=list(STAGES)), name="meeting_stage_known"),
            models.CheckConstraint(
                condition=Q(outcome="", minute="", recorded_at=None, recorded_by=None)
                | Q(outcome__regex=r"\S", recorded_at__isnull=False, recorded_by__isnull=False),
                name="meeting_outcome_recorded_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{STAGES[self.stage].words}, {self.on:%Y-%m-%d}"

    @property
    def words(self) -> str:
        return STAGES[self.stage].words

    @property
    def outcome_words(self) -> str:
        """Noted, with thanks to the team (Minute 84)."""
        return f"{self.outcome} ({self.minute})" if self.minute else self.outcome


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
        """Public editions for everyone who may see the report, restricted ones for those who may read them."""
        seen = self.filter(report__in=Report.objects.visible_to(user))
        return seen.filter(Q(edition=Edition.PUBLIC) | restricted_for(user, "report__unit__path"))

    def public(self) -> "PublicationQuerySet":
        return self.filter(edition=Edition.PUBLIC)

    def saying(self, words: str) -> "PublicationQuerySet":
        """Those whose frozen text holds what is looked for, best first, each with an excerpt between MARKS.

        Words, "words in this order" and -not these: what people know from search pages. Nothing typed is an error.
        """
        asked = SearchQuery(words, config="english", search_type="websearch")
        excerpt = SearchHeadline(
            "words", asked, config="english", start_sel=MARKS[0], stop_sel=MARKS[1], max_words=20, min_words=8,
            max_fragments=2, fragment_delimiter=" … ",
        )  # fmt: skip
        found = self.filter(search=asked).annotate(rank=SearchRank(F("search"), asked), excerpt=excerpt)
        return found.order_by("-rank", "-report__starts_on", "-number", "edition", "pk")

    def in_force(self) -> "PublicationQuerySet":
        """The newest version of every report that is not withdrawn."""
        newer = Publication.objects.filter(
            report=OuterRef("report"), edition=OuterRef("edition"), number__gt=OuterRef("number")
        )
        return self.exclude(report__status=Status.WITHDRAWN).filter(~Exists(newer))

    def with_files(self) -> "PublicationQuerySet":
        """What a list shows: names and sizes, never the content nor the bytes."""
        files = models.Prefetch("files", PublicationFile.objects.defer("content").order_by("pk"))
        rows = self.without_words().select_related("report", "report__unit", "rendering")
        return rows.prefetch_related(files)

    def without_words(self) -> "PublicationQuerySet":
        """As lists need them: what they say is long."""
        return self.defer("content", "words", "search")

    def latest_first(self) -> "PublicationQuerySet":
        return self.order_by("-report__starts_on", "-report", "-number", "edition", "-pk")


def restricted_for(user: User, path: str) -> Q:
    """Whose restricted editions a person may read."""
    return near(path, paths_where(user, Permission.REPORT_READ_RESTRICTED))


def signed_off_by(user: User) -> Q:
    """The reports that the user signs off at one stage or another."""
    return near("unit__path", [path for permission in APPROVING for path in paths_where(user, permission)])


def near(field: str, paths: list[str]) -> Q:
    """A condition that `field` (a unit's path) is one of `paths`, below one of them, or above.

    A head of service signs off the council's report, and reads it; another service's is none of theirs.
    """
    above = {each for own in paths for each in lineage(own)}
    return within(field, paths) | Q(**{f"{field}__in": sorted(above)})


# Around what was looked for in an excerpt. No text that is published can hold these.
MARKS = ("\x02", "\x03")


FROZEN = pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)


class Publication(models.Model):
    """What an edition of a report said on the day. The database refuses any change to it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="publications")
    edition = models.CharField(
        max_length=20,
        default=Edition.PUBLIC.value,
        choices=[(each.value, words) for each, words in EDITION_WORDS.items()],
    )
    number = models.PositiveSmallIntegerField(default=1, help_text="The version that readers see.")
    content = models.JSONField(help_text="The whole content; every format is made from it alone.")
    sha256 = models.CharField(max_length=64, help_text="Of the content, written down in the one canonical way.")
    words = models.TextField(help_text="What it says as plain text, to be searched.", default="")
    search = models.GeneratedField(
        expression=SearchVector("words", config="english"), output_field=SearchVectorField(), db_persist=True
    )
    shown = models.JSONField(
        null=True, help_text="Its protected tables, with which later editions are compared; none in a restricted one."
    )
    corrects = models.TextField(blank=True, help_text="Why it corrects the version before it; empty for the first.")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "edition", "number"], name="publication_once_per_version"),
            models.CheckConstraint(
                condition=Q(edition__in=[each.value for each in Edition]), name="publication_edition_known"
            ),
        ]
        indexes = [GinIndex(fields=["search"], name="publication_search")]
        triggers = [FROZEN]

    def __str__(self) -> str:
        return f"{self.edition} edition, version {self.number}"

    def get_absolute_url(self) -> str:
        """The address that stays: of this version of this edition, whatever is published later."""
        return f"{reverse('reports:report', args=[self.report_id])}{self.query}"

    @property
    def query(self) -> str:
        """What names this version of this edition in the addresses of its report."""
        return f"?version={self.number}" + ("" if self.is_public else f"&edition={self.edition}")

    @property
    def is_public(self) -> bool:
        return self.edition == Edition.PUBLIC

    @property
    def edition_words(self) -> str:
        return EDITION_WORDS[Edition(self.edition)]


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
