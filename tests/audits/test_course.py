"""The whole course of an audit through the real commands: moved as the table says, or told why not."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from audits import commands
from audits.grading import Grade, Stage
from audits.lifecycle import MOVES, Status, Verb
from audits.models import Audit, Grading, Moderation, ProgressionMeeting
from audits.summaries import my_work, period_findings
from people.access import Refused
from people.models import Event
from people.roles import Role
from tests.audits.conftest import MAY, moderated
from tests.factories import MembershipFactory, at

MEETING = {
    "held_on": at(2026, 6, 1).date(), "review_on": at(2026, 7, 13).date(),
    "present": "Team manager, social worker, auditor", "decisions": "Write the plan with the family by 20 June.",
}  # fmt: skip
REVIEW = {"reviewed_on": at(2026, 7, 13).date(), "outcome": "The child sees their brother every week."}
STANDS = {
    Status.ALLOCATED: "This audit has not been started.",
    Status.IN_PROGRESS: "This audit is still with its auditor.",
    Status.SUBMITTED: "This audit has been submitted and is waiting for a moderator.",
    Status.IN_MODERATION: "This audit is in moderation.",
    Status.AGREED: "This audit's grades have been agreed.",
    Status.IN_PROGRESSION: "This audit's progression meeting has been held.",
    Status.CLOSED: "This audit is closed.",
    Status.WITHDRAWN: "This audit has been withdrawn.",
}


@pytest.fixture
def met(agreed, cast):
    commands.record_meeting(agreed, **MEETING, by=cast.tess, at=at(2026, 6, 1, 15))
    return Audit.objects.get(pk=agreed.pk)


@pytest.fixture
def reviewed(met, cast):
    commands.record_review(met, **REVIEW, by=cast.tess, at=at(2026, 7, 13, 15))
    return met


@pytest.fixture
def closed(reviewed, cast):
    return commands.close(reviewed, by=cast.tess, at=at(2026, 7, 14))


@pytest.fixture
def raise_action(cast):
    def make(audit, code="planning"):
        finding = audit.findings.get(kind="focus", section__code=code)
        return commands.raise_action_from(
            finding, text="Write plans together.", owner=cast.pat, due_on=at(2026, 8, 1).date(), by=cast.tess,
            at=at(2026, 5, 21),
        )  # fmt: skip

    return make


@pytest.fixture
def stand_at(cast, tool, allocate, submit, agree):
    """An audit that has come as far as `status`, with everything done that the next move needs."""

    def make(status):
        audit = allocate()
        match status:
            case Status.IN_PROGRESS:
                commands.start(audit, by=cast.ana, at=at(2026, 5, 6))
            case Status.SUBMITTED:
                submit(audit)
            case Status.IN_MODERATION:
                submit(audit)
                commands.begin_moderation(audit, by=cast.mo, at=at(2026, 5, 15))
                commands.save_moderated_grades(audit, moderated(tool), finished=True, by=cast.mo, at=at(2026, 5, 16))
            case Status.AGREED | Status.IN_PROGRESSION | Status.CLOSED:
                agree(audit)
            case Status.WITHDRAWN:
                commands.withdraw(audit, reason="Twice.", by=cast.quinn, at=at(2026, 5, 7))
        if status in (Status.IN_PROGRESSION, Status.CLOSED):
            commands.record_meeting(audit, **MEETING, by=cast.tess, at=at(2026, 6, 1, 15))
            commands.record_review(audit, **REVIEW, by=cast.tess, at=at(2026, 7, 13, 15))
        if status == Status.CLOSED:
            commands.close(audit, by=cast.tess, at=at(2026, 7, 14))
        return Audit.objects.get(pk=audit.pk)

    return make


def move(verb, audit, cast, write):
    """Make the move by the command that a page would call, as somebody who may."""
    when = at(2026, 7, 20)
    match verb:
        case Verb.START:
            commands.start(audit, by=cast.ana, at=when)
        case Verb.SUBMIT:
            if audit.is_open:
                write(audit)
            commands.submit(audit, by=cast.ana, at=when)
        case Verb.BEGIN_MODERATION:
            commands.begin_moderation(audit, by=cast.mo, at=when)
        case Verb.SEND_BACK:
            commands.send_back(audit, reason="Say more.", by=cast.mo, at=when)
        case Verb.RELEASE:
            commands.release_moderation(audit, reason="Mo is away.", by=cast.quinn, at=when)
        case Verb.AGREE:
            commands.agree(audit, by=cast.mo, at=when)
        case Verb.MEET:
            commands.record_meeting(audit, **MEETING, by=cast.tess, at=when)
        case Verb.CLOSE:
            commands.close(audit, by=cast.tess, at=when)
        case Verb.CLOSE_WITHOUT_MEETING:
            commands.close(audit, no_meeting_reason="All good.", by=cast.tess, at=when)
        case Verb.WITHDRAW:
            commands.withdraw(audit, reason="Twice.", by=cast.quinn, at=when)
        case Verb.REOPEN:
            commands.reopen(audit, reason="The wrong sibling.", by=cast.quinn, at=when)


def outcome(change):
    """The sentence of a refusal; empty when it was done."""
    try:
        change()
    except Refused as refusal:
        return str(refusal)
    return ""


# "Close" is one command: without a meeting it asks for the reason instead of the review.
CLOSING = {Verb.CLOSE, Verb.CLOSE_WITHOUT_MEETING}


@pytest.mark.parametrize("status", Status, ids=str)
def test_every_move_from_every_status_is_in_the_table_or_is_refused_with_its_sentence(status, cast, stand_at, write):
    for verb in Verb:
        audit = stand_at(status)
        targets = {m.target for m in MOVES if m.source == status and verb == m.verb}
        if verb in CLOSING:
            targets = {m.target for m in MOVES if m.source == status and m.verb in CLOSING}
        if verb == Verb.SUBMIT and status == Status.ALLOCATED:
            targets = {Status.SUBMITTED}  # writing it has started it
        said = outcome(lambda verb=verb, audit=audit: move(verb, audit, cast, write))
        reached = Audit.objects.get(pk=audit.pk).status
        if verb == Verb.CLOSE and status == Status.AGREED:
            assert (said, reached) == ("Give a reason.", status)
        elif targets:
            assert (verb, said, {reached}) == (verb, "", targets)
        else:
            assert (verb, said, reached) == (verb, STANDS[status], status)


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        *((name, True) for name in ("tess", "mo", "amo", "quinn", "hal")),
        *((name, False) for name in ("ana", "abe", "olly", "pat", "andy", "dee", "lee", "sky", "adi")),
    ],
)
def test_who_holds_the_meeting_reviews_it_and_closes(agreed, cast, who, allowed):
    by = getattr(cast, who)

    def run():
        commands.record_meeting(agreed, **MEETING, by=by, at=at(2026, 6, 1, 15))
        commands.record_review(agreed, **REVIEW, by=by, at=at(2026, 7, 13, 15))
        return commands.close(agreed, by=by, at=at(2026, 7, 14))

    if allowed:
        audit = run()
        assert (audit.status, audit.closed_at, audit.closed_by) == ("closed", at(2026, 7, 14), by)
        return
    with pytest.raises(PermissionDenied):
        run()
    commands.record_meeting(agreed, **MEETING, by=cast.tess, at=at(2026, 6, 1, 15))
    with pytest.raises(PermissionDenied):
        commands.record_review(agreed, **REVIEW, by=by, at=at(2026, 7, 13, 15))
    with pytest.raises(PermissionDenied):
        commands.close(agreed, by=by, at=at(2026, 7, 14))


def test_nobody_holds_the_meeting_about_their_own_practice(agreed, cast, places):
    MembershipFactory(user=cast.pat, role=Role.TEAM_MANAGER, unit=places.team)

    with pytest.raises(PermissionDenied):
        commands.record_meeting(agreed, **MEETING, by=cast.pat)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"held_on": datetime.date(2026, 6, 2)},
         "The meeting must have been held: give today's date or an earlier one."),
        ({"review_on": datetime.date(2026, 6, 1)}, "The review must come after the meeting."),
        ({"present": " "}, "Say who was there."),
        ({"decisions": "\n"}, "Say what was decided."),
    ],
)  # fmt: skip
def test_a_meeting_that_cannot_be_is_refused(agreed, cast, changed, expected):
    with pytest.raises(Refused) as refusal:
        commands.record_meeting(agreed, **{**MEETING, **changed}, by=cast.tess, at=at(2026, 6, 1, 15))

    assert str(refusal.value) == expected
    assert ProgressionMeeting.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"reviewed_on": datetime.date(2026, 7, 14)},
         "The review must have been held: give today's date or an earlier one."),
        ({"reviewed_on": datetime.date(2026, 5, 31)}, "The review cannot come before the meeting."),
        ({"outcome": " "}, "Say what has changed for the child."),
    ],
)  # fmt: skip
def test_a_review_that_cannot_be_is_refused(met, cast, changed, expected):
    with pytest.raises(Refused) as refusal:
        commands.record_review(met, **{**REVIEW, **changed}, by=cast.tess, at=at(2026, 7, 13, 15))

    assert str(refusal.value) == expected


def test_a_review_is_written_once(reviewed, cast):
    with pytest.raises(Refused, match="has been written already"):
        commands.record_review(reviewed, **REVIEW, by=cast.tess, at=at(2026, 7, 14))


def test_an_audit_is_closed_only_when_the_review_is_written_and_no_action_is_open(met, cast, raise_action):
    raise_action(met, "planning")
    done = raise_action(met, "voice")
    with pytest.raises(Refused) as refusal:
        commands.close(met, by=cast.tess, at=at(2026, 7, 14))
    assert str(refusal.value) == (
        "The review is still to write: what has changed for the child? Actions from this audit that are still open: 2."
    )

    commands.record_review(met, **REVIEW, by=cast.tess, at=at(2026, 7, 13, 15))
    type(done).objects.filter(pk=done.pk).update(
        delivered_at=at(2026, 7, 1), delivered_by=cast.pat, evidence="Seen.", evidenced_on=at(2026, 7, 1).date(),
        closed_at=at(2026, 7, 2), closed_by=cast.tess,
    )  # fmt: skip
    with pytest.raises(Refused) as refusal:
        commands.close(met, by=cast.tess, at=at(2026, 7, 14))
    assert str(refusal.value) == "Actions from this audit that are still open: 1."


def test_without_a_meeting_an_audit_is_closed_with_the_reason(agreed, cast, raise_action):
    with pytest.raises(Refused, match="Give a reason"):
        commands.close(agreed, no_meeting_reason=" ", by=cast.tess)
    audit = commands.close(agreed, no_meeting_reason="Nothing to progress.", by=cast.tess, at=at(2026, 6, 1))

    assert (audit.status, audit.no_meeting_reason) == ("closed", "Nothing to progress.")
    with pytest.raises(Refused, match="This audit is closed"):
        raise_action(audit)


def test_figures_and_lists_stay_right_to_the_end_of_an_audit(closed, met, cast, places, allocate, agree):
    for audit, status in ((closed, "closed"), (agree(allocate()), "agreed")):
        assert Audit.objects.get(pk=audit.pk).status == status

    found = period_findings(places.north, MAY, MAY)

    assert (found.allocated, found.agreed, found.moderation.facts.paired) == (2, 2, 2)
    assert found.grades[0].total == 2
    work = my_work(cast.ana, today=MAY)
    assert (len(work.done), work.to_do, work.waiting) == (2, [], [])
    assert set(Audit.objects.visible_to(cast.pat)) == set(Audit.objects.of_practice_by(cast.pat)) != set()
    assert Audit.objects.of_practice_by(cast.pat).count() == 2


# Reopened


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("quinn", True), *((name, False) for name in ("ana", "tess", "mo", "hal", "dee", "pat", "adi"))],
)
def test_only_the_audit_team_reopens_and_releases(closed, cast, who, allowed, allocate, submit):
    begun = submit(allocate())
    commands.begin_moderation(begun, by=cast.mo)
    by = getattr(cast, who)
    if allowed:
        assert commands.reopen(closed, reason="The wrong sibling.", by=by).status == "in_progress"
        commands.release_moderation(begun, reason="Mo is away.", by=by)
        return
    with pytest.raises(PermissionDenied):
        commands.reopen(closed, reason="The wrong sibling.", by=by)
    with pytest.raises(PermissionDenied):
        commands.release_moderation(begun, reason="Mo is away.", by=by)


@pytest.mark.parametrize("own", ["auditor", "practitioner"])
def test_the_audit_team_never_reopens_or_releases_what_is_their_own(allocate, submit, agree, cast, own):
    done, begun = agree(allocate(**{own: cast.quinn})), submit(allocate(**{own: cast.quinn}))
    commands.begin_moderation(begun, by=cast.mo)

    with pytest.raises(PermissionDenied):
        commands.reopen(done, reason="I did not like the grade.", by=cast.quinn)
    with pytest.raises(PermissionDenied):
        commands.release_moderation(begun, reason="I would like another moderator.", by=cast.quinn)


def test_reopened_goes_through_everything_again(closed, cast, tool, write):
    audit = commands.reopen(closed, reason="The wrong sibling.", by=cast.quinn, at=at(2026, 8, 1))

    assert (audit.status, audit.is_reopened, audit.reopened_reason, audit.agreed_at, audit.closed_at) == (
        "in_progress", True, "The wrong sibling.", None, None,
    )  # fmt: skip
    assert set(Grading.objects.filter(audit=audit).values_list("stage", flat=True)) == {Stage.ORIGINAL}
    assert list(ProgressionMeeting.objects.values_list("is_current", flat=True)) == [False]
    assert Moderation.objects.in_force().count() == 0
    assert not Audit.objects.of_practice_by(cast.pat).exists()

    write(audit, voice=Grade.OUTSTANDING)
    commands.submit(audit, by=cast.ana)
    commands.begin_moderation(audit, by=cast.amo)
    commands.save_moderated_grades(audit, moderated(tool, voice=Grade.OUTSTANDING), finished=True, by=cast.amo)
    commands.agree(audit, by=cast.amo)
    commands.record_meeting(audit, **MEETING, by=cast.tess)
    commands.record_review(audit, **REVIEW, by=cast.tess)
    assert commands.close(audit, by=cast.tess).status == "closed"
    assert Event.objects.get(verb="audit.reopened").detail == {"was": "closed"}


def test_the_history_keeps_what_reopening_took_out_of_force(agreed, cast):
    commands.reopen(agreed, reason="The wrong sibling.", by=cast.quinn)

    history = Grading.pgh_event_model.objects
    gone = history.filter(pgh_label="delete", stage=Stage.AGREED, section=None).values_list("grade", flat=True)
    assert list(gone) == ["good"]


def test_withdrawn_comes_back_unless_another_took_its_place(allocate, cast):
    first = allocate(case_reference="QA777777")
    commands.withdraw(first, reason="By mistake.", by=cast.quinn)
    second = allocate(case_reference="QA777777")

    with pytest.raises(Refused) as refusal:
        commands.reopen(first, reason="It was right.", by=cast.quinn)
    assert str(refusal.value) == f"Ana has audit {second.pk} of this record for May 2026 already."

    commands.withdraw(second, reason="That one.", by=cast.quinn)
    assert commands.reopen(first, reason="It was right.", by=cast.quinn).withdrawn_at is None


def test_an_audit_is_not_reopened_for_an_auditor_who_has_gone(agreed, cast):
    cast.ana.memberships.update(ends_on=at(2026, 6, 1).date())

    with pytest.raises(Refused) as refusal:
        commands.reopen(agreed, reason="The wrong sibling.", by=cast.quinn)

    assert str(refusal.value) == "Ana does not do audits any more, so nobody could go on with this one."


def test_a_released_moderation_is_taken_on_by_somebody_else_blind(submitted, cast, tool):
    commands.begin_moderation(submitted, by=cast.mo)
    commands.save_moderated_grades(submitted, moderated(tool, voice=Grade.INADEQUATE), by=cast.mo)

    with pytest.raises(Refused, match="Give a reason"):
        commands.release_moderation(submitted, reason=" ", by=cast.quinn)
    released = commands.release_moderation(submitted, reason="Mo is away.", by=cast.quinn, at=at(2026, 6, 1))

    assert (released.ended_at, released.released_by, released.sent_back_at) == (at(2026, 6, 1), cast.quinn, None)
    assert not Grading.objects.filter(audit=submitted, stage=Stage.MODERATED).exists()
    with pytest.raises(Refused, match="waiting for a moderator"):
        commands.save_moderated_grades(submitted, moderated(tool), by=cast.mo)
    assert commands.begin_moderation(submitted, by=cast.amo).moderator == cast.amo
