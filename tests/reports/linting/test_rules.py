"""Each rule on a sentence that it must find and on one that it must not."""

import datetime
from dataclasses import replace

import pytest

from reports.linting import RULES, Action, IndicatorFact, Passage, Picture, Script, Section, TableText, Weight, lint
from reports.prose import spans
from reports.tokens import marked
from tests.reports.linting.cases import SENTENCES
from tests.reports.linting.scripts import COVER, QUARTER, figured, saying, showing, titled


@pytest.mark.parametrize(("rule", "text", "is_found"), SENTENCES, ids=[f"{row[0]}: {row[1][:50]}" for row in SENTENCES])
def test_a_sentence_is_found_or_not(rule, text, is_found):
    assert [finding.rule for finding in lint(saying(text), QUARTER) if finding.rule == rule][:1] == [rule] * is_found


def of_rule(rule, script, context=QUARTER):
    return [finding for finding in lint(script, context) if finding.rule == rule]


def quotes(rule, script, context=QUARTER):
    return [finding.quote for finding in of_rule(rule, script, context)]


def test_a_finding_names_the_place_the_fault_and_the_way_out():
    (found,) = of_rule("quarter_mislabelled", titled("Report", "Quarter 3 2016/17 – September to December 2016"))

    assert (found.weight, found.where) == ("must", "Cover")
    assert found.quote == "Quarter 3 2016/17 – September to December 2016"
    assert (
        found.words == "Quarter 3 2016/17 is said to be September to December 2016, but it is October to December 2016."
    )
    assert found.way_out == "Write October to December 2016, or name the period without a quarter."


def test_the_cover_names_the_period_of_the_report():
    assert quotes("wrong_period", titled("Quarterly report, Q2 2016/17")) == ["Quarterly report, Q2 2016/17"]
    assert quotes("wrong_period", titled("Quarterly report, Q3 2016/17")) == []
    (found,) = of_rule("wrong_period", titled("Report on July to September 2016"))
    assert found.words == (
        "The cover names July to September 2016, but this report is about Quarter 3 2016/17, October to December 2016."
    )
    # What is to be decided may be of another time than the report.
    own_title = replace(QUARTER, is_titled=True)
    assert quotes("wrong_period", titled("Evening courses from July to September 2017"), own_title) == []
    # A mislabelled quarter is told once.
    assert quotes("wrong_period", titled("Quarter 3 2016/17 – September to December 2016")) == []


@pytest.mark.parametrize(
    ("title", "words"),
    [
        (
            "Audits, September to December 2016",
            "The heading names September to December 2016, but this report is about Quarter 3 2016/17, October to "
            "December 2016.",
        ),
        ("Audits, July to September 2016", ""),  # older: for the author to say
        ("Audits in Quarter 2", ""),
        ("Audits, October to December 2016", ""),
        ("Audits in Q3", ""),
        ("Compared with July to September 2016", ""),
        ("Testing the system in Quarter 4", ""),  # what is to come is a plan
        ("The previous quarter, July to September 2016", ""),
    ],
)
def test_a_heading_names_the_period_of_the_report(title, words):
    section = replace(saying("A steady quarter.").sections[0], title=title)

    assert [each.words for each in of_rule("wrong_period", Script(COVER, (section,)))] == [words] * bool(words)


@pytest.mark.parametrize(
    ("title", "is_older"),
    [
        ("Audits, July to September 2016", True),
        ("Audits in Quarter 2", True),
        ("Audits, September to December 2016", False),
        ("Audits, October to December 2016", False),
        ("Compared with July to September 2016", False),
        ("Testing the system in Quarter 4", False),
    ],
)
def test_a_heading_of_an_older_period_is_asked_about(title, is_older):
    section = replace(saying("A steady quarter.").sections[0], title=title)

    found = of_rule("older_heading", Script(COVER, (section,)))

    assert [(each.weight, each.words) for each in found] == [
        (
            Weight.SHOULD,
            "The heading names July to September 2016, but this report is about Quarter 3 2016/17, October to December "
            "2016.",
        )
    ] * is_older


