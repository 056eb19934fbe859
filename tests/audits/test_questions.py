"""Questions of every kind: shown, saved, read again; what cannot be an answer is said beside its box."""

import datetime
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from audits import commands
from audits.content import Kind, Prefill, Question
from audits.drafts import AnswerDraft
from audits.grading import Grade
from audits.models import Answer, Written
from audits.summaries import VOICE
from audits.voices import VoiceDraft, VoiceState, Whose
from people.access import Refused
from tests.audits.questions import CONTENT, publish

SENT = {
    "answer_seen-alone": "partly", "answer_why-not": "Mother stayed in the room.", "answer_place": "school",
    "answer_methods": ["talk", "draw"], "answer_visits": "12.50", "answer_last-visit_day": "12",
    "answer_last-visit_month": "3", "answer_last-visit_year": "2026", "answer_team": "North team 1",
    "answer_depth": "good", "version": "1",
}  # fmt: skip
KEPT = {
    "seen-alone": "partly", "why-not": "Mother stayed in the room.", "place": "school", "methods": ["talk", "draw"],
    "visits": "12.5", "last-visit": "2026-03-12", "team": "North team 1", "depth": "good",
}  # fmt: skip


@pytest.fixture
def audit(cast, allocate):
    return allocate(tool_version=publish(CONTENT, by=cast.quinn))


@pytest.fixture
def ana(client, cast):
    client.force_login(cast.ana)
    return client


def page(audit, code="visits"):
    return reverse("audits:domain", args=[audit.pk, code])


def kept(audit):
    return {answer.question.code: answer.value for answer in Answer.objects.filter(audit=audit)}


def test_every_kind_is_saved_and_comes_back_as_it_was(ana, audit):
    answer = ana.post(page(audit), {**SENT, "stop": "1"})

    assert (answer.status_code, kept(audit)) == (302, KEPT)
    again = ana.get(page(audit)).context["form"]
    assert {code: again[f"answer_{code}"].value() for code in KEPT} == {
        **KEPT, "last-visit": datetime.date(2026, 3, 12),
    }  # fmt: skip
    second = ana.post(page(audit), {**SENT, "answer_visits": "12.5", "stop": "1"})
    assert second.status_code == 302
    audit.refresh_from_db()
    assert audit.version == 2  # the same words again are no new version


def test_not_applicable_is_an_answer_with_its_reason(ana, audit):
    sent = {"answer_seen-alone": "n/a", "why_seen-alone": "Unborn.", "not_visits": "on", "why_visits": "No visits yet."}
    ana.post(page(audit), {**sent, "version": "1", "stop": "1"})

    assert Written.of(audit).draft("visits").answers == {
        "seen-alone": AnswerDraft(None, True, "Unborn."), "visits": AnswerDraft(None, True, "No visits yet."),
    }  # fmt: skip
    form = ana.get(page(audit)).context["form"]
    assert (form["answer_seen-alone"].value(), form["not_visits"].value(), form["why_visits"].value()) == (
        "n/a", True, "No visits yet.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"answer_visits": "many"}, "answer_visits", "Enter a number, such as 3 or 2.5."),
        ({"answer_visits": "1e999"}, "answer_visits", "Enter a number, such as 3 or 2.5."),
        ({"answer_visits": "NaN"}, "answer_visits", "Enter a number, such as 3 or 2.5."),
        ({"answer_visits": "1" * 40}, "answer_visits", "Enter a number, such as 3 or 2.5."),
        ({"answer_last-visit_month": "13"}, "answer_last-visit", "Enter a real date, such as 27 3 2026."),
        ({"answer_last-visit_year": "26"}, "answer_last-visit", "Enter a real date, such as 27 3 2026."),
        ({"answer_last-visit_day": ""}, "answer_last-visit", "Enter a real date, such as 27 3 2026."),
        ({"not_visits": "on"}, "answer_visits", "Give an answer or tick “Not applicable”, not both."),
        (
            {"answer_place": "moon"},
            "answer_place",
            "Select a valid choice. moon is not one of the available choices.",
        ),
    ],
)
def test_nonsense_is_said_beside_its_box_and_the_rest_is_saved(ana, audit, changes, field, sentence):
    answer = ana.post(page(audit), {**SENT, **changes})

    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [sentence]})
    body = answer.content.decode()
    assert body.count(sentence) == 2
    code = field.removeprefix("answer_")
    assert kept(audit) == {name: value for name, value in KEPT.items() if name != code}
    name, typed = next(iter(changes.items()))
    assert name.startswith("not_") or not typed or field == "answer_place" or f'value="{typed}"' in body


