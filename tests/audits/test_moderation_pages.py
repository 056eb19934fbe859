"""An audit is moderated through its pages, and actions are raised from it."""

import datetime

import pytest
from django.utils import timezone

from audits import commands
from audits.grading import OVERALL, Grade
from audits.models import Audit, Grading
from improvement.models import Action
from tests.audits.conftest import codes, moderated
from tests.audits.pages import url


def grades_sent(tool, **grades):
    sent = {f"grade_{code}": grades.get(code, "good") for code in codes(tool)}
    return sent | {f"rationale_{OVERALL}": "Because.", "comment": "Thank you.", "version": 1}


def test_a_moderator_grades_compares_and_agrees(as_, cast, submitted, tool):
    mo = as_(cast.mo)
    assert mo.post(url("begin", submitted.pk)).url == url("moderate", submitted.pk)
    compare = mo.post(url("moderate", submitted.pk), {**grades_sent(tool, voice="inadequate"), "compare": "1"})
    page = mo.get(url("agree", submitted.pk))
    agreed = mo.post(
        url("agree", submitted.pk),
        {"grade_voice": "inadequate", "reason_voice": "impact", "rationale_voice": "Nobody asked."},
    )

    assert (compare.url, agreed.url) == (url("agree", submitted.pk), f"/audits/{submitted.pk}/")
    assert [view.code for view in page.context["form"].differing] == ["voice"]
    row = Grading.objects.get(audit=submitted, stage="agreed", section__code="voice")
    assert (row.grade, row.reason, row.rationale) == ("inadequate", "impact", "Nobody asked.")
    final = as_(cast.ana).get(f"/audits/{submitted.pk}/").content.decode()
    assert "Thank you." in final
    assert "The difference made for the child was weighed differently." in final


def test_comparing_too_early_saves_the_grades_and_points_to_the_gaps(as_, cast, submitted, tool):
    commands.begin_moderation(submitted, by=cast.mo)
    answer = as_(cast.mo).post(
        url("moderate", submitted.pk), {**grades_sent(tool, voice=""), f"rationale_{OVERALL}": "", "compare": "1"}
    )

    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {
            "__all__": ["Grades still to choose: 1. The reasons for your overall grade are still to write."],
            "grade_voice": ["Voice of the child: choose your grade"],
            "rationale_overall": ["Overall: write the reasons for your grade"],
        },
    )
    assert Grading.objects.filter(audit=submitted, stage="moderated", grade="good").count() == 8
    assert b'name="version" value="2"' in answer.content


def test_a_changed_grade_without_reason_is_asked_about_beside_the_box(as_, cast, submitted, tool):
    commands.begin_moderation(submitted, by=cast.mo)
    commands.save_moderated_grades(submitted, moderated(tool, voice=Grade.INADEQUATE), finished=True, by=cast.mo)

    answer = as_(cast.mo).post(url("agree", submitted.pk), {"grade_voice": "inadequate", "reason_voice": ""})

    assert answer.context["form"].errors == {
        "reason_voice": ["Voice of the child: choose why the auditor’s grade changes"]
    }
    assert Audit.objects.get().status == "in_moderation"


@pytest.mark.parametrize("who", ["ana", "amo", "quinn", "tess", "hal", "dee"])
@pytest.mark.parametrize("name", ["moderate", "agree", "send_back"])
def test_only_the_moderator_opens_a_moderation(as_, cast, submitted, who, name):
    commands.begin_moderation(submitted, by=cast.mo)

    assert as_(getattr(cast, who)).get(url(name, submitted.pk)).status_code == 403


def test_sending_back_needs_a_reason_and_shows_it_to_the_auditor(as_, cast, submitted):
    commands.begin_moderation(submitted, by=cast.mo)
    empty = as_(cast.mo).post(url("send_back", submitted.pk), {"reason": " \r\n"})
    sent = as_(cast.mo).post(url("send_back", submitted.pk), {"reason": "Say more about Tuesday."})

    assert empty.status_code == 422
    assert sent.url == url("to_moderate")
    page = as_(cast.ana).get(f"/audits/{submitted.pk}/").content.decode()
    assert "Say more about Tuesday." in page
    assert [audit.pk for audit in as_(cast.ana).get(url("index")).context["work"].sent_back] == [submitted.pk]


def test_a_manager_raises_an_action_from_an_area_for_focus(as_, cast, agreed):
    finding = agreed.findings.get(kind="focus", section__code="planning")
    page = as_(cast.tess).get(url("raise_action", agreed.pk, finding.pk))
    due = timezone.localdate() + datetime.timedelta(days=30)
    answer = as_(cast.tess).post(
        url("raise_action", agreed.pk, finding.pk),
        {"text": "Plans with families.", "owner": cast.pat.pk, "due_on": due},
    )

    owners = [owner.name for owner in page.context["form"].fields["owner"].queryset]
    assert owners == ["Abe", "Amo", "Ana", "Dee", "Hal", "Mo", "Pat", "Quinn", "Tess"]
    assert page.context["form"]["text"].value() == "Focus in planning"
    assert answer.url == f"/audits/{agreed.pk}/"
    action = Action.objects.get()
    assert (action.text, action.owner, action.due_on, action.unit) == (
        "Plans with families.",
        cast.pat,
        due,
        agreed.unit,
    )
    finding.refresh_from_db()
    assert finding.action == action


@pytest.mark.parametrize(("who", "status"), [("ana", 403), ("pat", 403), ("olly", 404), ("dee", 403), ("hal", 200)])
def test_who_opens_the_page_that_raises_an_action(as_, cast, agreed, who, status):
    finding = agreed.findings.filter(kind="focus").first()

    assert as_(getattr(cast, who)).get(url("raise_action", agreed.pk, finding.pk)).status_code == status


def test_no_action_comes_from_a_strength_or_from_another_audit(as_, cast, agreed, allocate):
    strength = agreed.findings.filter(kind="strength").first()
    focus = agreed.findings.filter(kind="focus").first()

    assert as_(cast.tess).get(url("raise_action", agreed.pk, strength.pk)).status_code == 404
    assert as_(cast.tess).get(url("raise_action", allocate().pk, focus.pk)).status_code == 404
