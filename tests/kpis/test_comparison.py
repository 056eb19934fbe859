"""Loading, mapping and comparing: real files to the digit, symbols never ranked, a fixed number of queries."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from kpis import comparators
from kpis.commands import define_indicator
from kpis.comparison import Standing, comparisons
from kpis.models import Authority, ComparatorFigure, ComparatorFile, ComparatorRow, ComparatorSeries, Indicator
from kpis.rag import MeasuredIn, Polarity
from people.access import Refused
from tests.kpis.conftest import AUGUST
from tests.kpis.published import (
    ACCOMMODATION,
    LEICESTER,
    NEIGHBOURS,
    REFERRALS,
    SUITABLE,
    load,
    places,
    read,
    real,
    written,
)
from tests.kpis.test_dfe_files import neighbours_text

OWN = "E06999001"


def indicator(ref="9.1", polarity=Polarity.HIGHER, measured_in=MeasuredIn.PERCENTAGE):
    definition = define_indicator(
        ref=ref, theme="Compared", position=90, title=f"Measure {ref}", places=1, basis="snapshot",
        measured_in=measured_in, polarity=polarity, starts_on=AUGUST, by=None,
    )  # fmt: skip
    return definition.indicator


def mapped(file, subject, column="percent", category=None, **how):
    category = {"category": "Plans"} if category is None else category
    return comparators.map_series(subject, dataset=file.dataset, category=category, column=column, by=None, **how)


def compared(subject, own=OWN, **how):
    return comparisons([subject], own_code=own, **how).get(subject.pk)


@pytest.fixture
def neighbours(db, tmp_path):
    path = tmp_path / "sn.csv"
    path.write_text(neighbours_text())
    return comparators.load_neighbours(read(path), by=None)


def shape(rank):
    return rank and (rank.position, rank.of, rank.tied)


def test_rereferrals_of_a_real_authority(db):
    file = comparators.load_comparator_file(real(REFERRALS), by=None)
    comparators.load_neighbours(real(NEIGHBOURS), by=None)
    subject = indicator(polarity=Polarity.LOWER)
    mapped(file, subject, "rereferral_percent", {"category": "Referrals and Re-referrals"})

    found = compared(subject, LEICESTER)

    assert (found.year_words, found.own.name, found.own.words) == ("2025", "Leicester", "16.8%")
    assert (found.england.words, found.region.name, found.region.words) == ("22.6%", "East Midlands", "24.7%")
    assert [(place.name, place.closeness, place.cell) for place in found.neighbours] == [
        ("Luton", "Close", "18.9"), ("Slough", "Somewhat close", "20.7"), ("Brent", "Somewhat close", "14.2"),
        ("Newham", "Somewhat close", "14.9"), ("Sandwell", "Somewhat close", "22.7"),
        ("Bradford", "Somewhat close", "22.9"), ("Ealing", "Not close", "19.5"), ("Hounslow", "Not close", "12.1"),
        ("Birmingham", "Not close", "20.7"), ("Blackburn with Darwen", "Not close", "21.5"),
    ]  # fmt: skip
    assert found.neighbours_median == Decimal("20.1")
    assert shape(found.among_neighbours) == (4, 11, False)
    assert shape(found.among_all) == (35, 153, True)
    assert [(year, place.cell) for year, place in found.history] == [
        (2013, "26.8"), (2014, "29.5"), (2015, "26.8"), (2016, "20.7"), (2017, "17.2"), (2018, "16.3"), (2019, "15.7"),
        (2020, "11.4"), (2021, "20.2"), (2022, "15.4"), (2023, "14.2"), (2024, "19.1"), (2025, "16.8"),
    ]  # fmt: skip


def test_an_authority_whose_code_changed_keeps_its_history(db):
    file = comparators.load_comparator_file(real(REFERRALS), by=None)
    comparators.load_neighbours(real(NEIGHBOURS), by=None)
    subject = indicator(polarity=Polarity.LOWER)
    mapped(file, subject, "rereferral_percent", {"category": "Referrals and Re-referrals"})

    found = compared(subject, "E06000065")

    assert (len(found.history), found.history[0][1].cell, found.own.cell) == (13, "26.3", "19.8")
    assert (shape(found.among_neighbours), shape(found.among_all)) == ((9, 11, False), (73, 153, True))


def test_suitable_accommodation_of_a_real_authority_where_higher_is_better(db):
    file = comparators.load_comparator_file(real(ACCOMMODATION), by=None)
    comparators.load_neighbours(real(NEIGHBOURS), by=None)
    subject = indicator()
    mapped(file, subject, "care_leaver_percent", SUITABLE)

    found = compared(subject, LEICESTER)

    assert (found.own.words, found.england.words, found.region.words) == ("96%", "89%", "91%")
    assert (shape(found.among_neighbours), shape(found.among_all)) == ((1, 11, False), (6, 149, True))
    assert found.among_neighbours.band == "top quarter"
    assert found.band_words == "top quarter, with 10 statistical neighbours, 2025"


@pytest.mark.parametrize("symbol", ["c", "z", "k", "low", "x", "u", ""])
def test_a_symbol_is_said_in_words_and_neither_zero_nor_ranked(tmp_path, neighbours, symbol):
    file = load(written(tmp_path, *places(ashmere="10", brack="20", coldwell=symbol)))
    subject = indicator(polarity=Polarity.LOWER)
    mapped(file, subject)

    own = compared(subject)
    theirs = compared(subject, "E06999003")

    assert (shape(own.among_neighbours), shape(own.among_all)) == ((1, 2, False), (1, 2, False))
    assert (theirs.own.cell, theirs.own.value) == (symbol, None)
    assert (theirs.among_neighbours, theirs.among_all) == (None, None)
    assert theirs.band_words == f"{theirs.own.words}, 2025"
    assert theirs.neighbours_rank_words == "Not ranked: a figure that is not a number has no place."


def test_zero_is_a_figure_like_any_other(tmp_path, neighbours):
    file = load(written(tmp_path, *places(ashmere="0", brack="20")))
    subject = indicator(polarity=Polarity.LOWER)
    mapped(file, subject)

    assert (compared(subject).own.words, shape(compared(subject).among_all)) == ("0%", (1, 2, False))


@pytest.mark.parametrize(("polarity", "position"), [(Polarity.HIGHER, 3), (Polarity.LOWER, 1), (Polarity.NONE, 3)])
def test_rank_follows_polarity_and_ties_are_said(tmp_path, neighbours, polarity, position):
    file = load(written(tmp_path, *places(ashmere="10", brack="10.0", coldwell="30", dun="20")))
    subject = indicator(polarity=polarity)
    mapped(file, subject)
    found = compared(subject)

    assert found.standing == Standing(higher=2, equal=1, lower=0)
    assert shape(found.among_all) == (position, 4, True) == shape(found.among_neighbours)
    assert ", tied with others" in found.neighbours_rank_words


def test_a_newer_file_of_the_same_dataset_takes_over_and_undoing_brings_the_old_one_back(tmp_path, neighbours):
    old = load(written(tmp_path, *places(2024, ashmere="10", brack="20")))
    subject = indicator()
    mapped(old, subject, note="Ages differ.")
    new = load(written(tmp_path, *places(2024, ashmere="11", brack="20"), *places(2025, ashmere="12", brack="9"),
                       name="plans_2026.csv"))  # fmt: skip

    found = compared(subject)
    assert (found.year, found.own.cell, found.note) == (2025, "12", "Ages differ.")
    assert [(year, place.cell) for year, place in found.history] == [(2024, "11"), (2025, "12")]
    assert compared(subject, year=2024).own.cell == "11"
    old.refresh_from_db()
    assert old.superseded_at == new.loaded_at
    assert ComparatorRow.objects.filter(file=old).count() == 4

    comparators.undo_comparator_file(new, by=None)
    assert (compared(subject).year, compared(subject).own.cell) == (2024, "10")
    old.refresh_from_db()
    assert old.superseded_at is None
    with pytest.raises(Refused, match="This file is not in force"):
        comparators.undo_comparator_file(new, by=None)


def test_the_region_is_the_one_of_the_councils_newest_year(tmp_path, neighbours):
    subject = indicator()
    mapped(load(written(tmp_path, *places(2024, ashmere="10"), *places(2025, ashmere="12"))), subject)
    ComparatorFigure.objects.filter(code=OWN, year=2024).update(region_code="E12999002")

    found = compared(subject)

    assert (found.year, found.region.name, found.region.cell) == (2025, "Northland", "55.5")


def test_the_same_file_twice_and_a_file_without_what_is_mapped_are_refused(tmp_path, db):
    path = written(tmp_path, *places(ashmere="10"))
    file = load(path)
    mapped(file, indicator())

    with pytest.raises(Refused, match=r"^This very file is in force already, since "):
        load(path)
    other = written(tmp_path, *[row.replace("Plans", "Visits") for row in places(ashmere="10")], name="plans_2026.csv")
    with pytest.raises(Refused) as refusal:
        load(other)
    assert str(refusal.value) == (
        "plans_2026.csv does not hold Plans, by which 9.1 is compared. Stop comparing it first, then load the file."
    )
    assert ComparatorFile.objects.count() == 1


def test_what_cannot_be_mapped_is_refused_and_unmapping_ends_the_comparison(tmp_path, db):
    file = load(written(tmp_path, *places(ashmere="10")))
    subject = indicator()
    for how, words in [
        ({"column": "rate"}, "rate is no column of figures in plans_2025.csv."),
        ({"category": {"category": "Visits"}}, "plans_2025.csv counts nothing under that category."),
        ({"category": {}}, "plans_2025.csv counts nothing under that category."),
    ]:
        with pytest.raises(Refused) as refusal:
            mapped(file, subject, **how)
        assert str(refusal.value) == words
    series = mapped(file, subject)
    with pytest.raises(Refused, match=r"9\.1 is compared by a column already"):
        mapped(file, subject)

    comparators.unmap_series(series, by=None)

    assert compared(subject) is None
    assert ComparatorFigure.objects.count() == 0


def test_only_who_loads_for_the_council_changes_comparators(tmp_path, cast):
    given = read(written(tmp_path, *places(ashmere="10")))
    file = comparators.load_comparator_file(given, by=cast.andy)
    subject = indicator()
    (tmp_path / "sn.csv").write_text(neighbours_text())
    model = read(tmp_path / "sn.csv")
    series = mapped(file, subject)

    for attempt in (
        lambda: comparators.load_comparator_file(given, by=cast.quinn),
        lambda: comparators.undo_comparator_file(file, by=cast.dee),
        lambda: comparators.load_neighbours(model, by=cast.hal),
        lambda: comparators.unmap_series(series, by=cast.quinn),
        lambda: comparators.map_series(subject, dataset="plans", category={}, column="percent", by=cast.tess),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert (ComparatorFile.objects.count(), Authority.objects.count()) == (1, 0)


def test_a_newer_model_takes_the_place_of_the_older_one(neighbours, tmp_path):
    path = tmp_path / "sn.csv"
    path.write_text(neighbours_text(lambda rows: [row.replace("Close ", "Very close") for row in rows]))

    assert comparators.load_neighbours(read(path), by=None) == 11
    assert Authority.objects.count() == 11


def test_without_an_own_code_or_neighbours_there_are_figures_but_no_rank(tmp_path, db):
    file = load(written(tmp_path, *places(ashmere="10", brack="20")))
    subject = indicator()
    mapped(file, subject)

    nobody = compared(subject, "")
    assert (nobody.england.words, nobody.region, nobody.own, nobody.neighbours) == ("50%", None, None, [])
    assert (nobody.band_words, nobody.history) == ("not in the file", [])
    alone = compared(subject)
    assert (alone.among_neighbours, shape(alone.among_all)) == (None, (2, 2, False))
    assert alone.band_words == "no statistical neighbours known, 2025"


def test_figures_are_what_the_rows_in_force_say_when_built_again(tmp_path, db):
    file = load(written(tmp_path, *places(2024, ashmere="10", brack="c"), *places(2025, ashmere="10", brack="20")))
    series = mapped(file, indicator())

    def held():
        return [model_to_dict(each, exclude=["id"]) for each in ComparatorFigure.objects.order_by("year", "code")]

    before = held()
    assert len(before) == 8
    assert before == sorted(
        (model_to_dict(each, exclude=["id"]) for each in comparators.figures_of(series)),
        key=lambda each: (each["year"], each["code"]),
    )
    ComparatorFigure.objects.filter(year=2025).update(cell="99")
    comparators.fill(series)
    assert held() == before


def copies_of(series, count):
    """The same series for `count` more indicators, without going through the form a hundred times."""
    for number in range(count):
        other = indicator(f"8.{number}", Polarity.LOWER)
        twin = ComparatorSeries.objects.create(
            indicator=other, dataset=series.dataset, category=series.category, column=series.column
        )
        comparators.fill(twin)
    return list(Indicator.objects.filter(ref__startswith="8."))


@pytest.mark.parametrize("count", [1, 3, 50])
def test_one_query_for_any_number_of_indicators(tmp_path, neighbours, count):
    file = load(written(tmp_path, *places(ashmere="10", brack="20")))
    series = mapped(file, indicator())
    subjects = copies_of(series, count)

    with CaptureQueriesContext(connection) as queries:
        found = comparisons(subjects, own_code=OWN)
        assert {each.band_words for each in found.values()} == {
            "1 of 2, too few for quarters, with 1 statistical neighbour, 2025"
        }

    assert (len(found), len(queries)) == (count, 1)
    assert comparisons([], own_code=OWN) == {}
