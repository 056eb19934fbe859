"""Two people act on the words of a report at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from reports import assembly, commands
from reports.models import VersionPlace
from tests.reports.writing import NOW

pytestmark = pytest.mark.usefixtures("in_july")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_does_and_what_is_saved_meanwhile_stays(cast, draft, wes):
    report = commands.save_words(draft, {"summary": {"prose": "A"}}, version=1, by=cast.quinn, at=NOW)
    for round_ in range(10):
        stands = assembly.words_of(report)["summary"]["prose"]
        change = commands.suggest(report, "summary", wording=f"Suggested {round_}", based_on=stands, by=wes, at=NOW)
        report.refresh_from_db()
        path, version = change.get_absolute_url() + "accept/", report.version
        sends = [(cast.quinn, path, {"version": version}), (wes, path, {"version": version})]
        if round_ % 2:
            typed = {"version": version, "autosave": "1", "summary": f"Typed {round_}"}
            sends.append((wes, f"/reports/{report.pk}/edit/", typed))
        statuses = together(sends)
        now = assembly.words_of(report)["summary"]["prose"]
        change.refresh_from_db()
        if round_ % 2 and statuses[2] == 200:  # typed first: nobody replaced it unawares
            assert (now, change.answer) == (f"Typed {round_}", "waiting")
            commands.decline(change, by=cast.quinn)
        else:
            assert (now, change.answer) == (f"Suggested {round_}", "accepted")
            assert statuses[2:] in ([], [409])
        kept = VersionPlace.objects.filter(content__prose=now).count()
        assert kept == 1


def together(sends):
    start = Barrier(len(sends))

    def press(send):
        person, path, facts = send
        client = Client()
        client.force_login(person)
        start.wait()
        try:
            return client.post(path, facts).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sends)) as pool:
        return list(pool.map(press, sends))
