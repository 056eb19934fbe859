"""Statistical process control: XmR charts by the rules of NHS Making Data Count ("plot the dots"). Plain Python.

Each rebase group has limits of its own: mean ± 2.66 × the average moving range, where moving ranges of 3.267 times the
average or more are screened out once. A point is special by the first of four rules that fits it: outside the limits, a
trend of 7, two in three close to a limit, or a shift of 7 to one side of the mean.

The rules ask for series without gaps; real ones have them. Limits come from the known points in their order, since
leaving out the change across a gap would leave a series with many gaps without any limits. A run ends at a gap: points
that do not follow one another are no evidence of seven in a row. Gaps are counted, and named in words.

Limits are shown as calculated, neither floored at 0 nor capped at 100: `limits_note` says so.
"""

from kpis.spc.limits import Limits, limits_of, signals
from kpis.spc.verdicts import (
    FEWEST,
    Chart,
    Group,
    PointVerdict,
    Verdict,
    assurance_words,
    chart,
    limits_note,
    verdict,
)
from kpis.spc.words import (
    ASSURANCE_WORDS,
    KIND_WORDS,
    SIGNAL_NAMES,
    SIGNAL_WORDS,
    VARIATION_WORDS,
    Assurance,
    Kind,
    Rule,
    Side,
    Signal,
    Variation,
)

__all__ = [
    "ASSURANCE_WORDS",
    "FEWEST",
    "KIND_WORDS",
    "SIGNAL_NAMES",
    "SIGNAL_WORDS",
    "VARIATION_WORDS",
    "Assurance",
    "Chart",
    "Group",
    "Kind",
    "Limits",
    "PointVerdict",
    "Rule",
    "Side",
    "Signal",
    "Variation",
    "Verdict",
    "assurance_words",
    "chart",
    "limits_note",
    "limits_of",
    "signals",
    "verdict",
]
