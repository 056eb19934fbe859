"""Rank, quarter and spread among other authorities."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.rag import MeasuredIn, Polarity
from kpis.ranking import Band, Rank, Spread, ordinal, rank, spread

D = Decimal
UP, DOWN, NEITHER = Polarity.HIGHER, Polarity.LOWER, Polarity.NONE
TEN = [D(each) for each in range(1, 11)]


@pytest.mark.parametrize(
    ("own", "others", "polarity", "words"),
    [
        ("10.5", TEN, UP, "1st of 11 (1st is best), top quarter"),
        ("0.5", TEN, UP, "11th of 11 (1st is best), bottom quarter"),
        ("0.5", TEN, DOWN, "1st of 11 (1st is best), top quarter"),
        ("10.5", TEN, DOWN, "11th of 11 (1st is best), bottom quarter"),
        ("10.5", TEN, NEITHER, "1st of 11 (1st is highest), highest quarter"),
        ("0.5", TEN, NEITHER, "11th of 11 (1st is highest), lowest quarter"),
        ("7.5", TEN, NEITHER, "4th of 11 (1st is highest), second highest quarter"),
        ("4.5", TEN, NEITHER, "7th of 11 (1st is highest), second lowest quarter"),
        ("8", TEN, UP, "=3rd of 11 (1st is best), second quarter"),
        ("3", TEN, DOWN, "=3rd of 11 (1st is best), second quarter"),
        ("5", [D(7), D(5), D(5), D(3)], UP, "=2nd of 5 (1st is best), second quarter"),
        ("5", [D(7), D(4), D(3)], UP, "2nd of 4 (1st is best), too few others for quarters"),
        ("5", [D(7)], UP, "2nd of 2 (1st is best), too few others for quarters"),
        ("5", [D(5)] * 4, UP, "=1st of 5 (1st is best), all the same"),
        ("5", [D(5)], UP, "=1st of 2 (1st is best), too few others for quarters"),
        ("5", [], UP, "no other has a figure"),
        ("5", [None, None], UP, "no other has a figure"),
        ("5", [None, *TEN], UP, "=6th of 11 (1st is best), third quarter; 1 other has no figure"),
        ("5", [None, *TEN, None], UP, "=6th of 11 (1st is best), third quarter; 2 others have no figure"),
    ],
)
def test_the_rank_in_words(own, others, polarity, words):
    assert rank(D(own), others, polarity).words == words


def test_without_a_figure_of_our_own_there_is_no_rank():
    assert rank(None, TEN, UP) is None


def test_the_facts_of_a_rank():
    assert rank(D(8), [*TEN, None], UP) == Rank(position=3, of=11, tied=1, without=1, band=Band.SECOND, polarity=UP)


@pytest.mark.parametrize(
    ("of", "sizes"),
    [
        (5, [1, 1, 1, 2]),
        (6, [1, 2, 1, 2]),
        (7, [1, 2, 2, 2]),
        (8, [2, 2, 2, 2]),
        (11, [2, 3, 3, 3]),
        (12, [3, 3, 3, 3]),
        (153, [38, 38, 38, 39]),
    ],
)
@pytest.mark.parametrize("polarity", Polarity)
def test_where_a_quarter_ends(of, sizes, polarity):
    """Every authority of `of` ranked in turn, none tied."""
    everybody = [D(each) for each in range(of)]
    bands = [rank(own, [each for each in everybody if each != own], polarity).band for own in everybody]

    assert [bands.count(band) for band in Band] == sizes
    assert bands[-1 if polarity != DOWN else 0] == Band.TOP


def test_ties_share_the_better_band():
    """Nine at the top of twelve are all first."""
    assert rank(D(9), [D(9)] * 8 + [D(1)] * 3, UP).band == Band.TOP
    assert rank(D(1), [D(9)] * 9 + [D(1)] * 2, UP).band == Band.BOTTOM


def test_figures_that_show_the_same_are_tied():
    assert rank(D("42.64"), [D("42.6")], UP).tied == 0
    assert rank(D("42.64"), [D("42.6")], UP, places=1).tied == 1
    assert rank(D("42.65"), [D("42.6")], UP, places=1).position == 1


@given(
    own=st.integers(0, 9).map(D),
    others=st.lists(st.one_of(st.none(), st.integers(0, 9).map(D)), max_size=30),
    polarity=st.sampled_from(Polarity),
)
def test_the_rank_is_the_place_in_a_sorted_list(own, others, polarity):
    known = [each for each in others if each is not None]
    ordered = sorted([*known, own], reverse=polarity != DOWN)

    ranked = rank(own, others, polarity)

    assert (ranked.position, ranked.of) == (ordered.index(own) + 1, len(ordered))
    assert (ranked.tied, ranked.without) == (known.count(own), others.count(None))
    if ranked.band:
        ahead = list(Band).index(ranked.band)
        assert ahead * len(ordered) < 4 * ranked.position <= (ahead + 1) * len(ordered)
    else:
        assert len(known) < 4 or set(known) == {own}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (10, "10th"), (11, "11th"), (12, "12th"), (13, "13th"),
        (20, "20th"), (21, "21st"), (22, "22nd"), (101, "101st"), (111, "111th"), (112, "112th"), (153, "153rd"),
    ],
)  # fmt: skip
def test_ordinals(number, words):
    assert ordinal(number) == words


@pytest.mark.parametrize(
    ("others", "expected", "words"),
    [
        ([D("84.6"), D("70.1"), D(95)], Spread(3, D("84.6"), D("70.1"), D(95)),
         "median of 3 others 84.6%, from 70.1% to 95.0%"),
        ([D(80), None, D(85)], Spread(2, D("82.5"), D(80), D(85)), "median of 2 others 82.5%, from 80.0% to 85.0%"),
        ([D(80)], Spread(1, D(80), D(80), D(80)), "one other: 80.0%"),
    ],
)  # fmt: skip
def test_the_others_in_three_figures(others, expected, words):
    found = spread(others)

    assert found == expected
    assert found.words(measured_in=MeasuredIn.PERCENTAGE, places=1) == words


@pytest.mark.parametrize("others", [[], [None]])
def test_nobody_has_no_spread(others):
    assert spread(others) is None
