"""The analyst's pages of definitions: what they say, what they refuse, and how many queries they take."""

import dataclasses
import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits import commands as audits
from audits.content import Kind, Question
from kpis import defining
from kpis.models import Definition, Indicator, Target
from kpis.populations import set_population
from kpis.rag import Goal, Operator, Rule
from tests.kpis.conftest import AT, AUGUST, SAMPLE, load
from tests.tools import eight_domains

DEFINITIONS = "/indicators/definitions/"
NEW = {
    "ref": "7.1", "theme": "Plans", "starts_on": "2023-04", "title": "Plans per child", "measured_in": "rate",
    "places": "1", "polarity": "lower", "basis": "month", "origin": "return",
}  # fmt: skip


@pytest.fixture
def andy(client, cast, indicators):
    client.force_login(cast.andy)
    return client


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_list_says_each_state_in_words(andy, places):
    load(SAMPLE, places.council)
    defining.set_goal(Indicator.objects.get(ref="1.1"), None, starts_on=AUGUST, by=None, at=AT)
    defining.exempt(Indicator.objects.get(ref="1.1"), places.south, reason="No cases.", by=None, at=AT)

    listing = andy.get(DEFINITIONS).context["listing"]

    states = {row.indicator.ref: cells[-1].words for row, cells in listing.lines()}
    assert (states["1.1"], states["1.2"], states["3.3"]) == (
        "No target, Not applicable to some", "No target", "Target set, data loaded",
    )  # fmt: skip


def test_a_new_indicator_has_no_target_and_no_data(andy, cast):
    response = andy.post(
        f"{DEFINITIONS}new/", {**NEW, "owner": "Head of Plans", "answered_by": cast.hal.pk}, follow=True
    )

    text = text_of(response)
    assert response.redirect_chain == [(f"{DEFINITIONS}7.1/", 302)]
    assert "<dt>Target now</dt><dd>No target</dd>" in text
    assert "<dt>Data</dt><dd>No data</dd>" in text
    made = Definition.objects.get(indicator__ref="7.1")
    assert (made.measured_in, made.validity.lower, made.indicator.position, made.indicator.answered_by) == (
        "rate", datetime.date(2023, 4, 1), 18, cast.hal,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "field", "expected"),
    [
        ({"ref": "a/b"}, None, "A reference has up to 20 letters, digits, full stops and hyphens, such as 2.10a."),
        ({"ref": "1.1"}, None, "There is an indicator 1.1 already."),
        ({"places": "5"}, "places", "Ensure this value is less than or equal to 4."),
        ({"origin": "computed"}, "measure", "Choose what is computed."),
        (
            {"measured_in": "count", "denominator_words": "Children"}, "denominator_words",
            "A count has no denominator: leave its words empty.",
        ),
    ],
)  # fmt: skip
def test_a_definition_that_makes_no_sense_is_refused_and_kept_on_the_page(andy, facts, field, expected):
    response = andy.post(f"{DEFINITIONS}new/", {**NEW, **facts})

    assert response.status_code == 422
    form = response.context["form"]
    assert (form.errors[field] if field else form.non_field_errors()) == [expected]
    assert form["title"].value() == "Plans per child"
    assert Indicator.objects.count() == 17


COMPUTED = {
    "ref": "Q1", "measured_in": "percentage", "origin": "computed", "measure": "good_or_better",
    "tool": "eight-domains", "domain": "eight-domains/risk", "cohort": "in_care",
}  # fmt: skip


@pytest.fixture
def tools(cast):
    """Two tools with the same domains; one of them asks for a chronology."""
    asks = Question("dated", Kind.YES_PARTLY_NO, "Is there a chronology?")
    tool = eight_domains()
    risk = next(section for section in tool.sections if section.code == "risk")
    sections = tuple(dataclasses.replace(each, questions=(asks,)) if each is risk else each for each in tool.sections)
    audits.install_tool(dataclasses.replace(tool, sections=sections), by=cast.quinn)
    audits.install_tool(eight_domains("other", "Another tool"), by=cast.quinn)


