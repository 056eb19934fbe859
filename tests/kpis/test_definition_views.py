"""The analyst's pages of definitions: what they say, what they refuse, and how many queries they take."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis import defining
from kpis.models import Definition, Indicator, Target
from kpis.rag import Goal, Operator, Rule
from tests.kpis.conftest import AT, AUGUST, SAMPLE, load

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
