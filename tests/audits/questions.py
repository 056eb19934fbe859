"""A small tool that asks a question of every kind, and an audit done with it."""

from audits.commands import install_tool
from audits.content import (
    COHORT,
    Choice,
    Cohort,
    Condition,
    Content,
    Descriptors,
    Kind,
    Prefill,
    Question,
    Section,
    problems,
)  # fmt: skip
from audits.models import ToolVersion
from tests.factories import at

WORDS = Descriptors("Excellent.", "Sound.", "Uneven.", "Unsafe.")
VISITS = (
    Question("seen-alone", Kind.YES_PARTLY_NO, "Was the child seen alone?", "Think of each visit.", may_not_apply=True),
    Question("why-not", Kind.LONG_TEXT, "Why was the child not seen alone?",
             shown_when=Condition("seen-alone", ("partly", "no"))),
    Question("place", Kind.ONE, "Where was the last visit?",
             choices=(Choice("home", "At home"), Choice("school", "At school"), Choice("else", "Somewhere else"))),
    Question("methods", Kind.MANY, "How did the worker listen?", is_required=False,
             choices=(Choice("talk", "By talking"), Choice("play", "Through play"), Choice("draw", "By drawing"))),
    Question("visits", Kind.NUMBER, "How many visits were there?", may_not_apply=True),
    Question("last-visit", Kind.DATE, "When was the last visit?", prefill=Prefill.EARLIER),
    Question("team", Kind.SHORT_TEXT, "Which team works with the child?", prefill=Prefill.TEAM),
    Question("depth", Kind.GRADE, "How deep was the conversation?", is_required=False),
)  # fmt: skip
CARE = (Question("placement", Kind.SHORT_TEXT, "Where does the child live?"),)
CONTENT = Content(
    code="kinds",
    name="Every kind of question",
    overall_guidance="Stand back.\nYour judgement",
    overall_descriptors=WORDS,
    sections=(
        Section("facts", "Facts", is_graded=False, questions=(
            Question("plan-on", Kind.DATE, "When was the plan written?"),
        )),
        Section("visits", "Visits", "Is the child seen and heard?\nEach visit", descriptors=WORDS, questions=VISITS),
        Section("care", "Care", "How is the child cared for?", descriptors=WORDS, questions=CARE,
                shown_when=Condition(COHORT, (Cohort.IN_CARE.value,))),
    ),
)  # fmt: skip


def publish(content: Content, *, by) -> ToolVersion:
    """The content as the tool's published version."""
    assert problems(content) == []
    return install_tool(content, by=by, at=at(2026, 1, 5))
