"""What the records hold for the blocks that an author adds to a report: the kinds of `reports.own_blocks`, as blocks.

All numbers come from the protection of the report that they join, so that it hides here what it hides elsewhere.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from audits.summaries import CycleGrades, PeriodFindings, Told
from improvement.summaries import ActionProgress
from kpis import summaries as kpis
from kpis.periods import month_words
from kpis.summaries import HighlightRow, Origins, TargetsGrid
from reports import content, disclosure
from reports.audit_counts import AGREEMENT, CYCLES, GRADES, MODERATION, NUMBERS
from reports.blueprints import Period, Suggestion
from reports.content import AppendixTable, Block, Nothing, Statement, Statements
from reports.disclosure import CountTable, Protection, ShownTable
from reports.explaining import Explanations, indicator_key
from reports.indicators import Unpublishable, shown, table_name
from reports.own_blocks import STATEMENTS, THEME
from reports.parts import indicators, register
from reports.parts.actions import action_parts, suggested_actions
from reports.parts.audits import agreement_blocks, audit_numbers, grade_distribution, grades_by_cycle, moderation
from reports.parts.grid import grid_blocks
from reports.parts.sentences_of_figures import cut, indicator_statement, statement_of, tables_behind

OF_AUDITS = ("audit_numbers", "grade_distribution", "moderation", "agreement")
TABLES_OF = {
    "audit_numbers": {NUMBERS: None, GRADES: 1},
    "grade_distribution": {GRADES: None},
    "grade_cycles": {CYCLES: None},
    "moderation": {MODERATION: None},
    "agreement": {MODERATION: None, AGREEMENT: None},
}  # by kind the tables of counts that stand behind it, and how many of their lines


@dataclass(frozen=True)
class Whole:
    """What blocks that an author adds may show beside it: the activity register, and where months come from."""

    period: Period
    activities: Sequence[Told]
    origins: dict[int, Origins]
    tables: tuple[CountTable, ...] = ()  # of the figures of activities, where the report tells them
    cycles: Sequence[CycleGrades] = ()  # where a block shows them


@dataclass(frozen=True)
class Pool:
    """The figures of a report's unit and period, as they may be shown in an edition of it."""

    period: Period
    today: datetime.date
    findings: PeriodFindings
    highlight: kpis.Highlight
    hidden: Unpublishable
    grid: TargetsGrid
    progress: ActionProgress
    activities: Sequence[Told]
    cycles: Sequence[CycleGrades]
    protection: Protection
    explained: Explanations

    def blocks(self, kind: str, of: str, held: Mapping[str, Any]) -> Sequence[Block] | Nothing:
        """A block of this kind, or that the records have nothing for it."""
        if kind in OF_AUDITS:
            return self._of_audits(kind)
        match kind:
            case "statements":
                return self._statements(held)
            case "indicator_table" | "indicator_months" | "indicator_chart":
                return self._of_indicators(kind, of)
            case "grade_cycles":
                return self._by_cycle()
            case "targets_grid":
                return grid_blocks(self.grid, self.hidden) or Nothing("No indicator has a single target by quarter.")
            case "action_counts" | "actions":
                chosen = held.get("chosen", [])
                parts = action_parts(self.progress, chosen, self.period, today=self.today)
                return parts["counts" if kind == "action_counts" else "list"]
            case "recommendations":
                found = register.recommendations(
                    self.activities, f"Recommendations of quality assurance, {self.period.words}"
                )
                return found or Nothing(f"No recommendation of {self.period.words} is in the activity register.")
            case "feedback":
                return register.feedback(self.activities, {"": dict(held)}, "", "In their words")
        raise ValueError(f"The records have nothing of the kind {kind}.")

    def suggestions(self, kind: str) -> list[Suggestion]:
        """What the author may choose for a block of this kind."""
        match kind:
            case "statements":
                return [
                    Suggestion(each.source, group, each.sentence, f"{each.number}, {each.sample}, {each.period}")
                    for group, each in self._figures()
                ]
            case "actions":
                return suggested_actions(self.progress)
            case "feedback":
                return register.suggested_quotes(self.activities)
        return []

    def shown_tables(self, kind: str, of: str, held: Mapping[str, Any]) -> Sequence[ShownTable]:
        """The tables of counts that readers of such a block see, or can work out from it."""
        lines: dict[str, int | None] = dict(TABLES_OF.get(kind, {}))
        if kind == "targets_grid":
            lines = {table_name(row.ref): None for row in self.grid.rows}
        elif kind.startswith("indicator_"):
            lines = {table_name(row.ref): None for row in self._rows(of)}
        elif kind == STATEMENTS:
            chosen = {each["key"] for each in held.get("chosen", [])}
            lines = {table_name(row.ref): None for row in self.highlight.rows if indicator_key(row.ref) in chosen}
            return [*cut(lines, self.protection), *tables_behind(chosen, self.protection)]
        return cut(lines, self.protection)

    def _of_audits(self, kind: str) -> Sequence[Block] | Nothing:
        if not self.findings.agreed:
            return Nothing(f"No audit of this {self.period.noun} is agreed.")
        match kind:
            case "audit_numbers":
                return [audit_numbers(self.protection, self.period)]
            case "grade_distribution":
                return [grade_distribution(self.protection, self.findings.grades)]
            case "moderation":
                return [moderation(self.findings, self.protection, self.period)]
        found = agreement_blocks(self.findings, self.protection)
        return found or [moderation(self.findings, self.protection, self.period)]

    def _by_cycle(self) -> Sequence[Block] | Nothing:
        if not any(cycle.total for cycle in self.cycles):
            until = content.day_words(self.period.ends_on)
            return Nothing(f"No audit of a cycle that had ended by {until} is agreed.")
        return [grades_by_cycle(self.cycles, self.protection)]

    def _of_indicators(self, kind: str, of: str) -> Sequence[Block] | Nothing:
        rows = self._rows(of)
        month = month_words(self.highlight.month)
        if not any(row.current is not None for row in rows):
            return Nothing(f"No figure is loaded for {month}.")
        if kind == "indicator_chart":
            charts = [chart for row in rows if (chart := indicators.chart_of(self._shown(row)))]
            return charts or Nothing(f"Too few months are loaded to {month} for a chart of indicator {of}.")
        [table] = indicators.tables_of([self._shown(row) for row in rows], _caption(of, month))
        if kind == "indicator_table":
            return [table]
        months = table.trend_table
        if months is None:
            return Nothing(f"No earlier months are loaded to {month}.")
        notes = disclosure.explain(cell for row in months.rows for cell in row)
        return [AppendixTable("", f"{table.caption}, month by month", months.columns, months.rows, notes)]

    def _rows(self, of: str) -> list[HighlightRow]:
        """The indicators that a block is of: one, those of a theme, or all."""
        if of.startswith(THEME):
            return [row for row in self.highlight.rows if row.theme == of.removeprefix(THEME)]
        return [row for row in self.highlight.rows if of in ("", row.ref)]

    def _shown(self, row: HighlightRow) -> content.IndicatorRow:
        return shown(row, self.highlight.month, self.hidden)

    def _statements(self, held: Mapping[str, Any]) -> Sequence[Block]:
        """The chosen figures in the author's order of the list, each with the author's sentence."""
        chosen = {each["key"]: each["text"] for each in held.get("chosen", [])}
        found = tuple(
            replace(each, sentence=chosen[each.source]) for _, each in self._figures() if each.source in chosen
        )
        notes = disclosure.explain(text for each in found for text in (each.number, each.sample))
        return [Statements("Figures", found, notes)] if found else []

    def _figures(self) -> Iterable[tuple[str, Statement]]:
        """Every figure that may have a sentence, under what it is of."""
        found = [self.blocks(kind, "", {}) for kind in ("audit_numbers", "moderation", "action_counts")]
        for block in (block for blocks in found if not isinstance(blocks, Nothing) for block in blocks):
            for fact in block.facts if isinstance(block, content.Facts) else ():
                yield block.caption, statement_of(fact)
        month = month_words(self.highlight.month)
        for row in self.highlight.rows:
            if row.current is not None:
                yield "Indicators", indicator_statement(self._shown(row), month)


def _caption(of: str, month: str) -> str:
    if of.startswith(THEME):
        return f"{of.removeprefix(THEME)}, {month}"
    return f"Indicator {of}, {month}" if of else f"Highlight indicators, {month}"
