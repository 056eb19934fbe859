"""How far two people's grades of the same records agree: plain facts first, then one coefficient. [pure]

Gwet's AC2 with ordinal weights is used because most records are graded Good: there kappa calls near-perfect agreement
worthless (40 audits, 36 of them Good twice, 4 apart: 90% agree, kappa -0.053, AC1 0.897). It overstates where agreement
is absent, so it stands beside the matrix and never alone. Formulas: K. Gwet, Handbook of Inter-Rater Reliability, 4th
edition, chapters 3 to 5; J. Cohen (1968) for weighted kappa.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

Matrix = Sequence[Sequence[int]]
Weight = Callable[[int, int], float]

FEWEST = 20  # paired grades; below that a coefficient says more of chance than of agreement
CONFIDENCE = 0.95
BENCHMARKS = ((0.2, "poor"), (0.4, "fair"), (0.6, "moderate"), (0.8, "good"))  # Altman (1991), lower end inclusive


def identity(size: int) -> Weight:
    return lambda k, j: float(k == j)


def linear(size: int) -> Weight:
    return lambda k, j: 1 - abs(k - j) / (size - 1)


def quadratic(size: int) -> Weight:
    return lambda k, j: 1 - ((k - j) / (size - 1)) ** 2


def ordinal(size: int) -> Weight:
    return lambda k, j: 1 - math.comb(abs(k - j) + 1, 2) / math.comb(size, 2)


@dataclass(frozen=True)
class Coefficient:
    """A chance-corrected coefficient with its 95% interval, capped at 1."""

    value: float
    lower: float
    upper: float

    @property
    def words(self) -> str:
        """Poor to very good, by Altman's benchmarks."""
        return next((words for below, words in BENCHMARKS if self.value < below), "very good")


def weighted_kappa(matrix: Matrix, weights: Callable[[int], Weight] = identity) -> float:
    """Cohen's kappa; without variation in both it is 0 by convention."""
    size, total = len(matrix), _total(matrix)
    weight = weights(size)
    rows = [sum(row) / total for row in matrix]
    columns = [sum(row[j] for row in matrix) / total for j in range(size)]
    agreed = sum(weight(k, j) * matrix[k][j] / total for k in range(size) for j in range(size))
    by_chance = sum(weight(k, j) * rows[k] * columns[j] for k in range(size) for j in range(size))
    return (agreed - by_chance) / (1 - by_chance) if by_chance < 1 else 0.0


def gwet(matrix: Matrix, weights: Callable[[int], Weight] = ordinal) -> Coefficient:
    """AC1 with identity weights, AC2 with any others, over all categories, used or not."""
    size, total = len(matrix), _total(matrix)
    weight = weights(size)
    cells = [(k, j) for k in range(size) for j in range(size)]
    share = {(k, j): matrix[k][j] / total for k, j in cells}
    use = [(sum(share[k, j] + share[j, k] for j in range(size))) / 2 for k in range(size)]
    all_weights = sum(weight(k, j) for k, j in cells)
    agreed = sum(weight(k, j) * share[k, j] for k, j in cells)
    by_chance = all_weights * sum(each * (1 - each) for each in use) / (size * (size - 1))
    value = (agreed - by_chance) / (1 - by_chance)
    inner = sum(
        share[k, j]
        * (weight(k, j) - 2 * (1 - value) * all_weights * (1 - (use[k] + use[j]) / 2) / (size * (size - 1))) ** 2
        for k, j in cells
    )
    variance = (inner - (agreed - 2 * (1 - value) * by_chance) ** 2) / (total * (1 - by_chance) ** 2)
    margin = t_quantile((1 + CONFIDENCE) / 2, total - 1) * math.sqrt(max(variance, 0.0))
    return Coefficient(value, value - margin, min(1.0, value + margin))


def _total(matrix: Matrix) -> int:
    return sum(map(sum, matrix))


@lru_cache(maxsize=256)  # both editions of a report ask the same
def t_quantile(probability: float, freedom: int) -> float:
    """The value below which Student's t lies so often; by halving, since the standard library has no such function."""
    low, high = 0.0, 1000.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _t_below(middle, freedom) < probability else (low, middle)
    return (low + high) / 2


def _t_below(value: float, freedom: int, steps: int = 2000) -> float:
    """How often t lies below a value above 0: Simpson's rule over the angle, where the density has no long tail."""
    end = math.atan(value / math.sqrt(freedom))
    width = end / steps
    terms = [math.cos(step * width) ** (freedom - 1) for step in range(steps + 1)]
    area = width / 3 * (terms[0] + terms[-1] + 4 * sum(terms[1:-1:2]) + 2 * sum(terms[2:-1:2]))
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(math.pi)
    return 0.5 + scale * area


@dataclass(frozen=True)
class Facts:
    """What happened between two gradings of the same records. A shift above 0 is upwards, in grades."""

    paired: int
    unchanged: int
    raised: int
    lowered: int
    by_two: int  # moved by two grades or more
    shift: Decimal | None


def facts_of(matrix: Matrix) -> Facts:
    """The plain facts of a matrix whose rows are the first grades and whose columns are the second, best first."""
    size = len(matrix)
    moves = [(k - j, matrix[k][j]) for k in range(size) for j in range(size)]
    paired = _total(matrix)
    return Facts(
        paired=paired,
        unchanged=sum(count for move, count in moves if move == 0),
        raised=sum(count for move, count in moves if move > 0),
        lowered=sum(count for move, count in moves if move < 0),
        by_two=sum(count for move, count in moves if abs(move) > 1),
        shift=Decimal(sum(move * count for move, count in moves)) / paired if paired else None,
    )


def coefficient_of(matrix: Matrix) -> Coefficient | None:
    """AC2 with ordinal weights; None where too few are paired to say."""
    return gwet(matrix) if _total(matrix) >= FEWEST else None
