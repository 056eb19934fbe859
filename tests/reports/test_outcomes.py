"""What meetings said of a report: written down once they have met, checked for names, and shown to its readers."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from people.access import Refused
from people.models import Event
from reports import commands, library, summaries
from tests.factories import at

MET = datetime.date(2026, 8, 11)
LATER = at(2026, 8, 12)
SAID = "Noted. The commission asks for the figures of each service in the next report."


@pytest.fixture
def met(published, cast):
    """The published report, which scrutiny received on 11 August and the executive receives on 1 September."""
    days = {"scrutiny": MET, "executive": datetime.date(2026, 9, 1)}
    return commands.set_meetings(published.report, days, by=cast.quinn, at=LATER)


def record(report, by, outcome=SAID, minute="Minute 84", stage="scrutiny", when=LATER):
    return commands.record_outcomes(report, {stage: (outcome, minute)}, by=by, at=when)


def told(report):
    return [
        (each.stage, each.outcome_words, each.recorded_by and each.recorded_by.name)
        for each in summaries.meetings_of(report)
    ]


def test_what_a_meeting_said_is_kept_with_its_minute_and_can_be_taken_out(met, cast):
    record(met, cast.quinn)
    record(met, cast.quinn)  # the same again is no change

    assert told(met) == [("scrutiny", f"{SAID} (Minute 84)", "Quinn"), ("executive", "", None)]
    [event] = Event.objects.filter(verb="report.outcomes_recorded")
    assert (event.by, event.detail) == (cast.quinn, {"stages": ["scrutiny"]})

    record(met, cast.quinn, "", "")
    assert told(met)[0] == ("scrutiny", "", None)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            {"stage": "executive"},
            "Executive meeting: it meets on 1 September 2026. Write down what it said after that.",
        ),
        (
            {"outcome": ""},
            "Scrutiny commission: say what it noted, asked or decided, beside the reference of its minute.",
        ),
        (
            {"outcome": "It asked what became of Jayden."},
            "Scrutiny commission: “Jayden” looks like the name of a person. Take the name out; for an officer, write "
            "the role beside it.",
        ),
        ({"minute": "QA123456"}, "Scrutiny commission: QA123456 looks like a case reference. Take it out."),
        ({"stage": "director"}, "No day is set for that meeting."),
    ],
)  # fmt: skip
def test_what_cannot_be_written_down_is_refused_with_a_sentence(met, cast, typed, sentence):
    with pytest.raises(Refused) as refusal:
        record(met, cast.quinn, **typed)

    assert str(refusal.value) == sentence
    assert told(met) == [("scrutiny", "", None), ("executive", "", None)]


def test_only_who_writes_reports_writes_it_down_and_the_database_refuses_half_of_it(met, cast):
    for name in ("sky", "hal", "lee"):
        with pytest.raises(PermissionDenied):
            record(met, getattr(cast, name))
    with pytest.raises(IntegrityError, match="meeting_outcome_recorded_at_and_by"), transaction.atomic():
        met.meetings.update(outcome="Noted.")


def test_the_day_of_a_meeting_stays_while_its_outcome_is_recorded(met, cast):
    record(met, cast.quinn)

    for day in (None, datetime.date(2026, 8, 10)):
        with pytest.raises(Refused, match="Scrutiny commission: its outcome of 11 August 2026 is recorded"):
            commands.set_meetings(met, {"scrutiny": day}, by=cast.quinn, at=LATER)
    commands.set_meetings(met, {"scrutiny": MET}, by=cast.quinn, at=LATER)


def test_readers_find_it_in_the_library_on_the_report_and_in_its_history(client, met, cast, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: (value or LATER).date())
    client.force_login(cast.quinn)
    page = client.get(f"/reports/{met.pk}/sign-off/")
    assert list(page.context["outcomes"].fields) == ["scrutiny-outcome", "scrutiny-minute"]

    typed = {"scrutiny-outcome": SAID, "scrutiny-minute": "Minute 84"}
    response = client.post(f"/reports/{met.pk}/outcomes/", typed, follow=True)
    assert "What the meetings said is kept, and readers see it." in response.content.decode()
    assert f"Met on 11 August 2026: {SAID} (Minute 84)" in response.content.decode()
    assert SAID in client.get(f"/reports/{met.pk}/history/").content.decode()

    client.force_login(cast.sky)
    [found] = library.shelf(cast.sky, {}, None).object_list
    assert found.meetings == [
        f"Scrutiny commission on 11 August 2026: {SAID} (Minute 84)", "Executive meeting on 1 September 2026",
    ]  # fmt: skip
    assert f"{SAID} (Minute 84)" in client.get(f"/reports/{met.pk}/").content.decode()


def test_a_name_is_refused_on_the_page_and_what_was_typed_stays(client, met, cast, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: (value or LATER).date())
    client.force_login(cast.quinn)

    page = client.post(
        f"/reports/{met.pk}/outcomes/", {"scrutiny-outcome": "It asked of Jayden.", "scrutiny-minute": ""}
    )

    assert page.status_code == 422
    assert page.context["outcomes"]["scrutiny-outcome"].value() == "It asked of Jayden."
    assert "looks like the name of a person" in page.content.decode()
