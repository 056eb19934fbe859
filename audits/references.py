"""Case references: the council sets their pattern, and a name or a date of birth is none. [pure]"""

import re

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
# With something between day, month and year it is a date, whatever a council's pattern allows.
_DATE = re.compile(
    rf"\d{{1,4}}\s*[-/.,]\s*\d{{1,2}}\s*[-/.,]\s*\d{{1,4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s*(?:of\s+)?{_MONTH}\.?,?\s*(?:\d{{2}}|\d{{4}})"
    rf"|{_MONTH}\.?\s*\d{{1,2}}(?:st|nd|rd|th)?,?\s*\d{{4}}",
    re.IGNORECASE,
)
# Eight figures may be a council's reference; where its pattern says otherwise they are a date.
_DATE_IN_FIGURES = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2])\d\d"
)
_WORD = r"[^\W\d_]+"
_NAME = re.compile(rf"{_WORD}(?:[\s,.'’-]+{_WORD})*[\s.]*")


def looks_like_a_date(value: str) -> bool:
    """Does it hold a date as people write one, such as 1/2/2015 or 1 Feb 2015?"""
    return _DATE.search(value) is not None


def looks_like_a_name(value: str) -> bool:
    """Is it letters alone, such as "Sam Smith" or "O’Brien", or does it hold two words that begin as names do?"""
    letters = sum(letter.isalpha() for letter in value)
    if _NAME.fullmatch(value) and letters > 2:
        return True
    return re.search(r"\b[A-Z][a-z]+[\s,]+[A-Z][a-z]+\b", value) is not None


def problem_with(value: str, *, pattern: str, example: str) -> str:
    """Why this is no case reference, as a sentence; empty when it is one."""
    instead = f"Enter the case reference from the case system instead, like {example}."
    fits = re.fullmatch(pattern, value, re.ASCII) is not None
    if looks_like_a_date(value) or (not fits and _DATE_IN_FIGURES.fullmatch(value)):
        return f"That looks like a date of birth. {instead}"
    if looks_like_a_name(value):
        return f"That looks like a name. {instead}"
    return "" if fits else f"Enter a case reference from the case system, like {example}. Never enter a name."