def test_nonsense_leaves_the_answer_from_before(ana, audit):
    ana.post(page(audit), {**SENT, "stop": "1"})
    answer = ana.post(page(audit), {**SENT, "answer_visits": "lots", "version": "2", "autosave": "1"})

    assert answer.status_code == 422
    assert answer.json()["problem"].startswith("“How many visits were there?”: Enter a number, such as 3 or 2.5. ")
    assert kept(audit) == KEPT


def test_a_section_without_grade_only_asks(ana, audit):
    form = ana.get(page(audit, "facts")).context["form"]
    sent = {"answer_plan-on_day": "1", "answer_plan-on_month": "2", "answer_plan-on_year": "2026", "grade": "good"}
    answer = ana.post(page(audit, "facts"), {**sent, "version": "1"})

    assert list(form.fields) == ["answer_plan-on"]
    assert answer.url == page(audit)
    assert kept(audit) == {"plan-on": "2026-02-01"}
    assert not audit.gradings.exists()


def test_a_conflict_shows_words_and_never_codes(ana, audit, cast):
    theirs = {
        "seen-alone": AnswerDraft("yes"),
        "methods": AnswerDraft(["play"]),
        "last-visit": AnswerDraft("2026-01-02"),
    }
    commands.save_sections(audit, {"visits": commands.SectionDraft(answers=theirs)}, version=1, by=cast.ana)

    answer = ana.post(page(audit), SENT)

    assert answer.status_code == 409
    shown = {d.label: (d.saved, d.sent) for d in answer.context["differences"]}
    assert shown == {
        "Was the child seen alone?": ("Yes", "Partly"),
        "Why was the child not seen alone?": ("", "Mother stayed in the room."),
        "Where was the last visit?": ("", "At school"),
        "How did the worker listen?": ("Through play", "By talking\nBy drawing"),
        "How many visits were there?": ("", "12.5"),
        "When was the last visit?": ("2 January 2026", "12 March 2026"),
        "Which team works with the child?": ("", "North team 1"),
        "How deep was the conversation?": ("", "Good"),
    }


# Conditions


def fill(audit, cast, *, code="visits", **answers):
    given = {name.replace("_", "-"): AnswerDraft(value) for name, value in answers.items()}
    draft = commands.SectionDraft(Grade.INADEQUATE, f"Why {code}.", answers=given)
    return commands.save_sections(audit, {code: draft}, by=cast.ana)


def test_a_section_that_the_cohort_rules_out_is_not_asked_graded_or_moderated(ana, cast, allocate):
    version = publish(CONTENT, by=cast.quinn)
    audit = allocate(tool_version=version, cohort="child_in_need")
    parts = [part.code for part in ana.get(audit.get_absolute_url()).context["page"].parts]
    fill(audit, cast, code="care", placement="With an aunt")  # graded in a tab that was open before
    full = {"seen_alone": "yes", "place": "home", "visits": "3", "last_visit": "2026-03-12", "team": "North"}
    fill(audit, cast, **full)
    plan = commands.SectionDraft(answers={"plan-on": AnswerDraft("2026-01-02")})
    overall = commands.SectionDraft(Grade.INADEQUATE, "Why.")
    commands.save_sections(audit, {"facts": plan, "overall": overall}, by=cast.ana)
    voices = {whose: VoiceDraft(VoiceState.GIVEN, "Kind.", "Asked at home.") for whose in Whose}
    commands.save_voice(audit, voices=voices, reflection="", by=cast.ana)
    commands.check_facts(audit, by=cast.ana)
    assert ana.get(f"{audit.get_absolute_url()}check/").context["page"].gaps == []
    commands.submit(audit, by=cast.ana)
    commands.begin_moderation(audit, by=cast.mo)
    drafts = {code: commands.ModeratedDraft(Grade.INADEQUATE, "Why.") for code in ("visits", "overall")}
    with pytest.raises(Refused, match="This audit has no domain care"):
        commands.save_moderated_grades(audit, {"care": drafts["visits"]}, by=cast.mo)
    commands.save_moderated_grades(audit, drafts, finished=True, by=cast.mo)
    commands.agree(audit, by=cast.mo)

    assert parts == ["facts-of-the-record", "facts", "visits", VOICE, "overall"]
    agreed = audit.gradings.filter(stage="agreed").values_list("section__code", flat=True)
    assert sorted(code or "overall" for code in agreed) == ["overall", "visits"]
    assert "With an aunt" not in ana.get(audit.get_absolute_url()).content.decode()
    assert Answer.objects.get(question__code="placement").value == "With an aunt"


