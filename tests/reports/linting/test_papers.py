"""Four papers as councils published them: the faults known in them are found, and a reader agrees with all the rest.

`KNOWN` are the faults for which the papers are known; `AGREED` is every other finding with the reason why a reader
agrees; `FALSE_ALARMS` are those with which a reader does not. A short form stands for the finding about it.
"""

import csv
import datetime
import re
from decimal import Decimal

import pytest

from kpis.rag import Rag
from reports.linting import Context, IndicatorFact, lint
from tests.reports.linting.papers import FOLDER, LEICESTER_2012, LEICESTER_2016, LEICESTER_2020, LONDON_2023

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the published papers are not beside the project")

HIGHLIGHT = FOLDER.parent / "data" / "highlight_indicators_2023_08.csv"
DAY = datetime.date
CONTEXTS = {
    LEICESTER_2020: Context(DAY(2020, 4, 1), DAY(2020, 9, 30)),
    LEICESTER_2012: Context(DAY(2012, 4, 1), DAY(2012, 9, 30), meets_on=DAY(2012, 11, 21)),
    LONDON_2023: Context(DAY(2023, 8, 1), DAY(2023, 8, 31), published_on=DAY(2023, 9, 30)),
    LEICESTER_2016: Context(DAY(2016, 10, 1), DAY(2016, 12, 31), meets_on=DAY(2017, 3, 28)),
}
PAPERS = tuple(CONTEXTS)
FALSE_ALARMS_A_PAGE = 0.5

# Paper: (the fault in words, its rule, the quotes)
KNOWN = {
    LEICESTER_2020: [
        ("two slides carry the period of an older report", "stale_period", ["Period: October 2019 to March 2020"] * 2),
        (
            "most percentages have no sample size", "percentage_without_sample",
            [
                "…at Good or better in 100% of audits completed and management oversight…",
                "92% EHA caseload families received either face to face contact,…",
                "91% of the conferences had information to help to understand…",
                "…chronology was available 81% of the time",
                "88% of reports received by parents 2 days prior to the conference…",
                "In 31% of CP assessments it was identified the need for more…",
                "…network being explored in 67% (previous Q4 79%) of children's cases.",
                "…accommodation sits at 98% - the 2% of YP are currently in custody",
                "100% of the sample recognise the capacity of carers to respond…",
            ],
        ),
        (
            "a strength filed under focus", "wrong_column",
            ["Youth Justice Service completed audits of all cases opened to service with CIN, CP or LAC…"],
        ),
    ],
    LEICESTER_2012: [
        (
            "marked COMPLETED while the text says “is being developed”", "completed_but_under_way",
            [
                "…transitional support available are being explored.",
                "This work is being developed and monitored through the Stay Safe…",
                "A protocol agreement is due to be ratified at the Trust and LSCB…",
            ],
        ),
    ],
    LONDON_2023: [
        (
            "points, and per cent of the target, are not told apart", "points_or_per_cent",
            ["…target by less than 3%.", "…the past 4 weeks is 8% below target."],
        ),
        (
            "the latest month of 5.18 is blank, yet it is rated", "blank_latest",
            ["CLA cases which were reviewed within required timescales"],
        ),
    ],
    LEICESTER_2016: [
        (
            "the title says September to December, the body October to December", "quarter_mislabelled",
            ["Quarter 3 2016/17 – September to December 2016"],
        ),
        (
            "care planning got worse while the summary reads as progress", "contradicts_indicator",
            ["…robust assessments and processes for care planning and an overall improvement in the timeliness and…"],
        ),
        (
            "care planning got worse while the summary reads as progress", "reads_as_progress",
            ["…(2016/17) QA report and progress has been made on most of these as illustrated…"],
        ),
        (
            "RAG must never rest on colour alone", "colour_only",
            ["2. Summary of the QA report and its findings"] * 2,
        ),
        (
            "targets with blanks", "target_without_actual", ["% of pre-birth assessments within timescales"],
        ),
    ],
}  # fmt: skip
UNEXPLAINED = "committee members and families are not told what this short form means before they meet it"

