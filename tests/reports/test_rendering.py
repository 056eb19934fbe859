"""Files are made in the background: progress in words, a failure that says why, and another try."""

import datetime
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import ModuleType, SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from people.access import Refused
from people.models import Event
from reports import commands, content, renderers, summaries
from reports.models import Publication, PublicationFile, Rendering, Report
from reports.renderers import FORMATS, Format, html
from tests.reports.conftest import AFTER, signed_off

pytestmark = pytest.mark.usefixtures("files_at_once")


@pytest.fixture
def queued(settings):
    """Jobs wait for a worker, as they do outside tests."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def waiting(queued, written, cast):
    """Published, and nobody has begun with the files."""
    return commands.publish(signed_off(written, cast), by=cast.quinn, at=AFTER)


@pytest.fixture
def odd(monkeypatch):
    """A format of the council's own whose renderer is not there; `put` puts it in its place."""
    monkeypatch.setitem(FORMATS, "odd", Format("odd", "Odd file", "text/plain"))
    name = f"{renderers.__name__}.odd"

    def put(render=lambda document, fingerprint: document.cover.title.encode()):
        module = ModuleType(name)
        module.render = render
        monkeypatch.setitem(sys.modules, name, module)

    return SimpleNamespace(put=put)


def making(publication, now=None):
    fresh = Publication.objects.select_related("rendering").get(pk=publication.pk)
    return summaries.making_of(fresh, now or timezone.now())


@pytest.mark.django_db(transaction=True)
def test_publishing_freezes_and_a_worker_makes_the_files(waiting, client, cast, written):
    assert (waiting.rendering.state, waiting.rendering.total) == ("making", len(FORMATS))
    assert PublicationFile.objects.count() == 0
    client.force_login(cast.sky)
    page = client.get(f"/reports/{written.pk}/")
    assert page.context["document"] == content.from_json(waiting.content)
    assert f"Its files are being made: 0 of {len(FORMATS)} files so far." in page.content.decode()
    assert client.get(f"/reports/{written.pk}/download/pdf/").status_code == 404
    not_yet = client.get(f"/reports/{written.pk}/download-all/")
    assert (not_yet.status_code, "The files are not ready yet" in not_yet.content.decode()) == (409, True)

    call_command("db_worker", "--batch", "--no-startup-delay", "--no-reload", verbosity=0)

    assert {(each.publication.edition, each.state, each.done) for each in Rendering.objects.all()} == {
        ("public", "done", len(FORMATS)), ("restricted", "done", len(FORMATS)),
    }  # fmt: skip
    assert making(waiting) is None
    assert client.get(f"/reports/{written.pk}/download/pdf/").status_code == 200


def test_progress_is_told_file_by_file(waiting):
    document = content.from_json(waiting.content)
    for number, format in enumerate(FORMATS.values(), start=1):
        commands.rendering.keep_file(waiting, format, b"file")
        assert making(waiting).words == f"Its files are being made: {number} of {len(FORMATS)} files so far."

    commands.rendering.keep_file(waiting, FORMATS["pdf"], b"another")
    assert bytes(waiting.files.get(format="pdf").content) == b"file"
    assert document.cover.title == "Quarterly quality assurance report"


def test_a_setting_that_is_broken_fails_with_its_reason_and_the_next_try_makes_what_is_missing(
    written, cast, monkeypatch, tmp_path, client
):
    with monkeypatch.context() as broken:
        broken.setattr(html, "FONTS", tmp_path / "nowhere")
        publication = commands.publish(signed_off(written, cast), by=cast.quinn, at=AFTER)
    reason = (
        "Web page could not be made: a file that it needs, such as a typeface, cannot be read. "
        "What is published has not changed. Try again."
    )
    assert (making(publication).state, making(publication).reason) == ("failed", reason)
    assert Report.objects.get(pk=written.pk).is_published
    path = f"/reports/{written.pk}/"
    client.force_login(cast.sky)
    page = client.get(path).content.decode()
    assert ("Not all of its files are ready yet" in page, reason in page, "Try again" in page) == (True, False, False)
    client.force_login(cast.quinn)
    page = client.get(path).content.decode()
    assert (reason in page, "Try again</button>" in page) == (True, True)

    response = client.post(f"{path}files/?version=1")

    assert response["Location"] == f"{path}?version=1"
    assert (making(publication), set(publication.files.values_list("format", flat=True))) == (None, set(FORMATS))
    told = Event.objects.filter(verb="report.files_asked_again").values_list("by__name", "detail")
    assert list(told) == [("Quinn", {"number": 1, "edition": "public"})]


def test_on_the_page_of_one_edition_the_publisher_is_told_of_the_other(written, cast, client):
    commands.publish(signed_off(written, cast), by=cast.quinn, at=AFTER)
    restricted = Rendering.objects.filter(publication__edition="restricted")
    restricted.update(state="failed", reason="Why.")
    said = "not all of its files are ready. Nobody is told by e-mail before they are."
    path = f"/reports/{written.pk}/"
    for person, is_told in ((cast.quinn, True), (cast.lee, False), (cast.sky, False)):
        client.force_login(person)
        assert (said in client.get(path).content.decode()) == is_told

    client.force_login(cast.quinn)
    client.post(f"{path}files/?version=1&edition=restricted")
    assert set(Rendering.objects.values_list("state", flat=True)) == {"done"}
    assert said not in client.get(path).content.decode()


