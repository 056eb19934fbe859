"""Records, cycles and audits."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from audits.content import COHORT_WORDS
from audits.lifecycle import GRADES_AGREED, MODERATED, OPEN, STATUS_WORDS, WAITING, Status
from audits.models.tools import ToolVersion
from audits.references import problem_with
from audits.register import period_words
from kit.constraints import set_together
from kit.history import tracked
from people.access import can, paths_where, within
from people.models import Unit, User
from people.roles import Permission


def a_case_reference(value: str) -> None:
    """The council sets the pattern; it also keeps names and dates of birth out of the box."""
    pattern, example = settings.CASE_REFERENCE_PATTERN, settings.CASE_REFERENCE_EXAMPLE
    if problem := problem_with(value, pattern=pattern, example=example):
        raise ValidationError(problem)


@tracked()
class Record(models.Model):
    """The child's record that was audited, with the facts as they were that day. No names, ever."""

    class AgeBand(models.TextChoices):
        UNBORN = "unborn", "Unborn"
        UNDER_1 = "under_1", "Under 1"
        AGE_1_TO_4 = "1_to_4", "1 to 4"
        AGE_5_TO_9 = "5_to_9", "5 to 9"
        AGE_10_TO_15 = "10_to_15", "10 to 15"
        AGE_16_TO_17 = "16_to_17", "16 or 17"
        ADULT = "18_to_25", "18 to 25"

    case_reference = models.CharField(max_length=40, validators=[a_case_reference], db_index=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    cohort = models.CharField(max_length=20, choices=[(c.value, words) for c, words in COHORT_WORDS.items()])
    age_band = models.CharField("age", max_length=10, choices=AgeBand.choices)
    facts_on = models.DateField(help_text="The day on which these facts held.")
    facts_version = models.PositiveIntegerField(default=1, help_text="The audit's version when they were last checked.")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=set_together("checked_at", "checked_by"), name="record_checked_at_and_by")
        ]

    def __str__(self) -> str:
        return self.case_reference


class CycleQuerySet(models.QuerySet["Cycle"]):
    def covering(self, month: datetime.date) -> "CycleQuerySet":
        """Cycles with every day of the month."""
        first = month.replace(day=1)
        next_month = (first + datetime.timedelta(days=32)).replace(day=1)
        return self.filter(starts_on__lte=first, ends_on__gte=next_month - datetime.timedelta(days=1))

    def only_one_covering(self, month: datetime.date) -> "Cycle | None":
        """The cycle of the month when there is no doubt: exactly one covers it."""
        found = list(self.covering(month)[:2])
        return found[0] if len(found) == 1 else None


