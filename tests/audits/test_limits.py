"""A tool's rules hold the overall grade: the auditor's, the moderator's and the agreed one. They never stop a save."""

from dataclasses import replace

import pytest
from django.urls import reverse

from audits import commands
from audits.content import COHORT, Condition, Limit
from audits.grading import OVERALL, Grade, Stage
from people.access import Refused
from tests.audits.conftest import VOICES, drafts, moderated
from tests.factories import at
from tests.tools import eight_domains

GOOD, RI, INADEQUATE = Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE
LIMITS = (Limit(INADEQUATE, RI, ("risk",)), Limit(INADEQUATE, INADEQUATE, (), 2))
RISK = (
    "Risk and threshold is Inadequate, so the overall grade can be no better than Requires improvement. "
    "Choose Requires improvement or Inadequate."
)
TWO = "“Planning” and “Risk and threshold” are Inadequate, so the overall grade is Inadequate. Choose Inadequate."


@pytest.fixture
def tool(cast):
    content = replace(eight_domains(), limits=LIMITS)
    return commands.install_tool(content, by=cast.quinn, at=at(2026, 1, 5))


def url(name, audit):
    return reverse(f"audits:{name}", args=[audit.pk])


def test_an_overall_grade_that_the_rules_do_not_allow_is_refused_when_the_audit_is_submitted(allocated, submit):
    with pytest.raises(Refused) as refusal:
        submit(allocated, risk=INADEQUATE)

    assert str(refusal.value) == RISK
    assert submit(allocated, risk=INADEQUATE, overall=RI).status == "submitted"


def test_a_grade_that_is_better_than_allowed_is_saved_and_pointed_out(client, cast, allocated, write):
    write(allocated, risk=INADEQUATE, overall=RI)
    client.force_login(cast.ana)
    allocated.refresh_from_db()
    sent = {"grade": "good", "rationale": "Better than it looks.", "version": allocated.version}

    answer = client.post(url("overall", allocated), sent)

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"grade": [RISK]}
    saved = allocated.gradings.get(stage=Stage.ORIGINAL, section=None)
    assert (saved.grade, saved.rationale) == ("good", "Better than it looks.")


@pytest.mark.parametrize(("button", "status"), [("stop", 302), ("autosave", 200)])
def test_saving_for_later_says_nothing_of_the_rules(client, cast, allocated, write, button, status):
    write(allocated, risk=INADEQUATE, overall=RI)
    client.force_login(cast.ana)
    allocated.refresh_from_db()

    sent = {"grade": "good", "rationale": "R.", "version": allocated.version, button: "1"}

    answer = client.post(url("overall", allocated), sent)

    assert answer.status_code == status
    assert allocated.gradings.get(stage=Stage.ORIGINAL, section=None).grade == "good"


def test_the_overall_page_explains_the_rules_and_says_which_of_them_bite(client, cast, allocated, write):
    client.force_login(cast.ana)
    before = client.get(url("overall", allocated))
    write(allocated, risk=INADEQUATE)
    after = client.get(url("overall", allocated))

    assert before.context["page"].rules == [
        "If Risk and threshold is Inadequate, the overall grade can be no better than Requires improvement.",
        "If two or more domains are Inadequate, the overall grade is Inadequate.",
    ]
    assert before.context["page"].bites == []
    assert "Your domain grades limit the overall grade" not in before.content.decode()
    assert "You can choose Requires improvement or Inadequate." in after.content.decode()


def test_check_answers_leads_to_the_grade(client, cast, allocated, write):
    write(allocated, risk=INADEQUATE)
    client.force_login(cast.ana)

    page = client.get(url("check", allocated)).context["page"]

    assert page.gaps == [(f"Overall: {RISK}", f"{url('overall', allocated)}#grade")]
    assert page.barrier == RISK
    assert page.overall.state == "In progress"


