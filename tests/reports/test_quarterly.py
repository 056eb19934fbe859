"""The quarterly report from real rows, to the digit."""

import datetime

import pytest

from audits.commands import add_activity
from reports import assembly, commands, content
from reports.parts.audits import WITHHELD
from tests.factories import at
from tests.reports.conftest import JUNE
from tests.tools import TITLES
from tests.world import activity_draft

TODAY = datetime.date(2026, 7, 20)
PERIOD = "April to June 2026"


def blocks_of(report, key):
    document = assembly.draft(report, today=TODAY).document
    return next(section.blocks for section in document.sections if section.key == key)


def test_the_cover_names_what_it_is_about(written):
    cover = assembly.draft(written, today=TODAY).document.cover

    assert cover == content.Cover(
        title="Quarterly quality assurance report",
        subtitle="Quarter 1 2026/27",
        council="Demo Council",
        period=PERIOD,
        starts_on="2026-04-01",
        ends_on="2026-06-30",
        author="Quinn",
        audience="Lead member, executive and scrutiny",
        edition="Public",
        published_on="2026-07-20",
        version=1,
    )


def test_the_report_is_whole_and_in_order(written):
    found = assembly.draft(written, today=TODAY)

    assert [(section.number, section.title) for section in found.document.sections] == [
        (1, "Purpose"),
        (2, "Summary of findings"),
        (3, "What audits found"),
        (4, "Highlight indicators"),
        (5, "Addressing findings"),
        (6, "Next quarter"),
        (7, "Recommendation"),
        (8, "Supporting information"),
    ]
    assert content.check(found.document)
    assert found.barriers == []


@pytest.mark.parametrize(("number", "noun"), [(1, "activity"), (18, "activities")])
def test_the_report_says_how_many_other_activities_it_draws_upon(written, cast, places, number, noun):
    for n in range(number):
        add_activity(activity_draft(title=f"Activity {n}"), unit=places.team, by=cast.quinn)
    add_activity(activity_draft(starts_on=TODAY, ends_on=TODAY), unit=places.team, by=cast.quinn)

    *_, last = blocks_of(written, "purpose")

    assert last == content.Text(
        f"Beside audits of children's records, this report draws upon {number} other quality assurance {noun} "
        f"that ended in {PERIOD}."
    )


def test_without_other_activities_the_report_says_nothing_of_them(written):
    assert "activit" not in str(blocks_of(written, "purpose"))


def test_audit_numbers_are_counted_and_suppressed(written, full_quarter):
    numbers, grades, sides, heading, moderation, agreement = blocks_of(written, "audit_findings")

    assert numbers.facts == (
        content.Fact("Audits allocated", "14", PERIOD, "children's records", "audits-allocated"),
        content.Fact("Audits agreed", "13", PERIOD, "of 14 allocated", "audits-agreed"),
        content.Fact("Good or better overall", "46%", PERIOD, "6 of 13 records", "audits-good-or-better"),
    )
    assert [(row.title, row.words, row.good_or_better) for row in grades.rows[:3]] == [
        ("Overall", ("0", "6", "7", "0", "13"), "46%"),
        ("Assessment", ("[c]", "[c]", "[c]", "[c]", "13"), "[c]"),  # all 13 are good
        ("Planning", ("0", "[c]", "[c]", "0", "13"), "[c]"),
    ]
    assert len(grades.rows) == 9
    assert grades.notes == (content.SUPPRESSED_NOTE,)
    assert sides.focus == ("Plans lack dates.", "Visits are late.")
    assert heading.text == "Moderation"
    # Twelve unchanged and one lowered: the one is small, and showing the twelve beside a total of 13 would tell it.
    assert [(fact.number, fact.sample) for fact in moderation.facts] == [
        ("[c]", "of 13 moderated audits"),
        ("0", "of 13 moderated audits"),
        ("[c]", "of 13 moderated audits"),
    ]
    assert agreement == content.Text("From which grade to which is not published: it could tell of single records.")


