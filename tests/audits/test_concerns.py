"""Safeguarding concerns through the real commands: raised, told, escalated on working time, acknowledged, closed."""

import datetime
import json

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection

from audits import commands
from audits.models import Concern, ConcernRecipient
from audits.summaries import concern_figures, waiting_concerns
from people.access import Refused
from people.models import Event
from people.roles import Role
from tests.audits.test_races import at_once
from tests.factories import MembershipFactory, UserFactory, at

TUESDAY = at(2026, 6, 9, 10)
WORDS = {
    "what": "He said that he is alone at night.",
    "immediate_action": "I telephoned the social worker.",
    "who_was_told": "The duty manager.",
}


@pytest.fixture
def sam(cast, places):
    """A service manager of the north."""
    user = UserFactory(email="sam@demo.example", name="Sam")
    MembershipFactory(user=user, role=Role.SERVICE_MANAGER, unit=places.north)
    return user


@pytest.fixture
def raised(allocated, cast, sam, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return commands.raise_concern(allocated, **WORDS, by=cast.ana, at=TUESDAY)


@pytest.fixture
def escalate(django_capture_on_commit_callbacks):
    def run(at):
        with django_capture_on_commit_callbacks(execute=True):
            return commands.escalate_due(at=at)

    return run


def told(concern):
    rows = ConcernRecipient.objects.filter(concern=concern).select_related("user")
    return {row.user.name: row.level for row in rows}


def letters():
    """Who got which e-mail, in any order; and the box is emptied."""
    found = sorted((message.to[0].split("@")[0], message.subject) for message in mail.outbox)
    mail.outbox.clear()
    return found


def test_those_who_answer_are_told_at_once_and_the_audit_team_is_copied_in(raised, allocated):
    assert (raised.level, raised.respond_by, raised.acknowledged_at) == ("team_manager", at(2026, 6, 9, 14), None)
    assert told(raised) == {
        "Tess": "team_manager", "Sam": "service_manager", "Hal": "head_of_service", "Quinn": "audit_team",
    }  # fmt: skip
    subject = f"A safeguarding concern was raised in audit {allocated.pk}"
    assert letters() == [(name, subject) for name in ("hal", "quinn", "sam", "tess")]
    assert not ConcernRecipient.objects.filter(told_at=None).exists()


def test_an_e_mail_says_nothing_about_the_child(raised, allocated, settings):
    link = f"{settings.SITE_URL}/audits/concerns/{raised.pk}/"
    bodies = {message.to[0].split("@")[0]: message.body for message in mail.outbox}

    foot = "This e-mail says nothing about the child: sign in to the portal to read the concern.\n"
    head = f"A safeguarding concern was raised in audit {allocated.pk}."
    asked = "You are asked to acknowledge it by 14:00 on Tuesday 9 June 2026."
    other = "The team manager is asked to acknowledge it by 14:00 on Tuesday 9 June 2026."
    assert bodies == {
        "tess": "\n\n".join([head, asked, link, foot]),
        "sam": "\n\n".join([head, other, link, foot]),
        "hal": "\n\n".join([head, other, link, foot]),
        "quinn": "\n\n".join([head, "You are copied in.", link, foot]),
    }
    everything = " ".join([*bodies.values(), *(message.subject for message in mail.outbox)])
    for secret in (allocated.record.case_reference, *WORDS.values(), "Pat", "Ana", allocated.unit.name):
        assert secret not in everything


def test_no_words_of_a_concern_stand_in_the_record_of_events(raised):
    event = Event.objects.get(verb="concern.raised")

    assert event.detail == {"audit": raised.audit_id, "level": "team_manager"}
    assert event.target_words == f"Safeguarding concern {raised.pk}"
    assert not any(words in json.dumps(event.detail) for words in WORDS.values())


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        *((name, True) for name in ("ana", "tess", "mo", "quinn", "hal", "dee")),
        *((name, False) for name in ("abe", "olly", "pat", "andy", "lee", "sky", "adi")),
    ],
)
def test_whoever_may_read_the_audit_may_raise_a_concern(allocated, cast, who, allowed):
    if allowed:
        concern = commands.raise_concern(allocated, **WORDS, by=getattr(cast, who))
        assert getattr(cast, who).name not in told(concern)
    else:
        with pytest.raises(PermissionDenied):
            commands.raise_concern(allocated, **WORDS, by=getattr(cast, who))


