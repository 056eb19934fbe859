"""The analyst defines an indicator with real clicks; the pages pass axe, fit a phone and need no script."""

import pytest
from playwright.sync_api import expect

from kpis import defining
from kpis.models import Definition, Indicator, Target
from kpis.populations import set_population
from tests.browser import assert_accessible, assert_fits
from tests.kpis.conftest import AT, AUGUST

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fill_in_a_rate(page, check):
    page.goto("/indicators/definitions/")
    page.get_by_role("link", name="Define a new indicator").click()
    check(page)
    page.get_by_label("Reference").fill("7.1")
    page.get_by_label("Theme").fill("Front door")
    page.get_by_label("From which month on?").select_option("2023-04")
    page.get_by_label("Title").fill("Referrals per 10,000 children")
    page.get_by_label("Rate per 10,000 children").check()
    page.get_by_label("Lower is better", exact=True).check()
    page.get_by_label("In the month").check()
    page.get_by_role("button", name="Define it").click()


def set_target(page, month, target, check):
    page.get_by_role("link", name="Set, step or end a target").click()
    check(page)
    page.get_by_label("From which month on?").select_option(month)
    page.get_by_label("One target, met or missed").check()
    page.get_by_label("The figure must be").select_option("<=")
    page.get_by_label("Target", exact=True).fill(target)
    page.get_by_role("button", name="Set the target").click()


def change_in_january(page, check):
    page.get_by_role("link", name="Change what is counted").click()
    check(page)
    page.get_by_label("From which month on?").select_option("2024-01")
    page.get_by_label("What is counted otherwise?").fill("Contacts that end at once no longer count.")
    page.get_by_label("In the quarter").check()
    page.get_by_role("button", name="Change the definition").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_analyst_defines_a_rate_steps_its_target_and_changes_it(sign_in_as, cast, chromium, live_server, scripts):
    page = sign_in_as(cast.andy)
    if not scripts:
        context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
        context.add_cookies(page.context.cookies())
        page = context.new_page()
    check = assert_accessible if scripts else (lambda page: None)
    fill_in_a_rate(page, check)
    set_target(page, "2023-08", "60", check)
    set_target(page, "2023-10", "55.5", check)
    change_in_january(page, check)
    check(page)

    expect(page.get_by_text("Contacts that end at once no longer count. The trend line breaks here.")).to_be_visible()
    steps = Target.objects.order_by("validity")
    assert [(step.validity.lower.month, step.operator, str(step.target.normalize())) for step in steps] == [
        (8, "<=", "6E+1"), (10, "<=", "55.5"),
    ]  # fmt: skip
    assert list(Definition.objects.order_by("validity").values_list("basis", flat=True)) == ["month", "quarter"]


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_page_is_accessible_and_fits(sign_in_as, cast, places, indicators, width):
    visits = Indicator.objects.get(ref="3.3")
    long = "A service that begins here and takes over the work of two others, with all of their children. " * 3
    defining.exempt(visits, places.south, reason=long, by=None, at=AT)
    defining.rebase(visits, month=AUGUST, reason=long, by=None, at=AT)
    set_population(places.council, year=2022, children=64_100, source=long[:200], by=None, at=AT)
    defining.declare_standard_reconciliations(by=None, at=AT)
    page = sign_in_as(cast.andy)
    page.set_viewport_size({"width": width, "height": 900})

    for url in (
        "", "?words=nothing+like+it", "new/", "populations/", "reconciliations/", "3.3/", "3.3/correct/",
        "3.3/change/", "3.3/owner/", "3.3/target/", "3.3/exemptions/new/", "3.3/rebases/new/",
    ):  # fmt: skip
        page.goto(f"/indicators/definitions/{url}")
        assert_accessible(page)
        assert_fits(page)
