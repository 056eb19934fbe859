"""What the database refuses, and who sees which audit."""

import datetime

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction

from audits import commands
from audits.grading import Stage
from audits.models import Audit, Concern, Finding, Grading, Moderation, ProgressionMeeting, Section, ToolVersion
from tests.factories import at

REFUSALS = (IntegrityError, InternalError, ProgrammingError)


def refused(change):
    with pytest.raises(REFUSALS), transaction.atomic():
        change()


@pytest.mark.parametrize(
    "fields",
    [
        {"audit_month": datetime.date(2026, 5, 2)},
        {"submitted_at": at(2026, 5, 2)},
        {"status": "submitted"},
        {"status": "agreed"},
        {"agreed_at": at(2026, 5, 2)},
        {"status": "withdrawn"},
        {"sent_back_at": at(2026, 5, 2)},
        {"status": "in_progression"},
        {"status": "closed"},
        {"closed_at": at(2026, 5, 2)},
        {"reopened_at": at(2026, 5, 2)},
    ],
)
def test_an_audit_that_contradicts_itself_is_refused(allocated, fields):
    refused(lambda: Audit.objects.filter(pk=allocated.pk).update(**fields))


def test_nobody_audits_their_own_practice(allocated, cast):
    refused(lambda: Audit.objects.filter(pk=allocated.pk).update(practitioner=cast.ana))


def test_one_grading_for_each_domain_and_stage_and_one_overall(submitted, cast):
    section = Section.objects.first()
    facts = {"audit": submitted, "stage": Stage.ORIGINAL, "grade": "good", "by": cast.ana, "at": at(2026, 5, 2)}

    refused(lambda: Grading.objects.create(section=section, **facts))
    refused(lambda: Grading.objects.create(section=None, **facts))


@pytest.mark.parametrize(
    "fields",
    [
        {"stage": "agreed", "grade": None},
        {"stage": "moderated", "grade": "good", "reason": "impact"},
        {"stage": "moderated", "grade": "splendid"},
    ],
)
def test_a_grading_that_makes_no_sense_is_refused(allocated, cast, fields):
    refused(lambda: Grading.objects.create(audit=allocated, by=cast.ana, at=at(2026, 5, 2), **fields))


def test_one_moderation_at_a_time(submitted, cast):
    commands.begin_moderation(submitted, by=cast.mo)

    refused(lambda: Moderation.objects.create(audit=submitted, moderator=cast.amo, began_at=at(2026, 5, 2)))


@pytest.mark.parametrize(
    "change",
    [
        lambda tool: Section.objects.filter(code="voice").update(title="Other words"),
        lambda tool: Section.objects.filter(code="voice").delete(),
        lambda tool: Section.objects.create(
            tool_version=tool, code="new", title="New", position=9, outstanding="", good="", requires_improvement="",
            inadequate="",
        ),
        lambda tool: ToolVersion.objects.filter(pk=tool.pk).update(good="Other words"),
        lambda tool: ToolVersion.objects.filter(pk=tool.pk).update(status="draft"),
        lambda tool: ToolVersion.objects.filter(pk=tool.pk).delete(),
    ],
)  # fmt: skip
def test_a_published_tool_never_changes(tool, change):
    refused(lambda: change(tool))


def test_a_published_tool_can_retire_and_a_draft_can_change(tool):
    assert ToolVersion.objects.filter(pk=tool.pk).update(status="retired") == 1
    draft = ToolVersion.objects.create(
        tool=tool.tool, number=2, outstanding="", good="", requires_improvement="", inadequate=""
    )
    words = {"outstanding": "", "good": "", "requires_improvement": "", "inadequate": ""}
    section = Section.objects.create(tool_version=draft, code="voice", title="Voice", position=1, **words)
    Section.objects.filter(pk=section.pk).update(title="Voice of the child")
    section.delete()


