"""Figures that say too little: no sample, a target with nothing beside it, a blank latest month. [pure]"""

import re
from collections.abc import Iterator
from re import Match

from reports.linting.context import Context
from reports.linting.findings import Fault, Rule, Weight, around, shortened
from reports.linting.grids import pairs
from reports.linting.script import Passage, Script, is_missing
from reports.linting.sentences import MONTH, PERCENT

PERCENTAGE = re.compile(PERCENT)
SAMPLE = re.compile(
    r"(?:\d|\[c\]) (?:out )?of (?:the |all |our |a total of )?(?:\d|\[c\])|\(\d{1,5} ?/ ?\d{1,5}\)"
    r"|\bn ?= ?\d|\b(?:sample|total|cohort) of (?:\d|\[c\])"
    r"|\b(?:of|in|among|from|on) (?:the |all |our |these )?(?:\d{1,3}(?:,\d{3})?|\[c\])(?!\d|%|\.\d|/) [a-z]"
    r"|\(\d{1,3}(?:,\d{3})? [a-z]{3,20}(?: [a-z]{2,20}){0,3}\)",
    re.IGNORECASE,
)
# Words before and after a percentage that is a difference or a goal, and so has no sample.
DIFFERENCE_BEFORE = re.compile(
    r"\b(?:up|down|by|rose|fell|risen|fallen|increased|decreased|dropped|grew|"
    r"(?:increase|decrease|rise|drop|fall|improvement|reduction|gap|difference|variation) of)"
    r"(?: (?:less than|more than|over|under|about|around|almost|nearly|only|just|some|at least|up to|a further|"
    r"an?)){0,2} $",
    re.IGNORECASE,
)
DIFFERENCE_AFTER = re.compile(
    r"^ (?:below|above|short|lower|higher|more|less|fewer|greater|worse|better|increase|decrease|rise|drop|fall|"
    r"improvement|"
    r"reduction|under|over|points?)\b",
    re.IGNORECASE,
)
GOAL_BEFORE = re.compile(r"\b(?:target|aim|goal|threshold|minimum|upper|standard|expect\w{0,5})\b[^.,;%]{0,25}$", re.I)
GOAL_AFTER = re.compile(r"^ (?:target|threshold|aim|goal|minimum|standard)\b", re.IGNORECASE)
TARGET_IS = re.compile(
    rf"\b(?:target (?:of|is|was|for \w{{1,20}} (?:is|was))|aim(?:s|ing|ed)? (?:for|is|to reach)|goal (?:of|is)) "
    rf"(?:{PERCENT})",
    re.IGNORECASE,
)
AIMS = frozenset({"target", "aim", "aims", "aimed", "aiming", "goal"})
SAMPLE_COLUMN = re.compile(
    r"\b(?:num(?:ber|erator)?|denom(?:inator)?|out of|sample|total|base|records|count|audits|n)\b|\bof\b$",
    re.IGNORECASE,
)
MONTH_COLUMN = re.compile(rf"\b{MONTH} ?(?:20)?\d\d$")
CURRENT_COLUMN = re.compile(r"\b(?:current|latest)$", re.IGNORECASE)


def is_percent(passage: Passage) -> bool:
    """Is there a percentage in it?"""
    return passage.has_digit and not passage.words.isdisjoint({"%", "cent", "percent"})


def is_difference(text: str, found: Match[str]) -> bool:
    """Is this percentage a difference between two figures?"""
    before = text[max(0, found.start() - 40) : found.start()]
    return bool(DIFFERENCE_BEFORE.search(before) or DIFFERENCE_AFTER.match(text[found.end() : found.end() + 20]))


def is_goal(text: str, found: Match[str]) -> bool:
    """Is this percentage a target?"""
    before = text[max(0, found.start() - 40) : found.start()]
    return bool(GOAL_BEFORE.search(before) or GOAL_AFTER.match(text[found.end() : found.end() + 20]))


def percentage_without_sample(script: Script, context: Context) -> Iterator[Fault]:
    for passage in script.prose:
        if not is_percent(passage):
            continue
        told = [
            (sentence, found)
            for sentence in passage.sentences
            if (found := _measured(sentence)) and not SAMPLE.search(sentence)
        ]
        # The sample may stand in the next sentence.
        if told and not SAMPLE.search(passage.text):
            sentence, found = told[0]
            yield Fault(
                passage.where,
                around(sentence, found),
                f"{found[0]} of how many? A percentage says little without its sample.",
                "Add the numbers, such as “26 of 31 (83.9%)”.",
            )
    for section in script.sections:
        for figure in section.figures:
            # Hidden numbers are said to be hidden.
            if "%" in figure.number and not re.search(r"\d|\[c\]", figure.sample):
                yield Fault(
                    figure.where,
                    f"{figure.label}: {figure.number}",
                    f"{figure.number} of how many? The sample names no number.",
                    "Give the number of records, children or answers that the percentage is of.",
                )


