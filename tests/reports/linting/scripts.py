"""Small scripts, and the context of a quarter."""

import datetime

from reports.linting import Context, Cover, Figure, Passage, Script, Section, TableText

# Q3 2016/17, read by the last meeting on 28 March 2017.
QUARTER = Context(
    starts_on=datetime.date(2016, 10, 1),
    ends_on=datetime.date(2016, 12, 31),
    label="Quarter 3 2016/17",
    meets_on=datetime.date(2017, 3, 28),
)
COVER = Cover("Quarterly report", "Quarter 3 2016/17", "October to December 2016")


def saying(*texts, kind="paragraph", cover=COVER, indicators=(), **parts):
    """A script whose only section holds these passages."""
    passages = tuple(Passage(f"{kind} {number}", text, kind) for number, text in enumerate(texts, start=1))
    return Script(cover, (Section("Summary", "Summary", passages=passages, **parts),), tuple(indicators))


def showing(columns, *rows):
    """A script with a sentence and a table."""
    table = TableText("table 1", "Numbers", tuple(columns), tuple(map(tuple, rows)))
    return saying("The numbers are below.", tables=(table,))


def figured(label, number, period="October to December 2016", sample="children"):
    return saying("The numbers are below.", figures=(Figure("figure 1", label, number, period, sample),))


def titled(title="Quarterly report", subtitle="", *lines):
    return saying("A steady quarter.", cover=Cover(title, subtitle, "", lines))
