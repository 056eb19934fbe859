"""Loads go in whole or not at all; what was corrected stays; targets never overlap."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kpis import commands
from kpis.models import Indicator, Load, Target, Value
from kpis.rag import MeasuredIn, Polarity, Rag
from kpis.summaries import highlight
from people.access import Refused
from people.models import Event
from tests.kpis.conftest import AT, AUGUST, SAMPLE, lines_of, load, read, staged

LATER = AT + datetime.timedelta(days=1)
CORRECTED = ('"1,958"', '"1,965"'), ("90.4%,Snapshot", "90.8%,Snapshot"), ("90.4%,90%,95%", "90.8%,90%,95%")


@pytest.fixture(autouse=True)
def _indicators(indicators):
    pass


def target_of(ref):
    return [
        (target.validity.lower, target.validity.upper, target.minimum, target.upper)
        for target in Target.objects.filter(indicator__ref=ref).order_by("validity")
    ]


def set_target(ref, minimum, upper, starts_on):
    indicator = Indicator.objects.get(ref=ref)
    commands.set_target(indicator, minimum=minimum, upper=upper, starts_on=starts_on, by=None, at=AT)


def test_a_preview_changes_nothing(cast, places):
    staged = commands.stage(read(SAMPLE), unit=places.council, by=cast.andy, at=AT)

    assert staged.counts == {"added": 121, "changed": 0, "unchanged": 0, "targets": 14, "refused": 0}
    assert (staged.state, staged.staged_by, staged.confirmed_at) == ("previewed", cast.andy, None)
    assert Value.objects.count() == 0
    assert Target.objects.count() == 0


def test_confirming_puts_every_figure_and_target_in_force(cast, places):
    done = load(SAMPLE, places.council, by=cast.andy)

    assert (done.state, done.confirmed_by, done.confirmed_at) == ("confirmed", cast.andy, AT)
    assert Value.objects.current().count() == 121
    assert target_of("1.1") == [(AUGUST, None, Decimal(90), Decimal(95))]
    assert list(Event.objects.filter(target_type="kpis.load").order_by("pk").values_list("verb", "by")) == [
        ("load.staged", cast.andy.pk),
        ("load.confirmed", cast.andy.pk),
    ]


def test_the_same_file_again_changes_nothing(places):
    load(SAMPLE, places.council)
    again = load(SAMPLE, places.council, at=LATER)

    assert again.counts == {"added": 0, "changed": 0, "unchanged": 121, "targets": 0, "refused": 0}
    assert Value.objects.count() == 121


def test_a_correction_supersedes_and_the_old_figure_stays(places, edited):
    first = load(SAMPLE, places.council)
    second = load(edited(*CORRECTED), places.council, at=LATER)

    assert [(line.ref, line.old_words, line.new_words) for line in lines_of(second, "changed")] == [
        ("1.1", "90.4% (1,958 of 2,165)", "90.8% (1,965 of 2,165)"),
    ]
    values = Value.objects.filter(indicator__ref="1.1", period=AUGUST).order_by("pk")
    assert [(value.numerator, value.load, value.superseded_by, value.superseded_at) for value in values] == [
        (1958, first, second, LATER),
        (1965, second, None, None),
    ]


def test_a_rounded_month_says_nothing_against_the_exact_figure_that_shows_the_same(places, edited, tmp_path):
    load(SAMPLE, places.council)
    text = SAMPLE.read_text()
    header = text.splitlines()[0]
    september = tmp_path / "september.csv"
    head = header.replace("mar_23,", "").replace("aug_23", "aug_23,sep_23")
    row = (
        "Management Oversight,1.1,% cases with Management Oversight recorded in past 8 weeks,90%,180,200,90.0%,Snapshot"
    )
    september.write_text(f"{head}\n{row},87.6%,92.9%,90.9%,92.9%,90.4%,90.0%,90%,95%\n")

    given = read(september, period=datetime.date(2023, 9, 1))
    lines = staged(given, places.council, at=LATER)
    load(september, places.council, period=datetime.date(2023, 9, 1), at=LATER)

    assert {line.period_words: line.change for line in lines} == {
        "April 2023": "unchanged", "May 2023": "unchanged", "June 2023": "unchanged", "July 2023": "unchanged",
        "August 2023": "unchanged", "September 2023": "added", "2022/23": "unchanged",
    }  # fmt: skip
    assert Value.objects.current().get(indicator__ref="1.1", period=AUGUST).numerator == 1958


def test_a_refused_return_is_not_kept(places, edited):
    with pytest.raises(commands.ReturnRefused) as caught:
        commands.stage(read(edited(('"1,958"', "many"))), unit=places.council, by=None, at=AT)

    assert str(caught.value) == "Row 2, column num: This is not a number."
    assert Load.objects.count() == 0
    assert Event.objects.filter(verb__startswith="load").count() == 0


def test_a_preview_that_was_overtaken_is_refused_whole(places, edited):
    waiting = commands.stage(read(edited(*CORRECTED)), unit=places.council, by=None, at=AT)
    load(SAMPLE, places.council)

    with pytest.raises(Refused, match="have changed since this preview was made"):
        commands.confirm(waiting, by=None, at=LATER)

    assert Value.objects.current().get(indicator__ref="1.1", period=AUGUST).numerator == 1958
    assert Load.objects.get(pk=waiting.pk).state == "previewed"


def test_a_target_changed_meanwhile_makes_the_preview_stale_too(places):
    waiting = commands.stage(read(SAMPLE), unit=places.council, by=None, at=AT)
    set_target("1.1", Decimal(80), Decimal(85), AUGUST)

    with pytest.raises(Refused, match="have changed since this preview was made"):
        commands.confirm(waiting, by=None, at=LATER)


@pytest.mark.parametrize("again", ["confirm", "discard"])
def test_a_load_is_confirmed_once(places, again):
    done = load(SAMPLE, places.council)

    with pytest.raises(Refused, match=r"^This load is confirmed already\.$"):
        getattr(commands, again)(done, by=None, at=LATER)


def test_a_discarded_preview_leaves_nothing(places):
    waiting = commands.stage(read(SAMPLE), unit=places.council, by=None, at=AT)
    commands.discard(waiting, by=None, at=AT)

    with pytest.raises(Refused, match=r"^This load is discarded already\.$"):
        commands.confirm(waiting, by=None, at=LATER)
    assert Value.objects.count() == 0


def test_all_or_nothing_when_the_last_step_fails(places, monkeypatch):
    waiting = commands.stage(read(SAMPLE), unit=places.council, by=None, at=AT)
    Target.objects.all().delete()

    def broken(*arguments, **keywords):
        raise RuntimeError("the power went")

    monkeypatch.setattr(commands.loading, "_put_targets_in_force", broken)
    with pytest.raises(RuntimeError):
        commands.confirm(waiting, by=None, at=LATER)

    assert Value.objects.count() == 0
    assert Load.objects.get().state == "previewed"


@pytest.mark.parametrize("name", ["dee", "quinn", "tess", "sky", "adi", "lee"])
def test_only_analysts_load_confirm_and_discard(cast, places, name):
    waiting = commands.stage(read(SAMPLE), unit=places.council, by=cast.andy, at=AT)
    person = getattr(cast, name)

    with pytest.raises(PermissionDenied):
        commands.stage(read(SAMPLE), unit=places.council, by=person, at=AT)
    with pytest.raises(PermissionDenied):
        commands.confirm(waiting, by=person, at=AT)
    with pytest.raises(PermissionDenied):
        commands.discard(waiting, by=person, at=AT)
    with pytest.raises(PermissionDenied):
        commands.create_standard_indicators(by=person, at=AT)
    with pytest.raises(PermissionDenied):
        commands.set_target(
            Indicator.objects.get(ref="1.1"), minimum=Decimal(1), upper=Decimal(2), starts_on=AUGUST, by=person
        )
    assert Load.objects.get().state == "previewed"


def test_a_new_target_ends_the_one_before_and_stops_at_the_next(places):
    april, june = datetime.date(2023, 4, 1), datetime.date(2023, 6, 1)
    set_target("1.1", Decimal(90), Decimal(95), april)
    set_target("1.1", Decimal(92), Decimal(96), AUGUST)
    set_target("1.1", Decimal(91), Decimal(95), june)

    assert target_of("1.1") == [
        (april, june, 90, 95),
        (june, AUGUST, 91, 95),
        (AUGUST, None, 92, 96),
    ]
    set_target("1.1", None, None, june)
    set_target("1.1", Decimal(70), Decimal(75), datetime.date(2023, 1, 1))
    assert target_of("1.1") == [
        (datetime.date(2023, 1, 1), april, 70, 75),
        (april, june, 90, 95),
        (AUGUST, None, 92, 96),
    ]


@pytest.mark.parametrize(
    ("ref", "minimum", "upper", "expected"),
    [
        ("1.1", 90, 80, "Higher is better: upper must not be easier to reach than minimum."),
        ("5.10", 5, 10, "Lower is better: upper must not be easier to reach than minimum."),
        ("1.2", 5, 10, "1.2 has no better direction, so it can have no target."),
        ("1.1", 5, None, "Give both minimum and upper, or neither."),
    ],
)
def test_a_target_that_makes_no_sense_is_refused(ref, minimum, upper, expected):
    with pytest.raises(Refused) as caught:
        set_target(ref, minimum, upper, AUGUST)

    assert str(caught.value) == expected


def test_a_return_that_withdraws_a_target_says_so(places, edited):
    load(SAMPLE, places.council)
    done = load(edited(("90.4%,90%,95%", "90.4%,,")), places.council, at=LATER)

    assert [
        (line["ref"], line["change"], line["old_words"], line["new_words"])
        for line in done.targets
        if line["change"] != "unchanged"
    ] == [
        ("1.1", "changed", "minimum 90%, upper 95%", "no target"),
    ]
    assert highlight(places.council, AUGUST).counts[Rag.NO_TARGET] == 4


def test_the_database_keeps_targets_from_overlapping(places):
    indicator = Indicator.objects.get(ref="1.1")
    Target.objects.create(indicator=indicator, validity=(AUGUST, None), minimum=1, upper=2)

    with pytest.raises(IntegrityError, match="target_one_at_a_time"), transaction.atomic():
        Target.objects.create(indicator=indicator, validity=(datetime.date(2024, 1, 1), None), minimum=1, upper=2)
    Target.objects.create(indicator=indicator, validity=(datetime.date(2023, 7, 1), AUGUST), minimum=1, upper=2)


def test_the_database_keeps_one_current_figure_and_what_it_said(places):
    load(SAMPLE, places.council)
    value = Value.objects.get(indicator__ref="1.1", period=AUGUST)

    with pytest.raises(IntegrityError, match="value_one_current"), transaction.atomic():
        Value.objects.create(
            indicator=value.indicator, unit=value.unit, period=AUGUST, basis=value.basis, value=1, load=value.load
        )
    with pytest.raises(InternalError), transaction.atomic():
        Value.objects.filter(pk=value.pk).update(value=1)
    with pytest.raises(InternalError), transaction.atomic():
        Value.objects.filter(pk=value.pk).delete()


def test_a_load_takes_few_queries(places):
    with CaptureQueriesContext(connection) as staging:
        waiting = commands.stage(read(SAMPLE), unit=places.council, by=None, at=AT)
    with CaptureQueriesContext(connection) as confirming:
        commands.confirm(waiting, by=None, at=AT)

    assert len(staging) <= 14
    # Targets are set one by one: five queries each, and only in the month in which they change.
    assert len(confirming) <= 15 + 5 * 14


@pytest.mark.parametrize("ref", ["", "1 2", "a/b", "../x", "x" * 21, "1.1"])
def test_a_reference_that_fits_no_address_or_is_taken_is_refused(places, ref):
    facts = {"theme": "Plans", "position": 99, "title": "New", "places": 0, "basis": "snapshot", "starts_on": AUGUST}

    with pytest.raises(Refused):
        commands.define_indicator(
            ref=ref, measured_in=MeasuredIn.COUNT, polarity=Polarity.NONE, by=None, at=AT, **facts
        )
    assert Indicator.objects.count() == 17


def test_standard_indicators_are_made_once(places):
    assert commands.create_standard_indicators(by=None) == []
    assert list(Indicator.objects.order_by("position").values_list("ref", flat=True)) == [
        "1.1", "1.2", "1.3", "1.4", "2.1", "2.10a", "3.1", "3.3", "4.7.2", "5.10", "5.11", "3.2", "4.8", "5.18", "6.1",
        "6.2", "6.3",
    ]  # fmt: skip