def test_what_is_computed_is_narrowed_to_what_there_is(andy, tools):
    fields = andy.get(f"{DEFINITIONS}new/").context["form"].fields
    assert fields["tool"].choices == [
        ("", "Any tool"), ("other", "Another tool"), ("eight-domains", "Audit of a child's record"),
    ]  # fmt: skip
    assert [group for group, _ in fields["domain"].choices] == ["", "Another tool", "Audit of a child's record"]
    assert fields["domain"].choices[2][1][4] == ("eight-domains/risk", "Risk and threshold")
    assert fields["question"].choices[1:] == [
        ("Audit of a child's record", [("eight-domains/dated", "Is there a chronology?")])
    ]
    assert ("in_care", "In care") in fields["cohort"].choices

    assert andy.post(f"{DEFINITIONS}new/", {**NEW, **COMPUTED}).status_code == 302
    made = Definition.objects.get(indicator__ref="Q1")
    assert (made.measure, made.tool, made.domain, made.cohort) == (
        "good_or_better", "eight-domains", "risk", "in_care",
    )  # fmt: skip
    form = andy.get(f"{DEFINITIONS}Q1/change/").context["form"]
    assert (form["domain"].value(), form["question"].value()) == ("eight-domains/risk", "")

    asked = {"ref": "Q2", "measure": "chronology", "domain": "", "question": "eight-domains/dated"}
    assert andy.post(f"{DEFINITIONS}new/", {**NEW, **COMPUTED, **asked}).status_code == 302
    assert Definition.objects.get(indicator__ref="Q2").domain == "dated"
    form = andy.get(f"{DEFINITIONS}Q2/change/").context["form"]
    assert (form["domain"].value(), form["question"].value()) == ("", "eight-domains/dated")


@pytest.mark.parametrize(
    ("facts", "errors"),
    [
        ({"domain": "other/risk"},
         {"domain": ["This is of the tool “Another tool”: choose one of the same tool."]}),
        ({"tool": ""}, {"tool": ["Domains of different tools do not add up: name the tool whose domain it is."]}),
        ({"measure": "chronology", "domain": ""},
         {"question": ["A chronology is asked about in one question of one tool: name the tool and the question’s code."
                       ]}),
        ({"measure": "chronology", "question": "eight-domains/dated"},
         {"domain": ["A chronology is asked about in a question, not graded: choose the overall grade."]}),
        ({"question": "eight-domains/dated"},
         {"question": ["Only a chronology is asked about in one question: choose none."]}),
        ({"measure": "family_feedback"},
         {"domain": ["“% with feedback from the child or family” does not look at the domain: take it away."]}),
        ({"tool": "full-audit"},
         {"tool": ["Select a valid choice. full-audit is not one of the available choices."]}),
    ],
)  # fmt: skip
def test_what_could_never_be_computed_is_said_at_once(andy, tools, facts, errors):
    response = andy.post(f"{DEFINITIONS}new/", {**NEW, **COMPUTED, **facts})

    assert response.status_code == 422
    assert response.context["form"].errors == errors
    assert not Indicator.objects.filter(ref="Q1").exists()


def test_an_older_definition_of_a_tool_that_is_not_there_is_shown_and_must_be_put_right(andy, tools):
    andy.post(f"{DEFINITIONS}new/", {**NEW, **COMPUTED})
    Definition.objects.filter(indicator__ref="Q1").update(tool="gone", domain="risks")
    form = andy.get(f"{DEFINITIONS}Q1/change/").context["form"]
    assert form.fields["tool"].choices[-1] == ("gone", "gone (not there)")
    assert form.fields["domain"].choices[-1] == ("gone/risks", "risks (not there)")

    sent = {name: value for name, value in form.initial.items() if value not in (None, "")}
    sent |= {"starts_on": "2024-01", "change_note": "Rounded otherwise.", "places": "2"}
    response = andy.post(f"{DEFINITIONS}Q1/change/", sent)
    assert response.context["form"].errors == {
        "tool": ["There is no published tool “gone”. There are: other, eight-domains."]
    }


def test_a_target_of_each_rule_is_typed(andy):
    for sent in (
        {"rule": "operator", "operator": "<=", "limit": "20"},
        {"starts_on": "2023-10", "rule": "tolerance", "middle": "90", "tolerance": "2.5"},
        {"starts_on": "2024-01", "rule": "minimum_upper", "minimum": "85", "upper": "90"},
        {"starts_on": "2024-04", "rule": "none"},
    ):
        assert andy.post(f"{DEFINITIONS}3.3/target/", {"starts_on": "2023-08", **sent}).status_code == 302

    page = andy.get(f"{DEFINITIONS}3.3/").context["page"]
    assert [(step.when, step.words) for step in page.targets] == [
        ("1 January 2024 to 31 March 2024", "minimum 85%, upper 90%"),
        ("1 October 2023 to 31 December 2023", "90%, tolerance 2.5 points"),
        ("1 August 2023 to 30 September 2023", "≤ 20%"),
    ]
    assert page.target_words == "no target"


