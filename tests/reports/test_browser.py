"""The QA team writes and publishes a report, and a scrutiny officer reads and downloads it, in a real browser."""

import datetime
import hashlib

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from people.access import Refused
from reports import commands
from reports.models import PublicationFile, Rendering, Report
from tests.browser import assert_accessible, assert_fits, screenshot
from tests.factories import at
from tests.reports.conftest import AFTER, WORDS, signed_off

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


def test_every_page_of_the_library(sign_in_as, cast, both, written):
    page = sign_in_as(cast.lee)
    first, second = both
    looked_at(page, "library", "/reports/")
    looked_at(page, "library-search", "/reports/?q=visits+late&period=2026")
    looked_at(page, "library-nothing", "/reports/?q=unicorns")
    looked_at(page, "emails", "/reports/emails/")
    looked_at(page, "compare-choose", "/reports/compare/")
    looked_at(page, "compare", f"/reports/compare/?a={first.pk}&b={second.pk}")
    looked_at(page, "restricted", f"/reports/{written.pk}/?edition=restricted")
    page = sign_in_as(cast.quinn)
    report = commands.correct(second.report, because="A date was wrong.", by=cast.quinn, at=at(2026, 10, 21))
    looked_at(page, "preview-restricted", f"/reports/{report.pk}/preview/?edition=restricted")
    looked_at(page, "edit-restricted", f"/reports/{report.pk}/edit/")
    looked_at(page, "publish-restricted", f"/reports/{report.pk}/publish/")


def test_files_that_are_being_made_and_that_failed(sign_in_as, cast, published, written):
    page = sign_in_as(cast.quinn)
    path = f"/reports/{written.pk}/"
    made = Rendering.objects.filter(publication=published)
    made.update(state="failed", done=1, reason="PDF could not be made: there was not enough memory. Try again.")
    looked_at(page, "files-failed", path)
    page.goto(path)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("The missing files are being made again.")).to_be_visible()

    made.update(state="making", done=1, working_since=timezone.now())
    page.goto(path)
    expect(page.get_by_role("progressbar")).to_be_visible()  # the page looks again every three seconds
    screenshot(page, "reports-files-made", 1280)
    made.update(state="done", done=3)
    expect(page.get_by_role("link", name="All files in one ZIP")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)


def test_new_reports_are_marked_as_seen_by_keyboard_and_a_search_needs_no_mouse(sign_in_as, cast, both, written):
    page = sign_in_as(cast.sky)
    page.goto("/reports/")
    page.get_by_role("button", name="I have seen these").focus()
    page.keyboard.press("Enter")
    page.get_by_text("From now on only what comes after this is new.").wait_for()
    assert page.get_by_role("heading", name="What is new").count() == 0

    page.get_by_label("Search in the text").fill("chronologies")
    page.keyboard.press("Enter")
    page.get_by_text("the best first.").wait_for()
    assert page.locator("mark").first.inner_text().lower() == "chronologies"


@pytest.fixture
def both(published, written, cast, load_june, allocate, agree):
    """A second report beside the first, about the quarter after it; neither is seen yet."""
    for person in (cast.lee, cast.sky):
        commands.mark_seen(until=at(2026, 7, 1), by=person)
    september = datetime.date(2026, 9, 1)
    agree(allocate(audit_month=september), at=at(2026, 9, 25))
    load_june(month=september)
    later = at(2026, 10, 20)
    report = commands.start_report(
        kind="quarterly", unit=written.unit, starts_on=datetime.date(2026, 7, 1), by=cast.quinn, at=later
    )
    words = {**WORDS, "summary": {"prose": "Better than before.", "restricted": "In one ward it is two families."}}
    report = commands.save_words(report, words, version=report.version, by=cast.quinn, at=later)
    second = commands.publish(signed_off(report, cast, later), by=cast.quinn, at=later)
    return published, second


def test_every_page_about_a_published_report(sign_in_as, cast, published, written, tmp_path):
    page = sign_in_as(cast.sky)
    looked_at(page, "shelf", "/reports/")
    looked_at(page, "report", f"/reports/{written.pk}/")

    page.goto("/reports/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF of Quarterly quality assurance report").click()

    assert waiting.value.suggested_filename == "qa-report-2026-27-q1.pdf"
    data = waiting.value.path().read_bytes()
    assert (
        hashlib.sha256(data).hexdigest()
        == PublicationFile.objects.get(format="pdf", publication__edition="public").sha256
    )


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
    page.get_by_role("link", name="Start a report").click()
    page.get_by_label("Quarterly quality assurance report").check()
    page.get_by_label("Which period is it about?").select_option(index=2)
    page.get_by_role("button", name="Start the report").click()

    page.get_by_label("Key messages", exact=True).fill(" \n".join(WORDS["key_messages"]["messages"]))
    page.get_by_label("Next quarter", exact=True).fill("We look at transitions.")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("Your words are saved.")).to_be_visible()
    report = Report.objects.get()
    assert report.blocks.get(key="key_messages").content == WORDS["key_messages"]
    page.get_by_role("link", name="Check and send for sign-off").click()
    expect(page.get_by_text("Give at least one practice strength and one area for focus.")).to_be_visible()
    with pytest.raises(Refused):
        commands.send(report, by=cast.quinn, at=at(2026, 7, 1))


