"""In a real Chromium: questions that appear, notes in place, what a dying browser loses, what signing out leaves."""

import itertools
import os
import re
import signal
import subprocess
import time

import pytest
from playwright.sync_api import expect

from audits import commands
from audits.drafts import AnswerDraft
from audits.grading import Grade
from audits.models import Answer, EvidenceNote, Grading, Theme, Written
from tests.audits.questions import CONTENT, publish
from tests.browser import CHROMIUM, FLAGS, assert_accessible, assert_fits, kill, make_mortal, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED = re.compile(r"Saved at \d\d:\d\d")
MOST_LOST = 2.0  # seconds


@pytest.fixture
def audit(cast, allocate):
    Theme.objects.get_or_create(code="neglect", defaults={"name": "Neglect"})
    return allocate(tool_version=publish(CONTENT, by=cast.quinn))


@pytest.fixture
def visits(sign_in_as, cast, audit):
    page = sign_in_as(cast.ana)
    page.goto(f"/audits/{audit.pk}/domains/visits/")
    return page


def state(page, words=SAVED):
    page.locator("[data-autosave-state]", has_text=words).wait_for()


def note(page, number):
    row = page.locator("[data-note]").nth(number)
    return row.get_by_label("Day"), row.get_by_label("Month"), row.get_by_label("Year"), row.get_by_label("What was")


def write_note(page, number, *words):
    for box, value in zip(note(page, number), words, strict=True):
        box.fill(value)


def test_a_question_appears_when_the_answer_above_it_asks_and_keeps_its_words_when_it_goes(visits, audit):
    why = visits.get_by_label("Why was the child not seen alone?")
    expect(why).to_be_hidden()

    visits.get_by_label("Partly", exact=True).check()
    why.fill("Mother stayed in the room.")
    visits.get_by_label("Yes", exact=True).check()
    expect(why).to_be_hidden()
    state(visits)

    assert Answer.objects.get(audit=audit, question__code="why-not").value == "Mother stayed in the room."
    visits.reload()
    expect(why).to_be_hidden()
    visits.get_by_label("No", exact=True).check()
    expect(why).to_have_value("Mother stayed in the room.")


def test_a_reason_is_asked_for_only_where_something_does_not_apply(visits):
    reason = visits.locator("#question-visits").get_by_label("Why does it not apply?")
    expect(reason).to_be_hidden()
    visits.locator("#question-visits").get_by_label("Not applicable").check()

    expect(reason).to_be_visible()


def test_rows_for_notes_are_added_and_removed_in_place_and_saved(visits, audit):
    write_note(visits, 0, "12", "3", "2026", "Visit: child seen alone")
    visits.get_by_role("button", name="Add another note").click()
    expect(note(visits, 1)[0]).to_be_focused()
    write_note(visits, 1, "14", "3", "2026", "Review: the plan changed")
    state(visits)
    assert_accessible(visits)
    visits.get_by_role("button", name="Remove this note").first.click()
    expect(visits.locator("[data-note]")).to_have_count(1)
    state(visits, "Saved at")
    deadline = time.monotonic() + 10
    while EvidenceNote.objects.filter(audit=audit).count() != 1 and time.monotonic() < deadline:
        time.sleep(0.1)

    row = EvidenceNote.objects.get(audit=audit)
    assert (row.seen_on.isoformat(), row.text) == ("2026-03-14", "Review: the plan changed")


def test_enter_in_a_box_saves_and_adds_no_row(visits, audit):
    visits.get_by_label("Which team works with the child?").fill("North team 2")
    visits.get_by_label("Which team works with the child?").press("Enter")
    visits.wait_for_url(lambda address: "/domains/visits/" not in address)

    assert Answer.objects.get(audit=audit, question__code="team").value == "North team 2"


