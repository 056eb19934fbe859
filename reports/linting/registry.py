"""The one list of rules, and the linter that goes through it. [pure]"""

from collections.abc import Sequence
from dataclasses import replace

from reports.linting import (
    arithmetic,
    clarity,
    drafting,
    evidence,
    figures,
    identity,
    judgement,
    periods,
    rates,
    small_numbers,
    typed,
)
from reports.linting.context import Context
from reports.linting.findings import Finding, Rule
from reports.linting.grids import known_indicators
from reports.linting.script import Script

FAMILIES: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("Children and families stay unknown", (*small_numbers.RULES, *identity.RULES)),
    ("The period", periods.RULES),
    ("Left over from writing", drafting.RULES),
    ("Figures say enough", (*figures.RULES, *rates.RULES)),
    ("Figures agree", arithmetic.RULES),
    ("Words agree with figures", (*judgement.RULES, *typed.RULES)),
    ("Evidence", evidence.RULES),
    ("Everybody can read it", clarity.RULES),
)
RULES: tuple[Rule, ...] = tuple(rule for _, rules in FAMILIES for rule in rules)


def lint(script: Script, context: Context, rules: Sequence[Rule] = RULES) -> list[Finding]:
    """Everything that a reader would stumble over, rule by rule in the order of the list; each fault once."""
    script = replace(script, known=tuple(known_indicators(script, context)))
    found = (
        Finding(rule.key, rule.weight, fault.where, fault.quote, fault.words, fault.way_out)
        for rule in rules
        for fault in rule.find(script, context)
    )
    return list(dict.fromkeys(found))


def as_markdown() -> str:
    """docs/linting.md."""
    lines = [INTRODUCTION]
    for title, rules in FAMILIES:
        lines += [f"\n## {title}\n", "| Rule | Weight | What it finds |", "|---|---|---|"]
        lines += [f"| `{rule.key}` | {rule.weight} | {rule.finds} |" for rule in rules]
    return "\n".join(lines) + "\n"


INTRODUCTION = """\
# What the linter looks for

Before a report is signed off, the linter in `reports/linting/` reads it and names what a reader would stumble over.
This page is written from its list of rules (`reports/linting/registry.py`), and a test holds the two together.

**How it decides.** Each rule is a few expressions over the text and the figures, with no guess that is not written
down: the same report gives the same findings. A finding names the rule, the place, the words, what is wrong and the way
out. What *must* be put right stands in the way of sign-off; what *should* be looked at is for judgement, and may be
dismissed with a reason.

**What it reads.** A report becomes a `Script`, its words with their places (`script_of` makes one of a document), and
the `Context` tells what the words cannot: the period, the day on which the report is read, who may be named, what short
forms mean, how the indicators stand. Tables of targets are read as indicators too.

**What it does not do.** It knows no child's name: it looks for titles, for common first names and for words said of a
person, and leaves out those whom the cover or the context names, or who have a role beside their name. It looks for
them in every text: headings, cells, quotations and the words of pictures too. Missing is no fault of a figure that says
so. It changes nothing.

**How it is tested.** Each rule has cases that it must find and cases that it must not. Four published papers are read
whole: the faults that are known in them must be found, and every other finding is listed with the reason why a reader
agrees, or as a false alarm; of these there may be one on two pages."""
