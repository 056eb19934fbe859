"""Two at once, on real connections: exactly one wins, and the other is told."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from audits import commands
from audits.grading import Grade, Stage
from audits.models import Audit, Grading, Moderation, ToolVersion
from people.access import Refused
from tests.audits.conftest import moderated
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 6


def at_once(*moves):
    """Run the moves on connections of their own, starting together; each ends with its result or its refusal."""
    start = Barrier(len(moves))

    def run(move):
        try:
            start.wait()
            return move()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(moves)) as pool:
        return list(pool.map(run, moves))


def test_of_many_tabs_saving_the_same_domain_one_wins_and_the_others_keep_their_words(cast, allocated):
    def save(number):
        draft = commands.SectionDraft(Grade.GOOD, f"From tab {number}")
        return lambda: commands.save_sections(allocated, {"voice": draft}, version=1, by=cast.ana)

    ends = at_once(*(save(number) for number in range(WRITERS)))

    assert sum(isinstance(end, Audit) for end in ends) == 1
    assert sum(isinstance(end, commands.Conflict) for end in ends) == WRITERS - 1
    winner = next(number for number, end in enumerate(ends) if isinstance(end, Audit))
    assert Grading.objects.get(audit=allocated).rationale == f"From tab {winner}"


def test_of_two_moderators_one_takes_the_audit_on(cast, submitted):
    ends = at_once(*(lambda by=by: commands.begin_moderation(submitted, by=by) for by in (cast.mo, cast.amo)))

    assert sorted(type(end).__name__ for end in ends) == ["Moderation", "Refused"]
    assert Moderation.objects.filter(audit=submitted).count() == 1


def test_submitting_twice_submits_once(cast, allocated, write):
    write(allocated)

    ends = at_once(*(lambda: commands.submit(allocated, by=cast.ana) for _ in range(2)))

    assert sorted(type(end).__name__ for end in ends) == ["Audit", "Refused"]


def test_what_is_saved_while_submitting_is_either_in_the_audit_or_refused(cast, allocated, write):
    write(allocated)
    words = {"voice": commands.SectionDraft(Grade.INADEQUATE, "At the last second")}

    saved, submitted = at_once(
        lambda: commands.save_sections(allocated, words, by=cast.ana), lambda: commands.submit(allocated, by=cast.ana)
    )

    assert isinstance(submitted, Audit)
    kept = Grading.objects.get(audit=allocated, section__code="voice").rationale == "At the last second"
    assert kept is not isinstance(saved, Refused)


def test_closing_and_raising_an_action_at_once_never_leaves_an_open_action_on_a_closed_audit(cast, allocate, agree):
    for _ in range(4):
        audit = agree(allocate())
        finding = audit.findings.get(kind="focus", section__code="planning")
        due = timezone.localdate() + datetime.timedelta(days=7)
        closed, raised = at_once(
            lambda audit=audit: commands.close(audit, no_meeting_reason="All good.", by=cast.tess),
            lambda finding=finding, due=due: commands.raise_action_from(
                finding, text="Write it.", owner=cast.pat, due_on=due, by=cast.mo
            ),
        )
        assert [isinstance(end, Refused) for end in (closed, raised)].count(True) == 1


def test_agreeing_and_releasing_at_once_one_wins_and_the_rows_agree(cast, tool, allocate, submit):
    for _ in range(4):
        audit = submit(allocate())
        commands.begin_moderation(audit, by=cast.mo)
        commands.save_moderated_grades(audit, moderated(tool), finished=True, by=cast.mo)
        ends = at_once(
            lambda audit=audit: commands.agree(audit, by=cast.mo),
            lambda audit=audit: commands.release_moderation(audit, reason="Mo is away.", by=cast.quinn),
        )
        audit.refresh_from_db()
        assert [isinstance(end, Refused) for end in ends].count(True) == 1
        assert Moderation.objects.in_force().filter(audit=audit).count() == (audit.status == "agreed")


def test_reopening_twice_and_closing_at_once_reopens_once(cast, allocate, agree):
    for _ in range(4):
        audit = agree(allocate())
        *reopened, _closed = at_once(
            lambda audit=audit: commands.reopen(audit, reason="The wrong sibling.", by=cast.quinn),
            lambda audit=audit: commands.reopen(audit, reason="The wrong sibling.", by=cast.quinn),
            lambda audit=audit: commands.close(audit, no_meeting_reason="All good.", by=cast.tess),
        )
        audit.refresh_from_db()
        assert sorted(type(end).__name__ for end in reopened) == ["Audit", "Refused"]
        assert (audit.status, audit.closed_at) == ("in_progress", None)
        assert not Grading.objects.filter(audit=audit, stage=Stage.AGREED).exists()


def test_of_two_who_record_the_meeting_one_does(cast, agreed):
    held = {"held_on": timezone.localdate(), "present": "Us", "decisions": "A new plan."}

    ends = at_once(*(lambda by=by: commands.record_meeting(agreed, **held, by=by) for by in (cast.tess, cast.hal)))

    assert sorted(type(end).__name__ for end in ends) == ["ProgressionMeeting", "Refused"]


def test_of_two_who_publish_the_same_draft_one_does(cast, tool, places):
    MembershipFactory(user=cast.mo, role="head_of_service", unit=places.north)
    draft = commands.make_draft(tool, by=cast.quinn)
    commands.propose_tool(draft, by=cast.quinn)

    ends = at_once(*(lambda by=by: commands.publish_tool(draft, by=by) for by in (cast.hal, cast.mo)))

    assert sorted(type(end).__name__ for end in ends) == ["Refused", "ToolVersion"]
    assert list(ToolVersion.objects.order_by("number").values_list("status", flat=True)) == ["retired", "published"]


def test_of_two_drafts_begun_at_once_there_is_one(cast, tool):
    ends = at_once(*(lambda: commands.make_draft(tool, by=cast.quinn) for _ in range(2)))

    assert sorted(type(end).__name__ for end in ends) == ["Refused", "ToolVersion"]
    assert ToolVersion.objects.filter(status="draft").count() == 1


def test_of_two_changes_of_a_draft_at_once_one_is_kept_and_the_other_told(cast, tool):
    draft = commands.make_draft(tool, by=cast.quinn)

    def rename(name):
        return lambda: commands.change_draft(
            draft, lambda old: replace(old, name=name), what="head", saves=1, by=cast.quinn
        )

    ends = at_once(*(rename(f"From {number}") for number in range(WRITERS)))

    assert sum(isinstance(end, ToolVersion) for end in ends) == 1
    assert sum(isinstance(end, commands.Conflict) for end in ends) == WRITERS - 1


def test_what_is_changed_while_publishing_is_published_or_refused_but_never_slips_in(cast, tool):
    draft = commands.make_draft(tool, by=cast.quinn)
    commands.propose_tool(draft, by=cast.quinn)

    changed, published = at_once(
        lambda: commands.change_draft(draft, lambda old: replace(old, name="Late"), what="head", by=cast.quinn),
        lambda: commands.publish_tool(draft, saves=1, by=cast.hal),
    )

    draft.refresh_from_db()
    if isinstance(published, ToolVersion):
        assert isinstance(changed, Refused)
        assert (draft.status, draft.name) == ("published", tool.name)
    else:
        assert (draft.status, draft.name, draft.proposed_by) == ("draft", "Late", None)
