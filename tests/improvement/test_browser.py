"""The pages about actions in a real browser: accessible, and no wider than a phone."""

import datetime

import pytest

from tests.browser import assert_accessible, assert_fits, follow
from tests.factories import ActionFactory, at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def actions(cast, places):
    """One open, one overdue and one delivered action of the team, with a story."""
    soon = datetime.date.today() + datetime.timedelta(days=12)  # noqa: DTZ011 any day to come
    done = {"delivered_at": at(2026, 6, 1), "delivered_by": cast.pat, "evidenced_on": datetime.date(2026, 5, 29)}
    words = "Chronologies of the three records are brought up to date and checked in supervision."
    made = [
        ActionFactory(unit=places.team, owner=cast.tess, due_on=soon, raised_by=cast.quinn, origin="Audit 17"),
        ActionFactory(unit=places.team, owner=cast.pat, raised_by=cast.quinn, text=words, origin="Audit 23"),
        ActionFactory(unit=places.team, owner=cast.pat, raised_by=cast.mo, evidence="Minutes of 29 May.", **done),
    ]
    made[2].notes.create(kind="note", words="Two of five visits are planned.", at=at(2026, 5, 12), by=cast.pat)
    made[2].notes.create(
        kind="delivered", words="Minutes of 29 May.", at=at(2026, 6, 1), by=cast.pat,
        evidenced_on=datetime.date(2026, 5, 29),
    )  # fmt: skip
    return made


def test_pages_about_actions(sign_in_as, cast, actions):
    page = sign_in_as(cast.tess)
    for path in [
        "/actions/",
        f"/actions/{actions[0].pk}/",
        f"/actions/{actions[2].pk}/",
        f"/actions/{actions[0].pk}/deliver/",
        f"/actions/{actions[2].pk}/reopen/",
        "/actions/?state=closed",
    ]:
        page.goto(path)
        for width in (320, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert_fits(page)
        assert_accessible(page)


def test_deliver_close_by_hand(sign_in_as, cast, actions):
    page = sign_in_as(cast.pat)
    page.goto("/actions/")
    page.get_by_role("link", name="Chronologies of the three records").click()
    page.get_by_role("button", name="Say that it is done").click()
    follow(page.get_by_role("button", name="Deliver the action"))
    assert page.title() == f"Error: Say that it is done, action {actions[1].pk} – qaportal"
    assert_accessible(page)
    page.get_by_role("link", name="Say what shows that the action is done").click()
    page.keyboard.type("All three are checked; see the supervision notes.")
    for part, value in [("Day", "1"), ("Month", "6"), ("Year", "2026")]:
        page.get_by_label(part).fill(value)
    page.get_by_role("button", name="Deliver the action").click()
    page.get_by_text("Delivered. Somebody else will check the evidence").wait_for()

    page = sign_in_as(cast.tess)
    page.goto(f"/actions/{actions[1].pk}/")
    page.get_by_role("button", name="Close the action").click()
    page.get_by_text("The action is closed.").wait_for()
    actions[1].refresh_from_db()
    assert (actions[1].delivered_by, actions[1].closed_by) == (cast.pat, cast.tess)
