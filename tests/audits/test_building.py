"""Changing what a tool asks, as plain values."""

import pytest

from audits import building
from audits.content import Choice, Section
from tests.audits.test_tool_commands import WHOLE


@pytest.mark.parametrize(
    ("words", "taken", "code"),
    [
        ("Risk and threshold", (), "risk-and-threshold"),
        ("  The child’s voice!  ", (), "the-childs-voice"),
        ("2nd visit", (), "nd-visit"),
        ("Café", (), "cafe"),
        ("???", (), "section"),
        ("123", (), "section"),
        ("Risk", ("risk",), "risk-2"),
        ("Risk", ("risk", "risk-2"), "risk-3"),
        (
            "Was the child seen alone and was what they said written down",
            (),
            "was-the-child-seen-alone-and-was",
        ),
        ("a" * 60, (), "a" * 36),
    ],
)
def test_a_code_reads_like_its_words(words, taken, code):
    assert building.code_from(words, taken, "section") == code


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Yes", "No"], [("yes", "Yes"), ("no", "No")]),
        (["No", "Yes"], [("no", "No"), ("yes", "Yes")]),
        (["Yes, often", "No"], [("yes", "Yes, often"), ("no", "No")]),
        (["Yes", "Sometimes", "No"], [("yes", "Yes"), ("sometimes", "Sometimes"), ("no", "No")]),
        (["Yes"], [("yes", "Yes")]),
        (["", "  Yes ", "", "No "], [("yes", "Yes"), ("no", "No")]),
        (["Yes", "No", "Yes!"], [("yes", "Yes"), ("no", "No"), ("yes-2", "Yes!")]),
    ],
)
def test_a_line_that_stays_or_is_reworded_in_its_place_keeps_its_code(lines, expected):
    found = building.choices_from(lines, (Choice("yes", "Yes"), Choice("no", "No")))

    assert [(choice.code, choice.words) for choice in found] == expected


@pytest.mark.parametrize(
    ("code", "step", "order"),
    [("a", -1, "abc"), ("a", 1, "bac"), ("b", -1, "bac"), ("b", 1, "acb"), ("c", 1, "abc"), ("c", -1, "acb")],
)
def test_a_step_up_or_down(code, step, order):
    items = [Section(each, each) for each in "abc"]

    assert "".join(building.moved(items, code, step)) == order


def test_an_order_that_leaves_something_out_loses_nothing():
    items = [Section(each, each) for each in "abc"]

    assert [item.code for item in building.in_order(items, ["c", "unknown"])] == ["c", "a", "b"]


@pytest.mark.parametrize(
    "change",
    [
        lambda: building.change_section(WHOLE, "gone", title="X"),
        lambda: building.remove_section(WHOLE, "gone"),
        lambda: building.change_question(WHOLE, "gone", text="X"),
        lambda: building.remove_question(WHOLE, "gone"),
        lambda: building.order_questions(WHOLE, "gone", []),
        lambda: building.moved(WHOLE.sections, "gone", 1),
        lambda: building.remove_limit(WHOLE, 9),
        lambda: building.rehouse_question(WHOLE, "where", "gone"),
    ],
)
def test_what_is_gone_cannot_be_changed(change):
    with pytest.raises(building.Gone):
        change()
