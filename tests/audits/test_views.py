"""Audits through their pages: started, opened by those who may, listed."""

import datetime

import pytest
from django.utils import timezone

from audits.models import Audit
from tests.audits.pages import WORDS, url


def new_audit(**changes):
    month = timezone.localdate().replace(day=1).isoformat()
    return {"case_reference": "QA654321", "cohort": "in_care", "age_band": "5_to_9", "audit_month": month, **changes}


def test_a_manager_starts_an_audit_of_the_own_team(as_, cast, places, tool):
    answer = as_(cast.tess).post(url("new"), new_audit(unit=places.team.pk, practitioner=cast.pat.pk))

    audit = Audit.objects.get()
    assert answer.url == f"/audits/{audit.pk}/"
    assert (audit.auditor, audit.practitioner, audit.unit, audit.record.case_reference, audit.tool_version) == (
        cast.tess, cast.pat, places.team, "QA654321", tool,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (
            "case_reference",
            "Sam Smith",
            "That looks like a name. Enter the case reference from the case system instead, like QA123456.",
        ),
        ("case_reference", "", "Enter the case reference"),
        ("audit_month", "2020-01-01", "Select a valid choice. 2020-01-01 is not one of the available choices."),
        ("cohort", "", "Choose the cohort"),
        ("age_band", "", "Choose the age of the child"),
    ],
)
def test_what_cannot_be_started_says_why_beside_the_box_and_in_the_summary(
    as_, cast, places, tool, field, value, sentence
):
    answer = as_(cast.tess).post(url("new"), new_audit(unit=places.team.pk, **{field: value}))

    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [sentence]})
    assert answer.content.decode().count(sentence) == 2
    assert "<title>Error: Start an audit" in answer.content.decode()
    assert not Audit.objects.exists()


def test_a_manager_starts_no_audit_elsewhere_and_of_nobody_elsewhere(as_, cast, places, tool):
    elsewhere = as_(cast.tess).post(url("new"), new_audit(unit=places.elsewhere.pk))
    anothers = as_(cast.tess).post(url("new"), new_audit(unit=places.team.pk, practitioner=cast.olly.pk))

    assert set(elsewhere.context["form"].errors) == {"unit"}
    assert set(anothers.context["form"].errors) == {"practitioner"}


def test_the_audit_team_gives_an_audit_to_an_auditor(as_, cast, places, tool):
    facts = new_audit(unit=places.team.pk, practitioner=cast.pat.pk)
    own = as_(cast.quinn).post(url("new"), {**facts, "auditor": cast.pat.pk})
    given = as_(cast.quinn).post(url("new"), {**facts, "auditor": cast.ana.pk})

    assert set(own.context["form"].errors) == {"auditor"}
    assert given.url == "/audits/all/"
    assert Audit.objects.get().auditor == cast.ana


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("ana", 200, 200), ("abe", 404, 404), ("amo", 200, 403), ("mo", 200, 403), ("tess", 200, 403),
        ("olly", 404, 404), ("pat", 404, 404), ("quinn", 200, 403), ("andy", 404, 404), ("hal", 200, 403),
        ("dee", 200, 403), ("lee", 404, 404), ("sky", 404, 404), ("adi", 404, 404),
    ],
)  # fmt: skip
def test_who_opens_anas_draft(as_, cast, allocated, write, who, reads, writes):
    write(allocated)
    person = as_(getattr(cast, who))

    assert person.get(f"/audits/{allocated.pk}/").status_code == reads
    pages = [url("domain", allocated.pk, "voice"), *(url(name, allocated.pk) for name in ("voice", "overall", "check"))]
    assert [person.get(page).status_code for page in pages] == [writes] * 4
    assert person.post(pages[0], {**WORDS, "version": 99}).status_code == (302 if writes == 200 else writes)


def test_a_draft_is_its_auditors_until_it_is_submitted(as_, cast, allocated, write):
    write(allocated)

    page = as_(cast.tess).get(f"/audits/{allocated.pk}/").content.decode()

    assert "11 of 11 parts complete" in page
    assert "Rationale for voice" not in page
    assert "They listen to me" not in page


def test_the_practitioner_reads_the_audit_once_it_is_agreed(as_, cast, allocated, agree):
    before = as_(cast.pat).get(f"/audits/{allocated.pk}/").status_code
    agree(allocated)
    after = as_(cast.pat).get(f"/audits/{allocated.pk}/")

    assert (before, after.status_code) == (404, 200)
    assert "Rationale for voice." in after.content.decode()
    assert "Raise an action" not in after.content.decode()
    assert as_(cast.pat).get(url("index")).context["of_my_practice"] == [allocated]


def test_who_has_nothing_to_do_with_audits_opens_no_list(as_, cast, tool):
    lists = ["index", "new", "to_moderate", "team", "all"]
    opened = {
        name: [as_(getattr(cast, name)).get(url(page)).status_code for page in lists]
        for name in ("ana", "tess", "mo", "quinn", "hal", "dee", "pat", "andy", "lee", "sky", "adi")
    }

    assert opened == {
        "ana": [200, 200, 403, 403, 403],
        "tess": [200, 200, 403, 200, 200],
        "mo": [200, 200, 200, 200, 200],
        "quinn": [200, 200, 200, 200, 200],
        "hal": [302, 200, 403, 200, 200],
        "dee": [302, 403, 403, 200, 200],
        **{name: [403] * 5 for name in ("pat", "andy", "lee", "sky", "adi")},
    }


@pytest.mark.parametrize(
    ("today", "start"),
    [((2026, 11, 21), (2025, 12, 1)), ((2026, 12, 31), (2026, 1, 1)), ((2026, 1, 1), (2025, 2, 1))],
)
def test_twelve_months_end_with_this_one(as_, cast, tool, monkeypatch, today, start):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: datetime.date(*today))

    assert as_(cast.tess).get(url("team")).context["start"] == datetime.date(*start)


@pytest.mark.parametrize("number", [1, 3, 50])
def test_lists_and_the_audit_take_a_fixed_number_of_queries(
    as_, cast, allocate, submit, agree, number, django_assert_num_queries
):
    for _ in range(number):
        allocate()
    for _ in range(min(number, 3)):
        agree(allocate())
        audit = submit(allocate(auditor=cast.quinn))
    mo, quinn = cast.mo, cast.quinn
    counts = {
        (quinn, url("index")): 7, (mo, url("to_moderate")): 5,
        (quinn, f"/audits/{audit.pk}/"): 11, (quinn, url("new")): 8,
    }  # fmt: skip
    for (user, path), expected in counts.items():
        person = as_(user)
        with django_assert_num_queries(expected):
            assert person.get(path).status_code == 200


def test_a_domain_opens_and_saves_in_few_queries(as_, cast, allocated, write, django_assert_max_num_queries):
    write(allocated)
    ana = as_(cast.ana)
    with django_assert_max_num_queries(10):
        ana.get(url("domain", allocated.pk, "voice"))
    with django_assert_max_num_queries(28):
        ana.post(url("domain", allocated.pk, "voice"), {**WORDS, "version": 3, "autosave": "1"})
