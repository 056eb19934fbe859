"""Safeguarding concerns that somebody had while auditing, and who was told."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from audits.escalation import LEVEL_WORDS, Level, State, state_of
from audits.models.auditing import Audit
from kit.constraints import set_together
from kit.history import tracked
from people.access import grants_of, paths_where, within
from people.models import User
from people.roles import Permission

TRY_AGAIN_AFTER = datetime.timedelta(minutes=5)  # an e-mail that could not be sent
LEVELS = [(level.value, words) for level, words in LEVEL_WORDS.items()]


class ConcernQuerySet(models.QuerySet["Concern"]):
    def visible_to(self, user: User) -> "ConcernQuerySet":
        """To whom it was told, as long as they answer for the unit; the audit team; and whoever raised it.

        Nobody reads a concern about their own practice, whatever their roles.
        """
        if not user.is_authenticated or not user.is_active or not grants_of(user):
            return self.none()
        told = ConcernRecipient.objects.filter(user=user).exclude(level=Level.AUDIT_TEAM).values("concern")
        answers = within("audit__unit__path", paths_where(user, Permission.CONCERN_ANSWER)) & Q(pk__in=told)
        reads = within("audit__unit__path", paths_where(user, Permission.CONCERN_READ))
        return self.filter(Q(raised_by=user) | ((answers | reads) & not_about(user)))

    def counted_for(self, user: User) -> "ConcernQuerySet":
        """Those of the units for which `user` answers: to be counted, not to be read.

        One about their own practice is not among them: a number that grows would tell them of it.
        """
        paths = {*paths_where(user, Permission.CONCERN_ANSWER), *paths_where(user, Permission.CONCERN_READ)}
        return self.filter(within("audit__unit__path", sorted(paths)) & (Q(raised_by=user) | not_about(user)))

    def waiting_for(self, user: User) -> "ConcernQuerySet":
        """Those that `user` is asked to acknowledge now, the earliest time first."""
        asked = ConcernRecipient.objects.filter(
            user=user, level=models.OuterRef("level"), concern=models.OuterRef("pk")
        )
        mine = self.visible_to(user).unanswered().exclude(raised_by=user)
        return mine.filter(models.Exists(asked)).order_by("respond_by", "pk")

    def unanswered(self) -> "ConcernQuerySet":
        return self.filter(acknowledged_at=None)

    def open(self) -> "ConcernQuerySet":
        return self.filter(closed_at=None)

    def closed(self) -> "ConcernQuerySet":
        return self.exclude(closed_at=None)

    def late(self, now: datetime.datetime) -> "ConcernQuerySet":
        """Not acknowledged in time, the earliest time first."""
        return self.unanswered().filter(respond_by__lt=now).order_by("respond_by", "pk")

    def to_escalate(self, now: datetime.datetime) -> "ConcernQuerySet":
        """Late, and there may be somebody further up the line."""
        return self.late(now).filter(unanswered_at=None)

    def with_facts(self) -> "ConcernQuerySet":
        """Everything that a line about a concern shows, in one query."""
        return self.select_related("audit__unit", "raised_by", "acknowledged_by", "closed_by")


def not_about(user: User) -> Q:
    """Not about the practice of `user`."""
    return Q(audit__practitioner=None) | ~Q(audit__practitioner=user)


@tracked()
class Concern(models.Model):
    """A child may not be safe. It says what, who answers for it now and by when, and stays until it is closed."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="concerns")
    what = models.TextField("what worries the person who raised it")
    immediate_action = models.TextField("what was done at once")
    who_was_told = models.TextField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=LEVELS, help_text="Whose answer is due.")
    is_escalated = models.BooleanField(default=False, help_text="Somebody below had not answered in time.")
    respond_by = models.DateTimeField()
    unanswered_at = models.DateTimeField(
        null=True, blank=True, help_text="When the last in the line had not answered in time."
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.TextField("how it ended for the child", blank=True)
    ended_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ConcernQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["respond_by"], name="concern_unanswered", condition=Q(acknowledged_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(immediate_action="") & ~Q(who_was_told=""), name="concern_has_words"
            ),
            models.CheckConstraint(
                condition=set_together("acknowledged_at", "acknowledged_by"), name="concern_acknowledged_at_and_by"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_by=None) | ~Q(acknowledged_by=F("raised_by")),
                name="concern_acknowledged_by_another",
            ),
            models.CheckConstraint(
                condition=set_together("closed_at", "closed_by", "ended_on")
                & (Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome=""))),
                name="concern_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(acknowledged_at__isnull=False),
                name="concern_acknowledged_before_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"Safeguarding concern {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("audits:concern", args=[self.pk])

    def state_at(self, now: datetime.datetime) -> State:
        return state_of(
            respond_by=self.respond_by,
            is_acknowledged=self.acknowledged_at is not None,
            is_closed=self.closed_at is not None,
            now=now,
        )


class RecipientQuerySet(models.QuerySet["ConcernRecipient"]):
    def to_tell(self, now: datetime.datetime) -> "RecipientQuerySet":
        """Who waits for an e-mail, those first for whom it was not tried yet."""
        waits = Q(tried_at=None) | Q(tried_at__lte=now - TRY_AGAIN_AFTER)
        return (
            self.filter(waits, told_at=None, user__is_active=True)
            .select_related("concern__audit", "user")
            .order_by(F("tried_at").asc(nulls_first=True), "added_at", "pk")
        )


@tracked(exclude=["tried_at"])
class ConcernRecipient(models.Model):
    """Somebody who is told of a concern: in the portal from that moment on, and by an e-mail without a child's data."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="recipients")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=LEVELS, help_text="Audit team: copied in.")
    added_at = models.DateTimeField()
    told_at = models.DateTimeField(
        null=True, blank=True, help_text="When the latest e-mail to them was sent; empty: it still has to be."
    )

    tried_at = models.DateTimeField(null=True, blank=True, help_text="When an e-mail to them was last tried.")

    objects = RecipientQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["concern"], name="recipient_to_tell", condition=Q(told_at=None))]
        constraints = [models.UniqueConstraint(fields=["concern", "user"], name="recipient_once")]

    def __str__(self) -> str:
        return f"Recipient {self.pk} of concern {self.concern_id}"

    @property
    def is_escalated(self) -> bool:
        """The concern came to this person from somebody below who had not answered."""
        return self.concern.level == self.level and self.concern.is_escalated
