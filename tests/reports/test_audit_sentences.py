"""First drafts of sentences about audits and actions: what they say, what they leave unsaid, and what they rest on."""

import datetime
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from audits.grading import Grade
from kpis.periods import quarter_of
from reports import assembly, audit_sentences, commands
from reports.audit_sentences import Told, first_known, proposed, together
from reports.blueprints.practice import half
from reports.content import Fact, GradeRow
from reports.editions import Edition
from reports.models import Publication
from reports.quarters import period
from reports.tokens import as_shown
from reports.told_before import told_before
from tests.audits.conftest import agreeing, allocating
from tests.factories import at
from tests.reports.conftest import WORDS, loading, make_full_quarter, make_quarter, signed_off
from tests.reports.figures import shown_of
from tests.reports.test_arranging import TODAY

QUARTER, BEFORE = "April to June 2026", "January to March 2026"
BEFORE_APRIL = period(quarter_of(datetime.date(2026, 3, 1)))


def told(period=QUARTER, good="46%", unchanged="91%", counts=(0, 6, 7, 0), **changed):
    shares = {"audits-good-or-better": (good, "6 of 13 records"),
              "audits-unchanged-in-moderation": (unchanged, "10 of 11 moderated audits")}  # fmt: skip
    counted = {"audits-raised-in-moderation": ("0", "of 11 moderated audits"),
               "audits-lowered-in-moderation": ("1", "of 11 moderated audits"),
               "actions-raised": ("12", "in the quarter"), "actions-closed": ("4", "in the quarter"),
               "actions-open": ("9", "not yet delivered"), "actions-overdue": ("2", "of 9 open")}  # fmt: skip
    found = {**shares, **counted, **{name.replace("_", "-"): fact for name, fact in changed.items()}}
    facts = {key: Fact(key, number, period, sample, key) for key, (number, sample) in found.items()}
    total = None if None in counts else sum(counts)
    return Told(period, facts, GradeRow("Overall", counts, total, good))


WAS = told(BEFORE, good="60%", unchanged="85%", counts=(2, 7, 5, 1), actions_raised=("11", "in the quarter"),
           actions_closed=("1,004", "in the quarter"))  # fmt: skip
GOOD = "The share of audited records that are good or better overall"
STOOD = "The share of overall grades that stood unchanged in moderation"
WAYS = "; raised were {{ audits raised in moderation }}, and lowered {{ audits lowered in moderation }}."
GRADES = (
    "Of the audited records, overall these were graded: good {{ audits graded good }} and requires improvement "
    "{{ audits graded requires improvement }}"
)
ACTIONS = "Actions raised were {{ actions raised }}; closed, with evidence, were {{ actions closed }}"
TOO_FEW = "; too few were looked at to say whether the change is more than chance"
OVERDUE = "Of the actions that are not yet delivered, overdue are {{ actions overdue }}."


def test_each_sentence_says_what_is_and_what_was():
    assert [(each.group, each.text) for each in proposed(told(), WAS)] == [
        ("Audits", f"{GOOD} fell from 60% (6 of 13 records) in {BEFORE} to {{{{ audits good or better }}}}{TOO_FEW}."),
        ("Audits", f"{GRADES}; in {BEFORE} it was outstanding 2, good 7, requires improvement 5 and inadequate 1, of "
         "15 records."),
        ("Audits", f"{STOOD} rose from 85% (10 of 11 moderated audits) in {BEFORE} to "
         f"{{{{ audits unchanged in moderation }}}}{TOO_FEW}{WAYS}"),
        ("Actions", f"Actions raised rose from 11 in {BEFORE} to {{{{ actions raised }}}}; closed, with evidence, fell "
         "from 1,004 to {{ actions closed }}."),
        ("Actions", OVERDUE),
    ]  # fmt: skip


def test_without_anything_published_before_nothing_is_compared():
    assert [each.text for each in proposed(told(), None)] == [
        f"{GOOD} is {{{{ audits good or better }}}}.",
        f"{GRADES}.",
        f"{STOOD} is {{{{ audits unchanged in moderation }}}}{WAYS}",
        f"{ACTIONS}.",
        OVERDUE,
    ]


