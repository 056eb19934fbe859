"""XmR charts by the rules of Making Data Count: published oracles, tables, and a slow second opinion in fractions."""

import time
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import fsum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.rag import Goal, MeasuredIn, Polarity
from kpis.rag import Rule as GoalRule
from kpis.spc import (
    ASSURANCE_WORDS,
    KIND_WORDS,
    SIGNAL_NAMES,
    SIGNAL_WORDS,
    VARIATION_WORDS,
    Assurance,
    Kind,
    Limits,
    Rule,
    Side,
    Signal,
    Variation,
    assurance_words,
    chart,
    limits_note,
    signals,
    verdict,
)

D = Decimal
UP, DOWN, NEITHER = Polarity.HIGHER, Polarity.LOWER, Polarity.NONE
ORACLE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
# Six quiet years' worth of points about 10: mean 10, moving ranges of 2, limits 4.68 and 15.32.
QUIET = [9, 11] * 12
WIDE = Limits(mean=0, lower=-9, upper=9, near_lower=-6, near_upper=6)


def names(values, **how):
    return [point.words for point in chart(values, polarity=UP, **how).points]


def rules(values, limits=WIDE):
    return [signal and signal.rule for signal in signals(values, limits)]


def flagged(values, limits=WIDE):
    return [place for place, signal in enumerate(signals(values, limits), start=1) if signal]


@pytest.mark.parametrize(("screen", "lower", "upper"), [(True, "-0.72", "4.60"), (False, "-3.06", "6.95")])
def test_limits_with_and_without_the_outlier_screen(screen, lower, upper):
    judged = chart(ORACLE, polarity=UP, screen=screen)
    point = judged.points[0]

    assert [f"{line:.2f}" for line in (point.mean, point.lower, point.upper)] == ["1.94", lower, upper]
    assert f"{point.near_upper - point.mean:.4f}" == f"{(point.upper - point.mean) * 2 / 3:.4f}"
    assert f"{point.mean - point.near_lower:.4f}" == f"{(point.upper - point.mean) * 2 / 3:.4f}"
    assert [place for place, each in enumerate(judged.points) if each.words == "Above UCL"] == [4]
    assert judged.points[4].kind == Kind.IMPROVEMENT


def test_a_moving_range_is_screened_at_exactly_3_267_times_the_average():
    """33 ranges that add up to 1000, one of them 99, which is 3.267 times their average of 1000 / 33."""
    steps = [99] + [29] * 5 + [28] * 27
    values, height = [0], 0
    for place, step in enumerate(steps):
        height += step if place % 2 else -step
        values.append(height)
    kept = (1000 - 99) / 32

    limits = chart(values, polarity=UP).groups[0].limits

    assert (sum(steps), len(steps)) == (1000, 33)
    assert limits.upper - limits.mean == pytest.approx(2.66 * kept, abs=1e-9)


def test_the_average_is_screened_once():
    """After the first screen, the range of 8 would be screened too by its new average."""
    values = [0, 20, 0, 8] + [0, 1] * 8
    ranges = [abs(after - before) for before, after in pairwise(values)]
    kept = [size for size in ranges if size < 3.267 * sum(ranges) / len(ranges)]

    assert max(kept) == 8
    assert 3.267 * sum(kept) / len(kept) < 8
    limits = chart(values, polarity=UP).groups[0].limits
    assert limits.upper - limits.mean == pytest.approx(2.66 * sum(kept) / len(kept))


UPWARDS, DOWNWARDS = Signal(Rule.TREND, Side.INCREASING), Signal(Rule.TREND, Side.DECREASING)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 4, 5, 6, 7], [UPWARDS] * 7),
        ([7, 6, 5, 4, 3, 2, 1], [DOWNWARDS] * 7),
        ([1, 2, 3, 3, 4, 5, 6], [None] * 7),
        ([1, 2, 3, 4, 5, 6], [None] * 6),
        ([1, 2, 3, 4, 5, 6, 6], [None] * 7),
        ([1, 2, 3, 4, 5, 6, 7, 7], [UPWARDS] * 7 + [None]),
    ],
)
def test_a_trend_is_seven_points_and_a_tie_breaks_it(values, expected):
    assert signals(values, Limits(4, -99, 99, -66, 66)) == expected


