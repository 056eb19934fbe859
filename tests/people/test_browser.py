"""The administrators' pages in a real browser: accessible, and no wider than a phone."""

import pytest

from people import commands
from people.models import Event
from people.roles import Role
from tests.browser import assert_accessible, assert_fits, screenshot
from tests.factories import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_about_people(sign_in_as, cast, places):
    commands.change_person(
        cast.ana, name="Ana", email="ana.longer.address@demo.example", job_title="Advanced practitioner", by=cast.adi,
        at=at(2026, 5, 1),
    )  # fmt: skip
    commands.join(cast.ana, role=Role.MODERATOR, unit=places.north, starts_on=at(2026, 5, 1).date(), by=cast.adi)
    page = sign_in_as(cast.adi)
    for name, path in [
        ("people", "/people/"),
        ("person", f"/people/{cast.ana.pk}/"),
        ("person-self", f"/people/{cast.adi.pk}/"),
        ("person-new", "/people/new/"),
        ("person-change", f"/people/{cast.ana.pk}/change/"),
        ("person-join", f"/people/{cast.ana.pk}/join/"),
        ("person-password", f"/people/{cast.ana.pk}/password/"),
        ("person-leave", f"/people/memberships/{cast.ana.memberships.first().pk}/end/"),
        ("roles", "/people/roles/"),
        ("units", "/people/units/"),
        ("unit-new", "/people/units/new/"),
        ("unit-end", f"/people/units/{places.team.pk}/end/"),
        ("events", "/people/events/"),
        ("event", f"/people/events/{Event.objects.get(verb='person.changed').pk}/"),
    ]:
        for width in (1280, 768, 320):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(path)
            assert_fits(page)
            screenshot(page, name, width)
        assert_accessible(page)
