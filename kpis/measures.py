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
