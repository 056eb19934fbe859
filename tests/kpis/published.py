"""A small published file of our own, and where the real ones lie."""

from pathlib import Path

import pytest

from kpis import comparators, dfe_files

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "benchmarks"
REFERRALS = "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
ACCOMMODATION = "la_care_leavers_accommodation_suitability.csv"
NEIGHBOURS = "sn_model_2025_wide.csv"
LEICESTER = "E06000016"
SUITABLE = {"care_leaver_age": "19 to 21 years", "breakdown": "Accommodation considered suitable"}
HEADER = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,"
    "new_la_code,la_name,category,count,percent"
)


def line(year, code, name, percent, *, old="", level="Local authority", category="Plans", count="10"):
    place = {
        "National": f"{code},{name},,,,,",
        "Regional": f"E92000001,England,{code},{name},,,",
        "Local authority": f"E92000001,England,E12999001,Northland,{old},{code},{name}",
    }[level]
    return f"{year},Reporting year,{level},{place},{category},{count},{percent}"


def places(year=2025, **percents):
    """England, a region and the authorities 951 onwards with these percentages."""
    rows = [
        line(year, "E92000001", "England", percents.pop("england", "50"), level="National"),
        line(year, "E12999001", "Northland", percents.pop("region", "55.5"), level="Regional"),
    ]
    for number, (name, percent) in enumerate(percents.items(), start=1):
        rows.append(line(year, f"E0699900{number}", name.title(), percent, old=str(950 + number)))
    return rows


def written(tmp_path, *rows, name="plans_2025.csv", header=HEADER):
    path = tmp_path / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8-sig")
    return path


def read(path):
    return dfe_files.read(path, name=path.name)


def real(name):
    if not (REAL / name).exists():
        pytest.skip("the published files lie beside the project only where it is developed")
    return read(REAL / name)


def load(path, **how):
    return comparators.load_comparator_file(read(path), by=None, **how)
