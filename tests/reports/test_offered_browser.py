"""Figures that a report does not print are picked in a real Chromium, and what changed leads to where it comes from."""

import datetime

import pytest
from playwright.sync_api import expect

from reports import assembly, commands
from tests.browser import assert_accessible, assert_fits, screenshot
from tests.factories import at
from tests.reports.conftest import APRIL

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(sign_in_as, cast):
    page = sign_in_as(cast.quinn)
    page.context.route("**/favicon.svg", lambda route: route.fulfill(status=204))
    return page


def looked_at(page, name):
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page)
        screenshot(page, f"offered-{name}", width)
    assert_accessible(page)


def test_a_figure_of_the_quarter_is_put_into_a_decision_report(page, cast, places, full_quarter):
    report = commands.start_report(
        kind="decision", unit=places.council, starts_on=APRIL, title="Evening courses", by=cast.quinn,
        at=at(2026, 7, 6),
    )  # fmt: skip
    page.goto(f"/reports/{report.pk}/edit/")
    summary = page.locator("#id_summary")
    summary.fill("Visits stand at ")
    page.get_by_text("Insert a figure into Summary", exact=True).first.click()
    page.locator("#figure-summary").select_option("indicator 3.3")
    page.locator("button[name=insert][value=summary]").click()
    expect(summary).to_have_value("Visits stand at {{ indicator 3.3 value }}")
    page.get_by_text("Saved at").wait_for()
    assert assembly.words_of(report)["summary"]["prose"] == "Visits stand at {{ indicator 3.3 value }}"
    looked_at(page, "decision")

    page.goto(f"/reports/{report.pk}/preview/")
    expect(page.get_by_text("77.8% (615 of 790, June 2026)").first).to_be_visible()


def test_what_changed_and_a_chart_lead_to_where_they_come_from(page, cast, places, load_june):
    load_june()
    better = (("615,790,77.8%", "700,790,88.6%"), ("84.0%,77.8%,85%", "84.0%,88.6%,85%"))
    load_june(*better, month=datetime.date(2026, 7, 1))
    report = commands.start_report(
        kind="highlight", unit=places.council, starts_on=datetime.date(2026, 7, 1), by=cast.quinn, at=at(2026, 8, 10)
    )
    page.goto(f"/reports/{report.pk}/preview/")

    for key in ("changed-3.3", "months-4.8"):
        page.locator(f'a[href="#source-{key}"]').first.click()
        expect(page.locator(f'[id="source-{key}"]')).to_be_in_viewport()
    looked_at(page, "changes")
