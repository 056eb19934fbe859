"""Building tools in a real Chromium: accessible at every width; order by buttons, by dragging, and without a script."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from audits import building, commands
from audits.content import Section
from audits.models import ToolVersion, content_of
from tests.audits.test_browser import look
from tests.audits.test_tool_commands import WHOLE
from tests.browser import assert_accessible, assert_fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Was the child seen alone, where they live, and was what they said written down in their own words at the time?"


@pytest.fixture
def draft(cast):
    parts = tuple(replace(WHOLE.sections[0], code=code, title=code.title(), questions=()) for code in ("plans", "risk"))
    return commands.start_tool(replace(WHOLE, sections=(*WHOLE.sections, *parts)), by=cast.quinn)


def order(version):
    version = ToolVersion.objects.select_related("tool").get(pk=version.pk)
    return [section.code for section in content_of(version).sections]


def test_every_page_of_a_tool_is_accessible_and_fits(sign_in_as, cast, draft):
    commands.change_draft(draft, lambda old: building.add_section(old, Section("x", "Unfinished")), what="sections",
                          by=cast.quinn)  # fmt: skip
    commands.change_draft(draft, lambda old: building.change_question(old, "why-not", text=LONG), what="section visits",
                          by=cast.quinn)  # fmt: skip
    page = sign_in_as(cast.quinn)
    path = f"/audits/tools/{draft.pk}/"
    for name in ["", "sections/visits/", "questions/why-not/", "add-limit/", "overall/", "preview/", "preview/visits/",
                 "sections/visits/remove/"]:  # fmt: skip
        look(page, path + name, f"tool-{name.strip('/').replace('/', '-') or 'draft'}")
    look(page, "/audits/tools/", "tools")
    look(page, "/audits/themes/", "themes")
    page.goto(path + "add-section/")
    page.get_by_role("button", name="Add the section").click()
    page.get_by_role("link", name="Give the section a title").wait_for()
    assert_accessible(page)


def test_both_texts_of_a_conflict_are_accessible_and_a_choice_is_made(sign_in_as, cast, draft):
    page = sign_in_as(cast.quinn)
    page.goto(f"/audits/tools/{draft.pk}/head/")
    commands.change_draft(draft, lambda old: replace(old, name="By a colleague"), what="head", by=cast.quinn)
    page.get_by_label("Name", exact=True).fill("My own")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("region", name="Quinn has changed this tool")).to_contain_text("By a colleague")
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 900})
    assert_fits(page)

    page.get_by_role("button", name="Keep my words").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("My own")


def test_buttons_move_a_section_keep_the_focus_and_say_where_it_is(sign_in_as, cast, draft):
    page = sign_in_as(cast.quinn)
    page.goto(f"/audits/tools/{draft.pk}/")
    status = page.locator("[data-reorder-state]")
    up = page.get_by_role("button", name="Move up Life in care")

    up.focus()
    page.keyboard.press("Enter")

    expect(status).to_have_text("“Life in care” is now 1 of 4.")
    expect(page.get_by_role("button", name="Move down Life in care")).to_be_focused()  # it cannot go further up
    assert order(draft) == ["care", "visits", "plans", "risk"]
    page.keyboard.press("Space")
    expect(status).to_have_text("“Life in care” is now 2 of 4.")
    expect(page.get_by_role("button", name="Move down Life in care")).to_be_focused()
    assert order(draft) == ["visits", "care", "plans", "risk"]


def test_dragging_moves_a_section_and_the_page_stays_in_step(sign_in_as, cast, draft):
    page = sign_in_as(cast.quinn)
    page.goto(f"/audits/tools/{draft.pk}/")
    page.set_viewport_size({"width": 1280, "height": 1600})  # the mouse reaches only what is in the window
    items = page.locator("[data-reorder] li")
    start = items.nth(3).locator(".qa-order__handle").bounding_box()
    end = items.nth(0).bounding_box()

    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, end["y"] + 60, steps=8)
    page.mouse.move(start["x"] + 5, end["y"] + 5, steps=8)
    page.mouse.up()

    expect(page.locator("[data-reorder-state]")).to_have_text("“Risk” is now 1 of 4.")
    assert order(draft) == ["risk", "visits", "care", "plans"]
    page.get_by_role("button", name="Move down Risk").click()  # on the save that the drag made
    expect(page.locator("[data-reorder-state]")).to_have_text("“Risk” is now 2 of 4.")
    assert order(draft) == ["visits", "risk", "care", "plans"]


def test_an_order_that_a_colleague_changed_meanwhile_comes_back_and_says_so(sign_in_as, cast, draft):
    page = sign_in_as(cast.quinn)
    page.goto(f"/audits/tools/{draft.pk}/")
    commands.change_draft(draft, lambda old: replace(old, name="Other"), what="head", by=cast.quinn)

    page.get_by_role("button", name="Move up Risk").click()

    expect(page.locator("[data-reorder-state]")).to_contain_text(
        "Quinn has changed this tool since you opened the page"
    )
    assert [item.get_attribute("data-code") for item in page.locator("[data-reorder] li").all()] == order(draft)


def test_without_a_script_a_tool_is_built_and_put_in_order(chromium, live_server, sign_in_as, cast, draft):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(sign_in_as(cast.quinn).context.cookies())
    page = context.new_page()
    page.goto(f"/audits/tools/{draft.pk}/")
    page.get_by_role("button", name="Move up Risk").click()
    expect(page.get_by_text("“Risk” is now 3 of 4.")).to_be_visible()
    assert page.url.endswith("#part-risk")

    page.get_by_role("link", name="Plans").click()
    page.get_by_role("link", name="Add a question").click()
    page.get_by_label("Question", exact=True).fill("Is it for this child?")
    page.get_by_label("Shown only when", exact=True).select_option("Was the child seen alone?")
    page.get_by_role("button", name="Show its answers").click()
    page.get_by_label("Partly", exact=True).check()
    page.get_by_role("button", name="Add the question").click()

    expect(page.get_by_text("Shown only when “Was the child seen alone?” is answered “Partly”.")).to_be_visible()
    assert order(draft) == ["visits", "care", "risk", "plans"]
    context.close()


def test_the_preview_shows_a_question_as_soon_as_its_answer_is_given(sign_in_as, cast, draft):
    page = sign_in_as(cast.quinn)
    page.goto(f"/audits/tools/{draft.pk}/preview/visits/")
    why = page.locator('[data-question="why-not"]')
    expect(why).to_be_hidden()

    page.get_by_role("group", name="Was the child seen alone?").get_by_label("No", exact=True).check()

    expect(why).to_be_visible()
    assert page.url.endswith("/preview/visits/")
