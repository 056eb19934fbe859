"""Grades: an ordered scale of four, always said in words. [pure]

The scale and its words are Ofsted's for children's services.
"""

from enum import StrEnum


class Grade(StrEnum):
    """Best first."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"


GRADE_WORDS = {
    Grade.OUTSTANDING: "Outstanding",
    Grade.GOOD: "Good",
    Grade.REQUIRES_IMPROVEMENT: "Requires improvement",
    Grade.INADEQUATE: "Inadequate",
}


class Stage(StrEnum):
    """Whose grade: three facts, none of which overwrites another."""

    ORIGINAL = "original"
    MODERATED = "moderated"
    AGREED = "agreed"


STAGE_WORDS = {Stage.ORIGINAL: "Original", Stage.MODERATED: "Moderated", Stage.AGREED: "Agreed"}


class Reason(StrEnum):
    """Why an agreed grade differs from the auditor's."""

    IMPACT = "impact"
    DESCRIPTORS = "descriptors"
    OVERLOOKED = "overlooked"
    NEW_EVIDENCE = "new_evidence"
    DISCUSSION = "discussion"


REASON_WORDS = {
    Reason.IMPACT: "The difference made for the child was weighed differently",
    Reason.DESCRIPTORS: "The grade descriptors were applied differently",
    Reason.OVERLOOKED: "Something in the child's record was overlooked",
    Reason.NEW_EVIDENCE: "More evidence came to light",
    Reason.DISCUSSION: "Agreed in discussion with the auditor",
}

OVERALL = "overall"  # stands where a domain's code would


def steps(before: str | None, after: str | None) -> int | None:
    """How many grades better `after` is than `before`: below zero is worse; None when either is missing."""
    if before is None or after is None:
        return None
    scale = list(Grade)
    return scale.index(Grade(before)) - scale.index(Grade(after))


def difference_words(before: str | None, after: str | None) -> str:
    """The same in words, such as "1 grade lower"."""
    match steps(before, after):
        case None:
            return "not graded"
        case 0:
            return "the same"
        case n:
            return f"{abs(n)} grade{'' if abs(n) == 1 else 's'} {'higher' if n > 0 else 'lower'}"


def is_good_or_better(grade: str | None) -> bool:
    """A missing grade is never good."""
    return grade in (Grade.OUTSTANDING, Grade.GOOD)
