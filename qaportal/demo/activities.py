"""Eighteen invented activities over the last six quarters: what a quality assurance team does beside its audits."""

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from audits.commands import add_activity, attach_file, raise_action_from_activity, withdraw_activity
from audits.models import Activity
from audits.register import ActivityDraft, QuoteDraft, RecommendationDraft, StatementDraft
from audits.statements import PERCENT, Measure
from improvement.commands import close, deliver
from kit.attachments import attachment
from kpis.periods import add_months, last_of, quarter_of
from people.roles import Role
from qaportal.demo import texts

if TYPE_CHECKING:
    from qaportal.demo.build import Cast

LONDON = ZoneInfo("Europe/London")


def share(text: str, numerator: int, denominator: int, before: int | None = None, when: str = "") -> StatementDraft:
    previous = None if before is None else Decimal(before)
    return StatementDraft(text, Measure(numerator, denominator, previous=previous, previous_period=when))


def percent(text: str, value: str, sample: int | None = None, before: int | None = None) -> StatementDraft:
    previous = None if before is None else Decimal(before)
    when = "" if before is None else "a year before"
    return StatementDraft(text, Measure(None, sample, Decimal(value), PERCENT, previous, when))


def number(text: str, value: int, unit: str) -> StatementDraft:
    return StatementDraft(text, Measure(value=Decimal(value), measured_in=unit))


