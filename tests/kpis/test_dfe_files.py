"""Published files: what is recognised, kept as written, and refused with a sentence."""

import csv
from collections import Counter
from decimal import Decimal

import pytest

from kpis.published import FileRefused, dataset_of, number_in, symbol_words, year_words
from tests.kpis.published import ACCOMMODATION, HEADER, NEIGHBOURS, REAL, REFERRALS, line, places, read, real, written


def test_a_real_file_is_kept_cell_by_cell():
    given = real(REFERRALS)

    assert given.dataset == "c1 children in need referrals and rereferrals"
    assert given.categories == {"category": ["Referrals and Re-referrals"]}
    assert len(given.measures) == 10
    assert Counter(row.level for row in given.rows) == {"local": 1976, "regional": 143, "national": 13}
    with (REAL / REFERRALS).open(newline="", encoding="utf-8-sig") as file:
        for row, cells in zip(given.rows, csv.DictReader(file), strict=True):
            assert row.cells == {name: cells[name] for name in given.measures}
            assert (row.year, row.old_code) == (int(cells["time_period"]), cells["old_la_code"])
    england = given.rows[0]
    assert (england.name, england.code, england.cells["rereferral_percent"]) == ("England", "E92000001", "22.6")


@pytest.mark.parametrize(
    ("name", "rows", "categories", "measures"),
    [
        ("b1_children_in_need_2013_to_2025.csv", 2132, ["category"], 8),
        (REFERRALS, 2132, ["category"], 10),
        ("cla_number_and_rate_per_10k_children.csv", 2505, ["population_type"], 3),
        ("d3_cpps_subsequent_plan_2013_to_2025.csv", 2132, ["category"], 3),
        (ACCOMMODATION, 6680, ["care_leaver_age", "breakdown"], 2),
    ],
)
def test_every_real_file_is_recognised_whatever_the_order_of_its_columns(name, rows, categories, measures):
    given = real(name)

    assert (len(given.rows), list(given.categories), len(given.measures)) == (rows, categories, measures)


def test_the_real_model_of_neighbours_has_ten_each_without_trailing_blanks():
    given = real(NEIGHBOURS)

    assert len(given.lines) == 153
    leicester = next(each for each in given.lines if each.old_code == "856")
    assert (leicester.name, leicester.region_name, len(leicester.neighbours)) == ("Leicester", "East Midlands", 10)
    assert leicester.neighbours[0] == ("821", "Close")


def test_symbols_are_figures_and_blank_is_one_of_them(tmp_path):
    symbols = ["c", "z", "k", "low", "x", "u", ""]
    given = read(written(tmp_path, *places(**{f"town{n}": symbol for n, symbol in enumerate(symbols)})))

    assert given.measures == ["count", "percent"]
    assert [row.cells["percent"] for row in given.rows[2:]] == symbols


@pytest.mark.parametrize(
    ("symbol", "words"),
    [
        ("c", "suppressed, so that nobody can be recognised"),
        ("z", "not applicable"),
        ("k", "rounds to zero, but is not zero"),
        ("low", "rounds to zero, but is not zero"),
        ("x", "not available"),
        ("u", "unreliable, so not published"),
        ("", "left blank by the publisher"),
    ],
)
def test_a_symbol_has_words_and_is_no_number(symbol, words):
    assert symbol_words(symbol) == words
    assert number_in(symbol) is None


@pytest.mark.parametrize(
    ("cell", "number"), [("22.6", Decimal("22.6")), ("0", Decimal(0)), ("-1.5", Decimal("-1.5")), ("1e5", None)]
)
def test_numbers_are_plain(cell, number):
    assert number_in(cell) == number


def test_years_are_said_as_people_write_them():
    assert (year_words(2025), year_words(202425), year_words(199900)) == ("2025", "2024/25", "1999/00")


