"""The QA team writes and publishes a report, and a scrutiny officer reads and downloads it, in a real browser."""

import hashlib

import pytest

from people.access import Refused
from reports import commands
from reports.models import PublicationFile, Report
from tests.browser import assert_accessible, assert_fits, screenshot
from tests.factories import at
from tests.reports.conftest import WORDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def looked_at(page, name, path):
    """Open the page at three widths: it fits, and anyone can use it."""
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path)
        assert_fits(page)
        screenshot(page, f"reports-{name}", width)
    assert_accessible(page)


def test_every_page_about_a_draft(sign_in_as, cast, written, full_quarter):
    page = sign_in_as(cast.quinn)

    for name, path in {
        "shelf-with-draft": "/reports/",
        "new": "/reports/new/",
        "edit": f"/reports/{written.pk}/edit/",
        "preview": f"/reports/{written.pk}/preview/",
        "publish": f"/reports/{written.pk}/publish/",
    }.items():
        looked_at(page, name, path)


def test_every_page_about_a_published_report(sign_in_as, cast, published, written, tmp_path):
    page = sign_in_as(cast.sky)
    looked_at(page, "shelf", "/reports/")
    looked_at(page, "report", f"/reports/{written.pk}/")

    page.goto("/reports/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF of Quarterly quality assurance report").click()

    assert waiting.value.suggested_filename == "qa-report-2026-27-q1.pdf"
    data = waiting.value.path().read_bytes()
    assert hashlib.sha256(data).hexdigest() == PublicationFile.objects.get(format="pdf").sha256


def test_the_downloaded_web_page_stands_alone_and_anyone_can_use_it(browser_page, published, tmp_path):
    path = tmp_path / "report.html"
    path.write_bytes(published.files.get(format="html").content)

    for width in (320, 1280):
        browser_page.set_viewport_size({"width": width, "height": 900})
        browser_page.goto(path.as_uri())
        assert_fits(browser_page)
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.textContent") == "Skip to the first section"


def test_a_report_is_written_and_published(sign_in_as, cast, quarter):
    page = sign_in_as(cast.quinn)
    page.goto("/reports/")
    page.get_by_role("link", name="Start the quarter’s report").click()
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Start the report").click()

    page.get_by_label("Key messages").fill(" \n".join(WORDS["key_messages"]["messages"]))
    page.get_by_label("Next quarter").fill("We look at transitions.")
    page.get_by_role("button", name="Save", exact=True).click()

    assert page.get_by_text("Your words are saved.").is_visible()
    report = Report.objects.get()
    assert report.blocks.get(key="key_messages").content == WORDS["key_messages"]
    page.get_by_role("link", name="Check and send for sign-off").click()
    assert page.get_by_text("Give at least one practice strength and one area for focus.").is_visible()
    with pytest.raises(Refused):
        commands.send(report, by=cast.quinn, at=at(2026, 7, 1))
