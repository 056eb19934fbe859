"""What audits found in a period, as blocks. Every number comes from a protection, never from the counts. [pure]"""

import hashlib
from collections.abc import Sequence
from decimal import Decimal

from audits import agreement
from audits.agreement import coefficient_of
from audits.summaries import CycleGrades, FindingLine, GradeCounts, PeriodFindings
from people.models import Unit
from reports import content, disclosure, explaining
from reports.audit_counts import AGREED, AGREEMENT, CYCLES, GOOD_OR_BETTER, GRADES, MODERATION, NUMBERS, cycle_title
from reports.blueprints import Period, Suggestion
from reports.content import SUPPRESSED, Fact, Facts, Text
from reports.disclosure import Protection, Reason, ShownLine, Suppression

WITHHELD = "Some of its numbers are from 1 to 5, or would tell such a number; or all records are alike."


def suggested_findings(lines: list[FindingLine]) -> list[Suggestion]:
    """Each text once, under the domain where it was found."""
    found = {(line.section_title, line.text): line for line in lines}
    return [
        Suggestion(hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()[:16], title, text) for title, text in found
    ]


def number_words(number: int | None) -> str:
    return SUPPRESSED if number is None else f"{number:,}"


def share(line: ShownLine, places: tuple[int, ...], noun: str) -> tuple[str, str]:
    """A percentage and its sample; with the percentage hidden the sample does not give its numerator."""
    words, counted = disclosure.share_words(line.row, places), disclosure.share_of(line.row, places)
    if words == SUPPRESSED or counted is None:
        return SUPPRESSED, f"of {number_words(line.total)} {noun}"
    return words, f"{counted[0]:,} of {counted[1]:,} {noun}"


def audit_numbers(protection: Protection, quarter: Period) -> Facts:
    """Allocated, agreed, and how many of these are good or better."""
    percentage, sample = share(protection.table(GRADES).lines[0], (0, 1), "records")
    allocated, agreed = (number_words(line.cells[0]) for line in protection.table(NUMBERS).lines)
    facts = (
        Fact("Audits allocated", allocated, quarter.words, "children's records", "audits-allocated"),
        Fact("Audits agreed", agreed, quarter.words, f"of {allocated} allocated", "audits-agreed"),
        Fact("Good or better overall", percentage, quarter.words, sample, "audits-good-or-better"),
    )
    return Facts(f"Audits in the {quarter.noun}", facts, _notes(facts))


