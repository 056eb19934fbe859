"""What must be the same is held against a load before it is confirmed, too: disagreements listed, the rest counted."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis import commands, defining
from kpis.models import Definition, Indicator, Load, Reconciliation, StagedLine, Value
from kpis.periods import add_months
from kpis.reconciling import OfLoad, check, check_load
from tests.kpis.conftest import AT, AUGUST, SAMPLE, load, read
from tests.kpis.test_views import page, words

OTHER = ("n/a,n/a,790", "n/a,n/a,789"), ("777,790,,", "777,789,,")
TOLD = "Denominator of 3.1 is 790; figure of 1.2 is 789: they do not agree."


@pytest.fixture(autouse=True)
def _rules(indicators):
    defining.declare_standard_reconciliations(by=None, at=AT)


@pytest.fixture
def analyst(client, cast):
    client.force_login(cast.andy)
    return client


def naive(unit, months):
    """The same from `check`, which looks at what is in force."""
    found = check([unit.pk], months)
    verdicts = [each.agrees for each in found]
    against = [each for each in found if each.agrees is False]
    return OfLoad(len(found), verdicts.count(True), verdicts.count(False), tuple(against))


MONTHS = [datetime.date(2023, month, 1) for month in range(3, 9)]


def test_a_preview_tells_what_would_not_agree_and_stores_nothing(places, edited):
    waiting = commands.stage(read(edited(*OTHER)), unit=places.council, by=None, at=AT)

    before = check_load(waiting)
    assert (before.total, before.agree, before.disagree) == (33, 6, 2)
    assert [each.words for each in before.shown] == [TOLD, TOLD.replace("3.1", "3.3")]
    assert before.words == (
        "Of 33 comparisons, 6 agree and 2 do not; in 25 a figure is missing, so that it cannot be said."
    )
    assert before.heading == "Figures that must be the same: 2 do not agree"
    assert Value.objects.count() == 0

    done = commands.confirm(waiting, by=None, at=AT)
    assert check_load(done) == before == naive(places.council, MONTHS)


def test_a_preview_holds_what_it_would_replace_against_nothing(places, edited):
    """The figure in force agrees; the one that would replace it does not."""
    load(SAMPLE, places.council)
    waiting = commands.stage(read(edited(*OTHER)), unit=places.council, by=None, at=AT)

    found = check_load(waiting)
    assert [each.words for each in found.shown] == [TOLD, TOLD.replace("3.1", "3.3")]
    assert (found.total, found.agree, found.disagree) == (33, 6, 2)
    assert naive(places.council, MONTHS).disagree == 0


def test_a_load_is_not_blamed_for_what_it_does_not_touch(places, edited):
    load(edited(*OTHER), places.council)
    office = Indicator.objects.get(ref="1.1")
    alone = commands.stage(
        replace(read(SAMPLE), entries=[each for each in read(SAMPLE).entries if each.ref == "1.1"], targets=[]),
        unit=places.council, by=None, at=AT,
    )  # fmt: skip
    assert office.pk in StagedLine.objects.filter(load=alone).values_list("indicator", flat=True)
    assert check_load(alone) == OfLoad()


def test_figures_on_another_basis_than_the_definitions_are_not_compared(places):
    done = load(SAMPLE, places.council)
    Definition.objects.filter(indicator__ref="1.2").update(basis="quarter")

    assert check_load(done) == naive(places.council, MONTHS)
    assert check_load(done).agree == 6


@pytest.mark.parametrize(
    ("total", "agree", "disagree", "words", "heading"),
    [
        (1, 1, 0, "Of 1 comparison, 1 agrees.", ""),
        (4320, 4320, 0, "Of 4,320 comparisons, 4,320 agree.", ""),
        (2, 1, 1, "Of 2 comparisons, 1 agrees and 1 does not.", ": 1 does not agree"),
        (9, 0, 0, "Of 9 comparisons, 0 agree; in 9 a figure is missing, so that it cannot be said.", ""),
    ],
)
def test_what_agrees_is_counted_in_one_sentence(total, agree, disagree, words, heading):
    found = OfLoad(total, agree, disagree)
    assert (found.words, found.heading) == (words, f"Figures that must be the same{heading}")


def test_without_a_rule_in_force_there_is_nothing_to_say(analyst, places):
    Reconciliation.objects.update(is_in_force=False)
    done = load(SAMPLE, places.council)

    assert check_load(done) == OfLoad()
    assert "Figures that must be the same" not in words(page(analyst, done.get_absolute_url()))


def many(places, count):
    """A load of two units in `count` months each, whose 1.2 is one less than the denominator of 3.1 and 3.3."""
    made = Load.objects.create(
        unit=places.council, period=AUGUST, file_name="many.csv", sha256="0" * 64, state="confirmed", staged_at=AT,
        confirmed_at=AT, layout="long",
    )  # fmt: skip
    facts = {"3.1": (700, 790, Decimal("88.6")), "3.3": (600, 790, Decimal("75.9")), "1.2": (None, None, 789)}
    Definition.objects.update(validity=(datetime.date(2010, 1, 1), None))
    bases = dict(Definition.objects.values_list("indicator__ref", "basis"))
    Value.objects.bulk_create(
        Value(
            indicator=indicator, unit=unit, period=add_months(AUGUST, -back), basis=bases[indicator.ref], load=made,
            numerator=facts[indicator.ref][0], denominator=facts[indicator.ref][1], value=facts[indicator.ref][2],
        )
        for indicator in Indicator.objects.filter(ref__in=facts)
        for unit in (places.north, places.south)
        for back in range(count)
    )  # fmt: skip
    return made


def test_the_first_fifty_disagreements_are_listed_and_all_are_counted(analyst, places):
    done = many(places, 40)

    with CaptureQueriesContext(connection) as queries:
        found = check_load(done)
    assert len(queries) == 1
    # Two rules, and that of 3.2 and 3.1, of which one figure is missing.
    assert (found.total, found.agree, found.disagree, len(found.shown)) == (240, 0, 160, 50)
    assert (found.shown[0].month, found.shown[0].unit) == (add_months(AUGUST, -39), "North service")

    html = page(analyst, done.get_absolute_url())
    assert html.count("they do not agree.") == 50
    assert "Figures that must be the same: 160 do not agree The first 50 are listed." in words(html)
    assert "Of 240 comparisons, 0 agree and 160 do not; in 80 a figure is missing" in words(html)


def test_the_page_of_a_preview_says_how_to_stop_it(analyst, places, edited):
    waiting = commands.stage(read(edited(*OTHER)), unit=places.council, by=None, at=AT)
    text = words(page(analyst, waiting.get_absolute_url()))

    assert (
        "Figures that must be the same: 2 do not agree So it would be once this file is loaded. If the file is wrong, "
        f"discard it: nothing of it is in force yet. Demo Council, August 2023: {TOLD}"
    ) in text
    commands.confirm(waiting, by=None, at=AT)
    text = words(page(analyst, waiting.get_absolute_url()))
    assert f"2 do not agree Demo Council, August 2023: {TOLD}" in text
