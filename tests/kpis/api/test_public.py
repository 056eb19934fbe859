"""What the public does not read."""

import datetime

from kpis.periods import add_months
from tests.kpis.api.tools import VALUES, define, put, rows
from tests.kpis.conftest import AUGUST


def test_the_public_reads_no_small_number(places, public, token):
    percentage = define("8.1", "percentage", "snapshot", places=1)
    put(percentage, places.council, {AUGUST: (45, 50), add_months(AUGUST, -1): (30, 50)}, "snapshot")
    grown = define("8.2")
    april = datetime.date(2023, 4, 1)
    put(grown, places.council, {add_months(april, n): total for n, total in enumerate((10, 13, 13, 33, 39))})
    put(grown, places.council, {AUGUST: 6}, "month")
    put(grown, places.north, {AUGUST: 30})

    read = rows(public)
    told = {(each["ref"], each["period"]): (each["value"], each["symbol"], each["rag"]) for each in read}
    assert told == {
        ("8.1", "2023-08"): (None, "[c]", None), ("8.1", "2023-07"): (60, "", "no_target"),
        ("8.2", "2023-04"): (10, "", "no_target"), ("8.2", "2023-05"): (None, "[c]", None),
        ("8.2", "2023-06"): (None, "[c]", None), ("8.2", "2023-07"): (33, "", "no_target"),
        ("8.2", "2023-08"): (39, "", "no_target"),
    }  # fmt: skip
    assert {(each["numerator"], each["denominator"], each["value_exact"]) for each in read} == {(None, None, None)}
    assert {(each["unit"], each["basis"]) for each in read} == {("council", "snapshot"), ("council", "year_to_date")}
    assert [each["symbol"] for each in rows(public, f"{VALUES}?period_from=2023-05&period_to=2023-05")] == ["[c]"]
    assert {each["symbol"] for each in rows(token)} == {""}
    assert [each["code"] for each in rows(public, "/api/v1/units")] == ["council"]
