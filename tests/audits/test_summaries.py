"""Figures, exactly, and in a number of queries that never grows."""

import datetime
from decimal import Decimal

import pytest

from audits import commands
from audits.agreement import Facts
from audits.building import change_section
from audits.grading import Grade
from audits.summaries import (
    FindingLine,
    GradeCounts,
    my_work,
    period_findings,
    team_grades,
    to_moderate,
)
from people.models import User
from tests.factories import at
from tests.tools import eight_domains

QUARTER = (datetime.date(2026, 4, 1), datetime.date(2026, 6, 30))
TODAY = datetime.date(2026, 6, 1)


def test_a_period_counts_audits_by_their_month_and_only_below_the_unit(allocate, agree, places, cast):
    agree(allocate(), changed={"planning": Grade.REQUIRES_IMPROVEMENT, "overall": Grade.INADEQUATE})
    agree(allocate(), original={"overall": Grade.REQUIRES_IMPROVEMENT}, changed={"overall": Grade.OUTSTANDING})
    agree(allocate(audit_month=datetime.date(2026, 3, 1)))
    agree(allocate(unit=places.elsewhere))
    allocate()
    commands.withdraw(allocate(), reason="Twice", by=cast.quinn)

    found = period_findings(places.north, *QUARTER)

    assert (found.allocated, found.agreed) == (3, 2)
    assert found.grades[0] == GradeCounts("overall", "Overall", 1, 0, 0, 1)
    assert found.grades[2] == GradeCounts("planning", "Planning", 0, 1, 1, 0)
    assert [counts.code for counts in found.grades] == [
        "overall", "assessment", "planning", "oversight", "voice", "risk", "partnership", "identity", "recording",
    ]  # fmt: skip
    assert found.moderation.facts == Facts(paired=2, unchanged=0, raised=1, lowered=1, by_two=2, shift=Decimal(0))
    assert [sum(row) for row in found.moderation.matrix] == [0, 1, 1, 0]
    assert found.strengths[:3] == [
        FindingLine("strength", "Assessment", "Strength in assessment"),
        FindingLine("strength", "Assessment", "Strength in assessment"),
        FindingLine("strength", "Planning", "Strength in planning"),
    ]
    assert len(found.strengths) == len(found.focus) == 16


def test_a_period_without_audits_has_no_grades(places, tool):
    found = period_findings(places.council, *QUARTER)

    assert (found.allocated, found.agreed, found.grades) == (0, 0, [])
    assert found.moderation.facts == Facts(0, 0, 0, 0, 0, None)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((1, 1, 1, 0), 67), ((0, 1, 1, 0), 50), ((0, 1, 7, 0), 13), ((0, 0, 0, 0), None)],
)
def test_percent_good_or_better_is_rounded_half_up_and_missing_without_audits(counts, expected):
    assert GradeCounts("overall", "Overall", *counts).percent_good_or_better == expected


def test_a_percentage_never_stands_without_its_sample():
    counts = GradeCounts("overall", "Overall", 0, 1, 0, 0)

    assert (counts.percent_words, counts.sample_words) == ("100%", "1 of 1 audit with agreed grades")
    assert GradeCounts("overall", "Overall", 0, 0, 0, 0).percent_words == "no data"


def test_a_manager_reads_the_grades_of_the_own_team_only(allocate, agree, cast, places):
    agree(allocate())
    agree(allocate(unit=places.elsewhere))

    readers = {name: getattr(cast, name) for name in ("tess", "olly", "dee", "pat", "sky")}
    totals = {name: sum(c.total for c in team_grades(user, *QUARTER)) for name, user in readers.items()}

    assert totals == {"tess": 9, "olly": 9, "dee": 18, "pat": 0, "sky": 0}