@pytest.mark.parametrize(
    ("name", "dataset"),
    [
        ("plans_2013_to_2025.csv", "plans"),
        ("plans_2013_to_2026.CSV", "plans"),
        ("plans-202425.csv", "plans"),
        ("cla_number_and_rate_per_10k_children.csv", "cla number and rate per 10k children"),
        ("2025.csv", "2025"),
    ],
)
def test_a_dataset_is_the_name_without_years(name, dataset):
    assert dataset_of(name) == dataset


REFUSED = [
    ({"header": HEADER.replace("time_period", "year")},
     "plans_2025.csv is not a file as the Department for Education publishes it: the column time_period is missing."),
    ({"header": HEADER.replace("percent", "count")}, "plans_2025.csv has the column count twice."),
    ({"rows": []}, "plans_2025.csv has headings, but no rows."),
    ({"rows": [line(2025, "E06999001", "Ashmere", "5", old="951"), line(2025, "E06999001", "Ashmere", "6", old="951")]},
     "plans_2025.csv gives Ashmere in 2025 twice for Plans: rows 2 and 3."),
    ({"rows": [line(2025, "E06999001", "Ashmere", "5").replace("Local authority", "Ward")]},
     "plans_2025.csv, row 2, column geographic_level: Ward is none of National, Regional, Local authority."),
    ({"rows": [line("March", "E06999001", "Ashmere", "5")]},
     "plans_2025.csv, row 2, column time_period: March is no year such as 2025 or 202425."),
    ({"rows": [line(2025, "", "Ashmere", "5")]},
     "plans_2025.csv, row 2: the place has no nine-character code, such as E06000016."),
    ({"rows": ["2025,Reporting year,National,E92000001"]},
     "plans_2025.csv is damaged: row 2 has 4 cells where the header has 13. Download it again."),
    ({"rows": [line(2025, f"E0699900{n}", f"Town {n}", cell) for n, cell in enumerate(["5", "6", "?"])]},
     "plans_2025.csv, row 4, column percent: ? is neither a number nor one of the symbols c, z, k, low, x, u, :."),
    ({"rows": [line(2025, "E06999001", "Ashmere", "many", count="few")]},
     "plans_2025.csv has no column with figures."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words"), REFUSED)
def test_what_is_no_such_file_is_refused_with_a_sentence(tmp_path, change, words):
    path = written(tmp_path, *change.get("rows", places(ashmere="5")), header=change.get("header", HEADER))

    with pytest.raises(FileRefused) as refusal:
        read(path)

    assert str(refusal.value) == words


def neighbours_text(change=lambda rows: rows):
    header = "old_la_code,la_name,region_ind,region_name," + ",".join(f"SN_{n},SN_{n}P" for n in range(1, 11))
    codes = [str(951 + n) for n in range(11)]
    rows = [
        ",".join([code, f"Town {code}", "1", "Northland", *(f"{other},Close " for other in codes if other != code)])
        for code in codes
    ]
    return "\n".join([header, *change(rows)]) + "\n"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: [*rows, rows[0]], "sn.csv gives 951 twice: rows 2 and 13."),
        (lambda rows: [rows[0].replace("951,", "95,", 1), *rows[1:]],
         "sn.csv, row 2, column old_la_code: 95 is no old code."),
        (lambda rows: rows[:-1], "sn.csv, row 2, column SN_10: 961 is not the old code of an authority in the file."),
        (lambda rows: [rows[0].replace(",953,", ",952,"), *rows[1:]],
         "sn.csv, row 2: the ten neighbours are not ten different authorities."),
    ],
)  # fmt: skip
def test_a_faulty_model_of_neighbours_is_refused(tmp_path, change, words):
    path = tmp_path / "sn.csv"
    path.write_text(neighbours_text(change))

    with pytest.raises(FileRefused) as refusal:
        read(path)

    assert str(refusal.value) == words


@pytest.mark.parametrize(
    ("name", "content"), [("x.csv", b"\x00\x01\x02"), ("x.pdf", b"%PDF"), ("x.xlsx", b"PK\x03\x04")]
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(FileRefused, match="x\\."):
        read(tmp_path / name)