@pytest.mark.parametrize("status", ["allocated", "agreed"])
def test_who_sees_an_audit(allocated, agree, cast, status):
    if status == "agreed":
        agree(allocated)

    seen_by = {name for name, user in vars(cast).items() if Audit.objects.visible_to(user).exists()}

    practitioner = {"pat"} if status == "agreed" else set()
    assert seen_by == {"ana", "amo", "mo", "tess", "quinn", "hal", "dee"} | practitioner


def test_history_keeps_what_was_written_before(allocated, cast):
    for words in ("First", "Second"):
        commands.save_sections(allocated, {"voice": commands.SectionDraft(None, words)}, by=cast.ana)

    row = Grading.objects.get(audit=allocated)
    assert list(row.events.order_by("pgh_id").values_list("rationale", flat=True)) == ["First", "Second"]
    assert not Finding.objects.exists()


MEETING = {
    "held_on": datetime.date(2026, 6, 1), "review_on": datetime.date(2026, 7, 13), "present": "Us",
    "decisions": "A new plan.", "recorded_at": at(2026, 6, 1),
}  # fmt: skip


@pytest.mark.parametrize(
    "fields",
    [
        {"review_on": datetime.date(2026, 6, 1)},
        {"present": ""},
        {"decisions": ""},
        {"outcome": "Better."},
        {"reviewed_on": datetime.date(2026, 7, 13)},
        {"is_current": True},  # a second one
    ],
)
def test_a_meeting_that_makes_no_sense_is_refused(agreed, cast, fields):
    if fields == {"is_current": True}:
        ProgressionMeeting.objects.create(audit=agreed, recorded_by=cast.tess, **MEETING)
    refused(lambda: ProgressionMeeting.objects.create(audit=agreed, recorded_by=cast.tess, **{**MEETING, **fields}))


def test_a_review_before_its_meeting_is_refused(agreed, cast):
    facts = {"reviewed_on": datetime.date(2026, 5, 31), "reviewed_at": at(2026, 7, 1), "reviewed_by": cast.tess}
    refused(
        lambda: ProgressionMeeting.objects.create(
            audit=agreed, recorded_by=cast.tess, outcome="Better.", **MEETING, **facts
        )
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"sent_back_at": at(2026, 5, 20)},  # sent back, and still in force
        {"released_reason": "Away."},
        {"ended_at": None},  # a second one in force
    ],
)
def test_a_moderation_in_two_states_is_refused(submitted, cast, fields):
    begun = commands.begin_moderation(submitted, by=cast.mo)
    if "ended_at" in fields:
        refused(lambda: Moderation.objects.create(audit=submitted, moderator=cast.amo, began_at=at(2026, 5, 20)))
    else:
        refused(lambda: Moderation.objects.filter(pk=begun.pk).update(**fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"what": ""},
        {"immediate_action": ""},
        {"who_was_told": ""},
        {"acknowledged_at": at(2026, 6, 9)},
        {"outcome": "Safe."},
        {"closed_at": at(2026, 6, 9)},
    ],
)
def test_a_concern_that_contradicts_itself_is_refused(allocated, cast, fields):
    words = {"what": "Alone.", "immediate_action": "Rang.", "who_was_told": "Duty."}
    concern = commands.raise_concern(allocated, **words, by=cast.ana)

    refused(lambda: Concern.objects.filter(pk=concern.pk).update(**fields))


def test_nobody_acknowledges_what_they_raised_nor_closes_what_nobody_acknowledged(allocated, cast):
    words = {"what": "Alone.", "immediate_action": "Rang.", "who_was_told": "Duty."}
    concern = commands.raise_concern(allocated, **words, by=cast.ana)
    rows = Concern.objects.filter(pk=concern.pk)
    day = datetime.date(2026, 6, 9)

    refused(lambda: rows.update(acknowledged_at=at(2026, 6, 9), acknowledged_by=cast.ana))
    refused(lambda: rows.update(closed_at=at(2026, 6, 9), closed_by=cast.tess, ended_on=day, outcome="Safe."))
