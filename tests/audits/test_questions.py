"""Questions of every kind: shown, saved, read again; what cannot be an answer is said beside its box."""

import datetime

import pytest
from django.urls import reverse

from audits import commands
from audits.drafts import AnswerDraft
from audits.models import Answer, Written
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

    assert Written(audit).draft("visits").answers == {
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
