"""What the invented council writes in its reports. Figures are live: they are picked, and never typed."""

import datetime
from typing import Any

from qaportal.demo import texts

QUARTERLY_SUMMARY = (
    f"{texts.SUMMARY}\n\n"
    "- Audits agreed: {{ audits agreed }}\n"
    "- Records with management oversight in the past eight weeks: {{ indicator 1.1 value }}, "
    "{{ indicator 1.1 change }}\n"
    "- Children in need visited within four weeks: {{ indicator 3.3 value }}, against {{ indicator 3.3 target }}"
)
SIDES = {
    "strengths": [texts.STRENGTHS[code][1] for code in ("voice", "oversight", "partnership")],
    "focus": [texts.FOCUS[code][1] for code in ("planning", "recording", "identity")],
}
LEAD_DIRECTOR = "Director of children’s services"
DECISION_TITLE = "Evening courses for kinship carers"
HIGHLIGHT = {
    "key_messages": {
        "messages": [
            "Every indicator stands beside its targets and its last six months, so that one month is not read alone.",
            "Visits to children in need: {{ indicator 3.3 value }}, {{ indicator 3.3 change }}.",
            "Owners have been asked to say what lies behind each indicator that is short of its minimum.",
        ]
    },
    "commentary": {
        "prose": (
            "Management oversight is looked at first, because it steadies all other work: "
            "{{ indicator 1.1 value }}, {{ indicator 1.1 change }}.\n\n"
            "Service managers read the list of late visits every Monday with their teams. Where a visit is late, the "
            "reason is written down, and the child is seen in the same week."
        )
    },
    "watch": {"prose": "Reviews of plans, whose dates fall closely together after the school holidays."},
}
PRACTICE = {
    "goals": {
        "prose": (
            "- Children are safe, heard, and know who comes to see them\n"
            "- Families take part in plans that they can say back in their own words\n"
            "- Workers have time to think, and a manager who thinks with them"
        )
    },
    "highlights": {
        "messages": [
            "Kinship carers hold children’s lives together, and ask for help that fits theirs.",
            "Young people want to choose who is in the room when their plan is looked at.",
            "Supervision has become a place to think, and what was agreed in it is not always looked at again.",
        ]
    },
    "voice": {"prose": "Children, parents, carers and partners were asked in conversations, surveys and meetings."},
    "workforce": {
        "prose": (
            "Learning time is kept free each fortnight. Heads of service join practice observations, and say in team "
            "meetings what they saw."
        )
    },
    "sides": {
        "strengths": ["Managers are easy to reach.", "New workers have a guide in their first months."],
        "focus": ["Workloads are uneven between teams.", "Too many systems ask for the same facts."],
    },
    "next": {
        "prose": (
            "- Plans for children who leave care, with the young people themselves\n"
            "- A second look at chronologies, by auditors from another service\n"
            "- Short visits of young inspectors to every reception"
        )
    },
}
SCRUTINY = {
    "key_messages": {
        "messages": [
            "Children are seen alone and often, and what they say changes plans.",
            "Plans still list services to attend more than the change that a child should notice.",
            "What audits ask for is done; the council now looks at whether it made a difference.",
        ]
    },
    "strengths_focus": SIDES,
    "asked": {
        "prose": (
            "The commission is asked to note the findings, and to choose one area for focus that it wants to hear "
            "about at its next meeting."
        )
    },
}
OPTIONS = (
    "1. Hold two meetings a year with kinship carers, as now. Not recommended: training comes too late for many.\n"
    "2. Open evening courses in two places, with child care. Recommended: carers asked for it.\n"
    "3. Pay for courses by others. Not recommended: carers could not learn from one another."
)

OFFICERS = {
    "Head of finance": "Dunlin Demo",
    "City solicitor": "Osprey Demo",
    "Head of sustainability": "Teal Demo",
    "Equalities lead": "Siskin Demo",
    "Director of children's services": "Kestrel Demo",
}


def decision(signed_on: datetime.date, briefed_on: str) -> dict[str, Any]:
    """Every field of a decision report. Officers have the names of birds: nobody here is real."""

    def signed(prose: str, post: str) -> dict[str, str]:
        return {"prose": prose, "officer": OFFICERS[post], "post": post, "on": signed_on.isoformat()}

    return {
        "taken_by": {"prose": "The executive"},
        "wards": {"prose": "All"},
        "lead_director": {"prose": LEAD_DIRECTOR},
        "briefings": {"prose": f"- Lead member for children, on {briefed_on}\n- Executive briefing, on {briefed_on}"},
        "contacts": {"prose": "The quality assurance team. Version 1."},
        "summary": {
            "prose": (
                "Kinship carers told quality assurance that training reaches them too late, and at hours when nobody "
                "minds the children. This report asks for evening courses, with child care, for one year."
            )
        },
        "recommendations": {
            "prose": (
                "1. Open evening courses for kinship carers in two places, with child care, for one year.\n"
                "2. Ask for a report on what carers and children say of them before the year ends."
            )
        },
        "supporting": {
            "prose": "The spotlight on children in kinship care heard carers at home, and read children's records."
        },
        "options": {"prose": OPTIONS},
        "scrutiny": {"prose": "The scrutiny commission has heard the findings, and welcomed evening courses."},
        "financial": signed("The courses are paid for from the learning budget of the year.", "Head of finance"),
        "legal": signed(
            "The council may offer support to kinship carers; nothing here changes a duty.", "City solicitor"
        ),
        "climate": signed("Two places near bus routes keep journeys short.", "Head of sustainability"),
        "equality": signed(
            "Evening hours and child care open the courses to carers who work. Interpreters are booked when asked for.",
            "Equalities lead",
        ),
        "other": signed("There are none.", "Director of children's services"),
        "background": {"prose": "Assuring quality of practice, the report of the half-year."},
        "appendices": {"prose": "None"},
        "private": {"answer": "no", "prose": ""},
        "key_decision": {"answer": "no", "prose": "It neither spends nor saves a significant sum."},
    }


BOARD_TITLE = "Board report"
# The sections of the quarterly report as the board reads them: what is asked comes first.
BOARD_FIRST = ("recommendation", "highlights", "actions", "audit_findings", "indicators", "next_quarter", "about")
BOARD_NAMES = {
    "recommendation": "What the board is asked to do",
    "highlights": "In short",
    "actions": "What is being done",
    "next_quarter": "What comes next",
}
BOARD_OWN = "What partners say"
BOARD = {
    "recommendation": {"prose": "The board is asked to note this report, and to say how each partner takes part."},
    "key_messages": {"messages": ["School, health and housing are asked what they did about the areas for focus."]},
}