def test_points_of_a_trend_that_lie_outside_are_named_so():
    assert names([1, 2, 3, 4, 5, 6, 7]) == ["Below LCL", *["7 Point Trend (Increasing)"] * 5, "Above UCL"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # The point at the top is in both trends: it takes the direction on its right.
        ([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1], [UPWARDS] * 6 + [DOWNWARDS] * 7),
        ([7, 6, 5, 4, 3, 2, 1, 2, 3, 4, 5, 6, 7], [DOWNWARDS] * 6 + [UPWARDS] * 7),
        # Two trends that only touch share no point.
        ([1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 4, 3, 2, 1], [UPWARDS] * 7 + [DOWNWARDS] * 7),
        ([1, 2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6, 7, 8], [UPWARDS] * 14),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9], [UPWARDS] * 9),
        ([9, 1, 2, 3, 4, 5, 6, 7, 0], [None] + [UPWARDS] * 7 + [None]),
    ],
)
def test_overlapping_trends_take_the_direction_on_their_right(values, expected):
    assert signals(values, Limits(4.5, -99, 99, -66, 66)) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 7, 1, 7, 1], [2, 4]),  # only those close to the limit are flagged
        ([1, 1, 7, 7, 1, 1], [3, 4]),
        ([1, 7, 1, 1, 7, 1], []),  # never two in three
        ([7, 1, -7], []),
        ([7, -1, 7], []),  # not all on one side
        ([7, 0, 7], []),  # one on the mean
        ([-7, -1, -7], [1, 3]),
        ([7, 7], []),  # two in two
        ([6, 1, 6], []),  # on the near limit is not beyond it
        ([-6, -1, -6], []),
        ([9, 1, 9], [1, 3]),  # on the limit is not outside it
        ([-9, -1, -9], [1, 3]),
        ([7, 7, 7, 7], [1, 2, 3, 4]),
    ],
)
def test_two_in_three_close_to_a_limit(values, expected):
    assert flagged(values) == expected
    assert set(rules(values)) <= {None, Rule.TWO_IN_THREE}


def test_of_seven_on_one_side_the_two_close_to_the_limit_are_named_first():
    shift, close = Rule.SHIFT, Rule.TWO_IN_THREE
    assert rules([1, 1, 7, 1, 7, 1, 1]) == [shift, shift, close, shift, close, shift, shift]


def test_a_point_beyond_the_limit_is_outside_and_not_close():
    assert rules([7, 10, 1]) == [None, Rule.OUTSIDE, None]
    assert rules([7, 10, 7]) == [Rule.TWO_IN_THREE, Rule.OUTSIDE, Rule.TWO_IN_THREE]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([2, 3] * 4 + [-1], list(range(1, 9))),
        ([2, 3] * 3 + [2, -1], list(range(1, 8))),
        ([2, 3] * 3 + [-1], []),
        ([2, 3, 2, 0, 2, 3, 2, 3], []),  # on the mean is on neither side
        ([-2, -3] * 4 + [1], list(range(1, 9))),
    ],
)
def test_a_shift_is_seven_points_strictly_to_one_side(values, expected):
    assert flagged(values) == expected
    assert set(rules(values)) <= {None, Rule.SHIFT}


def test_the_first_rule_that_fits_names_the_point():
    rising_and_beyond = [1, 2, 3, 4, 5, 7, 10]
    assert rules(rising_and_beyond) == [Rule.TREND] * 6 + [Rule.OUTSIDE]
    close_and_rising = [1, 2, 3, 4, 5, 6.5, 7]
    assert rules(close_and_rising) == [Rule.TREND] * 7
    close_and_above = [1, 2, 1, 2, 1, 7, 7]
    assert rules(close_and_above) == [Rule.SHIFT] * 5 + [Rule.TWO_IN_THREE] * 2


def test_outside_is_strictly_outside():
    assert rules([9, -9]) == [None, None]
    assert signals([9.001, -9.001], WIDE) == [Signal(Rule.OUTSIDE, Side.ABOVE), Signal(Rule.OUTSIDE, Side.BELOW)]