@pytest.mark.parametrize("status", ["submitted", "agreed", "withdrawn"])
def test_no_status_stands_in_the_way(status, allocated, submit, agree, cast):
    match status:
        case "submitted":
            submit(allocated)
        case "agreed":
            agree(allocated)
        case "withdrawn":
            commands.withdraw(allocated, reason="Twice.", by=cast.quinn)

    assert commands.raise_concern(allocated, **WORDS, by=cast.ana).level == "team_manager"


def test_a_concern_needs_its_three_answers(allocated, cast):
    with pytest.raises(Refused) as refusal:
        commands.raise_concern(allocated, what="He is alone.", immediate_action=" ", who_was_told="", by=cast.ana)

    assert str(refusal.value) == (
        "Say what has been done at once; if nothing yet, say so. Say who has been told; if nobody yet, say so."
    )
    assert Concern.objects.count() == 0


def test_who_raised_it_does_not_answer_it(allocated, cast, sam):
    concern = commands.raise_concern(allocated, **WORDS, by=cast.tess, at=TUESDAY)

    assert concern.level == "service_manager"
    with pytest.raises(PermissionDenied):
        commands.acknowledge(concern, by=cast.tess)
    assert commands.acknowledge(concern, by=sam).acknowledged_by == sam


def test_nobody_answers_or_reads_about_their_own_practice(allocate, cast, sam):
    audit = allocate(practitioner=cast.tess)

    concern = commands.raise_concern(audit, **WORDS, by=cast.ana, at=TUESDAY)

    assert (concern.level, "Tess" in told(concern)) == ("service_manager", False)
    assert not Concern.objects.visible_to(cast.tess).exists()


def test_where_nobody_answers_the_audit_team_does(allocate, cast, places):
    for name in ("tess", "hal", "dee"):
        getattr(cast, name).memberships.update(ends_on=at(2026, 6, 1).date())
    concern = commands.raise_concern(allocate(), **WORDS, by=cast.ana, at=TUESDAY)

    assert (concern.level, told(concern)) == ("audit_team", {"Quinn": "audit_team"})
    assert [line.concern for line in waiting_concerns(cast.quinn, now=TUESDAY)] == [concern]
    assert commands.acknowledge(concern, by=cast.quinn).acknowledged_by == cast.quinn


def test_without_anybody_to_tell_it_is_refused_with_what_to_do(allocate, cast):
    for name in ("tess", "hal", "dee", "quinn"):
        getattr(cast, name).memberships.update(ends_on=at(2026, 6, 1).date())
    audit = allocate(by=cast.ana)

    with pytest.raises(Refused, match="telephone your manager"):
        commands.raise_concern(audit, **WORDS, by=cast.ana, at=TUESDAY)


# The clock


def test_unanswered_it_goes_up_level_by_level_each_with_a_clock_of_its_own(raised, cast, allocated, escalate):
    letters()
    assert escalate(at(2026, 6, 9, 14)) == 0  # in time to the last moment

    assert escalate(at(2026, 6, 9, 14, 1)) == 1
    raised.refresh_from_db()
    assert (raised.level, raised.is_escalated, raised.respond_by) == ("service_manager", True, at(2026, 6, 10, 10, 1))
    now_yours = f"A safeguarding concern in audit {allocated.pk} now waits for you"
    assert letters() == [("sam", now_yours)]
    assert escalate(at(2026, 6, 9, 14, 2)) == 0  # a second run finds nothing to do

    assert escalate(at(2026, 6, 10, 10, 2)) == 1
    assert escalate(at(2026, 6, 10, 14, 3)) == 1
    raised.refresh_from_db()
    assert (raised.level, raised.respond_by) == ("executive", at(2026, 6, 11, 10, 3))
    assert letters() == [("dee", now_yours), ("hal", now_yours)]

    assert escalate(at(2026, 6, 11, 10, 4)) == 1
    raised.refresh_from_db()
    assert (raised.level, raised.unanswered_at) == ("executive", at(2026, 6, 11, 10, 4))
    assert letters() == [("quinn", f"Nobody has acknowledged a safeguarding concern in audit {allocated.pk}")]
    assert escalate(at(2026, 7, 1)) == 0
    assert concern_figures(cast.dee, now=at(2026, 7, 1)).late == 1
    assert list(Event.objects.about(raised).order_by("pk").values_list("verb", "detail__level")) == [
        ("concern.raised", "team_manager"), ("concern.escalated", "service_manager"),
        ("concern.escalated", "head_of_service"), ("concern.escalated", "executive"),
        ("concern.unanswered", "executive"),
    ]  # fmt: skip


