"""What a page still needs, what an audit is asked, and what is offered: rules on values."""

import datetime
from dataclasses import replace

import pytest

from audits.completeness import Needed, asked_of, asked_on_page, gaps_in, page_state
from audits.content import Choice, Condition, Kind, Prefill, Question, Section
from audits.drafts import AnswerDraft, NoteDraft, SectionDraft
from audits.grading import Grade
from audits.prefills import Known, offered, wants_earlier
from tests.audits.questions import CONTENT

DOMAIN = Section("visits", "Visits")
NOTE = NoteDraft(datetime.date(2026, 3, 12), "Visit: child seen alone.")
GOOD = SectionDraft(Grade.GOOD, "Seen alone.", difference="Home is calm.", evidence=[NOTE])
VISITS = CONTENT.sections[1]


@pytest.mark.parametrize(
    ("draft", "needed", "state"),
    [
        (SectionDraft(), ["grade"], "Not started"),
        (SectionDraft(rationale="So far."), ["grade"], "In progress"),
        (SectionDraft(focus=["Dates"]), ["grade"], "In progress"),
        (SectionDraft(Grade.INADEQUATE), ["rationale"], "Needs a rationale"),
        (SectionDraft(Grade.INADEQUATE, "Not seen."), [], "Complete"),
        (SectionDraft(Grade.REQUIRES_IMPROVEMENT, "Seen once."), [], "Complete"),
        (SectionDraft(Grade.GOOD, "Seen."), ["difference", "evidence"], "Needs a rationale"),
        (SectionDraft(Grade.OUTSTANDING), ["rationale", "difference", "evidence"], "Needs a rationale"),
        (SectionDraft(Grade.GOOD, "Seen.", difference="Home is calm."), ["evidence"], "In progress"),
        (replace(GOOD, evidence=[NoteDraft(None, "Visit.")]), ["evidence"], "In progress"),
        (replace(GOOD, evidence=[NoteDraft(NOTE.seen_on, " ")]), ["evidence"], "In progress"),
        (replace(GOOD, difference=" \n"), ["difference"], "Needs a rationale"),
        (GOOD, [], "Complete"),
        (replace(GOOD, grade=Grade.OUTSTANDING), [], "Complete"),
    ],
)
def test_a_good_grade_asks_for_the_difference_and_for_dated_evidence(draft, needed, state):
    gaps = gaps_in(DOMAIN, draft)

    assert ([gap.needed for gap in gaps], page_state(draft, gaps)) == (needed, state)


def test_the_overall_grade_needs_only_its_reason():
    assert [gap.needed for gap in gaps_in(None, SectionDraft(Grade.GOOD))] == [Needed.RATIONALE]
    assert gaps_in(None, SectionDraft(Grade.GOOD, "Safer.")) == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "answer “How many visits were there?”"),
        (AnswerDraft("3"), ""),
        (AnswerDraft("0"), ""),
        (AnswerDraft(None, True, "Unborn."), ""),
        (AnswerDraft(None, True, " "), "say why “How many visits were there?” does not apply"),
        (AnswerDraft(None, False, "Unborn."), "answer “How many visits were there?”"),
    ],
)
def test_a_required_question_is_answered_or_does_not_apply_for_a_reason(answer, words):
    question = next(question for question in VISITS.questions if question.code == "visits")
    section = Section("facts", "Facts", is_graded=False, questions=(question,))
    draft = SectionDraft(answers={"visits": answer} if answer else {})

    assert [gap.words for gap in gaps_in(section, draft)] == ([words] if words else [])


def test_what_is_not_asked_is_not_needed():
    draft = replace(GOOD, answers={"seen-alone": AnswerDraft("yes")})
    asked = asked_of(CONTENT, draft.answers, "child_in_need")
    needed = [gap.question for gap in gaps_in(VISITS, draft, asked.questions)]

    assert asked.sections == {"facts", "visits"}
    assert needed == ["place", "visits", "last-visit", "team"]
    asked = asked_of(CONTENT, {"seen-alone": AnswerDraft("no")}, "in_care")
    assert asked.sections == {"facts", "visits", "care"}
    assert "why-not" in asked.questions


def test_a_page_leaves_out_what_other_pages_rule_out_and_leaves_the_rest_to_itself():
    first = Question("first", Kind.YES_PARTLY_NO, "First?", shown_when=Condition("before", ("yes",)))
    then = Question("then", Kind.NUMBER, "Then?", shown_when=Condition("first", ("no",)))
    cohort = Question("cohort-only", Kind.DATE, "When?", shown_when=Condition("cohort", ("in_care",)))
    section = Section("s", "S", questions=(first, then, cohort))

    assert asked_on_page(section, {"before": "yes"}, "in_care") == [first, then, cohort]
    assert asked_on_page(section, {"before": "no"}, "in_care") == [cohort]
    assert asked_on_page(section, {"before": "yes", "first": "yes"}, "child_in_need") == [first, then]


CHOICES = (Choice("in-care", "In care"), Choice("north", "North team 1"))
KNOWN = Known("North team 1", "Pat Demo", "in_care", {"q": (Kind.DATE, "2026-01-02")})


@pytest.mark.parametrize(
    ("kind", "prefill", "known", "value"),
    [
        (Kind.SHORT_TEXT, Prefill.TEAM, KNOWN, "North team 1"),
        (Kind.LONG_TEXT, Prefill.WORKER, KNOWN, "Pat Demo"),
        (Kind.SHORT_TEXT, Prefill.WORKER, replace(KNOWN, worker=""), None),
        (Kind.SHORT_TEXT, Prefill.COHORT, KNOWN, "In care"),
        (Kind.ONE, Prefill.COHORT, KNOWN, "in-care"),
        (Kind.MANY, Prefill.COHORT, KNOWN, ["in-care"]),
        (Kind.ONE, Prefill.TEAM, KNOWN, "north"),
        (Kind.ONE, Prefill.WORKER, KNOWN, None),
        (Kind.NUMBER, Prefill.TEAM, KNOWN, None),
        (Kind.DATE, Prefill.EARLIER, KNOWN, "2026-01-02"),
        (Kind.NUMBER, Prefill.EARLIER, KNOWN, None),
        (Kind.ONE, Prefill.EARLIER, replace(KNOWN, earlier={"q": (Kind.ONE, "north")}), "north"),
        (Kind.ONE, Prefill.EARLIER, replace(KNOWN, earlier={"q": (Kind.ONE, "gone")}), None),
        (Kind.MANY, Prefill.EARLIER, replace(KNOWN, earlier={"q": (Kind.MANY, ["gone", "north"])}), ["north"]),
        (Kind.GRADE, Prefill.EARLIER, replace(KNOWN, earlier={"q": (Kind.GRADE, "good")}), None),
        (Kind.LONG_TEXT, Prefill.EARLIER, replace(KNOWN, earlier={"q": (Kind.LONG_TEXT, "Words")}), None),
        (Kind.SHORT_TEXT, Prefill.NOTHING, KNOWN, None),
    ],
)
def test_what_is_known_is_offered_where_it_fits(kind, prefill, known, value):
    choices = CHOICES if kind in (Kind.ONE, Kind.MANY) else ()
    question = Question("q", kind, "Q?", choices=choices, prefill=prefill)

    assert offered([question], known) == ({"q": AnswerDraft(value)} if value else {})


def test_judgements_are_never_taken_from_an_earlier_audit():
    asked = [Question(kind.value.replace("_", "-"), kind, "Q?", prefill=Prefill.EARLIER) for kind in Kind]

    assert wants_earlier(asked) == ["one", "many", "number", "date", "short-text"]
