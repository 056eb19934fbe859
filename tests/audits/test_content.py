"""What keeps a tool from being used."""

from dataclasses import replace

from audits.content import Condition, Kind, Question, problems
from tests.tools import eight_domains


def test_nothing_is_asked_because_of_a_grade_for_it_would_tell_the_grade():
    tool = eight_domains()
    deep = Question("how-deep", Kind.GRADE, "How deep is it?")
    why = Question("why", Kind.SHORT_TEXT, "Why?", shown_when=Condition("how-deep", ("inadequate",)))
    tool = replace(tool, sections=(replace(tool.sections[0], questions=(deep, why)), *tool.sections[1:]))

    found = problems(tool)

    assert [(problem.path, problem.words) for problem in found] == [
        (
            ("sections", 0, "questions", 1, "shown_when"),
            "“Shown only when” cannot depend on “how-deep”: a grade would be told to the moderator by it.",
        )
    ]
