"""An audit is written through its pages: saving as people go, gaps, conflicts, submitting."""

import pytest
from django.utils import timezone

from audits import commands
from audits.grading import Grade
from audits.models import Audit, Finding, Grading
from audits.summaries import audit_page
from tests.audits.pages import WORDS, url

RATIONALE = "How was the grade reached?"


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