@pytest.mark.parametrize(
    ("values", "polarity", "kind", "variation", "words"),
    [
        ([*QUIET, 30], UP, "improvement", "improvement_high", "Special cause, improving (high): above the upper limit"),
        ([*QUIET, 30], DOWN, "concern", "concern_high", "Special cause, concern (high): above the upper limit"),
        ([*QUIET, 30], NEITHER, "neutral_high", "neutral_high",
         "Special cause, high: neither way is better: above the upper limit"),
        ([*QUIET, -9], UP, "concern", "concern_low", "Special cause, concern (low): below the lower limit"),
        ([*QUIET, -9], DOWN, "improvement", "improvement_low", "Special cause, improving (low): below the lower limit"),
        ([*QUIET, -9], NEITHER, "neutral_low", "neutral_low",
         "Special cause, low: neither way is better: below the lower limit"),
        (QUIET, UP, "common_cause", "common_cause", "Common cause: no change beyond chance"),
        ([*QUIET, 30, 10], UP, "common_cause", "common_cause", "Common cause: no change beyond chance"),
        # Falling, though still above the mean: the direction of a trend, not its side.
        ([0, 10] * 9 + [9, 8.8, 8.6, 8.4, 8.2, 8, 7.8], UP, "concern", "concern_low",
         "Special cause, concern (low): 7 points in a row, each lower than the one before"),
    ],
)  # fmt: skip
def test_the_last_point_in_the_light_of_polarity(values, polarity, kind, variation, words):
    judged = verdict(values, polarity=polarity)

    assert (judged.kind, judged.variation, judged.words) == (kind, variation, words)
    assert judged.is_special == (kind != "common_cause")
    assert chart(values, polarity=polarity).variation == judged.variation


def test_a_rebase_starts_new_limits_and_breaks_every_run():
    values = [9, 11] * 7 + [19, 21] * 7
    whole, parted = chart(values, polarity=UP), chart(values, polarity=UP, groups=[14])

    assert all(point.rule for point in whole.points)
    assert {point.rule for point in parted.points} == {None}
    assert [(group.start, group.end, group.count, group.limits.mean) for group in parted.groups] == [
        (0, 14, 14, 10), (14, 28, 14, 20),
    ]  # fmt: skip
    assert parted.verdict.limits.mean == 20
    # Six rising before the line and one after it are no seven.
    assert names([5, 1, 2, 3, 4, 5, 6, 7, 5, 5], groups=[7]) == ["Common cause"] * 10


@pytest.mark.parametrize("groups", [[14, 5], [5, 14], [14, 5, 5, 0, 99, 28]])
def test_groups_are_taken_in_order_and_only_within_the_series(groups):
    assert [group.start for group in chart([1, 2] * 14, polarity=UP, groups=groups).groups] == [0, 5, 14]


def test_limits_fixed_after_some_points_do_not_follow_later_ones():
    values = [9, 11] * 6 + [13, 15] * 6
    fixed, free = chart(values, polarity=UP, fix_after=12), chart(values, polarity=UP)

    assert (fixed.verdict.limits.mean, free.verdict.limits.mean) == (10, 12)
    assert [point.rule for point in fixed.points[12:]] == [Rule.SHIFT, Rule.TWO_IN_THREE] * 6
    assert fixed.verdict.limits == chart(values[:12], polarity=UP).verdict.limits
    with pytest.raises(ValueError, match="12 points or more, not 11"):
        chart(values, polarity=UP, fix_after=11)


def test_every_group_is_fixed_by_its_own_beginning():
    values = [9, 11] * 6 + [13, 15] * 6 + [29, 31] * 6 + [33, 35]

    judged = chart(values, polarity=UP, fix_after=12, groups=[24])

    assert [group.limits.mean for group in judged.groups] == [10, 30]


@pytest.mark.parametrize(
    ("count", "too_few", "words"),
    [
        (0, True, "Too few points to say: 0 of 13"),
        (1, True, "Too few points to say: 1 of 13"),
        (12, True, "Too few points to say: 12 of 13"),
        (13, False, "Common cause: no change beyond chance"),
    ],
)
def test_under_thirteen_points_are_too_few_to_say(count, too_few, words):
    judged = chart(([9, 11] * 7)[:count], polarity=UP)

    assert (judged.too_few, judged.verdict.words, judged.groups[-1].is_on_trial) == (too_few, words, too_few)
    assert (judged.verdict.assurance(1) == Assurance.NONE) == too_few
    assert judged.verdict == verdict(([9, 11] * 7)[:count], polarity=UP)


def test_trial_limits_are_drawn_but_no_special_cause_is_claimed():
    judged = chart([9, 11, 9, 11, 9, 99], polarity=UP, screen=True)

    assert judged.points[-1].kind == Kind.IMPROVEMENT
    assert not judged.verdict.is_special
    assert judged.verdict.words == "Too few points to say: 6 of 13"


