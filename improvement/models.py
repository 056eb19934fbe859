"""Actions and what was written about them."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from improvement.progress import State, state_of
from kit.constraints import set_together
from kit.history import tracked
from people.access import paths_where, within
from people.models import Unit, User
from people.roles import Permission


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: User) -> "ActionQuerySet":
        """Actions of the units where the user may read actions, and the user's own wherever they are."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(within("unit__path", paths_where(user, Permission.ACTION_VIEW)) | Q(owner=user))

    def of_unit(self, unit: Unit) -> "ActionQuerySet":
        """Actions of the unit and of everything below it."""
        return self.filter(unit__path__startswith=unit.path)

    def owned_by(self, user: User) -> "ActionQuerySet":
        return self.filter(owner=user)

    def not_closed(self) -> "ActionQuerySet":
        return self.filter(closed_at=None)

    def due(self) -> "ActionQuerySet":
        """Actions that somebody still has to do, the oldest due date first."""
        return self.filter(delivered_at=None).order_by("due_on", "pk")

    def in_state(self, state: State, *, today: datetime.date) -> "ActionQuerySet":
        """The same four states as `progress.state_of`, asked of the database."""
        match state:
            case State.CLOSED:
                return self.exclude(closed_at=None)
            case State.DELIVERED:
                return self.filter(closed_at=None).exclude(delivered_at=None)
            case State.OVERDUE:
                return self.filter(delivered_at=None, due_on__lt=today)
            case _:
                return self.filter(delivered_at=None, due_on__gte=today)


@tracked()
class Action(models.Model):
    """Something that a team promised to do. It says in words where it came from; whoever raised it holds the link."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    text = models.TextField()
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    due_on = models.DateField()
    origin = models.CharField(max_length=200, blank=True, help_text='In words, such as "Audit 42".')
    origin_path = models.CharField(max_length=200, blank=True, help_text='Where to read it, such as "/audits/42/".')
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField(null=True)
    delivered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    evidence = models.TextField(blank=True, help_text="What shows that it is done; empty until delivered.")
    evidenced_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = ActionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "raised_at"], name="action_unit_raised"),
            models.Index(fields=["due_on"], name="action_not_closed_due", condition=Q(closed_at=None)),
            models.Index(fields=["owner", "due_on"], name="action_owner_not_closed", condition=Q(closed_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(set_together("delivered_at", "delivered_by", "evidenced_on"))
                & (Q(delivered_at=None, evidence="") | (Q(delivered_at__isnull=False) & ~Q(evidence=""))),
                name="action_delivered_with_evidence",
            ),
            models.CheckConstraint(condition=set_together("closed_at", "closed_by"), name="action_closed_at_and_by"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(delivered_at__isnull=False), name="action_closed_only_when_delivered"
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None) | ~Q(closed_by=F("delivered_by")), name="action_closed_by_somebody_else"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="action_has_words"),
        ]

    def __str__(self) -> str:
        return f"Action {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("improvement:action", args=[self.pk])

    def state_on(self, today: datetime.date) -> State:
        """Open, overdue, delivered or closed."""
        return state_of(
            due_on=self.due_on,
            is_delivered=self.delivered_at is not None,
            is_closed=self.closed_at is not None,
            today=today,
        )


@tracked()
class Note(models.Model):
    """What somebody wrote about an action on the way: evidence, a reason to reopen, or how it is going.

    The action itself holds only what is true now, so the evidence of a delivery that was sent back stays here.
    """

    class Kind(models.TextChoices):
        NOTE = "note", "Note"
        DELIVERED = "delivered", "Delivered"
        CLOSED = "closed", "Closed"
        REOPENED = "reopened", "Reopened"

    action = models.ForeignKey(Action, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    evidenced_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind="closed") | ~Q(words=""), name="note_has_words"),
            models.CheckConstraint(
                condition=Q(kind="delivered", evidenced_on__isnull=False)
                | (~Q(kind="delivered") & Q(evidenced_on=None)),
                name="note_of_delivery_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, action {self.action_id}"