def test_boxes_of_every_kind_wait_in_the_tab_and_come_back(visits, audit):
    make_mortal(visits)
    visits.reload()
    visits.context.set_offline(True)
    visits.get_by_label("No", exact=True).check()
    visits.get_by_label("Why was the child not seen alone?").fill("The mother was ill.")
    visits.get_by_label("At school").check()
    visits.get_by_label("By drawing").check()
    visits.get_by_label("Neglect").check()
    write_note(visits, 0, "12", "3", "2026", "One")
    visits.get_by_role("button", name="Add another note").click()
    write_note(visits, 1, "13", "3", "2026", "Two")
    state(visits, re.compile("you are offline"))
    kill(visits)
    visits.context.set_offline(False)
    visits.goto(f"/audits/{audit.pk}/domains/visits/")
    state(visits)

    expect(visits.get_by_label("Why was the child not seen alone?")).to_be_visible()
    draft = Written.of(audit).draft("visits")
    assert [note.text for note in draft.evidence] == ["One", "Two"]
    assert (draft.answers["place"].value, draft.answers["methods"].value, draft.themes) == (
        "school", ["draw"], {"neglect"},
    )  # fmt: skip
    assert visits.evaluate("sessionStorage.length") == 0


def test_what_a_page_sent_as_it_went_away_is_not_sent_again(visits, audit):
    write_note(visits, 0, "12", "3", "2026", "")
    state(visits)
    note(visits, 0)[3].fill("One")
    visits.goto("about:blank")
    deadline = time.monotonic() + 10
    while not EvidenceNote.objects.filter(audit=audit, text="One").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    visits.goto(f"/audits/{audit.pk}/domains/visits/")

    expect(visits.locator("[data-note]")).to_have_count(2)
    expect(visits.locator("[data-autosave-state]")).not_to_contain_text("being sent")
    assert visits.evaluate("sessionStorage.length") == 0
    note(visits, 1)[3].fill("Two")
    state(visits)
    assert [row.text for row in EvidenceNote.objects.filter(audit=audit).order_by("pk")] == ["One", "Two"]


def test_a_day_that_is_none_holds_nothing_else_back(visits, audit):
    visits.get_by_label("How was the grade reached").fill("Seen alone.")
    write_note(visits, 0, "31", "2", "2026", "Visit")
    state(visits, re.compile("Enter a real date, such as 27 3 2026. Everything else was saved at"))

    assert Grading.objects.get(audit=audit).rationale == "Seen alone."
    assert EvidenceNote.objects.get(audit=audit).seen_on is None
    expect(note(visits, 0)[0]).to_have_value("31")


def test_a_button_shows_what_is_wrong_in_the_summary_and_beside_the_box(visits, audit):
    visits.get_by_label("How was the grade reached").fill("Seen alone.")
    write_note(visits, 0, "31", "2", "2026", "Visit")
    visits.get_by_role("button", name="Save and continue").click()

    wrong = "Enter a real date, such as 27 3 2026."
    expect(visits.locator(".govuk-error-summary")).to_contain_text(wrong)
    expect(visits.locator("#note-0 .govuk-error-message")).to_contain_text(wrong)
    expect(visits.locator(".govuk-error-summary")).to_be_focused()
    expect(note(visits, 0)[0]).to_have_value("31")
    assert_accessible(visits)
    note(visits, 0)[0].fill("28")
    state(visits)
    visits.get_by_role("button", name="Save and go to the list").click()
    visits.wait_for_url(f"**/audits/{audit.pk}/")

    assert EvidenceNote.objects.get(audit=audit).seen_on.isoformat() == "2026-02-28"
    assert visits.evaluate("sessionStorage.length") == 0


def test_signing_out_leaves_nothing_behind_in_any_tab(visits, audit):
    other = visits.context.new_page()
    other.goto(f"/audits/{audit.pk}/domains/care/")
    other.evaluate("sessionStorage.setItem('unsent-x', 'words')")
    visits.get_by_label("How was the grade reached").fill("The last words")
    visits.get_by_role("button", name="Sign out").click()
    visits.wait_for_url("**/sign-in/**")
    other.wait_for_url("**/sign-in/**")

    assert [tab.evaluate("sessionStorage.length") for tab in (visits, other)] == [0, 0]
    assert Grading.objects.get(audit=audit).rationale == "The last words"


