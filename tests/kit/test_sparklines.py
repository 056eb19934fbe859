"""A box of 120 by 34 with 5 to spare: x runs from 5 to 115, y from 29 (low) up to 5 (high)."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from kit.sparklines import Dot, sparkline


@pytest.mark.parametrize(
    ("values", "lines", "dots", "last"),
    [
        ([], [], [], None),
        ([None, None], [], [], None),
        ([7], [], [Dot("60", "17")], Dot("60", "17")),
        ([1, 2, 3], ["5,29 60,17 115,5"], [], Dot("115", "5")),
        ([Decimal("1"), Decimal("2"), Decimal("3")], ["5,29 60,17 115,5"], [], Dot("115", "5")),
        ([4, 4, 4], ["5,17 60,17 115,17"], [], Dot("115", "17")),
        ([0, 0, 10], ["5,29 60,29 115,5"], [], Dot("115", "5")),
        ([1, None, 3], [], [Dot("5", "29"), Dot("115", "5")], Dot("115", "5")),
        ([1, 3, None], ["5,29 60,5"], [], None),
        ([1, 2, None, 3, 1], ["5,29 32.5,17", "87.5,5 115,29"], [], Dot("115", "29")),
        ([1, 2, None, 3, None], ["5,29 32.5,17"], [Dot("87.5", "5")], None),
        ([-10, 10], ["5,29 115,5"], [], Dot("115", "5")),
    ],
)
def test_gaps_break_the_line_and_lonely_values_are_dots(values, lines, dots, last):
    chart = sparkline(values)
    assert (chart.lines, chart.dots, chart.last) == (lines, dots, last)


@pytest.mark.parametrize(
    ("values", "breaks", "lines", "dots", "marks"),
    [
        ([1, 2, 3, 1], [2], ["5,29 41.7,17", "78.3,5 115,29"], [], ["60"]),
        ([1, 3], [1], [], [Dot("5", "29"), Dot("115", "5")], ["60"]),
        ([1, 2, 3], [2, 1], [], [Dot("5", "29"), Dot("60", "17"), Dot("115", "5")], ["32.5", "87.5"]),
        ([1, None, 3], [1], [], [Dot("5", "29"), Dot("115", "5")], ["32.5"]),
        ([1, 3], [0, 2, -1, 9], ["5,29 115,5"], [], []),
        ([], [0, 1], [], [], []),
    ],
)
def test_the_line_breaks_where_something_is_counted_otherwise(values, breaks, lines, dots, marks):
    chart = sparkline(values, breaks=breaks)
    assert (chart.lines, chart.dots, chart.breaks) == (lines, dots, marks)


@pytest.mark.parametrize(
    ("values", "targets", "lines", "heights"),
    [
        ([2, 3], [1, 5], ["5,23 115,17"], ["29", "5"]),
        ([1, 5], [3], ["5,29 115,5"], ["17"]),
        ([1, 5], [None, 3], ["5,29 115,5"], ["17"]),
        ([None, None], [3], [], ["17"]),
    ],
)
def test_targets_are_part_of_the_scale(values, targets, lines, heights):
    chart = sparkline(values, targets=targets)
    assert (chart.lines, chart.targets) == (lines, heights)


def test_the_drawing_says_its_trend_in_words_and_has_no_style():
    html = render_to_string(
        "components/sparkline.html", {"chart": sparkline([1, None, 3, 4]), "words": "From 1 to 4, no data in July."}
    )
    assert 'role="img" aria-label="From 1 to 4, no data in July."' in html
    assert html.count("<polyline") == 1
    assert html.count("<circle") == 2
    assert "style" not in html
    assert "__break" not in html


def test_a_break_is_drawn_as_an_upright_line():
    html = render_to_string("components/sparkline.html", {"chart": sparkline([1, 2, 3, 1], breaks=[2]), "words": "Up."})
    assert '<line class="qa-sparkline__break" x1="60" x2="60" y1="0" y2="34" />' in html
