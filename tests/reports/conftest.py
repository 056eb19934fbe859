"""A quarter with audits, indicators and actions, made by the commands of the apps that own them."""

import datetime
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest

from audits.grading import Grade
from improvement import commands as improvement
from kpis import commands as kpis
from kpis.models import Indicator, Load, Value
from kpis.periods import add_months, financial_year, last_outturn_month, months_to
from kpis.rag import MeasuredIn, Polarity
from people.roles import Role
from reports import commands
from reports.assembly import draft as draft_of
from reports.models import Publication, Report
from reports.renderers import FORMATS
from tests.audits.conftest import (  # noqa: F401 fixtures
    agree,
    agreeing,
    allocate,
    allocating,
    kept_tool,
    submit,
    tool,
    write,
)
from tests.factories import MembershipFactory, UserFactory, at
from tests.keeping import AT_ONCE, LATER
from tests.kpis.conftest import SAMPLE, indicators, kept_indicators, load  # noqa: F401 fixtures
from tests.reports import sample

APRIL, JUNE = datetime.date(2026, 4, 1), datetime.date(2026, 6, 1)
AFTER = at(2026, 7, 20)
WORDS = {
    "key_messages": {"messages": ["Plans are **clearer**.", "Visits are late in one service."]},
    "summary": {"prose": "A steady quarter.\n\n- Supervision improved"},
    "strengths_focus": {"strengths": ["Children are seen alone."], "focus": ["Plans lack dates.", "Visits are late."]},
    "next_quarter": {"prose": "We look at transitions."},
}
MONTHS = ("mar_23", "apr_23", "may_23", "jun_23", "jul_23", "aug_23")


@pytest.fixture(autouse=True)
def _files_wait(request, settings, _jobs_at_once):
    """Ten files of a publication take longer than all else of a test: they are made where somebody reads them."""
    if not request.node.get_closest_marker("browser"):
        settings.TASKS = LATER


@pytest.fixture
def files_at_once(settings, _files_wait):
    """The files of a publication are there once it is."""
    settings.TASKS = AT_ONCE


@pytest.fixture(scope="session")
def files():
    """The report with a block of every kind, in every format."""
    return {key: found.render(sample.DOCUMENT, sample.FINGERPRINT) for key, found in FORMATS.items()}


def loading(places, folder):
    """Loads the published table of August 2023 as that of June 2026, or of a later month, with some text replaced."""

    def loaded(*replacements, month=JUNE):
        text = SAMPLE.read_text()
        head, body = text.split("\n", 1)
        year = financial_year(last_outturn_month(month))
        head = head.replace("2022_23", f"{year}_{(year + 1) % 100:02d}")
        for old, moved in zip(MONTHS, months_to(month, len(MONTHS)), strict=True):
            head = head.replace(old, f"{moved:%b_%y}".lower())
        for old, new in replacements:
            assert body.count(old) == 1
            body = body.replace(old, new)
        path = folder / "june.csv"
        path.write_text(f"{head}\n{body}")
        after = add_months(month, 1).replace(day=10)
        return load(path, places.council, period=month, today=after, at=at(after.year, after.month, after.day))

    return loaded


def make_quarter(places, cast, version, _indicators):
    audit = allocating(cast, places, version)(audit_month=JUNE)
    agreeing(cast, version)(audit, at=at(2026, 6, 25))
    with tempfile.TemporaryDirectory() as folder:
        loading(places, Path(folder))()
    return raise_actions(places, cast)


def make_full_quarter(places, cast, version, _quarter):
    new, finish = allocating(cast, places, version), agreeing(cast, version)
    for number in range(12):
        original = {"overall": Grade.REQUIRES_IMPROVEMENT if number < 6 else Grade.GOOD}
        lowered = {"overall": Grade.REQUIRES_IMPROVEMENT} if number == 11 else {}
        planning = {"planning": Grade.REQUIRES_IMPROVEMENT} if number < 2 else {}
        unit = places.elsewhere if number % 2 else places.team
        finish(new(unit=unit, audit_month=JUNE), original={**original, **planning},
               changed={**original, **planning, **lowered}, at=at(2026, 6, 25))  # fmt: skip
    new(audit_month=JUNE)


def make_draft(places, cast):
    return commands.start_report(
        kind="quarterly", unit=places.council, starts_on=APRIL, by=cast.quinn, at=at(2026, 7, 6)
    )


def make_written(draft, quarter, cast):
    first, _ = quarter
    words = {**WORDS, "actions": {"chosen": [{"key": first.get_absolute_url(), "text": "Check chronologies."}]}}
    return commands.save_words(draft, words, version=draft.version, by=cast.quinn, at=at(2026, 7, 7))


def make_published(written, cast):
    return commands.publish(signed_off(written, cast), by=cast.quinn, at=AFTER)


def make_files(_published):
    for publication in Publication.objects.all():
        commands.rendering.make_files.func(publication.pk)


def raise_actions(places, cast):
    first = improvement.raise_action(
        unit=places.team, text="Check every chronology at supervision.", owner=cast.pat,
        due_on=datetime.date(2026, 7, 1), origin="Audit 1", origin_path="/audits/1/", by=cast.tess, at=at(2026, 5, 1),
    )  # fmt: skip
    second = improvement.raise_action(
        unit=places.elsewhere, text="Agree dates in each plan.", owner=cast.olly, due_on=datetime.date(2026, 9, 1),
        origin="Audit 2", origin_path="/audits/2/", by=cast.quinn, at=at(2026, 6, 1),
    )  # fmt: skip
    return first, second


