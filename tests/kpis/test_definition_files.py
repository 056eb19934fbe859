"""What was taken out comes in unchanged; what is changed is told field by field, whole or not at all."""

import csv
import dataclasses
import datetime
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kit.exports import csv_text
from kpis import defining
from kpis import definition_files as files
from kpis.models import Definition, Exemption, Indicator, Rebase, Target
from kpis.rag import Goal, Operator, Rule
from kpis.views.definition_files import read_upload

WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), whitelist_characters="\n\t=+-@',\";"), max_size=60
).map(str.strip)  # fmt: skip


@pytest.fixture(autouse=True)
def _indicators(indicators):
    pass


def rows_of(text):
    return read_upload(SimpleUploadedFile("definitions.csv", f"\ufeff{text}".encode()))


def taken_out():
    return csv_text(files.COLUMNS, files.rows_now())


def edited(**changes):
    table = list(csv.DictReader(io.StringIO(taken_out(), newline="")))
    for row in table:
        if row["ref"] == "3.3":
            row.update(changes)
    return rows_of(csv_text(files.COLUMNS, table))


def test_what_was_taken_out_comes_in_unchanged(cast):
    plan = files.attempt(rows_of(taken_out()), by=cast.andy)

    assert (len(plan.unchanged), plan.changed, plan.added, plan.refused) == (17, [], [], [])


@given(words=WORDS)
@example(words="=SUM(A1)")
@example(words="'=SUM(A1)")
@example(words="''-1")
@example(words='one, "two"\r\nthree é')
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_come_in_as_they_went_out(cast, words):
    Definition.objects.filter(indicator__ref="3.3").update(description=words)

    plan = files.attempt(rows_of(taken_out()), by=cast.andy)

    assert (len(plan.unchanged), plan.refused) == (17, [])


def test_a_change_is_told_and_carried_out_on_confirming(cast):
    rows = edited(why_it_matters="=SUM", rule="operator", target="20", operator="<=", target_from="2023-08")
    plan = files.attempt(rows, by=cast.andy)
    assert [line.name for line in plan.changed] == ["3.3 % of CIN children visited within the past four weeks"]
    assert Target.objects.count() == 0

    files.take(rows, by=cast.andy)
    assert Target.objects.get().operator == "<="
    assert Definition.objects.get(indicator__ref="3.3").why_it_matters == "=SUM"


def test_one_refused_row_keeps_the_whole_file_out(cast):
    rows = edited(places="9", title="New")
    plan = files.take(rows, by=cast.andy)

    assert [str(refusal) for refusal in plan.refused] == [
        "Row 9, column places: Decimal places must be a whole number from 0 to 4."
    ]
    assert not Definition.objects.filter(title="New").exists()


def everything():
    """All that a file of definitions holds, as the database has it."""
    facts = []
    for place, indicator in enumerate(Indicator.objects.order_by("position", "pk"), start=1):
        definitions = Definition.objects.filter(indicator=indicator).order_by("validity")
        targets = Target.objects.filter(indicator=indicator).order_by("validity")
        facts.append((
            place, indicator.ref, indicator.theme, indicator.owner, indicator.answered_by,
            [(each.validity, each.change_note, defining.draft_of(each)) for each in definitions],
            [(each.validity, each.goal) for each in targets],
            set(Exemption.objects.filter(indicator=indicator).values_list("unit", "reason")),
            set(Rebase.objects.filter(indicator=indicator).values_list("unit", "month", "reason")),
        ))  # fmt: skip
    return facts


def pair(minimum, upper):
    return Goal(Rule.MINIMUM_UPPER, minimum=Decimal(minimum), upper=Decimal(upper))


