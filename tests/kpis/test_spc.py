"""XmR by the Making Data Count rules: the published oracles, and a slow second implementation beside ours."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.rag import Goal, MeasuredIn, Polarity, Rule
from kpis.spc import (
    Assurance,
    Limits,
    Signal,
    Variation,
    assurance,
    chart,
    limits_note,
    limits_of,
    signals_of,
    variation_of,
    verdict,
)

SPIKE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
WIDE = Limits(4, -100, 100, -66, 66)


def names(values, limits=WIDE):
    return [(signal and signal.value, way) for signal, way in signals_of(values, limits)]


def test_screened_and_unscreened_limits_of_the_oracle():
    screened, plain = limits_of(SPIKE), limits_of(SPIKE, screen=False)

    assert [round(each, 2) for each in (screened.mean, screened.lower, screened.upper)] == [1.94, -0.72, 4.60]
    assert [round(each, 2) for each in (plain.lower, plain.upper)] == [-3.06, 6.95]
    assert round(screened.near_upper - screened.mean, 6) == round((screened.upper - screened.mean) * 2 / 3, 6)


def test_the_spike_is_the_only_point_outside():
    found = chart(SPIKE, polarity=Polarity.HIGHER)

    assert [point.name for point in found.points if point.signal] == ["Above UCL"]
    assert (found.points[4].signal, found.points[4].variation) == (Signal.OUTSIDE, Variation.IMPROVEMENT_HIGH)
    assert (found.variation, found.is_trial, found.words) == (
        Variation.COMMON_CAUSE, False, "No change beyond chance",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "flagged"),
    [
        ([1, 2, 3, 4, 5, 6, 7], [("trend", 1)] * 7),
        ([1, 2, 3, 3, 4, 5, 6], [(None, 0)] * 7),  # a tie breaks it
        ([7, 6, 5, 4, 3, 2, 1], [("trend", -1)] * 7),
        ([1, 2, 3, 4, 5, 6], [(None, 0)] * 6),
        ([1, 2, 3, None, 4, 5, 6, 7], [(None, 0)] * 8),  # so does a missing month
        # Two trends that only touch share no point.
        ([1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 4, 3, 2, 1], [("trend", 1)] * 7 + [("trend", -1)] * 7),
        ([1, 2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6, 7, 8], [("trend", 1)] * 14),
        # The peak belongs to both trends: the right-hand direction names it.
        ([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1], [("trend", 1)] * 6 + [("trend", -1)] * 7),
    ],
)
def test_a_trend_is_seven_points_in_one_direction(values, flagged):
    assert names(values) == flagged


@pytest.mark.parametrize(
    ("values", "flagged"),
    [
        ([1, 1, 1, 1, 1, 1, 1, 1, -1], [("shift", 1)] * 8 + [(None, 0)]),
        ([1] * 6, [(None, 0)] * 6),
        ([1, 1, 1, 0, 1, 1, 1], [(None, 0)] * 7),  # a point on the mean is on neither side
        ([1, 1, 1, None, 1, 1, 1], [(None, 0)] * 7),
        ([-1] * 7, [("shift", -1)] * 7),
    ],
)
def test_a_shift_is_seven_points_on_one_side(values, flagged):
    assert names(values, Limits(0, -9, 9, -6, 6)) == flagged


@pytest.mark.parametrize(
    ("values", "flagged"),
    [
        ([1, 1, 7, 1, 7, 1, 1], {2: 1, 4: 1}),  # near flags 0,0,1,0,1,0,0 on one side: positions 3 and 5
        ([-1, -1, 7, -1, 7, -1, -1], {}),  # opposite sides: none
        ([7, 7, -1], {}),  # all three must lie on one side
        ([7, 7, 1], {0: 1, 1: 1}),
        ([-7, -1, -7], {0: -1, 2: -1}),
        ([6, 7, 1], {}),  # on the near limit is not beyond it
        ([9, 9, 1], {0: 1, 1: 1}),  # on the limit is not outside it
    ],
)
def test_two_in_three_flags_only_the_near_points(values, flagged):
    found = names(values, Limits(0, -9, 9, -6, 6))

    assert {place: way for place, (signal, way) in enumerate(found) if signal == "two_in_three"} == flagged


def test_a_point_beyond_the_limit_is_outside_and_never_near():
    assert names([10, 7, 1], Limits(0, -9, 9, -6, 6)) == [("outside", 1), (None, 0), (None, 0)]


def test_the_first_rule_that_fits_names_the_point():
    rising = names([1, 2, 3, 4, 5, 6, 12], Limits(0, -9, 9, -6, 6))

    assert rising == [("trend", 1)] * 6 + [("outside", 1)]


@pytest.mark.parametrize(
    ("way", "polarity", "expected"),
    [
        (1, Polarity.HIGHER, Variation.IMPROVEMENT_HIGH),
        (-1, Polarity.HIGHER, Variation.CONCERN_LOW),
        (1, Polarity.LOWER, Variation.CONCERN_HIGH),
        (-1, Polarity.LOWER, Variation.IMPROVEMENT_LOW),
        (1, Polarity.NONE, Variation.NEUTRAL_HIGH),
        (-1, Polarity.NONE, Variation.NEUTRAL_LOW),
    ],
)
def test_a_signal_is_good_or_bad_by_polarity(way, polarity, expected):
    assert variation_of(Signal.SHIFT, way, polarity) == expected
    assert variation_of(None, 0, polarity) == Variation.COMMON_CAUSE


@pytest.mark.parametrize(
    ("target", "polarity", "expected"),
    [
        (95.1, Polarity.HIGHER, Assurance.FAIL),
        (95, Polarity.HIGHER, Assurance.INCONSISTENT),
        (90, Polarity.HIGHER, Assurance.INCONSISTENT),
        (85, Polarity.HIGHER, Assurance.INCONSISTENT),
        (84.9, Polarity.HIGHER, Assurance.PASS),
        (84.9, Polarity.LOWER, Assurance.FAIL),
        (95.1, Polarity.LOWER, Assurance.PASS),
        (90, Polarity.LOWER, Assurance.INCONSISTENT),
        (90, Polarity.NONE, Assurance.NONE),
        (None, Polarity.HIGHER, Assurance.NONE),
    ],
)
def test_assurance_by_where_the_target_lies(target, polarity, expected):
    assert assurance(Limits(90, 85, 95, 87, 93), target, polarity) == expected


@pytest.mark.parametrize(
    ("limits", "operator", "target", "expected"),
    [
        # Limits from 5 to 15: the nearer limit leaves doubt; what the further one only touches is missed by < and >.
        ((5, 15), "<", 15, Assurance.INCONSISTENT),
        ((5, 15), "<=", 15, Assurance.INCONSISTENT),
        ((5, 15), ">", 5, Assurance.INCONSISTENT),
        ((5, 15), ">=", 5, Assurance.INCONSISTENT),
        ((5, 15), "<", 5, Assurance.FAIL),
        ((5, 15), "<=", 5, Assurance.INCONSISTENT),
        ((5, 15), ">", 15, Assurance.FAIL),
        ((5, 15), ">=", 15, Assurance.INCONSISTENT),
        ((5, 15), "<", 15.1, Assurance.PASS),
        ((5, 15), ">", 4.9, Assurance.PASS),
        # Where nothing varies: at the target every month misses "< 10", and meets "≤ 10".
        ((10, 10), "<", 10, Assurance.FAIL),
        ((10, 10), "<=", 10, Assurance.PASS),
        ((10, 10), ">", 10, Assurance.FAIL),
        ((10, 10), ">=", 10, Assurance.PASS),
        ((10, 10), "<", 10.1, Assurance.PASS),
        ((10, 10), ">", 9.9, Assurance.PASS),
        ((0, 0), ">", 0, Assurance.FAIL),
        ((0, 0), "<", 0, Assurance.FAIL),
        ((0, 0), "<=", 0, Assurance.PASS),
    ],
)
def test_assurance_by_operator_at_the_limits(limits, operator, target, expected):
    lower, upper = limits
    middle = (lower + upper) / 2
    (wanted,) = Goal(Rule.OPERATOR, target=target, operator=operator).wanted(Polarity.NONE)

    found = assurance(Limits(middle, lower, upper, lower, upper), wanted.target, wanted.way, is_strict=wanted.is_strict)

    assert found == expected


@pytest.mark.parametrize(
    ("polarity", "expected"),
    [
        (Polarity.HIGHER, [("minimum", Assurance.PASS), ("upper", Assurance.FAIL)]),
        (Polarity.LOWER, [("minimum", Assurance.PASS), ("upper", Assurance.PASS)]),
    ],
)
def test_a_series_constantly_at_its_minimum_meets_it(polarity, expected):
    limits = limits_of([90.0] * 13)
    wanted = Goal(Rule.MINIMUM_UPPER, minimum=90, upper=95).wanted(polarity)

    assert [(each.name, each.is_strict) for each in wanted] == [("minimum", False), ("upper", False)]
    assert [
        (each.name, assurance(limits, each.target, each.way, is_strict=each.is_strict)) for each in wanted
    ] == expected


def test_limits_begin_anew_with_each_group():
    found = chart([10, 12] * 8 + [50, 52] * 8, polarity=Polarity.HIGHER, groups=[16])

    assert (found.points[0].limits.mean, found.points[-1].limits.mean) == (11, 51)
    assert {point.signal for point in found.points} == {None}
    assert found.known == 16


def test_limits_fixed_after_twelve_points_judge_what_comes_later():
    steady = [10, 12] * 6

    assert chart([*steady, 30], polarity=Polarity.LOWER, fix_after=12).variation == Variation.CONCERN_HIGH
    assert chart([*steady, 30], polarity=Polarity.LOWER, fix_after=12).limits.mean == 11
    with pytest.raises(ValueError, match="12 points at the earliest"):
        chart(steady, polarity=Polarity.LOWER, fix_after=11)


@pytest.mark.parametrize(("count", "is_trial"), [(12, True), (13, False)])
def test_under_13_points_there_are_too_few_to_say(count, is_trial):
    found = chart([float(n % 2) for n in range(count)], polarity=Polarity.HIGHER)

    assert found.is_trial == is_trial
    assert found.words == (f"Too few points to say ({count} of 13)" if is_trial else "No change beyond chance")


@pytest.mark.parametrize("values", [[], [None], [5], [5, None, 6]])
def test_without_two_values_in_a_row_there_are_no_limits(values):
    found = chart(values, polarity=Polarity.HIGHER)

    assert (found.limits, found.variation) == (None, Variation.COMMON_CAUSE)


@pytest.mark.parametrize("count", [13, 24, 35, 36])
@pytest.mark.parametrize("value", [90.4, 0.1, 99.9, 245 / 274 * 100, 1 / 3, 100.0, 0.0])
def test_a_series_that_never_changes_is_common_cause(value, count):
    """In binary fractions 36 times 89.4 is a hair beside its own mean: a shift, or outside its limits."""
    found = chart([value] * count, polarity=Polarity.HIGHER)

    assert {point.signal for point in found.points} == {None}
    assert verdict([value] * count, polarity=Polarity.HIGHER).words == "No change beyond chance"
    assert assurance(found.limits, value, Polarity.HIGHER) == Assurance.PASS
    assert assurance(found.limits, value, Polarity.LOWER) == Assurance.PASS
    assert assurance(found.limits, value + 0.1, Polarity.HIGHER) == Assurance.FAIL
    assert assurance(found.limits, value + 0.1, Polarity.LOWER) == Assurance.PASS


def test_a_point_on_the_mean_is_on_neither_side_whatever_binary_fractions_say():
    values = [90.3, 90.5] * 6 + [90.4] * 9

    assert {point.signal for point in chart(values, polarity=Polarity.HIGHER).points} == {None}


def test_a_moving_range_is_screened_from_exactly_3_267_times_the_average():
    """33 ranges that add up to 1000, one of them 99, which is 3.267 times their average of 1000 / 33."""
    steps = [99] + [29] * 5 + [28] * 27
    values, height = [0], 0
    for place, step in enumerate(steps):
        height += step if place % 2 else -step
        values.append(height)

    assert (sum(steps), len(steps)) == (1000, 33)
    assert limits_of(values).upper - limits_of(values).mean == pytest.approx(2.66 * (1000 - 99) / 32)


def test_the_average_is_screened_once():
    """By the new average the range of 8 would go too."""
    values = [0, 20, 0, 8] + [0, 1] * 8
    ranges = [abs(b - a) for a, b in pairwise(values)]
    kept = [size for size in ranges if size < 3.267 * sum(ranges) / len(ranges)]

    assert max(kept) == 8 > 3.267 * sum(kept) / len(kept)
    assert limits_of(values).upper - limits_of(values).mean == pytest.approx(2.66 * sum(kept) / len(kept))


def test_limits_fixed_after_twelve_points_count_known_ones():
    steady = [10, 12] * 6

    found = chart([*steady[:4], None, *steady[4:], 30, 30], polarity=Polarity.LOWER, fix_after=12)

    assert found.limits.mean == 11
    assert found.points[-1].signal == Signal.OUTSIDE


def test_limits_that_no_percentage_can_reach_say_so():
    assert limits_note(Limits(98, 94, 102, 95, 101), MeasuredIn.PERCENTAGE) == (
        "The upper limit is above 100%, which no percentage can be."
    )
    assert limits_note(Limits(50, -1, 101, 0, 99), MeasuredIn.PERCENTAGE) == (
        "The limits pass 0% and 100%, which no percentage can."
    )
    assert (
        limits_note(Limits(2, -1, 5, 0, 4), MeasuredIn.COUNT) == "The lower limit is below 0, which no figure can be."
    )
    assert limits_note(Limits(50, 40, 60, 43, 57), MeasuredIn.PERCENTAGE) == ""
    assert limits_note(limits_of([100.0] * 24), MeasuredIn.PERCENTAGE) == ""


def slowly(values, limits):
    """The rules again, word by word, window by window."""
    found = []
    size = len(values)
    for place, value in enumerate(values):
        name = (None, 0)
        if value is not None:
            shifts = [
                1 if all(v > limits.mean for v in window) else -1
                for start in range(max(0, place - 6), min(place, size - 7) + 1)
                if None not in (window := values[start : start + 7])
                and (all(v > limits.mean for v in window) or all(v < limits.mean for v in window))
            ]
            near = [
                v is not None and (limits.near_upper < v <= limits.upper or limits.lower <= v < limits.near_lower)
                for v in values
            ]
            twos = [
                1 if values[start] > limits.mean else -1
                for start in range(max(0, place - 2), min(place, size - 3) + 1)
                if None not in (window := values[start : start + 3])
                and (all(v > limits.mean for v in window) or all(v < limits.mean for v in window))
                and sum(near[start : start + 3]) >= 2
                and near[place]
            ]
            trends = [
                1 if window[1] > window[0] else -1
                for start in range(max(0, place - 6), min(place, size - 7) + 1)
                if None not in (window := values[start : start + 7])
                and (all(b > a for a, b in pairwise(window)) or all(b < a for a, b in pairwise(window)))
            ]
            if value > limits.upper or value < limits.lower:
                name = ("outside", 1 if value > limits.upper else -1)
            elif trends:
                name = ("trend", trends[-1])
            elif twos:
                name = ("two_in_three", twos[-1])
            elif shifts:
                name = ("shift", shifts[-1])
        found.append(name)
    return found


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, 12)), max_size=30))
def test_ours_says_what_the_slow_reading_of_the_rules_says(values):
    limits = Limits(6, 1, 11, 2.7, 9.3)

    assert names(values, limits) == slowly(values, limits)


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.integers(0, 12)), max_size=30).map(lambda values: [*values, 5]),
    st.lists(st.integers(1, 20), max_size=2),
)
def test_the_quick_verdict_is_that_of_the_chart(values, groups):
    groups = [place for place in groups if place < len(values)]
    whole = chart(values, polarity=Polarity.HIGHER, groups=groups)
    quick = verdict(values, polarity=Polarity.HIGHER, groups=groups)

    assert (quick.limits, quick.known, quick.variation, quick.signal, quick.way, quick.words) == (
        whole.limits, whole.known, whole.variation, whole.signal, whole.way, whole.words,
    )  # fmt: skip


def exactly(values, groups, screen):
    """Limits and names of every point in exact fractions, by the slow reading."""
    named, lines = [], []
    for first, after in pairwise([0, *groups, len(values)]):
        part = [None if value is None else Fraction(str(value)) for value in values[first:after]]
        known = [value for value in part if value is not None]
        ranges = [abs(b - a) for a, b in pairwise(part) if a is not None and b is not None]
        if not ranges:
            named += [(None, 0)] * len(part)
            lines.append(None)
            continue
        mean, average = sum(known) / len(known), sum(ranges) / len(ranges)
        if screen and average:
            kept = [size for size in ranges if size < Fraction("3.267") * average]
            average = sum(kept) / len(kept)
        far, near = Fraction("2.66") * average, Fraction("2.66") * 2 * average / 3
        limits = Limits(mean, mean - far, mean + far, mean - near, mean + near)
        named += slowly(part, limits)
        lines.append((mean, mean - far, mean + far))
    return named, lines


def walk(steps):
    heights, height = [], 500
    for step in steps:
        height += step
        heights.append(height / 10)
    return heights


tenths = st.integers(0, 1000).map(lambda value: value / 10)
few = st.sampled_from([0, 1, 2, 3, 10, 0.1, 99.9, 100])
drifts = st.lists(st.sampled_from([-3, 1, 3, 4, 0, 90]), max_size=40).map(walk)
series = st.one_of(st.lists(tenths, max_size=40), st.lists(few, max_size=40), drifts)


@settings(max_examples=300, deadline=None)
@given(series, st.sets(st.integers(0, 39), max_size=4), st.sets(st.integers(1, 39), max_size=2), st.booleans())
def test_a_whole_chart_says_what_exact_fractions_say(values, holes, groups, screen):
    """Limits, mean and rules together: what lies on a line in truth must lie on it in binary fractions too."""
    values = [None if place in holes else value for place, value in enumerate(values)]
    groups = sorted(place for place in groups if place < len(values))

    found = chart(values, polarity=Polarity.HIGHER, groups=groups, screen=screen)
    named, lines = exactly(values, groups, screen)

    assert [(point.signal and point.signal.value, point.way) for point in found.points] == named
    for place, line in zip([0, *groups], lines, strict=True):
        limits = found.points[place].limits if found.points else None
        assert (limits is None) == (line is None)
        if line:
            assert (limits.mean, limits.lower, limits.upper) == pytest.approx([float(each) for each in line])
