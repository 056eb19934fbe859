"""A month's figure of audits was published first: the quarter's table of grades tells no more of the other months."""

import pytest

from audits.grading import Grade
from kpis.models import Definition
from kpis.periods import Basis
from reports import assembly, commands
from tests.factories import at
from tests.reports.conftest import AFTER, APRIL, JUNE, approved_by
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

    shown = {offer.name: offer.shown for offer in found.offers}
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
