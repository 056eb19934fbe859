"""What was taken out comes in unchanged; what is changed is told field by field, whole or not at all."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kit.exports import csv_text
from kpis import definition_files as files
from kpis.models import Definition, Target
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
    return csv_text(files.COLUMNS, files.rows_now(timezone.localdate()))


def edited(**changes):
    table = list(csv.DictReader(io.StringIO(taken_out(), newline="")))
    for row in table:
        if row["ref"] == "3.3":
            row.update(changes)
    return rows_of(csv_text(files.COLUMNS, table))


def test_what_was_taken_out_comes_in_unchanged(cast):
    plan = files.attempt(rows_of(taken_out()), by=cast.andy, today=timezone.localdate())

    assert (len(plan.unchanged), plan.changed, plan.added, plan.refused) == (17, [], [], [])


@given(words=WORDS)
@example(words="=SUM(A1)")
@example(words="'=SUM(A1)")
@example(words="''-1")
@example(words='one, "two"\r\nthree é')
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_come_in_as_they_went_out(cast, words):
    Definition.objects.filter(indicator__ref="3.3").update(description=words)

    plan = files.attempt(rows_of(taken_out()), by=cast.andy, today=timezone.localdate())

    assert (len(plan.unchanged), plan.refused) == (17, [])


def test_a_change_is_told_and_carried_out_on_confirming(cast):
    rows = edited(why_it_matters="=SUM", rule="operator", target="20", operator="<=", target_from="2023-08")
    plan = files.attempt(rows, by=cast.andy, today=timezone.localdate())
    assert [line.ref for line in plan.changed] == ["3.3"]
    assert Target.objects.count() == 0

    files.take(rows, by=cast.andy, today=timezone.localdate())
    assert Target.objects.get().operator == "<="
    assert Definition.objects.get(indicator__ref="3.3").why_it_matters == "=SUM"


def test_one_refused_row_keeps_the_whole_file_out(cast):
    rows = edited(places="9", title="New")
    plan = files.take(rows, by=cast.andy, today=timezone.localdate())

    assert [str(refusal) for refusal in plan.refused] == [
        "Row 9, column places: Decimal places must be a whole number from 0 to 4."
    ]
    assert not Definition.objects.filter(title="New").exists()
