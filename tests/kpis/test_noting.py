"""Asking, answering, handing over and raising actions: who may, when it is refused, what is told."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection

from improvement.models import Action
from kpis import notes, noting
from kpis.models import Indicator, IndicatorAction, Note, NoteRequest
from kpis.note_rules import Reason
from people.access import Refused
from people.models import Event
from tests.kpis.conftest import AT, AUGUST, TODAY

DUE = datetime.date(2023, 9, 29)
LATER = AT + datetime.timedelta(days=2)
SAID = {"what_changed": "Fewer visits in time.", "why": "Four posts were empty.", "what_next": "Cover from October."}


@pytest.fixture
def indicator(indicators, cast):
    Indicator.objects.filter(ref="3.3").update(answered_by=cast.hal)
    return Indicator.objects.get(ref="3.3")


@pytest.fixture
def ask(indicator, places, cast):
    def make(**changes):
        facts = {"reason": Reason.RED, "due_on": DUE, "by": cast.quinn, "at": AT}
        return noting.ask_for_note(indicator, places.council, AUGUST, **{**facts, **changes})

    return make


@pytest.fixture
def sent(settings, django_capture_on_commit_callbacks):
    """What is sent while `do` runs."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "https://portal.example"

    def run(do):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            do()
        return [(message.to, message.subject, message.body) for message in mail.outbox]

    return run


