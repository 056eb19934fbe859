"""Where returns come from, loads of files, and the values they brought."""

import datetime

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kit.constraints import set_together
from kit.history import tracked
from kpis.models.indicators import Indicator
from kpis.periods import BASIS_WORDS, Basis, month_words
from people.access import paths_where, within
from people.models import Unit, User
from people.roles import Permission


class Layout(models.TextChoices):
    HIGHLIGHT = "highlight", "Highlight table: one row an indicator, six months of trend, targets"
    LONG = "long", "Long: one row a figure"
    WIDE = "wide", "Wide: one row an indicator, months as columns"


class SourceQuerySet(models.QuerySet["Source"]):
    def remembered(self) -> "SourceQuerySet":
        """Those whose columns somebody has confirmed, and that were not forgotten since."""
        return self.filter(confirmed_at__isnull=False)

    def with_loads(self) -> "SourceQuerySet":
        """How many files came from each, as `loads`, and when the last was received, as `last_at`."""
        of_it = Load.objects.filter(source=models.OuterRef("pk")).order_by().values("source")
        return self.annotate(
            loads=models.functions.Coalesce(models.Subquery(of_it.values(found=models.Count("pk"))), 0),
            last_at=models.Subquery(of_it.values(found=models.Max("staged_at"))),
        )


@tracked()
class Source(models.Model):
    """Somebody who sends returns that always look the same: what their columns mean is confirmed once and kept.

    Without a confirmation it is forgotten: its loads keep its name, and the next file is asked about again.
    """

    name = models.CharField(max_length=100, unique=True)
    layout = models.CharField(max_length=10, choices=Layout.choices)
    headings = models.JSONField(default=list, help_text="The headings for which the mapping was confirmed, in order.")
    mapping = models.JSONField(default=dict, help_text="What each heading means, and what the file leaves unsaid.")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = SourceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class LoadQuerySet(models.QuerySet["Load"]):
    def twin_of(self, load: "Load") -> "Load | None":
        """The latest other load in force of the very same file."""
        same = self.filter(sha256=load.sha256, state=Load.State.CONFIRMED).exclude(sha256="").exclude(pk=load.pk)
        return same.latest_first().first()

    def visible_to(self, user: User) -> "LoadQuerySet":
        return self.filter(within("unit__path", paths_where(user, Permission.INDICATOR_LOAD)))

    def latest_first(self) -> "LoadQuerySet":
        people = ("staged_by", "confirmed_by", "undone_by")
        return self.select_related("unit", "source", *people).defer("file").order_by("-staged_at", "-pk")


