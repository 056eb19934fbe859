"""Text as shown, back to the number that it shows, for programs that calculate. [pure]"""

import re
from dataclasses import dataclass

PLAIN = re.compile(r"(?P<sign>[-−]?)(?P<whole>0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.(?P<places>\d+))?(?P<percent>%?)")
# What a spreadsheet keeps of a number.
MOST_DIGITS = 15


@dataclass(frozen=True)
class Number:
    """A value, and the number format of a spreadsheet that shows it as it was written."""

    value: float
    format: str


def number(text: str) -> Number | None:
    """1,958, 90.4% or -3, if that is all the text says; None for anything else, [c] and no data among it."""
    found = PLAIN.fullmatch(text)
    if not found:
        return None
    whole, places = found["whole"], found["places"] or ""
    digits = whole.replace(",", "") + places
    if len(digits) > MOST_DIGITS:
        return None
    value = float(f"{'-' if found['sign'] else ''}{whole.replace(',', '')}.{places or '0'}")
    shown = ("#,##0" if "," in whole else "0") + (f".{'0' * len(places)}" if places else "") + found["percent"]
    if found["sign"] == "−":
        shown = f'{shown};"−"{shown}'
    if found["percent"]:
        # In decimal figures: 57.1 / 100 by halves is not what 0.571 is.
        value = float(f"{value:.{len(places)}f}e-2")
    return Number(value, shown)