# How many quarters ago each ended, for which unit, and what it showed. Latest first.
ACTIVITIES: list[tuple[int, str, dict[str, Any]]] = [
    (1, "protection", {
        "title": "Children on a second child protection plan", "kind": "spotlight", "cohort": "child_protection",
        "sample_size": 22, "themes": {"neglect", "drift-and-delay"},
        "method": "Every record with a second or later plan that began in the quarter, read by two auditors.",
        "strengths": "First plans ended for good reasons.\nWorkers know the children well.\n"
                     "Help came quickly when worries returned.",
        "focus": "Family networks are asked too late.\nRisk assessments end with the plan.",
        "key_message": "Families told us that help stopped too soon after the first plan.",
        "statements": (
            share("The first plan ended when risk had gone down", 19, 22),
            share("The family’s network was part of the safety plan", 12, 22, 46, "two quarters before"),
        ),
        "quotes": (QuoteDraft("Everybody left at once, and then it was only us again.", "parent", True),),
        "recommendations": (RecommendationDraft("Agree with the family who stays in touch when a plan ends."),),
    }),
    (1, "council", {
        "title": "What young people say about their reviews", "kind": "feedback", "cohort": "in_care",
        "sample_size": 48, "themes": {"voice-of-the-child"},
        "method": "Short conversations after reviews, held by participation workers.",
        "strengths": "Most knew why the meeting was held.\nChairs meet them beforehand.",
        "focus": "The record of the meeting comes late and in our words.",
        "key_message": "Young people want to choose who is in the room.",
        "statements": (
            share("“I was asked who should be there”", 31, 48, 52, "a year before"),
            share("“I got a record that I could understand”", 20, 48),
        ),
        "quotes": (
            QuoteDraft("She asked me where I wanted to sit.", "child", True),
            QuoteDraft("I found out afterwards what had been decided.", "child", True),
            QuoteDraft("He spoke more than ever before.", "carer"),
        ),
        "recommendations": (RecommendationDraft("Write the record of each review to the child, within ten days."),),
    }),
    (1, "council", {
        "title": "Learning from complaints and compliments", "kind": "complaints",
        "focus": "Parents learn of decisions by letter.\nCalls are not returned.",
        "strengths": "Fewer complaints reach the second stage.",
        "statements": (number("Complaints", 17, "complaints"), number("Compliments", 26, "compliments"),
                       share("Answered in ten working days", 14, 17, 71, "the quarter before")),
    }),
    (1, "front-door", {
        "title": "Contacts that led to no further action", "kind": "dip_sample", "sample_size": 40,
        "themes": {"working-together"}, "method": "Forty contacts, chosen by chance from three weeks.",
        "strengths": "Reasons are written down.\nReferrers are told what happens next.",
        "focus": "Earlier contacts are not always read together.",
        "statements": (share("Threshold applied rightly", 37, 40), share("The referrer was told", 33, 40)),
    }),
    (1, "in-care", {
        "title": "Practice observations of supervision", "kind": "practice_observation", "sample_size": 9,
        "themes": {"management-oversight"},
        "strengths": "Space to think about the child.\nManagers ask what the child would say.",
        "focus": "Actions from last time are not looked at.",
        "statements": (share("The child’s view was talked about", 8, 9),),
    }),
    (2, "in-care", {
        "title": "Children in kinship care", "kind": "spotlight", "cohort": "in_care", "sample_size": 31,
        "themes": {"permanence"}, "method": "Thirty-one records and ten conversations with carers.",
        "strengths": "Carers grow with the children.\nReviews are well informed.",
        "focus": "Carers hear of training too late.\nSupervision is uneven.",
        "key_message": "Kinship carers hold children’s lives together, and need help that fits theirs.",
        "statements": (share("Good standards of practice", 26, 31), percent("Carers with a support plan", "74")),
        "quotes": (QuoteDraft("I learned more from another grandmother than from any course.", "carer", True),),
        "recommendations": (RecommendationDraft("Offer training in the evening, with child care."),
                            RecommendationDraft("Bring kinship carers together once a quarter.")),
    }),
    (2, "council", {
        "title": "Staff survey: workload and wellbeing", "kind": "survey", "sample_size": 212,
        "strengths": "Managers are easy to reach.\nLearning time is kept free.",
        "focus": "Too many systems.\nNew workers feel alone at home.",
        "statements": (number("Replies", 212, "replies"),
                       share("“My manager knows my work”", 178, 212, 80, "last year"),
                       share("“My workload is manageable”", 121, 212, 61, "last year")),
        "quotes": (QuoteDraft("The group supervision is the best hour of my week.", "staff"),),
    }),
    (2, "protection", {
        "title": "Partners after child protection conferences", "kind": "feedback", "cohort": "child_protection",
        "sample_size": 52, "themes": {"working-together"},
        "strengths": "Meetings start on time and are well led.", "focus": "Reports reach partners the evening before.",
        "statements": (share("The child’s life was understood", 47, 52, 79, "a year before"),
                       share("Reports read two days before", 33, 52)),
        "quotes": (QuoteDraft("The chair kept bringing us back to the child.", "partner", True),),
    }),
    (2, "family-help", {
        "title": "Success review: a family that no longer needs us", "kind": "success_review", "cohort": "early_help",
        "sample_size": 1, "strengths": "One worker throughout.\nThe school led the plan.\nThe father was asked.",
        "key_message": "Staying with one worker made the difference.",
        "focus": "Write down what works while it works.",
    }),
    (3, "council", {
        "title": "Neglect: what children’s records say about daily life", "kind": "thematic_review", "sample_size": 36,
        "themes": {"neglect", "voice-of-the-child"}, "method": "Twelve records from each of three services.",
        "strengths": "Home conditions are described with care.",
        "focus": "What it is like for the child is missing in every third record.\nThe tool is filled in once.",
        "statements": (share("A day in the child’s life is described", 23, 36),
                       share("The neglect tool was used again after three months", 14, 36)),
        "recommendations": (RecommendationDraft("Use the neglect tool again at each review."),),
    }),
    (3, "in-care", {
        "title": "Moving on: plans of care leavers", "kind": "dip_sample", "cohort": "care_leaver", "sample_size": 24,
        "strengths": "Plans name a person to turn to.", "focus": "Money is talked about late.",
        "statements": (share("In suitable accommodation", 23, 24), share("Plan reviewed in six months", 19, 24)),
    }),
    (3, "council", {
        "title": "Peer review by a neighbouring council", "kind": "external_review", "sample_size": 60,
        "strengths": "Leaders know their services.\nAudits are honest.",
        "focus": "Actions from audits are not always followed up.",
        "key_message": "The council knows itself well and must now close the loop.",
        "statements": (share("Grade agreed with our own", 49, 60),),
        "recommendations": (RecommendationDraft("Look at every open action from audits each month."),),
    }),
    (4, "front-door", {
        "title": "Practice observations of first visits", "kind": "practice_observation", "sample_size": 14,
        "themes": {"voice-of-the-child"}, "strengths": "Children are seen alone.\nPlain words.",
        "focus": "Interpreters are booked late.",
        "statements": (share("The child was seen alone", 12, 14),),
    }),
    (4, "council", {
        "title": "Survey of parents after an assessment", "kind": "survey", "sample_size": 88,
        "strengths": "Parents felt listened to.", "focus": "They did not know how long it would take.",
        "statements": (percent("“I was listened to”", "83", 88, 78), percent("“I knew what came next”", "61", 88)),
        "quotes": (QuoteDraft("She told me the worst first, and then how we could change it.", "parent", True),),
    }),
    (4, "protection", {
        "title": "Chronologies in child protection", "kind": "dip_sample", "cohort": "child_protection",
        "sample_size": 32, "themes": {"drift-and-delay"}, "strengths": "Up to date.",
        "focus": "Long lists: what they mean is missing.",
        "statements": (share("Up to date", 26, 32, 69, "a year before"), share("Says what the events mean", 11, 32)),
    }),
    (5, "family-help", {
        "title": "Early help in the home", "kind": "spotlight", "cohort": "early_help", "sample_size": 27,
        "strengths": "Families have somebody to ring.", "focus": "Fathers are not in the plan.",
        "statements": (share("Graded Good or better", 22, 27),), "themes": {"fathers-and-other-adults"},
    }),
    (5, "council", {
        "title": "Young inspectors look at our welcome", "kind": "other", "sample_size": 6,
        "strengths": "Rooms for children are bright.", "focus": "Signs are for adults.",
        "quotes": (QuoteDraft("It smells like a dentist.", "child", True),),
    }),
    (5, "in-care", {
        "title": "Identity and belonging of children in our care", "kind": "thematic_review", "cohort": "in_care",
        "sample_size": 20, "themes": {"identity-and-culture"}, "strengths": "Life-story work has begun for most.",
        "focus": "Hair, food and faith are rarely written about.",
        "statements": (share("Life-story work has begun", 15, 20), percent("Carers who had training", "65")),
    }),
]  # fmt: skip
TWICE = {"title": "Staff survey: workload and wellbeing (copy)", "kind": "survey"}


