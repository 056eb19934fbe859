"""The monthly report of highlight indicators, from the published table."""

import datetime

import pytest

from kpis.models import Indicator, Rebase
from reports import assembly, commands, content
from reports.blueprints.highlight import latest_months, month_of
from reports.editions import Edition
from reports.renderers import html
from reports.templatetags import report_blocks
from tests.factories import at
from tests.reports.conftest import JUNE

TODAY = datetime.date(2026, 7, 10)


@pytest.fixture
def monthly(places, cast, load_june):
    load_june()
    report = commands.start_report(
        kind="highlight", unit=places.council, starts_on=JUNE, by=cast.quinn, at=at(2026, 7, 10)
    )
    words = {
        "key_messages": {"messages": ["Five indicators are short of their minimum."]},
        "commentary": {"prose": "Visits stand at {{ indicator 3.3 value }}."},
    }
    return commands.save_words(report, words, version=1, by=cast.quinn, at=at(2026, 7, 10))


def section_of(document, key):
    return next(section for section in document.sections if section.key == key)


def test_a_month_is_named_with_its_financial_year():
    found = month_of(datetime.date(2027, 2, 11))

    assert (found.label, found.words, found.short) == ("February 2027", "February 2027, 2026/27", "2027-02")
    assert (found.starts_on, found.ends_on) == (datetime.date(2027, 2, 1), datetime.date(2027, 2, 28))
    assert [each.label for each in latest_months(TODAY)][::12] == ["July 2026", "July 2025"]


def test_the_published_table_is_reproduced_to_the_digit(monthly):
    found = assembly.draft(monthly, today=TODAY)

    ratings, table = section_of(found.document, "indicators").blocks
    assert [(fact.label, fact.number, fact.sample) for fact in ratings.facts] == [
        ("Green", "3", "of 17 indicators"), ("Amber", "6", "of 17 indicators"), ("Red", "5", "of 17 indicators"),
    ]  # fmt: skip
    visits = next(row for row in table.rows if row.ref == "3.3")
    assert (visits.current, visits.numerator, visits.denominator, visits.rag_words) == ("77.8%", "615", "790", "Red")
    assert (visits.minimum, visits.upper, visits.distance) == (
        "85%", "90%", "7.2 points below minimum (8.5% in relative terms)",
    )  # fmt: skip
    assert section_of(found.document, "commentary").blocks[0].prose.endswith("77.8% (615 of 790, June 2026)\ue002.")
    assert found.barriers == []


def test_without_a_month_before_nothing_is_said_to_have_changed(monthly):
    found = assembly.draft(monthly, today=TODAY)

    assert [type(block).__name__ for block in section_of(found.document, "changes").blocks] == ["Heading", "Table"]


def test_an_indicator_that_turns_red_is_told_with_both_figures(monthly, load_june, places, cast):
    better = (("615,790,77.8%", "700,790,88.6%"), ("84.0%,77.8%,85%", "84.0%,88.6%,85%"))
    load_june(*better, month=datetime.date(2026, 7, 1))
    report = commands.start_report(
        kind="highlight", unit=places.council, starts_on=datetime.date(2026, 7, 1), by=cast.quinn, at=at(2026, 8, 10)
    )

    found = assembly.draft(report, today=datetime.date(2026, 8, 10))

    rows = [row for block in section_of(found.document, "changes").blocks[1:] for row in block.rows if row[0] == "3.3"]
    assert rows == [("3.3", "% of CIN children visited within the past four weeks", "84.0%", "88.6%", "Red, now amber")]


def test_what_changed_and_the_months_of_what_is_red_say_where_they_come_from(monthly, load_june, places, cast):
    load_june(month=datetime.date(2026, 7, 1))
    report = commands.start_report(
        kind="highlight", unit=places.council, starts_on=datetime.date(2026, 7, 1), by=cast.quinn, at=at(2026, 8, 10)
    )

    found = assembly.draft(report, today=datetime.date(2026, 8, 10)).document

    sources = {source.key: source for source in found.sources}
    tables = [block for block in section_of(found, "changes").blocks if isinstance(block, content.Table)]
    charts = section_of(found, "red").blocks
    told = [*(key for table in tables for key in table.sources), *(chart.source for chart in charts)]
    assert len(told) == sum(len(table.rows) for table in tables) + len(charts) > len(charts) > 0
    assert set(told) <= set(sources)
    visits = sources["months-3.3"]
    assert (visits.title, visits.period) == (
        "3.3 % of CIN children visited within the past four weeks, month by month", "February 2026 to July 2026",
    )  # fmt: skip
    assert visits.number == (
        "February 2026: 84.0%; March 2026: 84.5%; April 2026: 82.8%; May 2026: 83.3%; June 2026: 84.0%; "
        "July 2026: 77.8%"
    )
    assert visits.query == "Indicator 3.3 of the council, the months to July 2026, snapshot"
    # The return of July states the months before it again.
    assert visits.provenance.count("june.csv (SHA-256 begins") == 1
    page = html.render(found, "f" * 64).decode()
    for key in told:
        assert (page.count(f'href="#source-{key}"') >= 1, page.count(f'id="source-{key}"')) == (True, 1)


