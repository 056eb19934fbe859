"""What charts of months say to whoever does not see them."""

import datetime
from decimal import Decimal

import pytest

from kpis.chart_words import span_words, xmr_words
from kpis.periods import months_to
from kpis.rag import Polarity
from kpis.spc import chart

AUGUST = datetime.date(2023, 8, 1)
LEVEL = [80, 82] * 12


def told(values, groups=()):
    months = months_to(AUGUST, len(values))
    return xmr_words(chart(values, polarity=Polarity.HIGHER, groups=groups), months, groups)


@pytest.mark.parametrize(
    ("values", "groups", "expected"),
    [
        (LEVEL, (), "24 months from September 2021 to August 2023. No month is beyond chance."),
        ([*LEVEL[:-1], 70], (),
         "24 months from September 2021 to August 2023. Beyond chance: August 2023 (below its limits)."),
        ([95, *LEVEL[:-2], 70], (),
         "24 months from September 2021 to August 2023. Beyond chance: September 2021 (above its limits); "
         "August 2023 (below its limits)."),
        ([*LEVEL[:14], *[84] * 7], (),
         "21 months from December 2021 to August 2023. Beyond chance: February 2023 to August 2023 (seven points "
         "above the mean)."),
        ([*LEVEL[:14], *range(90, 97)], (),
         "21 months from December 2021 to August 2023. Beyond chance, the latest 4 of 15 stretches: November 2022 (two "
         "of three points near the lower limit); December 2022 (below its limits); January 2023 (rising for seven "
         "points); February 2023 to August 2023 (above its limits)."),
        (LEVEL[:12], (), "12 months from September 2022 to August 2023. Too few points to say: 12 of 13."),
        ([*LEVEL[:10], None, None, *LEVEL[:12]], (),
         "22 months from September 2021 to August 2023. 2 months without a figure. No month is beyond chance."),
        ([*LEVEL[:13], 95, 96, 95], (13,),
         "16 months from May 2022 to August 2023. Limits begin anew in June 2023. "
         "Too few points to say from June 2023 on: 3 of 13."),
        ([*LEVEL[:13], 70, 95, 96, 95], (14,),
         "17 months from April 2022 to August 2023. Limits begin anew in June 2023. "
         "Beyond chance: May 2023 (below its limits). Too few points to say from June 2023 on: 3 of 13."),
    ],
)  # fmt: skip
def test_a_chart_with_limits_says_which_months_chance_does_not_explain(values, groups, expected):
    assert told(values, groups) == expected


@pytest.mark.parametrize(
    ("values", "gaps", "breaks", "expected"),
    [
        ([80, 82, 81], 0, [],
         "Snapshot, June 2023 to August 2023: lowest 80% in June 2023, highest 82% in July 2023, latest 81% in "
         "August 2023."),
        ([80, None, 80], 1, [],
         "Snapshot, June 2023 to August 2023: lowest 80% in June 2023, highest 80% in June 2023, latest 80% in "
         "August 2023. 1 month without a figure."),
        ([80, 82, None], 1, [AUGUST],
         "Snapshot, June 2023 to August 2023: lowest 80% in June 2023, highest 82% in July 2023, latest 82% in "
         "July 2023. 1 month without a figure. The line breaks before August 2023."),
    ],
)  # fmt: skip
def test_a_line_says_how_low_and_how_high_it_went_and_where_it_ends(values, gaps, breaks, expected):
    months = months_to(AUGUST, len(values))
    known = {month: Decimal(value) for month, value in zip(months, values, strict=True) if value is not None}

    assert span_words("Snapshot", months, known, lambda month: f"{known[month]}%", gaps=gaps, breaks=breaks) == expected
