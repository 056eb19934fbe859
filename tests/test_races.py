"""The same button pressed twice at the same moment: one effect, and a sentence for the other."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from kpis.periods import quarter_of
from people.models import Event
from tests.tools import TITLES
from tests.world import corrected_report

AT_ONCE = 3


def press_together(people, address, facts):
    """The same POST from each of `people`, all at once, over connections of their own; the statuses."""
    clients = []
    for person in people:
        client = Client(raise_request_exception=False)
        client.force_login(person)
        clients.append(client)
    start = Barrier(len(clients))

    def press(client):
        try:
            start.wait()
            return client.post(address, facts).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(press, clients))


@pytest.mark.django_db(transaction=True)
def test_pressed_together_it_happens_once(cast, places, world):
    world["signed_off"] = corrected_report(cast, world["published"]).pk
    day = timezone.localdate()
    soon = {"due_on_day": "1", "due_on_month": "3", "due_on_year": str(day.year + 1)}
    today = {"evidenced_on_day": day.day, "evidenced_on_month": day.month, "evidenced_on_year": day.year}
    first = {"starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year}
    graded = {f"grade_{code}": "good" for code in [*TITLES, "overall"]}
    new_audit = {
        "case_reference": "QA765432", "unit": places.team.pk, "cohort": "in_care", "age_band": "5_to_9",
        "audit_month": f"{day:%Y-%m}-01",
    }  # fmt: skip
    person = {"name": "Jo", "email": "jo@council.example", "password": "three-or-four-words"}
    unit = {"kind": "team", "parent": "north", "name": "North team 9", "code": "north-9"}
    presses = [
        ([cast.mo, cast.amo, cast.quinn], "/audits/{ready}/moderation/begin/", {}, "audit.moderation_begun"),
        (cast.mo, "/audits/{begun}/moderation/",
         {**graded, "rationale_overall": "Fair.", "comment": "", "version": 1, "compare": "1"}, "audit.moderated"),
        (cast.mo, "/audits/{begun}/moderation/agree/", {}, "audit.agreed"),
        (cast.mo, "/audits/{done}/findings/{finding}/action/",
         {"text": "Put dates in.", "owner": cast.pat.pk, **soon}, "audit.action_raised"),
        (cast.pat, "/actions/{action}/deliver/", {"evidence": "Seen.", **today}, "action.delivered"),
        ([cast.tess, cast.hal, cast.dee], "/actions/{delivered}/close/", {}, "action.closed"),
        (cast.andy, "/indicators/loads/{load}/confirm/", {}, "load.confirmed"),
        (cast.quinn, "/reports/new/", {"kind": "quarterly", "period": "{quarter}"}, "report.started"),
        (cast.quinn, "/reports/{signed_off}/publish/", {}, "report.published"),
        (cast.adi, "/people/new/", person, "person.added"),
        (cast.adi, "/people/units/new/", unit, "unit.added"),
        (cast.adi, "/people/{person}/join/", {"role": "analyst", "unit": "north", **first}, "role.given"),
        (cast.adi, "/people/{person}/stop/", {}, "account.stopped"),
        (cast.ana, "/audits/new/", new_audit, "audit.allocated"),
    ]  # fmt: skip
    quarter = datetime.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    names = {**world, "quarter": f"{quarter} {quarter_of(quarter).end}"}
    wrong = []
    for who, address, facts, verb in presses:
        people = who if isinstance(who, list) else [who] * AT_ONCE
        facts = {name: value.format(**names) if isinstance(value, str) else value for name, value in facts.items()}
        before = Event.objects.filter(verb=verb).count()
        statuses = press_together(people, address.format(**names), facts)
        happened = Event.objects.filter(verb=verb).count() - before
        if happened != 1 or max(statuses) >= 500:
            wrong.append((address, statuses, verb, happened))

    assert wrong == []


@pytest.mark.django_db(transaction=True)
def test_indicators_defined_together_are_defined_once(cast):
    statuses = press_together([cast.andy] * AT_ONCE, "/indicators/standard/", {})

    assert statuses == [302] * AT_ONCE
    assert Event.objects.filter(verb="indicator.defined").count() == 17
