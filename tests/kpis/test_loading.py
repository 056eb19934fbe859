"""The highlight layout is read as people write it, and refused by row and column where it could mean two things."""

import csv
import datetime

import pytest
import xlsxwriter

from kpis.models import Definition
from tests.kpis.conftest import AUGUST, SAMPLE, TODAY, read


def as_workbook(path, *, numeric=True, title=True):
    """The sample as a workbook: numbers as numbers, percentages as formatted fractions, months as Excel's dates."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Highlight")
    percent, month = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": "mmm-yy"})
    first = 3 if title else 0
    if title:
        sheet.write(0, 0, "Children's Social Care Highlight Indicators")
    with SAMPLE.open() as source:
        for number, row in enumerate(csv.reader(source), start=first):
            for column, text in enumerate(row):
                heading = number == first
                if heading and numeric and text.endswith("_23") and column > 7:
                    day = datetime.datetime.strptime(text, "%b_%y").date()  # noqa: DTZ007
                    sheet.write_datetime(number, column, datetime.datetime.combine(day, datetime.time()), month)
                elif not heading and numeric and text.endswith("%"):
                    sheet.write_number(number, column, float(text[:-1]) / 100, percent)
                elif not heading and numeric and column > 2 and text.replace(",", "").isdigit():
                    sheet.write_number(number, column, int(text.replace(",", "")))
                else:
                    sheet.write_string(number, column, text)
    book.close()
    return path


def plain(given):
    """What a return says, without where it said it."""
    entries = sorted((entry.ref, entry.period, entry.basis, *vars(entry.figure).values()) for entry in given.entries)
    return entries, [(target.ref, target.minimum, target.upper) for target in given.targets]


def refusals(given):
    return [(refusal.row, refusal.column, refusal.value, refusal.reason) for refusal in given.refusals]


@pytest.fixture(autouse=True)
def _indicators(indicators):
    pass


def test_the_sample_is_read_whole():
    given = read(SAMPLE)

    assert given.refusals == []
    assert given.notes == []
    # 17 outturns; 14 snapshots of six months; three of the others with a current figure and six months, one blank.
    assert len(given.entries) == 17 + 14 * 6 + 3 * 7 - 1
    assert len(given.targets) == 17


@pytest.mark.parametrize("numeric", [True, False])
@pytest.mark.parametrize("title", [True, False])
def test_the_same_table_as_a_workbook_says_the_same(tmp_path, numeric, title):
    given = read(as_workbook(tmp_path / "sample.xlsx", numeric=numeric, title=title))

    assert given.refusals == []
    assert plain(given) == plain(read(SAMPLE))


def test_a_title_above_the_table_and_a_byte_order_mark_do_no_harm(tmp_path):
    path = tmp_path / "titled.csv"
    path.write_text("Highlight indicators,,\n\n" + SAMPLE.read_text(), encoding="utf-8-sig")
    given = read(path)

    assert given.refusals == []
    assert plain(given) == plain(read(SAMPLE))
    assert given.entries[0].row == 4


ROWS = [
    (('"1,958"', '"1,9S8"'), (2, "num", "1,9S8", "This is not a number.")),
    (('"1,958"', '"19,58"'), (2, "num", "19,58", "This is not a number.")),
    (('"1,958"', "-1958"), (2, "num", "-1958", "The number must not be less than 0.")),
    (('"1,958"', "1958.5"), (2, "num", "1958.5", "A whole number is needed.")),
    (('"1,958"', "n/a"), (2, "num", "n/a", "A percentage needs its numerator and denominator.")),
    (('"2,165"', ""), (2, "denom", "", "A percentage needs its numerator and denominator.")),
    (('"1,958"', '"2,166"'), (2, "num", "2,166", "The numerator 2,166 is greater than the denominator 2,165.")),
    (("601,691", "0,0"), (13, "denom", "0", "The denominator is 0: leave the figure blank, or write n/a.")),
    (("90.4%,Snapshot", "90.5%,Snapshot"), (2, "current", "90.5%", "The numerator and denominator give 90.4%.")),
    (("90.4%,Snapshot", "90.4,Snapshot"),
     (2, "current", "90.4", "A percentage needs its sign, such as 90.4%, so that 0.9 is not taken for 90.")),
    (("90.4%,Snapshot", "high,Snapshot"), (2, "current", "high", "This is not a number.")),
    (("90.4%,90%,95%", "90.3%,90%,95%"),
     (2, "aug_23", "90.3%", "The current figure is 90.4%: for a snapshot the two agree.")),
    (("92.9%,90.9%", "129%,90.9%"), (2, "may_23", "129%", "A percentage is at most 100%.")),
    (("738,757", "738.5,757"), (3, "mar_23", "738.5", "A whole number is needed.")),
    (("n/a,n/a,790", "5,n/a,790"), (3, "num", "5", "1.2 is a count: write n/a here.")),
    (("n/a,n/a,790", "n/a,n/a,"), (3, "aug_23", "790", "The month has a figure, but current has none.")),
    (("819,777,790", "819,777%,790"), (3, "jul_23", "777%", "This is a count, not a percentage.")),
    (("90%,\"1,958\"", "ninety,\"1,958\""), (2, "outturn_2022_23", "ninety", "This is not a number.")),
    (("Oversight,1.1,", "Oversight,9.9,"),
     (2, "ref", "9.9", "There is no indicator 9.9. If 9.90 is meant, it must be a text cell.")),
    (("Oversight,1.1,", "Oversight,,"), (2, "ref", "", "The reference is missing.")),
    (("Cohorts,1.3,", "Cohorts,1.2,"), (4, "ref", "1.2", "1.2 is there twice: row 3 has it too.")),
    (("93.7%,YTD", "93.7%,Snapshot"), (6, "period", "Snapshot", "2.1 is counted as year to date.")),
    (("90.4%,90%,95%", "90.4%,95%,90%"),
     (2, "target_upper", "90%", "Higher is better for 1.1, so upper cannot be easier to reach than minimum.")),
    (("11.7%,10%,5%", "11.7%,5%,10%"),
     (11, "target_upper", "10%", "Lower is better for 5.10, so upper cannot be easier to reach than minimum.")),
    (("90.4%,90%,95%", "90.4%,90%,"), (2, "target_upper", "", "Give both minimum and upper, or neither.")),
    (("777,790,,", "777,790,700,800"),
     (3, "target_min", "700", "Neither higher nor lower is better for 1.2, so it can have no target.")),
    (('"1,958"', "1,958"), (2, "", "95%", "The row has more cells than the header. A number with a comma must stand "
                                          "in quotation marks.")),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), ROWS)
def test_a_cell_that_cannot_be_taken_is_refused_by_row_and_column(edited, change, expected):
    assert refusals(read(edited(change))) == [expected]


def test_all_faults_are_told_at_once(edited):
    given = read(edited(('"1,958"', "many"), ("245,274", "275,274"), ("93.0%", "93.0")))

    assert [(row, column) for row, column, _, _ in refusals(given)] == [(2, "num"), (7, "jul_23"), (10, "num")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ((",denom,", ",whatever,"), [(1, "denom", "", "The column denom is missing.")]),
        ((",target_min,", ",,"), [(1, "target_min", "", "The column target_min is missing.")]),
        ((",may_23,", ",spring,"), [(1, "may_23", "", "The column may_23 is missing.")]),
        (("outturn_2022_23", "outturn_2021_22"),
         [(1, "outturn_2022_23", "", "The column outturn_2022_23 is missing.")]),
        ((",may_23,", ",jun_23,"), [(1, "jun_23", "jun_23", "The column is there twice."),
                                    (1, "may_23", "", "The column may_23 is missing.")]),
    ],
)  # fmt: skip
def test_a_missing_column_is_named(edited, change, expected):
    assert refusals(read(edited(change))) == expected


def test_a_file_without_a_header_row_says_what_it_looked_for(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b,c\n1,2,3\n")

    assert refusals(read(path)) == [
        (None, "", "", "No header row with theme, ref, measure, num, denom, current, period, target_min, target_upper "
                       "was found in the first 30 rows."),
    ]  # fmt: skip


def test_a_header_without_rows_is_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(SAMPLE.read_text().splitlines()[0])

    assert refusals(read(path)) == [(1, "", "", "There are no rows under the header row.")]


def test_the_months_in_the_file_must_end_at_the_month_it_is_loaded_for():
    assert refusals(read(SAMPLE, period=datetime.date(2023, 7, 1))) == [
        (1, "", "", "The months in the file end at August 2023, but it is loaded for July 2023."),
    ]


def test_a_period_in_the_future_is_refused():
    assert refusals(read(SAMPLE, today=datetime.date(2023, 7, 31))) == [
        (None, "period", "2023-08", "August 2023 is in the future."),
    ]
    assert refusals(read(SAMPLE, today=AUGUST)) == []


def test_a_file_that_cannot_be_opened_is_refused_with_its_name(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(SAMPLE.read_bytes())

    assert refusals(read(path)) == [
        (None, "", "x.xlsx", "x.xlsx is not an Excel workbook, although its name ends in .xlsx."),
    ]


def test_what_is_missing_or_differs_but_does_no_harm_is_said(edited):
    line = next(line for line in SAMPLE.read_text().splitlines(keepends=True) if ",5.18," in line)
    given = read(edited((line, ""), ("Number of LAC", "Number of children in our care"), ("theme,ref", "theme,ref")))

    assert given.refusals == []
    assert given.notes == [
        "Not in this file: 5.18. What the portal holds for them stays as it is.",
        "Row 5 calls 1.4 “Number of children in our care”; the portal calls it “Number of LAC”.",
    ]


def test_a_percentage_may_come_from_its_parts_alone(edited):
    given = read(edited(("90.4%,Snapshot", "n/a,Snapshot")))

    assert given.refusals == []
    entry = next(entry for entry in given.entries if entry.column == "current")
    assert str(entry.figure.value) == "90.438799"


def test_the_definition_in_force_decides_not_the_file(edited):
    Definition.objects.filter(indicator__ref="1.1").update(basis="rolling_year")

    assert refusals(read(SAMPLE)) == [(2, "period", "Snapshot", "1.1 is counted as rolling year.")]
    assert TODAY > AUGUST
