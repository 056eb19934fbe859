"""A tool as YAML: written and read back exactly; whatever is wrong is said with its line and column."""

import time
from textwrap import dedent, indent

import pytest
from hypothesis import given, settings

from audits.content import Choice, Cohort, Condition, Content, Kind, Limit, Prefill, Question, Section, problems
from audits.grading import Grade
from audits.tool_yaml import YamlProblems, dump, read
from tests.audits.any_content import contents
from tests.audits.yaml_mistakes import HOSTILE, MISTAKES
from tests.tools import descriptors, eight_domains

SMALL = Content(
    code="visits",
    name="Visits: are children seen?",
    purpose="A short look at visits.\n\nDone monthly.",
    cohorts=(Cohort.CHILD_PROTECTION, Cohort.IN_CARE),
    overall_descriptors=descriptors("Visiting"),
    limits=(Limit(Grade.INADEQUATE, Grade.REQUIRES_IMPROVEMENT, ("seen",)), Limit(Grade.INADEQUATE, Grade.INADEQUATE)),
    asks_voice=False,
    sections=(
        Section(
            code="seen",
            title="Seen",
            guidance="Was the child seen?\nSeen alone",
            descriptors=descriptors("Seeing"),
            questions=(
                Question("last-visit", Kind.DATE, "When was the last visit?", prefill=Prefill.EARLIER),
                Question("alone", Kind.YES_PARTLY_NO, "Was the child seen alone?", may_not_apply=True),
                Question(
                    "why-not",
                    Kind.ONE,
                    "Why not?",
                    guidance="no",
                    is_required=False,
                    choices=(Choice("no", "No: nobody asked"), Choice("refused", "The child did not want it")),
                    shown_when=Condition("alone", ("no", "partly")),
                ),
            ),
        ),
    ),
)
SMALL_YAML = """\
# A tool for audits. Each key is explained on the page “Import a tool”.

code: visits
name: "Visits: are children seen?"
purpose: |-
  A short look at visits.

  Done monthly.
cohorts: [child_protection, in_care]
asks_voice: false
overall:
  descriptors:
    outstanding: Visiting at its best.
    good: Visiting that is sound.
    requires_improvement: Visiting that is uneven.
    inadequate: Visiting that fails the child.
  limits:
    - grade: inadequate
      sections: [seen]
      cap: requires_improvement
    - grade: inadequate
      cap: inadequate
sections:
  - code: seen
    title: Seen
    guidance: |-
      Was the child seen?
      Seen alone
    descriptors:
      outstanding: Seeing at its best.
      good: Seeing that is sound.
      requires_improvement: Seeing that is uneven.
      inadequate: Seeing that fails the child.
    questions:
      - code: last-visit
        kind: date
        text: When was the last visit?
        prefill: earlier

      - code: alone
        kind: yes_partly_no
        text: Was the child seen alone?
        may_not_apply: true

      - code: why-not
        kind: one
        text: Why not?
        guidance: "no"
        required: false
        choices:
          - code: "no"
            words: "No: nobody asked"
          - code: refused
            words: The child did not want it
        shown_when:
          question: alone
          is: ["no", partly]
"""


def complaints(text):
    with pytest.raises(YamlProblems) as refused:
        read(text)
    return [str(problem) for problem in refused.value.found]


def changed(old, new):
    """The small tool with one passage changed."""
    assert old in SMALL_YAML
    return SMALL_YAML.replace(old, new, 1)


def test_a_tool_is_written_so_that_people_can_read_and_change_it():
    assert dump(SMALL) == SMALL_YAML
    assert read(SMALL_YAML) == SMALL


@settings(max_examples=150, deadline=None)
@given(contents())
def test_what_is_written_reads_back_as_exactly_the_same(content):
    assert problems(content) == []
    text = dump(content)

    assert read(text) == content
    assert dump(read(text)) == text
    assert max(len(line) for line in text.split("\n")) < 2_000


def test_a_long_paragraph_is_folded_to_lines_that_fit_a_screen():
    words = "The record tells the child's story, with care: nothing is left to guess. " * 5
    text = dump(eight_domains())
    long = read(text.replace("Practice at its best.", f'"{words.strip()}"'))

    lines = dump(long).split("\n")

    start = lines.index("    outstanding: >-")
    assert max(map(len, lines)) <= 100
    assert " ".join(line.strip() for line in lines[start + 1 : start + 5]) == words.strip()


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_any_line_ends_and_a_mark_at_the_start_read_the_same(ends):
    assert read("\ufeff" + SMALL_YAML.replace("\n", ends)) == SMALL


def test_the_words_yes_and_no_are_words_where_words_are_due_and_answers_where_they_are_not():
    text = changed("text: Why not?", "text: no").replace("required: false", "required: no")

    (*_, question) = read(text).questions

    assert (question.text, question.is_required) == ("no", False)


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES)
def test_what_is_wrong_is_said_with_its_place(old, new, said):
    assert said in complaints(changed(old, new))


def test_every_problem_is_said_once_in_the_order_of_the_text():
    text = (
        changed("kind: date", "kind: dates")
        .replace("cap: inadequate", "cap: poor")
        .replace("code: alone", "code: Alone")
    )

    assert complaints(text) == [
        "Line 22, column 12: “poor” is not a grade that is known: the known ones are outstanding, good, "
        "requires_improvement, inadequate.",
        "Line 36, column 15: “dates” is not a kind that is known; did you mean “date”?",
        "Line 40, column 15: The code “Alone” must be up to 40 small letters, digits and hyphens, a letter first.",
    ]  # and nothing about the condition on “alone”, which may be right once the rest is


def test_a_loop_among_three_questions_is_found():
    text = dedent(
        """
          - code: loop
            title: Loop
            graded: false
            questions:
              - {code: a, kind: yes_partly_no, text: A?, shown_when: {question: c, is: ["yes"]}}
              - {code: b, kind: yes_partly_no, text: B?, shown_when: {question: a, is: ["yes"]}}
              - {code: c, kind: yes_partly_no, text: C?, shown_when: {question: b, is: ["yes"]}}
        """
    ).strip("\n")

    assert complaints(SMALL_YAML + indent(text, "  ")) == [
        "Line 62, column 62: “a” and “c” would each wait for the other’s answer: “shown only when” goes round in a "
        "circle."
    ]


@pytest.mark.parametrize(("text", "said"), HOSTILE, ids=range(len(HOSTILE)))
def test_what_strangers_send_is_refused_in_a_sentence_and_quickly(text, said):
    began = time.process_time()

    assert complaints(text) == [said]

    assert time.process_time() - began < 5
