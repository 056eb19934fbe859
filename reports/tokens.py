"""Figures in prose: how authors write them, and the mark that they leave in the content of a report. [pure]

An author writes `{{ indicator 3.3 value }}`. When the report is put together the token becomes a mark: the key of the
figure's source and the words that readers see, between characters that nobody can type.
"""

import re
from collections.abc import Mapping
from typing import Protocol

# The first word of a token: whatever else stands in braces is plain text.
FIRST_WORDS = ("indicator", "indicators", "audits", "actions", "activities", "activity")
TOKEN = re.compile(
    rf"\{{\{{\s{{0,9}}((?:{'|'.join(FIRST_WORDS)})(?![\w.-])[^{{}}]{{0,80}}?)\s{{0,9}}\}}\}}", re.IGNORECASE
)
# Private-use characters: a key, what is shown, the end.
OPENS, DIVIDES, CLOSES = "\ue000", "\ue001", "\ue002"
ANY_MARK = re.compile(f"[{OPENS}{DIVIDES}{CLOSES}]")
MARKED = re.compile(f"{OPENS}([^{OPENS}{DIVIDES}{CLOSES}]*){DIVIDES}([^{OPENS}{DIVIDES}{CLOSES}]*){CLOSES}", re.DOTALL)


class Shown(Protocol):
    """What a token becomes."""

    @property
    def shown(self) -> str: ...

    @property
    def key(self) -> str: ...


def name_of(words: str) -> str:
    """What is between the braces, however it was spaced and capitalised."""
    return " ".join(words.lower().split())


def token(name: str) -> str:
    """{{ audits agreed }}"""
    return f"{{{{ {name} }}}}"


def key_of(name: str) -> str:
    """The key of a source: fit for the address of a place on a page, and no two names have the same."""
    return re.sub(r"[^a-z0-9.]", lambda found: "-" if found[0] == " " else f"_{ord(found[0]):x}_", name_of(name))


def fill(text: str, figures: Mapping[str, Shown]) -> str:
    """The text with every known token marked and shown as its figure; all else stays as it was typed."""

    def filled(found: re.Match[str]) -> str:
        figure = figures.get(name_of(found[1]))
        return marked(figure.key, figure.shown) if figure else found[0]

    return TOKEN.sub(filled, unmarked(text))


def unknown(text: str) -> list[str]:
    """Tokens that are left in a filled text, each once, as they were typed."""
    return list(dict.fromkeys(" ".join(found[0].split()) for found in TOKEN.finditer(text)))


def marked(key: str, shown: str) -> str:
    """The words that readers see, with the key of their source."""
    return f"{OPENS}{unmarked(key)}{DIVIDES}{unmarked(shown)}{CLOSES}"


def unmarked(text: str) -> str:
    """Text without the characters of marks, as anything that is typed must be."""
    return ANY_MARK.sub("", text)


def as_shown(text: str) -> str:
    """Filled text as readers see it: the words alone."""
    return unmarked(MARKED.sub(r"\2", text))


def keys_in(text: str) -> list[str]:
    """The sources that a filled text names, in order."""
    return [found[1] for found in MARKED.finditer(text)]


def is_broken(text: str) -> bool:
    """Is there a character of a mark outside any mark?"""
    return ANY_MARK.search(MARKED.sub("", text)) is not None
