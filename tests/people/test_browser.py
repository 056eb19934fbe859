"""The administrators' pages in a real browser: accessible, and no wider than a phone."""

import pytest

from people import commands
from people.models import Event
from people.roles import Role
from tests.browser import assert_accessible, assert_fits
from tests.factories import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_about_people(sign_in_as, cast, places):
    commands.change_person(
        cast.ana, name="Ana", email="ana.longer.address@demo.example", job_title="Advanced practitioner", by=cast.adi,
        at=at(2026, 5, 1),
    )  # fmt: skip
    commands.join(cast.ana, role=Role.MODERATOR, unit=places.north, starts_on=at(2026, 5, 1).date(), by=cast.adi)
    page = sign_in_as(cast.adi)
    for path in [
        "/people/",
        f"/people/{cast.ana.pk}/",
        f"/people/{cast.adi.pk}/",
        "/people/new/",
        "/people/my-password/",
        f"/people/{cast.ana.pk}/change/",
        f"/people/{cast.ana.pk}/join/",
        f"/people/{cast.ana.pk}/password/",
        f"/people/memberships/{cast.ana.memberships.first().pk}/end/",
        "/people/roles/",
        "/people/units/",
        "/people/units/new/",
        f"/people/units/{places.team.pk}/end/",
        "/people/events/",
        f"/people/events/{Event.objects.get(verb='person.changed').pk}/",
    ]:
        page.goto(path)
        for width in (320, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert_fits(page)
        assert_accessible(page)
