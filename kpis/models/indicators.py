"""Indicators, their dated definitions and targets, and what changes how their figures are read."""

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kit.history import tracked
from kpis.measures import MEASURE_WORDS, Measure
from kpis.periods import BASIS_WORDS, Basis, last_of
from kpis.rag import (
    MEASURED_IN_WORDS,
    OPERATOR_SIGNS,
    POLARITY_WORDS,
    RULE_WORDS,
    Goal,
    MeasuredIn,
    Operator,
    Polarity,
    Rule,
)
from people.access import can
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
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", help_text="Who holds that post, and is asked for notes."
    )

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

    def computed(self) -> "DatedQuerySet":
        """Definitions whose figures are computed."""
        return self.filter(origin=Origin.COMPUTED)


def never_two_at_once(name: str) -> ExclusionConstraint:
    """The validity ranges of one indicator never overlap."""
    return ExclusionConstraint(
        name=name, expressions=[("indicator", RangeOperators.EQUAL), ("validity", RangeOperators.OVERLAPS)]
    )


class Origin(models.TextChoices):
    """Where an indicator's figures come from."""

    RETURN = "return", "A return"
    COMPUTED = "computed", "Computed from audits and actions"


@tracked()
class Definition(models.Model):
    """What an indicator means, and how it is counted, for a range of dates.

    A new definition begins a new stretch of the indicator's line: what was counted otherwise is not compared.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    validity = DateRangeField()
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    numerator_words = models.CharField(max_length=300, blank=True)
    denominator_words = models.CharField(max_length=300, blank=True)
    measured_in = models.CharField(
        max_length=12, choices=[(unit.value, words) for unit, words in MEASURED_IN_WORDS.items()]
    )
    places = models.PositiveSmallIntegerField(help_text="Decimal places shown; a figure is judged as shown.")
    polarity = models.CharField(max_length=6, choices=[(way.value, words) for way, words in POLARITY_WORDS.items()])
    basis = models.CharField(max_length=12, choices=[(basis.value, words) for basis, words in BASIS_WORDS.items()])
    source = models.CharField(max_length=100, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.RETURN)
    measure = models.CharField(
        max_length=30, blank=True, choices=[(each.value, words) for each, words in MEASURE_WORDS.items()],
        help_text="What is computed, where the figures are computed.",
    )  # fmt: skip
    tool = models.SlugField(max_length=60, blank=True, help_text="Only audits with this tool; empty: with any.")
    domain = models.SlugField(max_length=60, blank=True, help_text="Only this domain's grade; empty: the overall one.")
    cohort = models.CharField(max_length=30, blank=True, help_text="Only children of this cohort; empty: of any.")
    why_it_matters = models.TextField(blank=True)
    inspection_area = models.CharField(max_length=100, blank=True)
    change_note = models.CharField(max_length=300, blank=True, help_text="What is counted otherwise than before.")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            never_two_at_once("definition_one_at_a_time"),
            models.CheckConstraint(condition=Q(measured_in__in=list(MeasuredIn)), name="definition_measured_in_known"),
            models.CheckConstraint(condition=Q(polarity__in=list(Polarity)), name="definition_polarity_known"),
            models.CheckConstraint(condition=~Q(basis=Basis.OUTTURN), name="definition_basis_of_a_current_figure"),
            models.CheckConstraint(condition=Q(validity__isempty=False), name="definition_is_valid_some_day"),
            models.CheckConstraint(
                condition=Q(origin="computed", measure__in=list(Measure)) | Q(origin="return", measure=""),
                name="definition_computed_by_a_measure",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def basis_words(self) -> str:
        return BASIS_WORDS[Basis(self.basis)]

    @property
    def polarity_words(self) -> str:
        return POLARITY_WORDS[Polarity(self.polarity)]

    @property
    def is_computed(self) -> bool:
        return self.origin == Origin.COMPUTED


@tracked()
class Target(models.Model):
    """What a figure should reach, for a range of dates. No row: no target."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    validity = DateRangeField()
    rule = models.CharField(
        max_length=14, choices=[(rule.value, words) for rule, words in RULE_WORDS.items()], default=Rule.MINIMUM_UPPER
    )
    minimum = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    upper = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    target = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    operator = models.CharField(
        max_length=2, blank=True, choices=[(each.value, words) for each, words in OPERATOR_SIGNS.items()]
    )
    tolerance = models.DecimalField(max_digits=14, decimal_places=4, null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            never_two_at_once("target_one_at_a_time"),
            models.CheckConstraint(condition=Q(validity__isempty=False), name="target_is_valid_some_day"),
            models.CheckConstraint(
                condition=Q(
                    rule=Rule.MINIMUM_UPPER, minimum__isnull=False, upper__isnull=False, target=None, operator="",
                    tolerance=None,
                )
                | Q(
                    rule=Rule.OPERATOR, minimum=None, upper=None, target__isnull=False, operator__in=list(Operator),
                    tolerance=None,
                )
                | Q(
                    rule=Rule.TOLERANCE, minimum=None, upper=None, target__isnull=False, operator="",
                    tolerance__gte=0,
                ),
                name="target_fits_its_rule",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Target from {self.validity.lower}"

    @property
    def goal(self) -> Goal:
        """The target as a plain value, which the rules judge by."""
        return Goal(
            rule=Rule(self.rule),
            minimum=self.minimum,
            upper=self.upper,
            target=self.target,
            operator=Operator(self.operator) if self.operator else None,
            tolerance=self.tolerance,
        )


@tracked()
class Population(models.Model):
    """How many children aged 0 to 17 live in a unit's area, in a year: what rates per 10,000 are counted on."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(help_text="The year of the mid-year estimate.")
    children = models.PositiveIntegerField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="population_once_a_year"),
            models.CheckConstraint(condition=Q(children__gt=0), name="population_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"


@tracked()
class Exemption(models.Model):
    """An indicator that does not apply to a unit and all below it, with the reason: not applicable, which is no gap."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "unit"], name="exemption_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="exemption_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} does not apply to {self.unit_id}"


@tracked()
class Rebase(models.Model):
    """From this month on, limits are computed anew, because something real has changed."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", help_text="Empty: for every unit.")
    month = models.DateField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "unit", "month"], nulls_distinct=False, name="rebase_once_a_month"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="rebase_in_a_month"),
            models.CheckConstraint(condition=~Q(reason=""), name="rebase_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} from {self.month:%Y-%m}"


class Part(models.TextChoices):
    """The part of a figure that a reconciliation rule names."""

    VALUE = "value", "figure"
    NUMERATOR = "numerator", "numerator"
    DENOMINATOR = "denominator", "denominator"


@tracked()
class Reconciliation(models.Model):
    """A rule declared once: this part of one indicator equals that part of another, for each unit and month."""

    left = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    left_part = models.CharField(max_length=11, choices=Part.choices)
    right = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    right_part = models.CharField(max_length=11, choices=Part.choices)
    is_in_force = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "left_part", "right", "right_part"], name="reconciliation_once"),
            models.CheckConstraint(
                condition=~Q(left=models.F("right"), left_part=models.F("right_part")),
                name="reconciliation_of_two_figures",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left_part} of {self.left_id} = {self.right_part} of {self.right_id}"
