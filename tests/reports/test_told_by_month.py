"""A month's figure of audits and the table of grades, which tell together no more than either: the later gives way.

A month's figure that was published first binds the quarter's table; and in the month's own report the indicators come
first, as the report is about them, and what its words may say of audits gives way.
"""

import pytest

from audits.grading import Grade
from kpis.models import Definition
from kpis.periods import Basis
from reports import assembly, commands
from reports.editions import Edition
from tests.factories import at
from tests.reports.conftest import AFTER, APRIL, JUNE, approved_by
from tests.reports.figures import shown_of
from tests.reports.test_published_before import LATER


def overall(report):
    found = assembly.draft(report, today=LATER)
    blocks = [block for section in found.document.sections for block in section.blocks]
    row = next(block.rows[0] for block in blocks if hasattr(block, "grade_titles") and hasattr(block, "rows"))
    return (row.counts, row.total), found


@pytest.fixture
def june_is_out(full_quarter, define, give, places, cast):
    """12 of the 13 audits of the quarter are told of in the report about June: 6 of them are good."""
    indicator = define("A1", Basis.MONTH)
    Definition.objects.filter(indicator=indicator).update(origin="computed", measure="good_or_better")
    give(indicator, Basis.MONTH, {6: ("50", 6, 12)})
    report = commands.start_report(
        kind="highlight", unit=places.council, starts_on=JUNE, by=cast.quinn, at=at(2026, 7, 6)
    )
    words = {"key_messages": {"messages": ["Audits."]}, "commentary": {"prose": "All is told."}}
    report = commands.save_words(report, words, version=1, by=cast.quinn, at=at(2026, 7, 7))
    commands.send(report, by=cast.quinn, at=AFTER)
    return commands.publish(approved_by(report, cast.hal, cast.dee), by=cast.quinn, at=AFTER)


def test_without_the_month_the_quarter_is_told(written, full_quarter):
    assert overall(written)[0] == ((0, 6, 7, 0), 13)


def test_after_the_month_the_quarter_does_not_tell_of_the_one_audit_more(june_is_out, draft):
    row, found = overall(draft)

    assert row == ((0, None, None, 0), None)
    why = {words for _, _, words in found.not_shown["Agreed grades, overall and by domain"]}
    edition = "Highlight indicators report, June 2026, version 1"
    assert f"Compared with “{edition}”, published earlier, it would reveal a number from 1 to 5." in why


def test_the_deck_offers_no_more_either(june_is_out, places, cast):
    report = commands.start_report(
        kind="practice", unit=places.council, starts_on=APRIL, by=cast.quinn, at=at(2026, 7, 6)
    )

    found = assembly.draft(report, today=LATER)

    shown = shown_of(found)
    assert shown["audits good or better"] == "[c] (April to September 2026)"


@pytest.fixture
def council_is_out(full_quarter, define, give, places, cast):
    """The council's report about June tells how many of its audits are good, of how many."""

    def published(basis, good, of):
        indicator = define("A1", basis)
        Definition.objects.filter(indicator=indicator).update(origin="computed", measure="good_or_better")
        give(indicator, basis, {6: (str(100 * good / of), good, of)})
        report = commands.start_report(
            kind="highlight", unit=places.council, starts_on=JUNE, by=cast.quinn, at=at(2026, 7, 6)
        )
        words = {"key_messages": {"messages": ["Audits."]}, "commentary": {"prose": "All is told."}}
        report = commands.save_words(report, words, version=1, by=cast.quinn, at=at(2026, 7, 7))
        commands.send(report, by=cast.quinn, at=AFTER)
        return commands.publish(approved_by(report, cast.hal, cast.dee), by=cast.quinn, at=AFTER)

    return published


@pytest.fixture
def north(allocate, agree, full_quarter, places, cast):
    """The quarterly report about the north, which has 10 good audits by now, and 9 that require improvement."""
    for grade in [Grade.GOOD] * 6 + [Grade.REQUIRES_IMPROVEMENT] * 6:
        agree(allocate(unit=places.team, audit_month=JUNE), original={"overall": grade},
              changed={"overall": grade}, at=at(2026, 7, 22))  # fmt: skip
    return commands.start_report(
        kind="quarterly", unit=places.north, starts_on=APRIL, by=cast.quinn, at=at(2026, 7, 27)
    )


