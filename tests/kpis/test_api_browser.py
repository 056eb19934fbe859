"""An analyst adds a program in a real browser; every page on the way is accessible and fits a phone."""

import pytest
from playwright.sync_api import expect

from kpis import api_clients
from tests.browser import assert_accessible, assert_fits, follow, screenshot

WIDTHS = (320, 768, 1280)


def look(page, name):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        assert_fits(page)
        screenshot(page, f"api-{name}", width)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_program_from_nothing_to_revoked(sign_in_as, places, cast):
    page = sign_in_as(cast.andy)
    page.goto("/indicators/api/")
    look(page, "empty")
    follow(page.get_by_role("button", name="Add a program"))
    look(page, "new")
    follow(page.get_by_role("button", name="Make the token"))
    expect(page.get_by_role("link", name="Enter a name for the program.")).to_be_visible()
    look(page, "errors")

    page.get_by_label("Program").fill("Power BI, performance and intelligence team, monthly board pack")
    page.get_by_label("Unit", exact=True).select_option(label="Demo Council")
    page.get_by_label("The council's own staff").check()
    page.get_by_label("Values: the figures").check()
    follow(page.get_by_role("button", name="Make the token"))
    token = page.get_by_label("Token", exact=True).input_value()
    assert api_clients.client_with(token).scopes == ["values"]
    look(page, "made")

    follow(page.get_by_role("link", name="I have copied it"))
    assert token not in page.content()
    look(page, "list")
    follow(page.get_by_role("link", name="Revoke the token of"))
    look(page, "revoke")
    page.get_by_role("button", name="Revoke the token").click()
    expect(page.get_by_text("It opens nothing any more.")).to_be_visible()
    look(page, "revoked")
    page.goto("/indicators/api/documentation/")
    look(page, "documentation")
