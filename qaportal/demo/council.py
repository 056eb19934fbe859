"""Who and where: 4 services, 14 teams, 31 accounts. First names are birds and every surname is Demo."""

from dataclasses import dataclass

from people.roles import Role

COUNCIL = ("council", "Demo Council children's services")
SERVICES = [
    ("front-door", "Front door and assessment", ["Multi-agency front door", "Assessment team 1", "Assessment team 2"]),
    ("protection", "Help and protection", [f"Help and protection team {n}" for n in (1, 2, 3, 4)]),
    ("in-care", "Children in our care and care leavers",
     ["Children in our care team 1", "Children in our care team 2", "Care leavers team 1", "Care leavers team 2"]),
    ("family-help", "Family help", ["Family help north", "Family help east", "Family help west"]),
]  # fmt: skip

# The cohort whose records a service's teams hold.
COHORTS = {
    "front-door": "child_in_need",
    "protection": "child_protection",
    "in-care": "in_care",
    "family-help": "early_help",
}


@dataclass(frozen=True)
class Person:
    """An account: `place` is a unit's code."""

    account: str
    name: str
    job_title: str
    role: Role
    place: str


def team_code(service: str, number: int) -> str:
    """Teams are numbered within their service."""
    return f"{service}-{number}"


def people() -> list[Person]:
    """The twelve accounts that the README names, then the other managers, auditors, moderators and heads."""
    named = [
        Person("practitioner", "Wren Demo", "Social worker", Role.PRACTITIONER, "protection-1"),
        Person("manager", "Robin Demo", "Team manager", Role.TEAM_MANAGER, "protection-1"),
        Person("service", "Swift Demo", "Service manager", Role.SERVICE_MANAGER, "protection"),
        Person("auditor", "Linnet Demo", "Advanced practitioner", Role.ADVANCED_PRACTITIONER, "protection"),
        Person("moderator", "Heron Demo", "Independent chair", Role.MODERATOR, "council"),
        Person("qa", "Avocet Demo", "Principal social worker", Role.QA_TEAM, "council"),
        Person("analyst", "Plover Demo", "Performance analyst", Role.ANALYST, "council"),
        Person("head", "Merlin Demo", "Head of service", Role.HEAD_OF_SERVICE, "protection"),
        Person("director", "Kestrel Demo", "Director of children's services", Role.EXECUTIVE, "council"),
        Person("leadmember", "Curlew Demo", "Lead member for children", Role.LEAD_MEMBER, "council"),
        Person("scrutiny", "Dunlin Demo", "Scrutiny officer", Role.SCRUTINY, "council"),
        Person("admin", "Osprey Demo", "Systems administrator", Role.ADMINISTRATOR, "council"),
    ]
    places = [team_code(code, n) for code, _, teams in SERVICES for n in range(1, len(teams) + 1)]
    birds = ["Bittern", "Brambling", "Bunting", "Chough", "Crane", "Dipper", "Fieldfare", "Finch", "Gannet",
             "Goldcrest", "Grebe", "Lapwing", "Martin"]  # fmt: skip
    managers = [
        Person(f"manager-{place}", f"{bird} Demo", "Team manager", Role.TEAM_MANAGER, place)
        for bird, place in zip(birds, [place for place in places if place != "protection-1"], strict=True)
    ]
    others = [
        Person("auditor-2", "Nuthatch Demo", "Advanced practitioner", Role.ADVANCED_PRACTITIONER, "in-care"),
        Person("auditor-3", "Oriole Demo", "Advanced practitioner", Role.ADVANCED_PRACTITIONER, "front-door"),
        Person("moderator-2", "Petrel Demo", "Quality assurance manager", Role.MODERATOR, "council"),
        Person("head-front-door", "Redwing Demo", "Head of service", Role.HEAD_OF_SERVICE, "front-door"),
        Person("head-in-care", "Siskin Demo", "Head of service", Role.HEAD_OF_SERVICE, "in-care"),
        Person("head-family-help", "Tern Demo", "Head of service", Role.HEAD_OF_SERVICE, "family-help"),
    ]
    return named + managers + others
