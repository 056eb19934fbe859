"""From a draft and the records as they stand to the content of a report."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from textwrap import shorten
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from audits.summaries import last_cycles
from kpis.periods import YEAR_STARTS_IN, financial_year
from people.models import Unit
from reports import content, disclosure, editions, lifecycle
from reports.arranging import applied, orders
from reports.audit_counts import CYCLES, GRADES, MODERATION, NUMBERS
from reports.blueprints import Blueprint, Period, Slot, Suggestion, Words, blueprint_of
from reports.checking import Checked, checked, findings_of
from reports.editions import Edition
from reports.models import Publication, Report, SignOff, near
from reports.offers import FigureOffer, filled, offers_of, sources_of
from reports.parts.sectioning import LEAD_DIRECTOR
from reports.pictures import KIND, Placed, placed, with_pictures
from reports.routes import STAGES, Decision
from reports.slots import RESTRICTED
from reports.tokens import fill, unknown

MOST_OF_A_REASON = 240  # letters, on a cover
OF_AUDITS = (NUMBERS, GRADES, MODERATION, CYCLES)
ONLY_RESTRICTED = "Only in the restricted edition"


@dataclass(frozen=True)
class Draft:
    """A report as it would be published on a day, in both editions, and what stands in the way."""

    report: Report
    blueprint: Blueprint
    period: Period
    words: Words
    figures: Any
    document: content.Document
    offers: list[FigureOffer]
    restricted: content.Document
    offered: Mapping[Edition, Sequence[content.Section]]  # figures that words may use and that stand in no section

    @cached_property
    def findings(self) -> list[Checked]:
        """What the linter says of both editions. It asks the database, and only where somebody wants to know."""
        meets_on = max(
            (datetime.date.fromisoformat(meeting.on) for meeting in self.document.cover.meetings), default=None
        )
        public, restricted = (
            findings_of(
                self.in_edition(edition), self.report, meets_on=meets_on, edition=edition, beside=self.offered[edition]
            )
            for edition in (Edition.PUBLIC, Edition.RESTRICTED)
        )
        return checked(public, self.report.dismissals.filter(round=self.report.round), restricted)

    @cached_property
    def barriers(self) -> list[str]:
        """What stands in the way of publishing it on that day."""
        return lifecycle.barriers_to_publish(
            ends_on=self.report.ends_on if self.blueprint.waits_for_end else None,
            today=datetime.date.fromisoformat(self.document.cover.published_on),
            missing=[need.sentence for need in self.blueprint.missing(self.figures, for_everybody(self.words))],
            found=[each.sentence for each in self.findings if each.is_must],
        )

    def in_edition(self, edition: Edition) -> content.Document:
        return self.document if edition == Edition.PUBLIC else self.restricted

    @property
    def seal(self) -> str:
        """The fingerprint of what both editions say; the covers, which have the day and the version, apart."""
        said = {edition.value: content.to_json(self.in_edition(edition))["sections"] for edition in Edition}
        return content.fingerprint(said)

    @property
    def shown_tables(self) -> Sequence[disclosure.ShownTable]:
        """The tables of counts that readers of the public edition see."""
        there = {section.key for section in self.document.sections}
        there |= {f"{section.key}.{part}" for section in self.document.sections for part in section.made_of}
        there |= {f"figure:{source.key}" for source in self.document.sources}
        return self.blueprint.shown_tables(self.figures, self.words, there)

    @property
    def to_look_at(self) -> list[Checked]:
        """What is for judgement, and nobody has judged yet."""
        return [each for each in self.findings if not each.is_must and each.dismissal is None]

    @property
    def left_as_it_is(self) -> list[Checked]:
        """What the author has judged and leaves."""
        return [each for each in self.findings if each.dismissal]

    @property
    def not_shown(self) -> dict[str, list[tuple[str, str, str]]]:
        """Every number that readers will not see, for the author: by table the row, its columns, and why."""
        hidden = self.blueprint.not_shown(self.figures)
        if self.blueprint.offered:
            told = {(table.name, line.title) for table in self.shown_tables for line in table.lines}
            is_offered = self.blueprint.is_offered
            hidden = [each for each in hidden if (each.table, each.row) in told or not is_offered(each.table)]
        return disclosure.by_table(hidden)

    @property
    def suggestions(self) -> dict[str, list[Suggestion]]:
        """What the author may take over: findings, actions, and sentences about figures. It asks the database.

        A sentence with a figure that the report leaves out is not proposed: it could not be signed off.
        """
        known = {offer.name: offer for offer in self.offers}
        proposed = {
            key: [each for each in found if not unknown(fill(each.text, known))]
            for key, found in self.blueprint.propose(self.figures).items()
        }
        return {**proposed, **self.blueprint.suggest(self.figures)}

    @property
    def facts(self) -> list[content.Fact]:
        """Every labelled figure, as readers will see it."""
        blocks = [block for section in self.document.sections for block in section.blocks]
        return [fact for block in blocks if isinstance(block, content.Facts) for fact in block.facts]


def published_before(report: Report, period: Period, *, looks_back: bool = False) -> list[disclosure.Edition]:
    """What readers can compare the report with: public editions about the same unit, of the same financial years.

    And those about the units above, below and beside: the council less one service is the others. Versions that were
    corrected or withdrawn are among them: who has read them keeps them. Where the report `looks_back` to the cycles of
    audits before its period, or an edition did so, the years of these cycles are looked at, too: a cycle stands in
    reports about many. One query; and one each where other units are among them, and where the report looks back, or an
    edition did, into another year.
    """
    cycles = last_cycles(period.ends_on) if looks_back else []
    days = [period.starts_on, period.ends_on, *(cycle.starts_on for cycle in cycles)]
    found = _public_around(report.unit, days)
    reached = [*days, *_days_of_cycles(found, _years_of(days))]
    if _years_of(reached) != _years_of(days):
        found = _public_around(report.unit, reached)
    published = [(each, each.report.unit) for each in found]
    adding = units_that_add_up(report.unit, [unit for _, unit in published])
    apart = {each.pk for each, unit in published
             if unit != report.unit and not _is_alike(each.report, report.kind, period)}  # fmt: skip
    return [
        edition
        for each, unit in published
        for edition in _as_compared(
            disclosure.Edition(
                _name_of(each, report.unit), disclosure.kept(each.shown), kin_of(report.unit, unit),
                adds_up=unit.pk in adding, unit=unit.path,
            ),
            is_apart=each.pk in apart,
        )
    ]  # fmt: skip


def _years_of(days: Collection[datetime.date]) -> range:
    return range(min(map(financial_year, days)), max(map(financial_year, days)) + 1)


def _public_around(unit: Unit, days: Collection[datetime.date]) -> list[Publication]:
    """Public editions about a unit and those above, below and beside, of the financial years from the first of these
    days to the last; and of any year, what tells of cycles. One query."""
    years = _years_of(days)
    first, after = (datetime.date(year, YEAR_STARTS_IN, 1) for year in (years.start, years.stop))
    in_years = Q(report__ends_on__gte=first, report__starts_on__lt=after)
    around = near("report__unit__path", [unit.path])
    if unit.parent_id:
        around |= Q(report__unit__parent=unit.parent_id)
    found = Publication.objects.filter(
        around, in_years | Q(shown__contains=[{"name": CYCLES}]), edition=Edition.PUBLIC, shown__isnull=False
    )
    found = found.order_by("published_at", "pk").select_related("report__unit").only("number", "shown", "report",
        "report__kind", "report__starts_on", "report__ends_on", "report__title", "report__period_words",
        "report__unit")  # fmt: skip
    return list(found)


def _days_of_cycles(published: Iterable[Publication], years: Collection[int]) -> Iterator[datetime.date]:
    """With which the cycles that were told of began and ended, of those that have a part in these financial years."""
    for each in published:
        for table in disclosure.kept(told for told in each.shown if told["name"] == CYCLES):
            for line in table.lines:
                if line.period and any(financial_year(day) in years for day in line.period):
                    yield from line.period


def _is_alike(other: Report, kind: str, period: Period) -> bool:
    return (other.kind, other.starts_on, other.ends_on) == (kind, period.starts_on, period.ends_on)


def _as_compared(edition: disclosure.Edition, *, is_apart: bool) -> Iterator[disclosure.Edition]:
    """An edition as it is; or its tables of audits, whose lines are the same in every kind of report, and by themselves
    all others."""
    if not is_apart:
        yield edition
        return
    for is_other in (False, True):
        tables = tuple(table for table in edition.tables if (table.name not in OF_AUDITS) == is_other)
        if tables:
            yield replace(edition, tables=tables, is_apart=is_other)


def _name_of(publication: Publication, own: Unit) -> str:
    about = publication.report.unit
    who = [] if about == own else [about.name]
    return ", ".join([publication.report.title, *who, publication.report.period_words, f"version {publication.number}"])


def kin_of(own: Unit, other: Unit) -> disclosure.Kin:
    """Whose edition it is, seen from a unit."""
    if own == other:
        return disclosure.Kin.SAME
    if other.path.startswith(own.path):
        return disclosure.Kin.PART
    return disclosure.Kin.WHOLE if own.path.startswith(other.path) else disclosure.Kin.BESIDE


def units_that_add_up(own: Unit, published: Sequence[Unit]) -> set[int]:
    """Units that leave nothing over: all directly below; and the one above with all beside. One query, or none."""
    others = {unit.pk for unit in published} - {own.pk}
    if not others:
        return set()
    parts: dict[int, set[int]] = {}
    for parent, unit in Unit.objects.filter(parent__in=[own.pk, own.parent_id]).values_list("parent", "pk"):
        parts.setdefault(parent, set()).add(unit)
    found = parts.get(own.pk, set()) if parts.get(own.pk, set()) <= others else set()
    beside = parts.get(own.parent_id, set()) - {own.pk}
    return found | ({own.parent_id, *beside} if {own.parent_id, *beside} <= others else set())


def held_by(report: Report) -> tuple[Words, list[Placed]]:
    """What the author typed and chose, and the pictures. One query."""
    blocks = list(report.blocks.order_by("pk"))
    words = {block.key: block.content for block in blocks if block.kind != KIND}
    return words, placed((block.key, block.content) for block in blocks if block.kind == KIND)


def words_of(report: Report) -> Words:
    """What the author typed and chose, without the pictures, which are large. One query."""
    return {block.key: block.content for block in report.blocks.exclude(kind=KIND).order_by("pk")}


def to_choose(report: Report, *, today: datetime.date) -> dict[str, list[Suggestion]]:
    """What may be chosen from the records, for the kinds of report that have places to choose in; else nothing is
    asked. Autosave needs no more than this of a draft."""
    blueprint = applied(blueprint_of(report.kind), report.arrangement)
    if not any(slot.kind == "choices" for slot in blueprint.slots):
        return {}
    return blueprint.suggest(blueprint.gather(report.unit, blueprint.period_of(report.starts_on), today=today))


def draft(
    report: Report,
    *,
    today: datetime.date,
    words: Words | None = None,
    asked_at: datetime.datetime | None = None,
) -> Draft:
    """Put the report together from live figures and the author's words. A fixed number of queries.

    `asked_at` is written down as the time at which the figures were asked for: now, unless it is given.
    """
    blueprint = applied(blueprint_of(report.kind), report.arrangement)
    period = blueprint.period_of(report.starts_on)
    typed, pictures = held_by(report)
    words = typed if words is None else words
    earlier = published_before(report, period, looks_back=blueprint.looks_back)
    figures = blueprint.gather(report.unit, period, today=today, earlier=earlier)
    said = for_everybody(words)
    cover = _cover(report, blueprint, period, said, today)
    at = timezone.localtime(asked_at)
    placed_in = orders(blueprint_of(report.kind), report.arrangement)
    ask = blueprint.offered or (lambda figures, period: ())
    # From the same figures: nothing is asked twice, so the editions cannot differ in anything but what is hidden.
    all_numbers = blueprint.with_all_numbers(figures)
    offered = {Edition.PUBLIC: ask(figures, period), Edition.RESTRICTED: ask(all_numbers, period)}
    document, offers = _written(
        cover, blueprint, period, figures, said, at, pictures, placed_in, offered[Edition.PUBLIC]
    )  # fmt: skip
    restricted, _ = _written(
        _in_restricted(cover), blueprint, period, all_numbers, said, at, pictures, placed_in,
        offered[Edition.RESTRICTED], more=_only_restricted(blueprint.slots, words),
    )  # fmt: skip
    return Draft(report, blueprint, period, words, figures, document, offers, restricted, offered)


def _written(
    cover: content.Cover, blueprint: Blueprint, period: Period, figures: Any, words: Words, at: datetime.datetime,
    pictures: Sequence[Placed], placed_in: Mapping[str, Sequence[str]], offered: Sequence[content.Section], *,
    more: Sequence[content.Block] = (),
) -> tuple[content.Document, list[FigureOffer]]:  # fmt: skip
    """The document, with every figure in its prose and where each comes from; and the figures that prose may use."""
    sections = with_pictures(blueprint.sections(figures, words, period), pictures, placed_in)
    if more:
        sections.append(content.Section(RESTRICTED, len(sections) + 1, ONLY_RESTRICTED, tuple(more)))
    explained = blueprint.explain(figures, period)
    asked = [*sections, *offered]
    known = sources_of(asked, explained, asked_at=at)
    offers = offers_of(asked, known, explained)
    told = filled(sections, offers)
    sources = tuple(known[key] for key in content.named_sources(told) if key in known)
    return content.Document(cover, told, sources), offers


def for_everybody(words: Words) -> Words:
    """The words without those for the restricted edition. No section of the public one is ever given them."""
    return {key: {name: typed for name, typed in place.items() if name != RESTRICTED} for key, place in words.items()}


def _only_restricted(slots: Sequence[Slot], words: Words) -> list[content.Block]:
    """What the author marked as restricted, under the names of the places it belongs to."""
    blocks: list[content.Block] = []
    for slot in slots:
        if said := words.get(slot.key, {}).get(RESTRICTED, ""):
            blocks += [content.Heading(slot.title), content.Text(said)]
    return blocks


def approved_otherwise(report: Report) -> list[SignOff]:
    """The approvals of this round that were given to other words or figures than the records have now.

    Some figures are those of the very day, so the report is put together once more for each day of an approval.
    """
    approvals = report.sign_offs.filter(round=report.round, decision=Decision.APPROVED).select_related("by")
    seals: dict[datetime.date, str] = {}
    changed = []
    for each in approvals.order_by("pk"):
        day = timezone.localdate(each.at)
        seals[day] = seals.get(day) or draft(report, today=day).seal
        if seals[day] != each.sha256:
            changed.append(each)
    return changed


def _cover(report: Report, blueprint: Blueprint, period: Period, words: Words, today: datetime.date) -> content.Cover:
    meets = sorted(report.meetings.all(), key=lambda each: (each.on, each.pk))
    council = settings.COUNCIL_NAME
    is_named = blueprint.is_titled and report.title != blueprint.title
    return content.Cover(
        title=report.title,
        # What has a title of its own says what kind of report it is.
        subtitle=f"{blueprint.title}, {period.label}" if is_named else period.label,
        council=council if report.unit.parent_id is None else f"{council}: {report.unit.name}",
        period=period.words,
        starts_on=period.starts_on.isoformat(),
        ends_on=period.ends_on.isoformat(),
        author=", ".join(filter(None, (report.author.name, report.author.job_title))),
        audience=blueprint.audience,
        edition=editions.NAMES[Edition.PUBLIC],
        published_on=today.isoformat(),
        version=report.next_number,
        layout=blueprint.layout,
        lead_director=words.get(LEAD_DIRECTOR, {}).get("prose", ""),
        meetings=tuple(content.Meets(STAGES[each.stage].words, each.on.isoformat()) for each in meets),
        corrects=_corrects(report),
    )


def _corrects(report: Report) -> str:
    """Version 1: the cost was left out. A reason that is too long for a cover goes on in the library."""
    if not report.correction:
        return ""
    return f"Version {report.next_number - 1}: {shorten(report.correction, MOST_OF_A_REASON, placeholder=' …')}"


def _in_restricted(cover: content.Cover) -> content.Cover:
    return replace(
        cover, edition=editions.NAMES[Edition.RESTRICTED], edition_note=editions.WHY[Edition.RESTRICTED]
    )  # fmt: skip
