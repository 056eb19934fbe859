"""What a column would say of an indicator, before an analyst confirms it: a wrong category shows in its figures."""

from dataclasses import dataclass

from django.db.models import Q

from kpis.comparison import NOT_IN_FILE, Published
from kpis.models import ComparatorFile, ComparatorRow, Definition, Indicator, Value
from kpis.periods import BASIS_WORDS, Basis, last_outturn_month, month_words, months_to, year_label
from kpis.published import year_words
from kpis.rag import MeasuredIn, figure_words
from kpis.summaries import TREND_MONTHS, read
from people.models import Unit


@dataclass(frozen=True)
class PreviewYear:
    """What is published of a year, in words."""

    year_words: str
    own_words: str
    england_words: str
    region_words: str


@dataclass(frozen=True)
class MappingPreview:
    own_name: str
    region_name: str
    years: list[PreviewYear]
    portal_words: list[str]  # the portal's own latest figures, each with what it covers


def mapping_preview(
    file: ComparatorFile, indicator: Indicator, *, category: dict[str, str], column: str, own_code: str, council: Unit
) -> MappingPreview:
    """Every year of the file, newest first. Three queries, and those of a reading."""
    definition = Definition.objects.filter(indicator=indicator).order_by("-validity").first()
    measured_in = MeasuredIn(definition.measured_in) if definition else MeasuredIn.COUNT
    own = ComparatorRow.objects.filter(file=file, code=own_code or "-").order_by("-year").first()
    place, region = (own.old_code, own.region_code) if own else ("", "")
    level = ComparatorRow.Level
    # The three digits of an authority outlive a new code.
    ours = Q(level=level.LOCAL, old_code=place) if place else Q(level=level.LOCAL, code=own_code or "-")
    wanted = Q(level=level.NATIONAL) | Q(level=level.REGIONAL, code=region or "-") | ours
    cells: dict[int, dict[str, str]] = {}
    names: dict[str, str] = {}
    rows = ComparatorRow.objects.filter(wanted, file=file, category=category).order_by("-year", "pk")
    for row in rows:
        cells.setdefault(row.year, {})[row.level] = Published(row.name, row.cells[column], measured_in).words
        names.setdefault(row.level, row.name)
    return MappingPreview(
        own_name=own.name if own else "",
        region_name=names.get(level.REGIONAL, ""),
        years=[
            PreviewYear(
                year_words(year),
                *(told.get(each, NOT_IN_FILE) for each in (level.LOCAL, level.NATIONAL, level.REGIONAL)),
            )
            for year, told in cells.items()
        ],
        portal_words=portal_words(indicator, council),
    )


def portal_words(indicator: Indicator, council: Unit) -> list[str]:
    """77.8%, August 2023, snapshot; and the last outturn. Empty: the portal has no figure."""
    current = Value.objects.current().filter(unit=council, indicator=indicator).exclude(basis=Basis.OUTTURN)
    latest = current.order_by("-period").values_list("period", flat=True).first()
    readings = read(council, latest, only=[indicator.pk]) if latest else []
    told = []
    for reading in readings:
        how = {"measured_in": reading.measured_in, "places": reading.places}
        # What is counted by the quarter is there where a quarter ended.
        for month in reversed(months_to(latest, TREND_MONTHS + 1)):
            if figure := reading.figure(month):
                basis = BASIS_WORDS[reading.basis].lower()
                told.append(f"{figure_words(figure.value, **how)}, {month_words(month)}, {basis}")
                break
        if reading.outturn is not None:
            year = year_label(last_outturn_month(latest).year - 1)
            told.append(f"{figure_words(reading.outturn, **how)}, outturn {year}")
    return told
