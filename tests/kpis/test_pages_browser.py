"""The pages of figures pass axe, fit a phone and a sheet of paper, and work without a script."""

import pytest
from playwright.sync_api import expect

from kpis.models import Indicator, Load, Value
from kpis.periods import Basis, add_months
from tests.browser import assert_accessible, assert_fits, follow
from tests.factories import UnitFactory
from tests.kpis.conftest import AT, AUGUST, SAMPLE, load

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {
    "exceptions": "Exceptions first, August 2023",
    "changes": "What changed, August 2023",
    "heat-map": "Heat map, August 2023",
    "small-multiples": "Small multiples, August 2023",
    "units/council": "Council, August 2023",
    "themes/visits": "Visits, August 2023",
    "sentences": "Highlight report in sentences, August 2023",
}
# The height of a sheet of A4, upright and across, less its margins, at 96 pixels an inch.
PAPER = {"upright": 688, "across": 1017}


@pytest.fixture
def book(places, indicators):
    """The published month, three years of one indicator, and figures of many units."""
    load(SAMPLE, places.council)
    done = Load.objects.create(
        unit=places.council, period=AUGUST, file_name="units.csv", sha256="1" * 64, staged_at=AT, state="confirmed",
        confirmed_at=AT,
    )  # fmt: skip
    visits = Indicator.objects.get(ref="3.3")
    named = "Family help and children with disabilities"
    more = [UnitFactory(code=f"more-{n}", name=f"{named} {n}", kind="service", parent=places.council) for n in range(6)]
    for back in range(6, 36):
        if back not in (12, 13, 20):
            put(done, visits, places.council, add_months(AUGUST, -back), 70 + back * 7 % 17)
    for indicator in Indicator.objects.order_by("pk"):
        for n, unit in enumerate([places.north, *more[:4]]):
            put(done, indicator, unit, AUGUST, 60 + n * 11 % 41)
    return done


def put(done, indicator, unit, month, value):
    Value.objects.create(indicator=indicator, unit=unit, period=month, basis=Basis.SNAPSHOT, value=value, load=done)


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_page_of_figures_is_accessible_and_fits(sign_in_as, cast, book, width):
    page = sign_in_as(cast.dee)
    page.set_viewport_size({"width": width, "height": 900})

    for path, heading in PAGES.items():
        for query in ("?month=2023-08", "?month=2021-01&unit=north"):
            page.goto(f"/indicators/{path}/{query}")
            if "unit" not in query:
                assert page.get_by_role("heading", level=1).inner_text() == heading
            assert_accessible(page)
            assert_fits(page)


def test_without_figures_the_pages_are_accessible(sign_in_as, cast):
    page = sign_in_as(cast.dee)

    for path in list(PAGES)[:5]:
        page.goto(f"/indicators/{path}/")
        expect(page.get_by_text("No figures are loaded yet.")).to_be_visible()
        assert_accessible(page)


@pytest.mark.parametrize("path", [*PAGES, ""])
def test_a_page_fits_its_paper_without_what_paper_cannot_do(sign_in_as, cast, book, path):
    page = sign_in_as(cast.dee)
    page.goto(f"/indicators/{path}{'/' if path else ''}?month=2023-08")
    is_wide = page.evaluate("document.body.classList.contains('qa-wide')")
    page.set_viewport_size({"width": PAPER["across" if is_wide else "upright"], "height": 900})
    page.emulate_media(media="print")

    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 2
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for name in (".qa-navigation", ".kpi-sections", ".qa-filters", ".qa-actions"):
        assert page.locator(name).filter(visible=True).count() == 0, name
    cut = page.evaluate(
        "[...document.querySelectorAll('.qa-scroll')].filter(e => e.scrollWidth - e.clientWidth > 2).length"
    )
    assert cut == 0


def test_from_the_heat_map_by_keyboard_to_an_indicator_of_a_unit(sign_in_as, cast, book):
    page = sign_in_as(cast.dee)
    page.goto("/indicators/heat-map/?month=2023-08")
    cell = page.get_by_role("row", name="3.3 %").get_by_role("link").nth(1)
    cell.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).backgroundColor") == "rgb(255, 210, 63)"
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicators/3.3/**")

    assert page.url.split("?")[1] == "month=2023-08&unit=more-0"


def test_choosing_a_unit_needs_no_script(sign_in_as, cast, book, chromium, live_server):
    cookies = sign_in_as(cast.dee).context.cookies()
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto("/indicators/units/council/?month=2023-08")
    page.get_by_label("Unit").select_option("north")
    follow(page.get_by_role("button", name="Show"))

    assert page.get_by_role("heading", level=1).inner_text() == "Service, August 2023"
    expect(page.get_by_role("link", name="North team 1")).to_be_visible()
    context.close()
