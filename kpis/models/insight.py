"""What the owner says about a figure, and what is done about it."""

import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from improvement.models import Action
from kit.history import tracked
from kpis.models.indicators import Indicator
from kpis.models.values import Load
from kpis.note_rules import REASON_WORDS, Reason, figure_name
from people.access import lineage, paths_where, within
from people.models import Unit, User
from people.roles import Permission


class NoteRequestQuerySet(models.QuerySet["NoteRequest"]):
    def visible_to(self, user: User) -> "NoteRequestQuerySet":
        """Whoever may read the unit's figures may read what is asked about them; whoever may answer, always."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        paths = paths_where(user, Permission.INDICATOR_VIEW)
        above = {path for own in paths for path in lineage(own)}
        theirs = Q(asked_of=user) | Q(indicator__answered_by=user)
        return self.filter(within("unit__path", paths) | Q(unit__path__in=above) | theirs)

    def standing(self) -> "NoteRequestQuerySet":
        """Those that nobody has withdrawn."""
        return self.filter(withdrawn_at=None)

    def withdrawn(self) -> "NoteRequestQuerySet":
        return self.exclude(withdrawn_at=None)

    def unanswered(self) -> "NoteRequestQuerySet":
        """What is still waited for."""
        return self.standing().filter(~Exists(Note.objects.filter(request=OuterRef("pk"))))

    def answered(self) -> "NoteRequestQuerySet":
        return self.filter(Exists(Note.objects.filter(request=OuterRef("pk"))))

    def overdue(self, today: datetime.date) -> "NoteRequestQuerySet":
        return self.unanswered().filter(due_on__lt=today)

    def asked_by(self, user: User) -> "NoteRequestQuerySet":
        return self.filter(asked_by=user, load=None)

    def asked_by_itself(self) -> "NoteRequestQuerySet":
        """What the portal asked for when a load came into force; `asked_by` is only who loaded it."""
        return self.exclude(load=None)

    def asked_of(self, user: User) -> "NoteRequestQuerySet":
        return self.filter(asked_of=user)


@tracked()
class NoteRequest(models.Model):
    """The owner is asked what changed, why and what next, about one figure and by a date."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    period = models.DateField(help_text="The month of the figure, as its first day.")
    reason = models.CharField(max_length=15, choices=[(reason.value, words) for reason, words in REASON_WORDS.items()])
    asked_of = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", help_text="Empty: the portal, by itself."
    )
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    load = models.ForeignKey(
        Load, models.PROTECT, null=True, related_name="+", help_text="The load whose figures asked for it by itself."
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_because = models.CharField(max_length=300, blank=True)
    withdrawn_load = models.ForeignKey(
        Load, models.PROTECT, null=True, related_name="+",
        help_text="The load by which it was needed no more, confirmed or undone. Empty: a person withdrew it.",
    )  # fmt: skip

    objects = NoteRequestQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["asked_of", "due_on"], name="note_request_asked_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "period", "indicator"], condition=Q(withdrawn_at=None),
                name="note_request_once_a_figure",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="", withdrawn_load=None)
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
                name="note_request_withdrawn_with_a_reason",
            ),
            models.CheckConstraint(condition=Q(period__day=1), name="note_request_of_a_month"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Note {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("kpis:note", args=[self.pk])

    @property
    def figure_name(self) -> str:
        return figure_name(self.indicator.ref, self.period)

    @property
    def reason_words(self) -> str:
        return REASON_WORDS[Reason(self.reason)]

    @property
    def asker(self) -> str:
        """Who asked; where a load did it by itself, `asked_by` is only who loaded it."""
        return self.asked_by.name if self.asked_by and not self.load_id else "The portal"

    def is_overdue(self, today: datetime.date) -> bool:
        """Only asked of requests that nobody has answered yet."""
        return self.due_on < today


@tracked()
class Note(models.Model):
    """What the owner says. A newer one is shown instead of an older, which stays readable beneath it."""

    request = models.ForeignKey(NoteRequest, models.PROTECT, related_name="notes")
    what_changed = models.TextField()
    why = models.TextField()
    what_next = models.TextField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(what_changed="") & ~Q(why="") & ~Q(what_next=""), name="kpi_note_answers_all_three"
            )
        ]

    def __str__(self) -> str:
        return f"Note {self.request_id}"


@tracked()
class IndicatorAction(models.Model):
    """An action that was raised because of an indicator's figure."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    period = models.DateField()
    action = models.ForeignKey(Action, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["unit", "indicator"], name="indicator_action_of")]
        constraints = [
            models.UniqueConstraint(fields=["action"], name="indicator_action_once"),
            models.CheckConstraint(condition=Q(period__day=1), name="indicator_action_of_a_month"),
        ]

    def __str__(self) -> str:
        return f"Action {self.action_id} for indicator {self.indicator_id}"
