"""An analyst loads a month with real clicks; the pages pass axe and fit a phone."""

import pytest
from playwright.sync_api import expect

from kpis.models import Value
from tests.browser import assert_accessible, assert_fits, follow
from tests.kpis.conftest import SAMPLE, load

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_analyst_puts_a_fault_right_and_loads_the_month(sign_in_as, cast, indicators, edited):
    page = sign_in_as(cast.andy)
    page.goto("/indicators/")
    page.get_by_role("link", name="Load a month").click()
    page.get_by_label("Month").select_option("2023-08")
    page.get_by_label("File").set_input_files(edited(('"1,958"', '"2,958"')))
    page.get_by_role("button", name="Check the file").click()

    expect(page.get_by_text("The numerator 2,958 is greater than the denominator 2,165.")).to_be_visible()
    expect(page.get_by_role("link", name="Download the file with its faults marked")).to_be_visible()
    assert_accessible(page)
    assert Value.objects.count() == 0

    page.get_by_role("link", name="Upload another file").click()
    page.get_by_label("Month").select_option("2023-08")
    page.get_by_label("File").set_input_files(SAMPLE)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", name="Added: 121")).to_be_visible()
    assert_accessible(page)
    follow(page.get_by_role("button", name="Confirm and load"))

    page.goto("/indicators/")
    expect(page.get_by_role("heading", name="Highlight indicators, August 2023")).to_be_visible()
    tiles = page.get_by_role("list", name="How many indicators stand where")
    assert " ".join(tiles.inner_text().split()) == (
        "Green 3 of 17 indicators Amber 6 of 17 indicators Red 5 of 17 indicators No target 3 of 17 indicators"
    )


def test_the_dashboard_fits_1280_whole_and_an_indicator_draws_its_targets(sign_in_as, cast, places, indicators):
    load(SAMPLE, places.council)
    page = sign_in_as(cast.dee)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/indicators/")

    region = page.get_by_role("region", name="Highlight indicators")
    assert region.evaluate("region => region.scrollWidth - region.clientWidth") == 0
    follow(page.get_by_role("link", name="% of CIN children visited within the past four weeks"))
    # The library is only loaded once somebody opens the chart.
    assert page.evaluate("typeof window.Plotly") == "undefined"
    page.get_by_text("Open the interactive chart").click()
    page.wait_for_selector("[data-drawn=yes]")
    drawn = page.locator(".qa-chart .annotation-text").all_text_contents()
    assert drawn == ["Minimum 85%", "Upper 90%"]


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_page_is_accessible_and_fits(sign_in_as, cast, places, indicators, width):
    done = load(SAMPLE, places.council)
    page = sign_in_as(cast.andy)
    page.set_viewport_size({"width": width, "height": 900})

    for url in (
        "/indicators/", "/indicators/?month=2022-01", "/indicators/2.1/", "/indicators/1.2/", "/indicators/loads/",
        "/indicators/loads/new/", done.get_absolute_url(),
    ):  # fmt: skip
        page.goto(url)
        assert_accessible(page)
        assert_fits(page)