def test_an_answer_that_is_not_asked_any_more_is_kept_and_neither_needed_nor_read(ana, cast, audit):
    ana.post(page(audit), {**SENT, "stop": "1"})
    ana.post(page(audit), {**SENT, "answer_seen-alone": "yes", "version": "2", "stop": "1"})

    view = ana.get(f"{audit.get_absolute_url()}check/").context["page"].view_of("visits")
    assert kept(audit)["why-not"] == "Mother stayed in the room."
    assert "Why was the child not seen alone?" not in dict(view.answered)
    assert [gap.question for gap in view.missing if gap.question] == []
    assert "Answer only if “Was the child seen alone?” is answered “Partly” or “No”" in ana.get(
        page(audit)
    ).content.decode().replace("&quot;", '"')


# What is known already


def test_facts_are_offered_from_the_record_and_an_earlier_audit_that_the_auditor_may_read(ana, cast, audit, allocate):
    earlier = allocate(
        case_reference=audit.record.case_reference, tool_version=audit.tool_version,
        audit_month=datetime.date(2026, 2, 1),
    )  # fmt: skip
    fill(earlier, cast, last_visit="2026-01-15")
    before = ana.get(page(audit)).context["form"]
    type(earlier).objects.filter(pk=earlier.pk).update(
        status="submitted", submitted_at=timezone.now(), submitted_by=cast.ana
    )
    after = ana.get(page(audit))

    assert before["answer_last-visit"].value() is None
    form = after.context["form"]
    assert (form["answer_last-visit"].value(), form["answer_team"].value()) == (
        datetime.date(2026, 1, 15), "North team 1",
    )  # fmt: skip
    words = after.content.decode()
    assert words.count("Filled in from the record: check it") == 1
    assert words.count("Filled in from an earlier audit of this record: check it") == 1
    assert kept(audit) == {}  # nothing counts before it is saved
    type(earlier).objects.filter(pk=earlier.pk).update(auditor=cast.abe, submitted_by=cast.abe)
    assert ana.get(page(audit)).context["form"]["answer_last-visit"].value() is None


@pytest.mark.parametrize("number", [1, 3, 50])
def test_a_section_takes_the_same_few_queries_however_much_it_asks(
    ana, cast, allocate, number, django_assert_num_queries
):
    asked = tuple(Question(f"q{n}", Kind.SHORT_TEXT, f"Question {n}?", prefill=Prefill.TEAM) for n in range(number))
    sections = tuple(replace(section, questions=asked) for section in CONTENT.sections[1:2])
    audit = allocate(tool_version=publish(replace(CONTENT, sections=sections), by=cast.quinn))
    answers = {f"q{n}": AnswerDraft("North") for n in range(number)}
    commands.save_sections(audit, {"visits": commands.SectionDraft(answers=answers)}, by=cast.ana)

    ana.get("/audits/")
    with django_assert_num_queries(10):
        ana.get(page(audit))
    sent = {f"answer_q{n}": "South" for n in range(number)}
    with django_assert_num_queries(23):
        ana.post(page(audit), {**sent, "version": 2, "autosave": "1"})


def test_a_megabyte_is_refused_in_one_sentence_and_loses_nothing(ana, audit):
    sent = {**SENT, "rationale": "x" * 1_000_000, "difference": "Home is calm."}
    answer = ana.post(page(audit), sent)

    assert answer.status_code == 422
    sentence = "“How was the grade reached?” must be 20000 characters or fewer. It has 1000000."
    assert answer.content.decode().count(sentence) == 2
    assert "x" * 1_000_000 in answer.content.decode()
    assert (kept(audit), audit.gradings.get().difference) == (KEPT, "Home is calm.")


# Notes


@pytest.mark.parametrize(
    ("day", "words", "field", "sentence", "stored"),
    [
        (("1", "1", "2999"), "Visit", "on_0", "This day lies in the future: give the day on which it was seen.", None),
        (("", "", ""), "Visit", "on_0", "Give the day of this note.", None),
        (("31", "2", "2026"), "Visit", "on_0", "Enter a real date, such as 27 3 2026.", None),
        (("12", "3", "2026"), " ", "seen_0", "Say what you saw that day.", datetime.date(2026, 3, 12)),
    ],
)
def test_a_note_without_a_day_or_without_words_is_kept_and_asked_about(ana, audit, day, words, field, sentence, stored):
    box = dict(zip(("on_0_day", "on_0_month", "on_0_year"), day, strict=True))
    answer = ana.post(page(audit), {**SENT, **box, "seen_0": words})

    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [sentence]})
    assert [(note.seen_on, note.text) for note in audit.evidence.all()] == [(stored, words)]


def test_without_a_script_a_button_saves_and_brings_one_row_more(ana, audit):
    note = {"on_0_day": "12", "on_0_month": "3", "on_0_year": "2026", "seen_0": "Visit"}
    answer = ana.post(page(audit), {**SENT, **note, "another": "1"})
    form = ana.get(answer.url).context["form"]

    assert answer.url.startswith(f"{page(audit)}?rows=2")
    assert [words.value() for _, _, words in form.note_rows] == ["Visit", None]
