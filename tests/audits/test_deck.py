"""A published deck entered whole: "Assuring Quality of Practice" of Leicester, Quarters 1 and 2 of 2020/21.

Its titles, periods and figures go in through the web form, one activity after the other, and are read back to the
digit. What stands around the figures is said in our own words.
"""

import datetime
import re
from pathlib import Path

import lxml.html
import pytest
from django.urls import reverse

from audits.models import Activity, Statement
from audits.summaries import activities_in

PAPER = Path(__file__).resolve().parents[3] / "shared/papers/assuring_quality_of_practice_2020_q1_q2.txt"
HALF_YEAR = (datetime.date(2020, 4, 1), datetime.date(2020, 9, 30))
Q1 = (datetime.date(2020, 4, 1), datetime.date(2020, 6, 30))
Q2 = (datetime.date(2020, 7, 1), datetime.date(2020, 9, 30))
# The deck carries the figures of the independent chairs over from the report before: it says so on the slide.
BEFORE = (datetime.date(2019, 10, 1), datetime.date(2020, 3, 31))


def percent(text, value, sample="", previous="", period=""):
    figures = {"value": value, "measured_in": "%", "denominator": sample}
    return {"text": text, **figures, "previous": previous, "previous_period": period}


def share(text, numerator, denominator):
    return {"text": text, "numerator": numerator, "denominator": denominator}


def number(text, value, unit):
    return {"text": text, "value": value, "measured_in": unit}


def activity(title, kind, period, cohort="", statements=(), **facts):
    return {"title": title, "kind": kind, "period": period, "cohort": cohort, "statements": statements, **facts}


DECK = [
    activity(
        "Repeat child protection plans", "spotlight", HALF_YEAR, "child_protection",
        strengths="Earlier plans had ended safely.\nGood working relationships.\nTimely answers to new worries.",
        focus="Specialist risk assessments when plans end.\nWider networks in safety plans.",
    ),
    activity(
        "Virtual service framework of the early help clusters", "spotlight", HALF_YEAR, "early_help",
        [
            percent("Response to risk graded Good or better", "100"),
            percent("Families with an early help assessment who were in contact in May and June", "92"),
        ],
    ),
    activity("Youth Justice Service: children with plans", "thematic_review", HALF_YEAR,
             strengths="Good communication around the young person."),
    activity("Multisystemic therapy: weekly audit of files", "dip_sample", HALF_YEAR),
    activity(
        "Independent chairs on child protection conferences", "other", BEFORE, "child_protection",
        [
            percent("Conferences with information on what life is like for the child", "91"),
            percent("Good chronology available", "81"),
            percent("Reports with parents two days before the conference", "88"),
            percent("Assessments that should understand diversity and equality better", "31"),
            percent("Use of the family network explored", "67", previous="79", period="Q4"),
        ],
    ),
    activity(
        "Children in care and care leavers at 30 September 2020", "other", HALF_YEAR, "in_care",
        [
            number("Children in care on 30 September 2020", "601", "children"),
            number("Care leavers", "283", "young people"),
            percent("Care leavers in suitable accommodation", "98"),
            percent("Care leavers in custody", "2"),
        ],
        key_message="Most children in our care are in settled placements.",
    ),
    activity(
        "Young people referred to the Transitions service", "spotlight", HALF_YEAR, "in_care",
        strengths="Creative work that lets young people take part.",
        focus="Planning for adulthood from the age of 14.\nOne plan, not two side by side.",
    ),
    activity(
        "Children in kinship care", "spotlight", HALF_YEAR, "in_care",
        [
            share("Good standards of practice", "26", "31"),
            percent("Carers whose capacity to meet changing needs is recognised", "100", sample="31"),
        ],
        sample_size="31",
        focus="Training for kinship carers.\nSupervision across the fostering service.",
        recommendations=["Offer kinship carers training that they can attend."],
    ),
    activity(
        "Survey of young people's wellbeing in lockdown", "survey", HALF_YEAR, "",
        [
            number("Young people who took part", "455", "young people"),
            number("Average age of those who answered", "14", "years"),
        ],
        sample_size="455",
    ),
    activity("Children's participation and messages of hope", "feedback", Q2, "in_care"),
    activity(
        "Statutory complaints, Quarter 1", "complaints", Q1, "",
        [number("Statutory complaints", "29", "complaints")],
        focus="Most are about decisions, not about being heard.",
    ),
    activity(
        "Parents on virtual child protection conferences", "feedback", Q1, "child_protection",
        quotes=[("It was easier to take part from home.", "parent"), ("Nobody hurried us.", "parent")],
    ),
    activity("Parents on how the outcomes of conferences are written", "feedback", Q2, "child_protection"),
    activity(
        "Partners' forms after child protection conferences", "feedback", HALF_YEAR, "child_protection",
        [number("Forms returned by agencies", "52", "forms")],
        sample_size="52",
    ),
    activity(
        "Staff wellbeing surveys", "survey", HALF_YEAR, "",
        [number("Surveys", "2", "surveys"), number("Returns: at least this many", "400", "returns")],
    ),
    activity(
        "Workforce at the end of Quarter 2", "other", Q2, "",
        [
            number("Social workers in their assessed and supported year who began", "9", "people"),
            number("Apprentices who began their second year", "9", "people"),
        ],
    ),
    activity("Practice observations", "practice_observation", Q2),
    activity("First success review", "success_review", Q2),
]  # fmt: skip
FIGURES = sum(len(entry["statements"]) for entry in DECK)