def test_what_changed_is_explained_by_both_figures(monthly, load_june, places, cast):
    better = (("615,790,77.8%", "700,790,88.6%"), ("84.0%,77.8%,85%", "84.0%,88.6%,85%"))
    load_june(*better, month=datetime.date(2026, 7, 1))
    report = commands.start_report(
        kind="highlight", unit=places.council, starts_on=datetime.date(2026, 7, 1), by=cast.quinn, at=at(2026, 8, 10)
    )

    found = assembly.draft(report, today=datetime.date(2026, 8, 10)).document

    source = next(source for source in found.sources if source.key == "changed-3.3")
    assert source.number == "June 2026: 84.0%; July 2026: 88.6%; Rating: Red, now amber"
    assert source.period == "June 2026 and July 2026"
    assert source.definition.endswith("Each of the two is rated by the target in force at its time.")
    assert source.query.endswith("; and the same as it stood in June 2026")
    assert "loaded by" in source.provenance


def test_a_small_number_is_hidden_with_what_changed(monthly, load_june, places, cast):
    load_june(
        (",34,291,11.7%,", ",4,291,1.4%,"), ("8.8%,11.3%,11.7%", "8.8%,11.3%,1.4%"), month=datetime.date(2026, 7, 1)
    )
    report = commands.start_report(
        kind="highlight", unit=places.council, starts_on=datetime.date(2026, 7, 1), by=cast.quinn, at=at(2026, 8, 10)
    )

    found = assembly.draft(report, today=datetime.date(2026, 8, 10))

    def told(edition):
        blocks = section_of(found.in_edition(edition), "changes").blocks
        return [
            row[2:] for block in blocks if isinstance(block, content.Table) for row in block.rows if row[0] == "5.10"
        ]

    assert told(Edition.PUBLIC) == [("[c]", "[c]", "[c]")]
    assert told(Edition.RESTRICTED) == [("11.3%", "1.4%", "Red, now green")]


def test_a_month_that_is_not_loaded_says_so(places, cast):
    report = commands.start_report(
        kind="highlight", unit=places.council, starts_on=JUNE, by=cast.quinn, at=at(2026, 7, 10)
    )

    found = assembly.draft(report, today=TODAY)

    assert found.barriers[:3] == [
        "Write at least one key message.",
        "Write the commentary: RAG alone explains too little.",
        "Indicators for June 2026 are not loaded.",
    ]
    assert section_of(found.document, "indicators").blocks == (content.Text("No indicators are loaded for June 2026."),)


def test_each_red_indicator_has_its_months_as_a_chart(monthly):
    charts = section_of(assembly.draft(monthly, today=TODAY).document, "red").blocks

    assert [chart.title.split(" ")[0] for chart in charts] == ["3.3", "4.7.2", "5.10", "5.11", "4.8"]
    visits = charts[0]
    assert (visits.categories[0], visits.categories[-1]) == ("January 2026", "June 2026")
    assert visits.series[0].words == ("84.0%", "84.5%", "82.8%", "83.3%", "84.0%", "77.8%")


def test_a_hidden_red_indicator_has_no_chart(monthly, load_june):
    load_june(("615,790,77.8%", "3,790,0.4%"), ("84.0%,77.8%,85%", "84.0%,0.4%,85%"))

    charts = section_of(assembly.draft(monthly, today=TODAY).document, "red").blocks

    assert "3.3" not in [chart.title.split(" ")[0] for chart in charts]


def test_a_trend_breaks_where_something_is_counted_otherwise(monthly):
    indicator = Indicator.objects.get(ref="3.3")
    Rebase.objects.create(
        indicator=indicator, month=datetime.date(2026, 5, 1), reason="Visits by phone no longer count."
    )
    found = assembly.draft(monthly, today=TODAY)

    table = section_of(found.document, "indicators").blocks[1]
    visits = next(row for row in table.rows if row.ref == "3.3")
    assert [point.month for row in table.rows for point in row.trend if point.begins] == ["May 2026"]
    assert visits.trend_summary.endswith("; the line breaks before May 2026")
    assert "3.3: counted otherwise from May 2026 on, where its trend breaks." in table.notes
    line = report_blocks.trend_line(visits.trend)
    assert ([len(points.split()) for points in line.lines], line.breaks) == ([4, 2], ["82"])

    chart = next(
        block for section in found.document.sections for block in section.blocks
        if isinstance(block, content.Chart) and block.title.startswith("3.3 ")
    )  # fmt: skip
    before, after = chart.series
    assert (before.name, after.name) == ("Each month", "Counted as from May 2026")
    assert [value is None for value in before.values] == [False] * 4 + [True] * 2
    assert [value and round(value, 1) for value in after.values] == [None] * 4 + [84.0, 77.8]
    assert after.words == ("counted otherwise",) * 4 + ("84.0%", "77.8%")
