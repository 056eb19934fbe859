"""Indicators, their dated definitions and targets, loads of files, and values."""

import datetime

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kit.constraints import set_together
from kit.history import tracked
from kpis.periods import BASIS_WORDS, Basis, last_of, month_words
from kpis.rag import MEASURED_IN_WORDS, POLARITY_WORDS, Goal, MeasuredIn, Polarity, Rule
from kpis.returns import Preview
from people.access import can, paths_where, within
from people.models import Unit, User
from people.roles import Permission

# What a reference may look like: it stands in addresses and file names.
REF = r"[0-9A-Za-z][0-9A-Za-z.-]{0,19}"


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def visible_to(self, user: User) -> "IndicatorQuerySet":
        """Whoever may read indicators anywhere may read what every one of them means."""
        return self if can(user, Permission.INDICATOR_VIEW) else self.none()


@tracked()
class Indicator(models.Model):
    """A measure with a reference and a theme. Its wording and rules are in its definitions."""

    ref = models.CharField(max_length=20, unique=True)
    theme = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(help_text="Its place in the table that leaders know.")
    owner = models.CharField(max_length=100, blank=True, help_text="The post that answers for it.")

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ref__regex=f"^{REF}$"), name="indicator_ref_fits_an_address")]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("kpis:indicator", args=[self.ref])


class DatedQuerySet(models.QuerySet):
    def in_force_on(self, day: datetime.date) -> "DatedQuerySet":
        return self.filter(validity__contains=day)

    def in_force_for(self, month: datetime.date) -> "DatedQuerySet":
        """A month's figure stands at the month's last day, and is judged by what is in force then."""
        return self.in_force_on(last_of(month))


def never_two_at_once(name: str) -> ExclusionConstraint:
    """The validity ranges of one indicator never overlap."""
    return ExclusionConstraint(
        name=name, expressions=[("indicator", RangeOperators.EQUAL), ("validity", RangeOperators.OVERLAPS)]
    )


@tracked()
class Definition(models.Model):
    """What an indicator means, and how it is counted, for a range of dates."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    validity = DateRangeField()
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    measured_in = models.CharField(
        max_length=12, choices=[(unit.value, words) for unit, words in MEASURED_IN_WORDS.items()]
    )
    places = models.PositiveSmallIntegerField(help_text="Decimal places shown; a figure is judged as shown.")
    polarity = models.CharField(max_length=6, choices=[(way.value, words) for way, words in POLARITY_WORDS.items()])
    basis = models.CharField(max_length=12, choices=[(basis.value, words) for basis, words in BASIS_WORDS.items()])
    source = models.CharField(max_length=100, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            never_two_at_once("definition_one_at_a_time"),
            models.CheckConstraint(condition=Q(measured_in__in=list(MeasuredIn)), name="definition_measured_in_known"),
            models.CheckConstraint(condition=Q(polarity__in=list(Polarity)), name="definition_polarity_known"),
            models.CheckConstraint(condition=~Q(basis=Basis.OUTTURN), name="definition_basis_of_a_current_figure"),
            models.CheckConstraint(condition=Q(validity__isempty=False), name="definition_is_valid_some_day"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def basis_words(self) -> str:
        return BASIS_WORDS[Basis(self.basis)]

    @property
    def polarity_words(self) -> str:
        return POLARITY_WORDS[Polarity(self.polarity)]


@tracked()
class Target(models.Model):
    """Minimum and upper, for a range of dates. No row: no target."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    validity = DateRangeField()
    minimum = models.DecimalField(max_digits=14, decimal_places=4)
    upper = models.DecimalField(max_digits=14, decimal_places=4)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            never_two_at_once("target_one_at_a_time"),
            models.CheckConstraint(condition=Q(validity__isempty=False), name="target_is_valid_some_day"),
        ]

    def __str__(self) -> str:
        return f"minimum {self.minimum}, upper {self.upper}"

    @property
    def goal(self) -> Goal:
        return Goal(Rule.MINIMUM_UPPER, minimum=self.minimum, upper=self.upper)


class LoadQuerySet(models.QuerySet["Load"]):
    def visible_to(self, user: User) -> "LoadQuerySet":
        return self.filter(within("unit__path", paths_where(user, Permission.INDICATOR_LOAD)))

    def latest_first(self) -> "LoadQuerySet":
        return self.select_related("unit", "staged_by", "confirmed_by").order_by("-staged_at", "-pk")


@tracked(exclude=["staged"])
class Load(models.Model):
    """One file for one unit and month: previewed, then confirmed or discarded, whole. A refused file is not kept."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", "Waiting for confirmation"
        CONFIRMED = "confirmed", "Confirmed"
        DISCARDED = "discarded", "Discarded"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    period = models.DateField(help_text="The month, as its first day.")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEWED)
    staged = models.JSONField(help_text="The preview: what confirming would do.")
    counts = models.JSONField(default=dict, help_text="How many figures the preview adds, changes and leaves.")
    staged_at = models.DateTimeField()
    staged_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", help_text="Empty: a command on the server."
    )
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = LoadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="confirmed") & Q(confirmed_at__isnull=False))
                | (~Q(state="confirmed") & Q(confirmed_at=None, confirmed_by=None)),
                name="load_confirmed_at_a_time",
            ),
            models.CheckConstraint(condition=Q(period__day=1), name="load_period_is_a_first_of_month"),
        ]

    def __str__(self) -> str:
        return f"Load {self.pk}: {month_words(self.period)}"

    def get_absolute_url(self) -> str:
        return reverse("kpis:load", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.PREVIEWED

    @property
    def preview(self) -> Preview:
        return Preview.from_json(self.staged)


class ValueQuerySet(models.QuerySet["Value"]):
    def current(self) -> "ValueQuerySet":
        return self.filter(superseded_at=None)

    def superseded(self) -> "ValueQuerySet":
        return self.exclude(superseded_at=None)


class Value(models.Model):
    """What an indicator was for a unit and a month on one basis. Corrected by a newer row; the old one stays.

    A percentage is always shown and judged from its numerator and denominator where these are known.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    period = models.DateField(help_text="The month up to whose end it counts, as its first day.")
    basis = models.CharField(max_length=12, choices=[(basis.value, words) for basis, words in BASIS_WORDS.items()])
    numerator = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    value = models.DecimalField(max_digits=20, decimal_places=6)
    load = models.ForeignKey(Load, models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True)
    superseded_by = models.ForeignKey(
        Load, models.PROTECT, null=True, related_name="+", help_text="The load that brought the newer value."
    )

    objects = ValueQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["indicator", "unit", "period"], condition=Q(superseded_at=None), name="value_series")
        ]
        constraints = [
            # In the order of the highlight page, which asks for a unit and a few months.
            models.UniqueConstraint(
                fields=["unit", "period", "indicator", "basis"],
                condition=Q(superseded_at=None),
                name="value_one_current",
            ),
            models.CheckConstraint(
                condition=set_together("superseded_at", "superseded_by"), name="value_superseded_at_and_by"
            ),
            models.CheckConstraint(condition=Q(period__day=1), name="value_period_is_a_first_of_month"),
            models.CheckConstraint(condition=Q(basis__in=list(Basis)), name="value_basis_known"),
            models.CheckConstraint(
                condition=Q(numerator=None, denominator=None) | Q(numerator__gte=0, denominator__gt=0),
                name="value_numerator_and_denominator",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="facts_stay", exclude=["superseded_at", "superseded_by"]),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period:%Y-%m} {self.basis}"
