"""What strangers and tired people send: refused with a sentence or not found, never an error."""

import datetime

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audits.commands import install_tool
from audits.models import (
    Activity,
    ActivityFile,
    Audit,
    Finding,
    Grading,
    Moderation,
    Quote,
    Recommendation,
    Statement,
    Voice,
)
from improvement.models import Action, Note
from kpis.models import Definition, Indicator, Load, Value
from people.models import Unit, User
from reports.models import Block, Report
from tests.access_table import ROWS
from tests.factories import MembershipFactory, UserFactory
from tests.test_access import fill
from tests.tools import eight_domains
from tests.world import build_world

CSV = b"theme,ref,measure\n"


@pytest.fixture
def quiet():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("value", [r'"abcdefgh\000ijkl"', "a" * 5000, "é" * 20, '"'])
@pytest.mark.parametrize("name", ["session", "csrf"])
def test_a_broken_cookie_is_no_cookie(quiet, db, name, value):
    response = quiet.get("/", headers={"cookie": f"{name}={value}"})

    assert (response.status_code, response.url) == (302, "/sign-in/?next=/")


@pytest.mark.parametrize("key", ["9" * 5000, "9" * 30, "٣", "²", "-1", "x"])
def test_a_page_of_events_before_a_junk_key_is_no_error(quiet, cast, key):
    quiet.force_login(cast.adi)

    assert quiet.get(reverse("people:events"), {"before": key}).status_code in (200, 404)


@pytest.mark.parametrize(
    "disposition",
    [
        b'filename="../../etc/passwd.csv"',
        b"filename*=utf-7''%2B2AA-.csv",
        b"filename*=nonsense''a.csv",
        b"filename*=utf-8''%00%0d%0aX-Evil%3A1.csv",
        b'filename="' + b"a" * 250 + b'.csv"',
        b'filename="=cmd|calc!A1.csv"',
        b'filename="\xff\xfe.csv"',
        b'filename=""',
        b"filename*=utf-8''",
    ],
)
def test_the_name_of_a_file_is_only_a_name(quiet, cast, disposition):
    quiet.force_login(cast.andy)
    body = b"".join(
        [
            b'--limit\r\nContent-Disposition: form-data; name="period"\r\n\r\n2023-08\r\n',
            b'--limit\r\nContent-Disposition: form-data; name="file"; ' + disposition + b"\r\n",
            b"Content-Type: text/csv\r\n\r\n" + CSV + b"\r\n--limit--\r\n",
        ]
    )

    address = reverse("kpis:load_new")
    response = quiet.post(address, body, content_type="multipart/form-data; boundary=limit", follow=True)

    # What can be read is asked about, or refused on its own page; what cannot is refused at once and not kept.
    assert response.status_code == (200 if response.redirect_chain else 422)
    assert "/etc/" not in response.content.decode()
    assert Load.objects.count() == len(response.redirect_chain[:1])
    assert Value.objects.count() == 0


def test_control_characters_in_names_do_not_stop_a_report(cast, places, tmp_path):
    for row, name in ((cast.quinn, "Quinn\x01\x0b\x1f"), (places.team, "North\x02team")):
        row.name = name
        row.save()

    world = build_world(cast, places, tmp_path)

    assert world["published"]


def test_what_an_administrator_types_is_stored_without_control_characters(quiet, cast):
    quiet.force_login(cast.adi)
    facts = {"name": "Jo\x01\x1f Bloggs\u202e", "email": "jo@council.example", "password": "three-or-four-words"}

    quiet.post(reverse("people:new"), facts)

    assert quiet.get(reverse("people:index")).status_code == 200


def test_too_much_at_once_is_refused_kindly(quiet, cast):
    quiet.force_login(cast.ana)

    page = quiet.post(reverse("people:my_password"), {"current": "x" * 6_000_000})
    saved = quiet.post(
        reverse("people:my_password"), {"current": "x" * 6_000_000}, headers={"accept": "application/json"}
    )

    assert page.status_code == saved.status_code == 400
    assert "send less at a time" in page.content.decode()
    assert saved.json() == {"problem": "This is more than can be saved at once: shorten it."}


