"""Pictures of a report: where they stand, and how they join its sections. [pure]"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reports.blueprints import Blueprint
from reports.content import Image, Section

KIND = "image"
MOST_PICTURES, MOST_OF_TITLE, MOST_OF_ALT = 20, 150, 600


@dataclass(frozen=True)
class Placed:
    """A picture with its number and its section."""

    number: int
    section: str
    image: Image


def key_of(number: int) -> str:
    return f"picture-{number}"


def placed(held: Iterable[tuple[str, dict[str, Any]]]) -> list[Placed]:
    """Pictures as they are stored, by key, in the order in which they were added."""
    found = [
        Placed(
            int(key.rpartition("-")[2]), stored["section"], Image(**{k: v for k, v in stored.items() if k != "section"})
        )
        for key, stored in held
    ]
    return sorted(found, key=lambda each: each.number)


def section_titles(blueprint: Blueprint) -> dict[str, str]:
    """The sections in which a picture may stand."""
    return dict(blueprint.outline)


def with_pictures(
    sections: Sequence[Section], pictures: Iterable[Placed], orders: Mapping[str, Sequence[str]]
) -> list[Section]:  # fmt: skip
    """The sections, each with its pictures where `orders` has them, else at its end.

    A picture whose section is not there is left out with it.
    """
    by_section: dict[str, list[Placed]] = {}
    for each in pictures:
        by_section.setdefault(each.section, []).append(each)
    return [
        _joined(section, own, list(orders.get(section.key, ()))) if (own := by_section.get(section.key)) else section
        for section in sections
    ]


def _joined(section: Section, pictures: Sequence[Placed], order: list[str]) -> Section:
    """What is not in the order stays before what comes after it: pictures are put at their places among the blocks."""
    found = list(zip(section.made_of, section.blocks, strict=True))
    for each in pictures:
        key = key_of(each.number)
        before = set(order[: order.index(key)]) if key in order else None
        places = [place for place, (part, _) in enumerate(found, start=1) if before is None or part in before]
        found.insert(max(places, default=0), (key, each.image))
    return replace(section, blocks=tuple(block for _, block in found), made_of=tuple(part for part, _ in found))
