"""Blocks are arranged in a real Chromium: by keyboard, by dragging, without a script, on narrow and wide screens."""

import pytest
from playwright.sync_api import expect

from reports import arranging, assembly, commands
from reports.models import Report
from tests.browser import assert_accessible, assert_fits, follow, screenshot
from tests.reports.test_arranging import TODAY
from tests.reports.writing import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(sign_in_as, cast, written):
    page = sign_in_as(cast.quinn)
    page.context.route("**/favicon.svg", lambda route: route.fulfill(status=204))
    page.goto(f"/reports/{written.pk}/blocks/")
    return page


def made_of(report, section="audit_findings"):
    report = Report.objects.get(pk=report.pk)
    found = assembly.draft(report, today=TODAY).document.sections
    return list(dict.fromkeys(next(each.made_of for each in found if each.key == section)))


def looked_at(page, name, path):
    page.goto(path)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page)
        screenshot(page, f"blocks-{name}", width)
    assert_accessible(page)


def test_a_block_is_moved_by_keyboard_and_by_dragging_and_it_is_said(page, written):
    state = page.locator("#section-audit_findings + form [data-reorder-state]")
    down = page.get_by_role("button", name="Move down How many audits")
    down.focus()
    page.keyboard.press("Enter")
    expect(state).to_have_text("“How many audits” is now 2 of 5.")
    expect(down).to_be_focused()
    page.keyboard.press("Enter")
    expect(state).to_have_text("“How many audits” is now 3 of 5.")
    assert made_of(written) == ["grades", "sides", "numbers", "moderation", "agreement"]

    handle = page.locator("#block-audit_findings-numbers .qa-order__handle")
    above = page.locator("#block-audit_findings-grades").bounding_box()
    handle.hover()
    page.mouse.down()
    page.mouse.move(above["x"] + 10, above["y"] + 20, steps=6)
    page.mouse.move(above["x"] + 10, above["y"] + 5, steps=4)
    page.mouse.up()
    expect(state).to_have_text("“How many audits” is now 1 of 5.")
    assert made_of(written) == ["numbers", "grades", "sides", "moderation", "agreement"]


def test_what_somebody_else_moved_meanwhile_is_not_overwritten(page, written, wes):
    order = ["agreement", "numbers", "grades", "sides", "moderation"]
    commands.order_blocks(written, "audit_findings", order, seen=arranging.seal([]), by=wes, at=NOW)

    page.get_by_role("button", name="Move down How many audits").click()

    state = page.locator("#section-audit_findings + form [data-reorder-state]")
    expect(state).to_contain_text("Somebody else changed the blocks of this report in the meantime.")
    assert made_of(written) == order


def test_words_are_asked_about_and_a_block_of_ones_own_is_written(page, written):
    page.get_by_role("button", name="Move down Key messages").click()
    page.get_by_role("button", name="Leave out Summary", exact=True).click()  # it waits for the new order
    expect(page.get_by_role("heading", level=1)).to_have_text("Leave out “Summary”?")
    page.get_by_role("button", name="Leave it out").click()
    page.get_by_label("In which section?").select_option("Next quarter")
    page.get_by_label("What kind of block?").select_option("Text")
    page.get_by_label("What do you call it?").fill("Who does what")
    follow(page.get_by_role("button", name="Add it"))
    page.goto(f"/reports/{written.pk}/edit/")
    expect(page.get_by_label("Summary (optional)", exact=True)).to_have_count(0)
    page.get_by_label("Who does what", exact=True).fill("The team asks each other.")
    page.get_by_text("Saved at").wait_for()

    assert assembly.words_of(written)["block-1"]["prose"] == "The team asks each other."
    assert made_of(written, "next_quarter") == ["next_quarter", "block-1"]
    assert made_of(written, "highlights") == ["messages"]


def test_a_chart_of_the_records_joins_and_a_section_moves(page, written):
    page.get_by_label("In which section?").select_option("Useful information")
    page.get_by_label("What kind of block?").select_option("Chart of an indicator, month by month")
    page.get_by_label("Which indicators?").select_option("3.3 % of CIN children visited within the past four weeks")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert").filter(has_text="Its figures are in place.")).to_be_visible()
    follow(page.get_by_role("link", name="Sections"))
    page.get_by_label("Title", exact=True).nth(1).fill("Why we write")
    follow(page.locator("button[value='up purpose']"))
    expect(page.get_by_label("Title", exact=True).first).to_have_value("Why we write")

    found = assembly.draft(Report.objects.get(pk=written.pk), today=TODAY).document.sections
    assert [section.title for section in found[:2]] == ["Why we write", "Useful information"]
    assert [block.title for block in found[1].blocks] == ["3.3 % of CIN children visited within the past four weeks"]


def test_the_pages_fit_and_can_be_used_by_everybody(page, written, cast):
    commands.leave_out(
        written, "highlights", "summary", seen=arranging.seal([]), with_words=True, by=cast.quinn, at=NOW
    )  # fmt: skip
    made = commands.adapt(kind="quarterly", title="Board report", by=cast.quinn, at=NOW)
    looked_at(page, "report", f"/reports/{written.pk}/blocks/")
    looked_at(page, "sections", f"/reports/{written.pk}/sections/")
    looked_at(page, "kind", f"/reports/kinds/{made.pk}/?open=audit_findings")
    looked_at(page, "writing", f"/reports/{written.pk}/edit/")
