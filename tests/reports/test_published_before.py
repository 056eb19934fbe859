"""What was published is what readers subtract: later editions are protected against it, not against today's records."""

import datetime

import pytest

from audits.grading import Grade
from reports import assembly, commands, disclosure
from reports.audit_counts import GRADES, MODERATION, NUMBERS
from reports.disclosure import CountTable, Line, protect
from reports.models import Publication, Report
from tests.factories import at
from tests.reports.conftest import AFTER, APRIL, JUNE, WORDS, approved_by, signed_off

LATER = datetime.date(2026, 7, 27)


def facts_of(report, key="audit_findings"):
    document = assembly.draft(report, today=LATER).document
    section = next(section for section in document.sections if section.key == key)
    return {fact.label: fact.number for block in section.blocks for fact in getattr(block, "facts", ())}


@pytest.fixture
def more_agreed(allocate, agree, places):
    """So many more audits of June are agreed, all of them good."""

    def agreed(count):
        for _ in range(count):
            agree(allocate(unit=places.team, audit_month=JUNE), original={"overall": Grade.GOOD}, at=at(2026, 7, 22))

    return agreed


def make_corrected(written, _full_quarter, cast):
    commands.publish(signed_off(written, cast), by=cast.quinn, at=AFTER)
    return commands.correct(written, because="Audits were agreed late.", by=cast.quinn, at=AFTER)


@pytest.fixture(scope="module")
def kept_corrected(keep, kept_written, kept_full_quarter, kept_cast):
    return keep(make_corrected, kept_written, kept_full_quarter, kept_cast)


@pytest.fixture
def corrected(written, full_quarter, cast, kept_corrected):
    """The quarterly report is out, and a corrected version is begun."""
    return kept_corrected.put_back(written, full_quarter, cast)


def test_the_tables_of_the_public_edition_are_kept_without_a_hidden_number(corrected):
    public, restricted = Publication.objects.order_by("edition")
    tables = disclosure.kept(public.shown)

    assert (public.edition, restricted.shown) == ("public", None)
    assert disclosure.to_keep(tables) == public.shown
    numbers = next(table for table in tables if table.name == "Audits in the quarter")
    assert [(line.title, line.cells) for line in numbers.lines] == [
        ("Audits allocated", (14,)), ("Audits agreed", (13,)),
    ]  # fmt: skip
    moderation = next(table for table in tables if table.name.startswith("The auditor's"))
    assert moderation.lines[0].cells == (None, 0, None)


def test_what_a_council_leaves_out_of_a_report_is_told_nobody(written, full_quarter):
    entries = [{"key": "audit_findings", "title": "Audits", "is_in": False}]
    Report.objects.filter(pk=written.pk).update(arrangement=entries)

    whole, shortened = (
        {table.name for table in assembly.draft(report, today=LATER).shown_tables}
        for report in (written, Report.objects.get())
    )

    assert whole - shortened == {
        "Audits in the quarter", "Agreed grades, overall and by domain",
        "The auditor's overall grade and the agreed one",
    }  # fmt: skip
    assert "Indicator 3.3" in shortened


def test_without_a_change_the_correction_says_the_same(corrected):
    assert facts_of(corrected)["Audits agreed"] == "13"


@pytest.mark.parametrize(("count", "shown"), [(1, "[c]"), (3, "[c]"), (6, "19")])
def test_a_correction_does_not_tell_of_a_few_more(corrected, more_agreed, count, shown):
    more_agreed(count)

    assert facts_of(corrected)["Audits agreed"] == shown


def test_the_author_reads_which_edition_would_tell(corrected, more_agreed):
    more_agreed(2)

    reasons = assembly.draft(corrected, today=LATER).not_shown["Audits in the quarter"]

    assert ("Audits agreed", "Records",
            "Compared with “Quarterly quality assurance report, Quarter 1 2026/27, version 1”, published earlier, it "
            "would reveal a number from 1 to 5.") in reasons  # fmt: skip


def test_another_kind_about_the_same_quarter_tells_no_more(corrected, more_agreed, places, cast):
    more_agreed(2)
    page = commands.start_report(
        kind="scrutiny", unit=places.council, starts_on=APRIL, by=cast.quinn, at=at(2026, 7, 27)
    )

    figures = next(s for s in assembly.draft(page, today=LATER).document.sections if s.key == "figures").blocks[0]

    assert figures.statements[0].number == "[c]"


def test_a_half_year_less_a_published_quarter_does_not_tell_of_the_other(corrected, allocate, agree, places, cast):
    for _ in range(2):
        agree(allocate(unit=places.team, audit_month=datetime.date(2026, 7, 1)), at=at(2026, 7, 22))
    deck = commands.start_report(
        kind="practice", unit=places.council, starts_on=APRIL, by=cast.quinn, at=at(2026, 7, 27)
    )

    assert facts_of(deck, "evidence")["Audits of children's records agreed"] == "[c]"