def test_the_kind_question_comes_after_saving_and_goes_when_the_child_is_named(visits):
    rationale = visits.get_by_label("How was the grade reached")
    rationale.fill("All forms completed on time.")
    hint = visits.get_by_text("This tells us what was done. What was different for the child because of it?")
    expect(hint).to_be_visible()
    rationale.fill("All forms completed on time. She sleeps at home again.")

    expect(hint).to_be_hidden()


@pytest.mark.parametrize("seconds", [5.0, 5.7])
def test_a_browser_that_is_killed_in_mid_typing_loses_two_seconds_at_most(
    chromium, live_server, sign_in_as, cast, audit, tmp_path, seconds
):
    cookies = sign_in_as(cast.ana).context.cookies()
    process = subprocess.Popen(
        [CHROMIUM, *FLAGS, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={tmp_path}", "about:blank"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    port = tmp_path / "DevToolsActivePort"
    while not port.exists() or not port.read_text().strip():
        time.sleep(0.05)
    browser = chromium.browser_type.connect_over_cdp(f"http://127.0.0.1:{port.read_text().split()[0]}")
    context = browser.contexts[0]
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"{live_server.url}/audits/{audit.pk}/domains/visits/")
    box = page.get_by_label("How was the grade reached")
    box.focus()
    typed, times = "", []
    began = time.monotonic()
    for number in itertools.count():
        for letter in f"word{number} ":
            page.keyboard.type(letter)
            typed += letter
            times.append(time.monotonic())
            time.sleep(0.04)
        if time.monotonic() - began > seconds:
            break
    os.killpg(process.pid, signal.SIGKILL)  # every process of it at once
    killed = time.monotonic()
    process.wait()
    time.sleep(1)  # what was on its way arrives

    saved = Grading.objects.get(audit=audit).rationale
    assert typed.startswith(saved)
    lost = killed - times[len(saved)] if len(saved) < len(times) else 0
    print(f"\nKilled after {killed - began:.1f} s of typing: {len(typed) - len(saved)} letters, {lost:.2f} s lost")
    assert lost <= MOST_LOST


LONG = "Ein sehr langes Wort: " + "Unterbringungszusammenhang" * 4


def test_a_section_fits_and_is_accessible_in_every_state(sign_in_as, cast, audit):
    page = sign_in_as(cast.ana)
    answers = {"seen-alone": AnswerDraft("no"), "why-not": AnswerDraft(LONG), "team": AnswerDraft(LONG)}
    notes = [commands.NoteDraft(None, LONG), commands.NoteDraft(None, "Short")]
    paths = {"empty": f"/audits/{audit.pk}/domains/visits/", "facts": f"/audits/{audit.pk}/domains/facts/"}
    for name, path in paths.items():
        look(page, path, f"audits-section-{name}")
    draft = commands.SectionDraft(
        Grade.GOOD, "All forms on time. " * 30, [LONG], [LONG], "", notes, {"neglect"}, answers
    )
    commands.save_sections(audit, {"visits": draft}, by=cast.ana)
    look(page, paths["empty"], "audits-section-long")
    page.get_by_label("How many visits were there?").fill("lots")
    page.get_by_label("How was the grade reached").fill("")
    page.locator("#question-visits").get_by_label("Not applicable").check()
    with page.expect_response(lambda answer: answer.status == 422):
        page.get_by_role("button", name="Add another note").press("Tab")
    page.evaluate("document.querySelector('form[data-autosave]').submit()")
    page.get_by_text("There is a problem").wait_for()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        assert_fits(page)
        screenshot(page, "audits-section-errors", width)
    look(page, f"/audits/{audit.pk}/", "audits-section-tasks")
    look(page, f"/audits/{audit.pk}/check/", "audits-section-check")


def look(page, path, name):
    page.goto(path)
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page)
        assert_accessible(page)
        screenshot(page, name, width)
