"""In a real Chromium: a session that ends while a form without autosave is written costs no words."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from audits.models import Concern
from tests.browser import assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = {
    "What worries you?": "She was alone at night.",
    "What has been done at once": "The duty manager visited.",
    "Who has been told?": "The duty manager.",
}
KEPT = "What you typed before was kept in this tab."


@pytest.fixture
def lost(sign_in_as, cast, submitted):
    """Tess wrote a concern, and her session had ended when she sent it."""
    page = sign_in_as(cast.tess)
    page.goto(f"/audits/{submitted.pk}/concern/")
    for label, words in WORDS.items():
        page.get_by_label(label).fill(words)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Raise the concern").click()
    expect(page.get_by_label(next(iter(WORDS)))).to_have_count(0)
    assert not Concern.objects.exists()
    return page


def test_the_words_are_there_after_signing_in_again_and_gone_once_sent(lost, sign_in_as, cast, submitted):
    page = sign_in_as(cast.tess)
    page.goto(f"/audits/{submitted.pk}/concern/")
    expect(page.get_by_role("status").filter(has_text=KEPT)).to_be_visible()
    for label, words in WORDS.items():
        expect(page.get_by_label(label)).to_have_value(words)
    assert_accessible(page)
    page.get_by_role("button", name="Raise the concern").click()
    page.wait_for_url("**/audits/concerns/**")
    page.wait_for_function("sessionStorage.length === 0")

    assert Concern.objects.get().what == WORDS["What worries you?"]
    page.goto(f"/audits/{submitted.pk}/concern/")
    for label in WORDS:
        expect(page.get_by_label(label)).to_have_value("")


def test_another_person_in_the_same_tab_never_gets_them(lost, sign_in_as, cast, submitted):
    page = sign_in_as(cast.ana)
    page.goto(f"/audits/{submitted.pk}/concern/")
    page.wait_for_function("sessionStorage.length === 0")

    for label in WORDS:
        expect(page.get_by_label(label)).to_have_value("")
    expect(page.get_by_text(KEPT)).to_have_count(0)
