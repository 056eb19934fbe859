"""The one-page summary: the quarter's figures as sentences, and no more words than a page holds."""

import datetime
from types import SimpleNamespace

import pytest

from kpis.summaries import Highlight
from people.access import Refused
from reports import assembly, commands
from reports.blueprints import scrutiny
from tests.factories import at
from tests.reports.conftest import APRIL

TODAY = datetime.date(2026, 7, 20)
PERIOD = "April to June 2026"
NO_FIGURES = SimpleNamespace(findings=SimpleNamespace(agreed=1), highlight=Highlight(APRIL, [], {}))


@pytest.fixture
def summary(places, cast, quarter):
    report = commands.start_report(
        kind="scrutiny", unit=places.council, starts_on=APRIL, by=cast.quinn, at=at(2026, 7, 6)
    )
    words = {
        "key_messages": {"messages": ["Plans are clearer.", "Visits are late in one service."]},
        "strengths_focus": {"strengths": ["Children are seen alone."], "focus": ["Plans lack dates."]},
        "asked": {"prose": "Scrutiny is asked to note the findings."},
    }
    return commands.save_words(report, words, version=1, by=cast.quinn, at=at(2026, 7, 7))


def figures_of(report):
    document = assembly.draft(report, today=TODAY).document
    [block] = next(section for section in document.sections if section.key == "figures").blocks
    return [(each.number, each.sentence, each.period, each.sample) for each in block.statements]


def test_the_figures_are_those_of_the_quarterly_report(summary, full_quarter):
    assert figures_of(summary) == [
        ("46%", "of audited children's records are good or better", PERIOD, "6 of 13 records"),
        ("[c]", "of overall grades stood unchanged in moderation", PERIOD, "of 13 moderated audits"),
        ("3", "highlight indicators are green", "June 2026", "of 17 indicators"),
        ("5", "highlight indicators are red", "June 2026", "of 17 indicators"),
        ("1", "of the actions that are not yet delivered are overdue", "20 July 2026", "of 2 open"),
    ]


def test_it_can_be_sent_when_it_fits_on_a_page(summary, full_quarter):
    found = assembly.draft(summary, today=TODAY)

    assert (found.barriers, found.document.cover.layout) == ([], "one_page")


def test_more_than_a_page_holds_is_refused_with_what_to_shorten(summary, cast):
    words = {
        "key_messages": {"messages": ["One.", "Two.", "Three.", "Four."]},
        "strengths_focus": {"strengths": ["A.", "B.", "C.", "D.", "E."], "focus": []},
    }
    summary = commands.save_words(summary, words, version=2, by=cast.quinn)

    assert assembly.draft(summary, today=TODAY).barriers[:2] == [
        "One page holds 3 key messages; there are 4.",
        "One page holds 3 points on each side; there are 5 on one.",
    ]


TOO_LONG = "One page holds about 40 lines of your words; there are about {}. Shorten them."
# A message of one letter takes a line and a half, as does each point and each paragraph.
SHORT = {"messages": ["a"], "strengths": ["a"], "asked": "a"}


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        (SHORT, None),
        # 1.5 for the message, 1.5 for the longer side, and what scrutiny is asked: 100 letters in a line of the page.
        (SHORT | {"asked": "a" * 3_600}, None),
        (SHORT | {"asked": "a" * 3_601}, 41),
        # The two sides stand beside each other, with 48 letters in a line: 36.5 lines, then 37.5.
        (SHORT | {"strengths": ["a" * 1_728], "focus": ["a" * 1_728]}, None),
        (SHORT | {"strengths": ["a" * 1_729], "focus": ["a" * 1_728]}, 41),
        (SHORT | {"strengths": ["a" * 1_777], "focus": ["a"]}, 42),
        # Each paragraph is a line of its own, an empty one is none.
        (SHORT | {"asked": "a\n\n" * 24}, None),
        (SHORT | {"asked": "a\n\n" * 25}, 41),
        (SHORT | {"messages": ["a" * 1_300, "a" * 1_200, "a" * 1_200]}, 42),
    ],
)
def test_words_that_do_not_fit_on_one_page_are_refused_with_how_many_lines_they_take(typed, lines):
    words = {
        "key_messages": {"messages": typed["messages"]},
        "strengths_focus": {"strengths": typed["strengths"], "focus": typed.get("focus", [])},
        "asked": {"prose": typed["asked"]},
    }

    needs = scrutiny.missing(NO_FIGURES, words)

    assert [need for need in needs if "lines" in need.sentence] == (
        [("messages", TOO_LONG.format(lines))] if lines else []
    )


def test_a_page_that_words_do_not_fit_on_is_not_sent_for_sign_off(summary, full_quarter, cast):
    words = assembly.words_of(summary) | {"asked": {"prose": "Scrutiny is asked to note this. " * 130}}
    summary = commands.save_words(summary, words, version=2, by=cast.quinn)

    assert assembly.draft(summary, today=TODAY).barriers == [TOO_LONG.format(47)]
    with pytest.raises(Refused) as refusal:
        commands.send(summary, by=cast.quinn, at=at(2026, 7, 8))
    assert str(refusal.value) == f"1 thing must be put right first. {TOO_LONG.format(47)}"
