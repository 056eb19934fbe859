"""Published files are loaded and undone; an indicator is told once which column says what it says."""

import datetime
from bisect import bisect_left, bisect_right
from collections import defaultdict

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.commands import command
from kpis import permissions
from kpis.models import (
    Authority,
    ComparatorFigure,
    ComparatorFile,
    ComparatorRow,
    ComparatorSeries,
    Indicator,
    Neighbour,
)
from kpis.published import NeighboursFile, PublishedFile, number_in
from people import events
from people.access import Refused
from people.models import Unit, User

BATCH = 2000


@command
def load_comparator_file(
    given: PublishedFile, *, by: User | None, dataset: str = "", at: datetime.datetime | None = None
) -> ComparatorFile:
    """Put a published file in force; the one of the same dataset that was in force stays, superseded."""
    at = at or timezone.now()
    _demand_leave(by)
    _take_turns()
    dataset = dataset or given.dataset
    old = ComparatorFile.objects.select_for_update().filter(dataset=dataset, superseded_at=None).first()
    if old is not None and old.sha256 == given.sha256:
        raise Refused(f"This very file is in force already, since {timezone.localtime(old.loaded_at):%-d %B %Y}.")
    all_series = list(ComparatorSeries.objects.filter(dataset=dataset).select_related("indicator"))
    for series in all_series:
        _refuse_if_gone(series, given)

    if old is not None:
        old.superseded_at = at
        old.save(update_fields=["superseded_at"])
    file = ComparatorFile.objects.create(
        dataset=dataset,
        name=given.name[:200],
        sha256=given.sha256,
        columns=given.columns,
        categories=given.categories,
        measures=given.measures,
        rows=len(given.rows),
        loaded_at=at,
        loaded_by=by,
    )
    ComparatorRow.objects.bulk_create(
        (
            ComparatorRow(
                file=file, year=row.year, level=row.level, code=row.code, old_code=row.old_code, name=row.name,
                region_code=row.region_code, category=row.category, cells=row.cells,
            )
            for row in given.rows
        ),
        batch_size=BATCH,
    )  # fmt: skip
    for series in all_series:
        fill(series)
    events.record("comparator_file.loaded", by=by, target=file, at=at, rows=file.rows, sha256=file.sha256)
    return file


@command
def undo_comparator_file(file: ComparatorFile, *, by: User | None, at: datetime.datetime | None = None) -> None:
    """Take a file out of force; the one that it superseded comes back. Nothing is deleted."""
    at = at or timezone.now()
    _demand_leave(by)
    _take_turns()
    file = ComparatorFile.objects.select_for_update().get(pk=file.pk)
    if file.superseded_at is not None:
        raise Refused("This file is not in force.")

    file.superseded_at = at
    file.save(update_fields=["superseded_at"])
    earlier = ComparatorFile.objects.filter(dataset=file.dataset, pk__lt=file.pk).order_by("-pk").first()
    if earlier is not None:
        earlier.superseded_at = None
        earlier.save(update_fields=["superseded_at"])
    for series in ComparatorSeries.objects.filter(dataset=file.dataset):
        fill(series)
    events.record("comparator_file.undone", by=by, target=file, at=at)


@command
def load_neighbours(given: NeighboursFile, *, by: User | None, at: datetime.datetime | None = None) -> int:
    """Put a model of statistical neighbours in the place of the one before; return how many authorities it has."""
    at = at or timezone.now()
    _demand_leave(by)
    council = _take_turns()
    Neighbour.objects.all().delete()
    Authority.objects.all().delete()
    authorities = {
        authority.old_code: authority
        for authority in Authority.objects.bulk_create(
            Authority(old_code=line.old_code, name=line.name[:100], region_name=line.region_name[:100])
            for line in given.lines
        )
    }
    Neighbour.objects.bulk_create(
        Neighbour(
            authority=authorities[line.old_code],
            position=position,
            neighbour=authorities[code],
            closeness=closeness[:30],
        )
        for line in given.lines
        for position, (code, closeness) in enumerate(line.neighbours, start=1)
    )
    if council is not None:
        events.record("neighbours.loaded", by=by, target=council, at=at, rows=len(given.lines), sha256=given.sha256)
    return len(given.lines)


