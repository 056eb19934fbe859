"""The 17 highlight indicators that a council starts with. Plain data; targets come with the first return."""

import datetime
from typing import Any

from kpis.periods import Basis
from kpis.rag import MeasuredIn, Polarity

STARTS_ON = datetime.date(2015, 4, 1)
# The judgements that inspectors make.
LEADERS = "Impact of leaders on social work practice"
HELP = "Children who need help and protection"
IN_CARE = "Children in care"
LEAVERS = "Care leavers"


def _indicator(
    ref: str,
    theme: str,
    title: str,
    description: str,
    *,
    owner: str,
    numerator: str,
    denominator: str = "",
    why: str,
    area: str,
    measured_in: MeasuredIn = MeasuredIn.PERCENTAGE,
    polarity: Polarity = Polarity.HIGHER,
    basis: Basis = Basis.SNAPSHOT,
) -> dict[str, Any]:
    return {
        "ref": ref,
        "theme": theme,
        "title": title,
        "description": description,
        "owner": owner,
        "measured_in": measured_in,
        "places": 1 if measured_in == MeasuredIn.PERCENTAGE else 0,
        "polarity": polarity,
        "basis": basis,
        "source": "Monthly highlight return",
        "numerator_words": numerator,
        "denominator_words": denominator,
        "why_it_matters": why,
        "inspection_area": area,
    }


def _count(ref: str, title: str, description: str, *, owner: str, counted: str, why: str, area: str) -> dict[str, Any]:
    return _indicator(
        ref, "Cohorts", title, description, owner=owner, numerator=counted, why=why, area=area,
        measured_in=MeasuredIn.COUNT, polarity=Polarity.NONE,
    )  # fmt: skip


