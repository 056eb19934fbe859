"""docs/lifecycle.md from the table of moves: a diagram and the table itself. [pure]"""

from audits.lifecycle import MOVES, STATUS_WORDS, Status

INTRODUCTION = """\
# How an audit moves

Written by `manage.py write_lifecycle` from the table `MOVES` in `audits/lifecycle.py`, which the commands obey; a test
holds the two together. The portal shows the same table at `/audits/lifecycle/`.
"""
NOTES = """\
Whoever may make a move is asked in `audits/permissions.py`, by the predicate that the table names. A move that is not
in the table is refused with a sentence that says where the audit stands; one that is, with what is still missing.

- **Agreed, Progression meeting and Closed** are one for every figure: the grades are agreed and count.
- **Reopened**: moderated and agreed grades are taken out of force (the history keeps them), and the audit is submitted
  and moderated again. Published reports are frozen and stay as they were.
- **Close** is for whoever raises actions in the unit (team managers, service managers, heads of service, moderators and
  the audit team), because they know what was promised; nobody does it about their own practice.
- An action that is reopened after its audit was closed stays visible among the actions; it does not reopen the audit.
"""


def mermaid() -> str:
    """The moves as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{words}" as {status.value}' for status, words in STATUS_WORDS.items()]
    lines += [f"    [*] --> {Status.ALLOCATED.value}: Allocate"]
    lines += [f"    {move.source.value} --> {move.target.value}: {move.verb}" for move in MOVES]
    lines += [f"    {Status.CLOSED.value} --> [*]"]
    return "\n".join(lines)


def table() -> str:
    """The moves as a Markdown table."""
    rows = [("From", "Move", "To", "Who", "Asked by", "What must hold"), ("---",) * 6]
    rows += [
        (move.source_words, move.verb, move.target_words, move.who, f"`{move.predicate}`", move.holds)
        for move in MOVES
    ]  # fmt: skip
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def document() -> str:
    return f"{INTRODUCTION}\n```mermaid\n{mermaid()}\n```\n\n{table()}\n\n{NOTES}"