def test_every_number_that_is_not_shown_has_its_reason(written, full_quarter):
    small, row = "It is a number from 1 to 5.", "With the rest of its row it would reveal a number that is hidden."
    percentage = "The percentage would reveal a number that is hidden."
    alike = "All records are “Good”, so showing it would tell what was said of each."
    grades = "Outstanding, Good, Requires improvement, Inadequate"
    in_all_others = [
        each for title in TITLES.values() if title != "Planning"
        for each in ((title, grades, alike), (title, "Good or better", percentage))
    ]  # fmt: skip

    not_shown = assembly.draft(written, today=TODAY).not_shown
    assert sorted(not_shown.pop("Agreed grades, overall and by domain")) == sorted(
        [
            ("Planning", "Good", row), ("Planning", "Requires improvement", small),
            ("Planning", "Good or better", percentage), *in_all_others,
        ]
    )  # fmt: skip
    assert not_shown == {
        "The auditor's overall grade and the agreed one": [
            ("Moderated audits", "Unchanged", row), ("Moderated audits", "Lowered", small),
            ("Moderated audits", "Unchanged, in per cent", percentage),
        ],
        "From the auditor's overall grade to the agreed one": [
            ("All grades", "All grades", WITHHELD),
        ],
    }  # fmt: skip


def test_indicators_stand_as_at_the_last_month_of_the_quarter(written):
    ratings, table = blocks_of(written, "indicators")

    assert [(fact.label, fact.number, fact.sample) for fact in ratings.facts] == [
        ("Green", "3", "of 17 indicators"), ("Amber", "6", "of 17 indicators"), ("Red", "5", "of 17 indicators"),
    ]  # fmt: skip
    assert table.caption == "Highlight indicators, June 2026"
    row = next(row for row in table.rows if row.ref == "3.3")
    assert (row.numerator, row.denominator, row.current, row.minimum, row.upper) == (
        "615",
        "790",
        "77.8%",
        "85%",
        "90%",
    )
    assert (row.rag, row.rag_words) == ("red", "Red")
    assert row.distance == "7.2 points below minimum (8.5% in relative terms)"
    assert [point.month for point in row.trend][::5] == ["January 2026", "June 2026"]
    assert table.notes == (table.notes[0],)


def test_an_indicator_that_rests_on_a_small_number_is_hidden_wherever_it_stands(draft, load_june):
    load_june((",34,291,11.7%,", ",4,291,1.4%,"), ("8.8%,11.3%,11.7%", "8.8%,11.3%,1.4%"))

    _, table = blocks_of(draft, "indicators")

    row = next(row for row in table.rows if row.ref == "5.10")
    assert (row.numerator, row.denominator, row.current, row.rag_words, row.distance, row.direction) == (
        "[c]", "291", "[c]", "[c]", "", "",
    )  # fmt: skip
    assert (row.trend[-1].value, row.trend[-1].words) == (None, "[c]")
    assert row.trend_summary.endswith("May 2026 11.3%, June 2026 [c]")
    assert content.SUPPRESSED_NOTE in table.notes


def test_a_small_count_is_hidden_as_last_years_figure_too(draft, load_june):
    load_june((",301,n/a,n/a,291,Snapshot,301,295,297,289,288,291,", ",3,n/a,n/a,291,Snapshot,301,4,297,289,288,291,"))

    _, table = blocks_of(draft, "indicators")

    row = next(row for row in table.rows if row.ref == "1.4")
    assert (row.outturn, row.current, [point.words for point in row.trend][:2]) == ("[c]", "291", ["301", "[c]"])
    assert assembly.draft(draft, today=TODAY).not_shown == {
        "Indicator 1.4": [
            ("March 2026, outturn", "Number", "It is a number from 1 to 5."),
            ("February 2026, snapshot", "Number", "It is a number from 1 to 5."),
        ]
    }


def test_a_figure_of_fewer_than_six_hides_its_denominator(draft, load_june):
    load_june((",34,291,11.7%,", ",0,4,0%,"), ("8.8%,11.3%,11.7%", "8.8%,11.3%,0%"))

    _, table = blocks_of(draft, "indicators")

    row = next(row for row in table.rows if row.ref == "5.10")
    assert (row.numerator, row.denominator, row.current) == ("[c]", "[c]", "[c]")


