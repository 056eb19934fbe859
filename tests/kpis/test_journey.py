"""A month from the return to the director: faults put right in the error workbook, a warning, a note, an answer."""

import csv
import io
import zipfile

import pytest
from playwright.sync_api import expect

from kpis import defining
from kpis.models import Indicator, Value
from tests.browser import assert_accessible, follow
from tests.kpis.conftest import AT, AUGUST, SAMPLE, load

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# September: visits are better and turn amber; children in need are 800, but visits are counted on 790.
RETURN = [
    ["Ref", "Part", "Sep 2023"],
    ["3.3", "numerator", "many"],
    ["3.3", "denominator", "790"],
    ["1.2", "value", "8OO"],
]


def as_csv(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def corrected(content, changes):
    """The error workbook as an analyst gives it back: two cells typed over."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            text = before.read(part)
            if part.filename == "xl/sharedStrings.xml":
                for old, new in changes.items():
                    text = text.replace(f">{old}<".encode(), f">{new}<".encode())
            after.writestr(part, text)
    return out.getvalue()


@pytest.fixture
def august(indicators, places, cast):
    load(SAMPLE, places.council)
    defining.declare_standard_reconciliations(by=None, at=AT)
    Indicator.objects.filter(ref="3.3").update(answered_by=cast.hal)


def choose(page):
    page.get_by_label("Name of this source").fill("Visits")
    page.get_by_label("Column “Ref”").select_option(label="Reference of the indicator")
    page.get_by_label("Column “Part”").select_option("part")
    page.get_by_label("How are the figures counted?").select_option(label="As each indicator is defined")
    page.get_by_label("How are percentages written?").select_option("sign")
    assert_accessible(page)
    page.get_by_role("button", name="Confirm the columns and check the file").click()


def test_from_a_faulty_return_to_the_directors_page(sign_in_as, cast, august, places):
    page = sign_in_as(cast.andy)
    page.goto("/indicators/loads/new/")
    file = {"name": "visits.csv", "mimeType": "text/csv", "buffer": as_csv(RETURN)}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    choose(page)

    # Two faults, and nothing is stored.
    assert page.get_by_text("This is not a number.").count() == 2
    assert not Value.objects.filter(period__gt=AUGUST).exists()
    assert_accessible(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the file with its faults marked").click()
    marked = waiting.value.path().read_bytes()

    page.get_by_role("link", name="Upload another file").click()
    book = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    content = corrected(marked, {"many": "680", "8OO": "800"})
    page.get_by_label("File").set_input_files({"name": "visits.xlsx", "mimeType": book, "buffer": content})
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Confirm and load").click()

    # 680 of 790 is 86.1%: red before, amber now; and the denominator is not the number of children in need.
    warning = "Denominator of 3.3 is 790; figure of 1.2 is 800: they do not agree."
    expect(page.get_by_text(warning)).to_be_visible()
    assert_accessible(page)
    page.goto("/indicators/?month=2023-08")
    assert "77.8% Snapshot 84.0% 84.5% 82.8% 83.3% 84.0% 77.8% 85% 90% Red" in row_of(page, "3.3")
    page.goto("/indicators/?month=2023-09")
    assert "86.1% Snapshot 84.5% 82.8% 83.3% 84.0% 77.8% 86.1% 85% 90% Amber" in row_of(page, "3.3")
    expect(page.get_by_text(warning)).to_be_visible()

    page.goto("/indicators/3.3/ask/?month=2023-09&unit=council")
    follow(page.get_by_role("button", name="Ask for the note"))
    assert_accessible(page)

    page = sign_in_as(cast.hal)
    page.goto("/")
    page.get_by_role("link", name="3.3").first.click()
    page.get_by_label("What changed?").fill("More children were visited.")
    page.get_by_label("Why?").fill("Two posts are filled again.")
    page.get_by_label("What next?").fill("Every team plans its visits on Mondays.")
    follow(page.get_by_role("button", name="Save the note"))

    page = sign_in_as(cast.dee)
    page.goto("/indicators/?month=2023-09")
    assert "More children were visited. Two posts are filled again." in page.inner_text("main")
    assert_accessible(page)


def row_of(page, ref):
    """The words of the indicator's row."""
    row = page.locator("tr", has=page.locator(".kpi-table__ref", has_text=ref)).first
    return " ".join(row.inner_text().split())