@pytest.fixture
def history(cast, places):
    """Indicators with a past and a future: earlier definitions, targets that end, turn round or are still to come.

    Some do not apply somewhere, or have limits that begin anew.
    """

    def of(ref):
        return Indicator.objects.get(ref=ref)

    def goal(ref, wanted, *day):
        defining.set_goal(of(ref), wanted, starts_on=datetime.date(*day), by=None)

    def change(ref, *day, **facts):
        running = Definition.objects.get(indicator=of(ref), validity__upper_inf=True)
        draft = dataclasses.replace(defining.draft_of(running), **facts)
        note = f"Changed in {day[0]}."
        defining.change_definition(of(ref), draft, starts_on=datetime.date(*day), change_note=note, by=None)

    defining.change_indicator(of("3.3"), theme="Visits", owner="Head of Service", answered_by=cast.hal, by=None)
    goal("3.3", pair(85, 90), 2023, 8, 1)
    change("3.3", 2024, 1, 1, basis="month", title="% visited in the month")
    change("3.3", 2025, 4, 1, places=2)
    goal("3.3", pair("86.5", 91), 2024, 4, 15)
    goal("3.3", Goal(Rule.TOLERANCE, target=Decimal(92), tolerance=Decimal(5)), 2026, 4, 1)
    goal("3.3", Goal(Rule.OPERATOR, target=Decimal(95), operator=Operator.AT_LEAST), 2040, 4, 1)
    goal("3.3", None, 2041, 4, 1)
    # A target that ends where its definition does, and one that turns round with it.
    goal("3.1", pair(85, 90), 2023, 4, 1)
    goal("3.1", None, 2024, 1, 1)
    change("3.1", 2024, 1, 1, polarity="none")
    goal("3.2", pair(85, 90), 2023, 4, 1)
    goal("3.2", None, 2024, 1, 1)
    change("3.2", 2024, 1, 1, polarity="lower")
    goal("3.2", pair(10, 5), 2024, 1, 1)
    defining.reorder(of("5.10"), place=1, by=None)
    for unit, reason in ((places.south, "=No such team, and none is planned."), (places.team, "Only in North 2.")):
        defining.exempt(of("3.3"), unit, reason=reason, by=None)
    defining.exempt(of("6.3"), places.south, reason="No care leavers.", by=None)
    for unit, month in ((None, 6), (places.south, 6), (None, 3)):
        defining.rebase(of("3.3"), unit=unit, month=datetime.date(2025, month, 1), reason='A "new" team.', by=None)


def test_a_portal_without_indicators_takes_the_whole_file_and_loses_nothing(cast, history):
    before, text = everything(), taken_out()
    for kept in (Exemption, Rebase, Target, Definition, Indicator):
        kept.objects.all().delete()

    plan = files.take(rows_of(text), by=cast.andy)

    assert (len(plan.added), plan.refused) == (17, [])
    assert everything() == before
    assert taken_out() == text


def test_a_past_and_a_future_come_in_unchanged_too(cast, history):
    plan = files.attempt(rows_of(taken_out()), by=cast.andy)

    assert (len(plan.unchanged), plan.changed, plan.refused) == (17, [], [])
    own = [row for row in csv.DictReader(io.StringIO(taken_out(), newline="")) if row["ref"] == "3.3"]
    assert [(row["starts_on"], row["target_from"], row["rule"]) for row in own] == [
        ("2015-04", "2023-08", "minimum_upper"), ("2024-01", "2024-04-15", "minimum_upper"),
        ("2025-04", "2026-04", "tolerance"), ("", "2040-04", "operator"), ("", "2041-04", ""),
        *[("", "", "")] * 5,
    ]  # fmt: skip
    names = ("not_applicable_to", "not_applicable_because", "limits_from", "limits_unit", "limits_because")
    assert [tuple(row[name] for name in names) for row in own[5:]] == [
        ("north-1", "Only in North 2.", "", "", ""), ("south", "'=No such team, and none is planned.", "", "", ""),
        ("", "", "2025-03", "", 'A "new" team.'), ("", "", "2025-06", "south", 'A "new" team.'),
        ("", "", "2025-06", "", 'A "new" team.'),
    ]  # fmt: skip


def with_rows(*more, **places):
    """The table as it was taken out, with further rows, and places changed by reference."""
    table = list(csv.DictReader(io.StringIO(taken_out(), newline="")))
    for row in table:
        row["place"] = places.get(f"at_{row['ref'].replace('.', '_')}", row["place"])
    return rows_of(csv_text(files.COLUMNS, [*table, *(dict.fromkeys(files.COLUMNS, "") | row for row in more)]))


def test_a_target_to_come_stands_in_a_row_of_its_own(cast):
    later = {"ref": "3.3", "target_from": "2040-04", "rule": "operator", "target": "95", "operator": ">="}
    rows = with_rows(later, {"ref": "3.3", "target_from": "2041-04"})
    plan = files.attempt(rows, by=cast.andy)
    assert [(line.row, line.differences) for line in plan.changed] == [
        (9, [("Target from 2040-04", "no target", "≥ 95%"), ("Target from 2041-04", "≥ 95%", "no target")]),
    ]  # fmt: skip

    files.take(rows, by=cast.andy)
    assert [(each.validity.lower.year, each.validity.upper.year) for each in Target.objects.all()] == [(2040, 2041)]


