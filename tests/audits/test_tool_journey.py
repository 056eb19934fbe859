"""From an empty list of tools to a submitted audit: built and published in the browser, done by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from audits.models import Answer, Audit, EvidenceNote, Grading, ToolVersion
from tests.audits.keyboard import Keyboard
from tests.browser import assert_accessible, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def save(page, name, heading):
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def describe(page, what):
    for grade in ("Outstanding", "Good", "Requires improvement", "Inadequate"):
        page.get_by_label(f"What {grade} looks like", exact=True).fill(f"{what}: {grade.lower()}.")


def add_section(page, title, *, cohort="", graded=True):
    page.get_by_role("link", name="Add a section").click()
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Guidance", exact=True).fill(f"How good is {title.lower()}?\nWhat to look for")
    if graded:
        describe(page, title)
    else:
        page.get_by_label(re.compile("^Graded")).uncheck()
    if cohort:
        page.get_by_label("Shown only when", exact=True).select_option("The child’s cohort")
        page.get_by_role("button", name="Show its answers").click()
        page.get_by_label(cohort, exact=True).check()
    save(page, "Add the section", title)


def add_question(page, section, text, kind, *, choices="", shown=None, optional=False):
    page.get_by_role("link", name="Add a question").click()
    page.get_by_label("Question", exact=True).fill(text)
    page.get_by_label(kind, exact=True).check()
    page.get_by_label("Choices", exact=True).fill(choices)
    if optional:
        page.get_by_label(re.compile("^Required")).uncheck()
    if shown:
        page.get_by_label("Shown only when", exact=True).select_option(shown[0])
        page.get_by_role("button", name="Show its answers").click()
        page.get_by_label(shown[1], exact=True).check()
    save(page, "Add the question", section)


def build(page):
    """Two graded domains, questions of several kinds, one shown only when, and a section for children in care."""
    page.goto("/audits/tools/")
    page.get_by_role("link", name="Start a new tool").first.click()
    page.get_by_label("Name", exact=True).fill("Audit of visits")
    page.get_by_label("Purpose (optional)").fill("Do visits help the child?")
    save(page, "Start the tool", "Audit of visits")
    add_section(page, "Visits")
    add_question(page, "Visits", "Was the child seen alone?", "Yes, partly or no")
    add_question(
        page, "Visits", "Why not?", "One of several choices", choices="The child did not want to\nNobody tried",
        shown=("Was the child seen alone?", "No"),
    )  # fmt: skip
    add_question(page, "Visits", "How many visits were there?", "Number")
    add_question(page, "Visits", "When was the last one?", "Date")
    page.get_by_role("link", name="Back to the draft").click()
    add_section(page, "Recording")
    add_question(page, "Recording", "What stands out?", "Short text", optional=True)
    page.get_by_role("link", name="Back to the draft").click()
    add_section(page, "Life in care", cohort="In care", graded=False)
    add_question(page, "Life in care", "Where does the child live?", "One of several choices", choices="Foster\nHome")
    page.get_by_role("link", name="Back to the draft").click()
    page.get_by_role("link", name="Change the guidance and descriptors of the overall grade").click()
    page.get_by_label("Guidance", exact=True).fill("Is the child safer?\nThe difference made")
    describe(page, "Practice")
    save(page, "Save", "Audit of visits")
    page.get_by_role("link", name="Add a rule").click()
    page.get_by_label("Visits", exact=True).check()
    page.get_by_role("group", name="are graded").get_by_label("Inadequate", exact=True).check()
    page.get_by_role("group", name="then the overall grade").get_by_label("Requires improvement").check()
    save(page, "Add the rule", "Audit of visits")
    page.get_by_role("button", name="Propose for publishing").click()
    expect(page.get_by_role("alert")).to_contain_text("The draft is proposed.")


def domain(keys, title, *, answers=lambda: None):
    """One graded domain, with everything that a Good asks for."""
    page = keys.page
    page.get_by_role("heading", name=title, level=1).wait_for()
    answers()
    keys.choose(page.get_by_role("radio", name="Good", exact=True))
    keys.type("How was the grade reached?", f"{title}: seen in the record.")
    keys.type("What difference did it make for the child?", "She says that she feels safer.")
    keys.reach(page.locator("#id_on_0_0"))
    keys.page.keyboard.type("12")
    for part, words in (("1", "3"), ("2", "2026")):
        keys.reach(page.locator(f"#id_on_0_{part}"))
        page.keyboard.type(words)
    keys.reach(page.locator("[name=seen_0]"))
    page.keyboard.type("Visit: child seen alone.")
    keys.type("Practice strengths", "Saw the child alone")
    keys.type("Areas for focus", "Write it up sooner")
    keys.press("Save and continue")


def test_a_tool_is_built_published_by_a_second_person_and_an_audit_done_by_keyboard_alone(sign_in_as, cast, places):
    page = sign_in_as(cast.quinn)
    build(page)
    page = sign_in_as(cast.hal)
    page.goto("/")
    page.get_by_role("link", name="Audit of visits, version 1").click()
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_role("alert")).to_contain_text("Version 1 is in use")
    assert ToolVersion.objects.get().published_by == cast.hal

    page = sign_in_as(cast.ana)
    keys = Keyboard(page)
    page.goto("/audits/")
    page.keyboard.press("Tab")
    keys.reach(page.get_by_role("link", name="Start an audit").first)
    page.keyboard.press("Enter")
    keys.type("Case reference", "QA654321")
    keys.choose(page.get_by_role("radio", name="In care", exact=True))
    keys.pick("Age of the child", "5 to 9")
    keys.press("Start the audit")

    page.get_by_role("heading", name="What there is to do").wait_for()
    keys.press("Visits", role="link")

    def visits():
        hidden = page.get_by_role("radio", name="Nobody tried")
        expect(hidden).to_have_count(0)
        keys.choose(page.get_by_role("radio", name="No", exact=True))
        expect(hidden).to_be_visible()
        keys.choose(hidden)
        keys.type("How many visits were there?", "4")
        for part, words in enumerate(("27", "2", "2026")):
            keys.reach(page.locator(f"#id_answer_when-was-the-last-one_{part}"))
            page.keyboard.type(words)

    domain(keys, "Visits", answers=visits)
    domain(keys, "Recording", answers=lambda: keys.type("What stands out? (optional)", "The child’s own words"))
    page.get_by_role("heading", name="Life in care", level=1).wait_for()
    keys.choose(page.get_by_role("radio", name="Foster", exact=True))
    keys.press("Save and continue")

    keys.choose(page.get_by_role("radio", name="The child told us"))
    keys.type("The child’s words", "“They listen to me.”")
    keys.type("How were the child’s words gathered?", "At a visit.")
    keys.choose(page.get_by_role("radio", name="The family declined"))
    keys.type("Conversation with the practitioner", "We agreed on next steps.")
    keys.press("Save and continue")

    page.get_by_role("heading", name="Overall", level=1).wait_for()
    keys.choose(page.get_by_role("radio", name="Good", exact=True))
    keys.type("How was the grade reached?", "Both domains are good.")
    keys.press("Save and continue")

    page.get_by_role("heading", name="Check your answers").wait_for()
    screenshot(page, "audits-journey-check")
    assert_accessible(page)
    keys.press("Submit the audit")
    expect(page.get_by_role("alert")).to_contain_text("Your audit is submitted.")

    audit = Audit.objects.get()
    assert (audit.status, audit.auditor, audit.tool_version.name) == ("submitted", cast.ana, "Audit of visits")
    assert dict(Answer.objects.values_list("question__code", "value")) == {
        "was-the-child-seen-alone": "no", "why-not": "nobody-tried", "how-many-visits-were-there": "4",
        "when-was-the-last-one": "2026-02-27", "what-stands-out": "The child’s own words",
        "where-does-the-child-live": "foster",
    }  # fmt: skip
    assert set(Grading.objects.values_list("section__code", "grade")) == {
        ("visits", "good"), ("recording", "good"), (None, "good"),
    }  # fmt: skip
    assert EvidenceNote.objects.count() == 2
