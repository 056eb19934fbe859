"""Where the figures come from: the last part of a report in every format. [pure]"""

import datetime
from zoneinfo import ZoneInfo

from reports.content import Column, Document, Source, Table, day_words

TITLE = "Where the figures come from"
LONDON = ZoneInfo("Europe/London")


def number(document: Document) -> int:
    """The number of this part: the one after the last section."""
    return len(document.sections) + 1


def anchor(key: str) -> str:
    """What a link to this source leads to."""
    return f"source-{key}"


def particulars(source: Source) -> list[tuple[str, str]]:
    """What is told of a source beside its title, label by label."""
    told = (
        ("Number", source.number),
        ("Period", source.period),
        ("Sample", source.sample),
        ("Definition", source.definition),
        ("Records asked", source.query),
        ("Asked at", moment_words(source.asked_at)),
        ("Comes from", source.provenance),
    )
    return [(label, words or "not known") for label, words in told]


def table(document: Document) -> Table:
    """The sources as rows, numbered as in the list."""
    titles = ("Source", "Figure", "Number", "Period", "Sample", "Definition", "Records asked", "Asked at", "Comes from")
    rows = tuple(
        (str(place), source.title or "not known", *(words for _, words in particulars(source)))
        for place, source in enumerate(document.sources, start=1)
    )
    return Table(TITLE, tuple(map(Column, titles)), rows)


def asked_together(document: Document) -> str:
    """When all of them were asked, if that was at one time; else nothing."""
    moments = {source.asked_at for source in document.sources}
    return moment_words(moments.pop()) if len(moments) == 1 and all(moments) and len(document.sources) > 1 else ""


def moment_words(asked_at: str) -> str:
    """9 October 2012 at 10:15, by London's clocks; what is no time stays as it is."""
    try:
        found = datetime.datetime.fromisoformat(asked_at)
    except ValueError:
        return asked_at
    here = found.astimezone(LONDON) if found.tzinfo else found
    return f"{day_words(here.date())} at {here:%H:%M}"
