"""First drafts of sentences, word for word, from figures as they are held."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from kpis import summaries as kpis
from kpis.models import Target
from kpis.periods import Basis
from kpis.rag import Direction, MeasuredIn, Polarity, Rag
from kpis.spc import Limits, Signal, Variation, Verdict
from kpis.summaries import Before, HighlightRow
from kpis.wording import Movement
from reports import assembly, commands, content, sentences
from reports.blueprints.quarterly import propose
from tests.factories import at
from tests.reports.conftest import JUNE
from tests.reports.sample import INDICATORS

TODAY = datetime.date(2026, 7, 20)
NO_LIMITS = Verdict(None, 6, Variation.COMMON_CAUSE, None, 0)
LIMITS = Limits(85.0, 80.0, 90.0, 82.0, 88.0)


def verdict(variation, signal, way, known=24):
    return Verdict(LIMITS, known, variation, signal, way)


ROW = HighlightRow(
    indicator_id=1, unit="Demo Council", month="June 2026", theme="Visits", ref="3.3", title="% of visits in time",
    owner="", outturn=None, outturn_words="no data", numerator=Decimal(615), numerator_words="615",
    denominator=Decimal(790), denominator_words="790", current=Decimal("77.8"), current_words="77.8%",
    basis=Basis.SNAPSHOT, basis_words="Snapshot", trend=[], trend_summary="", goal=None, goal_words="",
    rag=Rag.RED, rag_words="Red", distance_words="7.2 points below minimum", direction=Direction.WORSE,
    direction_words="Worse since May 2026 (88.1%)", spc=NO_LIMITS, movement=Movement.UNSAID,
    answers=[], difference_words="", exemption="", url="", measured_in=MeasuredIn.PERCENTAGE,
    polarity=Polarity.HIGHER, places=1, reading=None,
)  # fmt: skip
MAY = Before("May 2026", "88.1%", Rag.AMBER)
START = "Percentage of visits in time (3.3)"
NOW = "{{ indicator 3.3 value }}"


@pytest.mark.parametrize(
    ("row", "before", "sentence"),
    [
        ({}, {}, f"{START} got worse: it fell from 88.1% in May 2026 to {NOW} and turned red."),
        (
            {"spc": verdict(Variation.CONCERN_LOW, Signal.OUTSIDE, -1)}, {},
            f"{START} got worse: it fell from 88.1% in May 2026 to {NOW} and turned red; "
            "the change is larger than chance explains.",
        ),
        (
            {"spc": verdict(Variation.CONCERN_LOW, Signal.TREND, -1)}, {},
            f"{START} got worse: it fell from 88.1% in May 2026 to {NOW} and turned red; "
            "the trend is longer than chance explains.",
        ),
        (
            {"spc": verdict(Variation.CONCERN_LOW, Signal.SHIFT, -1)}, {"rag": Rag.RED},
            f"{START} got worse: it fell from 88.1% in May 2026 to {NOW} and is still red; "
            "over the last months it is worse than chance explains: seven points below the mean.",
        ),
        (
            {"spc": verdict(Variation.CONCERN_LOW, Signal.OUTSIDE, -1), "basis": Basis.YEAR_TO_DATE}, {},
            f"{START} got worse: it fell from 88.1% in May 2026 to {NOW} and turned red; "
            "its single months are worse than chance explains: below its limits.",
        ),
        # The longer line says otherwise, or there are too few months: nothing is said of chance.
        (
            {"spc": verdict(Variation.IMPROVEMENT_HIGH, Signal.SHIFT, 1)}, {},
            f"{START} got worse: it fell from 88.1% in May 2026 to {NOW} and turned red.",
        ),
        (
            {"spc": verdict(Variation.CONCERN_LOW, Signal.OUTSIDE, -1, known=12)}, {},
            f"{START} got worse: it fell from 88.1% in May 2026 to {NOW} and turned red.",
        ),
        # Lower is better.
        (
            {"polarity": Polarity.LOWER, "direction": Direction.IMPROVED, "rag": Rag.GREEN}, {},
            f"{START} improved: it fell from 88.1% in May 2026 to {NOW} and turned green.",
        ),
        (
            {"polarity": Polarity.LOWER, "direction": Direction.WORSE, "rag": Rag.AMBER}, {"rag": Rag.GREEN},
            f"{START} got worse: it rose from 88.1% in May 2026 to {NOW} and turned amber.",
        ),
        # Neither way is better: it only rises or falls, and is not judged.
        (
            {"polarity": Polarity.NONE, "direction": Direction.RISEN, "rag": Rag.NO_TARGET,
             "spc": verdict(Variation.NEUTRAL_HIGH, Signal.SHIFT, 1)}, {"rag": Rag.NO_TARGET},
            f"{START} rose from 88.1% in May 2026 to {NOW}; "
            "over the last months it is higher than chance explains: seven points above the mean.",
        ),
        # One target.
        (
            {"rag": Rag.MISSED}, {"rag": Rag.MET},
            f"{START} got worse: it fell from 88.1% in May 2026 to {NOW} and now misses its target.",
        ),
        (
            {"rag": Rag.MET, "direction": Direction.IMPROVED}, {"rag": Rag.MET},
            f"{START} improved: it rose from 88.1% in May 2026 to {NOW} and still meets its target.",
        ),
        # No target in May: nothing turned.
        ({}, {"rag": Rag.NO_TARGET}, f"{START} got worse: it fell from 88.1% in May 2026 to {NOW} and is red."),
    ],
)  # fmt: skip
def test_a_sentence_says_what_moved_and_no_more(row, before, sentence):
    assert sentences.sentence(replace(ROW, **row), replace(MAY, **before)) == sentence


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("% of visits in time", "Percentage of visits in time"),
        ("% care leavers EET", "Percentage of care leavers education, employment or training (EET)"),
        ("% of CIN children visited", "Percentage of children in need (CIN) visited"),
        ("% of children in need with CIN Plan", "Percentage of children in need with CIN Plan"),
        ("Number of CIN (exc. CP, others)", "Number of children in need (CIN) (exc. child protection (CP), others)"),
        ("children in need.", "Children in need"),
    ],
)
def test_a_title_begins_a_sentence(title, words):
    assert sentences.title_words(title) == words


SHOWN = replace(INDICATORS.rows[0], current="77.8%", direction="Worse since May 2026 (88.1%)")


@pytest.mark.parametrize(
    ("row", "shown", "is_told"),
    [
        ({}, {}, True),
        ({"direction": Direction.NO_CHANGE}, {}, False),
        ({"direction": Direction.CANNOT_SAY}, {"direction": ""}, False),
        ({}, {"current": content.SUPPRESSED}, False),
        ({}, {"direction": ""}, False),  # what it was is hidden
    ],
)
def test_what_is_hidden_or_cannot_be_compared_is_not_told(row, shown, is_told):
    found = sentences.proposed([(replace(ROW, **row), replace(SHOWN, **shown))], {1: MAY})

    assert [each.group for each in found] == (["Turned red or missed"] if is_told else [])


def test_without_a_figure_of_the_month_before_nothing_is_told():
    assert sentences.proposed([(ROW, SHOWN)], {}) == []


def test_sentences_come_in_the_order_in_which_leaders_look(full_quarter, written):
    figures = assembly.draft(written, today=TODAY).figures

    found = propose(figures)

    assert found["key_messages"] == found["summary"]
    assert [each.group for each in found["summary"]] == ["Got worse"] * 9 + ["Improved"] * 2 + [
        *["Rose or fell"] * 3, *["Audits"] * 2, *["Actions"] * 2,
    ]  # fmt: skip
    assert found["summary"][2].text == (
        "Percentage of children in need (CIN) visited within the past four weeks (3.3) got worse: it fell from 84.0% "
        "in May 2026 to {{ indicator 3.3 value }} and is red."
    )


def test_what_turned_red_is_judged_by_the_target_of_its_own_month(full_quarter, written):
    """84.0% in May is amber by a minimum of 80%, and 77.8% in June red."""
    target = Target.objects.get(indicator__ref="3.3")
    target.minimum, target.validity = Decimal(80), (datetime.date(2026, 4, 1), None)
    target.save()

    [first, *_] = propose(assembly.draft(written, today=TODAY).figures)["summary"]

    assert (first.group, first.text) == (
        "Turned red or missed",
        "Percentage of children in need (CIN) visited within the past four weeks (3.3) got worse: it fell from 84.0% "
        "in May 2026 to {{ indicator 3.3 value }} and turned red.",
    )


def test_the_linter_finds_nothing_in_the_sentences(full_quarter, written, cast):
    before = assembly.draft(written, today=TODAY)
    texts = [each.text for each in propose(before.figures)["summary"]]
    report = commands.save_words(
        written, {"summary": {"prose": "\n\n".join(texts)}}, version=written.version, by=cast.quinn, at=at(2026, 7, 8)
    )

    after = assembly.draft(report, today=TODAY)

    assert len(texts) == 14 + 4
    assert [each.sentence for each in after.findings if "“Summary of findings”" in each.finding.where] == []
    assert after.barriers == []


def test_the_linter_finds_a_sentence_whose_figure_has_changed_since(full_quarter, written, cast, load_june):
    texts = [each.text for each in propose(assembly.draft(written, today=TODAY).figures)["summary"]]
    report = commands.save_words(
        written, {"summary": {"prose": "\n\n".join(texts)}}, version=written.version, by=cast.quinn, at=at(2026, 7, 8)
    )
    # 685 of 790 visits were in time, not 615: between minimum and upper, and more than in May.
    load_june((",615,790,77.8%,", ",685,790,86.7%,"), ("83.3%,84.0%,77.8%", "83.3%,84.0%,86.7%"))

    found = [each.finding for each in assembly.draft(report, today=TODAY).findings]

    assert [each.words for each in found if "“Summary of findings”" in each.where] == [
        "The sentence says that 3.3 got worse, fell from 84.0% and is red, but it is 86.7% and is amber now."
    ]


def test_a_sentence_is_not_made_of_a_hidden_figure(draft, load_june):
    load_june((",34,291,11.7%,", ",4,291,1.4%,"), ("8.8%,11.3%,11.7%", "8.8%,11.3%,1.4%"))

    found = propose(assembly.draft(draft, today=TODAY).figures)["summary"]

    assert [each.text for each in found if "5.10" in each.text] == []


def test_a_year_to_date_that_begins_anew_is_not_compared(quarter, places):
    earlier = kpis.before(places.council, kpis.Highlight(datetime.date(2026, 4, 1), [], {}))
    later = kpis.before(places.council, kpis.Highlight(JUNE, [], {}))

    assert {each.month for each in earlier.values()} <= {"March 2026"}
    assert {each.month for each in later.values()} == {"May 2026"}
