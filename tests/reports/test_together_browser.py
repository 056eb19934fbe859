"""Two people write one report in a real Chromium: autosave, both texts, comments and suggestions by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from reports import assembly, commands
from reports.models import Comment, Report, SuggestedChange
from tests.browser import assert_accessible, assert_fits, kill, make_mortal, screenshot
from tests.factories import at
from tests.reports.conftest import WORDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED = re.compile(r"Saved at \d\d:\d\d")
NOW = at(2026, 7, 8, 10)
PROSE = WORDS["summary"]["prose"]


@pytest.fixture
def page(sign_in_as, cast, written):
    page = sign_in_as(cast.quinn)
    page.goto(f"/reports/{written.pk}/edit/")
    return page


def state(page, words=SAVED):
    page.locator("[data-autosave-state]", has_text=words).wait_for()


def prose(report, place):
    return assembly.words_of(report)[place]["prose"]


def summary(page):
    return page.get_by_label("Summary (optional)", exact=True)


def next_quarter(page):
    return page.get_by_label("Next quarter", exact=True)


def looked_at(page, name, path):
    page.goto(path)
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page)
        screenshot(page, f"together-{name}", width)
    assert_accessible(page)


def test_words_save_themselves_and_survive_losing_the_network(page, written):
    summary(page).fill("A calm quarter.")
    state(page)
    assert prose(written, "summary") == "A calm quarter."

    page.context.set_offline(True)
    summary(page).press_sequentially(" Then the network went.")
    state(page, re.compile("you are offline"))
    page.context.set_offline(False)
    state(page)

    assert prose(written, "summary") == "A calm quarter. Then the network went."
    assert page.evaluate("sessionStorage.length") == 0


def test_words_wait_in_the_tab_while_offline_and_come_back(page, written):
    make_mortal(page)
    page.reload()
    page.context.set_offline(True)
    summary(page).fill("Written on the train.")
    state(page, re.compile("you are offline"))
    kill(page)
    page.context.set_offline(False)
    page.goto(f"/reports/{written.pk}/edit/")

    expect(summary(page)).to_have_value("Written on the train.")
    state(page)
    assert prose(written, "summary") == "Written on the train."


def test_words_typed_before_the_script_has_come_are_saved_too(page, written):
    late = []
    page.route("**/autosave*.js", lambda route: late.append(route))
    page.goto(f"/reports/{written.pk}/edit/", wait_until="commit")
    summary(page).fill("Typed at once.")
    while not late:
        page.wait_for_timeout(20)
    late[0].continue_()
    state(page)
    assert prose(written, "summary") == "Typed at once."


def test_a_choice_saves_itself_and_a_suggestion_waits_for_the_button(page, written):
    choice = page.locator(".qa-choices input[type=checkbox]").first
    assert choice.is_checked()
    choice.uncheck()
    state(page)
    version = Report.objects.get(pk=written.pk).version
    assert "Check chronologies." not in str(assembly.words_of(written)["actions"])

    page.get_by_text("Choose from the findings for Practice strengths").click()
    tick = page.locator("input[name=pick-strengths_focus-strengths]").first
    tick.check()
    page.wait_for_timeout(1800)
    assert Report.objects.get(pk=written.pk).version == version
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Your words are saved.").wait_for()

    assert len(assembly.words_of(written)["strengths_focus"]["strengths"]) == 2
    summary(page).fill("And more.")
    state(page)
    assert len(assembly.words_of(written)["strengths_focus"]["strengths"]) == 2


def test_two_write_in_two_places_and_see_each_other(page, written, wes):
    commands.save_words(written, {"next_quarter": {"prose": "Wes wrote this."}}, version=written.version, by=wes)

    summary(page).fill("Quinn wrote this.")
    state(page)

    expect(next_quarter(page)).to_have_value("Wes wrote this.")
    expect(page.get_by_text("Somebody else saved “Next quarter” in the meantime.")).to_be_visible()
    assert (prose(written, "summary"), prose(written, "next_quarter")) == ("Quinn wrote this.", "Wes wrote this.")
    screenshot(page, "together-others", 1280)
    reading = page.locator("[data-reading=id_next_quarter]")
    expect(reading).to_contain_text("As it read when this page was opened")
    version = Report.objects.get(pk=written.pk).version
    next_quarter(page).press_sequentially(" Quinn adds.")
    state(page)
    page.wait_for_timeout(2500)
    assert prose(written, "next_quarter") == "Wes wrote this. Quinn adds."
    assert Report.objects.get(pk=written.pk).version > version


def test_both_texts_are_shown_where_both_wrote(page, written, wes):
    commands.save_words(written, {"summary": {"prose": "Wes wrote this."}}, version=written.version, by=wes)

    summary(page).fill("Quinn wrote this.")
    panel = page.get_by_role("region", name="These words were also saved somewhere else")
    panel.wait_for()

    assert prose(written, "summary") == "Wes wrote this."
    expect(panel.get_by_text("Wes wrote this.")).to_be_visible()
    expect(panel.get_by_text("Quinn wrote this.")).to_be_visible()
    assert_accessible(page)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page)
        screenshot(page, "together-conflict", width)
    page.get_by_role("button", name="Keep my words").click()
    page.get_by_text("Your words are saved.").wait_for()
    assert prose(written, "summary") == "Quinn wrote this."


def test_without_a_script_the_button_saves_and_shows_both_texts(page, written, wes, chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(f"/reports/{written.pk}/edit/")
    commands.save_words(written, {"summary": {"prose": "Wes wrote this."}}, version=written.version, by=wes)
    summary(plain).fill("Quinn wrote this.")
    plain.get_by_role("button", name="Save", exact=True).click()
    panel = plain.get_by_role("region", name="These words were also saved somewhere else")
    expect(panel.get_by_text("Wes wrote this.")).to_be_visible()
    plain.get_by_role("button", name="Keep my words").click()

    expect(plain.get_by_text("Your words are saved.")).to_be_visible()
    assert prose(written, "summary") == "Quinn wrote this."
    context.close()


def press(page, locator, key="Enter"):
    locator.focus()
    page.keyboard.press(key)


def test_a_comment_and_a_suggestion_by_keyboard(page, written):
    press(page, page.get_by_role("link", name="Comment on Summary (optional)", exact=True))
    page.wait_for_url("**/comments/?place=summary#place-summary")
    page.get_by_label("Your comment").focus()
    page.keyboard.type("Say what changed for children.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Your comment is there for all who write and sign off this report.").wait_for()
    press(page, page.get_by_role("link", name="Suggest another wording for Summary (optional)", exact=True))
    page.wait_for_url("**/suggest/summary/")
    page.get_by_label("How it should read: Summary (optional)").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("A calm quarter.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Your wording is suggested.").wait_for()

    [comment] = Comment.objects.all()
    [change] = SuggestedChange.objects.all()
    assert (comment.text, change.wording, change.based_on) == (
        "Say what changed for children.", "A calm quarter.", PROSE,
    )  # fmt: skip
    press(page, page.get_by_role("button", name="Resolve what Quinn said about Summary (optional)"))
    page.get_by_text("The comment is resolved.").wait_for()
    press(page, page.get_by_role("link", name="Look at it and answer: what Quinn suggests for Summary (optional)"))
    press(page, page.get_by_role("button", name="Accept"))
    page.get_by_text("The suggested wording stands in the report.").wait_for()
    assert prose(written, "summary") == "A calm quarter."


def test_every_page_is_accessible_and_fits(page, written, cast, wes):
    commands.set_owners(written, {"highlights": wes, "next_quarter": cast.quinn}, by=cast.quinn)
    commands.comment(written, "summary", text="Too calm? Say what changed for children.", by=wes, at=NOW)
    done = commands.comment(written, "next_quarter", text="By whom?", by=wes, at=NOW)
    commands.resolve(done, by=cast.quinn, at=NOW)
    wording = "A calm quarter, with **two** changes.\n\n- Supervision improved\n- Visits are late"
    change = commands.suggest(written, "summary", wording=wording, based_on=PROSE, by=wes, at=NOW)
    declined = commands.suggest(written, "next_quarter", wording="Nothing.", based_on="", by=wes, at=NOW)
    commands.decline(declined, reason="We look at transitions.", by=cast.quinn, at=NOW)
    base = f"/reports/{written.pk}/"
    looked_at(page, "suggested", f"{base}suggested/{change.pk}/")
    commands.save_words(
        written, {"summary": {"prose": "A wild quarter."}}, version=written.version, by=wes, at=at(2026, 7, 9, 9)
    )

    looked_at(page, "index", "/reports/")
    looked_at(page, "edit", f"{base}edit/")
    looked_at(page, "owners", f"{base}owners/")
    looked_at(page, "comments", f"{base}comments/?place=summary")
    looked_at(page, "suggest", f"{base}suggest/summary/")
    looked_at(page, "suggested-changed", f"{base}suggested/{change.pk}/")
    looked_at(page, "history", f"{base}history/")
    looked_at(page, "compare", f"{base}history/compare/?from=2&to=3")
    looked_at(page, "sign-off", f"{base}sign-off/")
