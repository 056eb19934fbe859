"""Each rule on a sentence that it must find and on one that it must not."""

from dataclasses import replace

import pytest

from reports.linting import RULES, Action, IndicatorFact, Passage, Picture, Script, Section, TableText, lint
from reports.linting.grids import facts_of
from reports.prose import spans
from tests.reports.linting.scripts import COVER, QUARTER, figured, saying, showing, titled

# Rule, sentence, is it found? The sentence stands in a paragraph of a report on October to December 2016.
SENTENCES = [
    ("small_number", "We spoke to three children about their plans.", True),
    ("small_number", "Two of the young people had moved.", False),  # of how many is not said: one cannot tell
    ("small_number", "Two young people had moved.", True),
    ("small_number", "4 care leavers are in custody.", True),
    ("small_number", "Good practice was seen in 26 out of the 31 cases sampled.", True),  # the rest is 5
    ("small_number", "Good practice was seen in 25 of 31 cases.", False),
    ("small_number", "3 of 40 records were inadequate.", True),
    ("small_number", "Of 6 children all were seen.", False),
    ("small_number", "One child was missing.", True),
    ("small_number", "We are told of one young person in custody.", True),
    ("small_number", "One child protection conference and two child protection plans were late.", False),
    ("small_number", "One child in need plan was late.", False),
    ("small_number", "Three family help teams and two parents' groups met.", False),
    ("small_number", "328 of 328 cases were reviewed in time.", False),
    ("small_number", "Inspectors looked at two children's homes.", False),
    ("small_number", "Standards were agreed with 3 hostels and 2 surveys were run.", False),
    ("small_number", "Children aged 5 children are seen at least one child at a time.", False),
    ("small_number", "At least two children in each family were seen.", False),
    ("all_alike", "All audits were graded as RI.", True),
    ("all_alike", "100% of audits completed were judged good.", True),
    ("all_alike", "All audits were moderated.", False),
    ("all_alike", "All audits were graded good or better.", False),
    ("case_reference", "See QA123456 for the chronology.", True),
    ("case_reference", "In small letters, too: qa123456.", True),
    ("case_reference", "The budget code is QA1234567.", False),
    ("identifier", "The child, DOB 3/4/2011, was seen.", True),
    ("identifier", "They live at LE1 1FZ.", True),
    ("identifier", "See NHS number 943 476 5919.", True),
    ("identifier", "Children born in 2011 were sampled by ward.", False),
    ("personal_name", "We asked Jayden what he wanted.", True),
    ("personal_name", "The plan of Zoe Example was late.", True),
    ("personal_name", "Mrs Example was told at once.", True),
    ("personal_name", "Her brother, Ezekiel, was not.", True),
    ("personal_name", "Zoe Example, Team Manager, led the work.", False),
    ("personal_name", "The report author Zoe Example led the work.", False),
    ("personal_name", "The Victoria Road centre in Charlotte Street is open.", False),
    ("personal_name", "Child Protection is a priority; child protection plans are current.", False),
    ("personal_name", "Hope is what children need, and May was busy.", False),
    ("likely_name", "We heard that Ezekiel Sample lives with kin.", True),
    ("likely_name", "The Permanency Panel has met.", False),
    ("likely_name", "We heard that the Stay Safe programme is open; to stay safe is the aim.", False),
    ("wrong_period", "This report covers July to September 2016.", True),
    ("wrong_period", "During this quarter (Quarter 2 of 2016/17) 30 audits were agreed.", True),
    ("wrong_period", "This report covers Quarter 3 of 2016/17 (October to December 2016).", False),
    ("wrong_period", "During this quarter, in November 2016, audits were agreed.", False),
    ("wrong_period", "In this quarter more was done than in the previous quarter, July to September 2016.", False),
    ("quarter_mislabelled", "Quarter 3 2016/17 – September to December 2016", True),
    ("quarter_mislabelled", "Q3 2016/17 (October to December 2017)", True),
    ("quarter_mislabelled", "Q1 & Q2 (April to June 2016)", True),
    ("quarter_mislabelled", "Q3 2016/17 (Oct – Dec 2016)", False),
    ("quarter_mislabelled", "Q1 & Q2, April to September 2020", False),
    ("quarter_mislabelled", "Q4 (January to March 2017)", False),
    ("quarter_mislabelled", "In Q3 audits rose. From July to August 2016 they fell.", False),
    ("stale_period", "Period: October 2015 to March 2016", True),
    ("stale_period", "Period: January to March 2017", True),
    ("stale_period", "Period: November to December 2016", False),
    ("stale_period", "Period: October to November 2016", False),
    ("overtaken", "The new tool will be launched in January 2017.", True),
    ("overtaken", "The tool was to be launched in May 2017, and is due to follow in June 2017.", False),
    ("overtaken", "The tool was launched in January 2017.", False),
    ("impossible_date", "The board met on 31 November 2016.", True),
    ("impossible_date", "The board met on Monday 1 November 2016.", True),  # a Tuesday
    ("impossible_date", "The board met on Tuesday 1 November 2016.", False),
    ("drafting_note", "Practice has improved (say in what way/what areas).", True),
    ("drafting_note", "Audits rose to X% this quarter.", True),
    ("drafting_note", "[Insert figures from the dashboard]", True),
    ("drafting_note", "Most were seen (Add numbers from the dashboard).", True),
    ("drafting_note", "The date (to be confirmed) is near.", True),
    (
        "drafting_note",
        "The plan (to be completed by June) is written; (say, 10%) more is spent on (check-in) visits.",
        False,
    ),
    ("drafting_note", "[insert figures from the dashboard]", True),
    ("drafting_note", "The date is TBC.", True),
    ("drafting_note", "Visits were late ???", True),
    ("drafting_note", "Please indicate which ones apply.", True),
    ("drafting_note", "Is this private (If so, please state why)?", False),
    ("drafting_note", "A parent said “[they] listened to us”; 3 were [c].", False),
    ("drafting_note", "The service drafted a protocol, which is to be completed by June.", False),
    ("empty_heading", "The aims are:", True),
    ("empty_heading", "The aims are clear.", False),
    ("percentage_without_sample", "91% of conferences had a chronology.", True),
    ("percentage_without_sample", "Over 30 per cent of grades were changed.", True),
    ("percentage_without_sample", "Good in 26 of 31 (83.9%).", False),
    ("percentage_without_sample", "57% of 75 records were good or better.", False),
    ("percentage_without_sample", "91% were good. The sample of 118 audits was drawn at random.", False),
    ("percentage_without_sample", "91% were good (118 audits).", False),
    ("percentage_without_sample", "The target is 95%.", False),
    ("percentage_without_sample", "It is 8% below the target of 85%.", False),
    ("target_without_actual", "The target of 95% was set by the board.", True),
    ("target_without_actual", "The target is 95% and 92% was reached.", False),
    ("share_not_reconciled", "Good in 26 of 31 (83.8%).", True),
    ("share_not_reconciled", "Good in 26 of 31 (83.9%).", False),
    ("share_not_reconciled", "12.5% (1 of 8) and 13% (1 of 8)", False),  # half goes away from zero
    ("share_not_reconciled", "12% (1 of 8) were late.", True),
    ("share_not_reconciled", "84%, 26 of 31 cases, were good.", False),
    ("share_not_reconciled", "32 of 31 (103%).", True),
    ("share_not_reconciled", "26 of 31 were good. 40% of staff answered.", False),
    ("denominators_differ", "Of 291 children in care most were seen, and of 290 children in care some wrote.", True),
    ("denominators_differ", "Of 291 children in care most were seen, and of 268 care leavers some wrote.", False),
    (
        "denominators_differ",
        "Of 291 children in care most were seen; last year it was some of 301 children in care.",
        False,
    ),
    ("points_or_per_cent", "Visits rose from 67% to 72%, up 5%.", True),
    ("points_or_per_cent", "4 of 5 reds miss the target by less than 3%.", True),
    ("points_or_per_cent", "Visits are 8% below target.", True),
    ("points_or_per_cent", "The proportion seen alone rose by 5%.", True),
    ("points_or_per_cent", "Visits rose from 67% to 72%, up 5 points.", False),
    ("points_or_per_cent", "Visits are 8% below target in relative terms.", False),
    ("points_or_per_cent", "Contacts rose by 8%.", False),
    ("points_or_per_cent", "Visits are at 77.8%, and the target is 85%.", False),
    ("evidence_not_working", "See the dashboard (link not working).", True),
    ("evidence_not_working", "Evidence for this is missing.", True),
    ("evidence_not_working", "What is not working is supervision.", False),
    ("completed_without_evidence", "Record the content of strategy meetings. COMPLETED", True),
    ("completed_without_evidence", "Record the content of strategy meetings, audited in March 2017. COMPLETED", False),
    ("completed_without_evidence", "Further work was completed over the summary.", False),
    ("undefined_abbreviation", "The LARP meets weekly.", True),
    ("undefined_abbreviation", "The access to resources panel (LARP) meets; LARP decides.", False),
    ("undefined_abbreviation", "CiCC (Children in Care Council) members wrote.", False),
    ("undefined_abbreviation", "ICPCs were held.", True),
    ("undefined_abbreviation", "The NHS was there, and TWO meetings were held.", False),
    ("undefined_abbreviation", "The SUMMARY is short; a summary helps.", False),
    ("colour_only", "Late visits are shown in red.", True),
    ("colour_only", "The red cells need attention.", True),
    ("colour_only", "Three indicators are rated red.", False),
    ("missing_alternative", "![](chart.png)", True),
    ("missing_alternative", "![Grades by domain](chart.png)", False),
]


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
    # A mislabelled quarter is told once.
    assert quotes("wrong_period", titled("Quarter 3 2016/17 – September to December 2016")) == []


