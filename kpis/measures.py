"""What can be computed from audits and actions, and by what it can be narrowed. Plain Python."""

from dataclasses import dataclass, field
from enum import StrEnum


class Measure(StrEnum):
    GOOD_OR_BETTER = "good_or_better"
    INADEQUATE = "inadequate"
    FAMILY_FEEDBACK = "family_feedback"
    CHRONOLOGY = "chronology"
    ACTIONS_IN_TIME = "actions_in_time"
    GRADES_CHANGED = "grades_changed"


MEASURE_WORDS = {
    Measure.GOOD_OR_BETTER: "% graded Good or better",
    Measure.INADEQUATE: "% graded Inadequate",
    Measure.FAMILY_FEEDBACK: "% with feedback from the child or family",
    Measure.CHRONOLOGY: "% with a chronology",
    Measure.ACTIONS_IN_TIME: "% of actions delivered in time",
    Measure.GRADES_CHANGED: "% of grades changed at moderation",
}

CHRONOLOGY_IS_THERE = "yes"  # "partly" is not yet a chronology

# What each measure looks at beside the month; nothing else may be named, or a filter would silently do nothing.
_LOOKS_AT = {
    Measure.GOOD_OR_BETTER: {"tool", "domain", "cohort"},
    Measure.INADEQUATE: {"tool", "domain", "cohort"},
    Measure.FAMILY_FEEDBACK: {"tool", "cohort"},
    Measure.CHRONOLOGY: {"tool", "domain", "cohort"},
    Measure.ACTIONS_IN_TIME: set[str](),
    Measure.GRADES_CHANGED: {"tool", "domain", "cohort"},
}

# How each figure is counted, as the page of a figure says it.
COUNTED_WORDS = {
    Measure.GOOD_OR_BETTER: "Audits of the month with an agreed grade; counted are those graded Good or Outstanding.",
    Measure.INADEQUATE: "Audits of the month with an agreed grade; counted are those graded Inadequate.",
    Measure.FAMILY_FEEDBACK: "Audits of the month that were submitted; counted are those in which the child’s or the "
    "family’s voice was given.",
    Measure.CHRONOLOGY: "Audits of the month that were submitted and in which the question applies; counted are those "
    "answered Yes. Partly is not counted.",
    Measure.ACTIONS_IN_TIME: "Actions due in the month; counted are those whose evidence is dated no later than the "
    "day they were due. Actions that are still in time are left out until then.",
    Measure.GRADES_CHANGED: "Audits of the month with agreed grades; counted are those whose agreed grade is not the "
    "auditor’s.",
}


@dataclass(frozen=True)
class There:
    """The tools, domains, questions and cohorts that there are, by code, with their words.

    Domains and questions stand by the code of their tool; questions are those that are answered yes, partly or no.
    """

    tools: dict[str, str] = field(default_factory=dict)
    domains: dict[str, dict[str, str]] = field(default_factory=dict)
    questions: dict[str, dict[str, str]] = field(default_factory=dict)
    cohorts: dict[str, str] = field(default_factory=dict)


def problem_to_compute(measure: Measure, *, tool: str, domain: str, cohort: str) -> tuple[str, str]:
    """Which of the three is why the figure cannot be computed as it is defined, and the sentence; both empty: it can.

    What is named need not be there: see `problem_of_names`.
    """
    given = {name for name, value in (("tool", tool), ("domain", domain), ("cohort", cohort)) if value}
    if strange := sorted(given - _LOOKS_AT[measure]):
        words = f"“{MEASURE_WORDS[measure]}” does not look at the {' or the '.join(strange)}: take it away."
        return strange[0], words
    if measure == Measure.CHRONOLOGY and not (tool and domain):
        words = "A chronology is asked about in one question of one tool: name the tool and the question’s code."
        return "domain" if tool else "tool", words
    if domain and not tool:
        return "tool", "Domains of different tools do not add up: name the tool whose domain it is."
    return "", ""


def barrier_to_compute(measure: Measure, *, tool: str, domain: str, cohort: str) -> str:
    """Why the figure cannot be computed as it is defined, or an empty string."""
    return problem_to_compute(measure, tool=tool, domain=domain, cohort=cohort)[1]


def problem_of_names(measure: Measure, *, tool: str, domain: str, cohort: str, there: There) -> tuple[str, str]:
    """Which of the three is not there, and what is; both empty: all that is named is there.

    A figure that is narrowed to what does not exist would never have anything to count, and nobody would be told.
    """
    if tool and tool not in there.tools:
        return "tool", f"There is no published tool “{tool}”. {_which_there_are(there.tools)}"
    if domain and measure == Measure.CHRONOLOGY:
        asked = there.questions.get(tool, {})
        if domain not in asked:
            what = f"The tool “{tool}” has no question “{domain}” that is answered yes, partly or no."
            return "domain", f"{what} {_which_there_are(asked)}"
    elif domain and domain not in there.domains.get(tool, {}):
        return "domain", (
            f"The tool “{tool}” has no graded domain “{domain}”. {_which_there_are(there.domains.get(tool, {}))}"
        )
    if cohort and cohort not in there.cohorts:
        return "cohort", f"There is no cohort “{cohort}”. {_which_there_are(there.cohorts)}"
    return "", ""


def _which_there_are(codes: dict[str, str]) -> str:
    return f"There are: {', '.join(codes)}." if codes else "There is none."
