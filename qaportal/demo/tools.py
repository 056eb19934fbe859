"""Cycles of auditing, and the next version of a tool, which waits for somebody to publish it."""

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from audits import building, commands
from audits.content import Choice, Condition, Content, Kind, Limit, Prefill, Question
from audits.grading import Grade
from audits.models import Cycle, ToolVersion
from kpis.periods import add_months, last_of

if TYPE_CHECKING:
    from qaportal.demo.build import Cast

LONDON = ZoneInfo("Europe/London")
SET_UP = datetime.timedelta(days=14)  # before a cycle begins


def set_cycles(today: datetime.date, cast: "Cast") -> int:
    """Two months each, from January of last year to the one that `today` lies in; return how many there are."""
    start = datetime.date(today.year - 1, 1, 1)
    while start <= today:
        second = add_months(start, 1)
        at = datetime.datetime.combine(start - SET_UP, datetime.time(10), tzinfo=LONDON)
        name = f"{start:%B} and {second:%B %Y}"
        commands.add_cycle(name=name, starts_on=start, ends_on=last_of(second), by=cast.users["qa"], at=at)
        start = add_months(start, 2)
    return Cycle.objects.count()


def propose_next_version(neglect: ToolVersion, now: datetime.datetime, cast: "Cast") -> ToolVersion:
    """What the last thematic audit taught, as a draft of the tool's next version, proposed the day before yesterday."""
    writer = cast.users["qa"]
    days_ago = [now - datetime.timedelta(days=days, hours=-11) for days in (6, 5, 2)]
    draft = commands.make_draft(neglect, by=writer, at=days_ago[0])
    draft = commands.change_draft(draft, _daily_life, what="daily-life", by=writer, at=days_ago[0])
    draft = commands.change_draft(draft, _harder_to_pass, what="overall", by=writer, at=days_ago[1])
    return commands.propose_tool(draft, by=writer, at=days_ago[2])


def _daily_life(content: Content) -> Content:
    """Mornings are asked about, and what was hard to answer is put more plainly."""
    mornings = Question(
        "mornings", Kind.ONE, "Who gets the child up and to school?", prefill=Prefill.EARLIER,
        choices=(
            Choice("parent", "A parent, most days"), Choice("sibling", "A brother or sister"),
            Choice("alone", "The child alone"), Choice("unknown", "The record does not say"),
        ),
    )  # fmt: skip
    alone = Question(
        "mornings-help", Kind.SHORT_TEXT, "What would help on a school morning?",
        shown_when=Condition("mornings", ("sibling", "alone")),
    )  # fmt: skip
    content = building.add_question(building.add_question(content, "daily-life", mornings), "daily-life", alone)
    text = "Was any visit unannounced, before school or after six in the evening?"
    content = building.change_question(content, "unplanned", text=text)
    life = building.section_named(content, "daily-life")
    guidance = f"{life.guidance}\nWhat the child can tell about a morning, a mealtime and a night"
    return building.change_section(content, "daily-life", guidance=guidance)


def _harder_to_pass(content: Content) -> Content:
    """Help that came too late counts: one more rule for the overall grade."""
    rule = Limit(Grade.INADEQUATE, Grade.REQUIRES_IMPROVEMENT, ("help",))
    network = building.section_named(content, "network")
    content = building.change_section(building.add_limit(content, rule), "network", title="Health, school and others")
    good = network.descriptors.good + " The child knows who talks about them, and why."
    return building.change_section(content, "network", descriptors=replace(network.descriptors, good=good))
