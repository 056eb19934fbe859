"""Kinds of report as a council has adapted them."""

from django.db import models
from django.db.models import Q

from kit.constraints import set_together
from kit.history import tracked
from people.models import User


class AdaptationQuerySet(models.QuerySet["Adaptation"]):
    def in_use(self) -> "AdaptationQuerySet":
        return self.filter(retired_at=None)

    def in_order(self) -> "AdaptationQuerySet":
        return self.order_by("title", "pk")


@tracked()
class Adaptation(models.Model):
    """A blueprint under a name of the council's own, with sections in its own order. Reports take a copy of it."""

    kind = models.CharField(max_length=30, help_text="Of the blueprint that is adapted.")
    title = models.CharField(max_length=100)
    arrangement = models.JSONField(help_text="The sections, as reports.arranging reads them.")
    version = models.PositiveIntegerField(default=1, help_text="Goes up with every save.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AdaptationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["title"], condition=Q(retired_at=None), name="adaptation_title_once_in_use"
            ),
            models.CheckConstraint(condition=Q(title__regex=r"\S"), name="adaptation_has_a_title"),
            models.CheckConstraint(
                condition=set_together("retired_at", "retired_by"), name="adaptation_retired_at_and_by"
            ),
        ]

    def __str__(self) -> str:
        return self.title
