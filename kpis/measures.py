"""What can be computed from audits and actions. Plain Python."""

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


def barrier_to_compute(measure: Measure, *, tool: str, domain: str, cohort: str) -> str:
    """Why the figure cannot be computed as it is defined, or an empty string."""
    given = {name for name, value in (("tool", tool), ("domain", domain), ("cohort", cohort)) if value}
    if strange := sorted(given - _LOOKS_AT[measure]):
        return f"“{MEASURE_WORDS[measure]}” does not look at the {' or the '.join(strange)}: take it away."
    if measure == Measure.CHRONOLOGY and not (tool and domain):
        return "A chronology is asked about in one question of one tool: name the tool and the question’s code."
    if domain and not tool:
        return "Domains of different tools do not add up: name the tool whose domain it is."
    return ""
