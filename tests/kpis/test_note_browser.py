"""An owner is asked, signs in, answers by keyboard; who asked reads it. Every page passes axe and fits."""

import datetime

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from kpis import noting
from kpis.models import Indicator, Note, NoteRequest
from kpis.note_rules import Reason
from tests.browser import assert_accessible, assert_fits, screenshot, sign_in_by_form
from tests.kpis.conftest import AUGUST, SAMPLE, load

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "A long word without end: " + "Verwaltungsgerichtsbarkeit" * 6


@pytest.fixture
def reds(indicators, places, cast):
    load(SAMPLE, places.council)
    Indicator.objects.update(answered_by=cast.hal)
    Indicator.objects.filter(ref="3.3").update(answered_by=cast.pat)
    Indicator.objects.filter(ref="4.8").update(answered_by=None)


def tab_to(page, target, most=90):
    """Press Tab until `target` has the focus, as somebody without a mouse does."""
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("The keyboard does not reach it.")


def test_the_owner_is_asked_and_answers_by_keyboard_and_who_asked_reads_it(sign_in_as, browser_page, cast, reds):
    page = sign_in_as(cast.quinn)
    page.goto("/indicators/?month=2023-08")
    tab_to(page, page.get_by_role("link", name="Ask the owners"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ask the owners")).to_be_visible()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(4)
    assert_accessible(page)
    tab_to(page, page.get_by_role("button", name="Ask the owners"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("4 notes are asked for. The owners are told by e-mail.")).to_be_visible()

    cast.pat.set_password("quality-first-2026")
    cast.pat.save()
    page.context.clear_cookies()
    sign_in_by_form(page, cast.pat.email, "quality-first-2026")
    expect(page.get_by_role("heading", name="Notes asked of you")).to_be_visible()
    assert_accessible(page)
    tab_to(page, page.get_by_role("link", name="3.3 % of CIN children visited"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("What changed?"))
    page.keyboard.type("Fewer visits in time.")
    page.keyboard.press("Tab")
    page.keyboard.type("Four posts were empty.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Say what comes next")).to_be_visible()
    expect(page.get_by_label("Why?")).to_have_value("Four posts were empty.")
    assert page.title().startswith("Error: ")
    assert_accessible(page)
    tab_to(page, page.get_by_label("What next?"))
    page.keyboard.type("Cover from October.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your note is saved. Quinn is told.")).to_be_visible()
    expect(page.get_by_role("heading", name="What the owner says")).to_be_visible()
    assert_accessible(page)

    sign_in_as(cast.quinn)
    page.goto("/indicators/notes/?state=answered")
    page.get_by_role("link", name="3.3 % of CIN children visited").click()
    expect(page.get_by_text("Cover from October.")).to_be_visible()
    page.goto("/indicators/?month=2023-08")
    expect(page.get_by_text("Fewer visits in time. Four posts were empty. Cover from October.")).to_be_visible()


def test_what_is_typed_survives_the_end_of_the_session(sign_in_as, cast, places, reds):
    request = noting.ask_for_note(
        Indicator.objects.get(ref="3.3"), places.council, AUGUST, reason=Reason.RED, due_on=timezone.localdate(),
        by=cast.quinn,
    )  # fmt: skip
    page = sign_in_as(cast.pat)
    page.goto(request.get_absolute_url())
    for label in ("What changed?", "Why?", "What next?"):
        page.get_by_label(label).fill(f"About {label}")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert Note.objects.count() == 0

    sign_in_as(cast.pat)
    page.goto(request.get_absolute_url())
    expect(page.get_by_label("Why?")).to_have_value("About Why?")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("Your note is saved.")).to_be_visible()
    assert Note.objects.get().what_changed == "About What changed?"


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_page_of_notes_is_accessible_and_fits(sign_in_as, cast, places, reds, width):
    day = timezone.localdate()

    def ask(ref, **how):
        facts = {"reason": Reason.RED, "due_on": day, "by": cast.quinn, **how}
        return noting.ask_for_note(Indicator.objects.get(ref=ref), places.council, AUGUST, **facts)

    late, answered = ask("3.3", of=cast.quinn), ask("5.10", of=cast.quinn)
    NoteRequest.objects.filter(pk=late.pk).update(due_on=day - datetime.timedelta(days=3))
    for why in ("We do not know yet.", LONG):
        noting.answer_note(answered, what_changed=f"{LONG}\n\nMore.", why=why, what_next="Cover. " * 60, by=cast.quinn)
    noting.raise_indicator_action(
        answered.indicator, places.council, AUGUST, text=LONG, owner=cast.quinn, due_on=day, by=cast.quinn
    )
    page = sign_in_as(cast.quinn)
    page.set_viewport_size({"width": width, "height": 900})
    urls = {
        "home": "/",
        "list": "/indicators/notes/?state=all",
        "empty": "/indicators/notes/?whose=by_me&state=answered&month=2023-08",
        "late": late.get_absolute_url(),
        "answered": answered.get_absolute_url(),
        "hand-over": f"{late.get_absolute_url()}hand-over/",
        "ask": "/indicators/2.1/ask/?month=2023-08",
        "ask-all": "/indicators/notes/ask/?month=2023-08",
        "nobody": "/indicators/notes/ask/?month=2021-01",
        "action": "/indicators/3.3/action/?month=2023-08",
        "indicator": "/indicators/5.10/?month=2023-08",
        "highlight": "/indicators/?month=2023-08",
        "sentences": "/indicators/sentences/?month=2023-08",
        "exceptions": "/indicators/exceptions/?month=2023-08",
        "theme": "/indicators/themes/visits/?month=2023-08",
    }
    for name, url in urls.items():
        page.goto(url)
        assert_accessible(page)
        assert_fits(page)
        screenshot(page, f"notes-{name}", width)
