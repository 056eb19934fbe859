"""What the record of events says of an audit: its course, and nobody's words or grades."""

import pytest

from people.history import WITHHELD, changes_of
from people.models import Event, User
from people.roles import Role
from tests.factories import MembershipFactory


def shown(viewer):
    """field → what stands under "after", over everything that every event of an audit changed."""
    found = {}
    for event in Event.objects.filter(target_type="audits.audit"):
        for change in changes_of(event, viewer):
            found.setdefault(change.field, set()).add(change.after)
    return found


@pytest.mark.parametrize("name", ["adi", "quinn", "mo"])
def test_no_administrator_reads_an_audits_words_or_grades_whatever_else_they_are(agreed, cast, places, name):
    viewer = User.objects.get(email=f"{name}@demo.example")
    MembershipFactory(user=viewer, role=Role.ADMINISTRATOR, unit=places.team)

    after = shown(viewer)

    for field in (
        "Grade", "How the grade was reached", "Text", "Conversation with the practitioner", "What they say",
        "How it was gathered", "State",
        "Case reference", "Age", "Cohort", "Practitioner",
    ):  # fmt: skip
        assert after[field] == {WITHHELD}, field
    assert after["Status"] == {"Not started", "In progress", "Waiting for moderation", "In moderation", "Agreed"}
    assert after["Agreed by"] == {"Mo"}