def test_a_heading_with_a_mislabelled_quarter_is_found_once():
    section = replace(saying("A steady quarter.").sections[0], title="Quarter 3 2016/17, July to September 2016")
    found = [(each.rule, each.words) for each in lint(Script(COVER, (section,)), QUARTER)]

    assert found == [
        (
            "quarter_mislabelled",
            "Quarter 3 2016/17 is said to be July to September 2016, but it is October to December 2016.",
        )
    ]


def test_a_figure_is_of_the_period_or_of_a_day_up_to_the_meeting():
    assert quotes("stale_period", figured("Seen", "12", "July to September 2016")) == ["Seen: July to September 2016"]
    assert quotes("stale_period", figured("Seen", "12", "March 2017")) == ["Seen: March 2017"]
    assert quotes("stale_period", figured("Seen", "12", "1 April 2017")) == ["Seen: 1 April 2017"]
    assert quotes("stale_period", figured("Open now", "12", "22 March 2017")) == []
    assert quotes("stale_period", figured("Seen", "12", "January to December 2016")) == []
    assert quotes("stale_period", figured("Seen in the previous quarter", "12", "July to September 2016")) == []


def test_what_is_to_come_is_held_against_the_day_on_which_the_report_is_read():
    text = "The tool will be launched in November 2016."
    in_october = replace(QUARTER, published_on=datetime.date(2016, 10, 10), meets_on=None)

    assert quotes("overtaken", saying(text), in_october) == [text]
    assert quotes("overtaken", saying(text), replace(in_october, waits_for_end=False)) == []


def test_a_heading_is_followed_by_something():
    def headed(*sections):
        return Script(COVER, tuple(Section(title, title, level, passages) for title, level, passages in sections))

    some = (Passage("x", "Words."),)
    assert quotes("empty_heading", headed(("One", 1, ()), ("Two", 1, some))) == ["One"]
    assert quotes("empty_heading", headed(("One", 1, ()), ("Two", 2, some))) == []
    assert quotes("empty_heading", headed(("One", 1, some), ("Two", 2, ()))) == ["Two"]


def test_a_line_in_bold_is_a_heading_to_the_eye():
    def bold(*texts):
        passages = tuple(Passage("x", text.strip("*"), spans=spans(text)) for text in texts)
        return Script(COVER, (Section("Summary", "Summary", passages=passages),))

    assert quotes("empty_heading", bold("**Impact on children**")) == ["Impact on children"]
    assert quotes("empty_heading", bold("**Impact**", "**Next steps**", "We look again.")) == ["Impact"]
    assert quotes("empty_heading", bold("**Impact**", "Children are seen.", "**This matters most to us.**")) == []


def test_a_paragraph_stands_once():
    text = "We have a well developed and robust process of internal quality assurance using a variety of methods."
    near = "We now have a well developed and robust process of internal quality assurance using a variety of methods."
    other = "We have a helpful process of external quality assurance using peer reviews and one inspection every year."

    assert quotes("duplicate_paragraph", saying(text, other, text)) == [f"{text[:89].rstrip()}…"]
    assert quotes("duplicate_paragraph", saying(text, near)) == [f"{near[:89].rstrip()}…"]
    assert quotes("duplicate_paragraph", saying(text, other)) == []
    assert quotes("duplicate_paragraph", saying("No change.", "No change.")) == []
    (found,) = of_rule("duplicate_paragraph", saying(text, text))
    assert (found.where, found.words) == ("paragraph 2", "Almost the same stands in paragraph 1 already.")


def test_a_percentage_among_the_figures_has_a_sample():
    assert quotes("percentage_without_sample", figured("Good", "57%")) == ["Good: 57%"]
    assert quotes("percentage_without_sample", figured("Good", "57%", sample="43 of 75 records")) == []
    assert quotes("percentage_without_sample", figured("Good", "57%", sample="of [c] records")) == []
    assert quotes("share_not_reconciled", figured("Good", "58%", sample="43 of 75 records")) == [
        "Good: 58%, 43 of 75 records"
    ]