@tracked(exclude=["file", "layout", "units", "refusals", "notes", "targets", "done", "total", "working_since"])
class Load(models.Model):
    """One file, or one computation: checked, then confirmed or discarded, whole; and whole it can be undone.

    A file that was refused is kept until somebody discards it, so that its errors can be shown in the file itself.
    """

    class State(models.TextChoices):
        MAPPING = "mapping", "Waiting for its columns to be confirmed"
        CHECKING = "checking", "Being checked"
        REFUSED = "refused", "Refused"
        PREVIEWED = "previewed", "Waiting for confirmation"
        CONFIRMING = "confirming", "Being loaded"
        CONFIRMED = "confirmed", "Confirmed"
        DISCARDED = "discarded", "Discarded"
        UNDONE = "undone", "Undone"
        FAILED = "failed", "Failed"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+", help_text="Empty: no file's.")
    layout = models.CharField(
        max_length=10, choices=Layout.choices, blank=True, help_text="Empty: its figures were computed."
    )
    units = models.PositiveIntegerField(null=True, help_text="How many units it has figures of; empty: not known yet.")
    period = models.DateField(null=True, help_text="The last month it has figures of, as its first day.")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    file = models.BinaryField(null=True, help_text="Empty once it is confirmed, discarded or undone.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEWED)
    done = models.PositiveIntegerField(default=0, help_text="Rows that are checked so far.")
    total = models.PositiveIntegerField(default=0)
    working_since = models.DateTimeField(null=True, help_text="When a job for it was last asked for.")
    counts = models.JSONField(default=dict, help_text="How many figures it adds, changes and leaves.")
    refusals = models.JSONField(default=list, help_text="Why cells cannot be taken: row, column, value, reason.")
    notes = models.JSONField(default=list, help_text="What is worth knowing about the file.")
    targets = models.JSONField(default=list, help_text="The targets it sets, with those it replaces.")
    staged_at = models.DateTimeField()
    staged_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", help_text="Empty: a command on the server."
    )
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    corrected_because = models.CharField(
        max_length=300, blank=True, help_text="Why it replaces figures; older loads were not asked."
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    undone_because = models.CharField(max_length=300, blank=True)

    objects = LoadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(state__in=["confirmed", "undone"]) & Q(confirmed_at__isnull=False))
                | (~Q(state__in=["confirmed", "undone"]) & Q(confirmed_at=None, confirmed_by=None)),
                name="load_confirmed_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False) & ~Q(undone_because="")
                | ~Q(state="undone") & Q(undone_at=None, undone_by=None, undone_because=""),
                name="load_undone_at_a_time_for_a_reason",
            ),
            models.CheckConstraint(condition=Q(period__day=1), name="load_period_is_a_first_of_month"),
        ]

    def __str__(self) -> str:
        return f"Load {self.pk}: {month_words(self.period) if self.period else self.get_state_display().lower()}"

    def get_absolute_url(self) -> str:
        return reverse("kpis:load", args=[self.pk])

    @property
    def is_correction(self) -> bool:
        """Does it replace figures that are in force?"""
        return bool(self.counts.get("changed"))

    @property
    def is_computed(self) -> bool:
        return not self.layout and not self.sha256

    @property
    def correction_words(self) -> str:
        """Why it replaced figures."""
        if self.corrected_because:
            return self.corrected_because
        return "computed anew from audits and actions" if self.is_computed else "no reason was asked for then"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.PREVIEWED

    @property
    def is_settled(self) -> bool:
        return self.state in (self.State.CONFIRMED, self.State.DISCARDED, self.State.UNDONE)

    @property
    def can_be_checked_again(self) -> bool:
        return self.state in (self.State.REFUSED, self.State.FAILED)

    @property
    def can_be_mapped(self) -> bool:
        """May somebody still say what its columns mean?"""
        return self.state == self.State.MAPPING or self.can_be_checked_again or self.is_waiting

    def is_stuck(self, now: datetime.datetime, minutes: int) -> bool:
        """Has it been worked on for longer than any file takes?"""
        since = self.working_since
        return self.is_working and since is not None and now - since > datetime.timedelta(minutes=minutes)

    @property
    def percent_done(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def is_working(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.CONFIRMING)


class StagedLine(models.Model):
    """One figure that a load would bring, and what it would replace. Gone once the load is settled.

    Only a figure that a confirmed load repeats is kept: if the load that brought it is undone, this one's word stands.
    """

    load = models.ForeignKey(Load, models.CASCADE, related_name="+")
    row = models.PositiveIntegerField(help_text="The row number that a spreadsheet shows.")
    column = models.CharField(max_length=100)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    period = models.DateField()
    basis = models.CharField(max_length=12)
    numerator = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    value = models.DecimalField(max_digits=20, decimal_places=6)
    change = models.CharField(max_length=9, blank=True, help_text="added, changed or unchanged")
    old = models.BigIntegerField(null=True, help_text="The value that it replaces, or repeats.")

    class Meta:
        indexes = [
            models.Index(fields=["load", "change", "row"], name="staged_line_of_load"),
            models.Index(fields=["old"], condition=Q(change="unchanged"), name="staged_line_repeats"),
        ]

    def __str__(self) -> str:
        return f"row {self.row} of load {self.load_id}"


class ValueQuerySet(models.QuerySet["Value"]):
    def current(self) -> "ValueQuerySet":
        return self.filter(superseded_at=None)

    def superseded(self) -> "ValueQuerySet":
        return self.exclude(superseded_at=None)


class Value(models.Model):
    """What an indicator was for a unit and a month on one basis. Corrected by a newer row; the old one stays.

    All but counts are shown and judged from numerator and denominator where these are known. A value that its own load
    superseded was withdrawn when that load was undone.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    period = models.DateField(help_text="The month up to whose end it counts, as its first day.")
    basis = models.CharField(max_length=12, choices=[(basis.value, words) for basis, words in BASIS_WORDS.items()])
    numerator = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    value = models.DecimalField(max_digits=20, decimal_places=6)
    load = models.ForeignKey(Load, models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField(db_default=models.functions.Now(), help_text="Since when it is in force.")
    superseded_at = models.DateTimeField(null=True)
    superseded_by = models.ForeignKey(
        Load, models.PROTECT, null=True, related_name="+", help_text="The load that brought the newer value."
    )

    objects = ValueQuerySet.as_manager()

    class Meta:
        indexes = [
            # A unit's own series, and one indicator's history, without a look at the table itself.
            models.Index(
                fields=["unit", "indicator", "basis", "period"],
                include=["numerator", "denominator", "value"],
                condition=Q(superseded_at=None),
                name="value_series",
            ),
            models.Index(fields=["loaded_at", "id"], name="value_loaded"),
            models.Index(fields=["load"], name="value_of_load"),
            models.Index(
                fields=["superseded_at", "id"], condition=Q(superseded_at__isnull=False), name="value_superseded"
            ),
        ]
        constraints = [
            # In the order of the highlight page, which asks for a unit and a few months.
            models.UniqueConstraint(
                fields=["unit", "period", "indicator", "basis"],
                condition=Q(superseded_at=None),
                name="value_one_current",
                # The figures of many units in one month lie side by side, and are read without a look at the table.
                include=["numerator", "denominator", "value"],
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
            pgtrigger.ReadOnly(name="facts_stay", exclude=["loaded_at", "superseded_at", "superseded_by"]),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period:%Y-%m} {self.basis}"
