"""Sections of a tool through their pages: what is typed is kept, what is wrong is said beside its box."""

import pytest
from lxml import html

from audits.content import Condition, Limit, problems
from audits.grading import Grade
from audits.models import ToolVersion
from tests.audits.pages import url
from tests.audits.test_tool_commands import WHOLE
from tests.audits.tool_pages import DESCRIBED, errors, now, post, saves, section, within, words_of


def test_a_section_is_added_with_a_code_made_from_its_title(quinn, tool_draft):
    answer = post(quinn, tool_draft, "tool_add_section", **section(title="Plans, and the child’s view"))

    added = now(tool_draft).sections[-1]
    assert answer.url == url("tool_section", tool_draft.pk, "plans-and-the-childs-view")
    assert (added.code, added.title, added.guidance) == (
        "plans-and-the-childs-view",
        "Plans, and the child’s view",
        "Is there a plan?\nDates",
    )
    assert vars(added.descriptors) == DESCRIBED


@pytest.mark.parametrize(
    ("data", "box", "sentence"),
    [
        ({"title": ""}, "#id_title", "Give the section a title"),
        ({"code": "visits"}, "#id_code", "This tool has a section with the code “visits” already: choose another"),
        ({"code": "overall"}, "#id_code", "This tool has a section with the code “overall” already: choose another"),
        ({"depends_on": "seen-alone"}, "#id_depends_values_0", "Choose at least one answer for “shown only when”"),
        (
            {"depends_on": "nowhere", "depends_values": ["yes"]}, "#id_depends_on",
            "“Shown only when” names the question “nowhere”, which this tool does not have.",
        ),
    ],
)  # fmt: skip
def test_a_section_that_cannot_be_added_keeps_what_was_typed(quinn, tool_draft, data, box, sentence):
    answer = post(quinn, tool_draft, "tool_add_section", **section(**data))

    assert (answer.status_code, errors(answer)) == (422, {box: sentence})
    assert "Is there a plan?\nDates" in answer.content.decode()
    assert now(tool_draft) == WHOLE


def test_a_section_is_edited_and_keeps_its_code_and_questions(quinn, tool_draft):
    answer = post(
        quinn,
        tool_draft,
        "tool_section",
        "care",
        **section(title="In our care", depends_on="seen-alone", depends_values=["yes", "partly"]),
    )

    edited = now(tool_draft).sections[1]
    assert answer.url == url("tool_section", tool_draft.pk, "care")
    assert (edited.code, edited.title, edited.shown_when) == (
        "care",
        "In our care",
        Condition("seen-alone", ("yes", "partly")),
    )
    assert edited.questions == WHOLE.sections[1].questions


def test_an_unfinished_section_is_saved_and_its_gaps_are_listed_with_links(quinn, tool_draft):
    post(quinn, tool_draft, "tool_add_section", title="Planning", is_graded="on")

    page = html.fromstring(quinn.get(url("tool", tool_draft.pk)).content)
    fixes = {link.text_content(): link.get("href") for link in within(page, "qa-fixes", "//a")}
    assert (
        fixes["Say what good looks like for “Planning”."] == url("tool_section", tool_draft.pk, "planning") + "#id_good"
    )
    assert len(fixes) == len(problems(now(tool_draft))) == 4
    assert "There are 4 things to put right before it can be used." in page.text_content()


def test_proposing_with_problems_is_refused_with_the_sentence(quinn, tool_draft):
    post(quinn, tool_draft, "tool_add_section", title="Planning", is_graded="on")

    answer = quinn.post(url("tool_propose", tool_draft.pk), follow=True)

    assert "There are 4 things to put right before it can be used." in words_of(answer)
    assert ToolVersion.objects.get(pk=tool_draft.pk).proposed_at is None


def test_a_section_is_removed_with_its_questions(quinn, tool_draft):
    assert "its 2 questions go" in words_of(quinn.get(url("tool_remove_section", tool_draft.pk, "visits")))

    post(quinn, tool_draft, "tool_remove_section", "visits")

    assert [part.code for part in now(tool_draft).sections] == ["care"]


def test_limiting_rules_are_added_and_removed_and_said_as_sentences(quinn, tool_draft):
    post(quinn, tool_draft, "tool_add_limit", count="2", grade="inadequate", cap="inadequate")
    added = Limit(Grade.INADEQUATE, Grade.INADEQUATE, (), 2)
    assert now(tool_draft).limits == (*WHOLE.limits, added)
    assert "If Visits is Inadequate, the overall grade can be no better than Requires improvement." in words_of(
        quinn.get(url("tool", tool_draft.pk))
    )

    post(quinn, tool_draft, "tool_remove_limit", 0)

    assert now(tool_draft).limits == (added,)


def test_a_rule_that_counts_too_many_domains_is_refused_at_its_box(quinn, tool_draft):
    answer = post(
        quinn, tool_draft, "tool_add_limit", count="2", sections=["visits"], grade="inadequate", cap="inadequate"
    )

    assert (answer.status_code, errors(answer)) == (
        422, {"#id_count": "The limiting rule counts 2 domains: it can count from 1 to 1."},
    )  # fmt: skip


def test_sections_and_questions_move_by_buttons(quinn, tool_draft):
    answer = post(quinn, tool_draft, "tool_order", move="care up")
    assert answer.url == url("tool", tool_draft.pk) + "#part-care"
    assert "“Life in care” is now 1 of 2." in words_of(quinn.get(url("tool", tool_draft.pk)))
    assert [part.code for part in now(tool_draft).sections] == ["care", "visits"]

    answer = post(quinn, tool_draft, "tool_section_order", "visits", move="seen-alone down")

    assert answer.url == url("tool_section", tool_draft.pk, "visits") + "#part-seen-alone"
    assert [asked.code for asked in now(tool_draft).sections[1].questions] == ["why-not", "seen-alone"]


def test_a_script_sends_the_whole_order_and_is_told_in_words(quinn, tool_draft):
    data = {"saves": saves(tool_draft), "order": "care visits", "moved": "care"}

    answer = quinn.post(url("tool_order", tool_draft.pk), data, headers={"Accept": "application/json"})
    late = quinn.post(
        url("tool_order", tool_draft.pk), {**data, "order": "visits care"}, headers={"Accept": "application/json"}
    )

    assert answer.json() == {"saves": 2, "words": "“Life in care” is now 1 of 2.", "codes": ["care", "visits"]}
    assert late.status_code == 409
    assert late.json()["problem"].startswith("Quinn has changed this tool since you opened the page.")
