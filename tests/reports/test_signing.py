"""A report passes its route: author, head of service, director, lead member; then it may be published."""

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from people.access import Refused
from people.models import Event
from reports import assembly, commands, content, permissions, summaries
from reports.models import Publication, Report, SignOff
from reports.routes import STAGES, waits_for
from tests.factories import MembershipFactory, at
from tests.reports.conftest import AFTER, WORDS, approved_by, signed_off

ROUTE = ("head_of_service", "director", "lead_member", "executive", "scrutiny")
LATER = at(2026, 8, 3)


@pytest.mark.parametrize(
    ("decisions", "next_"),
    [
        ([], "head_of_service"),
        ([("head_of_service", "approved")], "director"),
        ([("head_of_service", "approved"), ("director", "returned")], "director"),
        ([("head_of_service", "approved"), ("director", "approved")], "lead_member"),
        ([(stage, "approved") for stage in ROUTE[:3]], None),
    ],
)
def test_approvals_come_one_after_another(decisions, next_):
    assert waits_for(ROUTE, decisions) == (STAGES[next_] if next_ else None)


@pytest.fixture
def sent(written, cast):
    return commands.send(written, by=cast.quinn, at=AFTER)


def test_each_approves_in_turn_and_after_the_last_it_is_signed_off(sent, cast):
    for person, status in ((cast.hal, "sign_off"), (cast.dee, "sign_off"), (cast.lee, "signed_off")):
        report = approved_by(sent, person, comment=" Good. ")
        assert report.status == status

    held = list(SignOff.objects.values_list("stage", "decision", "comment", "round", "by__name"))
    assert held == [
        ("head_of_service", "approved", "Good.", 1, "Hal"),
        ("director", "approved", "Good.", 1, "Dee"),
        ("lead_member", "approved", "Good.", 1, "Lee"),
    ]
    assert len(set(SignOff.objects.values_list("sha256", flat=True))) == 1


def test_nobody_decides_out_of_turn_or_about_their_own_report(sent, cast, places):
    with pytest.raises(Refused, match="waits for somebody else first"):
        approved_by(sent, cast.dee)
    with pytest.raises(PermissionDenied):
        approved_by(sent, cast.tess)
    MembershipFactory(user=cast.quinn, role="head_of_service", unit=places.north)
    cast.quinn.__dict__.pop("_grants", None)
    with pytest.raises(Refused, match="Nobody signs off a report that they wrote themselves"):
        approved_by(sent, cast.quinn)

    assert SignOff.objects.count() == 0


def test_only_what_was_read_is_approved(sent, cast, load_june, client):
    client.force_login(cast.hal)
    path, today = f"/reports/{sent.pk}/sign-off/", timezone.localdate()
    read = assembly.draft(sent, today=today).seal
    assert f"{path}?read={read}" in client.get(f"/reports/{sent.pk}/preview/").content.decode()
    load_june(("615,790,77.8%,Snapshot,84.0%,84.5%,82.8%,83.3%,84.0%,77.8%",
               "616,790,78.0%,Snapshot,84.0%,84.5%,82.8%,83.3%,84.0%,78.0%"))  # fmt: skip
    as_it_is = assembly.draft(sent, today=today).seal
    assert as_it_is != read

    for told in (read, "", as_it_is[:-1]):
        refused = client.post(path, {"decision": "approved", "comment": "Good.", "read": told})
        assert refused.status_code == 422
        assert "The report has changed since you read it, so nothing is approved." in refused.content.decode()
        assert f'name="read" value="{as_it_is}"' in refused.content.decode()
        assert "checked" not in refused.content.decode()
    assert not SignOff.objects.exists()
    assert "has changed since you read it.</strong>" in client.get(f"{path}?read={read}").content.decode()
    assert "has changed since you read it" not in client.get(f"{path}?read={as_it_is}").content.decode()

    client.post(path, {"decision": "approved", "comment": "Good.", "read": as_it_is})
    assert SignOff.objects.get().sha256 == as_it_is


def test_what_has_changed_can_be_returned(sent, cast, client):
    client.force_login(cast.hal)
    returned = {"decision": "returned", "comment": "See section 2.", "read": "of another day"}
    client.post(f"/reports/{sent.pk}/sign-off/", returned)
    assert Report.objects.get(pk=sent.pk).status == "draft"


