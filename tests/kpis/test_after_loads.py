"""Figures in force ask their owners for notes by themselves, and what a later load makes needless is taken back."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from improvement.commands import raise_action
from kpis import after_loads, commands, defining, notes, noting
from kpis.computing import FILE_NAME
from kpis.measures import Measure
from kpis.models import Indicator, Load, Note, NoteRequest, Value
from kpis.note_rules import Reason, due_after
from kpis.periods import Basis, add_months
from kpis.rag import MeasuredIn, Polarity
from kpis.returns import Figure
from kpis.tasks import confirm_load
from people.access import Refused
from tests.kpis.conftest import AT, AUGUST, SAMPLE, TODAY, read
from tests.kpis.test_views import page, words

LATER = AT + datetime.timedelta(hours=1)
DUE = datetime.date(2023, 9, 29)
# One visit fewer in 3.3, which stays red.
FEWER = [("615,790,77.8%,Snapshot", "614,790,77.7%,Snapshot"), ("84.0%,77.8%,85%", "84.0%,77.7%,85%")]
SAID = {"what_changed": "Fewer visits.", "why": "Four posts were empty.", "what_next": "Cover from October."}


@pytest.fixture(autouse=True)
def _owners(indicators, cast):
    Indicator.objects.update(answered_by=cast.hal)


@pytest.fixture
def put(places, cast, edited):
    """Load the published month, changed, as the portal does."""

    def do(*replacements, by=cast.andy, at=AT, period=AUGUST):
        given = read(edited(*replacements) if replacements else SAMPLE, period=period)
        staged = commands.stage(given, unit=places.council, by=by, at=at)
        return after_loads.confirm(staged, because="A late return.", by=by, at=at)

    return do


def asked():
    found = NoteRequest.objects.standing().order_by("indicator__position")
    return list(found.values_list("indicator__ref", flat=True))


def test_the_owners_of_red_figures_are_asked_once_the_load_is_confirmed(put, places, cast, settings):
    settings.NOTE_WORKING_DAYS = 10
    made = put()

    reds = [ref for ref, row in notes.figures_of(places.council, AUGUST).items() if row.rag == "red"]
    assert asked() == reds
    assert len(reds) == 5
    facts = "unit", "period", "reason", "asked_of", "asked_by", "due_on", "load"
    assert set(NoteRequest.objects.values_list(*facts)) == {
        (places.council.pk, AUGUST, Reason.RED, cast.hal.pk, cast.andy.pk, DUE, made.pk)
    }


def test_the_councils_setting_says_by_when(put, settings):
    settings.NOTE_WORKING_DAYS = 3
    put()
    assert set(NoteRequest.objects.values_list("due_on", flat=True)) == {datetime.date(2023, 9, 20)}
    # Over Christmas and New Year, with three bank holidays.
    assert due_after(datetime.date(2023, 12, 22), 4) == datetime.date(2024, 1, 2)


def test_a_second_load_asks_only_about_what_is_red_anew(put):
    put()
    before = asked()
    put(*FEWER, at=LATER)
    assert (asked(), len(before)) == (before, 5)
    assert NoteRequest.objects.count() == len(before)


def test_each_owner_gets_one_email_and_finds_it_on_their_home_page(
    put, cast, client, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        put()
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([cast.hal.email], "You are asked for notes on 5 indicators")
    ]
    assert mail.outbox[0].body.startswith("The portal asks you what changed, why and what next in 5 indicators")
    assert len(notes.owed(cast.hal, today=TODAY).waiting) == 5
    client.force_login(cast.hal)
    assert "The portal" in words(page(client, "/"))
    request = NoteRequest.objects.get(indicator__ref="3.3")
    text = words(page(client, request.get_absolute_url()))
    assert (
        "The portal asked Hal on 15 September 2023, once the figure was in force, for Andy. The figure is red, or"
        in text
    )
    assert next(iter(notes.listed_notes(cast.hal, today=TODAY))).asker == "The portal"
    found = {whose: notes.listed_notes(cast.andy, today=TODAY, whose=whose).count() for whose in ("by_me", "by_itself")}
    assert found == {"by_me": 0, "by_itself": 5}
    assert ("Asked by me", "?whose=by_me", 0) in notes.counts_for(cast.andy, today=TODAY)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(request.get_absolute_url(), SAID)
    assert Note.objects.get().request == request
    assert mail.outbox[-1].to == [cast.andy.email]
    assert mail.outbox[-1].body.startswith("Hal has written the note that the portal asked for when you put the figure")


def test_nobody_is_asked_who_does_not_answer_or_whose_account_is_stopped(put, cast):
    Indicator.objects.filter(ref="3.3").update(answered_by=None)
    Indicator.objects.filter(ref="4.7.2").update(answered_by=cast.olly)
    type(cast.olly).objects.filter(pk=cast.olly.pk).update(is_active=False)
    put()
    assert not {"3.3", "4.7.2"} & set(asked())
    assert asked() != []


def test_old_figures_and_overtaken_ones_ask_nobody(put, places, done):
    visits = Indicator.objects.get(ref="3.3")
    Value.objects.create(
        indicator=visits, unit=places.council, period=datetime.date(2023, 9, 1), basis=Basis.SNAPSHOT, value=90,
        load=done,
    )  # fmt: skip
    put()
    assert "3.3" not in asked()
    assert len(asked()) == 4


GREEN = [("615,790,77.8%,Snapshot", "715,790,90.5%,Snapshot"), ("84.0%,77.8%,85%", "84.0%,90.5%,85%")]


def told_of(ref):
    found = NoteRequest.objects.filter(indicator__ref=ref).order_by("pk")
    return list(found.values_list("withdrawn_because", "withdrawn_by__name", "withdrawn_load"))


def test_a_correction_that_leaves_nothing_to_say_takes_the_request_back(
    put, cast, client, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    first = put()
    with django_capture_on_commit_callbacks(execute=True):
        better = put(*GREEN, at=LATER)

    assert "3.3" not in asked()
    assert len(asked()) == 4
    assert told_of("3.3") == [("After the latest load it is 90.5%, green: A late return.", "Andy", better.pk)]
    assert [(each.to, each.subject) for each in mail.outbox] == [
        ([cast.hal.email], "A note that you were asked for is not needed any more")
    ]
    client.force_login(cast.hal)
    text = words(page(client, NoteRequest.objects.get(indicator__ref="3.3").get_absolute_url()))
    assert "Withdrawn by the portal on 15 September 2023, for Andy: After the latest load it is 90.5%, green: A" in text

    after_loads.undo(better, because="It was another month.", by=cast.andy, at=LATER + datetime.timedelta(hours=1))
    assert len(asked()) == 5  # red again, and so asked anew
    assert [because for because, *_ in told_of("3.3")] == [
        "After the latest load it is 90.5%, green: A late return.", "",
    ]  # fmt: skip
    assert first.state == Load.State.CONFIRMED


def test_what_is_answered_stays_whatever_is_corrected(put, cast):
    put()
    noting.answer_note(NoteRequest.objects.get(indicator__ref="3.3"), **SAID, by=cast.hal, at=AT)
    put(*GREEN, at=LATER)
    assert told_of("3.3") == [("", None, None)]
    put(at=LATER + datetime.timedelta(hours=1))
    assert told_of("3.3") == [("", None, None)]  # and is not asked twice


def test_a_load_that_is_undone_leaves_requests_about_what_stays_red(put, cast):
    made = put()
    put(at=LATER)  # the same figures again, whose word stands from now on
    after_loads.undo(made, because="Sent by mistake.", by=cast.andy, at=LATER + datetime.timedelta(hours=1))
    assert len(asked()) == 5
    assert not NoteRequest.objects.withdrawn().exists()


def test_a_correction_of_another_unit_takes_back_what_was_asked_about_that_unit(put, places, cast, done):
    put()
    visits = Indicator.objects.get(ref="3.3")
    Value.objects.create(
        indicator=visits, unit=places.north, period=AUGUST, basis=Basis.SNAPSHOT, value=70, load=done
    )  # fmt: skip
    north = NoteRequest.objects.create(
        indicator=visits, unit=places.north, period=AUGUST, reason=Reason.RED, asked_of=cast.hal, asked_at=AT,
        due_on=DUE, load=done,
    )  # fmt: skip
    given = read(SAMPLE)
    better = [
        replace(entry, figure=Figure(Decimal(91)), unit=places.north.pk) for entry in given.entries
        if (entry.ref, entry.period, entry.basis) == ("3.3", AUGUST, Basis.SNAPSHOT)
    ]  # fmt: skip
    given = replace(given, entries=better, targets=[])
    staged = commands.stage(given, unit=places.council, by=cast.andy, at=AT)
    after_loads.confirm(staged, because="A late return.", by=cast.andy, at=AT)
    north.refresh_from_db()
    assert north.withdrawn_because == "After the latest load it is 91.0%, green: A late return."
    assert not NoteRequest.objects.standing().filter(unit=places.north).exists()
    assert len(asked()) == 5  # about the council


def test_a_target_that_a_load_sets_asks_and_takes_back_too(put):
    put()
    easier = [("84.0%,77.8%,85%,90%", "84.0%,77.8%,70%,75%")]
    made = put(*easier, at=LATER)
    assert made.counts["changed"] == 0
    assert told_of("3.3") == [("After the latest load it is 77.8%, green.", "Andy", made.pk)]
    put(at=LATER + datetime.timedelta(hours=1))
    assert len(asked()) == 5


def test_a_quarter_that_has_ended_is_asked_about_after_the_next_month_has_begun(places, cast, done):
    july, september = datetime.date(2023, 7, 1), datetime.date(2023, 9, 1)
    slow = defining.define_indicator(
        ref="Q8", theme="Quality of practice", title="Plans in time", measured_in=MeasuredIn.PERCENTAGE, places=0,
        polarity=Polarity.HIGHER, basis="quarter", starts_on=datetime.date(2023, 4, 1), answered_by=cast.hal, by=None,
    ).indicator  # fmt: skip
    commands.set_target(slow, minimum=Decimal(80), upper=Decimal(90), starts_on=datetime.date(2023, 4, 1), by=None)
    for n in range(4):
        Value.objects.create(
            indicator=slow, unit=places.council, period=add_months(july, n), basis=Basis.MONTH, numerator=5,
            denominator=10, value=50, load=done,
        )  # fmt: skip
    touched = after_loads.Touched({slow.pk}, [])
    made = after_loads.look_again(
        done, touched, by=cast.andy, at=datetime.datetime(2023, 11, 8, 9, tzinfo=datetime.UTC)
    )
    assert [(each.indicator.ref, each.period) for each in made] == [("Q8", september)]


def test_a_load_of_long_ago_asks_nobody(put):
    put(at=datetime.datetime(2024, 3, 1, 10, tzinfo=datetime.UTC))
    assert asked() == []


def test_an_undone_load_takes_back_what_it_asked_for_with_the_reason(put, cast, django_capture_on_commit_callbacks):
    made = put()
    answered = NoteRequest.objects.get(indicator__ref="3.3")
    noting.answer_note(answered, **SAID, by=cast.hal, at=LATER)

    after_loads.undo(made, because="The wrong month.", by=cast.andy, at=LATER)

    assert asked() == ["3.3"]  # what was said stays
    assert set(NoteRequest.objects.withdrawn().values_list("withdrawn_at", "withdrawn_by", "withdrawn_because")) == {
        (LATER, cast.andy.pk, "The load is undone: The wrong month.")
    }
    assert notes.owed(cast.hal, today=TODAY).waiting == []
    put(at=LATER + datetime.timedelta(hours=1))
    assert len(asked()) == 5  # asked anew, but not about what is answered
    assert NoteRequest.objects.filter(indicator__ref="3.3").count() == 1


def test_a_request_that_a_person_asked_outlives_the_load(put, places, cast):
    made = put()
    count = Indicator.objects.get(ref="1.1")
    noting.ask_for_note(count, places.council, AUGUST, reason=Reason.ASKED, due_on=DUE, by=cast.quinn, at=AT)
    after_loads.undo(made, because="The wrong month.", by=cast.andy, at=LATER)
    assert asked() == ["1.1"]


def test_what_is_withdrawn_by_hand_is_not_asked_by_itself_again_but_by_hand(put, places, cast):
    put()
    request = NoteRequest.objects.get(indicator__ref="3.3")
    with pytest.raises(PermissionDenied):
        noting.withdraw(request, because="Known.", by=cast.hal, at=LATER)
    with pytest.raises(Refused, match=r"^Say why the note is not needed any more\.$"):
        noting.withdraw(request, because=" ", by=cast.quinn, at=LATER)
    noting.withdraw(request, because="Known since July.", by=cast.quinn, at=LATER)
    with pytest.raises(Refused, match=r"^This request is withdrawn already\.$"):
        noting.withdraw(request, because="Again.", by=cast.quinn, at=LATER)
    with pytest.raises(Refused, match=r"^This request is withdrawn: nobody waits for the note any more\.$"):
        noting.answer_note(request, **SAID, by=cast.hal, at=LATER)

    assert notes.notes_for(places.council, [AUGUST], [request.indicator_id], today=TODAY) == {}

    put(*FEWER, at=LATER)
    assert "3.3" not in asked()
    again = noting.ask_for_note(
        request.indicator, places.council, AUGUST, reason=Reason.RED, due_on=DUE, by=cast.quinn, at=LATER
    )
    assert again.pk != request.pk
    noting.answer_note(again, **SAID, by=cast.hal, at=LATER)
    with pytest.raises(Refused, match=r"^This note is written already: it stays\.$"):
        noting.withdraw(again, because="Late.", by=cast.quinn, at=LATER)


def test_the_page_withdraws_with_a_reason_and_the_list_says_so(client, put, cast):
    put()
    request = NoteRequest.objects.get(indicator__ref="3.3")
    client.force_login(cast.quinn)
    address = f"{request.get_absolute_url()}withdraw/"
    assert f'href="{address}">Withdraw the request</a>' in page(client, request.get_absolute_url())
    response = client.post(address, {"because": ""})
    assert (response.status_code, "Say why the note is not needed any more" in response.content.decode()) == (422, True)

    text = words(client.post(address, {"because": "Known since July."}, follow=True).content.decode())

    day = timezone.localdate()
    assert f"Withdrawn on {day.day} {day:%B %Y} by Quinn: Known since July." in text
    assert "Withdraw the request" not in text
    assert "Hal, due" not in text
    listed = words(page(client, "/indicators/notes/?state=withdrawn"))
    assert f"Withdrawn {day.day} {day:%B %Y}" in listed
    assert "3.3" not in words(page(client, "/indicators/notes/?month=2023-08").split("<tbody")[1])
    assert "Asked of Hal, withdrawn on" in words(page(client, "/indicators/3.3/?month=2023-08"))


def test_computed_figures_ask_too_and_computing_again_asks_nobody_twice(places, cast):
    raise_action(
        unit=places.team, text="Visit.", owner=cast.pat, due_on=datetime.date(2023, 8, 10), origin="Audit 1",
        origin_path="/audits/1/", by=cast.mo, at=datetime.datetime(2023, 8, 1, 9, tzinfo=datetime.UTC),
    )  # fmt: skip
    late = defining.define_indicator(
        ref="Q7", theme="Quality of practice", title="Actions in time", measured_in=MeasuredIn.PERCENTAGE, places=0,
        polarity=Polarity.HIGHER, basis="month", starts_on=datetime.date(2023, 4, 1), origin="computed",
        measure=Measure.ACTIONS_IN_TIME.value, answered_by=cast.hal, by=None,
    ).indicator  # fmt: skip
    commands.set_target(late, minimum=Decimal(80), upper=Decimal(90), starts_on=datetime.date(2023, 4, 1), by=None)

    for moment in (AT, LATER):
        after_loads.compute(datetime.date(2023, 7, 1), AUGUST, by=None, at=moment)

    request = NoteRequest.objects.get()
    assert (request.indicator.ref, request.unit, request.period, request.reason, request.asker) == (
        "Q7", places.council, AUGUST, Reason.RED, "The portal",
    )  # fmt: skip
    assert request.load.file_name == FILE_NAME


def test_the_job_that_confirms_asks_in_the_same_go(places, cast, monkeypatch):
    """The clock says September 2023, to which August is last month."""
    staged = commands.stage(read(SAMPLE), unit=places.council, by=cast.andy, at=AT)
    commands.begin_confirming(staged, by=cast.andy, at=AT)
    monkeypatch.setattr(timezone, "now", lambda: AT)
    confirm_load.call(load=staged.pk, by=cast.andy.pk)

    assert Load.objects.get().state == Load.State.CONFIRMED
    assert len(asked()) == 5
