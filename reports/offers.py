"""The figures of a draft that prose may use, and where each comes from. [pure]

Both are read from the blocks themselves, so that prose says what the tables say: what is hidden there is hidden here.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reports import content, tokens
from reports.audit_sentences import grade_name
from reports.content import SUPPRESSED, Section, Source
from reports.explaining import COUNTED_OTHERWISE, Explanation
from reports.indicators import NOT_APPLICABLE

INDICATORS = "Indicators"
# What of an indicator can be picked, in the order of the list.
PARTS = {
    "value": "Figure",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "target": "Target",
    "rag": "Rating",
    "change": "Change since the month before",
}
NAMING = 2  # the cells of a row that name it, in a table that has sources
NO_COMPARISON = "no comparison with the month before"


@dataclass(frozen=True)
class FigureOffer:
    """A figure that may be picked: `name` is what stands between the braces, `shown` what readers see instead."""

    name: str
    group: str  # under which it is listed
    subject: str  # an indicator has more than one offer
    part: str  # of PARTS; empty where the figure is one
    words: str
    shown: str
    source: Source

    @property
    def token(self) -> str:
        return tokens.token(self.name)

    @property
    def key(self) -> str:
        return self.source.key


@dataclass(frozen=True)
class Subject:
    """What the list of figures has a line for: a figure, or an indicator with the names of its parts."""

    name: str
    words: str
    shown: str
    offers: tuple[FigureOffer, ...]

    @property
    def has_parts(self) -> bool:
        return bool(self.offers[0].part)


def sources_of(
    sections: Iterable[Section], explained: Mapping[str, Explanation], *, asked_at: datetime.datetime
) -> dict[str, Source]:
    """The source of every figure in the blocks that has one, by key."""
    at = asked_at.isoformat(timespec="seconds")
    found: dict[str, Source] = {}
    for section in sections:
        for block in section.blocks:
            for key, title, number, period, sample in _figures_of(block):
                if key in explained and key not in found:
                    why = explained[key]
                    found[key] = Source(
                        key=key, title=title, number=number, period=period or why.period, sample=sample or why.sample,
                        definition=why.definition, query=why.query, asked_at=at, provenance=why.provenance,
                    )  # fmt: skip
    return found


def _figures_of(block: content.Block) -> Iterator[tuple[str, str, str, str, str]]:
    """Key, title, number, period and sample; a period or a sample that the block does not say is empty."""
    match block:
        case content.Facts():
            for fact in block.facts:
                yield fact.source, fact.label, fact.number, fact.period, fact.sample
        case content.Statements():
            for each in block.statements:
                # A sentence that goes on from its figure needs it: 74% of grades stood unchanged.
                title = f"{each.number} {each.sentence}" if each.sentence[:1].islower() else each.sentence
                yield each.source, title, each.number, each.period, each.sample
        case content.IndicatorTable():
            for row in block.rows:
                yield row.source, f"{row.ref} {row.title}", row.current, "", _sample(row)
        case content.GradeDistribution():
            overall = block.rows[0]
            number = f"{overall.good_or_better} good or better ({overall.title.lower()})"
            yield block.source, block.title, number, "", f"{overall.words[-1]} records"
        case content.TargetsGrid():
            for line in block.rows:
                yield line.source, f"{line.ref} {line.title}".strip(), line.figures[-1], block.periods[-1], ""
        case content.Chart():
            period = f"{block.categories[0]} to {block.categories[-1]}" if block.categories else ""
            each = block.category_title.lower()
            yield block.source, f"{block.title}, {each} by {each}", "; ".join(_points(block)), period, ""
        case content.Table():
            titles = [column.title for column in block.columns[NAMING:]]
            for key, cells in zip(block.sources, block.rows, strict=False):
                told = (f"{title}: {cell}" for title, cell in zip(titles, cells[NAMING:], strict=True))
                yield key, f"{' '.join(cells[:NAMING])}: {block.caption.lower()}", "; ".join(told), "", ""
        case content.Agreement():
            yield block.source, block.title, block.sentences[0], "", ""


def _points(chart: content.Chart) -> Iterator[str]:
    """Each category with its words, of the line that shows it."""
    for place, category in enumerate(chart.categories):
        words = [series.words[place] for series in chart.series if series.words[place] != COUNTED_OTHERWISE]
        yield f"{category}: {words[0] if words else COUNTED_OTHERWISE}"


def _sample(row: content.IndicatorRow) -> str:
    """743 of 789; of a count, or of a figure without its parts, nothing."""
    if not row.has_parts:
        return ""
    return f"of {row.denominator}" if row.numerator == SUPPRESSED else f"{row.numerator} of {row.denominator}"


def offers_of(
    sections: Iterable[Section], sources: Mapping[str, Source], explained: Mapping[str, Explanation]
) -> list[FigureOffer]:
    """Every figure that may stand in prose, in the order of the report."""
    found: list[FigureOffer] = []
    for section in sections:
        for block in section.blocks:
            if isinstance(block, content.Facts):
                found += [
                    _of_fact(block.caption, fact, sources[fact.source])
                    for fact in block.facts
                    if fact.source in sources
                ]
            elif isinstance(block, content.Statements):
                found += [
                    _of_statement(block.caption, each, sources[each.source])
                    for each in block.statements
                    if each.source in sources
                ]
            elif isinstance(block, content.GradeDistribution):
                if block.source in sources and block.rows:
                    found += _of_grades(block.title, block.rows[0], sources[block.source])
            elif isinstance(block, content.IndicatorTable):
                for row in block.rows:
                    if row.source in sources:
                        found += _of_indicator(row, sources[row.source], explained[row.source])
    return list({offer.name: offer for offer in reversed(found)}.values())[::-1]


def _of_fact(group: str, fact: content.Fact, source: Source) -> FigureOffer:
    name = fact.source.replace("-", " ")
    shown = with_brackets(fact.number, fact.sample, fact.period)
    return FigureOffer(name, group, name, "", fact.label, shown, source)


def _of_statement(group: str, each: content.Statement, source: Source) -> FigureOffer:
    name = each.source.replace("-", " ")
    shown = with_brackets(each.number, *([] if each.number == SUPPRESSED else [each.sample]), each.period)
    return FigureOffer(name, group, name, "", each.sentence[:1].upper() + each.sentence[1:], shown, source)


def _of_grades(group: str, overall: content.GradeRow, source: Source) -> Iterator[FigureOffer]:
    """How many records have each grade overall, as the table shows it."""
    total = overall.words[-1]
    sample = "" if total == SUPPRESSED else f"of {total} records"
    for title, number in zip(content.GRADE_TITLES, overall.words, strict=False):
        name = grade_name(title)
        shown = with_brackets(number, sample, source.period)
        yield FigureOffer(name, group, name, "", f"Graded {title.lower()} overall", shown, source)


def _of_indicator(row: content.IndicatorRow, source: Source, why: Explanation) -> Iterator[FigureOffer]:
    """All that may be said of the row; what rests on a hidden number is hidden with it."""
    is_hidden = row.current == SUPPRESSED
    period, subject = source.period, f"indicator {tokens.name_of(row.ref)}"
    parts_shown = {
        "value": with_brackets(row.current, _sample(row), period),
        "numerator": with_brackets(
            row.numerator, f"of {row.denominator}" if row.has_parts and row.denominator != SUPPRESSED else "", period
        ),
        "denominator": with_brackets(row.denominator, period),
        "target": with_brackets(why.target or "no target", period),
        "rag": with_brackets(_in_sentence(row.rag_words), period),
        "change": SUPPRESSED if is_hidden else _in_sentence(row.direction) or NO_COMPARISON,
    }
    words = f"{row.ref} {row.title}"
    for part, shown in parts_shown.items():
        # A count has no numerator.
        if not shown.startswith(NOT_APPLICABLE) or part == "value":
            yield FigureOffer(f"{subject} {part}", INDICATORS, subject, part, words, shown, source)


def _in_sentence(words: str) -> str:
    return words[:1].lower() + words[1:]


def with_brackets(number: str, *rest: str) -> str:
    """94.2% (743 of 789, August 2023)."""
    told = [part for part in rest if part and not part.startswith(f"of {SUPPRESSED}")]
    return f"{number} ({', '.join(told)})" if told else number


def subjects(offers: Sequence[FigureOffer]) -> dict[str, list[Subject]]:
    """The list to pick from: under each group its figures, each indicator once."""
    by_subject: dict[str, list[FigureOffer]] = {}
    for offer in offers:
        by_subject.setdefault(offer.subject, []).append(offer)
    groups: dict[str, list[Subject]] = {}
    for name, own in by_subject.items():
        groups.setdefault(own[0].group, []).append(Subject(name, own[0].words, own[0].shown, tuple(own)))
    return groups


def picked(offers: Iterable[FigureOffer], subject: str, part: str) -> FigureOffer | None:
    """The figure that somebody chose; of a figure without parts the figure itself."""
    own = {offer.part: offer for offer in offers if offer.subject == subject}
    return own.get(part) or own.get("value") or own.get("")


def filled(sections: Sequence[Section], offers: Iterable[FigureOffer]) -> tuple[Section, ...]:
    """The sections with every known token in their prose shown as its figure."""
    by_name = {offer.name: offer for offer in offers}
    return tuple(
        replace(section, blocks=tuple(_filled(block, by_name) for block in section.blocks)) for section in sections
    )


def _filled(block: content.Block, by_name: Mapping[str, FigureOffer]) -> content.Block:
    def fill(text: str) -> str:
        return tokens.fill(text, by_name)

    match block:
        case content.Text():
            return replace(block, prose=fill(block.prose))
        case content.KeyMessages():
            return replace(block, messages=tuple(map(fill, block.messages)))
        case content.StrengthsFocus():
            return replace(block, strengths=tuple(map(fill, block.strengths)), focus=tuple(map(fill, block.focus)))
    return block
