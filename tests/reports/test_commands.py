"""Starting, writing and publishing; and what is published stays."""

import datetime
import hashlib
import io
import re

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from audits import commands as audits
from audits.grading import Grade
from improvement import commands as improvement
from people.access import Refused
from people.models import Event
from reports import assembly, commands, content
from reports.models import Publication, PublicationFile, Report
from tests.factories import at
from tests.reports import pdf_reading
from tests.reports.conftest import AFTER, APRIL, JUNE, WORDS, signed_off

NOW = at(2026, 7, 8)


def start(cast, places, *, by=None, starts_on=APRIL, when=NOW, kind="quarterly"):
    return commands.start_report(kind=kind, unit=places.council, starts_on=starts_on, by=by or cast.quinn, at=when)


def test_a_report_is_started_for_the_quarter_in_which_the_day_lies(cast, places):
    report = start(cast, places, starts_on=datetime.date(2026, 5, 17))

    assert (report.starts_on, report.ends_on) == (APRIL, datetime.date(2026, 6, 30))
    assert str(report) == "Quarterly quality assurance report, Quarter 1 2026/27"
    assert (report.author, report.status, report.created_at) == (cast.quinn, "draft", NOW)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "There is a report for this period already."),
        ({"starts_on": datetime.date(2026, 10, 1)}, "This period has not begun yet."),
        ({"kind": "leaflet"}, "There is no report of that kind."),
    ],
)
def test_a_report_that_cannot_be_started_is_refused_with_a_sentence(draft, cast, places, changes, sentence):
    with pytest.raises(Refused) as refusal:
        start(cast, places, **changes)

    assert str(refusal.value) == sentence
    assert Report.objects.count() == 1


def test_after_a_withdrawal_another_report_is_started_for_the_period(published, written, cast, places):
    with pytest.raises(Refused, match="There is a report for this period already"):
        start(cast, places)
    commands.withdraw(Report.objects.get(pk=written.pk), because="It was wrong.", by=cast.quinn, at=AFTER)

    again = start(cast, places)

    assert list(Report.objects.order_by("pk").values_list("status", flat=True)) == ["withdrawn", "draft"]
    assert len(assembly.published_before(again, assembly.draft(again, today=AFTER.date()).period)) == 1
    with pytest.raises(Refused, match="There is a report for this period already"):
        start(cast, places)


def test_only_the_qa_team_starts_writes_and_publishes(cast, places, written):
    for name in ("ana", "mo", "tess", "andy", "hal", "dee", "lee", "sky", "adi"):
        person = getattr(cast, name)
        with pytest.raises(PermissionDenied):
            start(cast, places, by=person, starts_on=datetime.date(2026, 1, 1))
        with pytest.raises(PermissionDenied):
            commands.save_words(written, WORDS, version=written.version, by=person)
        with pytest.raises(PermissionDenied):
            commands.send(written, by=person, at=AFTER)
        with pytest.raises(PermissionDenied):
            commands.publish(written, by=person, at=AFTER)

    assert Publication.objects.count() == 0


def test_words_are_kept_place_by_place_without_characters_that_no_file_may_hold(draft, cast):
    report = commands.save_words(draft, {"next_quarter": {"prose": "Soon\x00.\r\n"}}, version=1, by=cast.quinn, at=NOW)
    report = commands.save_words(
        report, {"key_messages": {"messages": [" One ", "", "Two"]}}, version=2, by=cast.quinn, at=NOW
    )

    held = {block.key: (block.kind, block.content) for block in report.blocks.all()}
    assert held == {
        "next_quarter": ("text", {"prose": "Soon."}),
        "key_messages": ("key_messages", {"messages": ["One", "Two"]}),
    }
    assert report.version == 3
    assert list(Event.objects.filter(verb="report.saved").order_by("pk").values_list("detail", flat=True)) == [
        {"version": 2, "places": ["next_quarter"]},
        {"version": 3, "places": ["key_messages"]},
    ]


def test_whoever_saves_second_is_told_and_overwrites_nothing(draft, cast):
    commands.save_words(draft, {"next_quarter": {"prose": "First."}}, version=1, by=cast.quinn)

    with pytest.raises(commands.Conflict):
        commands.save_words(draft, {"next_quarter": {"prose": "Second."}}, version=1, by=cast.quinn)

    assert draft.blocks.get().content == {"prose": "First."}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"cover": {"prose": "x"}}, "This report has no place called “cover”."),
        ({"summary": {"prose": ["x"]}}, "These words do not fit their place in the report."),
        ({"summary": {"html": "x"}}, "These words do not fit their place in the report."),
        ({"key_messages": {"messages": [3]}}, "These words do not fit their place in the report."),
        ({"summary": {"prose": "x" * 20_001}}, "One part of the report is longer than 20,000 letters. Shorten it."),
    ],
)
def test_words_that_do_not_fit_are_refused(draft, cast, words, sentence):
    with pytest.raises(Refused) as refusal:
        commands.save_words(draft, words, version=1, by=cast.quinn)

    assert str(refusal.value) == sentence
    assert draft.blocks.count() == 0


