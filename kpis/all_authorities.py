"""What is published for all local authorities together: the median, the quartiles, and who has no number."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from kpis.comparison import Comparison
from kpis.models import ComparatorFigure, ComparatorRow
from kpis.published import SYMBOLS, number_in
from kpis.rag import MeasuredIn, target_words
from kpis.ranking import Spread, spread


@dataclass(frozen=True)
class AllAuthorities:
    """All local authorities in one year; `symbols`: how many have which symbol in the place of a number."""

    spread: Spread
    symbols: dict[str, int]
    measured_in: MeasuredIn

    @property
    def places(self) -> int:
        return self.spread.known + sum(self.symbols.values())

    @property
    def named(self) -> list[tuple[str, Decimal]]:
        """Lower quartile, median and upper quartile, as far as there are any."""
        three = (self.spread.lower_quartile, self.spread.median, self.spread.upper_quartile)
        names = ("Lower quartile", "Median", "Upper quartile")
        return [
            (f"{name} of all authorities", value) for name, value in zip(names, three, strict=True) if value is not None
        ]

    @property
    def known_words(self) -> str:
        """149 of 150 local authorities in the file have a figure; 1 has none: not applicable (z)."""
        told = f"{self.spread.known} of {self.places} local authorities in the file have a figure"
        if not self.symbols:
            return f"{told}."
        without = sum(self.symbols.values())
        reasons = [
            f"{SYMBOLS[symbol]}{symbol and f' ({symbol})'}{'' if len(self.symbols) == 1 else f': {count}'}"
            for symbol, count in self.symbols.items()
        ]
        return f"{told}; {without} {'has' if without == 1 else 'have'} none: {'; '.join(reasons)}."

    @property
    def words(self) -> str:
        """The median of all authorities is 22.4%; the middle half lies between 18.5% and 26.2%."""
        middle, lower, upper = (
            value if value is None else target_words(value, measured_in=self.measured_in)
            for value in (self.spread.median, self.spread.lower_quartile, self.spread.upper_quartile)
        )
        if middle is None:
            return "No authority has a figure."
        if lower is None:
            return f"The median of all authorities is {middle}; there are too few for quartiles."
        return f"The median of all authorities is {middle}; the middle half of them lies between {lower} and {upper}."


def all_authorities(indicator: int, comparison: Comparison) -> AllAuthorities:
    """All local authorities in the year of a comparison. One query."""
    figures = ComparatorFigure.objects.filter(
        series__indicator=indicator, year=comparison.year, level=ComparatorRow.Level.LOCAL
    )
    cells = list(figures.values_list("cell", flat=True))
    counts = Counter(cell for cell in cells if number_in(cell) is None)
    symbols = {symbol: counts[symbol] for symbol in SYMBOLS if counts[symbol]}
    return AllAuthorities(spread(map(number_in, cells)), symbols, comparison.measured_in)
