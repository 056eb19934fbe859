"""First drafts of the deck and of the month's report beside the period before, as readers were told of it."""

import datetime

import pytest

from audits.grading import Grade
from improvement import commands as improvement
from reports import assembly, commands, content
from reports.blueprints.practice import half
from reports.editions import Edition
from reports.told_before import told_before
from tests.factories import at
from tests.reports.conftest import APRIL, JUNE, WORDS, approved_by, make_full_quarter, make_quarter, signed_off
from tests.reports.test_audit_sentences import GOOD, TOO_FEW, graded
from tests.reports.test_highlight_report import section_of

GOOD_ONES, RI = Grade.GOOD, Grade.REQUIRES_IMPROVEMENT
MAY = datetime.date(2026, 5, 1)
IN_JULY, IN_OCTOBER = datetime.date(2026, 7, 20), datetime.date(2026, 10, 12)
WINTER = "October 2025 to March 2026"


def texts_of(report, key, today, groups=("Audits", "Actions")):
    return [each.text for each in assembly.draft(report, today=today).suggestions[key] if each.group in groups]


@pytest.fixture
def publish_quarter(allocate, agree, load_june, places, cast):
    """Publish the report about a quarter of these grades."""

    def published(last_month, grades):
        when = at(last_month.year, last_month.month, 25)
        graded(allocate, agree, last_month, grades, when)
        load_june(month=last_month)
        report = commands.start_report(
            kind="quarterly", unit=places.council, starts_on=last_month, by=cast.quinn, at=when
        )
        report = commands.save_words(report, WORDS, version=1, by=cast.quinn, at=when)
        later = at(2026, 4, 20)
        return commands.publish(signed_off(report, cast, later), by=cast.quinn, at=later)

    return published


@pytest.fixture
def deck(places, cast):
    return commands.start_report(
        kind="practice", unit=places.council, starts_on=APRIL, by=cast.quinn, at=at(2026, 10, 5)
    )


def test_a_half_year_is_compared_with_what_the_reports_of_its_two_quarters_told(
    publish_quarter, full_quarter, deck, places, cast, django_assert_num_queries
):  # fmt: skip
    """7 of 13 and 8 of 15 are 15 of 28: 53.57%. The linter agrees with the sentences."""
    publish_quarter(datetime.date(2025, 12, 1), [GOOD_ONES] * 7 + [RI] * 6)
    assert texts_of(deck, "highlights", IN_OCTOBER)[0] == f"{GOOD} is {{{{ audits good or better }}}}."
    publish_quarter(datetime.date(2026, 3, 1), [GOOD_ONES] * 8 + [RI] * 7)

    found = texts_of(deck, "highlights", IN_OCTOBER)

    assert found[:2] == [
        f"{GOOD} fell from 54% (15 of 28 records) in {WINTER} to {{{{ audits good or better }}}}{TOO_FEW}.",
        "Of the audited records, overall these were graded: good {{ audits graded good }} and requires improvement "
        f"{{{{ audits graded requires improvement }}}}; in {WINTER} it was good 15 and requires improvement 13, of 28 "
        "records.",
    ]
    assert texts_of(deck, "workforce", IN_OCTOBER) == found
    with django_assert_num_queries(1):
        told_before(places.council, "practice", half(datetime.date(2026, 3, 1)))

    prose = "\n\n".join(found)
    report = commands.save_words(deck, {"workforce": {"prose": prose}}, version=1, by=cast.quinn, at=at(2026, 10, 6))

    written = assembly.draft(report, today=IN_OCTOBER)

    for edition in Edition:
        [text] = section_of(written.in_edition(edition), "workforce").blocks
        assert "to \ue000audits-good-or-better\ue00146% (6 of 13 records, April to September 2026)\ue002;" in text.prose
    assert [each.finding.rule for each in written.findings if "Impact of leadership" in each.finding.where] == []