def test_one_point_has_a_mean_and_no_limits():
    point = chart([5], polarity=UP).points[0]

    assert point == (5, 5, None, None, None, None, None, Kind.COMMON_CAUSE)


def test_a_group_that_has_only_begun_is_too_few_whatever_came_before():
    judged = verdict([*QUIET, 30, None], polarity=UP, groups=[25])

    assert (judged.count, judged.at, judged.kind, judged.too_few) == (0, None, Kind.COMMON_CAUSE, True)
    assert judged.limits == Limits()


@pytest.mark.parametrize("value", [D("90.4"), D("0.1"), D("99.9"), D("33.3333"), D(100), D(0)])
@pytest.mark.parametrize("count", [13, 24, 35, 36])
def test_a_series_that_never_changes_is_common_cause(value, count):
    """Binary fractions put 36 times 90.4 a hair beside its own mean, which would be a shift of 36."""
    judged = chart([value] * count, polarity=UP)

    assert {point.rule for point in judged.points} == {None}
    assert judged.assurance(value) == Assurance.PASS
    assert judged.assurance(value + D("0.1")) == Assurance.FAIL
    assert judged.assurance(value - D("0.1")) == Assurance.PASS


def test_gaps_are_named_break_runs_and_keep_their_place():
    rising = [*QUIET, 7, 8, 9, None, 10, 11, 12, 13]
    judged = chart(rising, polarity=UP)

    assert {point.rule for point in judged.points[24:]} == {None}
    assert chart([value for value in rising if value is not None], polarity=UP).verdict.signal == UPWARDS
    assert judged.verdict == verdict(rising, polarity=UP)
    assert judged.verdict.signal is None
    assert judged.points[27].value is None
    assert (judged.points[27].words, judged.points[27].kind) == ("No figure", None)
    assert judged.points[27].mean == judged.verdict.limits.mean
    assert judged.verdict.missing_words == "1 month is missing"


@pytest.mark.parametrize(
    ("values", "words", "at"),
    [
        ([1, 2, 3], "", 2),
        ([None, None, 1, 2], "", 3),  # the series had not begun
        ([1, None, 2], "1 month is missing", 2),
        ([1, None, None, 2], "2 months are missing", 3),
        ([1, 2, None], "1 month is missing", 1),
        ([None, None], "", None),
        ([], "", None),
    ],
)
def test_missing_months_are_counted_since_the_series_began(values, words, at):
    for judged in (verdict(values, polarity=UP), chart(values, polarity=UP).verdict):
        assert (judged.missing_words, judged.at) == (words, at)


def test_limits_come_from_the_known_points_in_order():
    assert (
        chart([1, None, 2, 4, None, None, 3], polarity=UP).verdict.limits
        == chart([1, 2, 4, 3], polarity=UP).verdict.limits
    )


@pytest.mark.parametrize(
    ("polarity", "target", "expected"),
    [
        (UP, "15.33", Assurance.FAIL),
        (UP, "15.32", Assurance.INCONSISTENT),
        (UP, "10", Assurance.INCONSISTENT),
        (UP, "4.68", Assurance.INCONSISTENT),
        (UP, "4.67", Assurance.PASS),
        (DOWN, "15.33", Assurance.PASS),
        (DOWN, "15.32", Assurance.INCONSISTENT),
        (DOWN, "4.68", Assurance.INCONSISTENT),
        (DOWN, "4.67", Assurance.FAIL),
        (NEITHER, "99", Assurance.NONE),
        (UP, None, Assurance.NONE),
    ],
)
def test_assurance_compares_the_target_with_the_last_limits(polarity, target, expected):
    judged = chart(QUIET, polarity=polarity)

    assert judged.assurance(None if target is None else D(target)) == expected
    assert judged.verdict == verdict(QUIET, polarity=polarity)