def sent(entry):
    """What a browser sends for one activity: every box, empty or not."""
    first, last = entry["period"]
    data = {name: entry.get(name, "") for name in ("strengths", "focus", "key_message", "method", "sample_size")}
    data |= {"title": entry["title"], "kind": entry["kind"], "cohort": entry["cohort"], "unit": "council"}
    for name, day in (("starts_on", first), ("ends_on", last)):
        data |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
    data |= {"statement_rows": 8, "quote_rows": 3, "recommendation_rows": 2}
    boxes = ("text", "numerator", "denominator", "value", "measured_in", "previous", "previous_period")
    for row in range(8):
        given = entry["statements"][row] if row < len(entry["statements"]) else {}
        data |= {f"statement_{row}_{box}": given.get(box, "") for box in boxes}
    for row, (words, who) in enumerate(entry.get("quotes", [])):
        data |= {f"quote_{row}_text": words, f"quote_{row}_said_by": who}
    for row, words in enumerate(entry.get("recommendations", [])):
        data |= {f"recommendation_{row}_text": words, f"recommendation_{row}_key": ""}
    return data


def boxes_of(page):
    """The values of the form's boxes as a browser shows them."""
    form = lxml.html.fromstring(page.content.decode()).xpath("//main//form")[0]
    # A browser drops the line end that follows the opening of a text box.
    return {name: (value or "").replace("\r\n", "\n").removeprefix("\n") for name, value in form.form_values()}


@pytest.fixture
def entered(client, cast):
    """The whole deck, entered through the page for a new activity."""
    client.force_login(cast.quinn)
    for entry in DECK:
        answer = client.post(reverse("audits:activity_new"), sent(entry))
        assert answer.status_code == 302, (entry["title"], answer.context["form"].errors)
    return client


def test_the_deck_is_entered_whole_and_read_back_to_the_digit(entered):
    for entry in DECK:
        found = Activity.objects.get(title=entry["title"])
        boxes = boxes_of(entered.get(reverse("audits:activity_edit", args=[found.pk])))
        wanted = {name: str(value) for name, value in sent(entry).items() if not name.endswith(("_rows", "_key"))}
        assert {name: value for name, value in boxes.items() if name in wanted and value} == {
            name: value for name, value in wanted.items() if value
        }


def test_each_figure_is_shown_as_the_deck_gives_it(entered):
    shown = {}
    for entry in DECK:
        found = Activity.objects.get(title=entry["title"])
        page = lxml.html.fromstring(entered.get(found.get_absolute_url()).content.decode())
        figures = page.xpath("//*[contains(@class, 'qa-statement__figure')]")
        before = page.xpath("//*[contains(@class, 'qa-statement__before')]")
        shown[entry["title"]] = [element.text_content() for element in (*figures, *before)]

    assert {title: words for title, words in shown.items() if words} == {
        "Virtual service framework of the early help clusters": [
            "100% (sample size not given)", "92% (sample size not given)",
        ],
        "Independent chairs on child protection conferences": [
            "91% (sample size not given)", "81% (sample size not given)", "88% (sample size not given)",
            "31% (sample size not given)", "67% (sample size not given)", "Previous: 79%, Q4",
        ],
        "Children in care and care leavers at 30 September 2020": [
            "601 children", "283 young people", "98% (sample size not given)", "2% (sample size not given)",
        ],
        "Children in kinship care": ["84% (26 of 31)", "100% (n = 31)"],
        "Survey of young people's wellbeing in lockdown": ["455 young people", "14 years"],
        "Statutory complaints, Quarter 1": ["29 complaints"],
        "Partners' forms after child protection conferences": ["52 forms"],
        "Staff wellbeing surveys": ["2 surveys", "400 returns"],
        "Workforce at the end of Quarter 2": ["9 people", "9 people"],
    }  # fmt: skip
    assert Statement.objects.count() == FIGURES == 21


def test_the_register_counts_what_the_report_draws_upon(entered, places):
    page = entered.get(reverse("audits:activities"))

    assert page.context["listing"].count == len(DECK) == 18
    assert activities_in(places.council, *HALF_YEAR) == 17  # the chairs' figures are those of the half-year before
    assert activities_in(places.council, *BEFORE) == 1
    assert activities_in(places.council, *Q1) == 2


@pytest.mark.skipif(not PAPER.exists(), reason="the published paper lies beside the project only where it is developed")
def test_every_figure_stands_in_the_paper():
    said = set(re.findall(r"\d+", PAPER.read_text()))
    boxes = ("numerator", "denominator", "value", "previous")
    given = {row[box] for entry in DECK for row in entry["statements"] for box in boxes if row.get(box)}

    assert given - said == set()