def _notes(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    return disclosure.explain(text for fact in facts for text in (fact.number, fact.sample))


def grade_distribution(protection: Protection, grades: list[GradeCounts]) -> content.GradeDistribution:
    """How many records were given each grade, overall and by domain, as they may be published."""
    shown_table = protection.table(GRADES)
    rows = tuple(
        content.GradeRow(
            counts.title, line.cells, line.total, shown_table.share_words(line.title, GOOD_OR_BETTER)
        )
        for counts, line in zip(grades, shown_table.lines, strict=True)
    )  # fmt: skip
    overall = ", ".join(
        f"{words} {title.lower()}" for words, title in zip(rows[0].words, content.GRADE_TITLES, strict=False)
    )
    return content.GradeDistribution(
        title=GRADES,
        alt=(
            f"One bar for each of {len(rows)} rows, divided by grade. Overall: {overall}, "
            f"of {rows[0].words[-1]} records. The table below has every number."
        ),
        rows=rows,
        notes=(*_tool_notes(grades), *disclosure.explain(text for row in rows for text in row.words)),
        source="audits-grades",
    )


def grades_by_cycle(cycles: Sequence[CycleGrades], protection: Protection) -> content.Chart:
    """The share of good or better in each cycle, and in the table how many audits have each grade.

    A cycle without an agreed audit has no data; of one that stands in no table of the edition nothing is told.
    """
    lines = {line.title: line for table in protection.tables if table.name == CYCLES for line in table.lines}
    told = [_told_of_cycle(each, lines.get(cycle_title(each))) for each in cycles]
    values = tuple(float(share.removesuffix("%")) if share.endswith("%") else None for share, _ in told)
    names = tuple(each.name for each in cycles)
    by_name = "; ".join(f"{name}: {share}" for name, (share, _) in zip(names, told, strict=True))
    numbers = zip((*content.GRADE_TITLES, "Records"), zip(*(words for _, words in told), strict=True), strict=True)
    return content.Chart(
        shape=content.Shape.BAR,
        title="Records graded good or better overall, by cycle of audits",
        alt=f"One bar for each cycle of audits, the earliest first. {by_name}.",
        categories=names,
        series=(content.Series("Good or better", values, tuple(share for share, _ in told)),),
        category_title="Cycle",
        notes=disclosure.explain(text for share, words in told for text in (share, *words)),
        source="audits-cycles",
        beside=tuple(content.Beside(title, words) for title, words in numbers),
    )


def _told_of_cycle(cycle: CycleGrades, line: ShownLine | None) -> tuple[str, tuple[str, ...]]:
    """The share of good or better, the numbers of each grade, and of how many they are."""
    size = len(cycle.counts)
    if not cycle.total:
        return disclosure.NO_DATA, (disclosure.NO_DATA,) * (size + 1)
    if line is None:
        return SUPPRESSED, (SUPPRESSED,) * (size + 1)
    return disclosure.share_words(line.row, range(2)), tuple(map(number_words, (*line.cells, line.total)))


def _tool_notes(grades: list[GradeCounts]) -> list[str]:
    """Whose domains these are, where audits with other tools count overall."""
    tools = dict.fromkeys(counts.tool for counts in grades if counts.tool)
    return [f"Overall counts audits with every tool; the domains are those of “{tool}”." for tool in tools]


def moderation(findings: PeriodFindings, protection: Protection, quarter: Period) -> content.Block:
    """How often the agreed overall grade is the auditor's own; or that none was moderated."""
    if not findings.moderation.facts.paired:
        return Text(f"No grade was moderated in this {quarter.noun}.")
    line = protection.table(MODERATION).lines[0]
    percentage, sample = share(line, (0,), "moderated audits")
    _, raised, lowered = map(number_words, line.cells)
    of_all = f"of {number_words(line.total)} moderated audits"
    changes = (
        Fact("Overall grade unchanged", percentage, quarter.words, sample, "audits-unchanged-in-moderation"),
        Fact("Raised in moderation", raised, quarter.words, of_all, "audits-raised-in-moderation"),
        Fact("Lowered in moderation", lowered, quarter.words, of_all, "audits-lowered-in-moderation"),
    )
    return Facts(MODERATION, changes, _notes(changes))


def findings_explained(
    unit: Unit, findings: PeriodFindings, protection: Protection, period: Period
) -> explaining.Explanations:  # fmt: skip
    """Where figures of audits come from; with the number of agreed ones as readers see it."""
    agreed = number_words(protection.table(NUMBERS).line(AGREED).cells[0]) if findings.grades else "0"
    return explaining.audits_explained(unit, period.words, agreed=agreed, newest_at=findings.newest_at)


def agreement_blocks(findings: PeriodFindings, protection: Protection) -> list[content.Block]:
    """From which grade to which, with the plain facts and one coefficient; of grades that nobody moderated, nothing."""
    if not findings.moderation.facts.paired:
        return []
    if not _may_show_matrix(protection):
        return [Text("From which grade to which is not published: it could tell of single records.")]
    matrix, facts = findings.moderation.matrix, findings.moderation.facts
    same = ", ".join(f"{matrix[place][place]:,} {title.lower()}" for place, title in enumerate(content.GRADE_TITLES))
    return [
        content.Agreement(
            title=AGREEMENT,
            alt=f"A row for each grade of the auditor, a column for each agreed grade. The same in both: {same}.",
            matrix=matrix,
            sentences=_agreement_sentences(facts, coefficient_of(matrix)),
            source="audits-agreement",
        )
    ]


def _may_show_matrix(protection: Protection) -> bool:
    """Only whole: no cell is small, and none follows from what is shown beside it or was published before."""
    table = next((table for table in protection.tables if table.name == AGREEMENT), None)
    return protection.is_open or (table is not None and not any(None in line.cells for line in table.lines))


def withheld(findings: PeriodFindings, protection: Protection) -> list[Suppression]:
    """That the matrix of moderation is not shown, for the author."""
    if not findings.moderation.facts.paired or _may_show_matrix(protection):
        return []
    return [Suppression(AGREEMENT, "All grades", "All grades", Reason.SMALL, WITHHELD)]


def _agreement_sentences(facts: agreement.Facts, found: agreement.Coefficient | None) -> tuple[str, ...]:
    """The plain facts first; a coefficient never stands alone."""
    direction = "down" if facts.lowered > facts.raised else "up"
    more = "as often up as down" if facts.lowered == facts.raised else f"more often {direction}"
    shift = disclosure.rounded(facts.shift or Decimal(0), 2)
    told = [
        f"{facts.unchanged:,} of {facts.paired:,} grades stayed as they were; those that changed went {more}, "
        f"by {abs(shift)} of a grade on average over all.",
        f"{facts.by_two:,} changed by two grades or more.",
    ]
    if facts.unchanged == facts.paired:
        told[0] = f"All {facts.paired:,} grades stayed as they were."
    if found is None:
        told.append(f"Too few are paired for a coefficient: {facts.paired} of {agreement.FEWEST}.")
    else:
        value, lower, upper = (disclosure.rounded(Decimal(each), 2) for each in (found.value, found.lower, found.upper))
        told.append(
            f"Agreement beyond chance (Gwet's AC2, ordinal weights): {value}, {found.words}; 95% interval {lower} to "
            f"{upper}. It overstates agreement where most grades are alike, so read it beside the matrix."
        )
    return tuple(told)
