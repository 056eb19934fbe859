"""Actions of a period, as blocks. Actions are no children: none of their numbers is hidden. [pure]"""

import datetime
from collections.abc import Sequence

from improvement.progress import STATE_WORDS
from improvement.summaries import ActionProgress
from reports import content
from reports.blueprints import Period, Suggestion
from reports.content import Fact, Facts


def suggested_actions(progress: ActionProgress) -> list[Suggestion]:
    """Every action of the period, which the author may word for readers."""
    return [
        Suggestion(
            key=line.url,
            group=STATE_WORDS[line.state],
            text=line.text,
            note=f"{line.unit_name}, due {content.day_words(line.due_on)}",
        )
        for line in progress.lines
    ]


def action_parts(
    progress: ActionProgress, chosen: list[dict[str, str]], quarter: Period, *, today: datetime.date
) -> dict[str, Sequence[content.Block]]:  # fmt: skip
    """What happened to actions, and those that the author chose, in their own wording and with their state now."""
    now_words, within = content.day_words(today), f"in the {quarter.noun}"
    facts = (
        Fact("Actions raised", f"{progress.raised:,}", quarter.words, within, "actions-raised"),
        Fact("Actions delivered", f"{progress.delivered:,}", quarter.words, f"{within}, with dated evidence",
             "actions-delivered"),
        Fact("Actions closed", f"{progress.closed:,}", quarter.words, f"{within}, checked by somebody else",
             "actions-closed"),
        Fact("Open now", f"{progress.open_now:,}", now_words, "not yet delivered", "actions-open"),
        Fact("Overdue now", f"{progress.overdue_now:,}", now_words, f"of {progress.open_now:,} open",
             "actions-overdue"),
    )  # fmt: skip
    now = {line.url: line for line in progress.lines}
    rows = tuple(
        content.ActionRow(
            text=choice["text"],
            unit=line.unit_name,
            due=content.day_words(line.due_on),
            state=line.state.value,
            state_words=STATE_WORDS[line.state],
        )
        for choice in chosen
        if (line := now.get(choice["key"]))
    )
    return {
        "counts": [Facts(f"Actions {within} and now", facts)],
        "list": [content.Actions(f"Actions, as at {now_words}", rows)] if rows else [],
    }
