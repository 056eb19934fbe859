"""What can happen to an audit, to whom it is allowed, and what is kept."""

import pytest
from django.core.exceptions import PermissionDenied

from audits import commands
from audits.grading import OVERALL, Grade, Stage
from audits.models import Finding, Grading, Moderation, Section
from people.access import Refused
from people.models import Event
from tests.audits.conftest import codes, drafts, moderated
from tests.factories import at
from tests.tools import eight_domains

NOBODY_ELSE = ["abe", "amo", "mo", "tess", "olly", "pat", "quinn", "andy", "hal", "dee", "lee", "sky", "adi"]


def grades(audit, stage):
    return {
        row.section.code if row.section else OVERALL: row.grade
        for row in audit.gradings.filter(stage=stage).select_related("section")
    }


def verbs(audit):
    events = Event.objects.filter(target_type="audits.audit", target_id=str(audit.pk)).order_by("pk")
    return [(event.verb, event.by.email.split("@")[0]) for event in events.select_related("by")]


# Allocating


def test_an_audit_keeps_the_facts_of_its_record(allocated, places):
    assert (allocated.record.case_reference, allocated.record.cohort, allocated.record.age_band) == (
        "QA123456", "in_care", "5_to_9",
    )  # fmt: skip
    assert allocated.record.unit == allocated.unit == places.team
    assert allocated.record.facts_on.isoformat() == "2026-05-05"


@pytest.mark.parametrize(
    ("who", "auditor", "allowed"),
    [
        ("quinn", "ana", True), ("hal", "ana", True), ("ana", "ana", True), ("tess", "tess", True),
        ("tess", "ana", False), ("ana", "abe", False), ("olly", "olly", False), ("mo", "mo", True),
        ("pat", "ana", False), ("dee", "ana", False), ("sky", "ana", False), ("adi", "ana", False),
    ],
)  # fmt: skip
def test_who_may_allocate_to_whom(allocate, cast, who, auditor, allowed):
    facts = {"by": getattr(cast, who), "auditor": getattr(cast, auditor)}
    if allowed:
        assert allocate(**facts).auditor == facts["auditor"]
    else:
        with pytest.raises(PermissionDenied):
            allocate(**facts)


@pytest.mark.parametrize("reference", ["", "qa123456", "QA12345", "QA1234567", "Sam Smith", "QA123456\n", "12/03/2015"])
def test_a_case_reference_of_another_form_is_refused_with_an_example(allocate, reference):
    with pytest.raises(Refused, match=r"Enter (a|the) case reference from the case system( instead)?, like QA123456"):
        allocate(case_reference=reference)


def test_nobody_audits_their_own_practice(allocate, cast):
    with pytest.raises(Refused, match="Nobody audits their own practice"):
        allocate(practitioner=cast.ana)


def test_an_audit_is_given_only_to_somebody_who_does_audits(allocate, cast):
    with pytest.raises(Refused, match="Dee does not do audits"):
        allocate(auditor=cast.dee)


# Writing


@pytest.mark.parametrize("who", NOBODY_ELSE)
def test_nobody_but_its_auditor_writes_or_submits_an_audit(allocated, cast, tool, write, who):
    write(allocated)
    for verb in (
        lambda by: commands.save_sections(allocated, drafts(tool), by=by),
        lambda by: commands.save_voice(allocated, reflection="x", by=by),
        lambda by: commands.submit(allocated, by=by),
        lambda by: commands.start(allocated, by=by),
    ):
        with pytest.raises(PermissionDenied):
            verb(getattr(cast, who))


def test_the_first_save_starts_the_audit(allocated, cast, tool):
    section = tool.sections.get(code="voice")

    audit = commands.save_section(
        allocated, section, version=1, grade=Grade.GOOD, rationale="Seen alone.\n\nTwice ", strengths=["Drew a map"],
        focus=[], by=cast.ana, at=at(2026, 5, 6),
    )  # fmt: skip

    assert (audit.status, audit.started_at, audit.started_by, audit.version) == (
        "in_progress", at(2026, 5, 6), cast.ana, 2,
    )  # fmt: skip
    row = Grading.objects.get(audit=audit)
    assert (row.section, row.stage, row.grade, row.rationale) == (section, "original", "good", "Seen alone.\n\nTwice ")
    assert verbs(audit) == [("audit.allocated", "quinn"), ("audit.started", "ana"), ("audit.saved", "ana")]


