"""What invented auditors wrote: per domain, practice strengths, areas for focus, and how a grade was reached."""

from audits.voices import VoiceDraft, VoiceState, Whose

STRENGTHS = {
    "assessment": [
        "The assessment starts from the child's day and says plainly what worries the network and why.",
        "History is analysed, not only listed: the pattern across three earlier referrals shapes the plan.",
        "Both parents were seen separately and the absent parent's view changed the assessment.",
        "The assessment was updated when the family moved, within two weeks of the change.",
    ],
    "planning": [
        "The plan names who will do what by when, and a parent could say back what was expected.",
        "Contingency is written in words the family used themselves.",
        "Steps that did not work were dropped at the review and replaced.",
        "The plan is short, and each step links to a worry in the assessment.",
    ],
    "oversight": [
        "Supervision is monthly, reflective, and the agreed steps were followed up at the next session.",
        "Decisions carry a rationale, so the reason for stepping down is clear to a later reader.",
        "The manager noticed drift in the autumn and brought the review forward.",
        "Two hypotheses are explored in supervision and one is set aside with reasons.",
    ],
    "voice": [
        "The child's own words open each visit record, and the plan changed because of them.",
        "Direct work with drawings was used well with a child who speaks little.",
        "The young person chaired part of the review and chose who came.",
        "Visits happen at school as well as at home, alone and in the child's first language.",
    ],
    "risk": [
        "Danger statements are clear and shared with the family, and the safety plan was tested at a weekend visit.",
        "The threshold decision shows the evidence for and against.",
        "Exploitation risk was looked for, not waited for, after two short missing episodes.",
        "Escalation to a strategy discussion happened the same day.",
    ],
    "partnership": [
        "School, health visitor and housing all contributed, and their actions are recorded as done.",
        "The core group met on time throughout and the grandmother was part of it.",
        "A professional disagreement was resolved within a week using the escalation steps.",
        "Information from the police was chased and its meaning for the child discussed.",
    ],
    "identity": [
        "Faith, language and family history are explored as strengths, not listed as labels.",
        "The matching considerations for the placement are explicit about identity.",
        "A disabled child's communication needs shaped how and where visits happened.",
        "Life-story work has begun and the child keeps the book.",
    ],
    "recording": [
        "The chronology is current, selective and useful to a worker new to the child.",
        "Visit records were written within two working days and separate fact from view.",
        "The genogram is complete and was drawn with the family.",
        "Case summaries let a duty worker know what matters in one minute.",
    ],
}

FOCUS = {
    "assessment": [
        "The father is named but was never spoken to; his view and history are missing.",
        "The analysis repeats the referral and does not say what life is like for the child.",
        "Earlier assessments are not drawn on, so the pattern of neglect is lost.",
        "The assessment was not updated after the new partner moved in.",
    ],
    "planning": [
        "Steps are written as services to attend, not as change to be seen.",
        "There are no dates, so nobody can tell whether the plan is late.",
        'The contingency is "return to conference", which tells the family nothing.',
        "The plan was carried over unchanged from the last review.",
    ],
    "oversight": [
        "Gaps of ten weeks between supervision records, without a reason.",
        "Agreed steps are repeated from session to session and not followed up.",
        "The decision to close has no recorded rationale.",
        "Oversight notes compliance with visits and not whether the child is safer.",
    ],
    "voice": [
        "The child was seen but mostly with a parent; time alone is not recorded.",
        "What the child said is recorded and then not used in the plan.",
        "The younger sibling's experience is assumed from the older one's.",
        "No record of how the plan was explained to the child.",
    ],
    "risk": [
        "Risk is described for the adults and not for the child.",
        "The safety plan depends on one person being at home and was not tested.",
        "Missing episodes were logged one by one and not seen as a pattern.",
        "Optimism after one good month led to stepping down early.",
    ],
    "partnership": [
        "Health was invited by e-mail the day before and did not attend.",
        "Core group notes do not say who will do what.",
        "Adult mental health information was requested once and not chased.",
        "The school's worry was recorded without a reply to the school.",
    ],
    "identity": [
        "Ethnicity and language are recorded, and nothing says what they mean to the child.",
        "An interpreter was not used for two visits.",
        "The child's disability is mentioned as a barrier only.",
        "Identity needs are copied across siblings.",
    ],
    "recording": [
        "The chronology stops eight months ago.",
        "Several visits were recorded more than two weeks late.",
        "Key documents are filed under the sibling's record only.",
        "Records do not separate what was seen from what was thought.",
    ],
}

