"""A chart of grades, cycle by cycle: what it shows, hides and hands on, in every format."""

import datetime

import pytest

from audits.commands import add_cycle
from audits.grading import Grade
from reports import arranging, assembly, commands, content
from reports.audit_counts import APART, CYCLES
from reports.blueprints import blueprint_of
from reports.content import SUPPRESSED, Beside, Chart, Series, Text
from reports.disclosure import Kin
from reports.editions import Edition
from reports.renderers import FORMATS
from tests.audits.conftest import agreeing, allocating
from tests.factories import at
from tests.reports import office_reading, sample
from tests.reports.conftest import APRIL, JUNE, WORDS, approved_by, make_full_quarter, make_quarter, signed_off
from tests.reports.test_audit_sentences import graded
from tests.reports.test_blocks import seen
from tests.reports.test_formats import words_of
from tests.reports.test_record_blocks import put, said
from tests.reports.writing import NOW

pytestmark = pytest.mark.usefixtures("in_july")
TODAY = at(2026, 7, 20).date()
GOOD, RI = Grade.GOOD, Grade.REQUIRES_IMPROVEMENT
MARCH = datetime.date(2026, 3, 1)
NAMES = ("Winter", "Late winter", "Spring")  # of the cycles


def make_cycles(cast):
    for name, first, last in (
        (NAMES[0], (2025, 12, 1), (2026, 1, 31)), (NAMES[1], (2026, 2, 1), (2026, 3, 31)),
        (NAMES[2], (2026, 4, 1), (2026, 6, 30)), ("Summer", (2026, 7, 1), (2026, 8, 31)),
    ):  # fmt: skip
        add_cycle(name=name, starts_on=datetime.date(*first), ends_on=datetime.date(*last), by=cast.quinn)


@pytest.fixture
def cycles(cast):
    """Three cycles that had ended by the end of June, and one that had not."""
    make_cycles(cast)


def make_audited(places, cast, version, indicators):
    make_cycles(cast)
    make_full_quarter(places, cast, version, make_quarter(places, cast, version, indicators))
    new, finish = allocating(cast, places, version), agreeing(cast, version)
    graded(new, finish, MARCH, [GOOD] * 8 + [RI] * 7, at(2026, 3, 25))


@pytest.fixture(scope="module")
def kept_audited(keep, kept_places, kept_cast, kept_tool, kept_indicators):
    return keep(make_audited, kept_places, kept_cast, kept_tool, kept_indicators)


@pytest.fixture
def audited(places, cast, tool, indicators, kept_audited):
    """No audit in the first cycle; 8 good of 15 in the second; 6 of 13 in the third, which `full_quarter` has."""
    kept_audited.put_back(places, cast, tool, indicators)


@pytest.fixture
def start(places, cast):
    def started(kind, starts_on=APRIL, unit=None):
        return commands.start_report(
            kind=kind, unit=unit or places.council, starts_on=starts_on, title="Placements", by=cast.quinn,
            at=at(2026, 7, 6),
        )  # fmt: skip

    return started


