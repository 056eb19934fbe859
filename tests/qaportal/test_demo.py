"""The demo council: the published month to the digit, everything else invented, the same for the same day."""

import csv
import datetime
import hashlib
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count

from audits.commands import install_shipped_tools
from audits.models import Activity, Audit, Concern, Grading, Recommendation, ToolVersion
from audits.summaries import activities_in, tools_to_publish
from kit.working_days import is_working_day
from kpis.models import Indicator, IndicatorAction, NoteRequest
from kpis.rag import Rag
from kpis.reconciling import check
from kpis.summaries import highlight
from people.models import Event, Membership, Unit, User
from qaportal.demo import build as demo
from qaportal.demo.activities import write_activities
from qaportal.demo.audits import AuditYears
from qaportal.demo.concerns import raise_concerns
from qaportal.demo.indicators import PUBLISHED_FILE, load_indicators, tables
from qaportal.demo.notes import name_owners, write_notes
from qaportal.demo.other_audits import OtherAudits
from qaportal.demo.progression import take_further
from qaportal.demo.reports import write_reports
from qaportal.demo.tools import propose_next_version, set_cycles
from reports import content
from reports.blueprints import discovered
from reports.models import Meeting, Publication, Report
from reports.renderers import FORMATS
from reports.tokens import keys_in
from tests.factories import UnitFactory
from tests.reports import pdf_reading

SHARED = Path(__file__).resolve().parents[3] / "shared/data/highlight_indicators_2023_08.csv"
TODAY = datetime.date(2026, 5, 15)


def make_five_months():
    cast = demo.people()
    version, *_ = install_shipped_tools(by=cast.users["qa"])
    AuditYears(cast, version, TODAY, months=5).build()
    return cast


@pytest.fixture(scope="module")
def kept_five_months(keep):
    return keep(make_five_months)


@pytest.fixture
def five_months(db, kept_five_months):
    """The demo's people, its tools, and five months of audits with the first of them."""
    return kept_five_months.put_back()


def test_the_published_table_is_kept_to_the_byte():
    if not SHARED.exists():
        pytest.skip("the published table lies beside the project only where it is developed")
    assert PUBLISHED_FILE.read_bytes() == SHARED.read_bytes()


def test_every_month_from_september_2020_to_last_month_has_a_table():
    months = [month for month, _ in tables(TODAY)]

    assert (months[0], months[-1], len(months)) == (datetime.date(2020, 9, 1), datetime.date(2026, 4, 1), 68)


def test_later_tables_repeat_what_earlier_ones_said_of_the_same_month():
    said = {}
    for _, (header, *rows) in tables(TODAY):
        for row in rows:
            for heading, cell in zip(header[8:14], row[8:14], strict=True):
                assert said.setdefault((row[1], heading), cell) == cell


def test_august_2023_stands_as_published(cast, places):
    load_indicators(datetime.date(2023, 11, 15), unit=places.council, by=cast.andy)
    for month in (datetime.date(2023, 8, 1), datetime.date(2023, 10, 1)):
        checked = check([places.council.pk], [month])
        assert {each.agrees for each in checked} == {True}
        assert len(checked) == 8
    whole = check([places.council.pk], [datetime.date(2023, 8, 1)])
    assert {each.left_value for each in whole} == {790, 691, 274, 291, 268}

    book = highlight(places.council, datetime.date(2023, 8, 1))

    assert {rag: book.counts[rag] for rag in Rag if book.counts[rag]} == {
        Rag.GREEN: 3, Rag.AMBER: 6, Rag.RED: 5, Rag.NO_TARGET: 3,
    }  # fmt: skip
    with PUBLISHED_FILE.open(newline="", encoding="utf-8") as file:
        published = {row["ref"]: row for row in csv.DictReader(file)}
    for row in book.rows:
        cells = published[row.ref]
        assert row.current_words.removesuffix("%") == cells["current"].removesuffix("%")
        assert [point.words for point in row.trend] == [
            cells[name] or "no data" for name in ("mar_23", "apr_23", "may_23", "jun_23", "jul_23", "aug_23")
        ]


@pytest.mark.django_db
def test_people_and_places():
    cast = demo.people()

    assert dict(Unit.objects.values_list("kind").annotate(Count("pk")).order_by()) == {
        "council": 1, "service": 4, "team": 14,
    }  # fmt: skip
    assert User.objects.count() == Membership.objects.count() == len(cast.users) == 31
    assert {user.name.rsplit(" ", 1)[1] for user in User.objects.all()} == {"Demo"}
    assert all(user.check_password("quality-first-2026") for user in User.objects.all()[:2])


