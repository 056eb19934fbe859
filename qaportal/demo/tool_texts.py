"""What invented auditors wrote in audits with the tools beside the full one, by tool and domain."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """`kin`: the domain of the full audit whose evidence, themes and actions fit here too."""

    kin: str
    strengths: tuple[str, str]
    focus: tuple[str, str]


TOOL_WORDS: dict[str, dict[str, Words]] = {
    "neglect": {
        "recognition": Words(
            "assessment",
            ("Neglect is named in words that the mother understood.",
             "Small signs from nursery and the dentist were put together within a month."),
            ("Five worries in two years were each looked at alone.",
             "The word neglect first appears a year after the first sign."),
        ),
        "daily-life": Words(
            "voice",
            ("Early and late visits show what a school morning is like for the child.",
             "Each brother and sister is written about as a child of their own."),
            ("Nobody has seen where the child sleeps since spring.",
             "Home conditions are described, and not what they mean to the child."),
        ),
        "assessment-of-care": Words(
            "assessment",
            ("The neglect tool was filled in with both parents, and again at the review.",
             "The father's own childhood is understood, and so is what he manages well."),
            ("The neglect tool was begun and not finished.",
             "The chance of change is hoped for more than judged."),
        ),
        "help": Words(
            "planning",
            ("Beds and a cooker came in the first week; the parenting work came after.",
             "The goal is one that the parents can tick off: in school by nine, five days a week."),
            ("Four services work side by side, and none asks what the others do.",
             "The same course was offered again after it had not helped."),
        ),
        "network": Words(
            "partnership",
            ("School and health visitor hold one picture with the social worker.",
             "Appointments not kept are called “was not brought” and followed up."),
            ("The dentist's two letters were filed and not answered.",
             "The adult drug service was not asked what it knows of the children's day."),
        ),
        "decisions": Words(
            "oversight",
            ("The family knows by when care must be good enough, and what follows if it is not.",
             "Work ended only after four good months."),
            ("The plan was extended twice without a new reason.",
             "Work has ended and begun again three times, and nobody asks why."),
        ),
    },
    "dip-sample": {
        "essentials": Words(
            "recording",
            ("Seen last week, alone; the plan is current and the manager knows how it goes.",
             "The summary tells a stranger in a minute how the child is."),
            ("The last supervision on the record is twelve weeks old.",
             "Visits are in time, but time alone with the child is not recorded."),
        ),
    },
    "observation": {
        "preparation": Words(
            "planning",
            ("The purpose was said at the door and came back at the end.",
             "A quiet room, the right toys, and an interpreter who had been briefed."),
            ("The family had to guess why the visit was today.", "The last plan had not been read."),
        ),
        "relationship": Words(
            "partnership",
            ("Silence was left long enough for the mother to say what was hard.",
             "Plain words, and humour where it fitted."),
            ("A list of questions led the visit; two hints went by.", "The stepfather was hardly spoken to."),
        ),
        "child": Words(
            "voice",
            ("The child chose the game and told the story of the week through it.",
             "What the child said was repeated in their own words, and they nodded."),
            ("The adults took up fifty of sixty minutes.", "The toddler was watched, and not wondered about."),
        ),
        "enquiry": Words(
            "risk",
            ("The worry was named kindly, and the question asked again when it was not answered.",
             "The practitioner asked to see upstairs, and why the lock had changed."),
            ("The new partner was mentioned, and nobody asked who he is.",
             "The practitioner said afterwards what they had not dared to say in the room."),
        ),
        "ending": Words(
            "planning",
            ("Each person said what they will do by Friday.", "The practitioner asked what this hour had been like."),
            ("The visit ended at the car, with the next date left open.",
             "The family did not hear what will be written down."),
        ),
    },
    "supervision": {
        "regularity": Words(
            "oversight",
            ("Every month, in private, and recorded within the week.",
             "Weekly for the newly qualified worker while the risk was high."),
            ("Nine weeks without a session while the manager was away.", "Records come together, months later."),
        ),
        "child": Words(
            "voice",
            ("Each session begins with what the child said last.", "The child's drawing lay on the table."),
            ("The parents are talked about for a page, the child for a line.",
             "The child's words do not appear in six months."),
        ),
        "reflection": Words(
            "assessment",
            ("Two explanations are weighed, and one is set aside with reasons.",
             "The worker's own unease was taken seriously and led to a visit."),
            ("An update on tasks: nobody asks why.", "The same worry is told each month in the same words."),
        ),
        "direction": Words(
            "planning",
            ("Actions have names and days and are looked at first next time.",
             "A step that did not help was dropped."),
            ("Three actions were carried forward four times.", "Decisions have no reasons that a reader could follow."),
        ),
        "challenge": Words(
            "risk",
            ("The manager named drift in March and brought the review forward.",
             "Optimism after a good month was tested against the chronology."),
            ("Nobody asks whether the plan should step up.", "A missed strategy discussion was not spoken about."),
        ),
        "support": Words(
            "oversight",
            ("The worker says that supervision is where they can think.",
             "After a hard visit the manager rang the same evening."),
            ("Workload is noted each time and never changed.", "What the visits cost the worker is not asked about."),
        ),
    },
    "review-minutes": {
        "taking-part": Words(
            "voice",
            ("The young person chose the place and led the first half.",
             "The reviewing officer visited before the review and wrote down what mattered."),
            ("The child was told about the meeting and not asked about it.",
             "The consultation form stands in for the child's voice."),
        ),
        "progress": Words(
            "planning",
            ("Health, school and time with brothers and sisters are each tested against the last plan.",
             "Permanence has a date and a second plan."),
            ("Reports are listed; whether life is better is not said.",
             "Permanence is “being explored”, as it was in spring."),
        ),
        "challenge": Words(
            "oversight",
            ("The officer wrote to the service manager between reviews, and the passport came.",
             "Decisions that were not carried out are named one by one."),
            ("Decisions of the last review were not done, and nobody says so.",
             "No sign of the officer between the two reviews."),
        ),
        "decisions": Words(
            "planning",
            ("Six decisions, each with a name and a day.", "Each decision says what the child will notice."),
            ("“Social worker to continue” stands three times.", "Decisions have no dates."),
        ),
        "minutes": Words(
            "recording",
            ("Written to the child, warmly, in words that they can read at eighteen.",
             "Sent within three weeks, with a page for the child."),
            ("The minutes came after ten weeks.", "Initials and short forms that no child could follow."),
        ),
    },
}  # fmt: skip
