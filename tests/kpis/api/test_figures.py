"""The figures of a unit and a month as its page shows them: sums of months too, and small numbers for nobody else."""

import csv
import datetime
import io

import pytest

from kpis.commands import set_target
from kpis.defining import set_goal
from kpis.models import Exemption, Indicator
from kpis.periods import add_months
from kpis.rag import Goal, Operator, Rule
from kpis.summaries import highlight
from tests.kpis.api.tools import VALUES, ask, define, problem, put, rows, token_for
from tests.kpis.conftest import AUGUST

FIGURES = "/api/v1/figures?unit=council&period=2023-08"
APRIL = datetime.date(2023, 4, 1)


def by_ref(token, address=FIGURES):
    return {each["ref"]: each for each in rows(token, address)}


def in_month(token, ref, month):
    [found] = rows(token, f"/api/v1/figures?unit=council&period={month:%Y-%m}&ref={ref}")
    return found


def months(*figures):
    return {add_months(APRIL, n): figure for n, figure in enumerate(figures)}


def test_every_row_of_the_page_with_its_words_rag_and_target(sample, places, token):
    read = by_ref(token)
    page = highlight(places.council, AUGUST).rows

    assert list(read) == [row.ref for row in page]
    assert {
        ref: (each["value_words"], each["rag_words"], each["target_words"] or "no target", each["title"])
        for ref, each in read.items()
    } == {row.ref: (row.current_words, row.rag_words, row.goal_words, row.title) for row in page}
    assert {key: read["3.3"][key] for key in ("rule", "minimum", "upper", "target", "operator", "tolerance")} == {
        "rule": "minimum_upper", "minimum": 85, "upper": 90, "target": None, "operator": None, "tolerance": None,
    }  # fmt: skip
    assert (read["3.3"]["numerator"], read["3.3"]["denominator"]) == (615, 790)


@pytest.mark.parametrize(
    ("basis", "month", "value", "is_added_up"),
    [
        ("year_to_date", AUGUST, 150, True),
        ("quarter", datetime.date(2023, 6, 1), 60, True),
        ("quarter", AUGUST, None, False),
        ("rolling_year", AUGUST, None, False),  # seven months are missing
        ("month", AUGUST, 50, False),
    ],
)
def test_a_figure_that_exists_only_as_its_months_is_reachable(places, token, basis, month, value, is_added_up):
    put(define("7.1", basis=basis), places.council, months(10, 20, 30, 40, 50), "month")
    assert {each["basis"] for each in rows(token)} == {"month"}  # no row of its own among the values

    found = in_month(token, "7.1", month)

    assert (found["basis"], found["value"], found["is_added_up"]) == (basis, value, is_added_up)
    assert found["value_words"] == ("no data" if value is None else str(value))


def test_an_operator_and_what_does_not_apply(places, token):
    indicator, other = define("7.1", basis="snapshot"), define("7.2", basis="snapshot")
    set_goal(indicator, Goal(Rule.OPERATOR, target=10, operator=Operator.LESS), starts_on=APRIL, by=None)
    put(indicator, places.council, {AUGUST: 10}, "snapshot")
    Exemption.objects.create(indicator=other, unit=places.council, reason="No such homes.")

    read = by_ref(token)

    told = read["7.1"]
    assert (told["operator"], told["target"], told["target_words"], told["rag"]) == ("<", 10, "< 10", "missed")
    assert (read["7.2"]["value_words"], read["7.2"]["rag"]) == ("not applicable", "not_applicable")


def test_without_the_scope_there_are_no_targets(sample, places, cast):
    token = token_for(places.council, by=cast.andy, scopes=["values"], name="Values only")

    told = by_ref(token)["3.3"]

    assert (told["rag"], told["rule"], told["minimum"], told["target_words"]) == ("red", None, None, None)