def test_the_clock_counts_working_time_only(allocated, cast, escalate):
    concern = commands.raise_concern(allocated, **WORDS, by=cast.ana, at=at(2026, 6, 12, 16))

    assert concern.respond_by == at(2026, 6, 15, 12)
    assert escalate(at(2026, 6, 14, 23)) == 0
    assert escalate(at(2026, 6, 15, 12, 1)) == 1


def test_the_time_to_answer_is_the_council_s_own(allocated, cast, settings):
    settings.CONCERN_WORKING_HOURS, settings.WORKING_DAY_ENDS = 2, datetime.time(18)

    assert commands.raise_concern(allocated, **WORDS, by=cast.ana, at=at(2026, 6, 9, 17)).respond_by == at(
        2026, 6, 10, 10
    )


def test_the_next_level_is_who_holds_it_now(raised, cast, sam, places, escalate):
    sam.memberships.update(ends_on=at(2026, 6, 8).date())
    new = UserFactory(name="Sue")
    MembershipFactory(user=new, role=Role.SERVICE_MANAGER, unit=places.north)

    escalate(at(2026, 6, 9, 15))

    raised.refresh_from_db()
    assert (raised.level, told(raised)["Sue"]) == ("service_manager", "service_manager")
    assert Concern.objects.visible_to(new).exists()
    assert not Concern.objects.visible_to(sam).exists()


def test_the_command_escalates_and_sends_what_could_not_be_sent(allocated, cast, settings, capsys, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(2026, 6, 10, 10))
    concern = commands.raise_concern(allocated, **WORDS, by=cast.ana, at=TUESDAY)  # nothing is committed: none is sent

    call_command("escalate_concerns")

    assert Concern.objects.get(pk=concern.pk).level == "head_of_service"
    assert capsys.readouterr().out == "1 escalated, 3 e-mails sent\n"
    call_command("escalate_concerns")
    assert capsys.readouterr().out == ""


# E-mail that fails


def test_a_mail_server_that_fails_breaks_nothing_and_is_tried_again(
    allocated, cast, settings, django_capture_on_commit_callbacks
):
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.kit.test_mail.NoServer"
    with django_capture_on_commit_callbacks(execute=True):
        concern = commands.raise_concern(allocated, **WORDS, by=cast.ana, at=TUESDAY)

    assert ConcernRecipient.objects.filter(concern=concern, told_at=None).count() == 3
    assert ConcernRecipient.objects.filter(concern=concern, tried_at=None).count() == 2  # it stopped at the first
    assert Concern.objects.visible_to(cast.tess).exists()

    settings.EMAIL_BACKEND = backend
    tried = ConcernRecipient.objects.get(concern=concern, tried_at__isnull=False)
    assert commands.tell() == 2
    assert commands.tell(at=tried.tried_at + datetime.timedelta(minutes=5)) == 1
    assert len(mail.outbox) == 3


# Acknowledged and closed


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("tess", True), ("hal", True),
        *((name, False) for name in ("ana", "mo", "quinn", "dee", "olly", "pat", "adi")),
    ],
)  # fmt: skip
def test_who_may_acknowledge_and_close(raised, cast, who, allowed):
    by = getattr(cast, who)
    if allowed:
        commands.acknowledge(raised, by=by, at=at(2026, 6, 9, 11))
        closed = commands.close_concern(
            raised, outcome="Safe.", ended_on=TUESDAY.date(), by=by, at=at(2026, 6, 9, 12)
        )  # fmt: skip
        assert (closed.closed_by, closed.outcome, closed.ended_on) == (by, "Safe.", TUESDAY.date())
        return
    with pytest.raises(PermissionDenied):
        commands.acknowledge(raised, by=by)
    commands.acknowledge(raised, by=cast.tess)
    with pytest.raises(PermissionDenied):
        commands.close_concern(raised, outcome="Safe.", ended_on=TUESDAY.date(), by=by)


def test_acknowledged_in_time_it_goes_no_further(raised, cast, escalate):
    commands.acknowledge(raised, by=cast.tess, at=at(2026, 6, 9, 13))

    assert escalate(at(2026, 7, 1)) == 0
    with pytest.raises(Refused, match="acknowledged already"):
        commands.acknowledge(raised, by=cast.hal)
    assert concern_figures(cast.dee, now=at(2026, 7, 1)).open_now == 1
    assert concern_figures(cast.dee, now=at(2026, 7, 1)).late == 0