def test_places_change_together(cast):
    files.take(with_rows(at_3_3="1", at_1_1="2", at_1_2="3"), by=cast.andy)

    order = list(Indicator.objects.order_by("position", "pk").values_list("ref", flat=True))
    assert order[:5] == ["3.3", "1.1", "1.2", "1.3", "1.4"]
    assert list(Indicator.objects.order_by("position").values_list("position", flat=True)) == list(range(1, 18))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"ref": "3.3", "target_from": "2040-04", "rule": "operator", "target": "95"},
         "Row 19, column operator: A target by operator has target and operator, and nothing else."),
        ({"ref": "3.3", "rule": "operator", "target": "95", "operator": "<"},
         "Row 19, column target_from: This is no month: write it as 2023-08."),
        ({"ref": "7.7", "target_from": "2040-04"}, "Row 19, column title: Give the indicator a title."),
        ({"ref": "3.3", "starts_on": "2015-04"},
         "Row 19, column theme: All rows of one indicator must say the same here."),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_says_why(cast, row, expected):
    plan = files.take(with_rows(row), by=cast.andy)

    assert [str(refusal) for refusal in plan.refused] == [expected]
    assert not Target.objects.exists()


def test_what_is_over_cannot_be_put_right_and_stands_there_once(cast, history):
    table = list(csv.DictReader(io.StringIO(taken_out(), newline="")))
    old = next(row for row in table if row["ref"] == "3.3")
    number = table.index(old) + 2

    def refused(rows):
        return [str(refusal) for refusal in files.take(rows_of(csv_text(files.COLUMNS, rows)), by=cast.andy).refused]

    assert refused([row | {"title": "New words"} if row is old else row for row in table]) == [
        f"Row {number}, column title: This definition has ended: only the words of the latest can be put right."
    ]
    assert refused([*table, old]) == [
        f"Row {len(table) + 2}, column target_from: This month of 3.3 stands in the file twice."
    ]
    assert refused([row | {"place": "40"} if row["place"] == "17" else row for row in table]) == [
        f"Row {len(table)}: Choose a place from 1 to 17."
    ]


def test_a_new_definition_keeps_the_targets_that_begin_with_it_and_end_after_it(cast, history):
    """3.2 counts otherwise from 2025 on, when a target begins that ends in 2027."""
    visits = Indicator.objects.get(ref="3.2")
    defining.set_goal(visits, pair(8, 4), starts_on=datetime.date(2025, 1, 1), by=None)
    defining.set_goal(visits, None, starts_on=datetime.date(2027, 1, 1), by=None)
    table = list(csv.DictReader(io.StringIO(taken_out(), newline="")))
    latest = next(row for row in table if row["ref"] == "3.2" and row["starts_on"] == "2024-01")
    new = latest | {"starts_on": "2025-01", "basis": "month", "change_note": "Of the month."}
    without = new | dict.fromkeys(("target_from", "rule", "minimum", "upper"), "")
    other = new | {"target_from": "2025-01", "minimum": "8", "upper": "3"}

    def targets():
        kept = Target.objects.filter(indicator=visits).order_by("validity")
        return [(each.validity.lower.year, each.validity.upper.year, each.upper) for each in kept]

    assert files.take(rows_of(csv_text(files.COLUMNS, [*table, without])), by=cast.andy).refused == []
    assert targets() == [(2023, 2024, 90), (2024, 2025, 5), (2025, 2027, 4)]
    rest = [row for row in table if (row["ref"], row["target_from"]) != ("3.2", "2025-01")]
    assert files.take(rows_of(csv_text(files.COLUMNS, [*rest, other])), by=cast.andy).refused == []
    assert targets() == [(2023, 2024, 90), (2024, 2025, 5), (2025, 2027, 3)]
    assert Definition.objects.get(indicator=visits, validity__upper_inf=True).basis == "month"


def marks():
    exempt = Exemption.objects.order_by("indicator__position", "unit__path").values_list("indicator__ref", "unit__code")
    anew = Rebase.objects.order_by("month", "unit__path").values_list("indicator__ref", "unit__code", "reason")
    return list(exempt), list(anew)