CHART = Chart(
    shape="bar",
    title="Records graded good or better overall, by cycle of audits",
    alt="One bar for each cycle of audits, the earliest first. Winter: no data; Late winter: 53%; Spring: 46%.",
    categories=NAMES,
    series=(Series("Good or better", (None, 53.0, 46.0), ("no data", "53%", "46%")),),
    category_title="Cycle",
    source="audits-cycles",
    beside=(
        Beside("Outstanding", ("no data", "0", "0")), Beside("Good", ("no data", "8", "6")),
        Beside("Requires improvement", ("no data", "7", "7")), Beside("Inadequate", ("no data", "0", "0")),
        Beside("Records", ("no data", "15", "13")),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "section", "starts_on"),
    [("quarterly", "useful", APRIL), ("decision", "summary", APRIL), ("highlight", "commentary", JUNE)],
)
def test_every_kind_shows_each_cycle_that_had_ended_with_its_numbers(start, audited, cast, kind, section, starts_on):
    """8 of 15 are 53.3%, and 6 of 13 are 46.2%."""
    report, key = put(start(kind, starts_on), "grade_cycles", cast.quinn, section=section)

    found = assembly.draft(report, today=TODAY)

    for document in (found.document, found.restricted):
        assert said(document, section, key) == [CHART]
        content.check(document)
    source = next(each for each in found.document.sources if each.key == "audits-cycles")
    assert (source.period, source.number) == ("Winter to Spring", "Winter: no data; Late winter: 53%; Spring: 46%")
    assert source.query == "Agreed audits of the council and its teams in the cycles from “Winter” to “Spring”"
    [told] = [table for table in found.shown_tables if table.name == CYCLES]
    assert [(line.cells, line.total) for line in told.lines] == [
        ((0, 0, 0, 0), 0), ((0, 8, 7, 0), 15), ((0, 6, 7, 0), 13),
    ]  # fmt: skip


def test_small_numbers_are_hidden_in_the_public_edition_alone(start, audited, cast, allocate, agree):
    """Two more of March are outstanding: 10 of 17, and of these 2. The share stays: with 8 good both are hidden."""
    graded(allocate, agree, MARCH, [Grade.OUTSTANDING] * 2, at(2026, 3, 25))
    report, key = put(start("quarterly"), "grade_cycles", cast.quinn)

    found = assembly.draft(report, today=TODAY)

    [public], [restricted] = (said(found.in_edition(each), "useful", key) for each in Edition)
    assert [row[2:] for row in public.table.rows][1] == (SUPPRESSED, SUPPRESSED, "7", "0", "17")
    assert (public.series[0].words, public.series[0].values) == (("no data", "59%", "46%"), (None, 59.0, 46.0))
    assert [row[1:] for row in restricted.table.rows][1] == ("59%", "2", "8", "7", "0", "17")
    assert public.notes == (content.SUPPRESSED_NOTE,)
    hidden = [each for each in found.not_shown[CYCLES] if each[0].startswith("Late winter")]
    assert [columns for _, columns, _ in hidden] == ["Outstanding", "Good"]


def test_a_cycle_whose_audits_are_not_those_of_its_months_is_not_published(start, cast, allocate, agree, full_quarter):
    """The audits of June were allocated before the cycle was set: of the 7 of April one is told apart from none."""
    add_cycle(name="Spring", starts_on=APRIL, ends_on=datetime.date(2026, 6, 30), by=cast.quinn)
    graded(allocate, agree, APRIL, [GOOD] * 7 + [RI] * 7, at(2026, 6, 25))
    report, key = put(start("quarterly"), "grade_cycles", cast.quinn)

    found = assembly.draft(report, today=TODAY)

    [public], [restricted] = (said(found.in_edition(each), "useful", key) for each in Edition)
    assert public.table.rows == (("Spring", *[SUPPRESSED] * 6),)
    assert restricted.table.rows == (("Spring", "50%", "0", "7", "7", "0", "14"),)
    assert found.not_shown[CYCLES] == [("Spring, 1 April 2026 to 30 June 2026", "All grades", APART)]
    assert [table.name for table in found.shown_tables if table.name == CYCLES] == []


def test_a_report_without_the_chart_gathers_none_of_it(start, audited, cast):
    report, _ = put(start("quarterly"), "audit_numbers", cast.quinn)

    tables = [table.name for table in assembly.draft(report, today=TODAY).figures.protection.tables]

    assert CYCLES not in tables


# What was published before.


@pytest.fixture
def winter_is_out(audited, load_june, start, cast):
    """The report about January to March, of the financial year before, told of 15 audits."""
    load_june(month=MARCH)
    report = commands.save_words(
        start("quarterly", datetime.date(2026, 1, 1)), WORDS, version=1, by=cast.quinn, at=at(2026, 7, 6)
    )
    return commands.publish(signed_off(report, cast, at(2026, 7, 8)), by=cast.quinn, at=at(2026, 7, 8))


