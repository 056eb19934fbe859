"""Every pair of statuses, and every sentence."""

import pytest
from django.conf import settings

from audits import permissions
from audits.diagram import document
from audits.lifecycle import (
    MOVES,
    Status,
    Verb,
    action_barrier,
    barrier,
    finishing_barrier,
    grading_barrier,
    writing_barrier,
)

ALLOCATED, IN_PROGRESS, SUBMITTED, IN_MODERATION, AGREED, IN_PROGRESSION, CLOSED, WITHDRAWN = Status
ALLOWED = {
    (ALLOCATED, IN_PROGRESS), (ALLOCATED, WITHDRAWN),
    (IN_PROGRESS, SUBMITTED), (IN_PROGRESS, WITHDRAWN),
    (SUBMITTED, IN_MODERATION), (SUBMITTED, WITHDRAWN),
    (IN_MODERATION, AGREED), (IN_MODERATION, IN_PROGRESS), (IN_MODERATION, SUBMITTED),
    (AGREED, IN_PROGRESSION), (AGREED, CLOSED), (IN_PROGRESSION, CLOSED),
    (AGREED, IN_PROGRESS), (IN_PROGRESSION, IN_PROGRESS), (CLOSED, IN_PROGRESS), (WITHDRAWN, IN_PROGRESS),
}  # fmt: skip


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("target", Status)
def test_only_the_moves_of_the_table_are_clear(status, target):
    assert (barrier(status, target) == "") is ((status, target) in ALLOWED)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ""),
        ({"domains_to_grade": 3}, "Domains still to grade: 3."),
        ({"overall_to_grade": True}, "The overall grade is still to choose."),
        ({"rationales_to_write": 1}, "Rationales still to write: 1."),
        (
            {"domains_to_grade": 1, "voices_to_record": ("child", "family")},
            "Domains still to grade: 1. What the child and the family say is still to record, or why there is nothing.",
        ),
        (
            {"voices_to_record": ("family",)},
            "What the family says is still to record, or why there is nothing.",
        ),
    ],
)
def test_submitting_says_what_is_missing(facts, expected):
    assert barrier(IN_PROGRESS, SUBMITTED, **facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ""),
        ({"moderation_unfinished": True}, "The moderator's own grades must be in before grades are agreed."),
        ({"reasons_to_give": 2}, "Reasons still to give for a changed grade: 2."),
    ],
)
def test_agreeing_says_what_is_missing(facts, expected):
    assert barrier(IN_MODERATION, AGREED, **facts) == expected


@pytest.mark.parametrize(("reason", "expected"), [(" \n", "Give a reason."), ("Voice is thin", "")])
def test_sending_back_and_withdrawing_need_a_reason(reason, expected):
    assert barrier(IN_MODERATION, IN_PROGRESS, reason=reason) == expected
    assert barrier(ALLOCATED, WITHDRAWN, reason=reason) == expected


def test_a_move_that_is_not_allowed_says_where_the_audit_stands():
    assert barrier(AGREED, SUBMITTED, domains_to_grade=3) == "This audit's grades have been agreed."


def test_a_move_under_another_name_is_not_the_same_move():
    """Nobody "starts" an audit that was withdrawn, or that a moderator has in hand."""
    assert barrier(WITHDRAWN, IN_PROGRESS, verb=Verb.START) == "This audit has been withdrawn."
    assert barrier(IN_MODERATION, IN_PROGRESS, verb=Verb.START) == "This audit is in moderation."
    assert barrier(IN_MODERATION, IN_PROGRESS, verb=Verb.REOPEN) == "This audit is in moderation."
    assert barrier(IN_PROGRESS, SUBMITTED, verb=Verb.RELEASE) == "This audit is still with its auditor."


def test_every_move_names_a_predicate_of_permissions_and_no_pair_stands_twice():
    assert [move for move in MOVES if not callable(getattr(permissions, move.predicate, None))] == []
    assert len({(move.source, move.target) for move in MOVES}) == len(MOVES)


def test_words_can_be_changed_only_while_the_audit_is_with_its_auditor():
    assert {status.value for status in Status if not writing_barrier(status)} == {"allocated", "in_progress"}


def test_a_moderator_grades_only_blind():
    assert grading_barrier(IN_MODERATION, is_finished=False) == ""
    assert "can no longer be changed" in grading_barrier(IN_MODERATION, is_finished=True)
    assert {status.value for status in Status if not grading_barrier(status, is_finished=False)} == {"in_moderation"}


@pytest.mark.parametrize(
    ("missing", "no_reason", "expected"),
    [
        (0, False, ""),
        (2, False, "Grades still to choose: 2."),
        (2, True, "Grades still to choose: 2. The reasons for your overall grade are still to write."),
    ],
)
def test_comparing_says_what_is_missing(missing, no_reason, expected):
    assert finishing_barrier(grades_to_choose=missing, overall_reason_to_write=no_reason) == expected


def test_one_action_a_finding_and_only_after_agreement():
    assert action_barrier(SUBMITTED, has_action=False) == "Actions are raised once the grades are agreed."
    assert action_barrier(AGREED, has_action=True) == "An action has already been raised from this finding."
    assert action_barrier(AGREED, has_action=False) == ""


def test_the_document_says_what_the_table_says():
    """When this fails: python -m qaportal.run manage write_lifecycle."""
    written = (settings.BASE_DIR / "docs" / "lifecycle.md").read_text()

    assert written == document()
    assert written.count(" --> ") == len(MOVES) + 2
    assert [
        move for move in MOVES if f"| {move.source_words} | {move.verb} | {move.target_words} |" not in written
    ] == []
