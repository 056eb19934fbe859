"""Pictures of a report: where they stand, and how they join its sections. [pure]"""

from collections.abc import Iterable, Sequence
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
    """The sections at whose end a picture may stand."""
    return dict(blueprint.outline)


def with_pictures(sections: Sequence[Section], pictures: Iterable[Placed]) -> list[Section]:
    """The sections, each with its pictures at its end. A picture whose section is not there is left out with it."""
    by_section: dict[str, list[Image]] = {}
    for each in pictures:
        by_section.setdefault(each.section, []).append(each.image)
    return [replace(section, blocks=(*section.blocks, *by_section.get(section.key, ()))) for section in sections]
