"""A small tool of the tests' own: the shipped words may change without breaking a test about something else."""

from audits.content import Content, Descriptors, Section

TITLES = {
    "assessment": "Assessment",
    "planning": "Planning",
    "oversight": "Management oversight",
    "voice": "Voice of the child",
    "risk": "Risk and threshold",
    "partnership": "Partnership working",
    "identity": "Identity",
    "recording": "Recording",
}


def descriptors(of: str) -> Descriptors:
    """What each grade looks like, in a few words."""
    return Descriptors(
        outstanding=f"{of} at its best.",
        good=f"{of} that is sound.",
        requires_improvement=f"{of} that is uneven.",
        inadequate=f"{of} that fails the child.",
    )


def eight_domains(code: str = "eight-domains", name: str = "Audit of a child's record") -> Content:
    """Eight graded domains and no questions; the codes are those of the full audit that ships."""
    return Content(
        code=code,
        name=name,
        purpose="For the tests.",
        overall_guidance="Is this child safer than six months ago?\nThe difference made for the child",
        overall_descriptors=descriptors("Practice"),
        sections=tuple(
            Section(
                code=domain,
                title=title,
                guidance=f"How good is {title.lower()}?\nWhat to look for first\nWhat to look for next",
                descriptors=descriptors(title),
            )
            for domain, title in TITLES.items()
        ),
    )