def test_a_table_of_percentages_has_numbers():
    bare = showing(("Measure", "Actual"), ("Seen", "91%"), ("Heard", "81%"))
    assert quotes("table_without_sample", bare) == ["91%"]
    assert (
        quotes(
            "table_without_sample",
            showing(("Measure", "Out of", "Actual"), ("Seen", "75", "91%"), ("Heard", "75", "81%")),
        )
        == []
    )
    assert (
        quotes("table_without_sample", showing(("Measure", "Actual"), ("Seen", "83.9% (26 of 31)"), ("Heard", "81%")))
        == []
    )


def test_a_rate_among_the_figures_has_its_population():
    assert quotes("rate_without_population", figured("In need", "42.6 per 10,000")) == ["In need: 42.6 per 10,000"]
    assert quotes("rate_without_population", figured("In need", "42.6 per 10,000", sample="312 of 73,240")) == []
    (found,) = of_rule("rate_without_population", saying("It was 42.6 per 10,000."))
    assert found.words == (
        "42.6 per 10,000: of whom and of when? A rate is counted on a population, which changes from year to year."
    )
    # The heading may say when.
    under = replace(saying("It was 42.6 per 10,000 children.").sections[0], title="Numbers in August 2023")
    assert of_rule("rate_without_population", Script(COVER, (under,))) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Children in need (3.1) stand at 42.6%.", ["3.1 is 42.6 per 10,000: a rate, and no percentage."]),
        ("The rate of need is 42.6 per cent.", ["3.1 is 42.6 per 10,000: a rate, and no percentage."]),
        ("Children in need (3.1) stand at 42.6 per 10,000 children.", []),
        ("Of 3.1 children, 42.7% were boys.", []),
        ("Attendance was 42.6%.", []),  # is about something else
        ("The rate (3.1) fell by 42.6%.", []),
    ],
)
def test_a_rate_that_is_known_is_not_told_in_per_cent(text, words):
    known = fact(title="Children in need", value="42.6 per 10,000", rag="no_target")

    assert [each.words for each in of_rule("rate_as_percentage", saying(text, indicators=(known,)))] == words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Need stands at {}%.", ["rate_as_percentage"]),
        ("Need stands at {} per cent.", ["rate_as_percentage"]),
        # Its number of children may be hidden: the author cannot give it.
        ("Need stands at {}.", []),
        ("Need stands at {}, and in Leeds at 55.1 per 10,000.", ["rate_without_population"]),
    ],
)
def test_a_live_rate_says_of_whom_it_is_as_far_as_that_is_shown(text, found):
    told = spans(text.format(marked("indicator-3.1", "42.6 per 10,000 (June 2026)")))
    passages = (Passage("x", "".join(span.text for span in told), spans=told),)
    script = Script(COVER, (Section("Summary", "Summary", passages=passages),))

    assert [each.rule for each in lint(script, QUARTER) if each.rule.startswith("rate_")] == found


def fact(title="% of care plans that are current", **given):
    return IndicatorFact(
        **{"ref": "3.1", "title": title, "value": "77.8%", "rag": "red", "trend": "Worse than July"} | given
    )


def on(text, *facts):
    return quotes("contradicts_indicator", saying(text, indicators=facts))


@pytest.mark.parametrize(
    ("text", "given", "is_found"),
    [
        ("Care plans have improved and are current.", {}, True),
        ("Indicator 3.1 has improved.", {}, True),
        ("Current planning in care is better.", {"names": ("care planning",)}, True),
        ("Care plans are to be improved by current work.", {}, False),
        ("Care plans have not improved.", {}, False),
        ("Care plans have improved and are current.", {"trend": "Improved since July"}, False),
        ("Supervision has improved.", {}, False),
        ("Care plans are on track.", {}, True),
        ("Care plans are on track.", {"rag": "green"}, False),
        ("Care plans are above target.", {"rag": "amber"}, True),
        ("Care plans are below target.", {"rag": "green"}, True),
        ("Care plans are below target.", {}, False),
        ("Care plans are on track.", {"rag": "no_data", "value": "no data"}, True),
        ("The number of care plans fell.", {"trend": "Risen"}, True),
        ("The number of care plans fell.", {"trend": "Fallen"}, False),
        ("Care plans have deteriorated.", {"trend": "Improved"}, True),
    ],
)
def test_words_are_held_against_the_rating_and_the_trend(text, given, is_found):
    assert bool(on(text, fact(**given))) is is_found


