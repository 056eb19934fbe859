"""Position and quarter among other authorities, by polarity."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.rag import Polarity
from kpis.ranking import BANDS, BANDS_BY_HEIGHT, Rank, rank

D = Decimal
HIGHER, LOWER, NONE = Polarity.HIGHER, Polarity.LOWER, Polarity.NONE
TEN = [D(each) for each in range(1, 11)]


@pytest.mark.parametrize(
    ("own", "others", "polarity", "expected"),
    [
        ("10.5", TEN, HIGHER, Rank(1, 11, False, "top quarter")),
        ("0.5", TEN, HIGHER, Rank(11, 11, False, "bottom quarter")),
        ("0.5", TEN, LOWER, Rank(1, 11, False, "top quarter")),
        ("10.5", TEN, LOWER, Rank(11, 11, False, "bottom quarter")),
        ("10.5", TEN, NONE, Rank(1, 11, False, "highest quarter")),
        ("0.5", TEN, NONE, Rank(11, 11, False, "lowest quarter")),
        ("8", TEN, HIGHER, Rank(3, 11, True, "top quarter")),
        ("7.0", TEN, HIGHER, Rank(4, 11, True, "second quarter")),
        ("3", TEN, LOWER, Rank(3, 11, True, "top quarter")),
        ("5", [D(7), D(5), D(5), D(3)], HIGHER, Rank(2, 5, True, "top quarter")),
        ("5", [None, *TEN, None], HIGHER, Rank(6, 11, True, "second quarter")),
        ("5", [D(7), D(4), D(3)], HIGHER, Rank(2, 4, False, "")),
        ("5", [D(5)] * 4, HIGHER, Rank(1, 5, True, "")),
        ("5", [D(5)] * 3, HIGHER, Rank(1, 4, True, "")),
        ("5", [], HIGHER, None),
        ("5", [None, None], HIGHER, None),
        (None, TEN, HIGHER, None),
    ],
)
def test_the_place_among_others(own, others, polarity, expected):
    assert rank(None if own is None else D(own), others, polarity) == expected


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Rank(1, 11, False, "top quarter"), "top quarter"),
        (Rank(1, 4, False, ""), "too few for quarters"),
        (Rank(1, 2, True, ""), "too few for quarters"),
        (Rank(1, 5, True, ""), "all stand the same"),
    ],
)
def test_the_quarter_or_why_there_is_none(place, words):
    assert place.band_words == words


@pytest.mark.parametrize(
    ("of", "sizes"),
    [
        (5, [2, 1, 1, 1]),
        (6, [2, 1, 2, 1]),
        (7, [2, 2, 2, 1]),
        (8, [2, 2, 2, 2]),
        (11, [3, 3, 3, 2]),
        (12, [3, 3, 3, 3]),
        (153, [39, 38, 38, 38]),
    ],
)
@pytest.mark.parametrize("polarity", Polarity)
def test_where_a_quarter_ends(of, sizes, polarity):
    """Every authority of `of` ranked in turn, none tied."""
    everybody = [D(each) for each in range(of)]
    bands = [rank(own, [each for each in everybody if each != own], polarity).band for own in everybody]

    assert [bands.count(band) for band in (BANDS_BY_HEIGHT if polarity == NONE else BANDS)] == sizes


@settings(deadline=None)
@given(
    own=st.integers(0, 9).map(D),
    others=st.lists(st.one_of(st.none(), st.integers(0, 9).map(D)), min_size=1, max_size=30),
    polarity=st.sampled_from(Polarity),
)
def test_the_position_is_the_place_in_a_sorted_list(own, others, polarity):
    known = [each for each in others if each is not None]
    ordered = sorted([*known, own], reverse=polarity != LOWER)

    ranked = rank(own, others, polarity)

    assert (ranked is None) == (not known)
    if ranked:
        assert (ranked.position, ranked.of) == (ordered.index(own) + 1, len(ordered))
        assert ranked.tied == (own in known)
        assert bool(ranked.band) == (len(known) >= 4 and set(known) != {own})