@pytest.mark.parametrize(
    ("goal", "polarity", "expected"),
    [
        (Goal(GoalRule.MINIMUM_UPPER, minimum=D(4), upper=D(12)), UP, "meets minimum reliably; upper hit and miss"),
        (Goal(GoalRule.MINIMUM_UPPER, minimum=D(4), upper=D(16)), UP,
         "meets minimum reliably; consistently falls short of upper"),
        (Goal(GoalRule.MINIMUM_UPPER, minimum=D(3), upper=D(4)), UP, "meets minimum and upper reliably"),
        (Goal(GoalRule.MINIMUM_UPPER, minimum=D(16), upper=D(4)), DOWN,
         "meets minimum reliably; consistently falls short of upper"),
        (Goal(GoalRule.MINIMUM_UPPER, minimum=D(9), upper=D(11)), UP, "minimum and upper hit and miss"),
        (Goal(GoalRule.MINIMUM_UPPER, minimum=D(16), upper=D(17)), UP, "consistently falls short of minimum and upper"),
        (Goal(GoalRule.MINIMUM_UPPER, minimum=D(4), upper=D(12)), NEITHER, "cannot be said"),
        (Goal(GoalRule.TOLERANCE, target=D(4), tolerance=D(1)), UP, "consistently meets"),
        (Goal(GoalRule.OPERATOR, target=D(16), operator="<="), NEITHER, "consistently meets"),
        (Goal(GoalRule.OPERATOR, target=D(16), operator=">"), DOWN, "consistently falls short"),
        (Goal(GoalRule.OPERATOR, target=D(9), operator="<"), UP, "hit and miss"),
        (None, UP, "cannot be said"),
    ],
)  # fmt: skip
def test_each_target_of_a_goal_has_its_answer(goal, polarity, expected):
    assert verdict(QUIET, polarity=polarity).goal_words(goal) == expected


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("<=", "consistently meets"),
        (">=", "consistently meets"),
        ("<", "consistently falls short"),
        (">", "consistently falls short"),
    ],
)
def test_what_never_varies_and_stands_at_its_target_meets_it_if_that_is_enough(operator, expected):
    goal = Goal(GoalRule.OPERATOR, target=D(10), operator=operator)

    assert verdict([10] * 13, polarity=UP).goal_words(goal) == expected


def test_two_answers_that_cannot_both_be_given():
    assert assurance_words(Assurance.NONE, Assurance.PASS) == "minimum: cannot be said; meets upper reliably"


@pytest.mark.parametrize(
    ("values", "measured_in", "expected"),
    [
        ([98, 100] * 7, MeasuredIn.PERCENTAGE,
         "The upper limit is above 100%, where no figure can be: limits are shown as calculated, not cut off."),
        ([0, 2] * 7, MeasuredIn.PERCENTAGE,
         "The lower limit is below 0%, where no figure can be: limits are shown as calculated, not cut off."),
        ([0, 100] * 7, MeasuredIn.PERCENTAGE,
         "The lower limit is below 0% and the upper limit is above 100%, where no figure can be: limits are shown as "
         "calculated, not cut off."),
        ([98, 100] * 7, MeasuredIn.COUNT, ""),
        ([0, 2] * 7, MeasuredIn.COUNT,
         "The lower limit is below 0, where no figure can be: limits are shown as calculated, not cut off."),
        ([50, 51] * 7, MeasuredIn.PERCENTAGE, ""),
        ([100] * 14, MeasuredIn.PERCENTAGE, ""),
        ([0] * 14, MeasuredIn.PERCENTAGE, ""),
        ([], MeasuredIn.PERCENTAGE, ""),
    ],
)  # fmt: skip
def test_limits_that_no_figure_can_reach_say_so(values, measured_in, expected):
    assert limits_note(chart(values, polarity=UP), measured_in=measured_in) == expected


def test_every_state_has_words_of_its_own():
    for kinds, words in ((Kind, KIND_WORDS), (Variation, VARIATION_WORDS), (Assurance, ASSURANCE_WORDS)):
        assert list(words) == list(kinds)
        assert len(set(words.values())) == len(kinds)
    assert list(SIGNAL_NAMES) == list(SIGNAL_WORDS)
    assert len(set(SIGNAL_WORDS.values())) == len(SIGNAL_NAMES) == 8


def second_opinion(values, groups, screen, fix_after):
    """The rules read again, word for word, in exact fractions, window by window. Names of the points, and limits."""
    exact = [None if value is None else Fraction(value) for value in values]
    cuts = [0, *sorted(groups), len(values)]
    named, lines = [], []
    for start, end in pairwise(cuts):
        ys = exact[start:end]
        known = [y for y in ys if y is not None][: fix_after or None]
        mean = sum(known) / len(known) if known else None
        mrs = [abs(known[i] - known[i - 1]) for i in range(1, len(known))]
        amr = sum(mrs) / len(mrs) if mrs else None
        if screen and mrs and amr:
            kept = [mr for mr in mrs if mr < Fraction("3.267") * amr]
            amr = sum(kept) / len(kept)
        lines.append((mean, amr))
        named += [name_of(ys, i, mean, amr) for i in range(len(ys))]
    return named, lines