def test_a_later_save_from_an_old_page_is_refused_and_overwrites_nothing(allocated, cast):
    first = commands.SectionDraft(Grade.GOOD, "From one tab", ["Strength"], [])
    commands.save_sections(allocated, {"voice": first}, version=1, by=cast.ana)

    with pytest.raises(commands.Conflict):
        commands.save_sections(
            allocated, {"voice": commands.SectionDraft(None, "From another")}, version=1, by=cast.ana
        )

    assert Grading.objects.get(audit=allocated).rationale == "From one tab"
    assert Finding.objects.get(audit=allocated).text == "Strength"


def test_two_tabs_on_two_domains_are_no_conflict(allocated, cast):
    commands.save_sections(allocated, {"voice": commands.SectionDraft(None, "One")}, version=1, by=cast.ana)
    commands.save_voice(allocated, version=1, reflection="“Kind.”", by=cast.ana)
    audit = commands.save_sections(allocated, {"risk": commands.SectionDraft(None, "Two")}, version=1, by=cast.ana)

    assert audit.version == 4
    assert sorted(audit.gradings.values_list("rationale", flat=True)) == ["One", "Two"]


def test_sending_the_same_words_again_after_a_lost_answer_is_no_conflict(allocated, cast):
    draft = commands.SectionDraft(Grade.GOOD, "Same", ["Strength"], ["Focus"])
    commands.save_sections(allocated, {"voice": draft}, version=1, by=cast.ana)

    audit = commands.save_sections(allocated, {"voice": draft}, version=1, by=cast.ana)

    assert audit.version == 2


def test_feedback_saved_elsewhere_is_not_overwritten(allocated, cast):
    commands.save_voice(allocated, version=1, reflection="One", by=cast.ana)

    with pytest.raises(commands.Conflict):
        commands.save_voice(allocated, version=1, reflection="Two", by=cast.ana)


def test_findings_are_the_lines_and_a_line_that_stays_keeps_its_row(allocated, cast):
    def save(*focus):
        commands.save_sections(allocated, {"voice": commands.SectionDraft(None, "", [], focus)}, by=cast.ana)
        return list(Finding.objects.filter(audit=allocated).order_by("position").values_list("pk", "text"))

    before = {text: pk for pk, text in save("One", "Two", "", "Three ")}
    after = save("Three ", "One", "Two, more exactly")

    assert after == [
        (before["Three "], "Three "), (before["One"], "One"), (before["Two"], "Two, more exactly"),
    ]  # fmt: skip
    assert [text for _, text in save("One")] == ["One"]


def test_a_finding_with_an_action_keeps_its_words(agreed, cast):
    """Reopening comes later; the rule that guards it stands here."""
    finding = agreed.findings.get(kind="focus", section__code="planning")
    commands.raise_action_from(
        finding, text="Write plans with the family.", owner=cast.tess, due_on=at(2026, 7, 1).date(), by=cast.tess,
        at=at(2026, 5, 21),
    )  # fmt: skip
    type(agreed).objects.filter(pk=agreed.pk).update(status="in_progress", agreed_at=None, agreed_by=None)

    commands.save_sections(agreed, {"planning": commands.SectionDraft(None, "", [], ["Other words"])}, by=cast.ana)

    texts = agreed.findings.filter(kind="focus", section__code="planning").values_list("pk", "text").order_by("pk")
    assert [text for _, text in texts] == ["Focus in planning", "Other words"]
    assert texts[0][0] == finding.pk


def test_submit_with_gaps_is_refused_with_what_is_missing(allocated, cast):
    commands.save_sections(
        allocated,
        {"voice": commands.SectionDraft(Grade.GOOD, "Why"), "risk": commands.SectionDraft(Grade.GOOD, " ")},
        by=cast.ana,
    )

    with pytest.raises(Refused) as refusal:
        commands.submit(allocated, by=cast.ana)

    assert str(refusal.value) == (
        "The facts about the child's record are still to check. "
        "Domains still to grade: 6. The overall grade is still to choose. Rationales still to write: 1. "
        "Good domains that do not say yet what difference was made: 2. Good domains without a dated evidence note: 2. "
        "What the child and the family say is still to record, or why there is nothing."
    )