def refusal(do, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        do(*args, **kwargs)
    return str(refused.value)


def test_the_owner_is_asked_and_the_event_says_so(ask, cast):
    request = ask()

    assert (request.asked_of, request.asked_by, request.due_on, request.reason) == (cast.hal, cast.quinn, DUE, "red")
    event = Event.objects.latest("pk")
    assert (event.verb, event.by, event.target_words) == ("note.asked", cast.quinn, f"Note {request.pk}")
    assert event.detail == {"indicator": "3.3", "of": cast.hal.pk}


def test_somebody_else_may_be_asked(ask, cast):
    assert ask(of=cast.pat, reason=Reason.ASKED).asked_of == cast.pat


def test_asking_is_refused_with_a_sentence(ask, indicator, cast):
    refusals = [refusal(ask, due_on=TODAY - datetime.timedelta(days=1))]
    Indicator.objects.update(answered_by=None)
    refusals.append(refusal(ask))
    ask(of=cast.tess)
    refusals.append(refusal(ask, of=cast.hal))

    assert refusals == [
        "The due date must be today or later.",
        "Indicator 3.3, August 2023: nobody is named who answers for it. Choose whom to ask.",
        "Indicator 3.3, August 2023: a note is asked of Tess already.",
    ]
    assert NoteRequest.objects.count() == 1


@pytest.mark.parametrize("name", ["ana", "mo", "tess", "pat", "hal", "lee", "sky", "adi"])
def test_who_may_not_ask_about_the_council(ask, cast, name):
    """A head of service asks about their own service's figures."""
    with pytest.raises(PermissionDenied):
        ask(by=getattr(cast, name))


@pytest.mark.parametrize("name", ["quinn", "andy", "dee"])
def test_who_may_ask(ask, cast, name):
    assert ask(by=getattr(cast, name)).pk


def test_a_head_asks_about_their_own_service(indicator, places, cast):
    facts = {"reason": Reason.ASKED, "due_on": DUE, "of": cast.tess, "by": cast.hal, "at": AT}
    assert noting.ask_for_note(indicator, places.north, AUGUST, **facts).unit == places.north
    with pytest.raises(PermissionDenied):
        noting.ask_for_note(indicator, places.south, AUGUST, **facts)


def test_everybody_is_asked_at_once_in_one_e_mail_each(indicators, places, cast, sent):
    of = {"3.3": cast.hal, "2.1": cast.hal, "5.10": cast.tess}
    for ref, person in of.items():
        Indicator.objects.filter(ref=ref).update(answered_by=person)
    figures = [(Indicator.objects.get(ref=ref), Reason.RED) for ref in of]

    told = sent(
        lambda: noting.ask_for_all(figures, places.council, AUGUST, due_on=DUE, by=cast.quinn, at=AT)
    )  # fmt: skip

    foot = "This e-mail says nothing of the figure: sign in to the portal to see it.\n"
    one = NoteRequest.objects.get(asked_of=cast.tess)
    assert sorted(told) == [
        (
            ["hal@demo.example"],
            "You are asked for notes on 2 indicators",
            "Quinn asks you what changed, why and what next in 2 indicators, by 29 September 2023.\n\n"
            f"https://portal.example/indicators/notes/?whose=of_me\n\n{foot}",
        ),
        (
            ["tess@demo.example"],
            "You are asked for a note on an indicator",
            "Quinn asks you what changed, why and what next: Indicator 5.10, August 2023, by 29 September 2023.\n\n"
            f"https://portal.example/indicators/notes/{one.pk}/\n\n{foot}",
        ),
    ]


def test_asking_all_leaves_what_was_asked_already_and_is_all_or_nothing(ask, indicator, places, cast):
    ask(of=cast.tess)
    other = Indicator.objects.get(ref="2.1")
    both = [(indicator, Reason.RED), (other, Reason.RED)]
    how = {"due_on": DUE, "by": cast.quinn, "at": AT}

    assert refusal(noting.ask_for_all, [], places.council, AUGUST, **how) == "Choose at least one indicator."
    assert refusal(noting.ask_for_all, both, places.council, AUGUST, **how) == (
        "Indicator 2.1, August 2023: nobody is named who answers for it. Choose whom to ask."
    )
    Indicator.objects.filter(ref="2.1").update(answered_by=cast.hal)
    made = noting.ask_for_all(both, places.council, AUGUST, **how)
    assert [(each.indicator.ref, each.asked_of) for each in made] == [("2.1", cast.hal)]
    assert refusal(noting.ask_for_all, both, places.council, AUGUST, **how) == (
        "Somebody has asked for all of these notes already."
    )
    assert NoteRequest.objects.get(indicator=indicator).asked_of == cast.tess
    with pytest.raises(PermissionDenied):
        noting.ask_for_all(both, places.council, AUGUST, due_on=DUE, by=cast.hal, at=AT)


def test_a_later_answer_stands_and_the_older_stays(ask, cast, sent):
    request = ask()
    told = sent(lambda: noting.answer_note(request, **SAID, by=cast.hal, at=AT))
    noting.answer_note(request, **{**SAID, "why": "Five posts."}, by=cast.hal, at=LATER)

    asked = notes.asked_of(notes.with_people(NoteRequest.objects.all()).get(), today=TODAY)
    assert (asked.latest.why, [note.why for note in asked.older]) == ("Five posts.", ["Four posts were empty."])
    assert told == [
        (
            ["quinn@demo.example"],
            "A note that you asked for is written",
            "Hal has written the note that you asked for: Indicator 3.3, August 2023.\n\n"
            f"https://portal.example/indicators/notes/{request.pk}/\n\n"
            "This e-mail says nothing of the figure: sign in to the portal to see it.\n",
        )
    ]
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True))[-2:] == ["note.answered"] * 2


def test_the_same_answer_sent_twice_is_one(ask, cast):
    request = ask()
    first = noting.answer_note(request, **SAID, by=cast.hal, at=AT)

    assert noting.answer_note(request, **SAID, by=cast.hal, at=LATER) == first
    assert Note.objects.count() == 1


def test_an_answer_lacks_no_part(ask, cast):
    assert refusal(noting.answer_note, ask(), **{**SAID, "what_next": " "}, by=cast.hal) == "Say what comes next."
    assert Note.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "may"), {"hal": True, "tess": True, "quinn": False, "andy": False, "dee": False, "pat": False}.items()
)
def test_only_the_person_asked_and_who_answers_for_the_indicator_answer(ask, cast, name, may):
    request, person = ask(of=cast.tess), getattr(cast, name)
    if may:
        assert noting.answer_note(request, **SAID, by=person).written_by == person
        return
    with pytest.raises(PermissionDenied):
        noting.answer_note(request, **SAID, by=person)


