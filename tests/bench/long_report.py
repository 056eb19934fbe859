"""A report of forty pages with forty charts and forty tables beside them, made without a database."""

from reports import content

MONTHS = tuple(f"{month} 2026" for month in ("January", "February", "March", "April", "May", "June", "July", "August",
                                             "September", "October", "November", "December"))  # fmt: skip
WORDS = (
    "Assessments are **timely** in most teams. Plans say who does what and by when, and managers look at them each "
    "month. Where visits were late, the reason is recorded and the child was seen within the week."
)
SHAPES = ("line", "bar", "stacked")


def long_report(charts: int = 40, version: int = 1) -> content.Document:
    cover = content.Cover(
        "Yearly report", "2026", "Demo Council", "January to December 2026", "2026-01-01", "2026-12-31", "Quinn",
        "Scrutiny", "Public", "2027-02-01", version,
    )  # fmt: skip
    sections = tuple(_section(number, charts // 10) for number in range(1, 11))
    return content.check(content.Document(cover, sections))


def _section(number: int, charts: int) -> content.Section:
    blocks: list[content.Block] = []
    for place in range(charts):
        seed = number * 10 + place
        blocks += [content.Heading(f"Measure {seed}"), content.Text(f"{WORDS}\n\n{WORDS}"), _table(seed)]
        blocks.append(_grades(seed) if place == 0 else _chart(seed, SHAPES[place % 3]))
    return content.Section(f"s{number}", number, f"Theme {number}", tuple(blocks))


def _chart(seed: int, shape: str) -> content.Chart:
    series = []
    for at, name in enumerate(("North", "South")):
        values = tuple(40.0 + (seed * 7 + month * 11 + at * 5) % 50 for month in range(12))
        series.append(content.Series(name, values, tuple(f"{value:.1f}%" for value in values)))
    return content.Chart(shape, f"Measure {seed} by month", "It rises and falls.", MONTHS, tuple(series), "Month")


def _grades(seed: int) -> content.GradeDistribution:
    rows = []
    for place in range(8):
        counts = tuple(10 + (seed * 3 + place * 7 + grade * 5) % 30 for grade in range(4))
        good = round(100 * (counts[0] + counts[1]) / sum(counts))
        rows.append(content.GradeRow(f"Domain {place}", counts, sum(counts), f"{good}%"))
    return content.GradeDistribution(f"Grades {seed}", "Most records are good.", tuple(rows))


def _table(seed: int) -> content.Table:
    columns = (content.Column("Team"), *(content.Column(title, is_number=True) for title in ("Seen", "Due", "Share")))
    rows = tuple((f"Team {n}", f"{50 + (seed + n) % 40:,}", f"{90 + n:,}", f"{50 + n}.{seed % 10}%") for n in range(6))
    return content.Table(f"Visits {seed}", columns, rows)