def test_whoever_wrote_a_part_does_not_approve_it_and_is_not_asked_to(written, cast, places, wes):
    MembershipFactory(user=wes, role="head_of_service", unit=places.north)
    report = commands.save_words(
        written, {"next_quarter": {"prose": "Transitions."}}, version=written.version, by=wes, at=at(2026, 7, 8)
    )
    report = commands.send(report, by=cast.quinn, at=AFTER)
    with pytest.raises(Refused, match="Nobody signs off a report that they wrote themselves, or a part of it"):
        approved_by(report, wes)
    with pytest.raises(Refused, match="or a part of it"):
        commands.return_to_author(report, comment="No.", by=wes, at=AFTER)

    turns = {
        person.name: (
            summaries.way_of(report, person).is_my_turn,
            [each.is_mine for each in summaries.under_way_for(person)],
        )
        for person in (wes, cast.hal)
    }
    assert turns == {"Wes": (False, [False]), "Hal": (True, [True])}
    approved_by(report, cast.hal)
    assert SignOff.objects.get().by == cast.hal


def test_a_return_says_why_and_everybody_is_asked_again(sent, cast):
    approved_by(sent, cast.hal)
    with pytest.raises(Refused, match=re.escape("Say what the author is to change.")):
        commands.return_to_author(sent, comment="  ", by=cast.dee, at=AFTER)
    report = commands.return_to_author(sent, comment="Section 2 is unclear.", by=cast.dee, at=AFTER)
    assert (report.status, report.round) == ("draft", 2)

    report = commands.save_words(report, WORDS, version=report.version, by=cast.quinn, at=AFTER)
    report = commands.send(report, by=cast.quinn, at=AFTER)
    way = summaries.way_of(report, cast.hal)

    assert way.waiting.key == "head_of_service"
    assert way.is_my_turn
    assert [(each.stage, each.decision) for each in way.history] == [
        ("head_of_service", "approved"), ("director", "returned"),
    ]  # fmt: skip


def test_what_is_with_others_is_not_changed_but_can_be_taken_back(sent, cast):
    with pytest.raises(Refused, match="Take it back before you change it"):
        commands.save_words(sent, WORDS, version=sent.version, by=cast.quinn, at=AFTER)
    report = commands.take_back(sent, by=cast.quinn, at=AFTER)

    assert (report.status, report.round) == ("draft", 2)
    with pytest.raises(Refused, match="not with those who sign it off"):
        commands.take_back(report, by=cast.quinn, at=AFTER)


def test_a_report_that_is_not_signed_off_is_not_published(sent, written, cast):
    with pytest.raises(Refused, match="not signed off yet"):
        commands.publish(sent, by=cast.quinn, at=AFTER)
    assert Publication.objects.count() == 0


def test_the_database_keeps_decisions(sent, cast):
    approved_by(sent, cast.hal)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        SignOff.objects.update(decision="returned", comment="No.")


def test_a_meeting_has_a_day_after_the_period_and_days_are_kept_together_or_not_at_all(written, cast):
    day = datetime.date(2026, 8, 11)
    report = commands.set_meetings(written, {"scrutiny": day}, by=cast.quinn, at=AFTER)
    stations = {station.stage.key: station.words for station in summaries.way_of(report, cast.quinn).stations}
    assert stations["scrutiny"] == "Meets on 11 August 2026"
    assert stations["executive"] == "No day is set"
    words = {**WORDS, "lead_director": {"prose": "The director of the day"}}
    cover = assembly.draft(report, today=AFTER.date(), words=words).document.cover
    assert cover.meetings == (content.Meets("Scrutiny commission", "2026-08-11"),)
    assert cover.lead_director == "The director of the day"

    early = {"executive": day, "scrutiny": datetime.date(2026, 6, 30)}
    with pytest.raises(Refused, match="Scrutiny commission: the day must come after the end"):
        commands.set_meetings(written, early, by=cast.quinn, at=AFTER)
    with pytest.raises(Refused, match="does not go to that meeting"):
        commands.set_meetings(written, {"executive": day, "director": day}, by=cast.quinn, at=AFTER)
    assert [(each.stage, each.on) for each in report.meetings.all()] == [("scrutiny", day)]

    commands.set_meetings(written, {"scrutiny": None}, by=cast.quinn, at=AFTER)
    assert not report.meetings.exists()


