"""What must stay readable without colour: a word and a shape of its own for every state."""

import re

import pytest
from django.template.loader import render_to_string

RAGS = {
    "green": "Green",
    "amber": "Amber",
    "red": "Red",
    "met": "Met",
    "missed": "Missed",
    "no_target": "No target",
    "no_data": "No data",
    "not_applicable": "Not applicable",
}
GRADES = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires_improvement": "Requires improvement",
    "inadequate": "Inadequate",
}
DIRECTIONS = {"improved": "Improved", "worse": "Worse", "no_change": "No change", "": "Not known"}


def words(html):
    return " ".join(re.sub(r"<[^>]*>|{#.*?#}", " ", html).split())


@pytest.mark.parametrize(
    ("component", "argument", "states"),
    [("rag_badge", "rag", RAGS), ("grade", "grade", GRADES), ("direction", "direction", DIRECTIONS)],
)
def test_each_state_has_its_word_and_its_shape(component, argument, states):
    drawn = {state: render_to_string(f"components/{component}.html", {argument: state}) for state in states}
    assert {state: words(html) for state, html in drawn.items()} == states
    shapes = [re.search(r"<svg.*</svg>", html).group() for html in drawn.values()]
    assert len({re.search(r">(.*)</svg>", shape).group(1) for shape in shapes}) == len(states)
    assert all('aria-hidden="true"' in shape for shape in shapes)


def test_no_grade_is_said_in_words():
    assert words(render_to_string("components/grade.html", {"grade": None})) == "Not graded"


def test_a_bar_of_grades_lays_its_parts_end_to_end():
    counts = {"outstanding": 4, "good": 31, "requires_improvement": 12, "inadequate": 2, "total": 49}
    html = render_to_string("components/grade_bar.html", {"counts": counts})
    assert re.findall(r'x="(\d+)" y="0" width="(\d+)"', html) == [("0", "4"), ("4", "31"), ("35", "12"), ("47", "2")]
    assert 'aria-label="4 outstanding, 31 good, 12 requires improvement, 2 inadequate"' in html
    assert 'viewBox="0 0 49 1"' in html


def test_a_card_with_nothing_is_zero_and_a_list_with_nothing_says_what_to_do():
    card = render_to_string("components/card.html", {"words": "Audits to do", "value": 0})
    assert words(card) == "0 Audits to do"
    empty = render_to_string(
        "components/empty.html", {"words": "No audits.", "next": "Start one.", "url": "/a/", "link": "Start"}
    )
    assert words(empty) == "No audits. Start one. Start"


def test_the_error_page_needs_no_request_and_no_database():
    assert "Sorry, something went wrong" in render_to_string("500.html")
