"""Questions of a tool through their pages: choices, conditions, order and removal."""

import pytest
from lxml import html

from audits.content import Kind
from tests.audits.pages import url
from tests.audits.test_tool_commands import WHOLE
from tests.audits.tool_pages import errors, now, post, question, within, words_of


def test_a_question_with_choices_is_added(quinn, tool_draft):
    answer = post(
        quinn,
        tool_draft,
        "tool_add_question",
        "visits",
        **question(
            text="Who was there?",
            kind="many",
            choices="Mother\r\n\r\n Father \r\nSomebody else",
            may_not_apply="on",
            prefill="earlier",
        ),
    )

    added = now(tool_draft).sections[0].questions[-1]
    assert answer.url == url("tool_section", tool_draft.pk, "visits")
    assert (added.code, added.kind, added.may_not_apply, added.prefill) == ("who-was-there", Kind.MANY, True, "earlier")
    assert [(choice.code, choice.words) for choice in added.choices] == [
        ("mother", "Mother"), ("father", "Father"), ("somebody-else", "Somebody else"),
    ]  # fmt: skip


def test_add_another_opens_the_next_question(quinn, tool_draft):
    answer = post(quinn, tool_draft, "tool_add_question", "visits", **question(), another="1")

    assert answer.url == url("tool_add_question", tool_draft.pk, "visits")


def test_a_choice_that_is_reworded_keeps_its_code(quinn, tool_draft):
    post(
        quinn,
        tool_draft,
        "tool_question",
        "where",
        **question(text="Where?", kind="one", choices="A foster home\nA home\nWith family"),
    )

    choices = building_choices(tool_draft, "where")
    assert choices == [("foster", "A foster home"), ("home", "A home"), ("with-family", "With family")]


def building_choices(version, code):
    return next(
        [(choice.code, choice.words) for choice in asked.choices]
        for asked in now(version).questions
        if asked.code == code
    )


@pytest.mark.parametrize(
    ("data", "box", "sentence"),
    [
        ({"text": ""}, "#id_text", "Write the question"),
        ({"kind": "one", "choices": "Only one"}, "#id_choices", "Write at least two choices, one on each line"),
        ({"choices": "A\nB"}, "#id_choices", "This kind takes no choices: remove them, or change how it is answered"),
        ({"kind": "one", "choices": "Home\nhome"}, "#id_choices", "Two choices are the same: change or remove one"),
        (
            {"code": "seen-alone"}, "#id_code",
            "This tool has a question with the code “seen-alone” already: choose another",
        ),
        (
            {"depends_on": "where", "depends_values": ["home"]}, "#id_depends_on",
            "“Shown only when” can only name an earlier question, and “where” comes later.",
        ),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_added_keeps_what_was_typed(quinn, tool_draft, data, box, sentence):
    answer = post(
        quinn, tool_draft, "tool_add_question", "visits", **question(guidance="Look in the chronology", **data)
    )

    assert (answer.status_code, errors(answer)) == (422, {box: sentence})
    assert "Look in the chronology" in answer.content.decode()
    assert now(tool_draft) == WHOLE


def test_a_condition_that_goes_round_in_a_circle_is_refused_at_its_box(quinn, tool_draft):
    answer = post(
        quinn, tool_draft, "tool_question", "seen-alone",
        **question(text="Was the child seen alone?", depends_on="why-not", depends_values=["x"]),
    )  # fmt: skip

    sentence = (
        "“seen-alone” and “why-not” would each wait for the other’s answer: “shown only when” goes round in a circle."
    )
    assert (answer.status_code, errors(answer)) == (422, {"#id_depends_on": sentence})
    assert sentence in html.fromstring(answer.content).get_element_by_id("id_depends_on_error").text_content()


def test_a_question_cannot_wait_for_itself(quinn, tool_draft):
    answer = post(
        quinn, tool_draft, "tool_question", "seen-alone", **question(depends_on="seen-alone", depends_values=["yes"])
    )

    assert list(errors(answer)) == ["#id_depends_on"]


def test_without_a_script_a_button_shows_the_answers_of_the_chosen_question(quinn, tool_draft):
    answer = post(
        quinn, tool_draft, "tool_add_question", "visits", **question(text="", depends_on="seen-alone"), choose="1"
    )

    page = html.fromstring(answer.content)
    boxes = {box.get("value") for box in page.xpath("//input[@name='depends_values']")}
    assert (answer.status_code, errors(answer), boxes) == (200, {}, {"yes", "partly", "no"})
    assert now(tool_draft) == WHOLE


def test_only_earlier_questions_with_fixed_answers_are_offered(quinn, tool_draft):
    page = html.fromstring(quinn.get(url("tool_question", tool_draft.pk, "where")).content)

    offered = [option.get("value") for option in page.xpath("//select[@name='depends_on']//option")]
    assert offered == ["", "cohort", "seen-alone"]


def test_a_question_moves_to_another_section(quinn, tool_draft):
    answer = post(
        quinn,
        tool_draft,
        "tool_question",
        "where",
        **question(text="Where?", kind="one", choices="A\nB", section="visits"),
    )

    assert answer.url == url("tool_section", tool_draft.pk, "visits")
    assert [[asked.code for asked in part.questions] for part in now(tool_draft).sections] == [
        ["seen-alone", "why-not", "where"],
        [],
    ]


def test_removing_asks_first_and_names_what_waits_for_it(quinn, tool_draft):
    asked = quinn.get(url("tool_remove_question", tool_draft.pk, "seen-alone"))
    assert "Shown only after an answer that goes with it" in words_of(asked)
    assert "Why not?" in words_of(asked)
    assert now(tool_draft) == WHOLE

    answer = post(quinn, tool_draft, "tool_remove_question", "seen-alone")

    assert answer.url == url("tool_section", tool_draft.pk, "visits")
    assert [asked.code for asked in now(tool_draft).questions] == ["why-not", "where"]
    fixes = within(html.fromstring(quinn.get(url("tool", tool_draft.pk)).content), "qa-fixes", "//a")
    assert [(link.text_content(), link.get("href")) for link in fixes] == [
        (
            "“Shown only when” names the question “seen-alone”, which this tool does not have.",
            url("tool_question", tool_draft.pk, "why-not") + "#id_depends_on",
        )
    ]  # fmt: skip
