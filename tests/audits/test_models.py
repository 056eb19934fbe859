"""What the database refuses, and who sees which audit."""

import datetime

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction

from audits import commands
from audits.grading import Stage
from audits.models import Audit, Finding, Grading, Moderation, Section, ToolVersion
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
