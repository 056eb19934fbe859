"""All authorities together: to the digit against the real files, and every symbol counted as what it is."""

from collections import Counter
from csv import DictReader
from decimal import Decimal
from statistics import median

import pytest

from kpis import comparators
from kpis.all_authorities import AllAuthorities, all_authorities
from kpis.rag import MeasuredIn, Polarity
from kpis.ranking import Spread, spread
from tests.kpis.published import ACCOMMODATION, LEICESTER, REAL, REFERRALS, SUITABLE, load, places, real, written
from tests.kpis.test_comparison import compared, indicator, mapped


def D(text):
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("values", "lower", "middle", "upper"),
    [
        ([], None, None, None),
        ([7], None, "7", None),
        ([1, 2, 4], None, "2", None),
        ([1, 2, 3, 4], "1.75", "2.5", "3.25"),  # QUARTILE.INC of a spreadsheet
        ([1, 2, 3, 4, 5], "2", "3", "4"),
        ([6, 7, 15, 36, 39, 40, 41, 42, 43, 47, 49], "25.5", "40", "42.5"),
        ([5, 5, 5, 5], "5", "5", "5"),
        ([-4, 0, 4, 8], "-1", "2", "5"),
        ([4, None, 2, 3, None, 1], "1.75", "2.5", "3.25"),
    ],
)
def test_median_and_quartiles(values, lower, middle, upper):
    numbers = [None if value is None else Decimal(value) for value in values]

    assert spread(numbers) == Spread(sum(value is not None for value in values), D(lower), D(middle), D(upper))


def by_hand(name, column, **where):
    """Numbers and symbols of the local authorities in the newest year, straight from the file."""
    with (REAL / name).open(newline="", encoding="utf-8-sig") as file:
        rows = [row for row in DictReader(file) if all(row[key] == value for key, value in where.items())]
    latest = max(row["time_period"] for row in rows)
    cells = [
        row[column] for row in rows if row["time_period"] == latest and row["geographic_level"] == "Local authority"
    ]
    numbers, symbols = [], Counter()
    for cell in cells:
        try:
            numbers.append(Decimal(cell))
        except ArithmeticError:
            symbols[cell] += 1
    return sorted(numbers), symbols


def quartile(numbers, share):
    place = (len(numbers) - 1) * Decimal(share)
    low = int(place)
    return numbers[low] + (numbers[min(low + 1, len(numbers) - 1)] - numbers[low]) * (place - low)


@pytest.mark.parametrize(
    ("name", "column", "category", "expected"),
    [
        (
            REFERRALS,
            "rereferral_percent",
            {"category": "Referrals and Re-referrals"},
            (
                "The median of all authorities is 20%; the middle half of them lies between 16.9% and 23%.",
                "153 of 153 local authorities in the file have a figure.",
            ),
        ),
        (
            ACCOMMODATION,
            "care_leaver_percent",
            SUITABLE,
            (
                "The median of all authorities is 91%; the middle half of them lies between 87% and 93%.",
                "149 of 155 local authorities in the file have a figure; 6 have none: suppressed, so that nobody can "
                "be recognised (c): 3; not applicable (z): 3.",
            ),
        ),
    ],
)
def test_all_authorities_of_real_files(db, name, column, category, expected):
    file = comparators.load_comparator_file(real(name), by=None)
    subject = indicator(polarity=Polarity.LOWER)
    mapped(file, subject, column, category)
    numbers, symbols = by_hand(name, column, **category)

    found = all_authorities(subject.pk, compared(subject, LEICESTER))

    assert found.spread == Spread(len(numbers), quartile(numbers, "0.25"), median(numbers), quartile(numbers, "0.75"))
    assert found.symbols == symbols
    assert (found.words, found.known_words) == expected


def test_every_symbol_is_counted_as_what_it_is(db, tmp_path, django_assert_num_queries):
    cells = {"ashmere": "10", "brack": "0", "coldwell": "c", "dun": "c", "elm": "z", "fen": "k", "garth": "low"}
    file = load(written(tmp_path, *places(**cells, hill="x", ivel="u")))
    subject = indicator()
    mapped(file, subject)
    comparison = compared(subject)

    with django_assert_num_queries(1):
        found = all_authorities(subject.pk, comparison)

    assert found.symbols == {"c": 2, "z": 1, "k": 1, "low": 1, "x": 1, "u": 1}
    assert (found.spread, found.places) == (Spread(2, None, Decimal(5), None), 9)
    assert found.known_words == (
        "2 of 9 local authorities in the file have a figure; 7 have none: suppressed, so that nobody can be "
        "recognised (c): 2; not applicable (z): 1; rounds to zero, but is not zero (k): 1; "
        "rounds to zero, but is not zero (low): 1; not available (x): 1; unreliable, so not published (u): 1."
    )


@pytest.mark.parametrize(
    ("found", "words", "names"),
    [
        (Spread(0, None, None, None), "No authority has a figure.", []),
        (Spread(3, None, Decimal(2), None), "The median of all authorities is 2%; there are too few for quartiles.",
         ["Median of all authorities"]),
        (Spread(4, Decimal(1), Decimal("2.5"), Decimal(3)),
         "The median of all authorities is 2.5%; the middle half of them lies between 1% and 3%.",
         ["Lower quartile of all authorities", "Median of all authorities", "Upper quartile of all authorities"]),
    ],
)  # fmt: skip
def test_the_middle_in_words(found, words, names):
    shown = AllAuthorities(found, {}, MeasuredIn.PERCENTAGE)

    assert (shown.words, [name for name, _ in shown.named]) == (words, names)
    assert shown.known_words == f"{found.known} of {found.known} local authorities in the file have a figure."
