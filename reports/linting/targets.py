"""The portal's own grid of targets, as the rules on tables of targets and on words about them read it. [pure]"""

import re
from dataclasses import replace
from decimal import Decimal

from reports import content
from reports.linting.grids import UNWANTED
from reports.linting.script import IndicatorFact, TableText, is_missing, one_line

LEADING = re.compile(r"(\d{1,3}(?:,\d{3}){1,3}|\d{1,9})(\.\d{1,4})?(.{0,30})$")
RAG = {"met": "met", "missed": "missed"}
NOT_APPLICABLE = "not applicable"


def as_table(where: str, block: content.TargetsGrid) -> TableText:
    """A column for the target and one for the figure of each quarter, where the cells tell both."""
    shown = block.table
    # The last quarter always has its target; of those before it some grids tell none.
    with_target = [
        at + 1 == len(block.periods) or any(row.told(at)[1] for row in block.rows) for at in range(len(block.periods))
    ]
    columns = ["Ref", "Measure"]
    for period, is_told in zip(block.periods, with_target, strict=True):
        columns += [f"{period}: Target", f"{period}: Actual"] if is_told else [period]
    rows = tuple(_row(row, with_target) for row in block.rows)
    return TableText(
        f"{where}, table “{block.caption}”", one_line(shown.caption), (*map(one_line, columns), "Rating"), rows,
        shown.notes, is_told=True,
    )  # fmt: skip


def _row(row: content.GridRow, with_target: list[bool]) -> tuple[str, ...]:
    cells = [row.ref, row.title]
    for at, is_told in enumerate(with_target):
        figure, target = row.told(at)
        if NOT_APPLICABLE in row.result_words and at + 1 == len(with_target):
            figure = NOT_APPLICABLE
        cells += [target, figure] if is_told else [figure]
    return (*map(one_line, cells), one_line(row.result_words))


def facts(table: TableText, block: content.TargetsGrid) -> list[IndicatorFact]:
    """How each measure stands at the end of the last quarter, compared with the quarter before."""
    return [_fact(row, block.periods, f"{table.where}, row “{row.title}”") for row in block.rows]


def _fact(row: content.GridRow, periods: tuple[str, ...], where: str) -> IndicatorFact:
    value, target = row.told(len(row.figures) - 1) if row.figures else ("", row.target)
    plain = re.sub(r" \([^()]{1,40}\)$", "", row.title)  # prose does not name the basis
    fact = IndicatorFact(
        row.ref, row.title, value, _rag(row, value), row.result_words, target=target, where=where, names=(plain,)
    )
    if len(row.figures) < 2:
        return fact
    before, its_target = row.told(len(row.figures) - 2)
    return replace(fact, trend=_trend(row.title, before, value, (target, its_target), periods[-2]))


def _rag(row: content.GridRow, value: str) -> str:
    if value.startswith(content.SUPPRESSED):
        return "hidden"
    if NOT_APPLICABLE in row.result_words:
        return "not_applicable"
    return RAG.get(row.result, "no_data" if is_missing(value) else "no_target")


def _trend(title: str, before: str, now: str, targets: tuple[str, str], since: str) -> str:
    """Improved since Quarter 2 2016/17 (24%); without a target nobody can say which way is better."""
    first, last = LEADING.match(before), LEADING.match(now)
    if first is None or last is None or first[3] != last[3]:
        return ""  # hidden, missing, or in another unit of measure
    was, stands = (Decimal(f"{each[1].replace(',', '')}{each[2] or ''}") for each in (first, last))
    if was == stands:
        return f"No change since {since} ({before})"
    said = next((target for target in targets if re.search(r"\d", target)), "")
    if not said:
        word = "Risen" if stands > was else "Fallen"
    else:
        wants_less = said[:1] in "≤<" or (said[:1] not in "≥>" and UNWANTED.search(title) is not None)
        word = "Improved" if (stands < was) == wants_less else "Worse"
    return f"{word} since {since} ({before})"
