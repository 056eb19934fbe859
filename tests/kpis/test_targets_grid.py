"""The published grid of 2016: 5 met, 5 missed, 3 not ratable at 31 December."""

import csv
import datetime
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from kpis.defining import define_indicator, set_goal
from kpis.models import Indicator, Load, Value
from kpis.periods import Basis, Quarter, parse_quarter, quarter_of
from kpis.rag import Goal, MeasuredIn, Operator, Polarity, Rule
from kpis.summaries import Standing, targets_grid

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "data" / "qa_targets_2016.csv"
AT = datetime.datetime(2017, 1, 10, 9, tzinfo=datetime.UTC)
SECOND, THIRD = Quarter(2016, 2), Quarter(2016, 3)
SIGNS = {"≤": Operator.AT_MOST, "<": Operator.LESS}


def goal_of(words, polarity):
    """≤20, <10, or a bare number: at least where higher is better, at most where lower is."""
    if not words:
        return None
    sign, number = re.fullmatch(r"([≤<]?)(\d+)", words).groups()
    bare = Operator.AT_LEAST if polarity == Polarity.HIGHER else Operator.AT_MOST
    return Goal(Rule.OPERATOR, target=Decimal(number), operator=SIGNS.get(sign, bare))


@pytest.fixture
def published(places):
    if not PUBLISHED.exists():
        pytest.skip("the published grid lies beside the project only where it is developed")
    load = Load.objects.create(
        unit=places.council, period=THIRD.last_month, file_name=PUBLISHED.name, state="confirmed", staged_at=AT,
        confirmed_at=AT,
    )  # fmt: skip
    with PUBLISHED.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, start=1):
        polarity = Polarity(row["polarity"])
        definition = define_indicator(
            ref=f"G{number}", theme="Targets 2016", title=row["measure"], measured_in=MeasuredIn.PERCENTAGE, places=0,
            polarity=polarity, basis=Basis.QUARTER, starts_on=datetime.date(2016, 4, 1), by=None, at=AT,
        )  # fmt: skip
        for quarter, target, actual in (
            (SECOND, row["q2_target_by_30_sep_2016"], row["q2_actual"]),
            (THIRD, row["q3_target_by_31_dec_2016"], row["q3_actual"]),
        ):
            set_goal(definition.indicator, goal_of(target, polarity), starts_on=quarter.start, by=None, at=AT)
            if actual:
                Value.objects.create(
                    indicator=definition.indicator, unit=places.council, period=quarter.last_month,
                    basis=Basis.QUARTER, value=Decimal(actual), load=load,
                )  # fmt: skip
    return rows


def test_the_published_grid_at_31_december(published, places):
    shown = targets_grid(places.council, THIRD)

    assert shown.words == "5 met, 5 missed, 3 not ratable"
    assert shown.counts == {Standing.MET: 5, Standing.MISSED: 5, Standing.NOT_RATABLE: 3}
    assert [(row.ref, row.now.target_words, row.now.actual_words, row.now.standing_words) for row in shown.rows] == [
        ("G1", "< 10%", "5%", "Met"),
        ("G2", "≥ 30%", "37%", "Met"),
        ("G3", "≤ 10%", "30%", "Missed"),
        ("G4", "≥ 30%", "3%", "Missed"),
        ("G5", "≥ 85%", "79%", "Missed"),
        ("G6", "≥ 95%", "92%", "Missed"),
        ("G7", "≥ 95%", "100%", "Met"),
        ("G8", "≤ 25%", "21%", "Met"),
        ("G9", "≥ 95%", "90%", "Missed"),
        ("G10", "≥ 95%", "100%", "Met"),
        ("G11", "≥ 85%", "no data", "Not ratable: no data"),
        ("G12", "no target", "90%", "Not ratable: no target"),
        ("G13", "no target", "18%", "Not ratable: no target"),
    ]
    assert [row.before.target_words for row in shown.rows] == [
        "≤ 20%", "≥ 20%", "≤ 20%", "≥ 20%", "≥ 45%", "≥ 95%", "≥ 95%", "≤ 40%", "≥ 95%", "no target", "≥ 50%",
        "no target", "no target",
    ]  # fmt: skip
    assert [row.before.actual_words for row in shown.rows] == [
        "15%", "32%", "6%", "5%", "58%", "93%", "100%", "38%", "100%", "84%", "no data", "75%", "8%",
    ]  # fmt: skip


def test_minimum_and_upper_are_not_in_the_grid(published, places):
    one = Indicator.objects.get(ref="G1")
    set_goal(one, Goal(Rule.MINIMUM_UPPER, minimum=Decimal(20), upper=Decimal(10)), starts_on=THIRD.start, by=None)

    assert "G1" not in [row.ref for row in targets_grid(places.council, THIRD).rows]


def test_a_fixed_number_of_queries(published, places, django_assert_num_queries):
    with django_assert_num_queries(8):
        targets_grid(places.council, THIRD)
    with django_assert_num_queries(8):
        targets_grid(places.elsewhere, THIRD)


def test_the_page_and_its_files(published, client, cast):
    client.force_login(cast.lee)
    page = client.get("/indicators/targets-grid/?quarter=2016-Q3").content.decode()
    text = client.get("/indicators/targets-grid/grid.csv?quarter=2016-Q3").content.decode("utf-8-sig")
    book = client.get("/indicators/targets-grid/grid.xlsx?quarter=2016-Q3")

    assert "5 met, 5 missed, 3 not ratable" in page
    assert next(csv.DictReader(text.splitlines()))["Standing"] == "Met"
    assert book.content.startswith(b"PK")
    assert client.get("/indicators/targets-grid/?quarter=2016-Q5").status_code == 404


def copied(value, month):
    """The same figure in another month."""
    same = {name: getattr(value, name) for name in ("indicator", "unit", "basis", "value", "load")}
    return Value.objects.create(period=month, **same)


def test_the_page_opens_at_the_last_quarter_that_can_be_rated(published, client, cast):
    """November's figure lies in the third quarter, of which December is still to come."""
    last = Value.objects.filter(period=THIRD.last_month)
    again = copied(last[0], datetime.date(2016, 11, 1))
    last.update(superseded_at=AT, superseded_by=again.load)
    client.force_login(cast.lee)

    opened = client.get("/indicators/targets-grid/")
    asked = client.get("/indicators/targets-grid/?quarter=2016-Q3")

    assert (opened.context["shown"].quarter, asked.context["shown"].quarter) == (SECOND, THIRD)
    assert '<option value="2016-Q3">' in opened.content.decode()


def test_a_running_quarter_can_be_chosen_and_says_that_it_runs(published, places, client, cast):
    today = timezone.localdate()
    running = quarter_of(today)
    copied(Value.objects.first(), running.last_month)
    client.force_login(cast.lee)

    opened = client.get("/indicators/targets-grid/")
    asked = client.get(f"/indicators/targets-grid/?quarter={running.code}")

    assert opened.context["shown"].quarter == running.previous
    assert f'<option value="{running.code}">' in opened.content.decode()
    words = "This quarter is not over: what is counted by its end cannot be rated yet."
    assert (words in opened.content.decode(), words in asked.content.decode()) == (False, True)


@pytest.mark.parametrize(("text", "quarter"), [("2016-Q3", THIRD), ("2016-Q5", None), ("", None), ("16-Q3", None)])
def test_quarters_in_addresses(text, quarter):
    assert parse_quarter(text) == quarter
    assert quarter is None or quarter.code == text
