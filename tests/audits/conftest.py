"""A small tool, and ana's audit of pat's work at each step of its life, made by the commands themselves."""

import datetime

import pytest

from audits import commands
from audits.grading import OVERALL, Grade
from audits.models import Audit
from audits.voices import VoiceDraft, VoiceState, Whose
from tests.audits.test_tool_commands import WHOLE
from tests.factories import at
from tests.tools import eight_domains

VOICES = {
    Whose.CHILD: VoiceDraft(VoiceState.GIVEN, words="“They listen to me.”", how="At a visit."),
    Whose.FAMILY: VoiceDraft(VoiceState.DECLINED),
}
MAY = datetime.date(2026, 5, 1)


def drafts(tool, **grades):
    """A draft for every domain and overall, with all that Good asks for: Good, unless `grades` says otherwise."""
    return {
        code: commands.SectionDraft(
            grade=grades.get(code, Grade.GOOD),
            rationale=f"Rationale for {code}.",
            strengths=[f"Strength in {code}"] if code != OVERALL else [],
            focus=[f"Focus in {code}"] if code != OVERALL else [],
            difference=f"Difference in {code}." if code != OVERALL else "",
            evidence=[commands.NoteDraft(datetime.date(2026, 3, 12), f"Visit in {code}.")] if code != OVERALL else [],
        )
        for code in codes(tool)
    }


def moderated(tool, **grades):
    return {
        code: commands.ModeratedDraft(grades.get(code, Grade.GOOD), f"Moderator on {code}.") for code in codes(tool)
    }


def codes(tool):
    return [*tool.sections.order_by("position").values_list("code", flat=True), OVERALL]


def make_tool(cast):
    return commands.install_tool(eight_domains(), by=cast.quinn, at=at(2026, 1, 5))


def allocating(cast, places, tool):
    """Allocates an audit: ana's, of pat's work, each of another record, unless told otherwise."""

    def make(**changes):
        facts = {
            "case_reference": f"QA{123456 + Audit.objects.count()}", "unit": places.team, "cohort": "in_care",
            "age_band": "5_to_9", "tool_version": tool, "auditor": cast.ana, "practitioner": cast.pat,
            "audit_month": MAY, "by": cast.quinn, "at": at(2026, 5, 5),
        }  # fmt: skip
        return commands.allocate(**{**facts, **changes})

    return make


def writing(tool):
    """Fills an audit in, all of it."""

    def fill(audit, **grades):
        by = audit.auditor
        commands.check_facts(audit, by=by, at=at(2026, 5, 12))
        commands.save_sections(audit, drafts(tool, **grades), by=by, at=at(2026, 5, 12))
        return commands.save_voice(
            audit, voices=VOICES, reflection="We agreed on next steps.", by=by, at=at(2026, 5, 12)
        )

    return fill


def submitting(tool):
    """Fills it in and hands it in."""
    fill = writing(tool)

    def hand_in(audit, **grades):
        fill(audit, **grades)
        return commands.submit(audit, by=audit.auditor, at=at(2026, 5, 14))

    return hand_in


def agreeing(cast, tool):
    """Takes an audit through to agreed grades."""
    hand_in = submitting(tool)

    def finish(audit, *, original=None, changed=None, at=at(2026, 5, 20)):
        hand_in(audit, **(original or {}))
        commands.begin_moderation(audit, by=cast.mo, at=at)
        commands.save_moderated_grades(audit, moderated(tool, **(changed or {})), finished=True, by=cast.mo, at=at)
        why = {
            code: commands.AgreedDraft(reason="impact", rationale="It did not reach the child.")
            for code in {*(original or {}), *(changed or {})}
        }
        return commands.agree(audit, why, by=cast.mo, at=at)

    return finish


@pytest.fixture(scope="session")
def kept_tool(keep, kept_cast):
    return keep(make_tool, kept_cast)


@pytest.fixture
def tool(cast, kept_tool):
    return kept_tool.put_back(cast)


@pytest.fixture
def allocate(cast, places, tool):
    return allocating(cast, places, tool)


@pytest.fixture
def allocated(allocate):
    return allocate()


@pytest.fixture
def write(cast, tool):
    return writing(tool)


@pytest.fixture
def submit(cast, tool):
    return submitting(tool)


@pytest.fixture
def submitted(allocated, submit):
    return submit(allocated)


@pytest.fixture
def agree(cast, tool):
    return agreeing(cast, tool)


@pytest.fixture
def agreed(allocated, agree):
    return agree(allocated, changed={"planning": Grade.REQUIRES_IMPROVEMENT})


@pytest.fixture
def as_(client):
    """The client, signed in as whoever is named."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def quinn(as_, cast):
    return as_(cast.quinn)


@pytest.fixture
def tool_draft(cast):
    return commands.start_tool(WHOLE, by=cast.quinn)


@pytest.fixture
def published_tool(tool_draft, cast):
    commands.propose_tool(tool_draft, by=cast.quinn)
    return commands.publish_tool(tool_draft, by=cast.hal)