def test_whoever_is_handed_the_request_may_answer_and_is_told(ask, cast, sent):
    request = ask()
    told = sent(lambda: noting.hand_over(request, cast.pat, by=cast.hal, at=AT))

    assert noting.answer_note(request, **SAID, by=cast.pat).written_by == cast.pat
    ((to, subject, body),) = told
    assert (to, subject) == (["pat@demo.example"], "You are asked for a note on an indicator")
    assert body.splitlines()[0] == (
        "Hal hands over to you what Quinn asks: what changed, why and what next in Indicator 3.3, August 2023, by "
        "29 September 2023."
    )
    assert refusal(noting.hand_over, request, cast.tess, by=cast.hal) == "This note is written already."


def test_handing_over_is_refused_with_a_sentence(ask, cast):
    request = ask()
    same = refusal(noting.hand_over, request, cast.hal, by=cast.quinn)
    cast.pat.is_active = False

    assert [same, refusal(noting.hand_over, request, cast.pat, by=cast.hal)] == [
        "The request is with this person already: choose somebody else.",
        "The account of this person is stopped: choose somebody else.",
    ]
    for name in ("tess", "pat", "lee", "mo"):
        with pytest.raises(PermissionDenied):
            noting.hand_over(request, cast.ana, by=getattr(cast, name))


@pytest.mark.parametrize(
    ("name", "sees"),
    {
        "hal": True, "pat": True, "quinn": True, "tess": True, "olly": True, "lee": True, "sky": False, "adi": False,
    }.items(),
)  # fmt: skip
def test_who_reads_a_request_about_the_council(ask, cast, name, sees):
    """Whoever reads the council's figures, and the person asked, whatever their rights."""
    ask(of=cast.pat)

    assert NoteRequest.objects.visible_to(getattr(cast, name)).exists() is sees


def test_requests_about_another_service_are_not_seen(indicator, places, cast):
    noting.ask_for_note(
        indicator, places.north, AUGUST, reason=Reason.RED, due_on=DUE, of=cast.hal, by=cast.quinn, at=AT
    )

    seen = {name: NoteRequest.objects.visible_to(getattr(cast, name)).exists() for name in ("tess", "olly", "pat")}
    assert seen == {"tess": True, "olly": False, "pat": False}


def test_an_action_says_where_it_comes_from_and_is_linked(indicator, places, cast):
    facts = {"text": "Visit in four weeks.", "owner": cast.tess, "due_on": DUE, "at": AT}
    action = noting.raise_indicator_action(indicator, places.council, AUGUST, **facts, done_in=places.team, by=cast.hal)

    assert (action.origin, action.origin_path) == (
        "Indicator 3.3, August 2023",
        "/indicators/3.3/?month=2023-08&unit=council",
    )
    linked = IndicatorAction.objects.get()
    assert (linked.action, linked.unit, linked.period, action.unit) == (action, places.council, AUGUST, places.team)
    with pytest.raises(PermissionDenied):
        noting.raise_indicator_action(indicator, places.council, AUGUST, **facts, by=cast.hal)
    with pytest.raises(PermissionDenied):
        noting.raise_indicator_action(indicator, places.north, AUGUST, **facts, by=cast.olly)
    assert refusal(
        noting.raise_indicator_action, indicator, places.north, AUGUST, **facts, done_in=places.elsewhere, by=cast.mo
    ) == "South team 1 is no part of North service, whose figure this is."  # fmt: skip
    assert Action.objects.count() == 1


def at_once(*jobs):
    """Each job in a thread of its own, all starting together; what each gave or was told."""
    start = Barrier(len(jobs))

    def run(job):
        try:
            start.wait()
            return job()
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_ask_once(ask, cast):
    told = at_once(*[lambda of=of: ask(of=of).asked_of.name for of in (cast.hal, cast.tess, cast.pat)])

    known = NoteRequest.objects.get().asked_of.name
    assert sorted(told) == sorted(
        [known, *[f"Indicator 3.3, August 2023: a note is asked of {known} already."] * 2]
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_are_both_kept(ask, cast):
    request = ask(of=cast.tess)
    at_once(
        lambda: noting.answer_note(request, **{**SAID, "why": "Hal"}, by=cast.hal, at=AT),
        lambda: noting.answer_note(request, **{**SAID, "why": "Tess"}, by=cast.tess, at=LATER),
    )

    asked = notes.asked_of(notes.with_people(NoteRequest.objects.all()).get(), today=TODAY)
    assert (asked.latest.why, [note.why for note in asked.older]) == ("Tess", ["Hal"])