def test_a_submitted_audit_can_no_longer_be_changed(submitted, cast, tool):
    assert (submitted.status, submitted.submitted_at, submitted.submitted_by) == (
        "submitted", at(2026, 5, 14), cast.ana,
    )  # fmt: skip
    with pytest.raises(Refused, match="waiting for a moderator"):
        commands.save_sections(submitted, drafts(tool), by=cast.ana)
    with pytest.raises(Refused, match="waiting for a moderator"):
        commands.submit(submitted, by=cast.ana)


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("ana", True), ("quinn", True), ("hal", True), ("abe", False), ("tess", False), ("mo", False)],
)
def test_who_may_withdraw(allocated, cast, who, allowed):
    if allowed:
        assert commands.withdraw(allocated, reason="Duplicate", by=getattr(cast, who)).status == "withdrawn"
    else:
        with pytest.raises(PermissionDenied):
            commands.withdraw(allocated, reason="Duplicate", by=getattr(cast, who))


# Moderating


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        *((name, True) for name in ("mo", "amo", "quinn")),
        *((name, False) for name in ("ana", "abe", "tess", "olly", "pat", "hal", "dee", "sky", "adi")),
    ],
)
def test_who_may_moderate_anas_audit(submitted, cast, who, allowed):
    if allowed:
        assert commands.begin_moderation(submitted, by=getattr(cast, who)).moderator == getattr(cast, who)
    else:
        with pytest.raises(PermissionDenied):
            commands.begin_moderation(submitted, by=getattr(cast, who))


@pytest.mark.parametrize("own", ["auditor", "practitioner"])
def test_a_moderator_never_moderates_their_own_work(allocate, submit, cast, own):
    audit = submit(allocate(**{own: cast.amo}))

    with pytest.raises(PermissionDenied):
        commands.begin_moderation(audit, by=cast.amo)


def test_only_one_moderator_takes_an_audit_on(submitted, cast, tool):
    commands.begin_moderation(submitted, by=cast.mo)

    with pytest.raises(Refused, match="in moderation"):
        commands.begin_moderation(submitted, by=cast.amo)
    with pytest.raises(PermissionDenied):
        commands.save_moderated_grades(submitted, moderated(tool), by=cast.amo)


def test_the_three_grades_are_three_facts(agreed, tool):
    good = dict.fromkeys(codes(tool), "good")
    assert grades(agreed, Stage.ORIGINAL) == good
    assert grades(agreed, Stage.MODERATED) == {**good, "planning": "requires_improvement"}
    assert grades(agreed, Stage.AGREED) == {**good, "planning": "requires_improvement"}
    row = agreed.gradings.get(stage=Stage.AGREED, section__code="planning")
    assert (row.reason, row.rationale) == ("impact", "It did not reach the child.")
    assert [verb for verb, _ in verbs(agreed)] == [
        "audit.allocated", "audit.started", "audit.facts_checked", "audit.saved", "audit.saved", "audit.submitted",
        "audit.moderation_begun", "audit.moderated", "audit.agreed",
    ]  # fmt: skip


def test_the_moderators_grades_are_in_before_anything_is_agreed(submitted, cast, tool):
    commands.begin_moderation(submitted, by=cast.mo)
    commands.save_moderated_grades(submitted, moderated(tool), by=cast.mo)

    with pytest.raises(Refused, match="must be in before"):
        commands.agree(submitted, by=cast.mo)


def test_finishing_needs_every_grade_and_a_reason_for_the_overall_one(submitted, cast, tool):
    commands.begin_moderation(submitted, by=cast.mo)
    some = {"voice": commands.ModeratedDraft(Grade.GOOD), OVERALL: commands.ModeratedDraft(Grade.GOOD)}

    with pytest.raises(Refused) as refusal:
        commands.save_moderated_grades(submitted, some, finished=True, by=cast.mo)

    expected = "Grades still to choose: 7. The reasons for your overall grade are still to write."
    assert str(refusal.value) == expected


