"""The whole job once, with real clicks: audit, moderate, load, read, publish, download.

October 2023: the quarter from July to September is over. Fourteen audits of it are agreed already (seven Good, seven
Requires improvement); the fifteenth is done here by a team manager as Good, and moderated to Requires improvement.
"""

import datetime

import pikepdf
import pytest
from playwright.sync_api import expect

from audits import commands as audits
from audits.grading import Grade
from kpis.commands import create_standard_indicators
from qaportal.demo.indicators import PUBLISHED, PUBLISHED_FILE
from tests.browser import assert_accessible, follow, sign_in_by_form
from tests.reports import pdf_reading
from tests.tools import eight_domains
from tests.world import agreed, load, next_month

NOW = datetime.datetime(2023, 10, 12, 9, 30, tzinfo=datetime.UTC)
PASSWORD = "a-password-for-the-journey"
RATIONALE = "How was the grade reached?"


@pytest.fixture
def october(monkeypatch):
    """The clock stands still; nothing of ours is replaced."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def arrive_as(page, user, heading):
    """Sign out whoever is there, sign in, and land on a home page of one's own."""
    user.set_password(PASSWORD)
    user.save()
    if page.url != "about:blank":
        follow(page.get_by_role("button", name="Sign out"))
    sign_in_by_form(page, user.email, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_contain_text(user.name)
    expect(page.get_by_role("heading", name=heading).first).to_be_visible()
    assert_accessible(page)


def audit_a_record(page):
    page.get_by_role("link", name="Audits", exact=True).click()
    page.get_by_role("link", name="Start an audit").first.click()
    page.get_by_label("Case reference").fill("QA900001")
    page.get_by_label("Child protection").check()
    page.get_by_label("Age of the child").select_option("5 to 9")
    page.get_by_label("Audit month").select_option("September 2023")
    page.get_by_role("button", name="Start the audit").click()
    expect(page.get_by_text("You have completed 1 of 11 parts.")).to_be_visible()
    page.get_by_role("link", name="Assessment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Assessment")
    for _ in range(8):
        title = page.get_by_role("heading", level=1).inner_text()
        page.get_by_label("Good", exact=True).check()
        page.get_by_label(RATIONALE).fill(f"{title}: the plan changed because of what the child said.")
        page.get_by_label("What difference did it make").fill("She sleeps in her own bed again.")
        page.get_by_label("Day", exact=True).first.fill("12")
        page.get_by_label("Month", exact=True).first.fill("9")
        page.get_by_label("Year", exact=True).first.fill("2023")
        page.get_by_label("What was seen").first.fill("Visit: child seen alone.")
        page.get_by_label("Practice strengths").fill("Seen alone at school and listened to.")
        page.get_by_label("Areas for focus").fill("The chronology stops in June.")
        assert_accessible(page)
        page.get_by_role("button", name="Save and continue").click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text(title)
    finish_the_audit(page)


def finish_the_audit(page):
    """Feedback before the overall grade; then check and submit."""
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("The child’s and the family’s voice")
    page.get_by_label("The child told us").check()
    page.get_by_label("The child’s words", exact=True).fill("She said: my worker turns up.")
    page.get_by_label("How were the child’s words gathered?").fill("At a visit.")
    page.get_by_label("The family could not be reached").check()
    page.get_by_label("How did you try to reach the family?").fill("Rang on 3 and 9 August.")
    assert_accessible(page)
    page.get_by_label("Conversation with the practitioner").fill("We read the record together.")
    page.get_by_role("button", name="Save and continue").click()
    expect(heading).to_have_text("Overall")
    page.get_by_label("Good", exact=True).check()
    page.get_by_label(RATIONALE).fill("The child is safer than in the spring.")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    assert_accessible(page)
    page.get_by_role("button", name="Submit the audit").click()
    expect(page.get_by_role("alert")).to_contain_text("moderat")


def moderate_it(page):
    page.get_by_role("link", name="QA900001").click()
    page.get_by_role("button", name="Begin moderation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your grades")
    assert_accessible(page)
    for group in page.get_by_role("group").filter(has_text="Your grade for").all():
        group.get_by_label("Good", exact=True).check()
    page.get_by_role("group", name="Your overall grade").get_by_label("Requires improvement").check()
    page.get_by_label("Your reasons", exact=True).fill("The record does not yet show what changed for the child.")
    page.get_by_role("button", name="Compare with the auditor’s grades").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Agree the grades")
    assert_accessible(page)
    page.get_by_label("Why the auditor’s grade changes").select_option(
        "The difference made for the child was weighed differently"
    )
    page.get_by_role("button", name="Agree the grades").click()
    expect(page.get_by_role("table", name="Grades")).to_contain_text("Overall Good Requires improvement")
    assert_accessible(page)


def raise_an_action(page, owner):
    page.get_by_role("link", name="Raise an action").first.click()
    page.get_by_label("What will be done?").fill("Bring the chronology up to date.")
    page.get_by_label("Owner").select_option(owner.name)
    for part, value in (("Day", "30"), ("Month", "11"), ("Year", "2023")):
        page.get_by_label(part, exact=True).fill(value)
    assert_accessible(page)
    page.get_by_role("button", name="Raise the action").click()
    expect(page.get_by_role("alert")).to_contain_text("The action is raised")


def load_the_month(page, path):
    page.get_by_role("link", name="Indicators of September 2023").click()
    page.get_by_label("Month").select_option("September 2023")
    page.get_by_label("File").set_input_files(path)
    assert_accessible(page)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check before you confirm: September 2023")
    assert_accessible(page)
    page.get_by_role("button", name="Confirm and load").click()


def read_the_dashboard(page):
    page.get_by_role("link", name="Indicators", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Highlight indicators, September 2023")
    row = page.get_by_role("row").filter(has_text="% of CIN children visited within the past four weeks")
    for words in ("615", "790", "77.8%", "Red"):
        expect(row).to_contain_text(words)
    beneath = row.locator("xpath=following-sibling::tr[1]")
    for words in ("7.2 points below minimum", "No change since August 2023"):
        expect(beneath).to_contain_text(words)
    assert_accessible(page)


def write_and_send(page):
    page.get_by_role("link", name="Reports", exact=True).click()
    page.get_by_role("link", name="Start a report").click()
    page.get_by_label("Quarterly quality assurance report").check()
    page.get_by_label("Which period is it about?").select_option(label="Quarter 2 2023/24, July to September 2023")
    page.get_by_role("button", name="Start the report").click()
    page.get_by_label("Key messages", exact=True).fill("More children were seen alone.")
    page.get_by_label("Practice strengths", exact=True).fill("Children were seen alone and listened to.")
    page.get_by_label("Areas for focus", exact=True).fill("Chronologies stop too early.")
    page.get_by_label("Next quarter", exact=True).fill("A thematic audit of chronologies.")
    assert_accessible(page)
    page.get_by_role("button", name="Save and preview").click()
    page.wait_for_url("**/preview/")  # what is typed is saved first
    assert_accessible(page)
    follow(page.get_by_role("link", name="Check and send for sign-off"))
    assert_accessible(page)
    page.get_by_role("button", name="Send for sign-off").click()
    expect(page.get_by_role("alert")).to_contain_text("The report is on its way.")


def approve(page):
    page.get_by_role("link", name="Reports", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("your turn")
    page.get_by_role("link", name="Sign-off of Quarterly quality assurance report").click()
    page.get_by_label("Approve").check()
    assert_accessible(page)
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("alert")).to_contain_text("You have approved the report.")
    assert_accessible(page)


def publish(page):
    page.get_by_role("link", name="Reports", exact=True).click()
    page.get_by_role("link", name="Sign-off of Quarterly quality assurance report").click()
    follow(page.get_by_role("link", name="Check and publish"))
    assert_accessible(page)
    with page.expect_navigation(timeout=90_000):  # ten files are made while it waits
        page.get_by_role("button", name="Publish the report").click()
    expect(page.get_by_role("alert")).to_contain_text("The report is published")


def download_the_pdf(page):
    page.get_by_role("link", name="Reports", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Quarter 2 2023/24")
    assert_accessible(page)
    with page.expect_download() as started:
        page.get_by_role("link", name="PDF").click()
    return started.value


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_whole_job(browser_page, cast, places, tmp_path, october):
    version = audits.install_tool(eight_domains(), by=cast.quinn)
    for number in range(14):
        agreed(cast, places, version, number, Grade.GOOD if number < 7 else Grade.REQUIRES_IMPROVEMENT)
    create_standard_indicators(by=cast.andy)
    load(cast, places, PUBLISHED_FILE, PUBLISHED)
    page = browser_page

    arrive_as(page, cast.tess, "Your audits")
    audit_a_record(page)
    arrive_as(page, cast.mo, "Waiting for moderation")
    moderate_it(page)
    raise_an_action(page, cast.tess)
    arrive_as(page, cast.andy, "Indicators in August 2023")
    load_the_month(page, next_month(tmp_path))
    arrive_as(page, cast.dee, "Indicators in September 2023")
    read_the_dashboard(page)
    arrive_as(page, cast.quinn, "Reports")
    write_and_send(page)
    for person in (cast.hal, cast.dee, cast.lee):
        arrive_as(page, person, "Reports")
        approve(page)
    arrive_as(page, cast.quinn, "Reports")
    publish(page)
    arrive_as(page, cast.sky, "Quarterly quality assurance report, Quarter 2 2023/24")
    download = download_the_pdf(page)

    assert download.suggested_filename == "qa-report-2023-24-q2.pdf"
    path = tmp_path / "report.pdf"
    download.save_as(path)
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
    words = pdf_reading.words(path.read_bytes())
    for figure in (
        "More children were seen alone.",
        "Children were seen alone and listened to.",
        "7 of 15 records",
        "47%",
        "3 of 17 indicators",
        "6 of 17 indicators",
        "5 of 17 indicators",
        "77.8%",
        "7.2 points below minimum",
        "A thematic audit of chronologies.",
    ):
        assert figure in words
    assert "QA900001" not in words