def test_the_contradiction_says_how_the_indicator_stands():
    (found,) = of_rule("contradicts_indicator", saying("Care plans improved.", indicators=(fact(),)))

    assert (
        found.words == "“improved” does not fit 3.1 “% of care plans that are current” (77.8%, red, worse than July)."
    )


def test_facts_of_the_context_count_too():
    context = replace(QUARTER, indicators=(fact(),))
    assert quotes("contradicts_indicator", saying("Care plans improved."), context) == ["Care plans improved."]


def test_progress_on_most_needs_most_to_be_met():
    text = "Progress has been made on most of the targets."
    reds = [fact(ref=f"3.{number}", title=f"Measure {number}") for number in range(3)]
    greens = [fact(ref=f"4.{number}", title=f"Number {number}", rag="green", trend="Improved") for number in range(4)]
    (found,) = of_rule("reads_as_progress", saying(text, indicators=[*reds, *greens[:2]]))

    assert found.words.endswith("of 5 rated indicators 2 are green or met, 3 red or missed, and 3 got worse.")
    assert quotes("reads_as_progress", saying(text, indicators=[*reds, *greens])) == []


def test_praise_and_faults_stand_in_their_columns():
    praise = "Findings were very promising with evidence of good communications."
    fault = "Plans were not updated after reviews."

    assert quotes("wrong_column", saying(praise, kind="focus")) == [praise]
    assert quotes("wrong_column", saying(fault, kind="strength")) == [fault]
    assert quotes("wrong_column", saying(praise, kind="strength")) == []
    assert quotes("wrong_column", saying("Good and effective plans are seen, but late.", kind="focus")) == []
    assert quotes("wrong_column", saying(fault, "Good plans are limited to one service.", kind="focus")) == []


def test_what_is_complete_has_evidence_and_is_not_under_way():
    work = "Ensure that there is a clear strategy to embed family work in all relevant services"
    done = Action("action 1", work, "Completed")

    assert quotes("completed_without_evidence", saying("x", actions=(done,))) == [work]
    assert (
        quotes("completed_without_evidence", saying("x", actions=(replace(done, evidence="audit of May 2016"),))) == []
    )
    assert quotes("completed_without_evidence", saying("x", actions=(replace(done, state="Open"),))) == []
    told = saying(work, "This work is being developed through a group.", actions=(done,))
    assert quotes("completed_but_under_way", told) == ["This work is being developed through a group."]
    assert quotes("completed_but_under_way", saying(work, "This work is over.", actions=(done,))) == []
    begins_alike = "Ensure that there is a clear rota for the front desk"
    assert quotes("completed_but_under_way", saying(begins_alike, "It is being developed.", actions=(done,))) == []
    table = showing(("Recommendation", "Status", "Evidence"), (work, "Complete", ""), ("Other", "Complete", "survey"))
    assert quotes("completed_without_evidence", table) == [work]


def test_a_claim_says_how_it_is_known():
    columns = ("Area", "What do we know?", "How do we know it?", "What are our plans?")
    rows = ("Early help", "Families are helped early", "", "More groups"), ("Front door", "Quick", "audits", "Same")
    assert quotes("claim_without_evidence", showing(columns, *rows)) == ["Families are helped early"]


