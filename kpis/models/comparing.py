"""Published figures of other authorities, loaded as they are, and which of them stands for which indicator."""

from django.db import models
from django.db.models import Q

from kit.history import tracked
from kpis.models.indicators import Indicator
from people.models import User


class ComparatorFile(models.Model):
    """One published file. A newer file with the same columns takes the place of an older one; the older one stays."""

    dataset = models.CharField(max_length=100, help_text="The same name for the same file of another year.")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    columns = models.JSONField(help_text="Its headings, in order.")
    categories = models.JSONField(help_text="The columns that say what a row counts, each with its values.")
    measures = models.JSONField(help_text="The columns with figures.")
    rows = models.PositiveIntegerField()
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dataset"], condition=Q(superseded_at=None), name="comparator_file_one_current"
            )
        ]

    def __str__(self) -> str:
        return self.dataset


class ComparatorRow(models.Model):
    """A row of a published file: its place, its year, what it counts, and the cells exactly as written."""

    class Level(models.TextChoices):
        NATIONAL = "national", "England"
        REGIONAL = "regional", "Region"
        LOCAL = "local", "Local authority"

    file = models.ForeignKey(ComparatorFile, models.CASCADE, related_name="+")
    year = models.PositiveIntegerField(help_text="As published: 2025, or 202425.")
    level = models.CharField(max_length=8, choices=Level.choices)
    code = models.CharField(max_length=12, help_text="The nine-character code of the place.")
    old_code = models.CharField(max_length=5, blank=True, help_text="The three digits of a local authority.")
    name = models.CharField(max_length=100)
    region_code = models.CharField(max_length=12, blank=True)
    category = models.JSONField(help_text="The cells that say what is counted.")
    cells = models.JSONField(help_text="The figures as text, symbols included.")

    class Meta:
        indexes = [models.Index(fields=["file", "level", "year"], name="comparator_row_place")]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


@tracked()
class ComparatorSeries(models.Model):
    """The analyst's word that one column of one dataset, for one category, says what an indicator says."""

    indicator = models.OneToOneField(Indicator, models.PROTECT, related_name="+")
    dataset = models.CharField(max_length=100)
    category = models.JSONField(help_text="What the category columns must hold.")
    column = models.CharField(max_length=100)
    note = models.CharField(max_length=300, blank=True, help_text="In what the two are not quite the same.")

    def __str__(self) -> str:
        return f"{self.dataset}: {self.column}"


class ComparatorFigure(models.Model):
    """A mapped figure of a place and year, taken from the file in force: what pages read, rebuilt from the rows.

    `higher`, `equal` and `lower` say how many other local authorities with a number that year stand where.
    """

    series = models.ForeignKey(ComparatorSeries, models.CASCADE, related_name="+")
    year = models.PositiveIntegerField()
    is_latest = models.BooleanField(help_text="Is it of the newest year of its series?")
    level = models.CharField(max_length=8, choices=ComparatorRow.Level.choices)
    code = models.CharField(max_length=12)
    place = models.CharField(
        max_length=12, help_text="The three digits of a local authority, which outlive a new code; else the code."
    )
    name = models.CharField(max_length=100)
    region_code = models.CharField(max_length=12, blank=True)
    cell = models.CharField(max_length=30, blank=True, help_text="The number or the symbol, as published.")
    higher = models.PositiveSmallIntegerField(null=True)
    equal = models.PositiveSmallIntegerField(null=True)
    lower = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "code"], name="comparator_figure_once"),
        ]
        indexes = [
            models.Index(fields=["code", "-year"], name="comparator_figure_code"),
            models.Index(fields=["place", "series"], name="comparator_figure_years"),
            models.Index(fields=["place", "series"], condition=Q(is_latest=True), name="comparator_figure_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class Authority(models.Model):
    """A local authority by both of its codes, as the statistical neighbours' file names it."""

    old_code = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=100)
    region_name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name


class Neighbour(models.Model):
    """A statistical neighbour: the nth closest of ten."""

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    neighbour = models.ForeignKey(Authority, models.CASCADE, related_name="+")
    closeness = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "position"], name="neighbour_once")]

    def __str__(self) -> str:
        return f"{self.position} of {self.authority_id}"