@pytest.mark.parametrize(
    ("now", "before", "has", "has_not"),
    [
        # What readers do not see now is not said to have moved.
        (told(good="[c]"), WAS, [], [GOOD]),
        (told(unchanged="[c]"), WAS, [], [STOOD]),
        (told(counts=(0, None, 7, None)), WAS, [], ["graded"]),
        (told(audits_raised_in_moderation=("[c]", "of 11 moderated audits")), WAS, [STOOD], ["raised were {{ audits"]),
        (told(audits_good_or_better=("46%", "of [c] records")), WAS, [], [GOOD]),
        # What was hidden before is not told now.
        (told(), told(BEFORE, good="[c]"), [f"{GOOD} is {{{{"], ["60%", "fell from 60%"]),
        (told(), told(BEFORE, counts=(2, None, None, 1)), [f"{GRADES}."], ["it was outstanding"]),
        (told(), replace(WAS, facts={}), [f"{GOOD} is {{{{", f"{ACTIONS}."], [f"in {BEFORE} to"]),
        # The same as before, none at all, and none open.
        (told(), told(BEFORE), [f"{GOOD} is {{{{ audits good or better }}}}, after 46% (6 of 13 records) in {BEFORE}."],
         ["rose", "fell"]),
        (told(), told(BEFORE), [f"Actions raised were {{{{ actions raised }}}}, as many as in {BEFORE}; closed, with "
         f"evidence, were {{{{ actions closed }}}}, as many as in {BEFORE}."], ["from"]),
        (told(), told(BEFORE, actions_raised=("9", "in the quarter")), ["closed, with evidence, were {{ actions closed "
         "}}, as many as before."], []),
        (Told(QUARTER), WAS, [], ["{{"]),
        (told(actions_open=("0", "not yet delivered")), WAS, [], ["overdue"]),
    ],
)  # fmt: skip
def test_what_is_hidden_is_neither_told_nor_compared(now, before, has, has_not):
    found = "\n".join(each.text for each in proposed(now, before))

    assert [words for words in has if words not in found] == []
    assert [words for words in has_not if words in found] == []


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        # By the hypergeometric distribution from logarithms of factorials: p = 0.0017 and 0.0166.
        (("60%", "36 of 60 records"), ("87%", "52 of 60 records"), "; the change is larger than chance explains."),
        (("67%", "40 of 60 records"), ("87%", "52 of 60 records"), "; the change is no larger than chance explains."),
        (("100%", "19 of 19 records"), ("0%", "0 of 60 records"), f"{TOO_FEW}."),
        (("87%", "1,740 of 2,000 records"), ("80%", "1,600 of 2,000 records"),
         "; the change is larger than chance explains."),
    ],
)  # fmt: skip
def test_what_chance_has_to_do_with_a_change_follows_from_the_numbers_that_are_told(before, now, words):
    [good, *_] = proposed(told(audits_good_or_better=now), told(BEFORE, audits_good_or_better=before))

    way = "rose" if int(now[0][:-1]) > int(before[0][:-1]) else "fell"
    assert good.text == (
        f"{GOOD} {way} from {before[0]} ({before[1]}) in {BEFORE} to {{{{ audits good or better }}}}{words}"
    )


def test_the_quarters_of_a_half_year_are_added_up():
    first = told("July to September 2026", audits_unchanged_in_moderation=("85%", "17 of 20 moderated audits"))

    both = together("April to September 2026", [told(), first])

    assert {key: (fact.number, fact.sample) for key, fact in both.facts.items()} == {
        "audits-good-or-better": ("46%", "12 of 26 records"),
        "audits-unchanged-in-moderation": ("87%", "27 of 31 moderated audits"),  # 87.1
        "actions-raised": ("24", "in the period"), "actions-closed": ("8", "in the period"),
    }  # fmt: skip
    assert (both.grades.counts, both.grades.total) == ((0, 12, 14, 0), 26)


@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({"good": "[c]"}, "audits-good-or-better"),
        ({"actions_raised": ("no data", "in the quarter")}, "actions-raised"),
        ({"counts": (0, None, 7, None)}, "grades"),
    ],
)
def test_what_one_quarter_does_not_tell_the_half_year_does_not(changed, lacks):
    both = together("April to September 2026", [told(), told(**changed)])

    known = {*both.facts, *(["grades"] if both.grades else [])}
    everything = {
        "audits-good-or-better", "audits-unchanged-in-moderation", "actions-raised", "actions-closed", "grades",
    }  # fmt: skip
    assert everything - known == {lacks}


def test_what_the_report_itself_hid_no_other_tells():
    found = first_known(None, told(BEFORE, good="[c]"), WAS)

    assert found.share("audits-good-or-better") is None
    assert found.share("audits-unchanged-in-moderation").number == "91%"
    assert first_known(None, None) is None


def graded(allocate, agree, month, grades, when):
    for grade in grades:
        agree(allocate(audit_month=month), original={"overall": grade}, changed={"overall": grade}, at=when)