def test_my_work_sorts_audits_by_what_is_to_be_done(allocate, submit, agree, cast):
    new, begun, back, waiting, done = (allocate() for _ in range(5))
    allocate(auditor=cast.abe)
    commands.start(begun, by=cast.ana)
    submit(back)
    commands.begin_moderation(back, by=cast.mo)
    commands.send_back(back, reason="Say more.", by=cast.mo)
    submit(waiting)
    agree(done)

    work = my_work(cast.ana, today=TODAY)

    assert (work.to_do, work.sent_back, work.waiting, work.done) == ([new, begun], [back], [waiting], [done])
    assert work.waiting_for_moderation == 1
    progress = [(audit.progress.complete, audit.progress.parts) for audit in (*work.to_do, *work.sent_back)]
    assert progress == [(0, 11), (0, 11), (11, 11)]
    assert work.done[0].overall == "good"


@pytest.mark.parametrize("number", [1, 3, 50])
def test_my_work_takes_a_fixed_number_of_queries(allocate, write, cast, number, django_assert_num_queries):
    audits = [allocate() for _ in range(number)]
    write(audits[0])
    ana = User.objects.get(pk=cast.ana.pk)

    with django_assert_num_queries(8):
        work = my_work(ana, today=TODAY)

    assert [audit.progress.complete for audit in work.to_do] == [11] + [0] * (number - 1)


def test_a_moderator_sees_what_waits_longest_first_and_never_own_work(allocate, submit, cast):
    first, begun, anothers = (allocate(auditor=cast.abe) for _ in range(3))
    own, of_practice = allocate(auditor=cast.amo), allocate(practitioner=cast.amo)
    for audit in (begun, first, anothers, own, of_practice):
        submit(audit)
    type(first).objects.filter(pk=first.pk).update(submitted_at=at(2026, 5, 1))
    commands.begin_moderation(begun, by=cast.amo)
    commands.begin_moderation(anothers, by=cast.mo)

    assert list(to_moderate(cast.amo)) == [first, begun]
    assert list(to_moderate(cast.mo)) == [first, anothers, own, of_practice]
    assert list(to_moderate(cast.tess)) == []


@pytest.mark.parametrize("number", [1, 3])
def test_figures_take_a_fixed_number_of_queries(
    number, allocate, submit, agree, cast, places, django_assert_num_queries
):
    for _ in range(number):
        agree(allocate())
        submit(allocate())

    with django_assert_num_queries(5):
        period_findings(places.council, *QUARTER)
    with django_assert_num_queries(3):
        team_grades(cast.tess, *QUARTER)
    with django_assert_num_queries(2):
        my_work(cast.ana, today=TODAY)


def test_a_domain_that_a_newer_version_renames_counts_as_one_line(cast, places, allocate, agree, tool):
    """Results compare across versions by the domain's code."""
    agree(allocate())
    draft = commands.make_draft(tool, by=cast.quinn)
    commands.change_draft(
        draft, lambda old: change_section(old, "planning", title="Plans that help"), what="planning", by=cast.quinn
    )
    commands.propose_tool(draft, by=cast.quinn)
    newer = commands.publish_tool(draft, by=cast.hal)
    agree(allocate(tool_version=newer))

    lines = [line for line in period_findings(places.council, *QUARTER).grades if line.code == "planning"]

    assert [(line.title, line.good, line.total) for line in lines] == [("Plans that help", 2, 2)]


def test_domains_of_different_tools_never_add_up(places, allocate, agree, cast):
    """The one used most has its domains shown, and is named; overall counts the audits of both."""
    agree(allocate())
    agree(allocate(), changed={"planning": Grade.INADEQUATE})
    other = commands.install_tool(eight_domains("other", "Another tool"), by=cast.quinn)
    agree(allocate(tool_version=other), changed={"planning": Grade.OUTSTANDING})

    overall, *domains = period_findings(places.council, *QUARTER).grades

    assert overall == GradeCounts("overall", "Overall", 0, 3, 0, 0)
    assert domains[1] == GradeCounts("planning", "Planning", 0, 1, 0, 1, tool="Audit of a child's record")
