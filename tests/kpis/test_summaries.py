"""The published table, to the digit."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis.models import Definition, Value
from kpis.rag import Direction, MeasuredIn, Rag
from kpis.summaries import highlight, latest_month, months_with_values
from kpis.summaries.held import Held
from tests.kpis.conftest import AUGUST


def rows_of(unit, month=AUGUST):
    return {row.ref: row for row in highlight(unit, month).rows}


def test_the_sample_shows_3_green_6_amber_5_red_and_3_without_target(sample, places):
    counts = highlight(places.council, AUGUST).counts

    assert list(counts) == list(Rag)
    assert {rag: count for rag, count in counts.items() if count} == {
        Rag.GREEN: 3, Rag.AMBER: 6, Rag.RED: 5, Rag.NO_TARGET: 3,
    }  # fmt: skip


def test_every_indicator_of_the_sample_has_its_published_figure_and_rag(sample, places):
    shown = [(row.ref, row.current_words, row.rag.value) for row in highlight(places.council, AUGUST).rows]

    assert shown == [
        ("1.1", "90.4%", "amber"),
        ("1.2", "790", "no_target"),
        ("1.3", "274", "no_target"),
        ("1.4", "291", "no_target"),
        ("2.1", "93.7%", "amber"),
        ("2.10a", "90.8%", "amber"),
        ("3.1", "87.5%", "amber"),
        ("3.3", "77.8%", "red"),
        ("4.7.2", "89.4%", "red"),
        ("5.10", "11.7%", "red"),
        ("5.11", "89.0%", "red"),
        ("3.2", "87.0%", "amber"),
        ("4.8", "95.5%", "red"),
        ("5.18", "100.0%", "green"),
        ("6.1", "95.5%", "green"),
        ("6.2", "69.0%", "amber"),
        ("6.3", "90.7%", "green"),
    ]


def test_a_row_says_everything_in_words(sample, places):
    row = rows_of(places.council)["3.3"]

    assert (row.theme, row.title) == ("Visits", "% of CIN children visited within the past four weeks")
    assert (row.numerator_words, row.denominator_words, row.basis_words) == ("615", "790", "Snapshot")
    assert (row.outturn_words, row.minimum_words, row.upper_words) == ("84.0%", "85%", "90%")
    assert row.distance_words == "7.2 points below minimum (8.5% in relative terms)"
    assert (row.direction, row.direction_words) == (Direction.WORSE, "Worse since July 2023 (84.0%)")
    assert [point.words for point in row.trend] == ["84.0%", "84.5%", "82.8%", "83.3%", "84.0%", "77.8%"]
    assert row.trend_summary == (
        "March 2023 84.0%, April 2023 84.5%, May 2023 82.8%, June 2023 83.3%, July 2023 84.0%, August 2023 77.8%"
    )


def test_a_year_to_date_figure_stands_beside_single_months(sample, places):
    row = rows_of(places.council)["2.1"]

    assert (row.current_words, row.basis_words) == ("93.7%", "Year to date")
    assert row.trend[-1].words == "99.1%"
    assert row.trend_summary.startswith("In each month: March 2023 97.3%")
    assert row.direction_words == "Cannot say: no year to date figure to compare for July 2023"


def test_the_blank_month_of_518_stays_blank_and_the_rolling_year_is_rated(sample, places):
    row = rows_of(places.council)["5.18"]

    assert (row.current_words, row.rag) == ("100.0%", Rag.GREEN)
    assert (row.trend[-1].value, row.trend[-1].words) == (None, "no data")


def test_a_count_has_no_numerator_and_neither_way_is_better(sample, places):
    row = rows_of(places.council)["1.2"]

    assert (row.numerator_words, row.denominator_words) == ("not applicable", "not applicable")
    assert (row.minimum_words, row.distance_words) == ("no target", "not applicable")
    assert (row.direction, row.direction_words) == (Direction.RISEN, "Risen since July 2023 (777)")


def test_a_figure_is_judged_by_the_target_of_its_own_month(sample, places):
    july = rows_of(places.council, datetime.date(2023, 7, 1))["3.3"]

    assert (july.current_words, july.rag, july.minimum_words) == ("84.0%", Rag.NO_TARGET, "no target")
    assert july.numerator_words == "not given"


def test_a_month_without_figures_says_so_and_nothing_is_green(sample, places):
    later = highlight(places.council, datetime.date(2023, 9, 1))

    assert {rag: count for rag, count in later.counts.items() if count} == {Rag.NO_DATA: 17}
    assert {row.current_words for row in later.rows} == {"no data"}


def test_the_months_that_have_figures(sample, places):
    assert latest_month(places.council) == AUGUST
    assert months_with_values(places.council) == [datetime.date(2023, month, 1) for month in (8, 7, 6, 5, 4, 3)]
    assert latest_month(places.north) is None


def test_a_percentage_is_recomputed_and_never_read_from_its_rounded_figure(sample, places):
    value = Value.objects.get(indicator__ref="1.1", period=AUGUST)

    assert (value.numerator, value.denominator, value.value) == (1958, 2165, Decimal("90.438799"))


def test_the_exact_figure_comes_from_its_parts_even_where_a_rounded_one_is_kept():
    held = Held(Decimal("95.0"), Decimal(9494), Decimal(10000))

    assert held.figure(MeasuredIn.PERCENTAGE) == Decimal("94.94")


@pytest.mark.parametrize("count", [1, 3, 17])
def test_the_highlight_takes_three_queries(sample, places, count):
    keep = Definition.objects.order_by("pk").values_list("pk", flat=True)[:count]
    Definition.objects.exclude(pk__in=list(keep)).delete()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(highlight(places.council, AUGUST).rows) == count

    assert len(queries) == 3