def test_where_it_does_not_apply_and_where_limits_begin_anew_come_in_and_are_taken_back(cast, history):
    text = taken_out()
    changes = with_rows(
        {"ref": "3.1", "not_applicable_to": "north", "not_applicable_because": "Done by the South."},
        {"ref": "3.1", "limits_from": "2025-05", "limits_unit": "south", "limits_because": "=A new form"},
    )
    plan = files.attempt(changes, by=cast.andy)
    assert [(line.row, line.differences) for line in plan.changed] == [
        (9, [("Not applicable to North service", "applies", "Done by the South."),
             ("Limits anew from May 2025, South service", "run on", "=A new form")]),
    ]  # fmt: skip
    assert marks()[0] == [("3.3", "north-1"), ("3.3", "south"), ("6.3", "south")]

    assert files.take(changes, by=cast.andy).refused == []
    assert marks()[0] == [("3.1", "north"), ("3.3", "north-1"), ("3.3", "south"), ("6.3", "south")]
    assert marks()[1][1] == ("3.1", "south", "=A new form")

    # Other words, and the same without a reason: taken back.
    table = list(csv.DictReader(io.StringIO(taken_out(), newline="")))
    for row in table:
        if (row["ref"], row["not_applicable_to"]) == ("3.3", "south"):
            row["not_applicable_because"] = "Closed in 2024."
        elif row["not_applicable_to"]:
            row["not_applicable_because"] = ""
        elif row["limits_unit"]:
            row["limits_because"] = ""
    plan = files.take(rows_of(csv_text(files.COLUMNS, table)), by=cast.andy)
    assert {line.name.split()[0]: line.differences for line in plan.changed} == {
        "3.1": [("Not applicable to North service", "Done by the South.", "applies"),
                ("Limits anew from May 2025, South service", "=A new form", "run on")],
        "3.3": [("Not applicable to North team 1", "Only in North 2.", "applies"),
                ("Not applicable to South service", "=No such team, and none is planned.", "Closed in 2024."),
                ("Limits anew from June 2025, South service", 'A "new" team.', "run on")],
        "6.3": [("Not applicable to South service", "No care leavers.", "applies")],
    }  # fmt: skip
    assert marks() == ([("3.3", "south")], [("3.3", None, 'A "new" team.')] * 2)
    assert Exemption.objects.get().reason == "Closed in 2024."

    # The first file says again what it said.
    assert files.take(rows_of(text), by=cast.andy).refused == []
    assert taken_out() == text


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"not_applicable_to": "nowhere", "not_applicable_because": "None."},
         "Row 19, column not_applicable_to: There is no unit with this code."),
        ({"not_applicable_because": "None."}, "Row 19, column not_applicable_to: Give the unit’s code."),
        ({"not_applicable_to": "south"}, "Row 19, column not_applicable_because: Say why it does not apply."),
        ({"not_applicable_to": "south", "not_applicable_because": "x" * 301},
         "Row 19, column not_applicable_because: This must be 300 characters or fewer. It has 301."),
        ({"limits_from": "2025-13", "limits_because": "New."},
         "Row 19, column limits_from: This is no month: write it as 2023-08."),
        ({"limits_because": "New."}, "Row 19, column limits_from: This is no month: write it as 2023-08."),
        ({"limits_from": "2025-03-15", "limits_because": "New."},
         "Row 19, column limits_from: This is no month: write it as 2023-08."),
        ({"limits_from": "2025-03", "limits_unit": "nowhere", "limits_because": "New."},
         "Row 19, column limits_unit: There is no unit with this code."),
        ({"limits_from": "2025-03"},
         "Row 19, column limits_because: Say what has changed, so that readers know why the limits do."),
        ({"limits_from": "2025-03", "limits_because": "x" * 301},
         "Row 19, column limits_because: This must be 300 characters or fewer. It has 301."),
    ],
)  # fmt: skip
def test_a_mark_that_cannot_be_taken_says_why_and_keeps_the_whole_file_out(cast, places, row, expected):
    good = {"ref": "1.1", "not_applicable_to": "south", "not_applicable_because": "None."}
    plan = files.take(with_rows({"ref": "3.3"} | row, good), by=cast.andy)

    assert [str(refusal) for refusal in plan.refused] == [expected]
    assert marks() == ([], [])


def test_a_mark_stands_in_the_file_once(cast, places):
    exempt = {"ref": "3.3", "not_applicable_to": "south", "not_applicable_because": "None."}
    anew = {"ref": "6.3", "limits_from": "2025-03", "limits_because": "New."}
    plan = files.take(with_rows(exempt, anew, exempt, anew, anew | {"limits_unit": "south"}), by=cast.andy)

    assert [str(refusal) for refusal in plan.refused] == [
        "Row 21, column not_applicable_to: This unit stands in the file twice for 3.3.",
        "Row 22, column limits_from: This month and unit stand in the file twice for 6.3.",
    ]
