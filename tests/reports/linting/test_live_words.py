"""Words beside live figures: a table of sentences, each with how its indicators stand now and what is said of it."""

import pytest

from reports import prose
from reports.linting import Context, IndicatorFact, Passage, lint
from reports.linting.script import LiveFigure
from reports.tokens import key_of, marked
from tests.reports.linting.scripts import QUARTER, saying

VISITS = IndicatorFact(
    "3.3", "% of visits in time", "77.8%", "red", "Red", "Worse since November 2016 (84.0%)", source="indicator-3.3"
)
LATE = IndicatorFact(
    "5.10", "% of reviews that were late", "8.0%", "green", "Green", "Improved since November 2016 (11.7%)",
    source="indicator-5.10",
)  # fmt: skip
PLANS = IndicatorFact("3.1", "Number of plans", "1,958", "no_target", "No target", "Risen since November 2016 (1,900)",
                      source="indicator-3.1")  # fmt: skip
SHOWN = {
    "V": ("indicator 3.3", "77.8% (615 of 790, December 2016)"),
    "VN": ("indicator 3.3", "615 (of 790, December 2016)"),
    "VR": ("indicator 3.3", "red (December 2016)"),
    "L": ("indicator 5.10", "8.0% (21 of 262, December 2016)"),
    "P": ("indicator 3.1", "1,958 (December 2016)"),
    "A": ("audits agreed", "30 (October to December 2016)"),
    "H": ("indicator 3.3", "[c] (December 2016)"),
    "G": ("audits good or better", "87% (52 of 60 records, October to December 2016)"),
    "GH": ("audits good or better", "[c] (of 60 records, October to December 2016)"),
}
GREEN = {"rag": "green", "trend": "Improved since November 2016 (70.1%)"}
AMBER, MET, MISSED, NO_TARGET = ({"rag": rag} for rag in ("amber", "met", "missed", "no_target"))
STEADY = {"trend": "No change since November 2016 (77.8%)"}
HIDDEN = {"value": "[c]", "rag": "hidden", "rag_words": "[c]", "trend": ""}
NO_DATA = {"value": "no data", "rag": "no_data", "trend": ""}
UP = "The sentence says that 3.3"