INDICATORS = [
    _indicator(
        "1.1",
        "Management Oversight",
        "% cases with Management Oversight recorded in past 8 weeks",
        "Of the children open to the service at the end of the month, those on whose record a manager has written "
        "their oversight in the 8 weeks before.",
        owner="Head of Quality Assurance",
        numerator="Children on whose record a manager wrote oversight in the past 8 weeks",
        denominator="Children open to the service at the end of the month",
        why="A manager who looks at the work regularly notices drift and delay before the child pays for it.",
        area=LEADERS,
    ),
    _count(
        "1.2",
        "Number of CIN (exc. LAC, CP, Care Leavers)",
        "Children in need at the end of the month who are neither in our care, nor on a child protection plan, "
        "nor care leavers.",
        owner="Head of Family Help",
        counted="Children in need at the end of the month, without those in care, on a plan or leaving care",
        why="How many families have help by agreement sets what social workers and family help must carry.",
        area=HELP,
    ),
    _count(
        "1.3",
        "Number of children subject to CPP",
        "Children with a child protection plan at the end of the month.",
        owner="Head of Safeguarding",
        counted="Children with a child protection plan at the end of the month",
        why="A number that changes sharply asks whether children at risk of significant harm are found, and "
        "plans ended, at the right time.",
        area=HELP,
    ),
    _count(
        "1.4",
        "Number of LAC",
        "Children in our care at the end of the month.",
        owner="Head of Corporate Parenting",
        counted="Children in our care at the end of the month",
        why="How many children the council is a parent to shows what homes, workers and money they need.",
        area=IN_CARE,
    ),
    _indicator(
        "2.1",
        "Front door / assessment",
        "% of contacts completed within 1 day",
        "Of the contacts received since 1 April, those with a decision within one working day.",
        owner="Head of Front Door",
        numerator="Contacts with a decision within one working day",
        denominator="Contacts received since 1 April",
        why="A family that is waiting at the front door has neither help nor an answer.",
        area=HELP,
        basis=Basis.YEAR_TO_DATE,
    ),
    _indicator(
        "2.10a",
        "Front door / assessment",
        "% of single assessments completed within 45 working days",
        "Of the single assessments completed since 1 April, those completed within 45 working days of the referral.",
        owner="Head of Front Door",
        numerator="Single assessments completed within 45 working days of the referral",
        denominator="Single assessments completed since 1 April",
        why="45 working days is the longest that statutory guidance allows; until the assessment ends, nobody "
        "knows what help is needed.",
        area=HELP,
        basis=Basis.YEAR_TO_DATE,
    ),
    _indicator(
        "3.1",
        "Plans",
        "% of children in need with CIN Plan completed",
        "Of the children in need at the end of the month (measure 1.2), those who have a completed plan.",
        owner="Head of Family Help",
        numerator="Children in need who have a completed plan",
        denominator="Children in need at the end of the month (the figure of 1.2)",
        why="Without a plan neither the family nor the worker can say what should get better, and by when.",
        area=HELP,
    ),
    _indicator(
        "3.3",
        "Visits",
        "% of CIN children visited within the past four weeks",
        "Of the children in need at the end of the month (measure 1.2), those visited in the four weeks before. "
        "Four weeks is a local standard.",
        owner="Head of Family Help",
        numerator="Children in need who were visited in the four weeks before",
        denominator="Children in need at the end of the month (the figure of 1.2)",
        why="A worker knows how a child lives only by seeing the child, again and again.",
        area=HELP,
    ),
    _indicator(
        "4.7.2",
        "Visits",
        "% of children on a child protection plan receiving a visit within 10 working days",
        "Of the children with a child protection plan at the end of the month (measure 1.3), those visited in the "
        "10 working days before. Ten working days is a local standard.",
        owner="Head of Safeguarding",
        numerator="Children with a child protection plan who were visited in the 10 working days before",
        denominator="Children with a child protection plan at the end of the month (the figure of 1.3)",
        why="These children are at risk of significant harm: a missed visit is a risk nobody has looked at.",
        area=HELP,
    ),
    _indicator(
        "5.10",
        "Visits",
        "% of CLA Single Assessments not yet completed or outside the one year timescale",
        "Of the children in our care at the end of the month (measure 1.4), those whose single assessment is "
        "missing or more than a year old. A smaller figure is better.",
        owner="Head of Corporate Parenting",
        numerator="Children in our care whose single assessment is missing or more than a year old",
        denominator="Children in our care at the end of the month (the figure of 1.4)",
        why="A plan built on an old assessment is a plan for a younger child with other needs.",
        area=IN_CARE,
        polarity=Polarity.LOWER,
    ),
    _indicator(
        "5.11",
        "Visits",
        "% of CLA with visits in last 6 weeks",
        "Of the children in our care at the end of the month (measure 1.4), those visited in the six weeks "
        "before. Six weeks is a local standard.",
        owner="Head of Corporate Parenting",
        numerator="Children in our care who were visited in the six weeks before",
        denominator="Children in our care at the end of the month (the figure of 1.4)",
        why="Visits are how the council, as a parent, hears from the child and keeps its promises.",
        area=IN_CARE,
    ),
    _indicator(
        "3.2",
        "Reviews",
        "% of children with CIN Plan with reviews within last 3 months",
        "Of the children in need with a completed plan (measure 3.1), those whose plan was reviewed in the three "
        "months before.",
        owner="Head of Family Help",
        numerator="Children in need with a plan that was reviewed in the three months before",
        denominator="Children in need who have a completed plan (the numerator of 3.1)",
        why="A review asks whether help is working; without one a plan can drift.",
        area=HELP,
    ),
    _indicator(
        "4.8",
        "Reviews",
        "% of CP reviews carried out within statutory timescales",
        "Of the children with a child protection plan who were due a review conference, those reviewed in time: "
        "within three months of the initial conference, then within every six months.",
        owner="Head of Safeguarding",
        numerator="Children with a child protection plan whose review conference was held in time",
        denominator="Children with a child protection plan who were due a review conference",
        why="A review decides together with the family whether the child is safer; late means longer at risk, "
        "or longer on a plan than needed.",
        area=HELP,
    ),
    _indicator(
        "5.18",
        "Reviews",
        "CLA cases which were reviewed within required timescales",
        "Of the reviews of children in our care due in the last 12 months, those held in time: within 20 working "
        "days, then three months, then every six months.",
        owner="Head of Corporate Parenting",
        numerator="Reviews of children in our care that were held in time",
        denominator="Reviews of children in our care that were due in the last 12 months",
        why="An independent reviewing officer checks at the review that the plan is right and is carried out.",
        area=IN_CARE,
        basis=Basis.ROLLING_YEAR,
    ),
    _indicator(
        "6.1",
        "Care Leavers",
        '% care leavers "in touch" (17,18,19,20,21 yr. olds with activity updated within last year)',
        "Of the care leavers aged 17 to 21 at the end of the month, those whose activity was updated within the "
        "last year.",
        owner="Head of Corporate Parenting",
        numerator="Care leavers aged 17 to 21 whose activity was updated within the last year",
        denominator="Care leavers aged 17 to 21 at the end of the month",
        why="A council that has lost touch cannot help, and does not know that it should.",
        area=LEAVERS,
    ),
    _indicator(
        "6.2",
        "Care Leavers",
        "% care leavers EET",
        "Of the care leavers aged 17 to 21 at the end of the month (as in measure 6.1), those in education, "
        "employment or training.",
        owner="Head of Corporate Parenting",
        numerator="Care leavers aged 17 to 21 in education, employment or training",
        denominator="Care leavers aged 17 to 21 at the end of the month (the denominator of 6.1)",
        why="Learning or work is the ground on which young adults build a life of their own.",
        area=LEAVERS,
    ),
    _indicator(
        "6.3",
        "Care Leavers",
        "% care leavers in suitable accommodation",
        "Of the care leavers aged 17 to 21 at the end of the month (as in measure 6.1), those living in suitable "
        "accommodation.",
        owner="Head of Corporate Parenting",
        numerator="Care leavers aged 17 to 21 who live in suitable accommodation",
        denominator="Care leavers aged 17 to 21 at the end of the month (the denominator of 6.1)",
        why="A safe home comes before anything else that a young adult wants to do.",
        area=LEAVERS,
    ),
]

# Figures that come out the same where every return counts the same children: part of one = part of another.
RECONCILIATIONS = [
    ("3.1", "denominator", "1.2", "value"),
    ("3.3", "denominator", "1.2", "value"),
    ("3.2", "denominator", "3.1", "numerator"),
    ("4.7.2", "denominator", "1.3", "value"),
    ("5.10", "denominator", "1.4", "value"),
    ("5.11", "denominator", "1.4", "value"),
    ("6.2", "denominator", "6.1", "denominator"),
    ("6.3", "denominator", "6.1", "denominator"),
]
RECONCILED_REFS = {ref for left, _, right, _ in RECONCILIATIONS for ref in (left, right)}
