"""What home pages are made of."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Tile:
    """A figure that is also a way in."""

    words: str
    value: str
    note: str = ""
    url: str = ""
    look: str = ""


@dataclass(frozen=True)
class Panel:
    """One part of a home page: a template and what it prints."""

    template: str
    data: Any


@dataclass(frozen=True)
class Step:
    """A button at the head of the page: what this person most often comes to begin."""

    words: str
    url: str


@dataclass(frozen=True)
class Home:
    """`leading` panels stand above the tiles: what somebody came for before anything else."""

    roles: str
    next: list[Step]
    leading: list[Panel]
    tiles: list[Tile]
    panels: list[Panel]


@dataclass(frozen=True)
class Part:
    """What one kind of work brings to a home page: tiles, and a panel that stands above the tiles if it `leads`."""

    tiles: list[Tile]
    panel: Panel | None = None
    leads: bool = False
