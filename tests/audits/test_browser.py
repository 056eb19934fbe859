"""In a real Chromium: every page is accessible and fits, and nothing that somebody typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from audits import commands
from audits.grading import Grade
from audits.models import Finding, Grading
from tests.audits.conftest import moderated
from tests.browser import assert_accessible, assert_fits, follow, kill, make_mortal, screenshot
from tests.factories import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 768, 1280)


def look(page, path, name):
    """axe finds nothing, and nothing scrolls sideways, on a phone, a tablet and a desk."""
    page.goto(path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page)
        screenshot(page, f"audits-{name}", width)
    assert_accessible(page)


def test_an_auditors_pages(sign_in_as, cast, allocate, write, submit, agree):
    empty, half, back = allocate(), allocate(case_reference="QA222222"), allocate(case_reference="QA333333")
    section = half.tool_version.sections.get(code="assessment")
    commands.save_section(
        half, section, version=None, grade=Grade.GOOD, by=cast.ana,
        rationale="The assessment draws on both parents and the child.\n\nIt led to a plan that the family understood.",
        strengths=["Father was sought out and heard", "The chronology was used"], focus=["Update after the move"],
    )  # fmt: skip
    submit(back)
    commands.begin_moderation(back, by=cast.mo)
    commands.send_back(back, reason="Say more about what changed for the child.", by=cast.mo, at=at(2026, 5, 18))
    agree(allocate(case_reference="QA444444"), changed={"planning": Grade.REQUIRES_IMPROVEMENT})
    submit(allocate(case_reference="QA555555"))
    page = sign_in_as(cast.ana)

    look(page, "/audits/", "index")
    look(page, "/audits/new/", "new")
    look(page, f"/audits/{half.pk}/", "to-do")
    look(page, f"/audits/{back.pk}/", "sent-back")
    look(page, f"/audits/{half.pk}/domains/assessment/", "domain")
    look(page, f"/audits/{half.pk}/voice/", "voice")
    look(page, f"/audits/{half.pk}/overall/", "overall")
    look(page, f"/audits/{half.pk}/check/", "check")
    look(page, f"/audits/{back.pk}/check/", "check-ready")
    look(page, f"/audits/{empty.pk}/withdraw/", "withdraw")
    page.goto("/audits/new/")
    follow(page.get_by_role("button", name="Start the audit"))
    assert_accessible(page)
    assert page.title().startswith("Error: Start an audit")
    screenshot(page, "audits-new-error")


def test_a_moderators_pages(sign_in_as, cast, allocate, submit, tool):
    audit = submit(allocate())
    submit(allocate(case_reference="QA222222"))
    page = sign_in_as(cast.mo)

    look(page, "/audits/moderation/", "to-moderate")
    look(page, f"/audits/{audit.pk}/", "begin")
    page.get_by_role("button", name="Begin moderation").click()
    page.wait_for_url("**/moderation/")
    look(page, f"/audits/{audit.pk}/moderation/", "moderate")
    look(page, f"/audits/{audit.pk}/moderation/send-back/", "send-back")
    grades = {"voice": Grade.REQUIRES_IMPROVEMENT, "overall": Grade.REQUIRES_IMPROVEMENT}
    commands.save_moderated_grades(audit, moderated(tool, **grades), finished=True, by=cast.mo)
    look(page, f"/audits/{audit.pk}/moderation/agree/", "agree")
    follow(page.get_by_role("button", name="Agree the grades"))
    assert_accessible(page)
    expect(page.get_by_role("link", name="Overall: choose why the auditor’s grade changes")).to_be_visible()
    screenshot(page, "audits-agree-error")


def test_a_managers_pages(sign_in_as, cast, allocate, submit, agree):
    audit = agree(allocate(), changed={"planning": Grade.REQUIRES_IMPROVEMENT})
    for grade in (Grade.OUTSTANDING, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE):
        agree(allocate(), original={"overall": grade, "risk": grade})
    submit(allocate(case_reference="QA333333"))
    finding = audit.findings.get(kind="focus", section__code="planning")
    done = audit.findings.get(kind="focus", section__code="voice")
    commands.raise_action_from(
        done, text="Direct work.", owner=cast.pat, due_on=at(2026, 7, 1).date(), by=cast.tess, at=at(2026, 5, 21)
    )
    page = sign_in_as(cast.tess)

    look(page, "/audits/team/", "team")
    look(page, "/audits/all/", "all")
    look(page, f"/audits/{audit.pk}/", "agreed")
    look(page, f"/audits/{audit.pk}/findings/{finding.pk}/action/", "raise-action")


@pytest.fixture
def as_ana(sign_in_as, cast):
    return sign_in_as(cast.ana)


def state(page, words):
    page.locator("[data-autosave-state]", has_text=re.compile(words)).wait_for()


def test_words_are_saved_within_three_seconds_and_survive_losing_the_network(as_ana, allocated):
    page = as_ana
    page.goto(f"/audits/{allocated.pk}/domains/voice/")
    rationale = page.get_by_label("How was the grade reached")

    page.get_by_label("Good", exact=True).check()
    rationale.press_sequentially("Seen alone twice. ")
    page.locator("[data-autosave-state]", has_text=re.compile(r"Saved at \d\d:\d\d")).wait_for(timeout=3000)
    row = Grading.objects.get(audit=allocated)
    assert (row.grade, row.rationale) == ("good", "Seen alone twice. ")

    page.context.set_offline(True)
    rationale.press_sequentially("Then the network went.")
    page.get_by_label("Practice strengths").fill("Drew a map\n\nof home")
    state(page, "you are offline")
    page.context.set_offline(False)
    state(page, r"Saved at \d\d:\d\d")

    row.refresh_from_db()
    assert row.rationale == "Seen alone twice. Then the network went."
    texts = Finding.objects.filter(audit=allocated).order_by("position").values_list("text", flat=True)
    assert list(texts) == ["Drew a map", "of home"]
    assert page.evaluate("sessionStorage.length") == 0


def test_words_wait_in_the_tab_while_offline_and_come_back_after_a_reload(as_ana, allocated):
    page = as_ana
    make_mortal(page)
    page.goto(f"/audits/{allocated.pk}/domains/voice/")
    page.context.set_offline(True)
    page.get_by_label("How was the grade reached").press_sequentially("Written on the train")
    state(page, "you are offline")
    assert not Grading.objects.exists()
    kill(page)
    page.context.set_offline(False)
    page.goto(f"/audits/{allocated.pk}/domains/voice/")

    expect(page.get_by_label("How was the grade reached")).to_have_value("Written on the train")
    state(page, r"Saved at \d\d:\d\d")
    assert Grading.objects.get(audit=allocated).rationale == "Written on the train"


def test_a_session_that_ends_in_mid_sentence_loses_nothing(sign_in_as, cast, allocated):
    page = sign_in_as(cast.ana)
    page.goto(f"/audits/{allocated.pk}/domains/voice/")
    page.context.clear_cookies()
    page.get_by_label("How was the grade reached").press_sequentially("Half a sen")
    state(page, "you are signed out")

    sign_in_as(cast.ana).reload()
    state(page, r"Saved at \d\d:\d\d")

    assert Grading.objects.get(audit=allocated).rationale == "Half a sen"


def test_two_tabs_never_overwrite_each_other_silently(sign_in_as, cast, allocated):
    page = sign_in_as(cast.ana)
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"/audits/{allocated.pk}/domains/voice/")
    page.get_by_label("How was the grade reached").press_sequentially("From the first tab")
    state(page, r"Saved at \d\d:\d\d")

    other.get_by_label("How was the grade reached").press_sequentially("From the second tab")
    panel = other.get_by_role("region", name="These words were also saved somewhere else")
    panel.wait_for()

    assert Grading.objects.get(audit=allocated).rationale == "From the first tab"
    expect(panel.get_by_text("From the first tab")).to_be_visible()
    expect(panel.get_by_text("From the second tab")).to_be_visible()
    assert_accessible(other)
    screenshot(other, "audits-conflict")
    screenshot(other, "audits-conflict", 320)
    other.get_by_role("button", name="Keep my words").click()
    other.get_by_text("Your words are saved.").wait_for()
    assert Grading.objects.get(audit=allocated).rationale == "From the second tab"


def test_save_and_continue_right_after_typing_keeps_every_word_and_opens_the_next_domain(sign_in_as, cast, allocated):
    page = sign_in_as(cast.ana)
    page.goto(f"/audits/{allocated.pk}/domains/voice/")
    page.get_by_label("Good", exact=True).check()
    page.get_by_label("How was the grade reached").fill("All of it")
    page.get_by_label("What difference did it make").fill("Home is calm.")
    follow(page.get_by_role("button", name="Save and continue"))

    page.get_by_role("heading", name="Risk and threshold", level=1).wait_for()
    assert Grading.objects.get(audit=allocated).rationale == "All of it"


def test_without_javascript_the_save_button_does_everything(chromium, live_server, sign_in_as, cast, allocated):
    cookies = sign_in_as(cast.ana).context.cookies()
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"/audits/{allocated.pk}/domains/voice/")
    page.get_by_label("Good", exact=True).check()
    page.get_by_label("How was the grade reached").fill("By the button")
    page.get_by_label("What difference did it make").fill("Home is calm.")
    follow(page.get_by_role("button", name="Save and continue"))

    assert page.get_by_role("heading", level=1).inner_text() == "Risk and threshold"
    assert Grading.objects.get(audit=allocated).rationale == "By the button"
    context.close()