# The sentence, with letters for its figures; how 3.3 stands where it is not as above; what the linter says.
SENTENCES = [
    # A proposed sentence that is still true.
    ("Visits (3.3) got worse: it fell from 84.0% in November 2016 to <V> and turned red.", {}, ""),
    ("Visits (3.3) got worse: it fell from 84.0% in November 2016 to <V> and is still red; the change is larger than "
     "chance explains.", {}, ""),
    ("Number of plans (3.1) rose from 1,900 in November 2016 to <P>.", {}, ""),
    ("Reviews (5.10) improved: it fell from 11.7% in November 2016 to <L> and turned green.", {}, ""),
    # Its figure has changed since.
    ("Visits (3.3) turned red, at <V>.", GREEN, f"{UP} turned red, but it is green now."),
    ("Visits (3.3) fell from 84.0% in November 2016 to <V> and turned red.", AMBER,
     f"{UP} turned red, but it is amber now."),
    ("Visits (3.3) got worse: it fell from 70.1% in November 2016 to <V> and turned red.", GREEN,
     f"{UP} got worse, fell from 70.1% and turned red, but it is 77.8% and is green now."),
    ("Visits (3.3) got worse, at <V>.", GREEN,
     f"{UP} got worse, but it has improved since November 2016 (70.1%)."),
    ("Visits got worse, to <V>, and turned red.", GREEN,
     f"{UP} got worse and turned red, but it has improved since November 2016 (70.1%) and is green now."),
    ("Visits rose to <V>.", {}, f"{UP} rose, but it is worse since November 2016 (84.0%)."),
    ("Visits rose to <V>.", STEADY, f"{UP} rose, but it has not changed since November 2016 (77.8%)."),
    ("Visits are unchanged at <V>.", {}, f"{UP} is unchanged, but it is worse since November 2016 (84.0%)."),
    ("Visits are unchanged at <V>.", STEADY, ""),
    ("Plans fell to <P>.", {}, "The sentence says that 3.1 fell, but it has risen since November 2016 (1,900)."),
    ("Plans rose to <P>.", {}, ""),
    ("Reviews (5.10) rose to <L>.", {},
     "The sentence says that 5.10 rose, but it has improved since November 2016 (11.7%)."),
    ("Visits are at <V>, which is amber.", {}, f"{UP} is amber, but it is red now."),
    ("Visits stand at <V> and are still green.", {}, f"{UP} is still green, but it is red now."),
    ("The plan of May 2016 is done, and visits (3.3) are still green at <V>.", {},
     f"{UP} is still green, but it is red now."),
    ("Visits went from amber to green, at <V>.", {}, f"{UP} went from amber to green, but it is red now."),
    ("Visits stand at <V> and now meet their target.", MISSED,
     f"{UP} meet their target, but it misses its target now."),
    ("Visits stand at <V> and it now misses its target.", MET, f"{UP} misses its target, but it meets its target now."),
    ("Visits stand at <V> and it still misses its target.", {}, ""),
    ("Visits stand at <V> and it turned red.", MISSED, ""),  # the rule of the target was changed, the verdict not
    ("Visits stand at <V> and turned red.", NO_TARGET, f"{UP} turned red, but it has no target now."),
    ("Visits stand at <V> and turned red.", NO_DATA, f"{UP} turned red, but it has no figure now."),
    ("Visits fell from 84.0% to <H> and turned red.", HIDDEN,
     f"{UP} fell from 84.0% and turned red, but it has a figure that is hidden now."),
    # What they are compared with stands in the sentence, and is not the month before.
    ("Visits improved from 70.0% in April to <V>.", {}, ""),
    ("Visits fell from 70.0% in April to <V>.", {}, f"{UP} fell from 70.0%, but it is 77.8% now."),
    ("Visits are up from 84.0% to <V>.", {}, f"{UP} is up from 84.0%, but it is 77.8% now."),
    ("Visits fell from 640 to <VN>.", {}, ""),
    ("Visits rose from 640 to <VN>.", {}, f"{UP} rose from 640, but it is 615 now."),
    ("Audits agreed rose from 24 to <A>.", {}, ""),
    ("Audits agreed fell from 24 to <A>.", {}, "The sentence says that the figure fell from 24, but it is 30 now."),
    ("Over the year visits improved, to <V>.", {}, ""),
    ("Visits (3.3) have improved compared with the previous year and stand at <V>.", {}, ""),
    ("Visits (3.3) rose from 60% to 70% in May and stand at <V>.", {}, ""),
    ("Visits (3.3) turned amber in September 2016 and stand at <V>.", {}, ""),
    ("Visits (3.3) turned amber in December 2016 and stand at <V>.", {}, f"{UP} turned amber, but it is red now."),
    # Negations, wishes and what is no claim.
    ("Visits have not improved and stand at <V>.", {}, ""),
    ("Visits (3.3) did not turn green: they stand at <V>.", {}, ""),
    ("Visits (3.3), at <V>, are no longer green.", {}, ""),
    ("Visits (3.3), at <V>, are not yet green.", {}, ""),
    ("Visits (3.3), at <V>, are neither amber nor green.", {}, ""),
    ("Visits (3.3) need to be improved to stay above <V>.", {}, ""),
    ("Visits (3.3), at <V>, are to be green by March.", {}, ""),
    ("Visits stand at <V> despite increased caseloads.", {}, ""),
    ("Increased caseloads left visits at <V>.", {}, ""),
    ("Visits stand at <V>, and it is <VR>.", {}, ""),
    ("Visits are rated red: <V>.", {}, ""),
    # Something else rose.
    ("Visits stand at <V> and staffing improved.", {}, ""),
    ("Staffing improved, and <V> of visits were in time.", {}, ""),
    ("Visits fell to <V> as caseloads rose.", {}, ""),
    ("Visits fell to <V> because caseloads increased.", {}, ""),
    ("<V> of children whose plans improved were visited.", {}, ""),
    ("The share of plans that improved (3.3) fell to <V>.", {}, ""),
    # Two indicators.
    ("Visits (3.3) fell to <V> and turned red, while reviews (5.10) improved to <L> and turned green.", {}, ""),
    ("Visits (3.3) fell to <V> and turned red, while reviews (5.10) improved to <L> and turned green.", GREEN,
     f"{UP} fell and turned red, but it has improved since November 2016 (70.1%) and is green now."),
    ("Visits (3.3) fell to <V>, while reviews (5.10) rose to <L> and turned red.", {},
     "The sentence says that 5.10 rose and turned red, but it has improved since November 2016 (11.7%) and is green "
     "now."),
    ("Visits fell and plans rose, to <V> and <P>.", {}, ""),
    ("Visits (3.3) and reviews (5.10) stand at <V> and <L>, and both are green.", {}, ""),
    ("Reviews improved to <L> and visits fell to <V>.", {}, ""),
    ("Visits (3.3) rose from 84.0% towards <L> of the reviews, and stand at <V>.", {}, ""),
    # Nothing live: the rule on indicators judges it.
    ("Visits (3.3) turned green.", {}, ""),
]  # fmt: skip


