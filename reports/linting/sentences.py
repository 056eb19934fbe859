"""Text to sentences, and numbers written as words. [pure]

Every expression of the linter has bounded repetitions, so that no text, however long or hostile, costs more than its
length.
"""

import re

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
SHORT_MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)}
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
NUMBER = r"(?<![\w.,])\d{1,3}(?:,\d{3}){1,2}(?!\d|,\d)|(?<![\w.,])\d{1,7}(?![\d])"
PERCENT = r"(?<![\w.,])(\d{1,3}(?:\.\d{1,3})?) ?(?:%|per ?cent\b)(?!age)"
NUMBER_WORDS = {"no": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
                "nine": 9, "ten": 10}  # fmt: skip
# Before a word that would be a claim: what is wanted, planned or denied is none.
NO_CLAIM = re.compile(
    r"\b(?:to|not|no|never|need(?:s|ed)?|further|future|must|should|will|would|could|ensure|require[sd]?|aim(?:s|"
    r"ed)?|until|if|"
    r"where|areas? (?:of|for)|plans? (?:of|for)|work on|focus on|little|limited|without|expected?|"
    r"than)\W+(?:[\w’']{1,20}\W+){0,3}$",
    re.IGNORECASE,
)
# The end of a sentence, unless it is the end of a short form.
_END = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!etc\.)(?<! vs\.)(?<! no\.) (?=[A-Z“\"'(‘\d])")


def sentences(text: str) -> list[str]:
    """The sentences of a passage; a list joined by semicolons is one."""
    return [part for part in _END.split(text) if part]


def number_of(words: str) -> int:
    """1,958, 12 or five; the words must be one of these."""
    plain = words.strip().replace(",", "").lower()
    return NUMBER_WORDS[plain] if plain in NUMBER_WORDS else int(plain)


def month_number(name: str) -> int:
    """Sept. is 9."""
    return SHORT_MONTHS[name[:3].lower()]


def starts_word(text: str, start: int) -> bool:
    """Is this no rest of a word, an address or a tag?"""
    return start == 0 or not (text[start - 1].isalnum() or text[start - 1] in "_’'/.@#-")


def runs_of_three(words: list[str]) -> frozenset[int]:
    """The runs of three words in a text, by which texts alike are found without comparing each with each."""
    return frozenset(map(hash, zip(words, words[1:], words[2:], strict=False)))
