"""A document of the portal as the linter reads it. [pure]"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from reports import content, prose
from reports.linting import targets
from reports.linting.script import (
    Action,
    Cover,
    Figure,
    IndicatorFact,
    Passage,
    Picture,
    Script,
    Section,
    TableText,
    one_line,
)

# An action counts as delivered or closed only with dated evidence (improvement/progress.py).
EVIDENCED = {"delivered": "dated evidence", "closed": "dated evidence, checked by somebody else"}


EVIDENCE = (
    content.Statements,
    content.Agreement,
    content.Recommendations,
    content.Feedback,
    content.Image,
    content.AppendixTable,
)


@dataclass
class _Open:
    """A section that is still being filled."""

    title: str
    where: str
    level: int
    passages: list[Passage] = field(default_factory=list)
    tables: list[TableText] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    apart: list[Passage] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)  # of passages of each kind

    def closed(self) -> Section:
        return Section(
            self.title, self.where, self.level, tuple(self.passages), tuple(self.tables), tuple(self.figures),
            tuple(self.pictures), tuple(self.actions), tuple(self.apart),
        )  # fmt: skip

    def say(self, text: str, kind: str) -> None:
        """Typed text, one passage for each paragraph or point."""
        for paragraph in prose.paragraphs(text):
            for line in paragraph.lines:
                is_point = kind == "paragraph" and paragraph.kind != "paragraph"
                self._add(line, "point" if is_point else kind)

    def note(self, texts: tuple[str, ...]) -> None:
        for text in texts:
            self._add((prose.Span(text),), "note")

    def label(self, *texts: str, kind: str = "label") -> None:
        """Words that say what something is, by whom or when."""
        for text in texts:
            self._add((prose.Span(text),), kind)

    def table(self, table: content.Table) -> None:
        self.tables.append(_table(self, table))
        self.note(table.notes)

    def picture(self, what: str, title: str, alt: str) -> None:
        self.pictures.append(Picture(f"{self.where}, {what} “{title}”", title, one_line(alt)))

    def aside(self, where: str, *texts: str) -> None:
        self.apart += [Passage(where, text, "label") for text in map(one_line, texts) if text]

    def _add(self, line: prose.Line, kind: str) -> None:
        if text := one_line("".join(span.text for span in line)):
            self.numbers[kind] += 1
            self.passages.append(Passage(f"{self.where}, {kind} {self.numbers[kind]}", text, kind, line))


def script_of(document: content.Document) -> Script:
    """The document's words with their places. What stands in a chart's own table is read there."""
    sections: list[Section] = []
    facts: list[IndicatorFact] = []
    for section in document.sections:
        where = f"Section {section.number} “{section.title}”"
        now = _Open(section.title, where, 1)
        for block in section.blocks:
            if isinstance(block, content.Heading):
                sections.append(now.closed())
                now = _Open(block.text, f"{where}, “{block.text}”", 2)
            elif isinstance(block, content.IndicatorTable):
                facts += [_fact(row, f"{where}, indicator {row.ref}") for row in block.rows]
                _read_indicators(now, block)
            elif isinstance(block, content.TargetsGrid):
                grid = targets.as_table(now.where, block)
                facts += targets.facts(grid, block)
                now.label(block.summary)
                now.tables.append(grid)
                now.note(grid.notes)
            elif isinstance(block, EVIDENCE):
                _read_evidence(now, block)
            else:
                _read(now, block)
        sections.append(now.closed())
    return Script(_cover(document.cover), tuple(sections), tuple(facts))


def _cover(cover: content.Cover) -> Cover:
    lines = (cover.council, cover.author, cover.audience, cover.lead_director)
    return Cover(one_line(cover.title), one_line(cover.subtitle), one_line(cover.period), tuple(map(one_line, lines)))


def _read(now: _Open, block: content.Block) -> None:
    match block:
        case content.Text(prose=text):
            now.say(text, "paragraph")
        case content.KeyMessages(messages=messages):
            for message in messages:
                now.say(message, "key message")
        case content.StrengthsFocus(strengths=strengths, focus=focus):
            for kind, points in (("strength", strengths), ("focus", focus)):
                for point in points:
                    now.say(point, kind)
        case content.Facts():
            now.say(block.caption, "caption")
            for fact in block.facts:
                where = f"{now.where}, figure “{fact.label}”"
                now.figures.append(Figure(where, *map(one_line, (fact.label, fact.number, fact.period, fact.sample))))
            now.note(block.notes)
        case content.Table():
            now.table(block)
        case content.Chart() | content.GradeDistribution():
            now.picture("chart", block.title, block.alt)
            now.table(block.table)
        case content.Actions():
            now.say(block.caption, "caption")
            for number, row in enumerate(block.rows, start=1):
                where = f"{now.where}, action {number}"
                now.actions.append(Action(where, one_line(row.text), row.state_words, EVIDENCED.get(row.state, "")))
                now.aside(where, row.unit, row.due, row.state_words)


def _read_evidence(now: _Open, block: content.Block) -> None:
    match block:
        case content.Statements():
            now.say(block.caption, "caption")
            for each in block.statements:
                where = f"{now.where}, figure “{each.sentence}”"
                texts = map(one_line, (each.sentence, each.number, each.period, each.sample))
                now.figures.append(Figure(where, *texts))
                now.label(each.previous)
            now.note(block.notes)
        case content.Agreement():
            now.picture("matrix", block.title, block.alt)
            for sentence in block.sentences:
                now.say(sentence, "paragraph")
            now.table(block.table)
        case content.Recommendations():
            now.say(block.caption, "caption")
            for number, row in enumerate(block.rows, start=1):
                where = f"{now.where}, recommendation {row.ref or number}"
                evidence = "" if row.evidenced.startswith("No ") else row.evidenced
                now.actions.append(Action(where, one_line(row.text), row.delivered, one_line(evidence)))
                now.aside(where, row.ref, row.delivered, row.evidenced)
                now.label(row.area, row.timescale, row.lead)
                now.label(row.narrative, kind="narrative")
            now.note(block.notes)
        case content.Feedback():
            now.say(block.title, "caption")
            for quote in block.quotes:
                now.label(quote.words, kind="quotation")
                now.label(quote.who, quote.when)
            now.note((block.sample,))
        case content.Image():
            now.picture("image", block.title, block.alt)
        case content.AppendixTable():
            now.table(block.table)


def indicators_in(sections: Iterable[content.Section]) -> tuple[IndicatorFact, ...]:
    """How the indicators of these sections stand."""
    return tuple(
        _fact(row, f"Indicator {row.ref}")
        for section in sections
        for block in section.blocks
        if isinstance(block, content.IndicatorTable)
        for row in block.rows
    )


def _read_indicators(now: _Open, block: content.IndicatorTable) -> None:
    now.tables.append(_table(now, block.table))
    if trend := block.trend_table:
        now.tables.append(replace(_table(now, trend), is_repeat=True))
    for row in block.rows:
        now.aside(f"{now.where}, indicator {row.ref}", row.theme, row.direction)
        if row.trend:
            where = f"{now.where}, trend of indicator {row.ref}"
            now.pictures.append(Picture(where, row.title, one_line(row.trend_summary)))
    now.note(block.notes)


def _table(now: _Open, table: content.Table) -> TableText:
    titles = tuple(one_line(column.title) for column in table.columns)
    rows = tuple(tuple(map(one_line, row)) for row in table.rows)
    return TableText(f"{now.where}, table “{table.caption}”", one_line(table.caption), titles, rows, table.notes)


def _fact(row: content.IndicatorRow, where: str) -> IndicatorFact:
    wanted = [f"{name} {words}" for name, words in (("minimum", row.minimum), ("upper", row.upper)) if words]
    return IndicatorFact(
        ref=row.ref,
        title=row.title,
        value=row.current,
        rag=row.rag,
        rag_words=row.rag_words,
        trend=row.direction,
        target=", ".join(wanted),
        numerator=row.numerator,
        denominator=row.denominator,
        basis=row.basis,
        latest=row.trend[-1].words if row.trend else "",
        where=where,
        source=row.source,
    )
