"""Indicators of the quality of practice, computed from the demo's own audits and actions, with targets by quarter."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from kpis.after_loads import compute
from kpis.defining import define_indicator, set_goal
from kpis.measures import Measure
from kpis.periods import Basis, add_months, last_whole_month, quarter_of
from kpis.rag import Goal, MeasuredIn, Operator, Polarity, Rule
from people.models import User

LONDON = ZoneInfo("Europe/London")
MONTHS = 18
HIGHER, LOWER = Polarity.HIGHER, Polarity.LOWER
# Reference, title, what is computed, which way is better, who answers for it, the target of each of the last quarters
# (the latest last; None: none was agreed), and what narrows it.
COMPUTED = [
    ("Q1", "Audits graded Good or better", Measure.GOOD_OR_BETTER, HIGHER, "Principal social worker",
     (50, 55, 60, 65), {}),
    ("Q2", "Audits graded Inadequate", Measure.INADEQUATE, LOWER, "Principal social worker", (15, 10, 10, 8), {}),
    ("Q3", "Plans graded Good or better", Measure.GOOD_OR_BETTER, HIGHER, "Head of help and protection",
     (45, 50, 55, 60), {"tool": "case-file", "domain": "planning"}),
    ("Q4", "Audits with the child’s or family’s voice", Measure.FAMILY_FEEDBACK, HIGHER, "Principal social worker",
     (60, 65, 70, 75), {}),
    ("Q5", "Actions delivered in time", Measure.ACTIONS_IN_TIME, HIGHER, "Quality assurance manager",
     (70, 75, 80, 85), {}),
    ("Q6", "Grades changed at moderation", Measure.GRADES_CHANGED, LOWER, "Quality assurance manager",
     (None, 30, 30, 25), {}),
]  # fmt: skip


def compute_indicators(today: datetime.date, *, by: User) -> int:
    """Define them from the first of the months that are computed, then compute those; return how many there are.

    The highlight table of August 2023 keeps the 17 rows that were published: these begin later.
    """
    last = last_whole_month(today)
    starts_on = quarter_of(add_months(last, 1 - MONTHS)).start
    at = datetime.datetime.combine(today, datetime.time(0, 1), tzinfo=LONDON)
    quarters = [quarter_of(last)]
    while len(quarters) < 4:
        quarters.insert(0, quarters[0].previous)
    for ref, title, measure, polarity, owner, targets, narrowed in COMPUTED:
        definition = define_indicator(
            ref=ref, theme="Quality of practice", title=title, measured_in=MeasuredIn.PERCENTAGE, places=0,
            polarity=polarity, basis=Basis.QUARTER, owner=owner, starts_on=starts_on, origin="computed",
            measure=measure.value, by=by, at=at, **narrowed,
        )  # fmt: skip
        operator = Operator.AT_LEAST if polarity == HIGHER else Operator.AT_MOST
        for quarter, target in zip(quarters, targets, strict=True):
            goal = None if target is None else Goal(Rule.OPERATOR, target=Decimal(target), operator=operator)
            set_goal(definition.indicator, goal, starts_on=quarter.start, by=by, at=at)
    compute(starts_on, last, by=by, at=at)
    return len(COMPUTED)