@pytest.mark.usefixtures("files_at_once")
def test_publishing_freezes_content_and_every_format(published, written, cast):
    files = {file.format: file for file in published.files.all()}

    assert (published.number, published.edition, published.published_by, published.published_at) == (
        1, "public", cast.quinn, AFTER,
    )  # fmt: skip
    assert published.sha256 == content.fingerprint(published.content)
    assert {key: file.name for key, file in files.items()} == {
        "html": "qa-report-2026-27-q1.html",
        "pdf": "qa-report-2026-27-q1.pdf",
        "docx": "qa-report-2026-27-q1.docx",
        "pptx": "qa-report-2026-27-q1.pptx",
        "xlsx": "qa-report-2026-27-q1.xlsx",
    }
    for file in files.values():
        assert (file.size, file.sha256) == (len(file.content), hashlib.sha256(file.content).hexdigest())
    assert Report.objects.get(pk=written.pk).is_published
    words = pdf_reading.words(bytes(files["pdf"].content))
    assert "77.8%" in words
    assert published.sha256 in words
    assert "Visits are late in one service." in words
    said = [paragraph.text for paragraph in docx.Document(io.BytesIO(files["docx"].content)).paragraphs]
    assert "2 Summary of findings" in said
    event = Event.objects.get(verb="report.published")
    seals = dict(Publication.objects.values_list("edition", "sha256"))
    assert (event.by, event.at, event.detail) == (cast.quinn, AFTER, {"number": 1, "sha256": seals})
    assert seals["public"] == published.sha256


@pytest.mark.usefixtures("files_at_once")
def test_later_changes_to_audits_indicators_and_actions_change_nothing_published(
    published, quarter, allocate, agree, load_june, cast
):
    before = Publication.objects.get(pk=published.pk)
    files = {file.format: bytes(file.content) for file in before.files.all()}

    for _ in range(3):
        agree(allocate(audit_month=JUNE), changed={"overall": Grade.INADEQUATE})
    load_june((",615,790,77.8%,", ",750,790,94.9%,"), ("83.3%,84.0%,77.8%", "83.3%,84.0%,94.9%"))
    improvement.deliver(
        quarter[0], evidence="Seen in supervision notes.", evidenced_on=datetime.date(2026, 7, 21), by=cast.pat,
        at=at(2026, 7, 21),
    )  # fmt: skip
    audits.withdraw(allocate(audit_month=JUNE), reason="Twice", by=cast.quinn)

    after = Publication.objects.get(pk=published.pk)
    assert (after.content, after.sha256) == (before.content, before.sha256)
    assert {file.format: bytes(file.content) for file in after.files.all()} == files


@pytest.mark.usefixtures("files_at_once")
def test_the_database_refuses_to_change_what_is_published(published):
    for rows in (Publication.objects.filter(pk=published.pk), PublicationFile.objects.filter(publication=published)):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            rows.update(sha256="0" * 64)
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            rows._raw_delete("default")

    assert published.files.count() == 5


def test_a_published_report_is_neither_written_nor_published_again(published, written, cast):
    with pytest.raises(Refused, match="What was published stays as it is; a correction is a new version"):
        commands.save_words(written, WORDS, version=written.version, by=cast.quinn)
    with pytest.raises(Refused, match=re.escape("This report is published already.")):
        commands.publish(written, by=cast.quinn, at=AFTER)


def test_a_report_with_something_missing_or_revealing_is_not_sent(written, cast):
    sides = {"strengths": ["Seen alone."], "focus": ["Dates."]}
    cases = [
        ({"key_messages": {"messages": []}}, "Write at least one key message."),
        (
            {"strengths_focus": {**sides, "focus": []}},
            "Give at least one practice strength and one area for focus.",
        ),
        ({"next_quarter": {"prose": ""}}, "Write what comes next quarter."),
        (
            {"summary": {"prose": "As in QA123456, visits were late."}},
            "QA123456 looks like a case reference. Take it out.",
        ),
        (
            {"strengths_focus": {**sides, "strengths": ["Well done on AB000001"]}},
            "AB000001 looks like a case reference. Take it out.",
        ),
    ]
    for words, sentence in cases:
        with transaction.atomic():
            report = commands.save_words(written, words, version=written.version, by=cast.quinn, at=NOW)
            with pytest.raises(Refused) as refusal:
                commands.send(report, by=cast.quinn, at=AFTER)
            transaction.set_rollback(True)
        assert str(refusal.value).startswith("1 thing must be put right first. ")
        assert sentence in str(refusal.value)

    assert (Publication.objects.count(), PublicationFile.objects.count()) == (0, 0)


def test_a_report_is_not_sent_before_its_quarter_is_over(written, cast):
    with pytest.raises(Refused, match=re.escape("The period ends on 30 June 2026. Publish the report after that.")):
        commands.send(written, by=cast.quinn, at=at(2026, 6, 30, 23))


def test_publishing_takes_a_few_queries(written, cast, settings, django_assert_max_num_queries):
    """Files are made afterwards: nobody waits for them."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    report = signed_off(written, cast)
    with django_assert_max_num_queries(41):
        commands.publish(report, by=cast.quinn, at=AFTER)