@pytest.mark.parametrize(
    ("basis", "good", "of", "shown"),
    [
        (Basis.QUARTER, 13, 30, ((0, None, None, 0), 19)),  # 3 good ones are not the north's
        (Basis.QUARTER, 16, 31, ((0, 10, 9, 0), 19)),  # 6 are, and 6 others
        (Basis.MONTH, 13, 30, ((0, 10, 9, 0), 19)),  # of June alone the north has nobody knows how many
    ],
)
def test_the_councils_figure_less_a_services_grades_tells_of_no_few(council_is_out, north, basis, good, of, shown):
    council_is_out(basis, good, of)

    assert overall(north)[0] == shown


NAMES = ("audits good or better", "audits graded good", "audits graded requires improvement", "audits agreed")
SAID = "Good: {{ audits good or better }}; graded good {{ audits graded good }}, of {{ audits agreed }}."


@pytest.fixture
def june(places, cast, full_quarter, define):
    """The report about June, with an indicator of good audits, whose words tell of the 13 audits of the month."""
    indicator = define("A1", Basis.MONTH)
    Definition.objects.filter(indicator=indicator).update(origin="computed", measure="good_or_better")
    report = commands.start_report(
        kind="highlight", unit=places.council, starts_on=JUNE, by=cast.quinn, at=at(2026, 7, 6)
    )
    words = {"key_messages": {"messages": ["Audits."]}, "commentary": {"prose": SAID}}
    return commands.save_words(report, words, version=1, by=cast.quinn, at=at(2026, 7, 7)), indicator


def indicator_row(found):
    blocks = [block for section in found.document.sections for block in section.blocks]
    return next(row for block in blocks if hasattr(block, "trend_table") for row in block.rows if row.ref == "A1")


def test_where_both_count_the_same_audits_both_are_told(june, give):
    report, indicator = june
    give(indicator, Basis.MONTH, {6: ("46.2", 6, 13)})

    found = assembly.draft(report, today=LATER)

    shown = shown_of(found)
    assert [shown[name] for name in NAMES] == [
        "46% (6 of 13 records, June 2026, 2026/27)", "6 (of 13 records, June 2026, 2026/27)",
        "7 (of 13 records, June 2026, 2026/27)", "13 (of 14 allocated, June 2026, 2026/27)",
    ]  # fmt: skip
    assert (indicator_row(found).current, indicator_row(found).numerator) == ("46.2%", "6")
    grades = next(table for table in found.shown_tables if table.name.startswith("Agreed grades"))
    assert [(line.cells, line.total) for line in grades.lines] == [((0, 6, 7, 0), 13)]


def test_an_audit_that_the_indicator_does_not_count_is_not_told_of_beside_it(june, give):
    """12 of the 13 are in the indicator, 6 of them good: the one more requires improvement."""
    report, indicator = june
    give(indicator, Basis.MONTH, {6: ("50", 6, 12)})

    found = assembly.draft(report, today=LATER)

    shown = shown_of(found)
    assert [shown[name] for name in NAMES] == [
        *["[c] (June 2026, 2026/27)"] * 3, "[c] (of 14 allocated, June 2026, 2026/27)",
    ]  # fmt: skip
    assert (indicator_row(found).current, indicator_row(found).numerator) == ("50.0%", "6")
    why = {words for row, _, words in found.not_shown["Agreed grades, overall and by domain"] if row == "Overall"}
    assert "With the table “Indicator A1” it would reveal a number that is hidden." in why
    # Nobody is proposed a sentence that would tell it; the restricted edition tells all.
    assert [each.text for each in found.suggestions["commentary"] if each.group == "Audits"] == []
    [text] = next(each for each in found.restricted.sections if each.key == "commentary").blocks
    assert "46% (6 of 13 records" in text.prose
    for edition in Edition:
        assert found.in_edition(edition).sections


def test_after_the_words_of_the_month_the_quarter_gives_nothing_away(june, give, draft, allocate, agree, cast):
    """The month's words told of 13 audits, 6 of them good; one of April, which is good, was agreed since."""
    report, indicator = june
    give(indicator, Basis.MONTH, {6: ("46.2", 6, 13)})
    commands.send(report, by=cast.quinn, at=AFTER)
    commands.publish(approved_by(report, cast.hal, cast.dee), by=cast.quinn, at=AFTER)
    agree(allocate(audit_month=APRIL), at=at(2026, 7, 21))

    row, _ = overall(draft)

    assert row == ((0, None, None, 0), None)