@tracked()
class Cycle(models.Model):
    """A period of auditing."""

    name = models.CharField(max_length=100, unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = CycleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="cycle_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def period_words(self) -> str:
        return period_words(self.starts_on, self.ends_on)


class AuditQuerySet(models.QuerySet["Audit"]):
    def visible_to(self, user: User) -> "AuditQuerySet":
        """The user's own audits, those of units whose audits they read, and agreed ones of their own practice.

        What was once one's own is not for ever: it is read with a role of today that still does such work.
        """
        condition = within("unit__path", paths_where(user, Permission.AUDIT_VIEW))
        if can(user, Permission.AUDIT_DO):
            condition |= Q(auditor=user)
        if can(user, Permission.PRACTICE_VIEW):
            condition |= Q(practitioner=user, status__in=GRADES_AGREED)
        return self.filter(condition)

    def by_auditor(self, user: User) -> "AuditQuerySet":
        return self.filter(auditor=user) if can(user, Permission.AUDIT_DO) else self.none()

    def of_practice_by(self, user: User) -> "AuditQuerySet":
        """Agreed audits of work by `user`."""
        agreed = self.agreed().filter(practitioner=user)
        return agreed if can(user, Permission.PRACTICE_VIEW) else self.none()

    def with_words_for(self, user: User) -> "AuditQuerySet":
        """Audits whose words `user` may read: the same question as `permissions.may_read_words`, of many rows."""
        handed_in = Q(submitted_at__isnull=False) & ~Q(status__in=OPEN)
        of_own_practice = Q(practitioner=user)
        others = ~of_own_practice | Q(practitioner=None)
        return self.filter((of_own_practice & Q(status__in=GRADES_AGREED)) | (others & (Q(auditor=user) | handed_in)))

    def inviting(self, user: User) -> "AuditQuerySet":
        """Those to which `user` has been asked to add a reflection, until their grades are agreed."""
        invited = self.filter(practitioner=user, practitioner_reflection__isnull=False, status__in=OPEN | WAITING)
        return invited if can(user, Permission.PRACTICE_VIEW) else self.none()

    def known_to(self, user: User) -> "AuditQuerySet":
        """Those that `user` reads, and those to which they are invited: enough to raise a concern."""
        return self.visible_to(user) | self.inviting(user)

    def not_withdrawn(self) -> "AuditQuerySet":
        return self.exclude(status=Status.WITHDRAWN)

    def agreed(self) -> "AuditQuerySet":
        """Their grades are agreed and count, whatever came after."""
        return self.filter(status__in=GRADES_AGREED)

    def not_agreed(self) -> "AuditQuerySet":
        return self.exclude(status__in=GRADES_AGREED)

    def awaiting_moderation_by(self, user: User) -> "AuditQuerySet":
        """Submitted audits that `user` may moderate, never their own work, and those they have begun.

        None whose grades they have compared before: a second look by the same eyes is not blind.
        """
        begun = Q(status=Status.IN_MODERATION, moderations__moderator=user, moderations__ended_at=None)
        allowed = within("unit__path", paths_where(user, Permission.AUDIT_MODERATE))
        compared = self.model.objects.filter(moderations__moderator=user, moderations__graded_at__isnull=False)
        fresh = Q(status=Status.SUBMITTED) & ~Q(pk__in=compared.values("pk"))
        return self.filter(allowed & (fresh | begun)).exclude(auditor=user).exclude(practitioner=user)

    def under(self, path: str) -> "AuditQuerySet":
        return self.filter(unit__path__startswith=path)

    def within_months(self, start: datetime.date, end: datetime.date) -> "AuditQuerySet":
        return self.filter(audit_month__range=(start, end))

    def with_facts(self) -> "AuditQuerySet":
        """Everything that a line about an audit shows, in one query."""
        return self.select_related("record", "unit", "auditor", "practitioner", "tool_version__tool")


def _values(statuses: Iterable[Status]) -> list[str]:
    """In an order of their own, so that a migration is the same on every day."""
    return [status.value for status in Status if status in set(statuses)]


def _says_so(field: str, statuses: Iterable[Status]) -> Q:
    """`field` is set in these statuses, and in no other."""
    among = Q(status__in=_values(statuses))
    return (among & Q(**{f"{field}__isnull": False})) | (~among & Q(**{f"{field}__isnull": True}))


@tracked()
class Audit(models.Model):
    """One auditor's work on one record. `audit_month` decides the period in which it counts."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", help_text="The record's team that day.")
    tool_version = models.ForeignKey(ToolVersion, models.PROTECT, related_name="+")
    cycle = models.ForeignKey(Cycle, models.PROTECT, null=True, blank=True, related_name="+")
    audit_month = models.DateField(help_text="The first of the month.")
    auditor = models.ForeignKey(User, models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text="Whose practice is audited."
    )
    status = models.CharField(
        max_length=20, choices=[(s.value, w) for s, w in STATUS_WORDS.items()], default=Status.ALLOCATED.value
    )
    version = models.PositiveIntegerField(default=1, help_text="Goes up with every save.")
    reflection = models.TextField("conversation with the practitioner", blank=True)
    voice_version = models.PositiveIntegerField(default=1, help_text="The version at which these words were saved.")
    saved_at = models.DateTimeField(null=True, blank=True, help_text="When the auditor's words were last saved.")

    allocated_at = models.DateTimeField()
    allocated_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_back_at = models.DateTimeField(null=True, blank=True)
    sent_back_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_back_reason = models.TextField(blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    no_meeting_reason = models.TextField("why no progression meeting was needed", blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reopened_reason = models.TextField(blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["audit_month", "status"], name="audit_month_and_status"),
            models.Index(fields=["status", "submitted_at"], name="audit_waiting_longest"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(audit_month__day=1), name="audit_month_is_a_first"),
            models.CheckConstraint(
                condition=Q(practitioner=None) | ~Q(practitioner=F("auditor")), name="audit_never_of_own_practice"
            ),
            *(
                models.CheckConstraint(
                    condition=set_together(f"{move}_at", f"{move}_by"), name=f"audit_{move}_at_and_by"
                )
                for move in ("started", "submitted", "sent_back", "agreed", "withdrawn", "closed", "reopened")
            ),
            models.CheckConstraint(
                condition=Q(sent_back_at=None) | ~Q(sent_back_reason=""), name="audit_sent_back_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""), name="audit_withdrawn_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None) | ~Q(reopened_reason=""), name="audit_reopened_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=_values(MODERATED)) | Q(submitted_at__isnull=False),
                name="audit_submitted_before_moderation",
            ),
            models.CheckConstraint(condition=_says_so("agreed_at", GRADES_AGREED), name="audit_agreed_when_it_says_so"),
            models.CheckConstraint(
                condition=_says_so("withdrawn_at", {Status.WITHDRAWN}), name="audit_withdrawn_when_it_says_so"
            ),
            models.CheckConstraint(
                condition=_says_so("closed_at", {Status.CLOSED}), name="audit_closed_when_it_says_so"
            ),
        ]

    def __str__(self) -> str:
        return f"Audit {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("audits:audit", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Still with its auditor."""
        return self.status in OPEN

    @property
    def is_waiting(self) -> bool:
        return self.status in WAITING

    @property
    def is_agreed(self) -> bool:
        """Its grades are agreed, whatever came after."""
        return self.status in GRADES_AGREED

    @property
    def is_closed(self) -> bool:
        return self.status == Status.CLOSED

    @property
    def is_reopened(self) -> bool:
        """With its auditor again, because the audit team reopened it."""
        return self.status == Status.IN_PROGRESS and self.reopened_at is not None and self.sent_back_at is None

    @property
    def status_words(self) -> str:
        """Where it stands, as lists and its own page say it."""
        if self.is_sent_back:
            return "Sent back"
        return "Reopened" if self.is_reopened else str(self.get_status_display())

    @property
    def is_sent_back(self) -> bool:
        """With its auditor again, after a moderator sent it back."""
        return self.status == Status.IN_PROGRESS and self.sent_back_at is not None