def _measured(sentence: str) -> Match[str] | None:
    """The first percentage that was counted from something."""
    return next(
        (
            found
            for found in PERCENTAGE.finditer(sentence)
            if not is_difference(sentence, found)
            and not is_goal(sentence, found)
            # How sure an estimate is, and no part of anything.
            and not re.match(r" (?:confidence )?interval\b", sentence[found.end() :])
        ),
        None,
    )


def table_without_sample(script: Script, context: Context) -> Iterator[Fault]:
    for table in script.tables:
        shares = [name for name, _ in table.named_rows if name.startswith("%")] or [
            cell for row in table.rows for cell in row[1:] if cell.strip().endswith("%")
        ]
        if len(shares) > 1 and not table.is_repeat and not any(map(SAMPLE_COLUMN.search, table.columns)):
            # A cell may hold its own sample: 83.9% (26 of 31).
            if any(SAMPLE.search(cell) for row in table.rows for cell in row[1:]):
                continue
            yield Fault(
                table.where,
                shortened(shares[0]),
                "The percentages of this table have no numbers: nobody can tell how many they are of.",
                "Add the number and what it is out of, for each row.",
            )


def target_without_actual(script: Script, context: Context) -> Iterator[Fault]:
    told = set()
    for table in script.tables:
        for name, row in table.named_rows:
            blank = [
                table.columns[target]
                for target, actual in pairs(table)
                if not is_missing(row[target]) and is_missing(row[actual]) and row[actual] != "not applicable"
            ]
            if blank:
                told.add(f"{table.where}, row “{name}”")
                yield Fault(
                    f"{table.where}, row “{shortened(name)}”", shortened(name),
                    f"There is a target and no figure beside it ({'; '.join(blank)}).",
                    "Give the figure, or say why there is none and when there will be one.",
                )  # fmt: skip
    for fact in script.known:
        if fact.where in told:
            continue
        if re.search(r"\d", fact.target) and is_missing(fact.value) and fact.rag != "not_applicable":
            yield Fault(
                fact.where or f"Indicator {fact.ref}", shortened(f"{fact.ref} {fact.title}".strip()),
                f"There is a target, {fact.target}, and no figure beside it.",
                "Load the figure, or say why there is none and when there will be one.",
            )  # fmt: skip
    for passage in script.prose:
        if (
            not passage.words.isdisjoint(AIMS)
            and is_percent(passage)
            and (found := TARGET_IS.search(passage.text))
            and len(PERCENTAGE.findall(passage.text)) == 1
        ):
            yield Fault(
                passage.where, around(passage.text, found),
                "The target is named, but not what was reached.", "Say what the figure was.",
            )  # fmt: skip


def actual_without_target(script: Script, context: Context) -> Iterator[Fault]:
    for table in script.tables:
        for name, row in table.named_rows:
            open_ended = [
                table.columns[actual]
                for target, actual in pairs(table)
                if is_missing(row[target]) and not is_missing(row[actual])
            ]
            if open_ended:
                yield Fault(
                    f"{table.where}, row “{shortened(name)}”", shortened(name),
                    f"There is a figure and no target to hold it against ({'; '.join(open_ended)}).",
                    "Give the target, or say that none is agreed.",
                )  # fmt: skip


def blank_latest(script: Script, context: Context) -> Iterator[Fault]:
    way_out = "Give the latest month, or say that the figure is older and of when it is."
    for table in script.tables:
        months = [at for at, title in enumerate(table.columns) if MONTH_COLUMN.search(title)]
        current = next((at for at, title in enumerate(table.columns) if CURRENT_COLUMN.search(title)), None)
        if len(months) < 3 or current is None or table.is_repeat:
            continue
        for name, row in table.named_rows:
            if _ends_blank([row[at] for at in months]) and not is_missing(row[current]):
                yield Fault(
                    f"{table.where}, row “{shortened(name)}”", shortened(name),
                    f"The latest month is blank, yet {row[current]} is given as the current figure.", way_out,
                )  # fmt: skip
    for fact in script.known:
        if fact.latest and is_missing(fact.latest) and fact.rag in ("green", "amber", "red", "met", "missed"):
            yield Fault(
                fact.where or f"Indicator {fact.ref}", shortened(f"{fact.ref} {fact.title}".strip()),
                f"The latest month is blank, yet the indicator is rated {fact.rag_words or fact.rag}.", way_out,
            )  # fmt: skip


def _ends_blank(cells: list[str]) -> bool:
    return is_missing(cells[-1]) and not any(map(is_missing, cells[:-1]))


RULES = (
    Rule("percentage_without_sample", Weight.SHOULD,
         "A percentage that was counted from something, without the number that it is of.", percentage_without_sample),
    Rule("table_without_sample", Weight.SHOULD,
         "A table of percentages without a column of numbers.", table_without_sample),
    Rule("target_without_actual", Weight.SHOULD,
         "A target stands without the figure that was reached.", target_without_actual),
    Rule("actual_without_target", Weight.SHOULD,
         "In a table of targets a figure stands without its target.", actual_without_target),
    Rule("blank_latest", Weight.SHOULD,
         "The latest month is blank, yet the indicator is rated or has a current figure.", blank_latest),
)  # fmt: skip