def test_an_edition_of_the_year_before_is_compared_where_a_cycle_reaches_into_it(
    winter_is_out, start, cast, allocate, agree
):
    """One audit of March, which is good, was agreed since."""
    report = start("quarterly")
    assert assembly.draft(report, today=TODAY).blueprint.looks_back is False
    period = assembly.draft(report, today=TODAY).period
    assert [each.name for each in assembly.published_before(report, period)] == []
    report, key = put(report, "grade_cycles", cast.quinn)
    [before] = assembly.published_before(report, period, looks_back=True)
    assert before.name == "Quarterly quality assurance report, Quarter 4 2025/26, version 1"
    graded(allocate, agree, MARCH, [GOOD], at(2026, 7, 10))

    [chart] = said(assembly.draft(report, today=TODAY).document, "useful", key)

    # The quarter told of 8 good and 7 others, and had none in January: 9 and 16 would tell of the one.
    assert chart.table.rows[1] == ("Late winter", SUPPRESSED, "0", SUPPRESSED, "7", "0", SUPPRESSED)


def test_a_report_of_any_year_and_kind_is_held_against_a_cycle_that_was_told(audited, start, cast, places):
    """The month of June tells of the cycles; the quarter of the year before and the service's page come after."""
    report, _ = put(start("highlight", JUNE), "grade_cycles", cast.quinn)
    words = {"key_messages": {"messages": ["Audits."]}, "commentary": {"prose": "All is told."}}
    report = commands.save_words(report, words, version=report.version, by=cast.quinn, at=NOW)
    commands.send(report, by=cast.quinn, at=NOW)
    commands.publish(approved_by(report, cast.hal, cast.dee, when=NOW), by=cast.quinn, at=NOW)

    for kind, starts_on, unit, kin in (
        ("quarterly", datetime.date(2026, 1, 1), places.council, Kin.SAME),
        ("quarterly", datetime.date(2024, 1, 1), places.council, Kin.SAME),
        ("scrutiny", APRIL, places.north, Kin.WHOLE),
    ):
        later = start(kind, starts_on, unit)
        period = blueprint_of(kind).period_of(starts_on)
        told, *_ = assembly.published_before(later, period)
        assert (told.name.split(",")[0], told.kin, told.adds_up) == ("Highlight indicators report", kin, False)


def test_a_cycle_that_was_told_reaches_into_the_year_before(
    start, cast, allocate, agree, places, tool, indicators, load_june, django_assert_num_queries
):
    """From February to May: April to June less what it leaves beside January to March is June alone."""
    add_cycle(name="Across", starts_on=datetime.date(2026, 2, 1), ends_on=datetime.date(2026, 5, 31), by=cast.quinn)
    make_full_quarter(places, cast, tool, make_quarter(places, cast, tool, indicators))
    graded(allocate, agree, MARCH, [GOOD] * 8 + [RI] * 7, at(2026, 3, 25))
    load_june(month=MARCH)
    winter = commands.save_words(
        start("quarterly", datetime.date(2026, 1, 1)), WORDS, version=1, by=cast.quinn, at=at(2026, 7, 6)
    )
    commands.publish(signed_off(winter, cast, at(2026, 7, 8)), by=cast.quinn, at=at(2026, 7, 8))
    later = start("quarterly")
    period = blueprint_of("quarterly").period_of(APRIL)
    assert assembly.published_before(later, period) == []
    report, _ = put(start("highlight", JUNE), "grade_cycles", cast.quinn)
    words = {"key_messages": {"messages": ["Audits."]}, "commentary": {"prose": "All is told."}}
    report = commands.save_words(report, words, version=report.version, by=cast.quinn, at=NOW)
    commands.send(report, by=cast.quinn, at=NOW)
    commands.publish(approved_by(report, cast.hal, cast.dee, when=NOW), by=cast.quinn, at=NOW)

    with django_assert_num_queries(2):
        found = assembly.published_before(later, period)

    assert [each.name.split(",")[0] for each in found] == [
        "Quarterly quality assurance report", "Highlight indicators report",
    ]  # fmt: skip


