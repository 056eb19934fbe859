"""The two commands: what they print, what they store, how they end."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from kpis.models import Indicator, Load, Target, Value
from tests.kpis.conftest import SAMPLE, load
from tests.kpis.test_loading import as_workbook


def run(*arguments):
    """What a command printed, and its exit status."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command(*map(str, arguments), stdout=out, stderr=err)
    except SystemExit as ending:
        status = ending.code
    return status, out.getvalue(), err.getvalue()


@pytest.fixture
def council(places):
    return places.council


def test_a_file_is_loaded_whole(council, indicators):
    status, out, err = run("load_indicators", SAMPLE, "--period", "2023-08")

    assert (status, err) == (0, "")
    assert out.startswith("Loaded.\n121 added, 0 changed, 0 unchanged, 14 targets, 0 refused\n")
    assert (Value.objects.count(), Load.objects.get().state, Load.objects.get().staged_by) == (121, "confirmed", None)


def test_a_workbook_is_loaded_too_and_by_whom_is_kept(council, cast, indicators, tmp_path):
    book = as_workbook(tmp_path / "sample.xlsx")
    status, _, _ = run("load_indicators", book, "--period", "2023-08", "--as", "andy@demo.example")

    assert (status, Value.objects.count(), Load.objects.get().confirmed_by) == (0, 121, cast.andy)


def test_a_dry_run_stores_nothing(council):
    status, out, _ = run("load_indicators", SAMPLE, "--period", "2023-08", "--dry-run", "--json", "--create-standard")
    told = json.loads(out)

    assert (status, told["state"]) == (0, "preview")
    assert told["counts"] == {"added": 121, "changed": 0, "unchanged": 0, "targets": 14, "refused": 0}
    assert told["lines"][0]["new_words"] == "90.4% (1,958 of 2,165)"
    assert (Value.objects.count(), Load.objects.count(), Target.objects.count(), Indicator.objects.count()) == (0,) * 4


def test_refusals_end_with_status_1_and_are_listed(council, indicators, edited):
    path = edited(('"1,958"', "many"), ("245,274", "275,274"))
    status, out, err = run("load_indicators", path, "--period", "2023-08")

    assert status == 1
    assert out.splitlines()[0] == "Refused: nothing was loaded."
    assert err.splitlines() == [
        "Row 2, column num: This is not a number. [many]",
        "Row 10, column num: The numerator 275 is greater than the denominator 274. [275]",
    ]
    assert (Value.objects.count(), Load.objects.count()) == (0, 0)


def test_refusals_as_json(council, indicators, edited):
    status, out, _ = run("load_indicators", edited(('"1,958"', "many")), "--period", "2023-08", "--json")
    told = json.loads(out)

    assert (status, told["state"]) == (1, "refused")
    assert told["refused"] == [{"row": 2, "column": "num", "value": "many", "reason": "This is not a number."}]


def test_a_month_in_the_future_is_refused(council, indicators):
    status, out, _ = run("load_indicators", SAMPLE, "--period", "2199-01", "--json")

    assert status == 1
    assert json.loads(out)["refused"][0]["reason"] == "January 2199 is in the future."


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((SAMPLE, "--period", "August"), "--period August is no month: write it as 2023-08."),
        (("/nowhere.csv", "--period", "2023-08"), "There is no file /nowhere.csv."),
        ((SAMPLE, "--period", "2023-08", "--as", "nobody@demo.example"), "Nobody signs in as nobody@demo.example."),
    ],
)
def test_arguments_that_make_no_sense(council, arguments, expected):
    with pytest.raises(CommandError) as caught:
        run("load_indicators", *arguments)

    assert str(caught.value) == expected


def test_without_a_council_there_is_nothing_to_load_for(db):
    with pytest.raises(CommandError, match="There is no council yet"):
        run("load_indicators", SAMPLE, "--period", "2023-08")


def test_every_value_is_exported_with_its_rag_as_json(council, indicators):
    load(SAMPLE, council)
    rows = json.loads(run("export_indicators", "--period", "2023-08", "--format", "json")[1])

    assert [row["rag"] for row in rows].count("green") == 3
    assert [row["rag"] for row in rows].count("amber") == 6
    assert [row["rag"] for row in rows].count("red") == 5
    assert [row["rag"] for row in rows].count("no_target") == 3
    assert rows[0] == {
        "ref": "1.1",
        "theme": "Management Oversight",
        "title": "% cases with Management Oversight recorded in past 8 weeks",
        "period": "2023-08",
        "basis": "Snapshot",
        "outturn": "90.0%",
        "numerator": 1958,
        "denominator": 2165,
        "value": 90.4,
        "value_words": "90.4%",
        "mar_23": 89.5,
        "apr_23": 87.6,
        "may_23": 92.9,
        "jun_23": 90.9,
        "jul_23": 92.9,
        "aug_23": 90.4,
        "minimum": 90,
        "upper": 95,
        "target": None,
        "operator": None,
        "tolerance": None,
        "target_words": "minimum 90%, upper 95%",
        "rag": "amber",
        "distance": "4.6 points below upper (4.8% in relative terms)",
        "direction": "worse",
    }
    assert (rows[1]["numerator"], rows[1]["value"], rows[1]["minimum"]) == (None, 790, None)


def test_every_value_is_exported_with_its_rag_as_csv(council, indicators):
    load(SAMPLE, council)
    rows = list(csv.DictReader(io.StringIO(run("export_indicators", "--period", "2023-08", "--format", "csv")[1])))

    assert len(rows) == 17
    assert (rows[9]["ref"], rows[9]["value"], rows[9]["minimum"], rows[9]["upper"], rows[9]["rag"]) == (
        "5.10", "11.7", "10", "5", "red",
    )  # fmt: skip


def test_a_month_without_figures_is_exported_as_such(council, indicators):
    rows = json.loads(run("export_indicators", "--period", "2021-01")[1])

    assert {(row["value"], row["rag"]) for row in rows} == {(None, "no_data")}
