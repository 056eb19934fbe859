"""A comparison laid out for its page: bars by place, and the council's own years, newest first."""

from dataclasses import dataclass
from decimal import Decimal

from kpis.all_authorities import AllAuthorities
from kpis.comparison import Comparison, Published
from kpis.published import year_words

BAR = 300


@dataclass(frozen=True)
class Bar:
    """A place with its figure in words; `start` and `width` draw it, of BAR; None: there is nothing to draw."""

    kind: str
    name: str
    words: str
    closeness: str
    start: str | None
    width: str | None


@dataclass(frozen=True)
class Bars:
    rows: list[Bar]
    summary: str
    zero: str
    length: int = BAR


def bars(comparison: Comparison, council: str, everyone: AllAuthorities) -> Bars:
    """The council, England, the region, how all authorities lie, then each neighbour: from zero, on one scale."""
    places = [("own", comparison.own or Published(council, None, comparison.measured_in)), ("all", comparison.england)]
    if comparison.region:
        places.append(("all", comparison.region))
    places += [("spread", Published(name, f"{value:f}", comparison.measured_in)) for name, value in everyone.named]
    places += [("neighbour", place) for place in comparison.neighbours]
    values = [place.value for _, place in places if place.value is not None]
    low, high = min([*values, Decimal(0)]), max([*values, Decimal(0)])
    scale = BAR / (high - low) if high > low else Decimal(0)

    def bar(kind: str, place: Published) -> Bar:
        start = width = None
        if place.value is not None:
            start = _text((min(place.value, Decimal(0)) - low) * scale)
            width = _text(abs(place.value) * scale)
        return Bar(kind, place.name, place.words, place.closeness, start, width)

    return Bars([bar(kind, place) for kind, place in places], _summary(comparison), _text(-low * scale))


def history_rows(comparison: Comparison) -> list[tuple[str, str]]:
    return [(year_words(year), place.words) for year, place in reversed(comparison.history)]


def _summary(comparison: Comparison) -> str:
    """England 22.6%, East Midlands 24.7%, the middle of the statistical neighbours 20.1%."""
    said = [f"England {comparison.england.words}"]
    if comparison.region:
        said.append(f"{comparison.region.name} {comparison.region.words}")
    if comparison.neighbours:
        said.append(f"the median of the statistical neighbours {comparison.neighbours_median_words}")
    own = f"{comparison.own.name} {comparison.own.words}; " if comparison.own else ""
    return f"{comparison.year_words}: {own}{', '.join(said)}."


def _text(number: Decimal) -> str:
    return f"{number:.1f}".removesuffix(".0")
