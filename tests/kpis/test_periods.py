"""Months, quarters and financial years from 1 April."""

from datetime import date

import pytest

from kpis.periods import (
    Basis,
    Quarter,
    add_months,
    financial_year,
    is_told_in,
    last_of,
    last_outturn_month,
    last_whole_quarter,
    months_to,
    parse_month,
    parse_month_heading,
    quarter_of,
    year_label,
)


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        (date(2016, 3, 31), 2015, 4),
        (date(2016, 4, 1), 2016, 1),
        (date(2016, 6, 30), 2016, 1),
        (date(2016, 7, 1), 2016, 2),
        (date(2016, 10, 1), 2016, 3),
        (date(2016, 12, 31), 2016, 3),
        (date(2017, 1, 1), 2016, 4),
        (date(2017, 3, 31), 2016, 4),
    ],
)
def test_the_financial_year_begins_on_1_april(day, year, quarter):
    assert financial_year(day) == year
    assert quarter_of(day) == Quarter(year, quarter)
    assert quarter_of(day).start <= day <= quarter_of(day).end


@pytest.mark.parametrize(
    ("month", "quarter"),
    [
        (date(2016, 11, 1), Quarter(2016, 2)),
        (date(2016, 12, 1), Quarter(2016, 3)),
        (date(2017, 1, 1), Quarter(2016, 3)),
        (date(2017, 3, 1), Quarter(2016, 4)),
        (date(2017, 5, 1), Quarter(2016, 4)),
    ],
)
def test_the_last_quarter_that_is_whole(month, quarter):
    assert last_whole_quarter(month) == quarter


def test_a_quarter_names_its_months():
    assert Quarter(2016, 3).label == "Q3 2016/17 (October to December 2016)"
    assert Quarter(2016, 4).label == "Q4 2016/17 (January to March 2017)"
    assert (Quarter(2016, 3).start, Quarter(2016, 3).end) == (date(2016, 10, 1), date(2016, 12, 31))
    assert Quarter(2016, 4).next == Quarter(2017, 1)
    assert Quarter(2016, 1).previous == Quarter(2015, 4)


def test_months():
    assert months_to(date(2023, 2, 1), 3) == [date(2022, 12, 1), date(2023, 1, 1), date(2023, 2, 1)]
    assert add_months(date(2023, 1, 1), -13) == date(2021, 12, 1)
    assert last_of(date(2024, 2, 1)) == date(2024, 2, 29)
    assert year_label(1999) == "1999/00"


def test_last_years_outturn_stands_at_its_march():
    assert last_outturn_month(date(2023, 8, 1)) == date(2023, 3, 1)
    assert last_outturn_month(date(2023, 3, 1)) == date(2022, 3, 1)
    assert last_outturn_month(date(2023, 4, 1)) == date(2023, 3, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mar_23", date(2023, 3, 1)),
        ("Mar-23", date(2023, 3, 1)),
        ("March 2023", date(2023, 3, 1)),
        ("Sept 23", date(2023, 9, 1)),
        ("2023-03-01", date(2023, 3, 1)),
        ("2023-03", date(2023, 3, 1)),
        ("2023-03-15", None),
        ("market 23", None),
        ("mars_23", None),
        ("target_min", None),
        ("", None),
    ],
)
def test_a_heading_that_names_a_month(text, expected):
    assert parse_month_heading(text) == expected


@pytest.mark.parametrize("text", ["2023-13", "2023-00", "202308", "2023-8", "0000-01", "x"])
def test_what_is_no_month(text):
    assert parse_month(text) is None


@pytest.mark.parametrize(
    ("basis", "month", "expected"),
    [(Basis.QUARTER, 9, True), (Basis.QUARTER, 10, False), (Basis.QUARTER, 12, True), (Basis.MONTH, 10, True)],
)
def test_a_quarters_figure_is_told_where_the_quarter_ends(basis, month, expected):
    assert is_told_in(basis, date(2026, month, 1)) is expected
