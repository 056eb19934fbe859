"""What two reports say beside their figures: grades, targets, moderation, actions and spotlights, side by side. [pure]

As with figures, nothing is worked out from what either report hides.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from reports import prose
from reports.comparing import ABSENT, Side, change_words
from reports.content import (
    GRADE_TITLES,
    SUPPRESSED,
    Actions,
    Agreement,
    Block,
    Document,
    GradeDistribution,
    Heading,
    KeyMessages,
    Recommendations,
    StrengthsFocus,
    TargetsGrid,
)

ONLY_ONE = "Only in one of them"


@dataclass(frozen=True)
class Told:
    """Something that a report says: what it is, how it stands there, and in which words it is compared."""

    label: str
    more: str
    side: Side
    state: str = ""


@dataclass(frozen=True)
class Row:
    label: str
    more: str
    before: Side
    now: Side
    change: str


@dataclass(frozen=True)
class Part:
    """One kind of thing that both or one of the reports tell."""

    key: str
    title: str
    caption: str
    rows: list[Row]


Change = Callable[[Told, Told], str]


def parts(before: Document, now: Document) -> list[Part]:
    """Those parts that at least one of the two has."""
    found = [
        Part(key, title, caption, list(_rows(*_paired(told(before), told(now)), change)))
        for key, title, caption, told, change in PARTS
    ]
    return [part for part in found if part.rows]


def _paired(old: dict[str, Told], new: dict[str, Told]) -> tuple[dict[str, Told], dict[str, Told]]:
    """What is one record in both is one row, whatever it is called; what is left is paired by a name that one has."""
    left = [_named(each.label) for key, each in new.items() if key not in old]
    by_name = {
        _named(each.label): key for key, each in new.items() if key not in old and left.count(_named(each.label)) == 1
    }
    was = {key if key in new else by_name.pop(_named(each.label), key): each for key, each in old.items()}
    return was, new


def _named(label: str) -> str:
    """However its letters are written."""
    return " ".join(label.casefold().split())


def _rows(old: dict[str, Told], new: dict[str, Told], change: Change) -> Iterator[Row]:
    """In the order of the later report; then what only the earlier one has."""
    for key in dict.fromkeys([*new, *old]):
        was, is_ = old.get(key), new.get(key)
        shown = is_ or was
        assert shown
        yield Row(
            shown.label, shown.more, was.side if was else Side(ABSENT), is_.side if is_ else Side(ABSENT),
            change(was, is_) if was and is_ else ONLY_ONE,
        )  # fmt: skip


def _blocks(document: Document) -> Iterator[tuple[str, Block]]:
    return ((section.title, block) for section in document.sections for block in section.blocks)


def _first(found: Iterator[tuple[str, Told]]) -> dict[str, Told]:
    """By key, however letters are written; what stands twice is told as it first stands."""
    told: dict[str, Told] = {}
    for key, each in found:
        told.setdefault(_named(key), each)
    return told


def _grades(document: Document) -> dict[str, Told]:
    return _first(
        (row.title, Told(row.title, block.title, Side(row.good_or_better, _grade_words(row.words))))
        for _, block in _blocks(document)
        if isinstance(block, GradeDistribution)
        for row in block.rows
    )


def _grade_words(words: tuple[str, ...]) -> str:
    """6 outstanding, 37 good, 26 requires improvement, 6 inadequate: 75 records."""
    *counts, total = words
    told = ", ".join(f"{count} {title.lower()}" for count, title in zip(counts, GRADE_TITLES, strict=True))
    return f"{told}: {total} {'record' if total == '1' else 'records'}"


def _targets(document: Document) -> dict[str, Told]:
    return _first(
        (f"{row.ref} {row.title}", Told(f"{row.ref} {row.title}".strip(), "", Side(figure, goal, block.periods[-1]),
                                        row.result_words))
        for _, block in _blocks(document)
        if isinstance(block, TargetsGrid) and block.periods
        for row in block.rows
        for figure, goal in [row.told(len(block.periods) - 1)]
    )  # fmt: skip


def _agreements(document: Document) -> dict[str, Told]:
    return _first(
        (block.title, Told(block.title, "", Side(_unchanged(block), " ".join(map(_plainly, block.sentences)))))
        for _, block in _blocks(document)
        if isinstance(block, Agreement)
    )


def _unchanged(block: Agreement) -> str:
    """The share of grades that stood, where every number of the matrix is published."""
    numbers = [count for row in block.matrix for count in row]
    if None in numbers:
        return SUPPRESSED
    total = sum(count for count in numbers if count)
    if not total:
        return "no data"
    same = sum(row[place] or 0 for place, row in enumerate(block.matrix))
    return f"{(Decimal(100 * same) / total).quantize(Decimal(1), ROUND_HALF_UP)}%"


def _actions(document: Document) -> dict[str, Told]:
    def found() -> Iterator[tuple[str, Told]]:
        for _, block in _blocks(document):
            if isinstance(block, Actions):
                for action in block.rows:
                    side = Side(action.state_words, f"Due {action.due}", action.unit)
                    yield action.text, Told(_plainly(action.text), "", side, action.state_words)
            elif isinstance(block, Recommendations):
                for row in block.rows:
                    side = Side(row.delivered, row.evidenced)
                    yield row.text, Told(_plainly(row.text), row.lead, side, row.delivered)

    return _first(found())


def _spotlights(document: Document) -> dict[str, Told]:
    """What stands under a heading of its own with strengths and areas for focus, or with a key message."""

    def found() -> Iterator[tuple[str, Told]]:
        for section in document.sections:
            title, about, points, message = "", "", "", ""
            for block in (*section.blocks, Heading("end")):
                match block:
                    case Heading():
                        if title and (points or message):
                            side = Side(message or "No key message", points)
                            yield about or title, Told(title, section.title, side)
                        title, about, points, message = block.text, block.about, "", ""
                    case StrengthsFocus():
                        points = _points_words(len(block.strengths), len(block.focus))
                    case KeyMessages():
                        message = " ".join(map(_plainly, block.messages))

    return _first(found())


def _points_words(strengths: int, focus: int) -> str:
    return (
        f"{strengths} practice {'strength' if strengths == 1 else 'strengths'}, "
        f"{focus} {'area' if focus == 1 else 'areas'} for focus"
    )


def _plainly(text: str) -> str:
    """Without the marks of figures and of bold."""
    return "".join(span.text for span in prose.spans(text))


def _number(was: Told, is_: Told) -> str:
    return change_words(was.side.number, is_.side.number)


def _target(was: Told, is_: Told) -> str:
    return f"{_number(was, is_)}. {_state(was, is_)}"


def _state(was: Told, is_: Told) -> str:
    """Overdue, now closed."""
    if was.state == is_.state:
        return f"{is_.state}, as before"
    return f"{was.state}, now {is_.state[:1].lower()}{is_.state[1:]}"


PARTS: tuple[tuple[str, str, str, Callable[[Document], dict[str, Told]], Change], ...] = (
    ("grades", "Grades", "Records graded good or better, by domain", _grades, _number),
    ("targets", "Targets", "Each target of both reports, and whether it was met", _targets, _target),
    ("agreement", "Moderation", "Grades that stood unchanged in moderation", _agreements, _number),
    ("actions", "Actions and recommendations", "How each stood then and stands now", _actions, _state),
    ("spotlights", "Spotlights", "What each of the reports looked at, and its key message", _spotlights,
     lambda was, is_: "In both"),
)  # fmt: skip
