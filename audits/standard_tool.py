"""The words of the standard tool: a full audit of a child's record in eight domains and overall.

Written to be used as it stands. Each descriptor says what good looks like for the child, not which forms are filled in.
"""

from typing import NamedTuple

from audits.content import Content, Descriptors, Section


class Words(NamedTuple):
    guidance: str
    outstanding: str
    good: str
    requires_improvement: str
    inadequate: str


CODE = "standard"
NAME = "Audit of a child's record"
PURPOSE = (
    "Looks at the quality of practice over the last six months, and at the difference it made for the child. "
    "Best done together with the practitioner, with the record open."
)

OVERALL = Words(
    guidance=(
        "Stand back. Is this child safer, better cared for and better understood than six months ago, and how much of "
        "that is due to our practice?\n"
        "Your judgement, not an average of the domains\n"
        "The difference made for the child, not the amount of work done\n"
        "Weakness in risk and threshold, or in management oversight, weighs more than weakness in recording"
    ),
    outstanding=(
        "Practice is of high quality throughout and has made a marked, lasting difference that the child or family "
        "would recognise. Where there were difficulties, they were met with skill and persistence."
    ),
    good=(
        "Practice is consistently sound and the child's life is improving because of it. The child is seen, heard and "
        "kept safe. Any weaknesses are small, known to the worker and manager, and have not harmed progress."
    ),
    requires_improvement=(
        "The child is safe, and some practice helps. But it is uneven: there is drift, or the help is not yet making "
        "enough difference, or it is hard to tell whether it does."
    ),
    inadequate=(
        "Serious weaknesses leave the child at risk of harm, or without help that they need, or nobody knows which. "
        "Tell the team manager today; do not wait for moderation."
    ),
)