def test_a_renderer_that_is_missing_leaves_the_other_files_and_is_tried_again(odd, written, cast):
    publication = commands.publish(signed_off(written, cast), by=cast.quinn, at=AFTER)

    assert making(publication) == summaries.Making(
        f"The files could not all be made: {len(FORMATS) - 1} of {len(FORMATS)} files are there.",
        "failed",
        "Odd file could not be made: the part of the portal that makes it is missing. "
        "What is published has not changed. Try again.",
    )
    before = {file.format: file.pk for file in publication.files.all()}
    odd.put()
    commands.make_again(publication, by=cast.quinn)

    files = {file.format: file.pk for file in publication.files.all()}
    assert {key: pk for key, pk in files.items() if key != "odd"} == before
    assert bytes(publication.files.get(format="odd").content) == b"Quarterly quality assurance report"


def test_what_an_error_says_of_the_report_is_not_repeated(odd, written, cast):
    def render(document, fingerprint):
        raise ValueError(document.sections[1].blocks[0].messages[0])

    odd.put(render)
    publication = commands.publish(signed_off(written, cast), by=cast.quinn, at=AFTER)

    assert making(publication).reason == (
        "Odd file could not be made: it stopped with ValueError. What is published has not changed. Try again."
    )


def test_nobody_else_tries_again_and_nothing_that_is_done_is_made_twice(odd, written, cast, client):
    publication = commands.publish(signed_off(written, cast), by=cast.quinn, at=AFTER)
    with pytest.raises(PermissionDenied):
        commands.make_again(publication, by=cast.lee)
    odd.put()
    commands.make_again(publication, by=cast.quinn)

    with pytest.raises(Refused, match="Every file is made already"):
        commands.make_again(publication, by=cast.quinn)
    commands.make_files.call(publication=publication.pk)
    assert publication.files.count() == len(FORMATS)


def test_what_is_being_made_is_not_begun_twice_until_it_has_stopped(waiting, cast):
    soon = timezone.now() + datetime.timedelta(minutes=14)
    with pytest.raises(Refused, match="being made now"):
        commands.make_again(waiting, by=cast.quinn, at=soon)
    assert commands.reap(at=soon) == 0
    late = soon + datetime.timedelta(minutes=2)
    assert making(waiting, late).words == f"The work on the files has stopped: 0 of {len(FORMATS)} files are there."

    assert commands.reap(at=late) == 2

    assert making(waiting).reason == "The work on the files stopped before it was done. Try again."
    # The worker that comes back finds that it is too late.
    commands.make_files.call(publication=waiting.pk)
    assert waiting.files.count() == 0
    commands.make_again(waiting, by=cast.quinn)
    commands.make_files.call(publication=waiting.pk)
    assert (waiting.files.count(), making(waiting)) == (len(FORMATS), None)


def test_the_clock_finds_what_has_stopped(waiting, capsys):
    Rendering.objects.update(working_since=timezone.now() - datetime.timedelta(minutes=16))

    call_command("find_stopped_files")

    assert capsys.readouterr().out == "the files of 2 editions had stopped and can be tried again\n"


def test_content_that_was_altered_gives_no_files(waiting, cast):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE reports_publication SET content = jsonb_set(content, '{cover,title}', '\"Other\"')")
        cursor.execute("SET session_replication_role = origin")

    with pytest.raises(Exception, match="no longer has the fingerprint"):
        commands.make_files.call(publication=waiting.pk)

    assert making(waiting).state == "failed"
    assert waiting.files.count() == 0


def test_a_failure_must_say_why(waiting):
    with pytest.raises(DatabaseError, match="rendering_failed_says_why"), transaction.atomic():
        Rendering.objects.update(state="failed", reason="")


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_publish_once(written, cast, queued):
    signed_off(written, cast)
    start = Barrier(2)

    def press(_):
        try:
            start.wait()
            commands.publish(written, by=cast.quinn, at=AFTER)
            return ""
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(press, range(2)))

    assert said == ["", "This report is published already."]
    assert sorted(Publication.objects.values_list("edition", "number")) == [("public", 1), ("restricted", 1)]
    assert Rendering.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_each_file_once_and_both_editions_end(written, cast, queued):
    commands.publish(signed_off(written, cast), by=cast.quinn, at=AFTER)
    jobs = [each.pk for each in Publication.objects.order_by("pk")] * 2
    start = Barrier(len(jobs))

    def work(pk):
        try:
            start.wait()
            commands.make_files.call(publication=pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        list(pool.map(work, jobs))

    assert PublicationFile.objects.count() == 2 * len(FORMATS)
    assert set(Rendering.objects.values_list("state", "done")) == {("done", len(FORMATS))}
    assert Event.objects.filter(verb="report.files_made").count() == 2