def test_who_was_asked_first_may_still_acknowledge_after_it_went_up(raised, cast, escalate):
    escalate(at(2026, 6, 9, 15))

    assert commands.acknowledge(raised, by=cast.tess).acknowledged_by == cast.tess


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"outcome": " "}, "Say how it ended for the child."),
        ({"ended_on": datetime.date(2026, 6, 8)}, "The date cannot be before the concern was raised."),
        ({"ended_on": datetime.date(2026, 6, 12)}, "The date must be today or earlier."),
    ],
)
def test_closing_that_cannot_be_is_refused(raised, cast, changed, sentence):
    commands.acknowledge(raised, by=cast.tess, at=at(2026, 6, 9, 11))
    facts = {"outcome": "Safe.", "ended_on": datetime.date(2026, 6, 9)}

    with pytest.raises(Refused) as refusal:
        commands.close_concern(raised, **{**facts, **changed}, by=cast.tess, at=at(2026, 6, 11))

    assert str(refusal.value) == sentence


def test_only_those_people_read_it_and_others_count_it(raised, cast, sam):
    readers = {name for name, user in {**vars(cast), "sam": sam}.items() if Concern.objects.visible_to(user).exists()}
    counters = {
        name
        for name, user in {**vars(cast), "sam": sam}.items()
        if concern_figures(user, now=TUESDAY).open_now
    }  # fmt: skip

    assert readers == {"ana", "tess", "sam", "hal", "quinn"}
    assert counters == {"tess", "sam", "hal", "quinn", "dee"}
    assert [line.time_left for line in waiting_concerns(cast.tess, now=TUESDAY)] == ["4 hours"]
    assert waiting_concerns(sam, now=TUESDAY) == []


def test_no_number_tells_of_a_concern_about_ones_own_practice(cast, allocate):
    audit = allocate(practitioner=cast.tess)
    commands.raise_concern(audit, **WORDS, by=cast.ana, at=TUESDAY)

    assert [concern_figures(user, now=TUESDAY).open_now for user in (cast.tess, cast.hal)] == [0, 1]


def test_a_role_that_has_ended_reads_nothing_any_more(raised, cast):
    cast.tess.memberships.update(ends_on=at(2026, 6, 1).date())

    assert not Concern.objects.visible_to(type(cast.tess).objects.get(pk=cast.tess.pk)).exists()


# Races


@pytest.mark.django_db(transaction=True)
def test_of_two_who_acknowledge_at_once_one_does(cast, allocated):
    concern = commands.raise_concern(allocated, **WORDS, by=cast.ana)

    ends = at_once(*(lambda by=by: commands.acknowledge(concern, by=by) for by in (cast.tess, cast.hal)))

    assert sorted(type(end).__name__ for end in ends) == ["Concern", "Refused"]
    assert Event.objects.filter(verb="concern.acknowledged").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_escalate_once_and_tell_once(cast, allocated, sam):
    commands.raise_concern(allocated, **WORDS, by=cast.ana, at=TUESDAY)
    mail.outbox.clear()
    late = at(2026, 6, 9, 15)

    counts = at_once(*(lambda: commands.escalate_due(at=late) for _ in range(4)))

    assert sum(counts) == 1
    assert [name for name, _ in letters()] == ["sam"]


@pytest.mark.django_db(transaction=True)
def test_escalating_while_somebody_acknowledges_leaves_it_acknowledged(cast, allocated, sam):
    for number in range(8):
        concern = commands.raise_concern(allocated, **WORDS, by=cast.ana, at=TUESDAY)
        acknowledged, count = at_once(
            lambda concern=concern: commands.acknowledge(concern, by=cast.tess, at=at(2026, 6, 9, 15)),
            lambda: commands.escalate_due(at=at(2026, 6, 9, 15)),
        )
        now = Concern.objects.get(pk=concern.pk)
        assert (number, acknowledged.acknowledged_by) == (number, cast.tess)
        assert now.acknowledged_by == cast.tess
        assert now.is_escalated is bool(count)
        assert commands.escalate_due(at=at(2026, 7, 1)) == 0


@pytest.mark.django_db(transaction=True)
def test_a_concern_in_somebody_s_hand_is_skipped_and_not_waited_for(cast, allocated):
    commands.raise_concern(allocated, **WORDS, by=cast.ana, at=TUESDAY)
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT 1 FROM audits_concern FOR UPDATE")
        (count,) = at_once(lambda: commands.escalate_due(at=at(2026, 7, 1)))
        cursor.execute("ROLLBACK")

    assert count == 0