def make_winter(places, cast, version, _indicators):
    graded(allocating(cast, places, version), agreeing(cast, version), datetime.date(2026, 3, 1),
           [Grade.GOOD] * 8 + [Grade.REQUIRES_IMPROVEMENT] * 7, at(2026, 3, 25))  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        loading(places, Path(folder))(month=datetime.date(2026, 3, 1))
    report = commands.start_report(
        kind="quarterly", unit=places.council, starts_on=datetime.date(2026, 1, 1), by=cast.quinn, at=at(2026, 4, 6)
    )
    report = commands.save_words(report, WORDS, version=1, by=cast.quinn, at=at(2026, 4, 7))
    return commands.publish(signed_off(report, cast, at(2026, 4, 20)), by=cast.quinn, at=at(2026, 4, 20))


def make_spring(places, cast, version, indicators, _winter):
    make_full_quarter(places, cast, version, make_quarter(places, cast, version, indicators))


@pytest.fixture(scope="module")
def kept_winter(keep, kept_places, kept_cast, kept_tool, kept_indicators):
    return keep(make_winter, kept_places, kept_cast, kept_tool, kept_indicators)


@pytest.fixture(scope="module")
def kept_spring(keep, kept_places, kept_cast, kept_tool, kept_indicators, kept_winter):
    return keep(make_spring, kept_places, kept_cast, kept_tool, kept_indicators, kept_winter)


@pytest.fixture
def winter(places, cast, tool, indicators, kept_winter):
    """The report about January to March 2026 is published: 8 good and 7 requiring improvement."""
    return kept_winter.put_back(places, cast, tool, indicators)


@pytest.fixture
def spring(winter, places, cast, tool, indicators, kept_spring):
    """What `full_quarter` has, after that winter."""
    kept_spring.put_back(places, cast, tool, indicators, winter)


def test_the_quarter_before_is_what_was_published_of_it(winter, spring, draft, places):
    texts = [each.text for each in assembly.draft(draft, today=TODAY).suggestions["summary"] if each.group == "Audits"]
    # One grade was lowered: how many stood is hidden, so that nothing is said of it.
    [good, grades] = texts

    assert good == f"{GOOD} fell from 53% (8 of 15 records) in {BEFORE} to {{{{ audits good or better }}}}{TOO_FEW}."
    assert grades == f"{GRADES}; in {BEFORE} it was good 8 and requires improvement 7, of 15 records."
    assert told_before(places.council, "quarterly", period(quarter_of(datetime.date(2025, 12, 1)))) is None


def test_what_was_withdrawn_is_not_compared_with(winter, places, cast):
    assert told_before(places.council, "quarterly", BEFORE_APRIL).period == BEFORE

    commands.withdraw(winter.report, because="Its grades were wrong.", by=cast.quinn, at=at(2026, 7, 1))

    assert told_before(places.council, "quarterly", BEFORE_APRIL) is None


def test_the_sentences_stand_in_both_editions_with_their_samples_and_the_linter_agrees(
    winter, spring, draft, cast
):  # fmt: skip
    found = assembly.draft(draft, today=TODAY)
    texts = [each.text for each in found.suggestions["summary"] if each.group in ("Audits", "Actions")]
    words = {**WORDS, "summary": {"prose": "\n\n".join(texts)}}
    report = commands.save_words(draft, words, version=draft.version, by=cast.quinn, at=at(2026, 7, 7))

    written = assembly.draft(report, today=TODAY)

    for edition in Edition:
        section = next(each for each in written.in_edition(edition).sections if each.key == "highlights")
        said = as_shown(section.blocks[1].prose)
        assert (
            "fell from 53% (8 of 15 records) in January to March 2026 to 46% (6 of 13 records, April to June "
            f"2026){TOO_FEW}." in said
        )
        assert "good 6 (of 13 records, April to June 2026) and requires improvement 7 (of 13 records" in said
        assert "overdue are 1 (of 2 open, 20 July 2026)." in said
    own = [each for each in written.findings if "Summary" in each.finding.where]
    assert [(each.finding.rule, each.finding.quote) for each in own] == []


def test_one_query_more_however_many_reports_are_published(winter, places, django_assert_num_queries):
    assert Publication.objects.count() == 2

    with django_assert_num_queries(1):
        told_before(places.council, "practice", half(datetime.date(2026, 3, 1)))


def test_names_of_grades_are_figures_of_the_report(full_quarter, draft):
    names = shown_of(assembly.draft(draft, today=TODAY))

    assert [names[audit_sentences.grade_name(title)] for title in ("Outstanding", "Good", "Inadequate")] == [
        "0 (of 13 records, April to June 2026)", "6 (of 13 records, April to June 2026)",
        "0 (of 13 records, April to June 2026)",
    ]  # fmt: skip