# Paper: (why a reader agrees, the rule, the quotes)
AGREED = {
    LEICESTER_2020: [
        ("the remaining 5 of 31 cases are a small number, and below good", "small_number",
         ["…practice identified in 26 out of the 31 cases sampled"]),
        ("the grade of every record in the transitions sample is told", "all_alike",
         ["…documents, therefore all audits were graded as RI"]),
        ("the sentence on working relationships was copied from one spotlight to the other", "duplicate_paragraph",
         ["Good quality effective working relationships apparent with SWs and young people, parents…"]),
        (UNEXPLAINED, "undefined_abbreviation",
         ["QA", "LLR", "DASH", "LAC", "EHA", "LA", "IRO", "EHCP", "RI", "FIRO", "YPC", "CEC", "SoS", "ASYE", "LCC"]),
    ],
    LEICESTER_2012: [
        ("September 2012 is over when the commission meets on 21 November", "overtaken",
         ["…protocol agreement is due to be ratified at the Trust and LSCB meetings being held in September…",
          "…social work teams and will be launched in September 2012."]),
        ("the form's instruction to the author was left in", "drafting_note",
         ["…Other Implications (You will need to have considered other implications…"]),
        ("the question is not answered", "empty_heading",
         ["5.5 Other Implications (You will need to have considered other implications in preparing…"]),
        ("COMPLETED stands alone: no date, and nothing that shows it", "completed_without_evidence",
         ["ensure that the respective roles and responsibilities of qualified and unqualified staff…",
          "ensure that child protection plans and family support plans clearly outline required outc…",
          "ensure that all investigations overseen by the LADO are initiated and progressed in a tim…",
          "ensure that the LSCB has robust performance monitoring arrangements in place to enable pa…",
          "ensure that management oversight of cases is clearly recorded on children's case records…",
          "ensure that a central record is made of the content and decisions arising from section 47…",
          "NHS Leicester, Leicestershire and Rutland Cluster to ensure that there is timely access t…",
          "NHS Leicester, Leicestershire and Rutland Cluster to ensure that children with behavioura…",
          "ensure that all the learning from complaints is identified and aggregated and is used to…",
          "ensure that there is a clear strategy to embed 'think family' work in all relevant adults…",
          "ensure that there are clear lines of accountability and reporting arrangements between th…",
          "ensure that the looked after children are able to access education and are integrated int…",
          "ensure that all managers in the looked after children's services are able to contribute e…",
          "ensure that every looked after child who would benefit from an Independent Visitor is abl…",
          "ensure that all care leavers are in accommodation which meets expected standards set out…",
          "NHS Leicester, Leicestershire and Rutland Cluster to ensure that those looked after child…",
          "ensure that looked after children's reviews are recorded to consistently high standards t…"]),
        (UNEXPLAINED, "undefined_abbreviation", ["CAMHS", "DAS", "LADO"]),
    ],
    LONDON_2023: [
        ("the second slide of this title holds nothing that can be read", "empty_heading",
         ["Impact Audits- an improving picture"]),
        ("the text says that 14 measures are rated; the table says nowhere which is what", "colour_only",
         ["Children's Social Care Highlight Indicators"]),
        ("a chart of grades over three cycles without a word for who cannot see it", "missing_alternative",
         ["Increase quality of intervention and direct work (connect) over last 3 audit cycles",
          "Increase quality of plans (Co-production) over last 3 audit cycles",
          "Increase quality of recording (curious) over last 3 audit cycles",
          "Seeking to understand risk and thresholds (Curiosity) over last 3 audit cycles"]),
        ("the slide on assurance stands in the deck twice", "duplicate_paragraph",
         ["We have a well developed and robust process of internal quality assurance using a variety…",
          "We have commissioned external reviews by highly qualified and experienced practitioners t…"]),
        ("over 30% of how many audits in three cycles?", "percentage_without_sample",
         ["…auditors grading in over 30% of audits has been an issue."]),
        ("how many children the borough has is not said, nor is that the rate is of children",
         "rate_without_population",
         ["Rate per 10,000 42.6 (in line with national and regional)",
          "Rate per 10,000 45.3 (lower than national and regional)"]),
        (UNEXPLAINED, "undefined_abbreviation",
         ["LA", "CEX", "CP", "LAC", "CPP", "CLA", "EET", "TM", "GM", "HoS", "PSW", "AP", "MASH", "ASYE"]),
    ],
    LEICESTER_2016: [
        ("single assessments in time went from 93 to 92 and miss their target of 95", "contradicts_indicator",
         ["Significant improvements in the timescales for completing single assessments, Section…"]),
        ("a percentage of how many audits and assessments?", "table_without_sample",
         ["% of Inadequate Assessments via Case file audits", "% of pre-birth assessments within timescales"]),
        ("nobody can say whether this is good enough: the target is blank", "actual_without_target",
         ["% of Initial Health Assessments completed within timescales",
          "% of pre-birth assessments/conferences within timescales set by strategy meeting",
          "% of pre-birth assessments within LSCB timescales"]),
        (UNEXPLAINED, "undefined_abbreviation",
         ["CIN", "LAC", "LSCB", "IRO", "CSE", "RAG", "NFA", "ICPC", "SCR", "DAS", "LMP", "SGO"]),
    ],
}  # fmt: skip
FALSE_ALARMS = {
    LEICESTER_2020: [("the author of a quotation, whom no child knows", "personal_name", ["Seth Godin"])],
    LEICESTER_2012: [],
    LONDON_2023: [("the sentence goes on with green, amber and red", "undefined_abbreviation", ["RAG"])],
    LEICESTER_2016: [],
}