def put_figure(page, box, figure, part="Figure"):
    """Choose a figure for a box and press the button, as a person does."""
    picker = page.get_by_role("group", name=f"Insert a figure into {box}")
    if not picker.is_visible():  # it stays open after the first figure
        page.locator("summary", has_text=f"Insert a figure into {box}").click()
    picker.get_by_label("Figure", exact=True).select_option(figure)
    picker.get_by_label("What of an indicator").select_option(label=part)
    picker.get_by_role("button").click()


def test_a_figure_goes_in_at_the_cursor_is_shown_as_a_chip_and_leads_to_its_source(
    sign_in_as, cast, written, full_quarter
):
    page = sign_in_as(cast.quinn)
    page.goto(f"/reports/{written.pk}/edit/")
    box = page.get_by_label("Summary (optional)", exact=True)
    box.fill("Visits in time: , which we watch.")
    box.evaluate("box => box.setSelectionRange(16, 16)")

    put_figure(page, "Summary (optional)", "indicator 3.3")

    assert box.input_value() == "Visits in time: {{ indicator 3.3 value }}, which we watch."
    assert box.evaluate("box => document.activeElement === box && box.selectionStart") == 41
    page.get_by_role("button", name="Save", exact=True).click()
    chip = page.locator(".qa-reading .qa-figure-chip")
    assert chip.inner_text() == "77.8% (615 of 790, June 2026)"
    looked_at(page, "edit-with-figure", f"/reports/{written.pk}/edit/")
    for each in page.locator(".qa-writing details, .qa-tokens").all() + page.locator("details").all():
        each.evaluate("box => box.open = true")
    assert_accessible(page)
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page)
        screenshot(page, "reports-edit-open", width)
    looked_at(page, "preview-with-figure", f"/reports/{written.pk}/preview/")

    report = Report.objects.get(pk=written.pk)
    commands.publish(signed_off(report, cast), by=cast.quinn, at=AFTER)
    looked_at(page, "report-with-figure", f"/reports/{written.pk}/")
    link = page.get_by_role("link", name="77.8% (615 of 790, June 2026) (where does this come from?)")
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"/reports/{written.pk}/#source-indicator-3.3")


def test_a_figure_goes_in_without_a_script(sign_in_as, cast, written, full_quarter, chromium, live_server):
    cookies = sign_in_as(cast.quinn).context.cookies()
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"/reports/{written.pk}/edit/")
    page.get_by_label("Next quarter", exact=True).fill("We look at transitions, and more.")

    put_figure(page, "Summary (optional)", "indicator 3.3", "Target")

    assert page.get_by_label("Summary (optional)", exact=True).input_value().endswith("{{ indicator 3.3 target }}")
    assert page.get_by_label("Next quarter", exact=True).input_value() == "We look at transitions, and more."
    assert page.locator(".qa-reading .qa-figure-chip").inner_text() == "minimum 85%, upper 90% (June 2026)"
    expect(page.get_by_text("The figure is in its box. Nothing is saved yet.")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Your words are saved.")).to_be_visible()
    blocks = {block.key: block.content for block in written.blocks.all()}
    assert blocks["next_quarter"] == {"prose": "We look at transitions, and more."}
    assert blocks["summary"]["prose"].endswith("{{ indicator 3.3 target }}")
    context.close()


def test_an_action_is_read_until_it_is_chosen_and_then_worded(sign_in_as, cast, written):
    page = sign_in_as(cast.quinn)
    page.goto(f"/reports/{written.pk}/edit/")
    action = page.locator(".qa-choices__item").first
    wording, text = action.get_by_role("textbox"), action.get_by_role("paragraph")
    expect(wording).to_have_value("Check chronologies.")

    action.get_by_role("checkbox").uncheck()
    expect(wording).to_be_hidden()
    expect(text).to_have_text("Check chronologies.")
    action.get_by_role("checkbox").check()
    page.keyboard.press("Tab")
    expect(wording).to_be_focused()
    expect(text).to_have_count(0)


def test_the_enter_key_saves_and_inserts_nothing(sign_in_as, cast, written, full_quarter):
    page = sign_in_as(cast.quinn)
    page.goto(f"/reports/{written.pk}/edit/")
    page.locator(".qa-choices input[type=checkbox]").first.focus()

    page.keyboard.press("Enter")

    page.get_by_text("Your words are saved.").wait_for()


def test_a_box_is_as_high_as_its_words_and_stays_in_view(sign_in_as, cast, written):
    page = sign_in_as(cast.quinn)
    page.goto(f"/reports/{written.pk}/edit/")
    box = page.get_by_label("Summary (optional)", exact=True)

    heights = []
    for lines in (1, 12, 200):
        box.fill("Children are seen.\n" * lines)
        heights.append(box.bounding_box()["height"])

    assert [round(heights[0]), round(heights[2])] == [120, 480]
    assert 250 < heights[1] < 350
