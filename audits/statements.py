"""What a measured statement says in numbers: a figure with its sample and what it was before. [pure]

"84% (26 of 31); previous: 79%, Q4 2019/20". A percentage is worked out from its numerator and denominator wherever
these are known, rounded half away from zero. A percentage without its sample is shown and says so; a figure that
nobody gave is missing, and never zero.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

PERCENT = "%"
NO_SAMPLE = "sample size not given"


@dataclass(frozen=True)
class Measure:
    """How many of how many; or a value and what it counts. With a value in percent, `denominator` is its sample."""

    numerator: int | None = None
    denominator: int | None = None
    value: Decimal | None = None
    measured_in: str = ""
    previous: Decimal | None = None
    previous_period: str = ""

    @property
    def is_share(self) -> bool:
        """Is it a part of a whole?"""
        return self.numerator is not None

    @property
    def unit(self) -> str:
        return PERCENT if self.is_share else self.measured_in

    @property
    def lacks_sample(self) -> bool:
        """A percentage of nobody knows how many."""
        return self.unit == PERCENT and self.denominator is None

    @property
    def number(self) -> Decimal | None:
        """The figure itself, to as many places as it was given; a share as a whole percentage."""
        return percentage(self.numerator, self.denominator) if self.is_share else self.value


def percentage(numerator: int | None, denominator: int | None, *, places: int = 0) -> Decimal | None:
    """`numerator` of `denominator` in percent, rounded half away from zero; None when either is missing."""
    if numerator is None or not denominator:
        return None
    share = Decimal(numerator) * 100 / Decimal(denominator)
    return share.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def problem(measure: Measure) -> str:
    """Why this cannot be a figure, as a sentence; empty when it can."""
    n, of, value = measure.numerator, measure.denominator, measure.value
    if n is not None and value is not None:
        return "Give either how many of how many, or a value: not both."
    if n is None and value is None:
        return "Give the figure: how many of how many, or a value and what it counts."
    if of is not None and of == 0:
        return "A sample of 0 has no percentage: leave the figure out."
    if n is not None:
        return _problem_of_share(n, of) or _problem_of_previous(measure)
    if not measure.measured_in:
        return "Say what the value counts, such as % or children."
    if of is not None and measure.measured_in != PERCENT:
        return "“Out of” goes with a percentage or with a number of records."
    return _problem_of_value(measure) or _problem_of_previous(measure)


def _problem_of_share(numerator: int, of: int | None) -> str:
    if of is None:
        return f"Say out of how many the {numerator} are."
    return f"{numerator} cannot be out of {of}: the first number is the larger." if numerator > of else ""


def _problem_of_value(measure: Measure) -> str:
    is_percent = measure.measured_in == PERCENT
    return "A percentage is between 0 and 100." if is_percent and not 0 <= (measure.value or 0) <= 100 else ""


def _problem_of_previous(measure: Measure) -> str:
    if measure.previous_period and measure.previous is None:
        return "Give the previous value, or leave its period out."
    return ""


def figure_words(measure: Measure) -> str:
    """The figure with its sample: "84% (26 of 31)", "91% (n = 52)", "91% (sample size not given)", "601 children"."""
    if measure.number is None:
        return "no figure"
    words = _with_unit(measure.number, measure.unit)
    if measure.is_share:
        return f"{words} ({measure.numerator:,} of {measure.denominator:,})"
    if measure.lacks_sample:
        return f"{words} ({NO_SAMPLE})"
    return f"{words} (n = {measure.denominator:,})" if measure.denominator is not None else words


def previous_words(measure: Measure) -> str:
    """What it was before and when; empty when nobody said."""
    if measure.previous is None:
        return ""
    return ", ".join(filter(None, [_with_unit(measure.previous, measure.unit), measure.previous_period]))


def sentence(measure: Measure) -> str:
    """All of it: "84% (26 of 31); previous: 79%, Q4 2019/20"."""
    before = previous_words(measure)
    return f"{figure_words(measure)}; previous: {before}" if before else figure_words(measure)


def number_words(number: Decimal) -> str:
    """A number as it was given, without zeros behind it: 83.9, 601, 1,250."""
    whole = number == number.to_integral_value()
    return f"{number.quantize(Decimal(1)) if whole else number.normalize():,f}"


def _with_unit(number: Decimal, unit: str) -> str:
    return f"{number_words(number)}%" if unit == PERCENT else f"{number_words(number)} {unit}".rstrip()
