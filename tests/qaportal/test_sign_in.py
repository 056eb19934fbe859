"""Signing in and out, in a browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from qaportal.run import ACCOUNTS, PASSWORD
from tests.browser import assert_accessible, assert_fits, sign_in_by_form


@pytest.fixture
def ana(cast):
    cast.ana.set_password("a-good-long-password")
    cast.ana.save()
    return cast.ana


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_wrong_password_then_right_one_then_out_again(browser_page, ana):
    page = browser_page
    page.goto("/")
    expect(page).to_have_title("Sign in – qaportal")
    assert_accessible(page)

    sign_in_by_form(page, ana.email, "not-her-password")
    expect(page).to_have_title("Error: Sign in – qaportal")
    assert page.get_by_label("Email address").input_value() == ana.email
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Email address")).to_be_focused()
    assert_accessible(page)

    sign_in_by_form(page, ana.email, "a-good-long-password")
    page.get_by_role("button", name="Sign out").wait_for()
    expect(page.get_by_role("banner").get_by_text("Ana")).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    assert_accessible(page)
    page.goto("/")
    expect(page).to_have_title("Sign in – qaportal")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_sign_in_fits_a_small_phone(browser_page):
    browser_page.set_viewport_size({"width": 320, "height": 640})
    browser_page.goto("/sign-in/")
    assert_fits(browser_page)
    assert_accessible(browser_page)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "title"), [("/sign-out/", "Sign out – qaportal"), ("/no-such-page/", "Page not found – qaportal")]
)
def test_plain_pages_fit_a_small_phone(sign_in_as, cast, path, title):
    page = sign_in_as(cast.adi)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    expect(page).to_have_title(title)
    assert_fits(page)
    assert_accessible(page)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_without_scripts_one_signs_in_and_sees_the_navigation_on_a_phone(chromium, live_server, ana):
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 320, "height": 640}
    )
    page = context.new_page()
    sign_in_by_form(page, ana.email, "a-good-long-password")
    navigation = page.get_by_role("navigation", name="Main")
    navigation.wait_for()
    expect(navigation.get_by_role("link", name="Home")).to_be_visible()
    assert page.get_by_role("button", name="Menu").count() == 0
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    context.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_menu_of_a_phone_opens_by_keyboard(sign_in_as, cast):
    page = sign_in_as(cast.adi)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/sign-out/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    assert page.get_by_role("link", name="Home", exact=True).is_hidden()
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Home", exact=True)).to_be_visible()
    assert page.get_by_role("button", name="Menu").get_attribute("aria-expanded") == "true"
    assert_accessible(page)


def test_the_demonstration_lists_its_accounts(client, db):
    page = client.get(reverse("account_login")).content.decode()
    assert [name for name, _ in ACCOUNTS if f"<dt>{name}@demo.example</dt>" not in page] == []
    assert page.count("@demo.example</dt>") == len(ACCOUNTS)
    assert PASSWORD in page