def write_activities(today: datetime.date, cast: "Cast") -> int:
    """Enter all of them, as on the days after they ended; some recommendations are actions already."""
    writer = cast.users["qa"]
    now = datetime.datetime.combine(today, datetime.time(0, 1), tzinfo=LONDON)  # nothing lies in the visitor's future
    for number_, (quarters, place, facts) in enumerate(ACTIVITIES):
        start = add_months(quarter_of(today).start, -3 * quarters)
        end = last_of(add_months(start, 2 if number_ % 3 else 1))
        draft = ActivityDraft(
            **{**facts, "themes": frozenset(facts.get("themes", ())), "starts_on": start, "ends_on": end}
        )
        at = min(datetime.datetime.combine(end + datetime.timedelta(days=9), datetime.time(11), tzinfo=LONDON), now)
        activity = add_activity(draft, unit=cast.units[place], by=writer, at=at)
        _follow_up(activity, cast, at, now)
        if number_ == 0:
            words = b"Children on a second plan: the questions we asked of each record.\n"
            attach_file(activity, attachment("questions.txt", words), by=writer, at=at)
    copy = add_activity(
        ActivityDraft(**TWICE, starts_on=start, ends_on=end), unit=cast.units["council"], by=writer, at=at
    )
    withdraw_activity(copy, reason="Entered twice.", by=writer, at=at)
    return len(ACTIVITIES)


def _follow_up(activity: Activity, cast: "Cast", at: datetime.datetime, now: datetime.datetime) -> None:
    """The first recommendation becomes an action of the service's head; what was due weeks ago is done and closed."""
    wanted = activity.recommendations.order_by("position").first()
    if wanted is None:
        return
    owner = next(iter(cast.holders(Role.HEAD_OF_SERVICE, activity.unit.code)), cast.users["qa"])
    due = at + datetime.timedelta(days=42)
    action = raise_action_from_activity(
        wanted, text=wanted.text, owner=owner, due_on=due.date(), by=cast.users["qa"], at=at
    )
    if due + datetime.timedelta(days=21) < now:
        deliver(action, evidence=texts.EVIDENCE[0], evidenced_on=due.date(), by=owner, at=due)
        close(action, by=cast.users["director"], at=due + datetime.timedelta(days=6))
