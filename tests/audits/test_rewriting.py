"""Saving a page writes what has changed on it, and leaves every other row alone."""

import datetime
from dataclasses import replace

import pytest

from audits import commands
from audits.drafts import AnswerDraft, NoteDraft
from audits.grading import OVERALL, Grade
from audits.models import Answer, EvidenceNote, Finding, Grading, SavedPage, Theme, ThemeMark, Written
from people.access import Refused
from tests.audits.questions import CONTENT, publish

DAY = datetime.date(2026, 3, 12)
ROWS = (Grading, Finding, EvidenceNote, ThemeMark, Answer)
FULL = commands.SectionDraft(
    Grade.GOOD, "Seen alone.", ["Drew a map", "Two visits"], ["No date"], "Home is calm.",
    [NoteDraft(DAY, "Visit"), NoteDraft(None, "Call")], {"neglect", "school"},
    {"place": AnswerDraft("home"), "methods": AnswerDraft(["talk", "draw"]), "visits": AnswerDraft(None, True, "New")},
)  # fmt: skip


@pytest.fixture
def audit(allocate, cast):
    """Two pages and the overall grade are saved."""
    for code in ("neglect", "school", "health"):
        Theme.objects.get_or_create(code=code, defaults={"name": code.title()})
    found = allocate(tool_version=publish(CONTENT, by=cast.quinn))
    care = commands.SectionDraft(Grade.GOOD, "Settled.", ["Stays"], [], "", [NoteDraft(DAY, "Review")], {"school"},
                                 {"placement": AnswerDraft("With an aunt")})  # fmt: skip
    drafts = {"visits": FULL, "care": care, OVERALL: commands.SectionDraft(Grade.GOOD, "On the whole.")}
    return commands.save_sections(found, drafts, by=cast.ana)


def kept(audit, model):
    """Each row with how often it was written, from its history."""
    written = {}
    for row in model.pgh_event_model.objects.filter(pgh_obj__audit=audit):
        written[row.pgh_obj_id] = written.get(row.pgh_obj_id, 0) + 1
    return written


@pytest.mark.parametrize(
    ("change", "touched"),
    [
        ({"grade": None}, {Grading}),
        ({"rationale": "Seen alone, twice."}, {Grading}),
        ({"difference": ""}, {Grading}),
        ({"strengths": ["Two visits", "Drew a map", "Kind"]}, {Finding}),
        ({"focus": []}, {Finding}),
        ({"evidence": [NoteDraft(DAY, "Visit"), NoteDraft(DAY, "Call")]}, {EvidenceNote}),
        ({"evidence": [NoteDraft(None, "Call")]}, {EvidenceNote}),
        ({"evidence": []}, {EvidenceNote}),
        ({"themes": {"school"}}, {ThemeMark}),
        ({"themes": {"health", "neglect", "school"}}, {ThemeMark}),
        ({"themes": set()}, {ThemeMark}),
        ({"answers": {**FULL.answers, "place": AnswerDraft("school")}}, {Answer}),
        ({"answers": {"team": AnswerDraft("North")}}, {Answer}),
        ({"answers": {}}, {Answer}),
        ({"rationale": "All", "focus": ["New"], "evidence": [], "themes": set(), "answers": {}}, set(ROWS)),
    ],
)
def test_what_changes_is_written_and_nothing_else(audit, cast, change, touched):
    before = {model: kept(audit, model) for model in ROWS}
    others = {code: Written.of(audit).draft(code) for code in ("care", OVERALL)}
    sent = replace(FULL, **change)

    commands.save_sections(audit, {"visits": sent}, by=cast.ana)

    written = Written.of(audit)
    assert written.draft("visits") == sent
    assert {code: written.draft(code) for code in others} == others
    assert {model for model in ROWS if kept(audit, model) != before[model]} == touched
    assert written.versions == {"visits": 3, "care": 2, OVERALL: 2}


def test_several_pages_at_once_each_get_the_new_version(audit, cast):
    drafts = {
        "facts": commands.SectionDraft(answers={"plan-on": AnswerDraft("2026-03-12")}),
        "visits": replace(FULL, themes={"health"}),
        "care": commands.SectionDraft(Grade.GOOD, "Settled now."),
        OVERALL: commands.SectionDraft(Grade.REQUIRES_IMPROVEMENT, "On the whole."),
    }

    commands.save_sections(audit, drafts, by=cast.ana)

    written = Written.of(audit)
    assert {code: written.draft(code) for code in drafts} == drafts
    assert written.versions == dict.fromkeys(drafts, 3)
    assert SavedPage.objects.filter(audit=audit).count() == 4


def test_the_overall_page_alone(audit, cast):
    commands.save_sections(audit, {OVERALL: commands.SectionDraft(None, "Not yet.")}, by=cast.ana)

    assert Written.of(audit).versions == {"visits": 2, "care": 2, OVERALL: 3}


def test_a_question_or_theme_that_there_is_not_is_refused_and_nothing_is_written(audit, cast):
    for change, words in [
        ({"answers": {**FULL.answers, "placement": AnswerDraft("Here")}}, "Visits has no question placement."),
        ({"themes": {"neglect", "weather"}}, "There is no theme weather."),
    ]:
        with pytest.raises(Refused, match=words):
            commands.save_sections(audit, {"visits": replace(FULL, rationale="Other", **change)}, by=cast.ana)

    assert Written.of(audit).draft("visits") == FULL


def test_of_several_answers_only_the_one_that_changes_is_written(audit, cast):
    before = kept(audit, Answer)
    answers = {**FULL.answers, "place": AnswerDraft("school")}

    commands.save_sections(audit, {"visits": replace(FULL, answers=answers)}, by=cast.ana)

    place = Answer.objects.get(audit=audit, question__code="place").pk
    assert kept(audit, Answer) == {**before, place: before[place] + 1}