@pytest.fixture
def may_is_out(allocate, agree, load_june, places, cast):
    """The report about May used one figure of audits in its words: 12 of 24 were good."""
    graded(allocate, agree, MAY, [GOOD_ONES] * 12 + [RI] * 12, at(2026, 5, 25))
    load_june(month=MAY)
    report = commands.start_report(
        kind="highlight", unit=places.council, starts_on=MAY, by=cast.quinn, at=at(2026, 6, 10)
    )
    words = {
        "key_messages": {"messages": [texts_of(report, "key_messages", at(2026, 6, 10).date())[0]]},
        "commentary": {"prose": "Of actions nothing is said."},
    }
    report = commands.save_words(report, words, version=1, by=cast.quinn, at=at(2026, 6, 10))
    commands.send(report, by=cast.quinn, at=at(2026, 6, 10))
    return commands.publish(approved_by(report, cast.hal, cast.dee, when=at(2026, 6, 10)), by=cast.quinn,
                            at=at(2026, 6, 10))  # fmt: skip


@pytest.fixture
def june(places, cast):
    return commands.start_report(
        kind="highlight", unit=places.council, starts_on=JUNE, by=cast.quinn, at=at(2026, 7, 10)
    )


@pytest.fixture
def june_too(may_is_out, places, cast, tool, indicators):
    """What `full_quarter` has, after that May."""
    make_full_quarter(places, cast, tool, make_quarter(places, cast, tool, indicators))


def test_a_month_is_compared_with_what_the_words_of_the_month_before_told(may_is_out, june_too, june):
    """May tells no grade, as no words used one: those of June are not compared."""
    said = section_of(content.from_json(may_is_out.content), "messages").blocks[0].messages
    assert said == (f"{GOOD} is \ue000audits-good-or-better\ue00150% (12 of 24 records, May 2026, 2026/27)\ue002.",)

    found = texts_of(june, "commentary", IN_JULY)

    assert found == [
        f"{GOOD} fell from 50% (12 of 24 records) in May 2026 to {{{{ audits good or better }}}}{TOO_FEW}.",
        "Of the audited records, overall these were graded: good {{ audits graded good }} and requires improvement "
        "{{ audits graded requires improvement }}.",
        "Actions raised were {{ actions raised }}, as many as in May 2026; closed, with evidence, were "
        "{{ actions closed }}, as many as in May 2026.",
        "Of the actions that are not yet delivered, overdue are {{ actions overdue }}.",
    ]


def test_of_actions_the_records_tell_what_no_report_did(full_quarter, june, places, cast):
    """One action was raised in May, and three in June."""
    for number in range(2):
        improvement.raise_action(
            unit=places.team, text=f"Action {number}.", owner=cast.pat, due_on=datetime.date(2026, 8, 1),
            origin="Audit 3", origin_path="/audits/3/", by=cast.tess, at=at(2026, 6, 10),
        )  # fmt: skip

    raised = texts_of(june, "commentary", IN_JULY, groups=("Actions",))[0]

    assert raised == (
        "Actions raised rose from 1 in May 2026 to {{ actions raised }}; closed, with evidence, were "
        "{{ actions closed }}, as many as before."
    )


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (30, "Actions raised were {{ actions raised }}; closed, with evidence, were {{ actions closed }}."),
        (31, "Actions raised were {{ actions raised }}, as many as in May 2026; closed, with evidence, were "
             "{{ actions closed }}, as many as in May 2026."),
    ],
)  # fmt: skip
def test_what_adds_up_is_compared_once_the_period_is_over(full_quarter, june, day, said):
    """On 30 June the month still runs: fewer than in all of May would tell nothing."""
    today = JUNE + datetime.timedelta(days=day - 1)

    assert texts_of(june, "commentary", today, groups=("Actions",))[0] == said


def test_where_no_action_was_kept_before_nothing_is_compared(full_quarter, places, cast):
    report = commands.start_report(
        kind="highlight", unit=places.council, starts_on=MAY, by=cast.quinn, at=at(2026, 6, 10)
    )

    assert texts_of(report, "commentary", IN_JULY)[0] == (
        "Actions raised were {{ actions raised }}; closed, with evidence, were {{ actions closed }}."
    )
