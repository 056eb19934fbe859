"""Invented published files in the layout of the real ones: thirty invented authorities in three invented regions."""

import csv
import datetime
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from kpis.comparators import load_comparator_file, load_neighbours, map_series
from kpis.dfe_files import STANDARD, read
from kpis.models import Indicator
from kpis.published import PublishedFile
from people.models import User

LONDON = ZoneInfo("Europe/London")
OWN = "Demo Council"
REGIONS = [("E12999001", "Northern Vale"), ("E12999002", "Middle Vale"), ("E12999003", "Southern Vale")]
PLACES = [
    OWN, "Ashmere", "Brackenford", "Coldwell", "Dunmarsh", "Elderby", "Fernholt", "Gorseley", "Hazelton Vale",
    "Inglebrook", "Juniper Cross", "Kestrel Bay", "Larchdown", "Marlhaven", "Nettlecombe Vale", "Oakenshaw Vale",
    "Pinewater", "Quarrydene", "Rushmoss", "Sedgewick Vale", "Thornmere", "Umberfield", "Vetchley", "Willowmarsh",
    "Yarrowdale", "Alderwick", "Birchmoor", "Cloverham", "Dockenfold", "Eyebrightley",
]  # fmt: skip
YEARS = 5
# Which real layout, what is counted, the columns, and the usual figure with its spread over places.
SUITABLE = {"care_leaver_age": "19 to 21 years", "breakdown": "Accommodation considered suitable"}
IN_CARE = {"population_type": "Children looked after on 31 March each year"}
CLOSENESS = ["Very close"] * 4 + ["Close "] * 4 + ["Somewhat close"] * 2
NOTES = {
    "6.3": "The council counts care leavers aged 17 to 21; the published figure is of those aged 19 to 21.",
    "1.4": "Published once a year, for 31 March.",
}


def load_comparators(today: datetime.date, by: User) -> int:
    """Load the files as an analyst would in December, and map them; return how many indicators are compared."""
    last = today.year - 1 if today.month == 12 else today.year - 2
    at = datetime.datetime(last + 1, 12, 1, 0, 1, tzinfo=LONDON)
    years = range(last - YEARS + 1, last + 1)
    with tempfile.TemporaryDirectory() as folder:
        suitable = _load(Path(folder), f"care_leavers_accommodation_{last}.csv", _suitable(years), by, at)
        in_care = _load(Path(folder), f"children_in_care_{last}.csv", _in_care(years), by, at)
        path = _write(Path(folder), f"statistical_neighbours_{last}.csv", _neighbours())
        load_neighbours(read(path, name=path.name), by=by, at=at)
    wanted = [("6.3", suitable, SUITABLE, "care_leaver_percent"), ("1.4", in_care, IN_CARE, "children_count")]
    for ref, dataset, category, column in wanted:
        indicator = Indicator.objects.get(ref=ref)
        facts = {"dataset": dataset, "category": category, "column": column, "note": NOTES[ref]}
        map_series(indicator, **facts, by=by, at=at)
    return len(wanted)


def _load(folder: Path, name: str, rows: Iterator[dict[str, str]], by: User, at: datetime.datetime) -> str:
    given = read(_write(folder, name, list(rows)), name=name)
    if not isinstance(given, PublishedFile):
        raise TypeError(f"{name} holds no published figures")
    return load_comparator_file(given, by=by, at=at).dataset


def _write(folder: Path, name: str, rows: list[dict[str, str]]) -> Path:
    path = folder / name
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _places(year: int) -> Iterator[dict[str, str]]:
    """England, the regions, the authorities: the standard columns of each."""
    blank = dict.fromkeys(STANDARD, "")
    known = blank | {"time_period": str(year), "time_identifier": "Reporting year"}
    known |= {"country_code": "E92000001", "country_name": "England"}
    yield known | {"geographic_level": "National"}
    for code, name in REGIONS:
        yield known | {"geographic_level": "Regional", "region_code": code, "region_name": name}
    for number, name in enumerate(PLACES):
        code, region = REGIONS[number % len(REGIONS)]
        yield known | {
            "geographic_level": "Local authority", "region_code": code, "region_name": region,
            "old_la_code": str(951 + number), "new_la_code": f"E{6999001 + number:08}", "la_name": name,
        }  # fmt: skip


def _suitable(years: range) -> Iterator[dict[str, str]]:
    """The percentage of care leavers in suitable accommodation; a few small authorities are suppressed."""
    for year in years:
        for place in _places(year):
            chance = _chance(place, year)
            size = 33_000 if not place["la_name"] else chance.randint(90, 320)
            share = chance.gauss(0.88, 0.015 if not place["la_name"] else 0.05)
            if place["la_name"] == OWN:
                share = 0.86 + 0.012 * (year - years[0])
            count = round(size * min(max(share, 0.6), 0.99))
            cells = {"care_leaver_count": str(count), "care_leaver_percent": str(round(100 * count / size))}
            if place["la_name"] in ("Coldwell", "Quarrydene"):
                cells = dict.fromkeys(cells, "c")
            yield place | SUITABLE | cells


def _in_care(years: range) -> Iterator[dict[str, str]]:
    """How many children are in care, and per 10,000; one authority did not exist at first."""
    for year in years:
        for place in _places(year):
            chance = random.Random(f"in care {place['la_name'] or place['region_name']}")  # noqa: S311 invented
            children = chance.randint(28_000, 90_000)
            rate = chance.uniform(48, 95) + year - years[0]
            if not place["la_name"]:
                children, rate = (12_100_000 if not place["region_name"] else 620_000), rate / 4 + 55
            count = 268 + 3 * (year - years[-1]) if place["la_name"] == OWN else round(children * rate / 10_000)
            cells = {
                "population_estimate": str(children),
                "children_count": str(count),
                "rate_per_10000": f"{rate:.0f}",
            }
            if place["la_name"] == "Umberfield" and year < years[-2]:
                cells = dict.fromkeys(cells, "z")
            yield place | IN_CARE | cells


def _neighbours() -> list[dict[str, str]]:
    """Ten others for each authority, the next in the list."""
    rows = []
    for number, name in enumerate(PLACES):
        region = number % len(REGIONS)
        row = {"old_la_code": str(951 + number), "la_name": name}
        row |= {"region_ind": str(region + 1), "region_name": REGIONS[region][1]}
        for position, closeness in enumerate(CLOSENESS, start=1):
            row[f"SN_{position}"] = str(951 + (number + position) % len(PLACES))
            row[f"SN_{position}P"] = closeness
        rows.append(row)
    return rows


def _chance(place: dict[str, str], year: int) -> random.Random:
    return random.Random(f"demo {place['la_name'] or place['region_name']} {year}")  # noqa: S311 invented figures