def grades_of_two_months(today):
    """A fingerprint of every grade and date, and the numbers by status; nothing is kept."""
    with transaction.atomic():
        cast = demo.people()
        version, *_ = install_shipped_tools(by=cast.users["qa"])
        count = AuditYears(cast, version, today, months=2).build()
        rows = Grading.objects.order_by("audit__record__case_reference", "stage", "section__code").values_list(
            "audit__record__case_reference", "audit__unit__code", "stage", "section__code", "grade", "rationale", "at"
        )
        print_ = hashlib.sha256(repr(list(rows)).encode()).hexdigest()
        statuses = dict(Audit.objects.values_list("status").annotate(Count("pk")).order_by())
        transaction.set_rollback(True)
    return print_, count, statuses


@pytest.mark.django_db
def test_the_same_day_gives_the_same_council_and_work_in_every_state():
    first, again = grades_of_two_months(TODAY), grades_of_two_months(TODAY)

    assert first == again
    _, count, statuses = first
    assert sum(statuses.values()) == count
    assert set(statuses) == {"allocated", "in_progress", "submitted", "in_moderation", "agreed"}


@pytest.mark.django_db
def test_the_register_holds_eighteen_activities_none_of_them_in_the_future():
    cast = demo.people()

    assert write_activities(TODAY, cast) == 18

    shown = Activity.objects.not_withdrawn()
    assert shown.count() == 18
    assert max(shown.values_list("ends_on", flat=True)) < TODAY
    assert activities_in(cast.units["council"], datetime.date(2026, 1, 1), datetime.date(2026, 3, 31)) == 5
    assert Recommendation.objects.exclude(action=None).count() == 5


@pytest.mark.django_db
def test_other_tools_are_used_for_children_they_are_for_and_one_has_a_next_version():
    cast = demo.people()
    _, *others = install_shipped_tools(by=cast.users["qa"])
    cycles = set_cycles(TODAY, cast)
    found = {tool.tool.code: OtherAudits(cast, tool, TODAY, months=3).build() for tool in others}
    now = datetime.datetime.combine(TODAY, datetime.time(0, 1), tzinfo=demo.LONDON)

    draft = propose_next_version(next(tool for tool in others if tool.tool.code == "neglect"), now, cast)

    assert cycles == 9
    assert found == {"neglect": 4, "dip-sample": 6, "observation": 3, "supervision": 2, "review-minutes": 1}
    audits = Audit.objects.select_related("record", "cycle", "tool_version")
    assert all(audit.record.cohort in audit.tool_version.cohorts for audit in audits)
    assert {audit.cycle.name for audit in audits} == {"March and April 2026", "May and June 2026"}
    assert not ToolVersion.objects.exclude(pk=draft.pk).filter(status="draft").exists()
    assert [version.pk for version in tools_to_publish(cast.users["head"])] == [draft.pk]
    assert tools_to_publish(cast.users["qa"]) == []


def test_audits_are_taken_to_their_end_and_three_concerns_stand_where_they_should(five_months):
    cast = five_months
    now = datetime.datetime.combine(TODAY, datetime.time(0, 1), tzinfo=demo.LONDON)

    closed = take_further(cast, now)
    concerns = raise_concerns(cast, now)

    statuses = dict(Audit.objects.values_list("status").annotate(Count("pk")).order_by())
    assert statuses["closed"] == closed > 0
    assert statuses["in_progression"] > 0
    assert statuses["agreed"] > statuses["closed"]
    assert concerns == 3
    assert Concern.objects.closed().count() == 1
    assert Concern.objects.open().exclude(acknowledged_at=None).count() == 1
    assert Concern.objects.waiting_for(cast.users["manager"]).count() == 1
    moments = Concern.objects.values_list("raised_at", "acknowledged_at", "closed_at")
    assert all(moment < now for row in moments for moment in row if moment)


