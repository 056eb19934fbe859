"""What the pages do: saving as they go, gaps, conflicts, agreeing, raising actions, bad input."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from audits import commands
from audits.grading import OVERALL, Grade
from audits.models import Audit, Finding, Grading
from audits.summaries import audit_page
from improvement.models import Action
from tests.audits.conftest import codes, moderated

RATIONALE = "How was the grade reached?"
WORDS = {
    "grade": "good", "rationale": "Seen alone.\r\nTwice.", "strengths": "Map\r\n\r\nWalk ", "focus": "Write it up",
    "difference": "Home is calm.",
}  # fmt: skip


@pytest.fixture
def as_(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def url(name, *args):
    return reverse(f"audits:{name}", args=args)


# Starting


def new_audit(**changes):
    month = timezone.localdate().replace(day=1).isoformat()
    return {"case_reference": "QA654321", "cohort": "in_care", "age_band": "5_to_9", "audit_month": month, **changes}


def test_a_manager_starts_an_audit_of_the_own_team(as_, cast, places, tool):
    answer = as_(cast.tess).post(url("new"), new_audit(unit=places.team.pk, practitioner=cast.pat.pk))

    audit = Audit.objects.get()
    assert answer.url == f"/audits/{audit.pk}/"
    assert (audit.auditor, audit.practitioner, audit.unit, audit.record.case_reference, audit.tool_version) == (
        cast.tess, cast.pat, places.team, "QA654321", tool,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (
            "case_reference",
            "Sam Smith",
            "That looks like a name. Enter the case reference from the case system instead, like QA123456.",
        ),
        ("case_reference", "", "Enter the case reference"),
        ("audit_month", "2020-01-01", "Select a valid choice. 2020-01-01 is not one of the available choices."),
        ("cohort", "", "Choose the cohort"),
        ("age_band", "", "Choose the age of the child"),
    ],
)
def test_what_cannot_be_started_says_why_beside_the_box_and_in_the_summary(
    as_, cast, places, tool, field, value, sentence
):
    answer = as_(cast.tess).post(url("new"), new_audit(unit=places.team.pk, **{field: value}))

    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [sentence]})
    assert answer.content.decode().count(sentence) == 2
    assert "<title>Error: Start an audit" in answer.content.decode()
    assert not Audit.objects.exists()


def test_a_manager_starts_no_audit_elsewhere_and_of_nobody_elsewhere(as_, cast, places, tool):
    elsewhere = as_(cast.tess).post(url("new"), new_audit(unit=places.elsewhere.pk))
    anothers = as_(cast.tess).post(url("new"), new_audit(unit=places.team.pk, practitioner=cast.olly.pk))

    assert set(elsewhere.context["form"].errors) == {"unit"}
    assert set(anothers.context["form"].errors) == {"practitioner"}


def test_the_audit_team_gives_an_audit_to_an_auditor(as_, cast, places, tool):
    facts = new_audit(unit=places.team.pk, practitioner=cast.pat.pk)
    own = as_(cast.quinn).post(url("new"), {**facts, "auditor": cast.pat.pk})
    given = as_(cast.quinn).post(url("new"), {**facts, "auditor": cast.ana.pk})

    assert set(own.context["form"].errors) == {"auditor"}
    assert given.url == "/audits/all/"
    assert Audit.objects.get().auditor == cast.ana


# Writing


def test_a_domain_is_saved_as_typed_and_the_next_one_opens(as_, cast, allocated):
    answer = as_(cast.ana).post(url("domain", allocated.pk, "voice"), {**WORDS, "version": 1})

    assert answer.url == url("domain", allocated.pk, "risk")
    row = Grading.objects.get(audit=allocated)
    assert (row.grade, row.rationale) == ("good", "Seen alone.\nTwice.")
    assert list(Finding.objects.order_by("kind", "position").values_list("kind", "text")) == [
        ("focus", "Write it up"), ("strength", "Map"), ("strength", "Walk "),
    ]  # fmt: skip
    again = as_(cast.ana).get(url("domain", allocated.pk, "voice"))
    assert (again.context["form"]["strengths"].value(), again.context["version"]) == ("Map\nWalk ", 2)


def test_autosave_gets_the_new_version_and_the_time_in_words(as_, cast, allocated):
    answer = as_(cast.ana).post(url("domain", allocated.pk, "voice"), {**WORDS, "version": 1, "autosave": "1"})

    assert answer.json() == {"version": 2, "words": f"Saved at {timezone.localtime():%H:%M}", "hint": ""}


def test_a_grade_without_rationale_is_saved_and_asked_about(as_, cast, allocated):
    answer = as_(cast.ana).post(url("domain", allocated.pk, "voice"), {"grade": "good", "rationale": " ", "version": 1})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "rationale": ["Write how the grade was reached"],
        "difference": ["Say what difference it made for the child"],
    }
    assert (Grading.objects.get().grade, answer.context["version"]) == ("good", 2)
    assert b'name="version" value="2"' in answer.content


def test_autosave_asks_for_nothing_while_somebody_types(as_, cast, allocated):
    words = {"grade": "good", "rationale": "", "version": 1, "autosave": "1"}

    assert as_(cast.ana).post(url("domain", allocated.pk, "voice"), words).status_code == 200


def test_going_to_the_list_needs_nothing(as_, cast, allocated):
    answer = as_(cast.ana).post(url("domain", allocated.pk, "voice"), {"grade": "good", "version": 1, "stop": "1"})

    assert answer.url == f"/audits/{allocated.pk}/"


@pytest.mark.parametrize("version", ["", "9" * 30])
def test_a_page_that_does_not_know_its_version_saves_nothing(as_, cast, allocated, version):
    words = {**WORDS, "version": version, "autosave": "1"}
    answer = as_(cast.ana).post(url("domain", allocated.pk, "voice"), words)

    assert (answer.status_code, answer.json()) == (422, {"problem": "This page is out of date: reload it."})
    assert not Grading.objects.exists()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            {"rationale": "x" * 20_001},
            f"“{RATIONALE}” must be 20000 characters or fewer. It has 20001.",
        ),
        ({"rationale": "a\x00b"}, f"“{RATIONALE}”: Null characters are not allowed."),
        ({"grade": "splendid"}, "“Grade”: Select a valid choice. splendid is not one of the available choices."),
    ],
)
def test_a_box_that_cannot_be_saved_is_named_and_keeps_nothing_else_back(as_, cast, allocated, changes, problem):
    words = {**WORDS, "version": 1, "autosave": "1", **changes}
    answer = as_(cast.ana).post(url("domain", allocated.pk, "voice"), words)

    now = f"{timezone.localtime():%H:%M}"
    expected = {"problem": f"{problem} Everything else was saved at {now}.", "version": 2}
    assert (answer.status_code, answer.json()) == (422, expected)
    row = Grading.objects.get()
    bad = next(iter(changes))
    assert (row.grade, row.rationale) == (
        None if bad == "grade" else "good", "" if bad == "rationale" else "Seen alone.\nTwice.",
    )  # fmt: skip
    assert Finding.objects.count() == 3


@pytest.fixture
def saved_elsewhere(cast, allocated):
    other = commands.SectionDraft(Grade.INADEQUATE, "From another tab", ["Their strength"])
    return commands.save_sections(allocated, {"voice": other}, version=1, by=cast.ana)


def test_the_later_save_is_shown_both_texts_and_keeps_its_own_in_the_boxes(as_, cast, saved_elsewhere):
    answer = as_(cast.ana).post(url("domain", saved_elsewhere.pk, "voice"), {**WORDS, "version": 1})

    assert answer.status_code == 409
    assert [(d.label, d.saved, d.sent) for d in answer.context["differences"]] == [
        ("Grade", "Inadequate", "Good"),
        (RATIONALE, "From another tab", "Seen alone.\nTwice."),
        ("What difference did it make for the child?", "", "Home is calm."),
        ("Practice strengths", "Their strength", "Map\nWalk "),
        ("Areas for focus", "", "Write it up"),
    ]  # fmt: skip
    assert answer.context["form"]["rationale"].value() == "Seen alone.\r\nTwice."
    assert b'name="version" value="1"' in answer.content
    assert Grading.objects.get().rationale == "From another tab"


def test_autosave_gets_the_panel_with_both_texts_escaped(as_, cast, saved_elsewhere):
    words = {**WORDS, "rationale": "<b>mine</b>", "version": 1, "autosave": "1"}
    answer = as_(cast.ana).post(url("domain", saved_elsewhere.pk, "voice"), words)

    assert answer.status_code == 409
    panel = answer.json()["panel"]
    assert "From another tab" in panel
    assert "&lt;b&gt;mine&lt;/b&gt;" in panel
    assert "<b>mine" not in panel
    assert 'name="replace" value="2"' in panel


def test_a_save_in_the_middle_of_opening_a_page_is_no_conflict_later(cast, allocated):
    stale = Audit.objects.with_facts().get(pk=allocated.pk)
    commands.save_sections(allocated, {"voice": commands.SectionDraft(None, "Just now")}, by=cast.ana)

    page = audit_page(stale, cast.ana)

    assert (stale.version, page.version_of("voice"), page.version_of("risk")) == (1, 2, 1)


def test_choosing_ones_own_words_replaces_the_others(as_, cast, saved_elsewhere):
    words = {**WORDS, "version": 1, "replace": 2}
    answer = as_(cast.ana).post(url("domain", saved_elsewhere.pk, "voice"), words)

    assert answer.url == url("domain", saved_elsewhere.pk, "voice")
    assert Grading.objects.get().rationale == "Seen alone.\nTwice."


def test_what_was_saved_a_third_time_meanwhile_is_not_replaced_unseen(as_, cast, saved_elsewhere):
    third = commands.SectionDraft(Grade.GOOD, "From a third tab")
    commands.save_sections(saved_elsewhere, {"voice": third}, version=2, by=cast.ana)

    answer = as_(cast.ana).post(url("domain", saved_elsewhere.pk, "voice"), {**WORDS, "version": 1, "replace": 2})

    assert (answer.status_code, answer.context["saved_version"]) == (409, 3)
    assert Grading.objects.get().rationale == "From a third tab"


def test_an_audit_with_gaps_says_what_is_missing_as_links_and_is_not_submitted(as_, cast, allocated):
    commands.start(allocated, by=cast.ana)
    page = as_(cast.ana).get(url("check", allocated.pk))
    answer = as_(cast.ana).post(url("submit", allocated.pk), follow=True)

    assert page.context["page"].gaps[0] == ("Check the facts about the child’s record", url("facts", allocated.pk))
    assert page.context["page"].gaps[1] == (
        "Assessment: choose a grade",
        url("domain", allocated.pk, "assessment") + "#grade",
    )
    assert len(page.context["page"].gaps) == 12
    assert b"disabled" in page.content
    assert "Domains still to grade: 8." in answer.content.decode()
    assert Audit.objects.get().status == "in_progress"


def test_a_complete_audit_is_submitted(as_, cast, allocated, write):
    write(allocated)
    page = as_(cast.ana).get(url("check", allocated.pk))
    answer = as_(cast.ana).post(url("submit", allocated.pk))

    assert page.context["page"].gaps == []
    assert b"disabled" not in page.content
    assert answer.url == f"/audits/{allocated.pk}/"
    assert Audit.objects.get().status == "submitted"


@pytest.mark.parametrize("name", ["voice", "overall", "check"])
def test_after_submitting_the_form_leads_to_the_audit(as_, cast, submitted, name):
    assert as_(cast.ana).get(url(name, submitted.pk)).url == f"/audits/{submitted.pk}/"


@pytest.mark.parametrize(("who", "status"), [("ana", 302), ("quinn", 302), ("tess", 403), ("mo", 403), ("olly", 404)])
def test_withdrawing_keeps_the_reason_on_the_page(as_, cast, allocated, who, status):
    person = as_(getattr(cast, who))
    empty = person.post(url("withdraw", allocated.pk), {"reason": ""})
    answer = person.post(url("withdraw", allocated.pk), {"reason": "The record is audited already."})

    assert (empty.status_code, answer.status_code) == (422 if status == 302 else status, status)
    if status == 302:
        assert "The record is audited already." in person.get(f"/audits/{allocated.pk}/").content.decode()


# Who


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("ana", 200, 200), ("abe", 404, 404), ("amo", 200, 403), ("mo", 200, 403), ("tess", 200, 403),
        ("olly", 404, 404), ("pat", 404, 404), ("quinn", 200, 403), ("andy", 404, 404), ("hal", 200, 403),
        ("dee", 200, 403), ("lee", 404, 404), ("sky", 404, 404), ("adi", 404, 404),
    ],
)  # fmt: skip
def test_who_opens_anas_draft(as_, cast, allocated, write, who, reads, writes):
    write(allocated)
    person = as_(getattr(cast, who))

    assert person.get(f"/audits/{allocated.pk}/").status_code == reads
    pages = [url("domain", allocated.pk, "voice"), *(url(name, allocated.pk) for name in ("voice", "overall", "check"))]
    assert [person.get(page).status_code for page in pages] == [writes] * 4
    assert person.post(pages[0], {**WORDS, "version": 99}).status_code == (302 if writes == 200 else writes)


def test_a_draft_is_its_auditors_until_it_is_submitted(as_, cast, allocated, write):
    write(allocated)

    page = as_(cast.tess).get(f"/audits/{allocated.pk}/").content.decode()

    assert "11 of 11 parts complete" in page
    assert "Rationale for voice" not in page
    assert "They listen to me" not in page


def test_the_practitioner_reads_the_audit_once_it_is_agreed(as_, cast, allocated, agree):
    before = as_(cast.pat).get(f"/audits/{allocated.pk}/").status_code
    agree(allocated)
    after = as_(cast.pat).get(f"/audits/{allocated.pk}/")

    assert (before, after.status_code) == (404, 200)
    assert "Rationale for voice." in after.content.decode()
    assert "Raise an action" not in after.content.decode()
    assert as_(cast.pat).get(url("index")).context["of_my_practice"] == [allocated]


def test_who_has_nothing_to_do_with_audits_opens_no_list(as_, cast, tool):
    lists = ["index", "new", "to_moderate", "team", "all"]
    opened = {
        name: [as_(getattr(cast, name)).get(url(page)).status_code for page in lists]
        for name in ("ana", "tess", "mo", "quinn", "hal", "dee", "pat", "andy", "lee", "sky", "adi")
    }

    assert opened == {
        "ana": [200, 200, 403, 403, 403],
        "tess": [200, 200, 403, 200, 200],
        "mo": [200, 200, 200, 200, 200],
        "quinn": [200, 200, 200, 200, 200],
        "hal": [302, 200, 403, 200, 200],
        "dee": [302, 403, 403, 200, 200],
        **{name: [403] * 5 for name in ("pat", "andy", "lee", "sky", "adi")},
    }


# Moderating


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


# Actions


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


# Lists


@pytest.mark.parametrize(
    ("today", "start"),
    [((2026, 11, 21), (2025, 12, 1)), ((2026, 12, 31), (2026, 1, 1)), ((2026, 1, 1), (2025, 2, 1))],
)
def test_twelve_months_end_with_this_one(as_, cast, tool, monkeypatch, today, start):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: datetime.date(*today))

    assert as_(cast.tess).get(url("team")).context["start"] == datetime.date(*start)


@pytest.mark.parametrize("number", [1, 3, 50])
def test_lists_and_the_audit_take_a_fixed_number_of_queries(
    as_, cast, allocate, submit, agree, number, django_assert_num_queries
):
    for _ in range(number):
        allocate()
    for _ in range(min(number, 3)):
        agree(allocate())
        audit = submit(allocate(auditor=cast.quinn))
    mo, quinn = cast.mo, cast.quinn
    counts = {
        (quinn, url("index")): 7, (mo, url("to_moderate")): 5,
        (quinn, f"/audits/{audit.pk}/"): 12, (quinn, url("new")): 8,
    }  # fmt: skip
    for (user, path), expected in counts.items():
        person = as_(user)
        with django_assert_num_queries(expected):
            assert person.get(path).status_code == 200


def test_a_domain_opens_and_saves_in_few_queries(as_, cast, allocated, write, django_assert_max_num_queries):
    write(allocated)
    ana = as_(cast.ana)
    with django_assert_max_num_queries(12):
        ana.get(url("domain", allocated.pk, "voice"))
    with django_assert_max_num_queries(28):
        ana.post(url("domain", allocated.pk, "voice"), {**WORDS, "version": 3, "autosave": "1"})