def test_the_administrator_of_one_service_learns_nothing_of_the_others(quiet, places, cast):
    ada = UserFactory(name="Ada")
    MembershipFactory(user=ada, role="administrator", unit=places.north)
    quiet.force_login(cast.adi)
    quiet.post(reverse("people:stop", args=[cast.olly.pk]))
    quiet.force_login(ada)

    home = quiet.get("/").content.decode()

    assert f"Account {cast.olly.pk}" not in home
    assert reverse("people:events") not in home
    assert quiet.get(reverse("people:events")).status_code == 403


def test_who_has_become_a_scrutiny_officer_reads_no_childs_record_any_more(quiet, cast, places, world):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    for person in (cast.ana, cast.pat):
        person.memberships.update(ends_on=yesterday)
        MembershipFactory(user=person, role="scrutiny", unit=places.council)
        quiet.force_login(person)
        for address in ("/", "/audits/", f"/audits/{world['done']}/", "/actions/", "/reports/"):
            page = quiet.get(address, follow=True)
            assert "QA100" not in page.content.decode(), (str(person), address)
        assert quiet.get(f"/audits/{world['done']}/").status_code == 404, str(person)


NO_REFERENCES = ["QA١٢٣٤٥٦", "QA12345", "Jane Smith", "01/02/2015", "qa123456", "QA123456\u200b"]


def test_only_a_case_reference_is_a_case_reference(quiet, cast, places):
    """With a case reference the same answers are an audit; with anything else they are refused for that alone."""
    install_tool(eight_domains(), by=cast.quinn)
    quiet.force_login(cast.ana)
    sent = {
        "unit": places.team.pk, "cohort": "in_care", "age_band": "5_to_9",
        "audit_month": f"{timezone.localdate():%Y-%m}-01",
    }  # fmt: skip

    for value in NO_REFERENCES:
        response = quiet.post(reverse("audits:new"), {**sent, "case_reference": value})
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["case_reference"]), value
    assert quiet.post(reverse("audits:new"), {**sent, "case_reference": "QA123456"}).status_code == 302


def test_an_empty_new_audit_is_told_what_is_missing(quiet, cast):
    install_tool(eight_domains(), by=cast.quinn)
    quiet.force_login(cast.ana)

    response = quiet.post(reverse("audits:new"), {})

    assert response.status_code == 422
    assert sorted(response.context["form"].errors) == ["age_band", "audit_month", "case_reference", "cohort", "unit"]


PAYLOAD = "</script><script>alert(1)</script><img src=x onerror=alert(1)>'\"{{ 7 }}"


def test_words_that_are_markup_stay_words_on_every_page(quiet, cast, world):
    kept = ("password", "path", "origin_path", "key", "kind", "media_type")
    register = (Activity, Statement, Quote, Recommendation, ActivityFile)
    for model in (User, Unit, Grading, Finding, Moderation, Action, Note, Indicator, Definition, Block, *register):
        for field in model._meta.concrete_fields:
            words = isinstance(field, (models.TextField, models.CharField)) and not field.choices
            if words and not field.unique and field.name not in kept:
                model.objects.exclude(**{field.name: ""}).update(**{field.name: PAYLOAD[: field.max_length]})
    Audit.objects.update(reflection=PAYLOAD)
    Voice.objects.update(words=PAYLOAD, how=PAYLOAD, attempts=PAYLOAD)
    report = Report.objects.get(pk=world["draft"])
    for key, kind, content in [
        ("key_messages", "key_messages", {"messages": [PAYLOAD]}),
        ("next_quarter", "text", {"prose": PAYLOAD}),
    ]:
        Block.objects.create(report=report, key=key, kind=kind, content=content)
    unsafe, seen = [], 0
    for person in (cast.quinn, cast.andy, cast.adi, cast.mo, cast.ana, cast.tess):
        quiet.force_login(User.objects.get(pk=person.pk))
        for row in ROWS:
            method, address = fill(row, world)
            response = quiet.get(address) if method == "GET" and "sign-out" not in address else None
            if response is None or not response.headers["Content-Type"].startswith("text/html"):
                continue
            body = response.content.decode()
            seen += "&lt;script&gt;alert" in body
            if response.status_code >= 500 or "<script>alert" in body or "<img src=x" in body:
                unsafe.append((address, str(person), response.status_code))

    assert unsafe == []
    assert seen > 50