def test_a_correction_is_a_new_version_and_the_first_stays(published, written, cast):
    report = Report.objects.get(pk=written.pk)
    with pytest.raises(Refused, match="Say why the report is corrected"):
        commands.correct(report, because=" ", by=cast.quinn, at=LATER)
    with pytest.raises(Refused, match="qa123456 looks like a case reference"):
        commands.correct(report, because="About qa123456.", by=cast.quinn, at=LATER)
    report = commands.correct(report, because="A date was wrong.", by=cast.quinn, at=LATER)
    first = Publication.objects.get(edition="public")
    assert [item.publication for item in summaries.published_for(cast.sky)] == [first]

    words = {"summary": {"prose": "The date is right."}}
    report = commands.save_words(report, words, version=report.version, by=cast.quinn, at=LATER)
    second = commands.publish(signed_off(report, cast, LATER), by=cast.quinn, at=LATER)

    assert (second.number, second.corrects, second.content["cover"]["version"]) == (2, "A date was wrong.", 2)
    assert Publication.objects.get(pk=first.pk).content == first.content != second.content
    assert [item.publication for item in summaries.published_for(cast.sky)] == [second]
    assert Report.objects.get(pk=report.pk).correction == ""


@pytest.mark.usefixtures("files_at_once")
def test_a_withdrawn_report_is_in_no_list_and_says_why(published, written, cast, client):
    report = commands.withdraw(
        Report.objects.get(pk=written.pk), because="It named a child’s school.", by=cast.quinn, at=LATER
    )
    assert summaries.published_for(cast.sky) == []
    with pytest.raises(Refused, match="withdrawn already"):
        commands.withdraw(report, because="Again.", by=cast.quinn, at=LATER)

    client.force_login(cast.sky)
    page = client.get(f"/reports/{report.pk}/")
    assert page.status_code == 200
    assert "It named a child’s school." in page.content.decode()
    assert "Plans are" not in page.content.decode()
    assert client.get(f"/reports/{report.pk}/download/pdf/").status_code == 410
    assert Event.objects.filter(verb="report.withdrawn").count() == 1


def test_what_is_with_those_who_sign_is_seen_by_them_and_nobody_else(sent, cast):
    seen = {
        name: Report.objects.visible_to(getattr(cast, name)).exists()
        for name in ("quinn", "hal", "dee", "lee", "sky", "tess", "andy", "adi")
    }
    assert seen == {
        "quinn": True, "hal": True, "dee": True, "lee": True, "sky": False, "tess": False, "andy": False, "adi": False,
    }  # fmt: skip


UNITS = ("council", "north", "team", "south", "elsewhere")


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("hal", ("council", "north", "team")),  # head of the north service
        ("dee", UNITS),
        ("lee", UNITS),
        ("tess", ()),
    ],
)
def test_whoever_signs_off_sees_and_answers_for_the_reports_of_their_units(sent, cast, places, name, may):
    person = getattr(cast, name)
    for place in UNITS:
        Report.objects.filter(pk=sent.pk).update(unit=getattr(places, place))
        report = Report.objects.get()
        is_listed = [each.report for each in summaries.under_way_for(person)] == [report]
        seen = (
            Report.objects.visible_to(person).exists(), permissions.may_see_under_way(person, report), is_listed,
            any(permissions.may_approve(person, stage, report.unit) for stage in STAGES.values()),
        )  # fmt: skip
        assert seen == (place in may,) * 4, place


def test_the_head_of_another_service_approves_nothing_and_reads_no_draft(sent, cast, places, client):
    Report.objects.filter(pk=sent.pk).update(unit=places.south)
    client.force_login(cast.hal)
    for decide in (
        lambda: approved_by(sent, cast.hal),
        lambda: commands.return_to_author(sent, comment="No.", by=cast.hal),
    ):
        with pytest.raises(PermissionDenied):
            decide()
    assert {
        client.get(f"/reports/{sent.pk}/{path}").status_code for path in ("preview/", "sign-off/", "comments/")
    } == {404}
    assert not SignOff.objects.exists()


