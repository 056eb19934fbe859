"""A report from its first word to what stays of it, with real clicks: write, mend, sign off, publish, read.

July 2026: the quarter from April to June is over. Thirteen audits of it are agreed: six Good, seven
Requires improvement.
"""

import hashlib
import io
import zipfile

import pytest
from playwright.sync_api import expect

from audits.lifecycle import GRADES_AGREED
from audits.models import Audit
from people.models import Event
from reports import assembly
from reports.models import Publication, PublicationFile, Report
from tests.browser import assert_accessible, follow, sign_in_by_form
from tests.factories import at
from tests.reports import office_reading, pdf_reading
from tests.reports.office_reading import squeezed
from tests.reports.test_browser import put_figure

NOW = at(2026, 7, 20)
PASSWORD = "a-password-for-the-journey"
FORMATS = ("html", "pdf", "docx", "pptx", "xlsx")
ONE_WARD = "In one ward it is two families."


@pytest.fixture
def july(monkeypatch):
    """The clock stands still; nothing of ours is replaced."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def arrive_as(page, user):
    """Sign out whoever is there, sign in through the form, and go to the reports."""
    user.set_password(PASSWORD)
    user.save()
    if page.url != "about:blank":
        follow(page.get_by_role("button", name="Sign out"))
    sign_in_by_form(page, user.email, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_contain_text(user.name)
    follow(page.get_by_role("link", name="Reports", exact=True))
    assert_accessible(page)


def draft_it(page):
    """Words, with figures that nobody types, and a note to oneself that was forgotten."""
    page.get_by_role("link", name="Start a report").click()
    page.get_by_label("Quarterly quality assurance report").check()
    page.get_by_label("Which period is it about?").select_option(label="Quarter 1 2026/27, April to June 2026")
    page.get_by_role("button", name="Start the report").click()
    page.get_by_label("Key messages", exact=True).fill("Plans are clearer.")
    page.get_by_label("Summary (optional)", exact=True).fill("Visits in time: ")
    put_figure(page, "Summary (optional)", "indicator 3.3")
    page.get_by_label("Summary (optional)", exact=True).press("End")
    page.get_by_label("Summary (optional)", exact=True).press_sequentially(". Records good or better: ")
    put_figure(page, "Summary (optional)", "audits good or better")
    expect(page.get_by_label("Summary (optional)", exact=True)).to_have_value(
        "Visits in time: {{ indicator 3.3 value }}. Records good or better: {{ audits good or better }}"
    )
    page.locator("summary", has_text="Restricted words: Summary").click()
    page.get_by_label("Restricted words: Summary").fill(ONE_WARD)
    page.get_by_label("Practice strengths", exact=True).fill("Children are seen alone.")
    page.get_by_label("Areas for focus", exact=True).fill("Plans lack dates.")
    page.get_by_label("Next quarter", exact=True).fill("TBC: say what is looked at in July 2026.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Your words are saved.")).to_be_visible()
    assert page.locator(".qa-reading .qa-figure-chip").all_inner_texts() == [
        "77.8% (615 of 790, June 2026)", "46% (6 of 13 records, April to June 2026)",
    ]  # fmt: skip
    assert_accessible(page)


def fix_what_is_found(page):
    """The check names the note and where it stands; without it the report can go."""
    follow(page.get_by_role("link", name="Check and send for sign-off"))
    main = page.get_by_role("main")
    expect(main).to_contain_text("TBC")
    expect(page.get_by_role("button", name="Send for sign-off")).to_have_count(0)
    assert_accessible(page)
    page.get_by_role("link", name="Back to writing").click()
    page.get_by_label("Next quarter", exact=True).fill("We look at plans for children who leave care.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Nothing stands in the way of sign-off.")).to_be_visible()
    follow(page.get_by_role("link", name="Check and send for sign-off"))
    while (boxes := page.get_by_label("Why it stays")).count():
        left = boxes.count()
        boxes.first.fill("Readers know it.")
        page.get_by_role("button", name="Leave it").first.click()
        expect(page.get_by_label("Why it stays")).to_have_count(left - 1)


def send_it(page):
    page.get_by_role("button", name="Send for sign-off").click()
    expect(page.get_by_role("alert")).to_contain_text("The report is on its way.")
    assert_accessible(page)


def approve_it(page):
    page.get_by_role("link", name="Sign-off of Quarterly quality assurance report").click()
    page.get_by_label("Approve").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("alert")).to_contain_text("You have approved the report.")


def publish_it(page):
    page.get_by_role("link", name="Sign-off of Quarterly quality assurance report").click()
    follow(page.get_by_role("link", name="Check and publish"))
    assert_accessible(page)
    with page.expect_navigation(timeout=90_000):  # ten files are made while it waits
        page.get_by_role("button", name="Publish the report").click(timeout=90_000)
    expect(page.get_by_role("alert")).to_contain_text("The report is published")


def downloads(page):
    """Every file that the page offers, by its ending, each once alone and once in the ZIP."""
    found = {}
    for key in FORMATS:
        link = page.locator(f"a.qa-downloads__link[href*='{key}']").first
        with page.expect_download() as started:
            link.click()
        found[started.value.suggested_filename.rsplit(".", 1)[1]] = started.value.path().read_bytes()
    with page.expect_download() as started:
        page.get_by_role("link", name="All files in one ZIP").click()
    with zipfile.ZipFile(io.BytesIO(started.value.path().read_bytes())) as package:
        packed = {name.rsplit(".", 1)[1]: package.read(name) for name in package.namelist() if name[-4:] != ".txt"}
    assert {key: data for key, data in packed.items() if key in FORMATS} == found
    return found


def words_of(files):
    """What each file says; a workbook says its tables."""
    book = office_reading.shown_sheets(files["xlsx"])
    return {
        "html": squeezed(files["html"].decode()),
        "pdf": squeezed(pdf_reading.words(files["pdf"])),
        "docx": squeezed(office_reading.word_text(files["docx"])),
        "pptx": squeezed(office_reading.slide_text(files["pptx"])),
        "xlsx": squeezed("".join(str(cell) for sheet in book.values() for row in sheet for cell in row)),
    }


def change_an_audit(page):
    """A moderator's agreed grade is taken back after the report was published."""
    audit = Audit.objects.filter(status__in=GRADES_AGREED).earliest("pk")
    page.goto(f"/audits/{audit.pk}/")
    page.get_by_role("link", name="Reopen this audit").click()
    page.get_by_role("textbox").first.fill("A visit was overlooked.")
    page.get_by_role("button", name="Reopen the audit").click()
    expect(page.get_by_role("main")).to_contain_text("Reopened")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_report_from_its_first_word_to_what_stays_of_it(browser_page, cast, full_quarter, july):
    page = browser_page

    arrive_as(page, cast.quinn)
    draft_it(page)
    fix_what_is_found(page)
    send_it(page)
    for person in (cast.hal, cast.dee, cast.lee):
        arrive_as(page, person)
        approve_it(page)
    arrive_as(page, cast.quinn)
    publish_it(page)
    report = Report.objects.get()
    assert list(Publication.objects.order_by("edition").values_list("edition", "number")) == [
        ("public", 1), ("restricted", 1),
    ]  # fmt: skip

    # Scrutiny finds it, and every file says the same.
    arrive_as(page, cast.sky)
    page.get_by_role("link", name="Quarterly quality assurance report, Quarter 1 2026/27").first.click()
    expect(page.get_by_role("heading", name="Quarterly quality assurance report", level=1)).to_be_visible()
    assert_accessible(page)
    shown = page.locator("article.qa-report").inner_text()
    files = downloads(page)
    assert set(files) == set(FORMATS)
    said = words_of(files)
    for key, words in said.items():
        for figure in ("77.8%", "6 of 13 records", "46%"):
            assert squeezed(figure) in words, (key, figure)
        assert squeezed(ONE_WARD) not in words, key
    assert ("TBC" in shown, ONE_WARD in shown) == (False, False)
    kept = PublicationFile.objects.filter(publication__edition="public").values_list("format", "sha256")
    assert dict(kept) == {key: hashlib.sha256(data).hexdigest() for key, data in files.items()}

    # Whoever may read small numbers finds the other edition.
    arrive_as(page, cast.lee)
    page.goto(f"/reports/{report.pk}/?edition=restricted")
    expect(page.get_by_text(ONE_WARD)).to_be_visible()
    assert_accessible(page)

    # A later change to an audit alters nothing that is published.
    arrive_as(page, cast.quinn)
    change_an_audit(page)
    now = assembly.draft(report, today=NOW.date()).figures.findings
    assert (now.agreed, Event.objects.filter(verb="audit.reopened").count()) == (12, 1)
    arrive_as(page, cast.sky)
    page.goto(f"/reports/{report.pk}/")
    assert page.locator("article.qa-report").inner_text() == shown
    assert downloads(page) == files