def test_a_year_to_date_does_not_give_a_small_quarter_by_subtraction(draft, load_june, places, cast):
    """By June 48 contacts took longer than a day, by September 51: readers of both reports would know of 3."""
    load_june((',"6,015","6,417",93.7%,', ",402,450,89.3%,"))
    load_june((',"6,015","6,417",93.7%,', ',"6,012","6,063",99.2%,'), month=datetime.date(2026, 9, 1))
    later = commands.start_report(
        kind="quarterly", unit=places.council, starts_on=datetime.date(2026, 7, 1), by=cast.quinn, at=at(2026, 10, 6)
    )

    june, september = (
        next(row for row in blocks_of(report, "indicators")[1].rows if row.ref == "2.1") for report in (draft, later)
    )

    assert (june.numerator, june.denominator, june.current) == ("402", "450", "89.3%")
    assert (september.numerator, september.denominator, september.current) == ("[c]", "6,063", "[c]")
    told = assembly.draft(later, today=datetime.date(2026, 10, 20)).not_shown
    assert list(told) == ["Indicator 2.1"]
    assert told["Indicator 2.1"][:2] == [
        (
            "September 2026, year to date",
            "Number",
            "With the rest of its row it would reveal a number that is hidden.",
        ),
        (
            "September 2026, year to date",
            "The rest",
            "Compared with “The report for Q1 2026/27 (April to June 2026)”, published earlier, it would reveal a "
            "number from 1 to 5.",
        ),
    ]
    # Single months come without their numbers: of 450 in three months 150 are in one.
    assert {words for _, _, words in told["Indicator 2.1"][2:]} == {
        "Its numbers are not given; of about 150 it would tell a number from 1 to 5."
    }


def test_actions_are_counted_and_only_chosen_ones_are_listed_in_the_authors_wording(written):
    numbers, table = blocks_of(written, "actions")

    assert [(fact.label, fact.number) for fact in numbers.facts] == [
        ("Actions raised", "2"), ("Actions delivered", "0"), ("Actions closed", "0"), ("Open now", "2"),
        ("Overdue now", "1"),
    ]  # fmt: skip
    assert table.rows == (
        content.ActionRow("Check chronologies.", "North team 1", "1 July 2026", "overdue", "Overdue"),
    )


def test_findings_and_actions_are_suggested_once_each(written):
    found = assembly.draft(written, today=TODAY)
    suggestions = found.blueprint.suggest(found.figures)

    assert [(each.group, each.text) for each in suggestions["strengths_focus-strengths"]][:2] == [
        ("Assessment", "Strength in assessment"), ("Planning", "Strength in planning"),
    ]  # fmt: skip
    assert len(suggestions["strengths_focus-focus"]) == 8
    assert [each.text for each in suggestions["actions"]] == [
        "Check every chronology at supervision.", "Agree dates in each plan.",
    ]  # fmt: skip


def test_no_childs_reference_and_no_name_of_an_owner_is_in_the_report(written, cast):
    said = " ".join(text for _, text in content.texts(assembly.draft(written, today=TODAY).document))

    assert "QA123456" not in said
    assert cast.pat.name not in said


def test_an_empty_quarter_says_so_and_what_is_missing(draft, indicators):
    found = assembly.draft(draft, today=TODAY)

    assert found.barriers == [
        "Write at least one key message.",
        "Give at least one practice strength and one area for focus.",
        "Write what comes next quarter.",
        "No audit of this quarter is agreed yet.",
        "Indicators for June 2026 are not loaded.",
    ]
    assert content.check(found.document)
    assert blocks_of(draft, "audit_findings") == (content.Text("No audit of this quarter is agreed."),)
    assert blocks_of(draft, "indicators") == (content.Text("No indicators are loaded for June 2026."),)


def test_the_number_of_queries_does_not_grow_with_the_quarter(written, full_quarter, django_assert_num_queries):
    with django_assert_num_queries(19):
        found = assembly.draft(written, today=TODAY)
        assert found.seal == found.seal
    with django_assert_num_queries(1):  # an approval does not ask what the linter says
        assert (found.barriers, found.findings) == (found.barriers, found.findings)


@pytest.mark.parametrize(
    ("day", "label", "words", "short"),
    [
        (datetime.date(2016, 12, 31), "Quarter 3 2016/17", "October to December 2016", "2016-17-q3"),
        (datetime.date(2017, 1, 1), "Quarter 4 2016/17", "January to March 2017", "2016-17-q4"),
        (JUNE, "Quarter 1 2026/27", PERIOD, "2026-27-q1"),
    ],
)
def test_a_day_lies_in_one_quarter(day, label, words, short):
    period = assembly.blueprint_of("quarterly").period_of(day)

    assert (period.label, period.words, period.short) == (label, words, short)