def test_a_table_that_is_rated_has_words_for_it():
    columns = ("Measure", "Target", "Number", "Actual")
    table = TableText("table 1", "Targets", columns, (("Seen", "90%", "9", "95%"), ("Heard", "90%", "8", "81%")))
    text = "Progress is shown by the RAG rating below."
    rated = replace(table, columns=(*columns, "Rating"), rows=tuple((*row, "Green") for row in table.rows))

    assert quotes("colour_only", saying(text, tables=(table,))) == ["Targets"]
    assert quotes("colour_only", saying(text, tables=(rated,))) == []
    assert quotes("colour_only", saying("Progress is shown below.", tables=(table,))) == []
    dots = replace(rated, rows=tuple((*row, "●") for row in table.rows))
    assert quotes("colour_only", saying("Progress is shown below.", tables=(dots,))) == ["Targets"]
    assert quotes("colour_only", saying("x", indicators=(fact(rag_words=" "),))) == [
        "3.1 % of care plans that are current"
    ]
    assert quotes("colour_only", saying("x", indicators=(fact(rag_words="Red"),))) == []


@pytest.mark.parametrize(
    ("alt", "is_found"),
    [("", True), ("Chart 1", True), ("grades.png", True), ("Bars of grades: 6 outstanding, 37 good.", False)],
)
def test_a_picture_has_words(alt, is_found):
    assert bool(of_rule("missing_alternative", saying("x", pictures=(Picture("chart 1", "Grades", alt),)))) is is_found


def test_denominators_of_indicators_reconcile():
    def rows(first, second, basis="Snapshot"):
        return saying(
            "x",
            indicators=(
                fact(
                    ref="5.1",
                    title="% of CLA with visits",
                    numerator="259",
                    denominator=first,
                    value="89.0%",
                    basis="Snapshot",
                ),
                fact(
                    ref="5.2",
                    title="% of LAC with reviews",
                    numerator="259",
                    denominator=second,
                    value="89.0%",
                    basis=basis,
                ),
            ),
        )

    (found,) = of_rule("denominators_differ", rows("291", "290"))
    assert found.words == "Here there are 290 children in care; in Indicator 5.1 there are 291."
    assert quotes("denominators_differ", rows("291", "291")) == []
    assert quotes("denominators_differ", rows("291", "328", "Rolling year")) == []
    assert quotes("share_not_reconciled", rows("291", "280")) == ["5.2 % of LAC with reviews: 89.0%, 259 of 280"]


def test_people_of_the_cover_and_of_the_context_may_be_named():
    text = "We thank Zoe Example for the work."
    assert quotes("personal_name", saying(text)) == [text]
    assert quotes("personal_name", saying(text, cover=replace(COVER, lines=("Author: Zoe Example",)))) == []
    assert quotes("personal_name", saying(text), replace(QUARTER, people=frozenset({"Zoe Example"}))) == []


def test_short_forms_are_told_once_with_their_meaning():
    (found,) = of_rule("undefined_abbreviation", saying("ICPCs were held.", "Another ICPC was held."))
    assert found.way_out == "Write “initial child protection conference (ICPC)” where it first stands."
    context = replace(QUARTER, understood=QUARTER.understood | {"ICPC"})
    assert quotes("undefined_abbreviation", saying("ICPCs were held."), context) == []


def test_the_pattern_of_case_references_is_the_councils():
    context = replace(QUARTER, case_reference=r"\d{7}")
    assert quotes("case_reference", saying("See 1234567."), context) == ["See 1234567."]
    assert quotes("case_reference", saying("See QA123456."), context) == []


def test_rules_have_keys_of_their_own_and_each_is_tried():
    keys = [rule.key for rule in RULES]
    tried = {row[0] for row in SENTENCES} | {
        "duplicate_paragraph", "table_without_sample", "actual_without_target", "blank_latest", "contradicts_indicator",
        "reads_as_progress", "wrong_column", "completed_but_under_way", "claim_without_evidence",
        "outdated_words", "typed_figure", "typed_number", "older_heading",
    }  # fmt: skip
    assert (len(keys), set(keys)) == (len(set(keys)), tried)