@pytest.mark.parametrize(("more", "shown"), [(0, "7"), (3, "[c]"), (6, "13")])
def test_the_council_less_a_service_does_not_tell_of_the_other(corrected, more_agreed, places, cast, more, shown):
    """Of the council's 13 audits 7 are the north's. Were it 10 by now, 3 would be left for the south."""
    more_agreed(more)
    north = commands.start_report(
        kind="quarterly", unit=places.north, starts_on=APRIL, by=cast.quinn, at=at(2026, 7, 27)
    )

    draft = assembly.draft(north, today=LATER)

    [council] = assembly.published_before(north, draft.period)
    assert (council.name, council.kin, council.adds_up) == (
        "Quarterly quality assurance report, Demo Council, Quarter 1 2026/27, version 1", disclosure.Kin.WHOLE, False,
    )  # fmt: skip
    assert facts_of(north)["Audits agreed"] == shown


def test_of_other_kinds_about_other_units_tables_of_audits_stand_by_themselves(corrected, places, cast):
    north = commands.start_report(kind="scrutiny", unit=places.north, starts_on=APRIL, by=cast.quinn, at=AFTER)

    found = assembly.published_before(north, assembly.draft(north, today=LATER).period)

    assert {(each.kin, each.adds_up, each.unit) for each in found} == {
        (disclosure.Kin.WHOLE, False, places.council.path)
    }
    of_audits, others = found
    assert (of_audits.is_apart, [table.name for table in of_audits.tables]) == (False, [NUMBERS, GRADES, MODERATION])
    assert (others.is_apart, len(others.tables), others.tables[0].name) == (True, 17, "Indicator 1.1")
    june = Line("June 2026, snapshot", (1955, 207))  # of the council's 1,958 of 2,165
    own = CountTable("Indicator 1.1", others.tables[0].columns, (june,), adds_up=False)
    [shown] = protect([own], found).tables[0].lines
    assert (shown.cells, shown.total) == ((None, 207), None)


def test_what_other_units_told_of_another_year_is_another_matter(corrected, places, cast):
    january = datetime.date(2026, 1, 1)
    north = commands.start_report(kind="quarterly", unit=places.north, starts_on=january, by=cast.quinn, at=AFTER)

    assert assembly.published_before(north, assembly.draft(north, today=LATER).period) == []


def test_units_add_up_where_each_of_them_has_published(places, django_assert_num_queries):
    council, north, south, team = places.council, places.north, places.south, places.team
    for own, published, adding in (
        (council, [north, south], {north, south}),
        (council, [north, south, team], {north, south}),
        (council, [north], set()),
        (north, [council, south], {council, south}),
        (north, [council], set()),
        (north, [south], set()),
        (north, [team], set()),
        (team, [north, places.other_team], {north, places.other_team}),
    ):
        with django_assert_num_queries(1):
            found = assembly.units_that_add_up(own, [own, *published])
        assert found == {unit.pk for unit in adding}, (own, published)
    with django_assert_num_queries(0):
        assert assembly.units_that_add_up(council, [council]) == set()
    kin = [assembly.kin_of(north, unit).value for unit in (north, team, council, south, places.elsewhere)]
    assert kin == ["same", "part", "whole", "beside", "beside"]


def publish_highlights(cast, places, month):
    report = commands.start_report(
        kind="highlight", unit=places.council, starts_on=month, by=cast.quinn, at=at(2026, 10, 1)
    )
    words = {"key_messages": WORDS["key_messages"], "commentary": {"prose": "Steady."}}
    report = commands.save_words(report, words, version=1, by=cast.quinn, at=at(2026, 10, 1))
    commands.send(report, by=cast.quinn, at=at(2026, 10, 1))
    report = approved_by(report, cast.hal, cast.dee, when=at(2026, 10, 1))
    return commands.publish(report, by=cast.quinn, at=at(2026, 10, 1))


def test_months_that_were_published_are_compared_in_one_query(
    quarter, draft, cast, load_june, places, django_assert_num_queries
):
    published = [publish_highlights(cast, places, JUNE)]
    for month in (7, 8):
        load_june(month=datetime.date(2026, month, 1))
        published.append(publish_highlights(cast, places, datetime.date(2026, month, 1)))
    period = assembly.draft(draft, today=LATER).period

    with django_assert_num_queries(1):
        found = assembly.published_before(draft, period)

    assert [edition.name for edition in found] == [
        f"Highlight indicators report, {month} 2026, version 1" for month in ("June", "July", "August")
    ]
    assert [len(edition.tables) for edition in found] == [len(each.shown) for each in published]