@pytest.fixture
def load_june(indicators, places, tmp_path):  # noqa: F811
    return loading(places, tmp_path)


@pytest.fixture(scope="session")
def kept_quarter(keep, kept_places, kept_cast, kept_tool, kept_indicators):  # noqa: F811
    return keep(make_quarter, kept_places, kept_cast, kept_tool, kept_indicators)


@pytest.fixture
def quarter(places, cast, tool, indicators, kept_quarter):  # noqa: F811
    """One agreed audit, the indicators of June, and two actions: enough for a report. `full_quarter` has more."""
    return kept_quarter.put_back(places, cast, tool, indicators)


@pytest.fixture(scope="session")
def kept_full_quarter(keep, kept_places, kept_cast, kept_tool, kept_quarter):  # noqa: F811
    return keep(make_full_quarter, kept_places, kept_cast, kept_tool, kept_quarter)


@pytest.fixture
def full_quarter(places, cast, tool, quarter, kept_full_quarter):  # noqa: F811
    """14 audits allocated and 13 agreed: 6 good and 7 requiring improvement, of which one was lowered to that."""
    return kept_full_quarter.put_back(places, cast, tool, quarter)


@pytest.fixture(scope="session")
def kept_draft(keep, kept_places, kept_cast):
    return keep(make_draft, kept_places, kept_cast)


@pytest.fixture
def draft(places, cast, kept_draft):
    """A report on April to June 2026, started and without a word."""
    return kept_draft.put_back(places, cast)


@pytest.fixture(scope="session")
def kept_written(keep, kept_draft, kept_quarter, kept_cast):
    return keep(make_written, kept_draft, kept_quarter, kept_cast)


@pytest.fixture
def written(draft, quarter, cast, kept_written):
    """The same with everything an author has to give."""
    return kept_written.put_back(draft, quarter, cast)


def signed_off(report, cast, when=AFTER):
    """The report after everybody on its route has approved it."""
    commands.send(report, by=cast.quinn, at=when)
    return approved_by(report, cast.hal, cast.dee, cast.lee, when=when)


def approved_by(report, *people, when=AFTER, comment=""):
    """Each of them reads the report as it stands on the day and approves it."""
    read = draft_of(report, today=when.date()).seal
    for person in people:
        report = commands.approve(report, read=read, comment=comment, by=person, at=when)
    return report


@pytest.fixture(scope="session")
def kept_published(keep, kept_written, kept_cast):
    return keep(make_published, kept_written, kept_cast)


@pytest.fixture(scope="session")
def kept_files(keep, kept_published):
    return keep(make_files, kept_published)


@pytest.fixture
def published(settings, _files_wait, written, cast, kept_published, kept_files):
    """What is written, published; with its files where somebody reads them."""
    made = kept_published.put_back(written, cast)
    if settings.TASKS == AT_ONCE:
        kept_files.put_back(made)
    return made


@pytest.fixture
def say(written, cast):
    """Put words into the summary of the written report."""

    def said(prose, **others):
        report = Report.objects.get(pk=written.pk)
        words = {"summary": {"prose": prose}, **others}
        return commands.save_words(report, words, version=report.version, by=cast.quinn, at=at(2026, 7, 8))

    return said


@pytest.fixture
def wes(places):
    """Another person who writes the council's reports."""
    person = UserFactory(email="wes@demo.example", name="Wes")
    MembershipFactory(user=person, role=Role.QA_TEAM, unit=places.council)
    return person


@pytest.fixture
def in_july(monkeypatch):
    """Today is 20 July 2026."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: (value or at(2026, 7, 20)).date())


@pytest.fixture
def define(places):
    """Define an indicator of the front door."""

    def put(ref, basis, measured_in=MeasuredIn.PERCENTAGE):
        kpis.define_indicator(
            ref=ref, theme="Front door", position=1, title=f"Measure {ref}", measured_in=measured_in,
            places=0 if measured_in == MeasuredIn.COUNT else 1, polarity=Polarity.HIGHER, basis=basis,
            starts_on=datetime.date(2015, 4, 1), by=None,
        )  # fmt: skip
        return Indicator.objects.get(ref=ref)

    return put


@pytest.fixture
def give(places):
    """Load an indicator's figures of 2026."""
    load = Load.objects.create(
        unit=places.council, period=datetime.date(2026, 6, 1), file_name="june.csv", sha256="0" * 64,
        staged_at=at(2026, 7, 1), state="confirmed", confirmed_at=at(2026, 7, 1),
    )  # fmt: skip

    def put(indicator, basis, figures):
        """`figures`: month -> value, or (value, numerator, denominator)."""
        for month, told in figures.items():
            value, numerator, denominator = told if isinstance(told, tuple) else (told, None, None)
            Value.objects.create(
                indicator=indicator, unit=places.council, period=datetime.date(2026, month, 1), basis=basis,
                value=Decimal(value), numerator=numerator, denominator=denominator, load=load,
            )  # fmt: skip

    return put