def test_the_public_reads_sums_but_no_step_of_1_to_5(places, public, token):
    """10, 13, 13, 33, 39: after a step of 3 all is hidden until 6 lie between what is shown."""
    put(define("8.2"), places.council, months(10, 3, 0, 20, 6), "month")

    read = [in_month(public, "8.2", add_months(APRIL, n)) for n in range(5)]

    assert [(each["value"], each["symbol"], each["rag"]) for each in read] == [
        (10, "", "no_target"), (None, "[c]", None), (None, "[c]", None), (33, "", "no_target"), (39, "", "no_target"),
    ]  # fmt: skip
    assert {(each["numerator"], each["denominator"], each["value_exact"]) for each in read} == {(None, None, None)}
    assert [in_month(token, "8.2", add_months(APRIL, n))["value"] for n in range(5)] == [10, 13, 13, 33, 39]


def test_values_and_figures_together_tell_no_more_than_each(places, public):
    """May is held, April only added up: were May shown beside April, whoever takes them apart would read May's 3."""
    indicator = define("8.3")
    put(indicator, places.council, months(10, 3), "month")
    put(indicator, places.council, {add_months(APRIL, 1): 13})

    shown = {each["period"]: each["value"] for each in rows(public, VALUES)}
    shown_too = {each["period"]: each["value"] for each in (in_month(public, "8.3", m) for m in months(0, 0))}

    assert shown == {"2023-05": None}
    assert shown_too == {"2023-04": 10, "2023-05": None}


def test_the_public_reads_a_percentage_of_many_and_not_of_few(places, public):
    many, few, unknown = (define(ref, "percentage", "snapshot", places=1) for ref in ("8.4", "8.5", "8.6"))
    put(many, places.council, {AUGUST: (30, 50)}, "snapshot")
    put(few, places.council, {AUGUST: (45, 50)}, "snapshot")
    put(unknown, places.council, {AUGUST: 90}, "snapshot")
    put(define("8.7", basis="snapshot"), places.council, {AUGUST: 5}, "snapshot")
    put(define("8.8", basis="snapshot"), places.council, {AUGUST: 0}, "snapshot")

    assert {ref: (each["value_words"], each["symbol"]) for ref, each in by_ref(public).items()} == {
        "8.4": ("60.0%", ""), "8.5": ("[c]", "[c]"), "8.6": ("[c]", "[c]"), "8.7": ("[c]", "[c]"), "8.8": ("0", ""),
    }  # fmt: skip


def test_units_beyond_reach_and_what_is_missing(sample, places, cast, token, public):
    assert problem(ask(public, "/api/v1/figures?unit=north&period=2023-08")) == (
        "There is no unit north that this token may read."
    )
    north = token_for(places.north, by=cast.andy, name="North")
    assert ask(north, FIGURES).status_code == 404
    assert problem(ask(token, "/api/v1/figures")) == "Say which: unit=council and period=2023-08."
    assert problem(ask(token, "/api/v1/figures?unit=council")) == "Say which: period=2023-08."
    assert "There is no indicator 99.9." in problem(ask(token, f"{FIGURES}&ref=99.9"))
    assert "There is no parameter “limit”" in problem(ask(token, f"{FIGURES}&limit=5"))
    assert ask(token, "/api/v1/figures?unit=council&period=9999-12").status_code == 400
    assert rows(token, "/api/v1/figures?unit=council&period=1900-01") == []


def test_the_same_as_csv_and_not_again_until_something_changes(sample, places, token):
    answer = ask(token, f"{FIGURES}&format=csv")
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["value_words"] for row in table] == [each["value_words"] for each in rows(token, FIGURES)]

    etag = ask(token, FIGURES).headers["ETag"]
    assert ask(token, FIGURES, **{"If-None-Match": etag}).status_code == 304
    set_target(Indicator.objects.get(ref="3.3"), minimum=80, upper=82, starts_on=APRIL, by=None)
    assert ask(token, FIGURES, **{"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize(("audience", "queries"), [("staff", 8), ("public", 12)])
@pytest.mark.parametrize("count", [1, 3, 50])
def test_as_many_queries_for_one_as_for_fifty(places, cast, audience, queries, count, django_assert_num_queries):
    for number in range(count):
        put(define(f"{number + 1}.1"), places.council, {AUGUST: 20})
    token = token_for(places.council, by=cast.andy, audience=audience)
    ask(token, FIGURES)

    with django_assert_num_queries(queries):
        assert len(ask(token, FIGURES).json()["data"]) == count