def name_of(ys, i, mean, amr):
    if ys[i] is None:
        return "No figure"
    if amr is None:
        return "Common cause"
    upl, lpl = mean + Fraction("2.66") * amr, mean - Fraction("2.66") * amr
    nupl, nlpl = mean + Fraction("2.66") * 2 * amr / 3, mean - Fraction("2.66") * 2 * amr / 3
    if ys[i] > upl or ys[i] < lpl:
        return "Above UCL" if ys[i] > upl else "Below LCL"

    def windows(size):
        """Every window of consecutive known points that holds point i."""
        for first in range(max(0, i - size + 1), i + 1):
            window = ys[first : first + size]
            if len(window) == size and None not in window:
                yield window

    trend = ""
    for window in windows(7):  # from left to right: the last one found lies furthest to the right
        if all(window[j] > window[j - 1] for j in range(1, 7)):
            trend = "7 Point Trend (Increasing)"
        if all(window[j] < window[j - 1] for j in range(1, 7)):
            trend = "7 Point Trend (Decreasing)"
    if trend:
        return trend
    for side, is_there, is_near in (
        ("Above", lambda y: y > mean, lambda y: nupl < y <= upl),
        ("Below", lambda y: y < mean, lambda y: lpl <= y < nlpl),
    ):
        near = is_near(ys[i]) and any(
            all(map(is_there, window)) and sum(map(is_near, window)) >= 2 for window in windows(3)
        )
        if near:
            return f"2 in 3 {side} CL"
    for side, is_there in (("Above", lambda y: y > mean), ("Below", lambda y: y < mean)):
        if any(all(map(is_there, window)) for window in windows(7)):
            return f"7 Points {side} CL"
    return "Common cause"


def walk(steps):
    heights, height = [], D(50)
    for step in steps:
        height += step
        heights.append(height)
    return heights


tenths = st.decimals(min_value=0, max_value=100, places=1)
few = st.sampled_from([D(each) for each in ("0", "1", "2", "3", "10", "0.1", "99.9", "100")])
drifts = st.lists(st.sampled_from([D("-0.3"), D("0.1"), D("0.3"), D("0.4"), D(0), D(9)]), max_size=40).map(walk)
whole = st.one_of(st.lists(tenths, max_size=40), st.lists(few, max_size=40), drifts)


@st.composite
def series(draw):
    values = draw(whole)
    holes = draw(st.sets(st.integers(0, 39), max_size=4))
    groups = draw(st.sets(st.integers(1, max(1, len(values) - 1)), max_size=2)) if len(values) > 1 else set()
    return [None if place in holes else value for place, value in enumerate(values)], sorted(groups)


@settings(max_examples=400, deadline=None)
@given(given_series=series(), screen=st.booleans(), fix_after=st.sampled_from([None, None, 12, 15]))
def test_a_second_opinion_agrees_on_every_point(given_series, screen, fix_after):
    values, groups = given_series
    how = {"groups": groups, "screen": screen, "fix_after": fix_after}

    judged = chart(values, polarity=UP, **how)
    named, lines = second_opinion(values, groups, screen, fix_after)

    assert [point.words for point in judged.points] == named
    for group, (mean, amr) in zip(judged.groups, lines, strict=True):
        expected = (None, None) if amr is None else (mean - Fraction("2.66") * amr, mean + Fraction("2.66") * amr)
        assert group.limits.mean == (None if mean is None else pytest.approx(float(mean), abs=1e-9))
        assert (group.limits.lower, group.limits.upper) == tuple(
            None if line is None else pytest.approx(float(line), abs=1e-9) for line in expected
        )
    assert judged.verdict == verdict(values, polarity=UP, **how)


def quickest(judge, series):
    best = 1.0
    for _ in range(7):
        start = time.perf_counter()
        for values in series:
            judge(values)
        best = min(best, time.perf_counter() - start)
    return best


def test_a_verdict_costs_little_more_than_reading_its_numbers():
    """Three years of 150 indicators are judged within one request: about 5 times their mean and moving range."""

    def bare(values):
        known = [float(value) for value in values]
        return fsum(known), fsum(abs(after - before) for before, after in pairwise(known))

    series = [[D(str(80 + (place * 7 + number * 3) % 19)) for place in range(36)] for number in range(150)]

    assert quickest(lambda values: verdict(values, polarity=UP), series) <= 15 * quickest(bare, series)