def test_a_figure_is_of_the_period_or_of_a_day_up_to_the_meeting():
    assert quotes("stale_period", figured("Seen", "12", "July to September 2016")) == ["Seen: July to September 2016"]
    assert quotes("stale_period", figured("Seen", "12", "March 2017")) == ["Seen: March 2017"]
    assert quotes("stale_period", figured("Seen", "12", "1 April 2017")) == ["Seen: 1 April 2017"]
    assert quotes("stale_period", figured("Open now", "12", "22 March 2017")) == []
    assert quotes("stale_period", figured("Seen", "12", "January to December 2016")) == []
    assert quotes("stale_period", figured("Seen in the previous quarter", "12", "July to September 2016")) == []


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


GRID = ("Measure", "30 Sept: Target", "30 Sept: Actual", "31 Dec: Target", "31 Dec: Actual")


def test_a_target_has_an_actual_and_an_actual_has_a_target():
    grid = showing(
        GRID,
        ("Pre-birth", "50", "", "85", "no data"),
        ("Health", "", "84", "95", "100"),
        ("Late", "≤5", "4", "≤5", "6"),
    )
    (blank,) = of_rule("target_without_actual", grid)
    (open_ended,) = of_rule("actual_without_target", grid)

    assert (blank.quote, blank.where) == ("Pre-birth", "table 1, row “Pre-birth”")
    assert blank.words == "There is a target and no figure beside it (30 Sept: Target; 31 Dec: Target)."
    assert (open_ended.quote, "30 Sept: Actual" in open_ended.words) == ("Health", True)


