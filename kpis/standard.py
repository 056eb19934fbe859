"""The 17 highlight indicators that a council starts with. Plain data; targets come with the first return."""

import datetime
from typing import Any

from kpis.periods import Basis
from kpis.rag import MeasuredIn, Polarity

STARTS_ON = datetime.date(2015, 4, 1)


def _indicator(
    ref: str,
    theme: str,
    title: str,
    description: str,
    *,
    owner: str,
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
    }


def _count(ref: str, title: str, description: str, *, owner: str) -> dict[str, Any]:
    return _indicator(
        ref, "Cohorts", title, description, owner=owner, measured_in=MeasuredIn.COUNT, polarity=Polarity.NONE
    )


INDICATORS = [
    _indicator(
        "1.1",
        "Management Oversight",
        "% cases with Management Oversight recorded in past 8 weeks",
        "Of the children open to the service at the end of the month, those on whose record a manager has written "
        "their oversight in the 8 weeks before.",
        owner="Head of Quality Assurance",
    ),
    _count(
        "1.2",
        "Number of CIN (exc. LAC, CP, Care Leavers)",
        "Children in need at the end of the month who are neither in our care, nor on a child protection plan, "
        "nor care leavers.",
        owner="Head of Family Help",
    ),
    _count(
        "1.3",
        "Number of children subject to CPP",
        "Children with a child protection plan at the end of the month.",
        owner="Head of Safeguarding",
    ),
    _count(
        "1.4",
        "Number of LAC",
        "Children in our care at the end of the month.",
        owner="Head of Corporate Parenting",
    ),
    _indicator(
        "2.1",
        "Front door / assessment",
        "% of contacts completed within 1 day",
        "Of the contacts received since 1 April, those with a decision within one working day.",
        owner="Head of Front Door",
        basis=Basis.YEAR_TO_DATE,
    ),
    _indicator(
        "2.10a",
        "Front door / assessment",
        "% of single assessments completed within 45 working days",
        "Of the single assessments completed since 1 April, those completed within 45 working days of the referral.",
        owner="Head of Front Door",
        basis=Basis.YEAR_TO_DATE,
    ),
    _indicator(
        "3.1",
        "Plans",
        "% of children in need with CIN Plan completed",
        "Of the children in need at the end of the month (measure 1.2), those who have a completed plan.",
        owner="Head of Family Help",
    ),
    _indicator(
        "3.3",
        "Visits",
        "% of CIN children visited within the past four weeks",
        "Of the children in need at the end of the month (measure 1.2), those visited in the four weeks before. "
        "Four weeks is a local standard.",
        owner="Head of Family Help",
    ),
    _indicator(
        "4.7.2",
        "Visits",
        "% of children on a child protection plan receiving a visit within 10 working days",
        "Of the children with a child protection plan at the end of the month (measure 1.3), those visited in the "
        "10 working days before. Ten working days is a local standard.",
        owner="Head of Safeguarding",
    ),
    _indicator(
        "5.10",
        "Visits",
        "% of CLA Single Assessments not yet completed or outside the one year timescale",
        "Of the children in our care at the end of the month (measure 1.4), those whose single assessment is "
        "missing or more than a year old. A smaller figure is better.",
        owner="Head of Corporate Parenting",
        polarity=Polarity.LOWER,
    ),
    _indicator(
        "5.11",
        "Visits",
        "% of CLA with visits in last 6 weeks",
        "Of the children in our care at the end of the month (measure 1.4), those visited in the six weeks "
        "before. Six weeks is a local standard.",
        owner="Head of Corporate Parenting",
    ),
    _indicator(
        "3.2",
        "Reviews",
        "% of children with CIN Plan with reviews within last 3 months",
        "Of the children in need with a completed plan (measure 3.1), those whose plan was reviewed in the three "
        "months before.",
        owner="Head of Family Help",
    ),
    _indicator(
        "4.8",
        "Reviews",
        "% of CP reviews carried out within statutory timescales",
        "Of the children with a child protection plan who were due a review conference, those reviewed in time: "
        "within three months of the initial conference, then within every six months.",
        owner="Head of Safeguarding",
    ),
    _indicator(
        "5.18",
        "Reviews",
        "CLA cases which were reviewed within required timescales",
        "Of the reviews of children in our care due in the last 12 months, those held in time: within 20 working "
        "days, then three months, then every six months.",
        owner="Head of Corporate Parenting",
        basis=Basis.ROLLING_YEAR,
    ),
    _indicator(
        "6.1",
        "Care Leavers",
        '% care leavers "in touch" (17,18,19,20,21 yr. olds with activity updated within last year)',
        "Of the care leavers aged 17 to 21 at the end of the month, those whose activity was updated within the "
        "last year.",
        owner="Head of Corporate Parenting",
    ),
    _indicator(
        "6.2",
        "Care Leavers",
        "% care leavers EET",
        "Of the care leavers aged 17 to 21 at the end of the month (as in measure 6.1), those in education, "
        "employment or training.",
        owner="Head of Corporate Parenting",
    ),
    _indicator(
        "6.3",
        "Care Leavers",
        "% care leavers in suitable accommodation",
        "Of the care leavers aged 17 to 21 at the end of the month (as in measure 6.1), those living in suitable "
        "accommodation.",
        owner="Head of Corporate Parenting",
    ),
]
