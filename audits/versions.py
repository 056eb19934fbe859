"""The life of a version of a tool: a draft, proposed, published by a second person, replaced or retired. [pure]

Each rule is a sentence that refuses the command, disables the button and explains it; empty when nothing is in the way.
"""


def starting_barrier(*, draft_number: int | None, is_draft: bool = False) -> str:
    """Why no draft of the next version can be made."""
    if is_draft:
        return "This is a draft already."
    if draft_number is not None:
        return f"Version {draft_number} is being written already: a tool has one draft at a time."
    return ""


def changing_barrier(*, is_draft: bool) -> str:
    """Why the words of this version can no longer be changed."""
    return "" if is_draft else "This version has been published and never changes: make a draft of the next one."


def proposing_barrier(*, is_draft: bool, is_proposed: bool, problems: int) -> str:
    """Why the draft cannot be proposed for publishing."""
    if not is_draft:
        return changing_barrier(is_draft=is_draft)
    if problems:
        return (
            f"There {'is 1 thing' if problems == 1 else f'are {problems} things'} to put right before it can be used."
        )
    return "This draft has been proposed already." if is_proposed else ""


def publishing_barrier(
    *, is_draft: bool, is_proposed: bool, problems: int, is_own_proposal: bool, is_own_change: bool
) -> str:
    """Why this person cannot publish the version now."""
    if not is_draft:
        return "This version has been published already."
    if problems:
        return proposing_barrier(is_draft=is_draft, is_proposed=is_proposed, problems=problems)
    if not is_proposed:
        return "Nobody has proposed this draft for publishing."
    if is_own_proposal:
        return "You proposed this version, so a second person publishes it."
    return "You changed this version last, so a second person publishes it." if is_own_change else ""


def retiring_barrier(*, is_in_use: bool) -> str:
    return "" if is_in_use else "This version is not in use."


def returning_barrier(*, is_newest: bool, is_in_use: bool) -> str:
    """Why the tool cannot be brought back with this version."""
    if is_in_use:
        return "This tool is in use."
    return "" if is_newest else "Only the latest published version can be brought back."


def importing_barrier(*, draft_number: int | None, draft_by: str, same_as: int | None) -> str:
    """Why a tool that is brought in cannot become the draft; `draft_by` names the other person who is at it."""
    if draft_by:
        return (
            f"{draft_by} is writing version {draft_number} of this tool: a tool has one draft at a time. "
            "Ask for it to be published or discarded first, or give this tool another code."
        )
    return f"Version {same_as} says exactly this already." if same_as is not None else ""