@pytest.mark.django_db
def test_owners_have_answered_for_august_2023_and_one_note_is_overdue():
    cast = demo.people()
    council = cast.units["council"]
    name_owners(cast)
    load_indicators(TODAY, unit=council, by=cast.users["analyst"])

    asked = write_notes(TODAY, cast)

    requests = NoteRequest.objects.all()
    assert requests.count() == asked
    august = requests.filter(period="2023-08-01")
    rows = highlight(council, datetime.date(2023, 8, 1)).rows
    assert {each.indicator.ref for each in august.select_related("indicator")} == {
        row.ref for row in rows if row.rag == Rag.RED or row.spc.is_special
    }  # fmt: skip
    assert august.filter(reason="red").count() == 5
    # The portal asked by itself, when the month was loaded.
    assert {(each.asker, each.load.period, each.asked_at) for each in august.select_related("load")} == {
        ("The portal", datetime.date(2023, 8, 1), datetime.datetime(2023, 9, 8, 10, 15, tzinfo=demo.LONDON))
    }  # fmt: skip
    assert set(requests.filter(load=None).values_list("indicator__ref", "reason")) <= {("3.3", "asked")}
    named = Indicator.objects.exclude(answered_by=None)
    assert {each.owner == each.answered_by.job_title for each in named.select_related("answered_by")} == {True}
    told = Event.objects.filter(verb="indicator.changed", by=cast.users["analyst"])
    assert (named.count(), told.count()) == (17, 17)
    assert not august.unanswered().exists()
    assert [each.period for each in requests.overdue(TODAY)] == [datetime.date(2026, 3, 1)]
    assert [each.period for each in requests.unanswered().order_by("period")] == [
        datetime.date(2026, 3, 1), datetime.date(2026, 4, 1),
    ]  # fmt: skip
    assert {each.asked_of for each in requests.unanswered()} == {cast.users["head"]}
    assert {each.action.state_on(TODAY) for each in IndicatorAction.objects.select_related("action")} == {
        "open", "overdue",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_database_with_data_is_left_alone():
    UnitFactory(kind="council", code="council")

    with pytest.raises(CommandError, match="There is data in this database"):
        call_command("load_demo")
    call_command("load_demo", "--if-empty")

    assert Unit.objects.count() == 1


@pytest.mark.django_db
def test_a_real_council_never_gets_the_published_password(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="built only with DEMO=1"):
        call_command("load_demo")
    assert User.objects.count() == 0


def test_there_is_a_report_of_every_kind_and_a_kind_of_the_councils_own(five_months):
    cast = five_months
    load_indicators(TODAY, unit=cast.units["council"], by=cast.users["analyst"])
    write_activities(TODAY, cast)

    assert write_reports(TODAY, cast) == 7

    quarter = datetime.date(2026, 1, 1)
    assert list(Report.objects.order_by("pk").values_list("kind", "title", "status", "starts_on")) == [
        ("quarterly", "Quarterly quality assurance report", "published", quarter),
        ("quarterly", "Quarterly quality assurance report", "draft", datetime.date(2026, 4, 1)),
        ("highlight", "Highlight indicators report", "published", datetime.date(2026, 4, 1)),
        ("practice", "Assuring quality of practice", "published", datetime.date(2025, 10, 1)),
        ("scrutiny", "Quality assurance on one page", "published", quarter),
        ("decision", "Evening courses for kinship carers", "sign_off", quarter),
        ("quarterly", "Board report", "draft", quarter),
    ]
    assert {kind for kind, *_ in Report.objects.values_list("kind")} == set(discovered())
    assert list(Publication.objects.order_by("report", "edition").values_list("report__kind", "edition")) == [
        (kind, edition) for kind in ("quarterly", "highlight", "practice", "scrutiny")
        for edition in ("public", "restricted")
    ]  # fmt: skip
    decision = Report.objects.get(kind="decision")
    assert list(decision.sign_offs.values_list("stage", "by__email")) == [("head_of_service", "head@demo.example")]
    # No committee meets on a Saturday.
    days = Meeting.objects.values_list("on", flat=True)
    assert (len(days), [day for day in days if not is_working_day(day)]) == (6, [])
    what_is_published_has_live_figures_spotlights_voices_and_nobodys_name(cast)


def what_is_published_has_live_figures_spotlights_voices_and_nobodys_name(cast):
    published = {
        each.report.kind: content.from_json(each.content)
        for each in Publication.objects.filter(edition="public").select_related("report")
    }

    [summary] = [
        block for section in published["quarterly"].sections if section.key == "highlights"
        for block in section.blocks if isinstance(block, content.Text)
    ]  # fmt: skip
    assert keys_in(summary.prose) == [
        "audits-agreed", "indicator-1.1", "indicator-1.1", "indicator-3.3", "indicator-3.3"
    ]  # fmt: skip
    deck = {section.key: section.blocks for section in published["practice"].sections}
    titles = [block.text for key in ("protection", "care") for block in deck[key] if isinstance(block, content.Heading)]
    assert titles == [
        "Partners after child protection conferences",
        "Success review: a family that no longer needs us",
        "Children in kinship care",
        "What young people say about their reviews",
    ]
    [heard] = [block for block in deck["voice"] if isinstance(block, content.Feedback)]
    assert len(heard.quotes) == 3
    names = {user.name.split()[0] for user in cast.users.values()}
    for document in published.values():
        said = " ".join(text for place, text in content.texts(document) if place != "Cover").split()
        assert names & {word.strip(".,:;") for word in said} == set()
    pages = {kind: len(pdf_reading.pages(FORMATS["pdf"].render(each, "0" * 64))) for kind, each in published.items()}
    assert pages["scrutiny"] == 2  # the page, and where its figures come from
