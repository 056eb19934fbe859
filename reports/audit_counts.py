"""What a report counts about children's records, as tables that are protected together. [pure]"""

from collections.abc import Iterable

from audits.summaries import CycleGrades, GradeCounts, PeriodFindings
from kpis.disclosure import is_small
from reports import content, disclosure
from reports.disclosure import CountTable, Line, Reason, Span, Suppression

GOOD_OR_BETTER = content.GRADE_TITLES[:2]
AGREED_AUDITS = "Agreed audits"  # the cohort of more than one table
AGREED = "Audits agreed"
NUMBERS, GRADES = "Audits in the quarter", "Agreed grades, overall and by domain"
MODERATION = "The auditor's overall grade and the agreed one"
MODERATED = ("Unchanged", "Raised", "Lowered")
AGREEMENT = "From the auditor's overall grade to the agreed one"
CYCLES = "Agreed overall grades by cycle of audits"
APART = "Its audits are not all those of its months, so that it cannot be held against other tables."
SHARES = (("Good or better", GOOD_OR_BETTER),)


def count_tables(findings: PeriodFindings, span: Span) -> list[CountTable]:
    """What the report counts about children's records. Domains are no parts of the overall grade: nothing adds up.

    Audits of a period add up with those of the next, so that each cohort has its period: readers take one published
    period from a longer one. A domain is the same only where it is one of the same tool. Where all records have one
    grade, whichever it is, showing it would tell the grade of each.
    """
    if not findings.grades:
        return []
    changes = findings.moderation.facts
    agreed = AGREED_AUDITS if findings.grades[0].total == findings.agreed else "Audits with all grades agreed"
    return [
        CountTable(
            NUMBERS,
            ("Records",),
            (
                Line("Audits allocated", (findings.allocated,), cohort="Allocated audits"),
                Line(AGREED, (findings.agreed,), cohort=agreed),
            ),
            adds_up=False,
            period=span,
            has_line_totals=False,
        ),
        CountTable(
            GRADES,
            content.GRADE_TITLES,
            tuple(
                Line(title, counts_of(counts), cohort=_cohort(counts) if number else AGREED_AUDITS)
                for number, (title, counts) in enumerate(zip(_line_titles(findings), findings.grades, strict=True))
            ),
            adds_up=False,
            period=span,
            of="grade",
            is_ordered=True,
            revealing=content.GRADE_TITLES,
            shares=SHARES,
        ),
        CountTable(
            MODERATION,
            MODERATED,
            (
                Line(
                    "Moderated audits",
                    (changes.unchanged, changes.raised, changes.lowered),
                    cohort=AGREED_AUDITS if changes.paired == findings.agreed else "Moderated audits",
                ),
            ),
            adds_up=False,
            period=span,
            of="moderation",
            shares=(("Unchanged, in per cent", MODERATED[:1]),),
        ),
    ]


def cycle_tables(cycles: Iterable[CycleGrades], *, is_open: bool = False) -> list[CountTable]:
    """The overall grades of each cycle, as those of its months: so they are held against every other table of audits.

    A cycle whose audits are not those of its months is in no public table: what it is compared with, nobody can tell.
    """
    lines = tuple(
        Line(cycle_title(each), each.counts, cohort=AGREED_AUDITS, of="grade", period=each.months)
        if each.months
        else Line(cycle_title(each), each.counts)
        for each in cycles
        if each.months or is_open
    )
    if not lines:
        return []
    return [CountTable(CYCLES, content.GRADE_TITLES, lines, adds_up=False, of="grade", is_ordered=True,
                       revealing=content.GRADE_TITLES, shares=SHARES)]  # fmt: skip


def cycle_title(cycle: CycleGrades) -> str:
    """What its line is called: never as a total is."""
    return f"{cycle.name}, {content.day_words(cycle.starts_on)} to {content.day_words(cycle.ends_on)}"


def cycles_apart(cycles: Iterable[CycleGrades]) -> list[Suppression]:
    """The cycles of which the public edition tells nothing, for the author."""
    return [
        Suppression(CYCLES, cycle_title(each), "All grades", Reason.TABLE, APART)
        for each in cycles
        if each.total and not each.months
    ]


def matrix_tables(findings: PeriodFindings, span: Span) -> list[CountTable]:
    """From which grade to which; its columns add up to the agreed grades. Only where every agreed audit is in it.

    Whoever knows how many audits were agreed at a grade would else subtract the moderated ones.
    """
    if not findings.agreed or findings.moderation.facts.paired != findings.agreed:
        return []
    lines = tuple(
        Line(title, row, cohort=f"Audits that the auditor graded {title.lower()}")
        for title, row in zip(content.GRADE_TITLES, findings.moderation.matrix, strict=True)
    )
    return [CountTable(AGREEMENT, content.GRADE_TITLES, lines, cohort=AGREED_AUDITS, of="grade", period=span)]


def may_publish_matrix(findings: PeriodFindings) -> bool:
    """Hidden in part it would tell nothing, and cost other tables numbers that they can show: it is all or nothing.

    With all records at one agreed grade its empty columns would say which.
    """
    matrix = findings.moderation.matrix
    agreed_at = [sum(column) for column in zip(*matrix, strict=True)]
    return sum(map(bool, agreed_at)) > 1 and not any(is_small(count) for row in matrix for count in row)


def _cohort(counts: GradeCounts) -> str:
    return f"{graded_in(counts.code)}{counts.tool or 'every tool'})"


def graded_in(code: str) -> str:
    """How the cohort of a domain begins, whatever the tool."""
    return f"Audits with a grade for {code} ("


def counts_of(counts: GradeCounts) -> tuple[int, ...]:
    return counts.outstanding, counts.good, counts.requires_improvement, counts.inadequate


def _line_titles(findings: PeriodFindings) -> list[str]:
    """Titles of domains, with the code where two are called the same."""
    titles = [counts.title for counts in findings.grades]
    return [
        f"{counts.title} ({counts.code})" if titles.count(counts.title) > 1 or counts.title == disclosure.TOTAL
        else counts.title
        for counts in findings.grades
    ]  # fmt: skip
