"""What changed between two versions of a tool: one thing at a time, exactly; and words marked one by one."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from audits import building
from audits.comparing import Change, FieldChange, ItemChange, Run, compare, marked
from audits.content import Choice, Cohort, Condition, Kind, Limit, Prefill, Question, Section
from audits.grading import Grade
from tests.audits.any_content import contents, text
from tests.audits.test_tool_commands import CARE, SEEN, VISITS, WHOLE

ADDED, REMOVED, MOVED, CHANGED = ((change,) for change in Change)
PATIENT = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PLANS = Section("plans", "Plans", questions=(Question("plan", Kind.DATE, "Since when is there a plan?"),))


def section(**changes):
    return lambda content: building.change_section(content, "visits", **changes)


def question(**changes):
    return lambda content: building.change_question(content, "seen-alone", **changes)


def in_visits(*questions):
    return (ItemChange("visits", "Visits", CHANGED, questions=questions),)


def seen(*fields, title=SEEN.text):
    return in_visits(ItemChange("seen-alone", title, CHANGED, tuple(FieldChange(*field) for field in fields)))


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        (lambda old: replace(old, name="Home visits"), ("Name", "Visits audit", "Home visits")),
        (lambda old: replace(old, purpose="Why."), ("Purpose", "How visits help.", "Why.")),
        (
            lambda old: replace(old, cohorts=tuple(Cohort)),
            ("Cohorts", "Child protection, In care", "All cohorts"),
        ),
        (
            lambda old: replace(old, asks_voice=False),
            ("Voice of the child and of the family", "Asked for", "Not asked for"),
        ),
    ],
)
def test_the_head(change, fields):
    found = compare(WHOLE, change(WHOLE))

    assert found.head == (FieldChange(*fields),)
    assert (found.sections, found.overall, found.limits_added, found.limits_removed) == ((), (), (), ())


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            section(title="Contact"),
            (ItemChange("visits", "Contact", CHANGED, (FieldChange("Title", "Visits", "Contact"),)),),
        ),
        (
            section(is_graded=False),
            (ItemChange("visits", "Visits", CHANGED, (FieldChange("Graded", "Yes", "No"),)),),
        ),
        (
            section(descriptors=replace(VISITS.descriptors, good="Steady help.")),
            (
                ItemChange(
                    "visits", "Visits", CHANGED, (FieldChange("What Good looks like", "Sound help.", "Steady help."),)
                ),
            ),
        ),
        (
            section(shown_when=Condition("cohort", ("in_care",))),
            (
                ItemChange(
                    "visits", "Visits", CHANGED,
                    (FieldChange("Shown only when", "", "Shown only when the cohort is In care."),),
                ),
            ),
        ),
        (question(text="Seen alone?"), seen(("Question", SEEN.text, "Seen alone?"), title="Seen alone?")),
        (
            question(is_required=False, may_not_apply=True, prefill=Prefill.EARLIER, guidance="Look."),
            seen(
                ("Guidance", "", "Look."), ("Required", "Yes", "No"), ("May be “not applicable”", "No", "Yes"),
                ("Filled in from", "Nothing", "The answer in the latest earlier audit of the same record"),
            ),
        ),
        (
            lambda old: building.add_question(old, "visits", Question("day", Kind.DATE, "Which day?", "The latest.")),
            in_visits(
                ItemChange(
                    "day", "Which day?", ADDED,
                    (FieldChange("How it is answered", "", "Date"), FieldChange("Guidance", "", "The latest.")),
                )
            ),
        ),
        (
            lambda old: building.remove_question(old, "why-not"),
            in_visits(ItemChange("why-not", "Why not?", REMOVED)),
        ),
        (
            lambda old: building.order_questions(old, "visits", ["why-not"]),
            in_visits(ItemChange("seen-alone", SEEN.text, MOVED, where="now behind “Why not?”")),
        ),
        (
            lambda old: building.order_sections(old, ["care"]),
            (ItemChange("visits", "Visits", MOVED, where="now behind “Life in care”"),),
        ),
        (
            lambda old: building.rehouse_question(old, "why-not", "care"),
            (
                ItemChange(
                    "care", "Life in care", CHANGED,
                    questions=(ItemChange("why-not", "Why not?", MOVED, where="now behind “Where?”"),),
                ),
            ),
        ),
        (
            lambda old: building.add_section(old, PLANS),
            (
                ItemChange(
                    "plans", "Plans", ADDED,
                    questions=(
                        ItemChange(
                            "plan", "Since when is there a plan?", ADDED,
                            (FieldChange("How it is answered", "", "Date"),),
                        ),
                    ),
                ),
            ),
        ),
        (
            lambda old: building.remove_section(old, "care"),
            (
                ItemChange(
                    "care", "Life in care", REMOVED, questions=(ItemChange("where", "Where?", REMOVED),)
                ),
            ),
        ),
    ],
)  # fmt: skip
def test_sections_and_questions(change, expected):
    found = compare(WHOLE, change(WHOLE))

    assert found.sections == expected
    assert found.head == ()


def test_choices_by_their_codes():
    choices = (Choice("kin", "With family"), Choice("foster", "A foster home"))
    found = compare(WHOLE, building.change_question(WHOLE, "where", choices=choices))

    assert found.sections[0].questions[0].fields == (
        FieldChange("Choice foster", "Foster carers", "A foster home"),
        FieldChange("Choice added", "", "With family"),
        FieldChange("Choice removed", "A home", ""),
    )


def test_one_that_moved_past_many_is_the_one_that_moved():
    many = replace(WHOLE, sections=tuple(Section(code, code.upper()) for code in "abcdef"))

    found = compare(many, building.order_sections(many, ["f"]))

    assert [(item.code, item.changes, item.where) for item in found.sections] == [("f", MOVED, "now first")]


def test_what_is_added_moves_nothing_else():
    found = compare(WHOLE, replace(WHOLE, sections=(PLANS, VISITS, CARE)))

    assert [(item.code, item.changes) for item in found.sections] == [("plans", ADDED)]


def test_limits_as_sentences():
    after = replace(WHOLE, limits=(Limit(Grade.INADEQUATE, Grade.INADEQUATE, (), 2),))
    found = compare(WHOLE, after)

    assert found.limits_added == ("If two or more domains are Inadequate, the overall grade is Inadequate.",)
    assert found.limits_removed == (
        "If Visits is Inadequate, the overall grade can be no better than Requires improvement.",
    )


def test_overall_words():
    found = compare(WHOLE, replace(WHOLE, overall_guidance="Weigh it all."))

    assert found.overall == (FieldChange("Guidance", "", "Weigh it all."),)


@pytest.mark.parametrize(
    ("before", "after", "runs"),
    [
        ("Seen alone", "Seen alone", [Run("Seen alone")]),
        ("Seen alone", "Seen twice", [Run("Seen "), Run("alone", is_old=True), Run("twice", is_new=True)]),
        ("", "New words", [Run("New words", is_new=True)]),
        ("Old words", "", [Run("Old words", is_old=True)]),
        ("Plans", "Plans, reviewed", [Run("Plans"), Run(", reviewed", is_new=True)]),
        (
            "one two three", "four five three",
            [Run("one two", is_old=True), Run("four five", is_new=True), Run(" three")],
        ),
    ],
)  # fmt: skip
def test_words_are_marked_one_by_one(before, after, runs):
    assert marked(before, after) == runs


@PATIENT
@given(text(60), text(60))
def test_both_texts_can_be_read_again_from_the_marks(before, after):
    runs = marked(before, after)

    assert "".join(run.words for run in runs if not run.is_new) == before
    assert "".join(run.words for run in runs if not run.is_old) == after


@PATIENT
@given(contents())
def test_nothing_differs_from_itself(content):
    assert compare(content, content).is_same
