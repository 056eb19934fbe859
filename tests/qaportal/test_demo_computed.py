"""The demo's computed indicators: figures of its own audits, and no row in the month that was published."""

import datetime

from audits import commands as audits
from audits.models import Audit
from kpis.models import Definition, Target, Value
from qaportal.demo.computed import COMPUTED, compute_indicators
from tests.tools import eight_domains
from tests.world import agreed

TODAY = datetime.date(2026, 5, 15)


def test_they_are_computed_and_begin_after_the_published_month(cast, places):
    audits.install_tool(eight_domains("case-file", "Full audit"), by=cast.quinn)  # which Q3 names, and nobody used
    agreed(cast, places, audits.install_tool(eight_domains(), by=cast.quinn), 1)
    Audit.objects.update(audit_month=datetime.date(2026, 4, 1))

    assert compute_indicators(TODAY, by=cast.andy) == len(COMPUTED) == 6
    assert not Definition.objects.in_force_for(datetime.date(2023, 8, 1)).exists()
    assert Target.objects.filter(rule="operator").count() == 6 * 4 - 1
    whole = Value.objects.current().filter(unit=places.council).order_by("indicator__ref")
    assert [(each.indicator.ref, int(each.numerator), int(each.denominator)) for each in whole] == [
        ("Q1", 1, 1), ("Q2", 0, 1), ("Q4", 1, 1), ("Q6", 0, 1),
    ]  # fmt: skip