def test_a_current_figure_is_not_older_than_its_table():
    months = ("Measure", "Current", "Jun 23", "Jul 23", "Aug 23")
    assert quotes("blank_latest", showing(months, ("Reviews", "100%", "100%", "100%", ""))) == ["Reviews"]
    assert quotes("blank_latest", showing(months, ("Reviews", "100%", "100%", "100%", "100%"))) == []
    assert quotes("blank_latest", showing(months, ("Reviews", "no data", "100%", "100%", ""))) == []


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


def test_a_grid_of_targets_is_read_as_indicators():
    grid = TableText("table 1", "Grid", GRID, (("% of care plans that are inadequate", "20", "6", "10", "30"),))
    found = of_rule("contradicts_indicator", saying("Care plans have improved.", tables=(grid,)))

    assert [finding.words for finding in found] == [
        "“improved” does not fit “% of care plans that are inadequate” (30, missed, worse: from 6 to 30)."
    ]


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


def test_rules_have_keys_of_their_own_and_each_is_tried_here():
    keys = [rule.key for rule in RULES]
    tried = {row[0] for row in SENTENCES} | {
        "duplicate_paragraph", "table_without_sample", "actual_without_target", "blank_latest", "contradicts_indicator",
        "reads_as_progress", "wrong_column", "completed_but_under_way", "claim_without_evidence",
    }  # fmt: skip
    assert (len(keys), set(keys)) == (len(set(keys)), tried)


@pytest.mark.parametrize(
    ("title", "target", "actual", "rag"),
    [
        ("% of assessments in time", "95", "95", "met"),
        ("% of assessments in time", "95%", "94.9%", "missed"),
        ("% of assessments with no further action", "≤25", "25", "met"),
        ("% of assessments with no further action", "<25", "25", "missed"),
        ("% of inadequate assessments", "20", "20", "met"),  # a bare number of what is unwanted is a ceiling
        ("% of inadequate assessments", "20", "21", "missed"),
        ("% of assessments in time", "to be agreed", "95", "no_target"),
    ],
)
def test_a_row_of_a_grid_is_rated_by_its_operator(title, target, actual, rag):
    (table,) = showing(("Measure", "Target", "Actual"), (title, target, actual)).tables

    assert [fact.rag for fact in facts_of(table)] == [rag]