def told(finding):
    """The rule and the quote; of a short form, the form itself."""
    is_short_form = finding.rule == "undefined_abbreviation"
    return finding.rule, re.findall("“([^”]+)”", finding.words)[0] if is_short_form else finding.quote


def listed(findings):
    return [(rule, quote) for _, rule, quotes in findings for quote in quotes]


def found_in(paper, *replacements, indicators=()):
    context = CONTEXTS[paper]
    context = Context(context.starts_on, context.ends_on, published_on=context.published_on, meets_on=context.meets_on,
                      indicators=indicators)  # fmt: skip
    return [told(finding) for finding in lint(paper.script(*replacements), context)]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_the_known_faults_are_found(paper):
    found = found_in(paper)

    assert [fault for fault in listed(KNOWN[paper]) if fault not in found] == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_there_is_a_reason_for_every_finding_and_a_finding_for_every_reason(paper):
    reasons = listed([*KNOWN[paper], *AGREED[paper], *FALSE_ALARMS[paper]])

    assert sorted(found_in(paper)) == sorted(reasons)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_false_alarms_are_few_on_a_page(paper):
    assert paper.pages > 4
    assert len(listed(FALSE_ALARMS[paper])) / paper.pages <= FALSE_ALARMS_A_PAGE


def test_what_is_put_right_is_no_longer_found():
    found = found_in(
        LEICESTER_2016,
        ("September to December 2016", "October to December 2016"),
        ("processes for care planning", "work"),
    )
    assert [rule for rule, quote in found if rule == "quarter_mislabelled" or "care planning and" in quote] == []


def highlight_facts():
    """The published table with its ratings by minimum and upper, as the portal would rate them."""
    rows = csv.DictReader(HIGHLIGHT.open(newline=""))
    return tuple(
        IndicatorFact(
            ref=row["ref"], title=row["measure"], value=row["current"], rag=_rag(row), rag_words=_rag(row),
            target=row["target_upper"], basis=row["period"],
            numerator=row["num"], denominator=row["denom"], latest=row["aug_23"],
        )
        for row in rows
    )  # fmt: skip


def _rag(row):
    if not row["target_upper"]:
        return Rag.NO_TARGET.value
    value, minimum, upper = (Decimal(row[key].strip("%")) for key in ("current", "target_min", "target_upper"))
    if upper < minimum:
        value, minimum, upper = -value, -minimum, -upper
    return (Rag.GREEN if value >= upper else Rag.AMBER if value >= minimum else Rag.RED).value


def test_denominators_reconcile_across_the_rows_and_it_is_said_when_they_do_not():
    facts = highlight_facts()
    rated = [fact.rag for fact in facts]
    found = found_in(LONDON_2023, indicators=facts)
    changed = tuple(
        IndicatorFact(**{**vars(fact), "denominator": "289"}) if fact.ref == "5.11" else fact for fact in facts
    )

    assert [rated.count(rag) for rag in ("green", "amber", "red")] == [3, 6, 5]
    assert [rule for rule, _ in found if rule in ("denominators_differ", "share_not_reconciled")] == []
    assert [told for told in found_in(LONDON_2023, indicators=changed) if told not in found] == [
        ("share_not_reconciled", "5.11 % of CLA with visits in last 6 weeks: 89.0%, 259 of 289"),
        ("denominators_differ", "% of CLA with visits in last 6 weeks"),
    ]
