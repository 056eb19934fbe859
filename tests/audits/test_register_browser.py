"""The register and the lists in a real browser: by keyboard, with errors, empty and long; nothing scrolls sideways."""

import pytest
from playwright.sync_api import expect

from audits import commands
from audits.models import Activity, Audit
from audits.register import QuoteDraft, StatementDraft
from audits.statements import Measure
from tests.browser import assert_accessible, assert_fits
from tests.world import activity_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 768, 1280)
LONG = "Anendlesswordthatnobodywouldeverwritebutsomebodydoes" * 3


def assert_good(page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        assert_fits(page)


def press(page, role, name):
    """Press a button or link as somebody does who has no mouse."""
    target = page.get_by_role(role, name=name, exact=True).last
    target.focus()
    page.keyboard.press("Enter")


def test_an_activity_is_entered_by_keyboard_with_more_rows_than_the_page_had(sign_in_as, browser_page, cast, places):
    page = sign_in_as(cast.quinn)
    page.goto("/audits/activities/")
    assert_good(page)  # empty
    press(page, "link", "Add an activity")
    expect(page.get_by_role("heading", name="Add an activity")).to_be_visible()
    press(page, "button", "Add the activity")
    expect(page.get_by_role("alert")).to_contain_text("Give the activity a title")
    assert_good(page)  # errors

    page.get_by_label("Title").fill("Children in kinship care")
    page.get_by_label("Kind").select_option("Spotlight")
    page.get_by_label("Team or service").select_option("north-1")
    for legend, day in (("First day", ("1", "4", "2026")), ("Last day", ("30", "6", "2026"))):
        group = page.get_by_role("group", name=legend)
        for part, value in zip(("Day", "Month", "Year"), day, strict=True):
            group.get_by_label(part).fill(value)
    first = page.get_by_role("group", name="Statement 1", exact=True)
    first.get_by_label("What was measured").fill("Good standards of practice")
    first.get_by_label("How many").fill("26")
    first.get_by_label("Out of").fill("31")
    press(page, "button", "Add another statement")
    sixth = page.get_by_role("group", name="Statement 6", exact=True)
    sixth.get_by_label("What was measured").fill("Carers with a plan")
    sixth.get_by_label("Or a value").fill("91%")
    # Enter in a box saves: it is not the first button of the page that is pressed, which adds a row.
    sixth.get_by_label("Or a value").press("Enter")

    expect(page.get_by_role("heading", name="Children in kinship care")).to_be_visible()
    expect(page.locator(".qa-statement__figure")).to_have_text(["84% (26 of 31)", "91% (sample size not given)"])
    assert Activity.objects.count() == 1


def test_long_words_hostile_words_and_both_texts_stay_in_their_boxes(sign_in_as, browser_page, cast, places):
    activity = commands.add_activity(
        activity_draft(
            title=LONG, focus=f"{LONG}\n<script>alert(1)</script>", strengths=LONG, key_message=LONG,
            statements=(StatementDraft(LONG, Measure(1, 3, previous_period="")),),
            quotes=(QuoteDraft(LONG, "parent"),),
        ),
        unit=places.team, by=cast.quinn,
    )  # fmt: skip
    page = sign_in_as(cast.quinn)
    for path in ("/audits/activities/", activity.get_absolute_url()):
        page.goto(path)
        assert_good(page)
    page.goto(f"{activity.get_absolute_url()}edit/")
    commands.change_activity(activity, activity_draft(key_message="Said by Mo."), version=1, by=cast.mo)

    press(page, "button", "Save")

    expect(page.get_by_role("heading", name="Somebody else saved this activity")).to_be_visible()
    assert_good(page)
    press(page, "button", "Keep my words")
    expect(page.get_by_text("The activity is saved.")).to_be_visible()
    assert Activity.objects.get().title == LONG


@pytest.mark.usefixtures("world")
def test_the_lists_filter_sort_and_export_without_a_mouse(sign_in_as, browser_page, cast):
    page = sign_in_as(cast.quinn)
    page.goto("/audits/all/")
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Status").select_option("Agreed")
    press(page, "button", "Show")

    chip = page.get_by_role("link", name="Remove filter Status: Agreed")
    expect(chip).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("1 audit")
    press(page, "link", "Overall grade")
    expect(page.get_by_role("columnheader", name="Overall grade")).to_have_attribute("aria-sort", "ascending")
    page.locator("summary").click()
    assert_good(page)  # filters open
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename.startswith("audits-all-restricted-")
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(f"{Audit.objects.count()} audits")
    for path in ("/audits/all/?status=x&sort=y", "/audits/all/?status=withdrawn", "/audits/activities/?first=x"):
        page.goto(path)
        assert_good(page)  # errors, and nothing that fits
