"""E-mails about reports: who gets them, when, and what they say."""

import datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from people.models import Membership
from reports import commands
from reports.models import Notice, Publication, Reader, Report
from tests.reports.conftest import AFTER, signed_off

TITLE = "Quarterly quality assurance report, Quarter 1 2026/27"
FOOT = "You asked for this e-mail. Under Reports, “E-mails about reports” changes or ends it.\n"

pytestmark = pytest.mark.usefixtures("files_at_once")


@pytest.fixture(autouse=True)
def _post(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "https://portal.example"
    mail.outbox.clear()


@pytest.fixture
def wanting(cast):
    """A scrutiny officer wants all, the lead member this kind, a manager another kind, an auditor none any more."""
    commands.choose_emails(wants_all=True, kinds=[], by=cast.sky)
    commands.choose_emails(wants_all=False, kinds=["quarterly"], by=cast.lee)
    commands.choose_emails(wants_all=False, kinds=["leaflet"], by=cast.tess)
    commands.choose_emails(wants_all=True, kinds=[], by=cast.ana)
    commands.choose_emails(wants_all=False, kinds=[], by=cast.ana)


def sent():
    return [(message.to, message.subject, message.body) for message in mail.outbox]


def words(sentence, report, *more):
    return "\n\n".join([sentence, *more, f"https://portal.example/reports/{report.pk}/", FOOT])


MORE = "You may read its restricted edition too: its page has the link."


def test_those_who_asked_are_told_once_all_files_are_there(written, cast, wanting):
    commands.publish(signed_off(written, cast), by=cast.quinn, at=AFTER)

    sentence = f"{TITLE} is published."
    assert sent() == [
        (["sky@demo.example"], "A report is published", words(sentence, written)),
        (["lee@demo.example"], "A report is published", words(sentence, written, MORE)),
    ]
    assert Notice.objects.exclude(sent_at=None).count() == 2


def test_nobody_is_told_before_the_files_of_both_editions_are_there(written, cast, wanting, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    commands.publish(signed_off(written, cast), by=cast.quinn, at=AFTER)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    restricted, public = (Publication.objects.get(edition=edition) for edition in ("restricted", "public"))

    commands.make_files.call(publication=restricted.pk)
    assert (sent(), Notice.objects.count()) == ([], 0)
    commands.make_files.call(publication=public.pk)

    assert [to for to, _, _ in sent()] == [["sky@demo.example"], ["lee@demo.example"]]
    commands.make_files.call(publication=public.pk)
    assert len(sent()) == 2


def test_corrections_and_withdrawals_are_told_too(written, cast, wanting):
    commands.publish(signed_off(written, cast), by=cast.quinn, at=AFTER)
    report = commands.correct(Report.objects.get(), because="A date was wrong.", by=cast.quinn, at=AFTER)
    assert len(sent()) == 2
    mail.outbox.clear()
    commands.publish(signed_off(report, cast), by=cast.quinn, at=AFTER)

    sentence = f"{TITLE} is corrected: version 2 is in force."
    assert sent() == [
        (["sky@demo.example"], "A report is corrected", words(sentence, written)),
        (["lee@demo.example"], "A report is corrected", words(sentence, written, MORE)),
    ]
    mail.outbox.clear()
    commands.withdraw(Report.objects.get(), because="It named a school.", by=cast.quinn, at=AFTER)
    sentence = f"{TITLE} is withdrawn. Its address says why."
    assert sent() == [
        (["sky@demo.example"], "A report is withdrawn", words(sentence, written)),
        (["lee@demo.example"], "A report is withdrawn", words(sentence, written)),
    ]


def test_who_may_not_read_any_more_is_not_told(written, cast, wanting):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Membership.objects.filter(user=cast.sky).update(ends_on=yesterday, starts_on=yesterday)
    cast.lee.is_active = False
    cast.lee.save()

    commands.publish(signed_off_without(written, cast), by=cast.quinn, at=AFTER)

    assert sent() == []
    assert Notice.objects.exclude(dropped_at=None).get().user == cast.sky


def signed_off_without(written, cast):
    """Signed off as if the lead member had done so before leaving."""
    commands.send(written, by=cast.quinn, at=AFTER)
    Report.objects.filter(pk=written.pk).update(status="signed_off")
    return Report.objects.get(pk=written.pk)


def test_an_e_mail_that_could_not_be_sent_is_tried_again_for_a_day(written, cast, wanting, settings, capsys):
    good, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.reports.test_telling.NoPost"
    commands.publish(signed_off(written, cast), by=cast.quinn, at=AFTER)
    assert (sent(), Notice.objects.waiting().count()) == ([], 2)
    settings.EMAIL_BACKEND = good
    assert commands.send_late(at=timezone.now() + datetime.timedelta(hours=25)) == 0

    call_command("find_stopped_files")
    call_command("find_stopped_files")

    assert [to for to, _, _ in sent()] == [["sky@demo.example"], ["lee@demo.example"]]
    assert capsys.readouterr().out == "2 late e-mails about reports sent\n"


def NoPost(*args, **kwargs):
    raise ConnectionRefusedError


def test_e_mails_are_chosen_on_a_page_and_off_by_default(client, cast):
    client.force_login(cast.sky)
    path = "/reports/emails/"
    assert client.get(path).context["form"].initial == {"which": "none", "kinds": []}
    assert Reader.objects.count() == 0

    refused = client.post(path, {"which": "some"})
    assert refused.status_code == 422
    assert "Tick at least one kind of report, or choose no e-mails." in refused.content.decode()
    unknown = client.post(path, {"which": "some", "kinds": ["<script>"]})
    assert unknown.status_code == 422
    client.post(path, {"which": "some", "kinds": ["quarterly"]})

    reader = Reader.objects.get()
    assert (reader.user, reader.wants_all, reader.kinds) == (cast.sky, False, ["quarterly"])
    assert client.get(path).context["form"].initial == {"which": "some", "kinds": ["quarterly"]}
    client.post(path, {"which": "none", "kinds": ["quarterly"]})
    reader.refresh_from_db()
    assert (reader.wants_all, reader.kinds) == (False, [])


def test_who_reads_no_reports_chooses_no_e_mails(cast):
    with pytest.raises(PermissionDenied):
        commands.choose_emails(wants_all=True, kinds=[], by=cast.pat)
    with pytest.raises(PermissionDenied):
        commands.mark_seen(until=timezone.now(), by=cast.adi)