def test_once_the_auditors_grades_are_shown_the_moderator_cannot_change_their_own(submitted, cast, tool):
    commands.begin_moderation(submitted, by=cast.mo)
    commands.save_moderated_grades(submitted, moderated(tool), finished=True, by=cast.mo)

    with pytest.raises(Refused, match="can no longer be changed"):
        commands.save_moderated_grades(submitted, moderated(tool, voice=Grade.INADEQUATE), by=cast.mo)


def test_a_changed_grade_needs_its_reason(submitted, cast, tool):
    commands.begin_moderation(submitted, by=cast.mo)
    commands.save_moderated_grades(submitted, moderated(tool, voice=Grade.INADEQUATE), finished=True, by=cast.mo)

    with pytest.raises(Refused, match="Reasons still to give for a changed grade: 1"):
        commands.agree(submitted, by=cast.mo)


def test_after_talking_the_auditors_grade_may_stand(submitted, cast, tool):
    commands.begin_moderation(submitted, by=cast.mo)
    commands.save_moderated_grades(submitted, moderated(tool, voice=Grade.INADEQUATE), finished=True, by=cast.mo)

    audit = commands.agree(submitted, {"voice": commands.AgreedDraft(Grade.GOOD)}, by=cast.mo)

    assert (grades(audit, Stage.MODERATED)["voice"], grades(audit, Stage.AGREED)["voice"]) == ("inadequate", "good")


def test_sent_back_goes_to_its_auditor_with_the_reason_and_comes_round_blind(submitted, cast, tool, write):
    commands.begin_moderation(submitted, by=cast.mo)
    commands.save_moderated_grades(submitted, moderated(tool, voice=Grade.INADEQUATE), by=cast.mo)

    with pytest.raises(Refused, match="Give a reason"):
        commands.send_back(submitted, reason=" ", by=cast.mo)
    audit = commands.send_back(submitted, reason="Say more about the voice.", by=cast.mo)
    assert (audit.status, audit.is_sent_back, audit.sent_back_reason) == (
        "in_progress",
        True,
        "Say more about the voice.",
    )

    write(audit, voice=Grade.OUTSTANDING)
    commands.submit(audit, by=cast.ana)
    commands.begin_moderation(audit, by=cast.amo)

    assert grades(audit, Stage.MODERATED) == {}
    assert Moderation.objects.filter(audit=audit).count() == 2


# Actions


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        *((name, True) for name in ("tess", "mo", "hal")),
        *((name, False) for name in ("ana", "olly", "pat", "dee")),
    ],
)
def test_who_may_raise_an_action_from_a_finding(agreed, cast, who, allowed):
    finding = agreed.findings.filter(kind="focus").order_by("pk").first()
    facts = {"text": finding.text, "owner": cast.pat, "due_on": at(2026, 7, 1).date(), "by": getattr(cast, who)}
    if allowed:
        action = commands.raise_action_from(finding, **facts, at=at(2026, 5, 21))
        finding.refresh_from_db()
        assert (finding.action, action.unit, action.origin, action.origin_path) == (
            action, agreed.unit, f"Audit {agreed.pk}", f"/audits/{agreed.pk}/",
        )  # fmt: skip
    else:
        with pytest.raises(PermissionDenied):
            commands.raise_action_from(finding, **facts, at=at(2026, 5, 21))


# Cost


def test_the_whole_life_of_an_audit_is_cheap_enough_for_a_demo(allocate, agree, django_assert_max_num_queries):
    agree(allocate())  # what is read once per person is read now
    with django_assert_max_num_queries(81):
        agree(allocate())


def test_the_same_record_is_not_given_twice_to_the_same_auditor_for_a_month(allocate, cast):
    first = allocate(case_reference="QA777777")

    with pytest.raises(Refused) as refusal:
        allocate(case_reference="QA777777")
    allocate(case_reference="QA777777", auditor=cast.abe)
    commands.withdraw(first, reason="By mistake.", by=cast.quinn)
    allocate(case_reference="QA777777")

    assert str(refusal.value) == f"Ana has audit {first.pk} of this record for May 2026 already."


def test_installing_a_tool_twice_changes_nothing(tool, cast):
    assert commands.install_tool(eight_domains(), by=cast.adi) == tool
    assert Section.objects.count() == 8
    with pytest.raises(PermissionDenied):
        commands.install_tool(eight_domains(), by=cast.tess)