@command
def map_series(
    indicator: Indicator,
    *,
    dataset: str,
    category: dict[str, str],
    column: str,
    note: str = "",
    seen: ComparatorFile | None = None,
    by: User | None,
    at: datetime.datetime | None = None,
) -> ComparatorSeries:
    """Say once which column of which dataset, for which category, says what the indicator says.

    `seen` is the file whose figures were looked at: if another is in force by now, it is refused.
    """
    at = at or timezone.now()
    _demand_leave(by)
    _take_turns()
    file = ComparatorFile.objects.filter(dataset=dataset, superseded_at=None).first()
    if file is None:
        raise Refused(f"No file of {dataset} is in force.")
    if seen is not None and seen.pk != file.pk:
        raise Refused(f"Another file of {dataset} is in force by now, {file.name}: look at its figures first.")
    if column not in file.measures:
        raise Refused(f"{column} is no column of figures in {file.name}.")
    if set(category) != set(file.categories) or any(category[name] not in file.categories[name] for name in category):
        raise Refused(f"{file.name} counts nothing under that category.")
    if ComparatorSeries.objects.filter(indicator=indicator).exists():
        raise Refused(f"{indicator.ref} is compared by a column already. Take that away first.")

    series = ComparatorSeries.objects.create(
        indicator=indicator, dataset=dataset, category=category, column=column, note=note
    )
    fill(series)
    events.record("comparator_series.mapped", by=by, target=indicator, at=at, dataset=dataset, column=column)
    return series


@command
def unmap_series(series: ComparatorSeries, *, by: User | None, at: datetime.datetime | None = None) -> None:
    """Stop comparing an indicator by a column. The file stays."""
    at = at or timezone.now()
    _demand_leave(by)
    _take_turns()
    indicator = series.indicator
    events.record(
        "comparator_series.unmapped", by=by, target=indicator, at=at, dataset=series.dataset, column=series.column
    )
    series.delete()


def fill(series: ComparatorSeries) -> None:
    """Take the figures of a series anew from the file in force. Safe to repeat: the same rows give the same figures."""
    ComparatorFigure.objects.filter(series=series).delete()
    ComparatorFigure.objects.bulk_create(figures_of(series), batch_size=BATCH)


def figures_of(series: ComparatorSeries) -> list[ComparatorFigure]:
    """What the file in force says for a series, place by place and year by year."""
    rows = list(
        ComparatorRow.objects.filter(
            file__dataset=series.dataset, file__superseded_at=None, category=series.category
        ).order_by("pk")
    )
    latest = max((row.year for row in rows), default=0)
    among = defaultdict(list)
    for row in rows:
        value = number_in(row.cells[series.column])
        if row.level == ComparatorRow.Level.LOCAL and value is not None:
            among[row.year].append(value)
    for values in among.values():
        values.sort()

    figures = []
    for row in rows:
        cell = row.cells[series.column]
        figure = ComparatorFigure(
            series=series, year=row.year, is_latest=row.year == latest, level=row.level, code=row.code,
            place=row.old_code or row.code, name=row.name, region_code=row.region_code, cell=cell,
        )  # fmt: skip
        value = number_in(cell)
        if row.level == ComparatorRow.Level.LOCAL and value is not None:
            values = among[row.year]
            figure.lower = bisect_left(values, value)
            figure.higher = len(values) - bisect_right(values, value)
            figure.equal = len(values) - figure.lower - figure.higher - 1
        figures.append(figure)
    return figures


def _demand_leave(by: User | None) -> None:
    if not permissions.may_define(by):
        raise PermissionDenied


def _take_turns() -> Unit | None:
    """Whoever changes comparators waits here for whoever else does, so that figures and files never part."""
    return Unit.objects.select_for_update().filter(parent=None).first()


def _refuse_if_gone(series: ComparatorSeries, given: PublishedFile) -> None:
    """A newer file must still hold what an indicator is compared by."""
    what = ""
    if series.column not in given.measures:
        what = f"the column {series.column}"
    elif set(series.category) != set(given.categories):
        what = f"the columns {', '.join(series.category)} alone that say what is counted"
    elif gone := [value for name, value in series.category.items() if value not in given.categories[name]]:
        what = gone[0]
    if what:
        raise Refused(
            f"{given.name} does not hold {what}, by which {series.indicator.ref} is compared. Stop comparing it first, "
            "then load the file."
        )
