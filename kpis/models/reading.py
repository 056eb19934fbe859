"""Programs that read the council's figures."""

import datetime

from django.db import models
from django.db.models import Q

from kit.constraints import set_together
from kit.history import tracked
from people.access import paths_where, within
from people.models import Unit, User
from people.roles import Permission


class ApiClientQuerySet(models.QuerySet["ApiClient"]):
    def visible_to(self, user: User) -> "ApiClientQuerySet":
        """Whoever lets programs read a unit's figures sees which programs do."""
        return self.filter(within("unit__path", paths_where(user, Permission.API_MANAGE)))

    def latest_first(self) -> "ApiClientQuerySet":
        return self.select_related("unit", "made_by", "revoked_by").order_by("-made_at", "-pk")


class Scope(models.TextChoices):
    """What a program may read."""

    INDICATORS = "indicators", "Indicators: what each of them means"
    VALUES = "values", "Values: the figures"
    TARGETS = "targets", "Targets: what the figures should reach"
    NOTES = "notes", "Notes: what owners say about their figures"


@tracked(exclude=["token_hash", "last_used_at"])
class ApiClient(models.Model):
    """A program with a token of its own, for some scopes, one audience and a time. The token itself is kept nowhere."""

    class Audience(models.TextChoices):
        STAFF = "staff", "The council's own staff: every figure"
        PUBLIC = "public", "The public: small numbers are hidden"

    name = models.CharField(max_length=100, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", help_text="It reads this unit and all below it.")
    scopes = models.JSONField(default=list, help_text="indicators, values, targets, notes")
    audience = models.CharField(max_length=6, choices=Audience.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    token_hint = models.CharField(max_length=8, help_text="How the token begins, to tell it from others.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    last_used_at = models.DateTimeField(null=True)

    objects = ApiClientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=set_together("revoked_at", "revoked_by"), name="api_client_revoked_by"),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name="api_client_expires"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        return self.audience == self.Audience.PUBLIC

    @property
    def scope_words(self) -> list[str]:
        return [Scope(scope).label for scope in self.scopes]

    def is_open(self, now: datetime.datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at