REASONS = {
    "outstanding": [
        "Practice was consistently strong and its difference for the child is visible: attendance recovered and the "
        "child now sleeps at home every night.",
        "The work went beyond what was asked and the family say so; the child's own account shows the change.",
    ],
    "good": [
        "The work was timely and thoughtful and the child is safer for it; small gaps did not affect the outcome.",
        "Good practice on most points, with a clear line from what the child said to what the team did.",
        "The child's situation has improved in two of the three areas of worry; the third is planned for.",
    ],
    "requires_improvement": [
        "The child is safe, but steps took longer than they should and the difference made is hard to see.",
        "The essentials were done; analysis and follow-through were too weak to change daily life for the child.",
        "Visits took place on time, yet the record does not show what changed for the child between them.",
    ],
    "inadequate": [
        "Important steps were missed and the child's situation did not change for three months.",
        "The record cannot show that risk was understood; the team manager was told on the day of the audit.",
    ],
}

CHANGED = {
    "lowered": "The evidence describes activity; it does not yet show the difference made for the child.",
    "raised": "The record shows more change for the child than the original grade gave credit for.",
}

VOICES = [
    {
        Whose.CHILD: VoiceDraft(
            VoiceState.GIVEN,
            words="I like that she draws with me. I know who to tell when it gets loud at home.",
            how="Direct work in the record: a drawing and what the child said about it.",
        ),
        Whose.FAMILY: VoiceDraft(
            VoiceState.GIVEN,
            words="The mother said she now knows who to ring, and that she was listened to.",
            how="By telephone.",
        ),
    },
    {
        Whose.CHILD: VoiceDraft(
            VoiceState.GIVEN, words='Their worker "turns up when she says".', how="At a visit, alone."
        ),
        Whose.FAMILY: VoiceDraft(VoiceState.NOT_REACHED, attempts="Telephoned twice and wrote once; no answer."),
    },
    {
        Whose.CHILD: VoiceDraft(VoiceState.NOT_APPROPRIATE, reason="Too young to be asked in words."),
        Whose.FAMILY: VoiceDraft(
            VoiceState.GIVEN,
            words="The father felt the meetings were hard to follow; he asked for the plan on one page.",
            how="By telephone.",
        ),
    },
    {
        Whose.CHILD: VoiceDraft(VoiceState.DECLINED, asked="By their worker, at a visit; that was respected."),
        Whose.FAMILY: VoiceDraft(
            VoiceState.GIVEN, words="“We were told the truth, kindly.”", how="At the review, by the reviewing officer."
        ),
    },
    {
        Whose.CHILD: VoiceDraft(
            VoiceState.GIVEN, words="I want to know when I see my brother.", how="Through an advocate."
        ),
        Whose.FAMILY: VoiceDraft(
            VoiceState.GIVEN,
            words="The foster carer said that the child talks about the worker between visits.",
            how="At the review.",
        ),
    },
]
REFLECTIONS = [
    "We looked at the record together. The worker saw the gap in the chronology at once and has a plan for it.",
    "The worker felt the assessment was stronger than the plan, and I agree. We rewrote one step together.",
    "A warm audit: the worker was proud of the direct work, and rightly.",
    "The worker said that waiting for the panel held the plan up; we agreed how to raise that sooner.",
]
EVIDENCE = [
    "Record checked: the chronology is complete to last month.",
    "Supervision on the record shows the step followed up; the next audit of the team found the same.",
    "Re-read with the worker: the plan now names who does what by when.",
    "Three further records dipped: all had the father's views.",
]
NEXT_QUARTER = (
    "The next quarter tests whether plans have become clearer:\n\n"
    "- a thematic audit of plans, with parents asked whether they could say what was expected of them\n"
    "- a Checkback on records that were graded Requires improvement for planning\n"
    "- practice observations by heads of service in every team"
)
# What teams promised to do about it.
ACTIONS = {
    "assessment": [
        "Speak to the absent parent and add their view and history to the assessment.",
        "Rewrite the analysis with the practitioner so that it says what life is like for the child.",
    ],
    "planning": [
        "Rewrite the plan with the family: who does what, by when, and what will be different.",
        "Add a contingency that the family can say back.",
    ],
    "oversight": [
        "Agree fixed supervision dates for the next six months and follow up each agreed step.",
        "Record the reasons for the last two decisions on the child's record.",
    ],
    "voice": [
        "See the child alone, at school, and record what was said and what changed because of it.",
        "Explain the plan to the child in their own terms and record how.",
    ],
    "risk": [
        "Review the safety plan with the network and test it at a weekend.",
        "Map the missing episodes and take the pattern to the exploitation panel.",
    ],
    "partnership": [
        "Chase the adult mental health information and discuss what it means for the child.",
        "Send invitations three weeks ahead and record who will do what.",
    ],
    "identity": [
        "Explore with the family what their faith and language mean to the child.",
        "Book an interpreter for all visits and reviews.",
    ],
    "recording": [
        "Bring the chronology up to date and read it through in supervision.",
        "Write visit records within two working days; check again in a month.",
    ],
}
SUMMARY = (
    "Practice is strong where children are seen alone and often, and where supervision follows up what was agreed. "
    "It is weaker where plans list services rather than the change that a child should notice."
)
FIRST_MESSAGE = "The quarter is not over; this message is rewritten when it is."