def test_a_target_without_its_figures_is_told_which(andy):
    response = andy.post(f"{DEFINITIONS}3.3/target/", {"starts_on": "2023-08", "rule": "operator", "limit": "many"})

    assert response.context["form"].errors == {
        "operator": ["Fill in “The figure must be”."],
        "limit": ["Target must be a number, such as 92.5."],
    }
    assert Target.objects.count() == 0


def test_a_change_shows_what_it_changed_and_why(andy):
    page = andy.get(f"{DEFINITIONS}3.3/change/").context["form"]
    sent = {name: value for name, value in page.initial.items() if value not in (None, "")}
    sent |= {"starts_on": "2024-01", "change_note": "Visits by phone no longer count.", "basis": "month"}
    assert andy.post(f"{DEFINITIONS}3.3/change/", sent).status_code == 302

    response = andy.get(f"{DEFINITIONS}3.3/")
    history = response.context["page"].history
    assert [(stretch.when, stretch.differences) for stretch in history] == [
        ("From 1 January 2024", [("Period", "Snapshot", "In the month")]),
        ("1 April 2015 to 31 December 2023", []),
    ]
    assert "Visits by phone no longer count. The trend line breaks here." in text_of(response)


def test_wording_is_corrected_in_place(andy):
    form = andy.get(f"{DEFINITIONS}3.3/correct/").context["form"]
    sent = {name: form.initial[name] for name in form.fields}
    assert andy.post(f"{DEFINITIONS}3.3/correct/", {**sent, "title": "Visited in four weeks"}).status_code == 302

    assert Definition.objects.get(indicator__ref="3.3").title == "Visited in four weeks"


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_list_takes_a_fixed_number_of_queries(client, cast, count):
    client.force_login(cast.andy)
    for number in range(count):
        defining.define_indicator(
            ref=f"9.{number}", theme="Plans", starts_on=AUGUST, title="Plans", measured_in="count", places=0,
            polarity="none", basis="snapshot", by=None, at=AT,
        )  # fmt: skip
    client.get(DEFINITIONS)

    with CaptureQueriesContext(connection) as queries:
        client.get(DEFINITIONS)
    assert len(queries) == 6


@pytest.mark.parametrize("count", [1, 3, 50])
def test_a_definition_takes_a_fixed_number_of_queries(andy, places, count):
    visits = Indicator.objects.get(ref="3.3")
    for number in range(count):
        month = datetime.date(2016 + number // 12, number % 12 + 1, 1)
        goal = Goal(Rule.OPERATOR, target=Decimal(number), operator=Operator.MORE)
        defining.set_goal(visits, goal, starts_on=month, by=None, at=AT)
        defining.rebase(visits, month=month, unit=places.south, reason="A new team.", by=None, at=AT)
    andy.get(f"{DEFINITIONS}3.3/")

    with CaptureQueriesContext(connection) as queries:
        andy.get(f"{DEFINITIONS}3.3/")
    assert len(queries) == 9


def populations(places, count):
    for number in range(count):
        set_population(places.council, year=2000 + number, children=64_000, by=None, at=AT)


def reconciliations(places, count):
    every = list(Indicator.objects.order_by("pk"))
    pairs = [(left, right) for left in every for right in every if left.pk < right.pk]
    for left, right in pairs[:count]:
        defining.declare_reconciliation(left, "value", right, "value", by=None, at=AT)


@pytest.mark.parametrize("count", [1, 3, 50])
@pytest.mark.parametrize(("make", "expected"), [(populations, 5), (reconciliations, 6)])
def test_lists_beside_the_definitions_take_a_fixed_number_of_queries(andy, places, count, make, expected):
    make(places, count)
    url = f"{DEFINITIONS}{make.__name__}/"
    andy.get(url)

    with CaptureQueriesContext(connection) as queries:
        response = andy.get(url)
    assert len(response.context["rows" if make is populations else "rules"]) == count
    assert len(queries) == expected
