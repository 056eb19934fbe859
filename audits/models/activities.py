"""The activity register: quality assurance that is no audit of one record, what it measured, who said what."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from audits.content import COHORT_WORDS
from audits.models.writing import Theme
from audits.register import ACTIVITY_KIND_WORDS, SPEAKER_WORDS, period_words, points
from audits.statements import Measure, figure_words, previous_words
from improvement.models import Action
from kit.constraints import set_together
from kit.history import tracked
from people.access import lineage, paths_where, within
from people.models import Unit, User
from people.roles import Permission


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: User) -> "ActivityQuerySet":
        """Activities of the user's units, and of those above: what the council learned is for every team."""
        paths = paths_where(user, Permission.ACTIVITY_VIEW)
        above = {higher for path in paths for higher in lineage(path)}
        return self.filter(within("unit__path", paths) | Q(unit__path__in=above))

    def not_withdrawn(self) -> "ActivityQuerySet":
        return self.filter(withdrawn_at=None)

    def under(self, path: str) -> "ActivityQuerySet":
        return self.filter(unit__path__startswith=path)

    def overlapping(self, first: datetime.date | None, last: datetime.date | None) -> "ActivityQuerySet":
        """Activities with a day from `first` to `last`; None leaves that side open."""
        found = self
        if first:
            found = found.filter(ends_on__gte=first)
        return found.filter(starts_on__lte=last) if last else found

    def ended_within(self, first: datetime.date, last: datetime.date) -> "ActivityQuerySet":
        """Each activity counts once: in the period in which it ended."""
        return self.filter(ends_on__range=(first, last))


@tracked()
class Activity(models.Model):
    """One piece of quality assurance: when, how, with how large a sample, and what it showed."""

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=[(k.value, words) for k, words in ACTIVITY_KIND_WORDS.items()])
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    cohort = models.CharField(
        max_length=20, blank=True, choices=[(c.value, words) for c, words in COHORT_WORDS.items()]
    )
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    method = models.TextField(blank=True)
    sample_size = models.PositiveIntegerField(null=True, blank=True)
    strengths = models.TextField("practice strengths", blank=True, help_text="One on each line.")
    focus = models.TextField("areas for focus", blank=True, help_text="One on each line.")
    key_message = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Goes up with every save.")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        indexes = [models.Index(fields=["ends_on"], name="activity_ends_on", condition=Q(withdrawn_at=None))]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="activity_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(title=""), name="activity_has_a_title"),
            *(
                models.CheckConstraint(
                    condition=set_together(f"{move}_at", f"{move}_by"), name=f"activity_{move}_at_and_by"
                )
                for move in ("changed", "withdrawn")
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""), name="activity_withdrawn_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Activity {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("audits:activity", args=[self.pk])

    @property
    def period_words(self) -> str:
        return period_words(self.starts_on, self.ends_on)

    @property
    def strength_points(self) -> list[str]:
        return points(self.strengths)

    @property
    def focus_points(self) -> list[str]:
        return points(self.focus)


@tracked()
class ActivityTheme(models.Model):
    """A theme that the activity looked at."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="theme_marks")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "theme"], name="activity_theme_once")]

    def __str__(self) -> str:
        return f"{self.theme} in activity {self.activity_id}"


@tracked()
class Statement(models.Model):
    """Something measured: how many of how many, or a value and what it counts."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="statements")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    numerator = models.PositiveIntegerField(null=True, blank=True)
    denominator = models.PositiveIntegerField(null=True, blank=True, help_text="Or the sample of a percentage.")
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    measured_in = models.CharField(max_length=40, blank=True)
    previous = models.DecimalField("previous value", max_digits=14, decimal_places=4, null=True, blank=True)
    previous_period = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(numerator__isnull=False, value=None) | Q(numerator=None, value__isnull=False),
                name="statement_a_share_or_a_value",
            ),
            models.CheckConstraint(
                condition=Q(numerator=None)
                | Q(denominator__gt=0, denominator__gte=F("numerator"), denominator__isnull=False),
                name="statement_of_a_whole",
            ),
            models.CheckConstraint(condition=Q(value=None) | ~Q(measured_in=""), name="statement_value_has_a_unit"),
        ]

    def __str__(self) -> str:
        return f"Statement of activity {self.activity_id}"

    @property
    def measure(self) -> Measure:
        return Measure(
            self.numerator, self.denominator, self.value, self.measured_in, self.previous, self.previous_period
        )

    @property
    def figure_words(self) -> str:
        return figure_words(self.measure)

    @property
    def previous_words(self) -> str:
        return previous_words(self.measure)


@tracked()
class Quote(models.Model):
    """What somebody said, in their words, and whether it may be published."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="quotes")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    said_by = models.CharField(max_length=10, choices=[(s.value, words) for s, words in SPEAKER_WORDS.items()])
    is_publishable = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"Quote of activity {self.activity_id}"


@tracked()
class Recommendation(models.Model):
    """What should get better because of the activity, and the action that came of it."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="recommendations")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    action = models.ForeignKey(Action, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"Recommendation of activity {self.activity_id}"


@tracked(exclude=["content"])
class ActivityFile(models.Model):
    """A file that belongs to an activity, byte for byte as it was given."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="files")
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"File {self.pk} of activity {self.activity_id}"
