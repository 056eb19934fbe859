"""What invented auditors saw in invented records: dated evidence, the difference made, and themes, per domain."""

EVIDENCE = {
    "assessment": [
        "Assessment: the analysis names what each day is like for the child.",
        "Telephone note: the father was found and asked for his view.",
        "Earlier referrals read again; the pattern is written into the assessment.",
    ],
    "planning": [
        "Review meeting: the mother says in her own words what will change by June.",
        "The plan on the record has three steps, each with a name and a day.",
        "Core group: two steps that did not help were dropped.",
    ],
    "oversight": [
        "Supervision: the step agreed in the month before was followed up.",
        "Management decision with its reasons, written the same day.",
        "Supervision: drift is named and the review brought forward.",
    ],
    "voice": [
        "Visit: child seen alone, at school, and drew the week.",
        "Visit: the young person asked for later visits, and got them.",
        "Direct work: three houses, in the child's own words.",
    ],
    "risk": [
        "Strategy discussion held on the day of the referral.",
        "Visit at the weekend: the safety plan was tried out with the grandmother.",
        "Return home conversation: where the young person had been, and with whom.",
    ],
    "partnership": [
        "Core group: school and health visitor brought what they had promised.",
        "Letter from the school nurse, and what it means for the child.",
        "Telephone note: housing agreed to move the family nearer to school.",
    ],
    "identity": [
        "Visit with an interpreter: the grandparents told the family's story.",
        "Life-story book: the child chose the photographs.",
        "Placement meeting: faith and food were asked about first.",
    ],
    "recording": [
        "Chronology read through to last month.",
        "Visit record written on the day after, with the child's own words.",
        "Case summary: one page, clear to a worker who does not know the child.",
    ],
}
DIFFERENCE = {
    "outstanding": [
        "The child sleeps through the night, is at school every day and says that home is fun again.",
        "The young person has been home each night since March and has chosen a course for the autumn.",
        "The brothers live together again, and the foster carer sees them laugh.",
    ],
    "good": [
        "The child is safer at home: the adults keep to the plan, and the child knows whom to ring.",
        "School attendance went from half to nearly all days, and the child has two friends there.",
        "The mother understands what worried us, and the child has a bed and a bedtime.",
        "The young person trusts the worker enough to say where they go at night.",
    ],
    "requires_improvement": [
        "Some things are better at school; at home it is too early to say.",
        "The child is seen more often, but daily life is much as it was.",
    ],
    "inadequate": ["The record does not show any difference for the child."],
}
THEMES = {
    "assessment": ["neglect", "domestic-abuse", "fathers-and-other-adults"],
    "planning": ["drift-and-delay", "permanence"],
    "oversight": ["management-oversight", "drift-and-delay"],
    "voice": ["voice-of-the-child"],
    "risk": ["child-exploitation", "domestic-abuse", "neglect"],
    "partnership": ["working-together", "parental-mental-health"],
    "identity": ["identity-and-culture", "disabled-children"],
    "recording": ["management-oversight", "fathers-and-other-adults"],
}