def passage(text):
    for letter, (name, shown) in SHOWN.items():
        text = text.replace(f"<{letter}>", marked(key_of(name), shown))
    spans = prose.spans(text)
    return Passage("paragraph 1", "".join(span.text for span in spans), spans=spans)


def outdated(text, **changes):
    facts = (IndicatorFact(**{**vars(VISITS), **changes}), LATE, PLANS)
    script = saying("x", indicators=facts)
    section = script.sections[0]
    script = type(script)(script.cover, (type(section)("Summary", "Summary", passages=(passage(text),)),), facts)
    return lint(script, QUARTER)


@pytest.mark.parametrize(("text", "now", "words"), SENTENCES)
def test_words_are_held_against_how_the_figure_stands_now(text, now, words):
    found = [each.words for each in outdated(text, **now) if each.rule == "outdated_words"]

    assert found == ([words] if words else [])


GOOD = "The share that is good or better overall rose from {} in July to September 2016 to <G>; {}."
LARGER, NO_LARGER = "the change is larger than chance explains", "the change is no larger than chance explains"
TOO_FEW = "too few were looked at to say whether the change is more than chance"


@pytest.mark.parametrize(
    ("before", "said", "told"),
    [
        ("60% (36 of 60 records)", LARGER, ""),
        ("60% (36 of 60 records)", NO_LARGER, LARGER),
        ("67% (40 of 60 records)", LARGER, NO_LARGER),
        ("67% (40 of 60 records)", NO_LARGER, ""),
        ("60% (9 of 15 records)", LARGER, TOO_FEW),
        ("60% (9 of 15 records)", TOO_FEW, ""),
        ("60% (1,200 of 2,000 records)", TOO_FEW, LARGER),
        ("60% (20 of 9 records)", LARGER, ""),  # no share
    ],
)
def test_what_is_said_of_chance_is_held_against_the_numbers_of_the_sentence(before, said, told):
    found = [each.words for each in outdated(GOOD.format(before, said)) if each.rule == "outdated_words"]

    assert found == ([f"The sentence says that {said}, but by its numbers {told}."] if told else [])


def test_of_a_hidden_share_nothing_is_said_of_chance():
    hidden = GOOD.format("60% (36 of 60 records)", NO_LARGER).replace("<G>", "<GH>")

    assert [each for each in outdated(hidden) if "chance" in each.words] == []


def test_a_finding_names_the_place_and_the_way_out_and_is_for_judgement():
    (found,) = [each for each in outdated("Visits (3.3) turned red, at <V>.", **GREEN) if "words" in each.rule]

    assert (found.rule, found.weight, found.where) == ("outdated_words", "should", "paragraph 1")
    assert found.quote == "Visits (3.3) turned red, at 77.8% (615 of 790, December 2016)."
    assert found.way_out == "Change the words, or take a sentence from the list anew."


def test_what_is_said_of_a_live_figure_is_not_said_again():
    told = [each.rule for each in outdated("Visits (3.3) improved to <V>. Visits (3.3) improved.")]

    assert [rule for rule in told if rule in ("outdated_words", "contradicts_indicator")] == [
        "contradicts_indicator", "outdated_words",
    ]  # fmt: skip


def test_live_figures_are_found_in_their_places():
    spans = prose.spans(f" A {marked('a', '1')} **b** {marked('b', ' 2  x')}c. \n {marked('c', '3')}{marked('d', '4')}")
    found = Passage("p", "A 1 b 2 xc. 34", spans=spans)

    assert found.figures == (
        LiveFigure(2, 3, "a", "1"), LiveFigure(6, 9, "b", "2 x"), LiveFigure(12, 13, "c", "3"),
        LiveFigure(13, 14, "d", "4"),
    )  # fmt: skip
    assert [found.text[each.start : each.end] for each in found.figures] == ["1", "2 x", "3", "4"]


def test_the_report_s_own_month_is_no_other_time():
    january = Context(QUARTER.starts_on, QUARTER.ends_on.replace(month=11, day=30))
    script_words = passage("Visits (3.3) turned amber in December 2016 and stand at <V>.")
    script = saying("x", indicators=(VISITS,))
    section = type(script.sections[0])("Summary", "Summary", passages=(script_words,))

    found = lint(type(script)(script.cover, (section,), (VISITS,)), january)

    assert [each for each in found if each.rule == "outdated_words"] == []