DOMAINS = [
    (
        "assessment",
        "Assessment",
        Words(
            guidance=(
                "Does the assessment help a stranger to understand this child, this family and what needs to change?\n"
                "History and its meaning, not a list of events\n"
                "Both parents and other important adults, including those who do not live with the child\n"
                "What life is like for the child day to day\n"
                "Strengths as well as worries\n"
                "A conclusion that follows from the analysis\n"
                "Updating when circumstances changed"
            ),
            outstanding=(
                "The assessment brings the child to life. It weighs history, research and different views with "
                "professional curiosity, explains why things are as they are, and has changed how the family or the "
                "network understands the child's needs. It is revisited as new information arrives."
            ),
            good=(
                "The assessment is timely, clear and up to date. It draws on the child, both parents, family history "
                "and partners, analyses what the information means for the child, and leads to a reasoned conclusion "
                "about what needs to happen."
            ),
            requires_improvement=(
                "The assessment describes more than it analyses. Someone important is missing (often a father, or a "
                "new partner), or history is listed without its meaning, or it has not been updated after a "
                "significant change. The main needs are nevertheless known."
            ),
            inadequate=(
                "There is no current assessment, or it misses or plays down significant needs or harm. Decisions "
                "about the child rest on incomplete or uncritical information."
            ),
        ),
    ),
    (
        "planning",
        "Planning",
        Words(
            guidance=(
                "Could the child, the family and everyone in the network say what the plan is for, who does what, by "
                "when, and how they will know that life is better?\n"
                "Outcomes in plain words\n"
                "Actions with names and dates\n"
                "A plan that changes after review\n"
                "A contingency plan\n"
                "Attention to drift\n"
                "For children in our care, permanence by the second review"
            ),
            outstanding=(
                "The plan belongs to the child and family and is alive. It is specific, ambitious and reviewed "
                "against real change; barriers are tackled early; the contingency is known to all. Progress towards "
                "lasting change or permanence is evident and timely."
            ),
            good=(
                "The plan follows from the assessment, states what should be different for the child, and says who "
                "does what by when. Reviews are on time, involve the right people and change the plan when needed. "
                "Most actions have been done and the child is making progress."
            ),
            requires_improvement=(
                "There is a plan and some of it is being carried out, but outcomes are vague or the actions are mostly "
                "tasks for parents. Dates slip without comment, or reviews repeat the last plan. The child's progress "
                "is slower than it should be."
            ),
            inadequate=(
                "There is no plan, or it does not address the main risks and needs. Drift or delay is leaving the "
                "child in harm or in uncertainty, and nobody is putting it right."
            ),
        ),
    ),
    (
        "oversight",
        "Management oversight and supervision",
        Words(
            guidance=(
                "Did management oversight and supervision make a difference to what happened for this child?\n"
                "Decisions with reasons\n"
                "Direction that is followed up next time\n"
                "Reflection and hypotheses, not only tasks\n"
                "Challenge to drift, optimism and thresholds\n"
                "Support for the worker\n"
                "Oversight by the independent reviewing officer or conference chair where there is one"
            ),
            outstanding=(
                "Supervision is reflective, regular and visibly improves practice. Managers think with the worker "
                "about the child's experience, challenge with care, spot drift before it harms, and check that what "
                "was decided made the intended difference."
            ),
            good=(
                "Management decisions are recorded with their reasons at the points that matter. Supervision is "
                "regular, considers the child's progress, sets clear actions and follows them up. The worker is "
                "supported and drift is noticed."
            ),
            requires_improvement=(
                "Oversight happens but is mostly about tasks and timescales. Gaps between supervisions, or actions "
                "carried forward without question, have slowed progress for the child."
            ),
            inadequate=(
                "Oversight is absent or ineffective at key points. Poor practice or rising risk went unnoticed or "
                "unchallenged, and the child was left exposed because of it."
            ),
        ),
    ),
    (
        "voice",
        "Voice and lived experience of the child",
        Words(
            guidance=(
                "After reading, do you know what a day in this child's life is like, and what they want?\n"
                "The child seen, and seen alone where right\n"
                "Direct work suited to age, understanding and language\n"
                "For babies and children who do not use speech, careful observation\n"
                "Wishes and feelings that shaped decisions\n"
                "The child told what was decided and why\n"
                "Advocacy offered"
            ),
            outstanding=(
                "The child has a trusted relationship with the worker and a real influence on decisions. Creative "
                "direct work or skilled observation reveals the child's inner world; the record is written so that "
                "the child could read it one day and feel understood."
            ),
            good=(
                "The child is seen regularly and alone where right. Their words, behaviour and daily experience are "
                "recorded and understood, and it is clear how these shaped the assessment and the plan."
            ),
            requires_improvement=(
                "The child is seen, but visits are recorded as events. Their views are noted without being explored, "
                "or it is unclear what difference they made. Siblings may be written about as one."
            ),
            inadequate=(
                "The child is not seen often enough, not seen alone when they should be, or is invisible in the "
                "record. Adults' accounts stand in for the child's experience."
            ),
        ),
    ),
    (
        "risk",
        "Risk and threshold",
        Words(
            guidance=(
                "Is the child getting the right help at the right level, and did it change when risk changed?\n"
                "Risk and harm named plainly\n"
                "What keeps the child safe, tested rather than assumed\n"
                "Harm outside the home as well as inside\n"
                "Strategy discussions and enquiries when needed\n"
                "Safety plans that people can follow tonight\n"
                "Stepping up and down with reasons"
            ),
            outstanding=(
                "Risk is understood in depth, including how it builds up and what lies behind it. Responses are swift, "
                "proportionate and shared with the network and family. Complex or contested risk is held confidently, "
                "and the child is demonstrably safer."
            ),
            good=(
                "Risks and protective factors are identified, weighed and acted on at the right level. Thresholds are "
                "applied well, changes in risk bring a timely response, and safety plans are realistic and known."
            ),
            requires_improvement=(
                "Immediate risk is dealt with, but lower-level or cumulative harm is under-weighed, or decisions to "
                "step up or down come late or without clear reasons. The child is safe today; the plan for "
                "tomorrow is thin."
            ),
            inadequate=(
                "Significant risk is missed, minimised or left without a response. The threshold applied is wrong and "
                "the child is, or may be, at risk of significant harm."
            ),
        ),
    ),
    (
        "partnership",
        "Partnership working",
        Words(
            guidance=(
                "Do the people around this child work as one team, family included?\n"
                "Parents and wider family as partners, with family network meetings where useful\n"
                "Health, education, police, adult services and the voluntary sector contributing and knowing their "
                "part\n"
                "Information shared in time\n"
                "Disagreement raised and settled in the child's interest"
            ),
            outstanding=(
                "The network, with the family in it, shares one understanding and adapts together. Relationships are "
                "honest even when difficult. Professional challenge is used well, and joint work has unlocked help "
                "that no one service could give."
            ),
            good=(
                "The right people are involved, share information in time and do what they agreed. Parents and wider "
                "family are engaged respectfully, absent parents are sought out, and meetings lead to action."
            ),
            requires_improvement=(
                "Partners are consulted more than they are involved. Someone who matters is regularly absent, or "
                "information arrives late, and this has not been pursued firmly enough."
            ),
            inadequate=(
                "Agencies work apart, or vital information is not sought or shared. Family members who could keep the "
                "child safe, or who pose a risk, are unknown to us. The child's safety or progress suffers."
            ),
        ),
    ),
    (
        "identity",
        "Diversity and identity",
        Words(
            guidance=(
                "Does practice see who this child is, and what that means for the help they need?\n"
                "Ethnicity, culture, religion, language, disability, neurodiversity, sex, gender identity, sexuality, "
                "class and poverty, and how they combine\n"
                "Racism and other discrimination named\n"
                "Interpreters and adjustments used\n"
                "For children in our care, links to family and community"
            ),
            outstanding=(
                "The child's identity runs through assessment, plan and relationship. Practitioners are curious about "
                "how its parts combine, act against discrimination and disadvantage, and help the child to feel proud "
                "of who they are."
            ),
            good=(
                "Identity needs are explored with the child and family, recorded beyond tick boxes and reflected in "
                "the plan. Communication needs are met, and practical barriers such as poverty are addressed."
            ),
            requires_improvement=(
                "Ethnicity, religion, language and disability are recorded, but what they mean for this child is not "
                "explored, or it is explored and not carried into the plan."
            ),
            inadequate=(
                "Identity is ignored, assumed or wrongly recorded, or communication needs are unmet, so that the child "
                "or family is misunderstood, excluded or less safe."
            ),
        ),
    ),
    (
        "recording",
        "Recording and chronology",
        Words(
            guidance=(
                "Could a colleague pick this record up tonight and keep the child safe? Could the child, reading it "
                "as an adult, understand why decisions were made?\n"
                "An up-to-date case summary and chronology that shows patterns\n"
                "Fact separated from opinion\n"
                "Plain, respectful language\n"
                "Decisions with reasons\n"
                "Recording soon after the event"
            ),
            outstanding=(
                "The record tells the child's story with clarity and warmth. The chronology is used as a tool: its "
                "patterns inform analysis and decisions. Language is respectful throughout and often addressed to the "
                "child."
            ),
            good=(
                "The record is up to date, accurate and readable. The summary and chronology show what matters, "
                "decisions carry reasons, and language is clear and respectful."
            ),
            requires_improvement=(
                "Most of what matters is there but takes finding. The chronology is a list or has gaps, the summary "
                "is out of date, or recording is late, without leaving the child unsafe."
            ),
            inadequate=(
                "Significant events, visits or decisions are not recorded, or the record is wrong or disrespectful. "
                "Nobody could rely on it to keep the child safe."
            ),
        ),
    ),
]


def content() -> Content:
    """The tool as plain values."""
    sections = tuple(
        Section(code=code, title=title, guidance=words.guidance, descriptors=_descriptors(words))
        for code, title, words in DOMAINS
    )
    return Content(
        code=CODE, name=NAME, purpose=PURPOSE, overall_guidance=OVERALL.guidance,
        overall_descriptors=_descriptors(OVERALL), sections=sections,
    )  # fmt: skip


def _descriptors(words: Words) -> Descriptors:
    return Descriptors(words.outstanding, words.good, words.requires_improvement, words.inadequate)