# Nothing to say.

NOTHING = "No audit of a cycle that had ended by 30 June 2026 is agreed."


@pytest.mark.parametrize("has_cycles", [False, True])
def test_without_an_audit_it_says_so_or_its_section_is_left_out_by_choice(start, cast, has_cycles, request):
    if has_cycles:
        request.getfixturevalue("cycles")
    report = start("quarterly")
    entries = arranging.with_own(arranging.outline(blueprint_of("quarterly")), "Cycles", "")
    kinds = ("grade_cycles", "grade_distribution")
    for kind in kinds:
        entries = arranging.with_own_block(blueprint_of("quarterly"), entries, "own-1", kind, kind)
    report.arrangement = arranging.to_store(entries)
    report.save()

    [section] = [each for each in assembly.draft(report, today=TODAY).document.sections if each.key == "own-1"]
    assert section.blocks == (Text(NOTHING), Text("No audit of this quarter is agreed."))

    report.arrangement = [{**each, "leaves_out_empty": each["key"] == "own-1"} for each in report.arrangement]
    report.save()
    assert [each.key for each in assembly.draft(report, today=TODAY).document.sections if each.key == "own-1"] == []


def test_it_is_offered_among_the_blocks_of_the_records(start, cast, client):
    client.force_login(cast.quinn)
    report = start("practice")
    path = f"/reports/{report.pk}/blocks/"

    form = client.get(path).context["form"]
    assert dict(form.fields["kind"].choices[2][1])["grade_cycles"] == "Chart of grades, cycle by cycle"
    answer = client.post(path, {"saves": seen(report), "section": "workforce", "kind": "grade_cycles"})

    assert answer.status_code == 302


# In every format.

HIDDEN = Chart(
    "bar", "Grades by cycle", "One bar for each cycle.", ("Winter", "Spring", "Summer"),
    (Series("Good or better", (None, None, 59.0), ("no data", SUPPRESSED, "59%")),), "Cycle",
    (content.SUPPRESSED_NOTE,), beside=(Beside("Records", ("no data", SUPPRESSED, "17")),),
)  # fmt: skip


@pytest.mark.parametrize("key", FORMATS)
def test_every_format_has_the_chart_its_words_and_all_columns_of_its_table(key):
    data = FORMATS[key].render(sample.saying(HIDDEN), "f" * 64)

    told = " ".join(words_of(key, data).split())
    for words in ("Grades by cycle", "Cycle Good or better Records", "Winter no data no data", "Summer 59% 17"):
        assert words in told
    assert f"Spring {SUPPRESSED} {SUPPRESSED}" in told


def test_the_chart_of_powerpoint_is_its_own_and_holds_what_is_published():
    [chart] = [
        shape.chart
        for slide in office_reading.slides(FORMATS["pptx"].render(sample.saying(HIDDEN), "f" * 64))
        for shape in slide.shapes
        if shape.has_chart
    ]

    [plot] = chart.plots
    assert (list(plot.categories), [(each.name, tuple(each.values)) for each in plot.series]) == (
        ["Winter", "Spring", "Summer"], [("Good or better", (None, None, 59.0))],
    )  # fmt: skip


def test_a_column_beside_the_chart_that_lacks_a_number_is_refused():
    short = Chart(
        "bar", "T", "A.", ("Winter",), (Series("Good", (None,), ("no data",)),), beside=(Beside("Records", ()),)
    )

    assert short.problem() == "The chart “T”: “Records” has not one number for each category."
    assert (
        content.block_from_json({"kind": "chart", **content.to_json(sample.saying(HIDDEN))["sections"][0]["blocks"][0]})
        == HIDDEN
    )
