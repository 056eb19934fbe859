"""What a chart of months shows, in words, for whoever does not see it. Plain Python."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby, pairwise

from kpis.periods import month_words
from kpis.spc import FEWEST, SIGNAL_WORDS, Chart, Point

MOST_NAMED = 4  # the table has them all


def span_words(
    kind: str,
    months: Sequence[datetime.date],
    shown: Mapping[datetime.date, Decimal],
    words: Callable[[datetime.date], str],
    *,
    gaps: int,
    breaks: Iterable[datetime.date] = (),
) -> str:
    """Snapshot, March 2023 to August 2023: lowest 77.8% in August 2023, highest 84.5% in April 2023, latest …

    `shown` are the known figures of the months, `words` those of one month; `gaps`: how many months have none.
    """
    lowest, highest = min(shown, key=shown.__getitem__), max(shown, key=shown.__getitem__)

    def told(month: datetime.date) -> str:
        return f"{words(month)} in {month_words(month)}"

    said = f"{kind}, {month_words(months[0])} to {month_words(months[-1])}: "
    said += f"lowest {told(lowest)}, highest {told(highest)}, latest {told(max(shown))}."
    return said + gaps_words(gaps) + "".join(f" The line breaks before {month_words(each)}." for each in breaks)


def gaps_words(gaps: int) -> str:
    """2 months without a figure; nothing where there is no gap."""
    return f" {gaps} month{'' if gaps == 1 else 's'} without a figure." if gaps else ""


def xmr_words(chart: Chart, months: Sequence[datetime.date], groups: Sequence[int] = ()) -> str:
    """24 months from September 2021 to August 2023. Beyond chance: August 2023 (below its limits).

    `months` and `groups` belong to the chart's points. A stretch with too few points names none.
    """
    known = sum(point.value is not None for point in chart.points)
    said = f"{known} month{'' if known == 1 else 's'} from {month_words(months[0])} to {month_words(months[-1])}."
    said += gaps_words(len(months) - known)
    said += "".join(f" Limits begin anew in {month_words(months[place])}." for place in groups)
    named: list[str] = []
    few: list[str] = []
    for first, after in pairwise([0, *groups, len(months)]):
        held = sum(point.value is not None for point in chart.points[first:after])
        if held < FEWEST:
            since = f" from {month_words(months[first])} on" if groups else ""
            few.append(f" Too few points to say{since}: {held} of {FEWEST}.")
        else:
            named += _named(chart.points[first:after], months[first:after])
    if named:
        which = f", the latest {MOST_NAMED} of {len(named)} stretches" if len(named) > MOST_NAMED else ""
        said += f" Beyond chance{which}: {'; '.join(named[-MOST_NAMED:])}."
    elif not few:
        said += " No month is beyond chance."
    return said + "".join(few)


def _named(points: Sequence[Point], months: Sequence[datetime.date]) -> list[str]:
    """Each stretch of months that one rule names in one way."""
    found = []
    places = range(len(points))
    for (signal, way), stretch in groupby(places, key=lambda place: (points[place].signal, points[place].way)):
        if signal is not None:
            first, *rest = [months[place] for place in stretch]
            span = f"{month_words(first)} to {month_words(rest[-1])}" if rest else month_words(first)
            found.append(f"{span} ({SIGNAL_WORDS[signal, way]})")
    return found