def test_a_correction_of_another_service_is_published_to_its_head_and_its_draft_is_not(published, cast, places, client):
    report = commands.correct(Report.objects.get(), because="A date was wrong.", by=cast.quinn, at=LATER)
    Report.objects.filter(pk=report.pk).update(unit=places.south)
    client.force_login(cast.hal)
    assert client.get(f"/reports/{report.pk}/").status_code == 200
    assert {
        client.get(f"/reports/{report.pk}/{path}").status_code for path in ("preview/", "sign-off/", "history/")
    } == {403}
    assert client.get(f"/reports/{report.pk}/preview/?edition=restricted").status_code == 403
    assert summaries.under_way_for(cast.hal) == []


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_list_of_what_is_under_way_takes_the_same_queries(count, written, cast, django_assert_num_queries):
    for number in range(count - 1):
        Report.objects.create(
            kind="quarterly", unit=written.unit, starts_on=datetime.date(1950 + number, 4, 1), created_at=AFTER,
            ends_on=datetime.date(1950 + number, 6, 30), title="T", period_words="P", author=cast.quinn,
            status="sign_off",
        )  # fmt: skip
    Report.objects.filter(pk=written.pk).update(status="sign_off")
    for person in (cast.quinn, cast.hal):
        summaries.under_way_for(person)
        with django_assert_num_queries(3):
            assert len(summaries.under_way_for(person)) == count


def test_what_the_linter_asks_goes_along_and_can_be_left_with_a_reason(written, cast):
    asked = assembly.draft(written, today=AFTER.date()).to_look_at
    late = next(each for each in asked if each.finding.rule == "blank_latest")
    assert "5.18" in late.sentence
    with pytest.raises(Refused, match="Say why it stays"):
        commands.leave(written, late.key, because=" ", by=cast.quinn, at=AFTER)
    with pytest.raises(PermissionDenied):
        commands.leave(written, late.key, because="As published.", by=cast.hal, at=AFTER)

    commands.leave(written, late.key, because="As published: the latest is of July.", by=cast.quinn, at=AFTER)

    draft = assembly.draft(written, today=AFTER.date())
    assert [(each.key, each.dismissal.reason) for each in draft.left_as_it_is] == [
        (late.key, "As published: the latest is of July.")
    ]
    assert late.key not in [each.key for each in draft.to_look_at]
    with pytest.raises(Refused, match="answered already"):
        commands.leave(written, late.key, because="Again.", by=cast.quinn, at=AFTER)


def test_what_must_be_put_right_stands_in_the_way_and_cannot_be_left(written, cast):
    words = {"summary": {"prose": "As in QA123456, visits were late."}}
    report = commands.save_words(written, words, version=written.version, by=cast.quinn, at=AFTER)
    [must] = [each for each in assembly.draft(report, today=AFTER.date()).findings if each.is_must]

    assert must.finding.rule == "case_reference"
    with pytest.raises(Refused, match="must be put right"):
        commands.leave(report, must.key, because="It is fine.", by=cast.quinn, at=AFTER)
    with pytest.raises(Refused, match="QA123456 looks like a case reference"):
        commands.send(report, by=cast.quinn, at=AFTER)


def test_who_approved_other_figures_than_there_are_now_is_named_before_publishing(sent, cast, load_june, client):
    approved_by(sent, cast.hal)
    approved_by(sent, cast.dee, when=at(2026, 7, 21))  # figures of the very day differ, records do not
    assert assembly.approved_otherwise(sent) == []

    load_june(
        (
            "615,790,77.8%,Snapshot,84.0%,84.5%,82.8%,83.3%,84.0%,77.8%",
            "616,790,78.0%,Snapshot,84.0%,84.5%,82.8%,83.3%,84.0%,78.0%",
        )
    )

    assert [each.stage for each in assembly.approved_otherwise(sent)] == ["head_of_service", "director"]
    client.force_login(cast.quinn)
    page = client.get(f"/reports/{sent.pk}/publish/").content.decode()
    assert "Head of service: Hal, 20 July 2026" in page