def test_a_domain_that_is_not_asked_holds_nothing(cast, allocate):
    content = replace(eight_domains(code="conditional"), limits=LIMITS)
    sections = tuple(
        replace(section, shown_when=Condition(COHORT, ("care_leaver",))) if section.code == "risk" else section
        for section in content.sections
    )
    version = commands.install_tool(replace(content, sections=sections), by=cast.quinn)
    audit = allocate(tool_version=version)
    commands.save_sections(audit, drafts(version, risk=INADEQUATE), by=cast.ana)
    commands.save_voice(audit, voices=VOICES, reflection="", by=cast.ana)
    commands.check_facts(audit, by=cast.ana)

    assert commands.submit(audit, by=cast.ana).status == "submitted"


def test_the_moderators_own_domain_grades_hold_their_overall_grade(client, cast, submitted, tool):
    commands.begin_moderation(submitted, by=cast.mo)
    client.force_login(cast.mo)
    sent = {f"grade_{code}": draft.grade for code, draft in moderated(tool, risk=INADEQUATE).items()}
    sent |= {f"rationale_{OVERALL}": "Because.", "comment": "", "version": 1, "compare": "1"}

    refused = client.post(url("moderate", submitted), sent)
    submitted.refresh_from_db()
    taken = client.post(url("moderate", submitted), {**sent, "grade_overall": "inadequate", "version": 2})

    assert refused.status_code == 422
    assert refused.context["form"].errors == {"__all__": [RISK], "grade_overall": [f"Overall: {RISK}"]}
    assert taken.url == url("agree", submitted)


def both_differ(commands_by, audit, tool, submit):
    """The auditor sees planning fail, the moderator risk; both call the whole Requires improvement."""
    submit(audit, planning=INADEQUATE, overall=RI)
    commands.begin_moderation(audit, by=commands_by)
    own = moderated(tool, risk=INADEQUATE, overall=RI)
    commands.save_moderated_grades(audit, own, finished=True, by=commands_by)


def test_the_agreed_domain_grades_hold_the_agreed_overall_grade(cast, allocated, tool, submit):
    both_differ(cast.mo, allocated, tool, submit)
    why = {"reason": "impact", "rationale": ""}
    decided = {
        "planning": commands.AgreedDraft(INADEQUATE),
        "risk": commands.AgreedDraft(INADEQUATE, **why),
    }

    with pytest.raises(Refused) as refusal:
        commands.agree(allocated, decided, by=cast.mo)
    done = commands.agree(allocated, {**decided, OVERALL: commands.AgreedDraft(INADEQUATE, **why)}, by=cast.mo)

    assert str(refusal.value) == TWO
    assert done.status == "agreed"


def test_agreeing_offers_another_overall_grade_when_neither_is_open(client, cast, allocated, tool, submit):
    both_differ(cast.mo, allocated, tool, submit)
    client.force_login(cast.mo)
    sent = {"grade_planning": "inadequate", "grade_risk": "inadequate", "reason_risk": "impact"}

    refused = client.post(url("agree", allocated), sent)
    form = refused.context["form"]
    done = client.post(url("agree", allocated), {**sent, "grade_overall": "inadequate", "reason_overall": "impact"})

    assert refused.status_code == 422
    assert form.errors == {"grade_overall": [f"Overall: {TWO}"]}
    assert form.fields["grade_overall"].choices == [
        ("requires_improvement", "Requires improvement (yours and the auditor’s)"),
        ("outstanding", "Outstanding"), ("good", "Good"), ("inadequate", "Inadequate"),
    ]  # fmt: skip
    assert done.url == allocated.get_absolute_url()
    agreed = allocated.gradings.filter(stage=Stage.AGREED)
    assert agreed.get(section=None).grade == "inadequate"


def test_without_a_broken_rule_agreeing_asks_only_what_differs(client, cast, allocated, tool, submit):
    both_differ(cast.mo, allocated, tool, submit)
    client.force_login(cast.mo)

    form = client.get(url("agree", allocated)).context["form"]
    done = client.post(
        url("agree", allocated), {"grade_planning": "good", "reason_planning": "impact", "grade_risk": "good"}
    )

    assert [view.code for view in form.differing] == ["planning", "risk"]
    assert done.url == allocated.get_absolute_url()
