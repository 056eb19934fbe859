"""The facts about a child's record: filled in, checked, corrected; and earlier audits of the same record."""

import datetime
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from audits import commands
from audits.commands import Conflict, Facts
from audits.content import Cohort, Condition
from audits.summaries import audit_page, earlier_audits
from people.access import Refused
from people.models import Event
from tests.audits.conftest import drafts
from tests.factories import MembershipFactory, at
from tests.tools import eight_domains


def facts_of(audit, **changes):
    saved = {
        "cohort": audit.record.cohort, "age_band": audit.record.age_band, "unit": audit.unit,
        "practitioner": audit.practitioner,
    }  # fmt: skip
    return Facts(**{**saved, **changes})


def test_the_facts_of_an_allocated_audit_are_to_be_checked_before_it_is_submitted(allocated, cast, tool):
    audit = commands.save_sections(allocated, drafts(tool), by=cast.ana)

    page = audit_page(audit, cast.ana)

    assert (page.parts[0].title, page.parts[0].state) == ("Facts about the child’s record", "Not started")
    assert page.gaps[0] == ("Check the facts about the child’s record", f"/audits/{allocated.pk}/facts/")
    assert page.barrier.startswith("The facts about the child's record are still to check.")


def test_facts_that_are_right_are_checked_and_nothing_changes(allocated, cast):
    audit = commands.check_facts(allocated, version=1, by=cast.ana, at=at(2026, 5, 6))

    record = audit.record
    assert (record.checked_at, record.checked_by, record.facts_version) == (at(2026, 5, 6), cast.ana, 2)
    assert (record.cohort, record.age_band, audit.unit, audit.practitioner) == (
        "in_care", "5_to_9", allocated.unit, cast.pat,
    )  # fmt: skip
    event = Event.objects.latest("pk")
    assert (event.verb, event.detail) == ("audit.facts_checked", {"corrected": []})


def test_a_correction_is_kept_and_its_event_names_the_fields_alone(allocated, cast, places):
    MembershipFactory(user=cast.abe, role="practitioner", unit=places.other_team)
    right = Facts("child_protection", "10_to_15", places.other_team, cast.abe)

    audit = commands.check_facts(allocated, right, by=cast.ana)

    audit.refresh_from_db()
    assert (audit.record.cohort, audit.record.age_band, audit.record.unit) == (
        "child_protection", "10_to_15", places.other_team,
    )  # fmt: skip
    assert (audit.unit, audit.practitioner) == (places.other_team, cast.abe)
    event = Event.objects.latest("pk")
    assert event.verb == "audit.facts_corrected"
    assert event.detail == {"corrected": ["cohort", "age_band", "unit", "practitioner"]}


def test_who_starts_an_audit_of_their_own_has_just_typed_the_facts(allocate, cast):
    audit = allocate(by=cast.ana, at=at(2026, 5, 5))

    assert (audit.record.checked_at, audit.record.checked_by) == (at(2026, 5, 5), cast.ana)


@pytest.mark.parametrize("who", ["abe", "mo", "quinn", "tess", "pat", "adi"])
def test_only_its_auditor_checks_the_facts(allocated, cast, who):
    with pytest.raises(PermissionDenied):
        commands.check_facts(allocated, by=getattr(cast, who))


def test_a_record_can_be_corrected_to_a_team_of_the_same_service_and_to_no_other(allocated, cast, places):
    commands.check_facts(allocated, facts_of(allocated, unit=places.other_team), by=cast.ana)
    with pytest.raises(PermissionDenied):
        commands.check_facts(allocated, facts_of(allocated, unit=places.elsewhere), by=cast.ana)


def test_after_submitting_the_facts_stay(submitted, cast):
    with pytest.raises(Refused, match="waiting for a moderator"):
        commands.check_facts(submitted, facts_of(submitted, age_band="under_1"), by=cast.ana)


def test_nobody_becomes_the_auditor_of_their_own_practice_by_a_correction(allocated, cast):
    with pytest.raises(Refused, match="Nobody audits their own practice"):
        commands.check_facts(allocated, facts_of(allocated, practitioner=cast.ana), by=cast.ana)


def test_a_tool_that_is_not_for_the_right_cohort_says_what_to_do(allocate, cast):
    only = commands.install_tool(replace(eight_domains(), code="care", cohorts=(Cohort.IN_CARE,)), by=cast.quinn)
    audit = allocate(tool_version=only)

    with pytest.raises(Refused) as refusal:
        commands.check_facts(audit, facts_of(audit, cohort="care_leaver"), by=cast.ana)

    assert str(refusal.value) == (
        f"{only.name} is not for care leaver: withdraw this audit and start one with another tool."
    )


def test_facts_saved_elsewhere_are_not_overwritten_silently(allocated, cast):
    commands.check_facts(allocated, facts_of(allocated, age_band="under_1"), version=1, by=cast.ana)

    with pytest.raises(Conflict):
        commands.check_facts(allocated, facts_of(allocated, age_band="10_to_15"), version=1, by=cast.ana)
    commands.check_facts(allocated, facts_of(allocated, age_band="under_1"), version=1, by=cast.ana)  # a retry


# The page


@pytest.fixture
def ana(client, cast):
    client.force_login(cast.ana)
    return client


def sent(audit, **changes):
    return {
        "unit": audit.unit_id, "cohort": "in_care", "age_band": "5_to_9", "practitioner": audit.practitioner_id,
        "version": 1, **changes,
    }  # fmt: skip


def test_the_page_is_filled_in_and_says_so(ana, allocated, cast, places):
    page = ana.get(reverse("audits:facts", args=[allocated.pk]))

    form = page.context["form"]
    assert [form[name].value() for name in ("unit", "cohort", "age_band", "practitioner")] == [
        places.team.pk, "in_care", "5_to_9", cast.pat.pk,
    ]  # fmt: skip
    assert list(form.fields["unit"].queryset) == [places.team, places.other_team]
    assert "Filled in when the audit was allocated" in page.content.decode()


def test_confirming_opens_the_next_part(ana, allocated):
    answer = ana.post(reverse("audits:facts", args=[allocated.pk]), sent(allocated))

    assert answer.url == reverse("audits:domain", args=[allocated.pk, "assessment"])
    assert "Checked by Ana on" in ana.get(reverse("audits:facts", args=[allocated.pk])).content.decode()


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"cohort": ""}, {"cohort": ["Choose the cohort"]}),
        ({"age_band": ""}, {"age_band": ["Choose the age of the child"]}),
        ({"unit": ""}, {"unit": ["Choose the team that works with the child"]}),
        ({"version": ""}, {"__all__": ["This page is out of date: reload it."]}),
    ],
)
def test_what_is_wrong_is_said_beside_its_box(ana, allocated, changes, errors):
    answer = ana.post(reverse("audits:facts", args=[allocated.pk]), sent(allocated, **changes))

    assert (answer.status_code, answer.context["form"].errors) == (422, errors)


def test_a_save_elsewhere_is_shown_beside_what_was_sent(ana, allocated, cast):
    commands.check_facts(allocated, facts_of(allocated, age_band="under_1", practitioner=None), by=cast.ana)

    answer = ana.post(reverse("audits:facts", args=[allocated.pk]), sent(allocated, age_band="10_to_15"))

    assert answer.status_code == 409
    assert [(d.label, d.saved, d.sent) for d in answer.context["differences"]] == [
        ("Age of the child", "Under 1", "10 to 15"), ("Practitioner", "", "Pat"),
    ]  # fmt: skip


def test_another_cohort_asks_for_other_parts_and_says_so(ana, allocate, cast):
    content = eight_domains()
    care = replace(
        content.sections[1], code="permanence", title="Permanence", shown_when=Condition("cohort", ("in_care",)),
        questions=(),
    )  # fmt: skip
    tool = commands.install_tool(replace(content, code="care", sections=(*content.sections, care)), by=cast.quinn)
    audit = allocate(tool_version=tool, cohort="child_in_need")

    answer = ana.post(reverse("audits:facts", args=[audit.pk]), sent(audit), follow=True)
    audit.refresh_from_db()
    back = ana.post(
        reverse("audits:facts", args=[audit.pk]), sent(audit, cohort="child_in_need", version=2), follow=True
    )

    assert "With this cohort the audit also asks: Permanence." in answer.content.decode()
    assert "With this cohort the audit no longer asks: Permanence." in back.content.decode()


# Earlier audits


def test_earlier_audits_of_the_same_record_are_listed_as_far_as_one_may_see_them(allocate, agree, cast, places):
    april = datetime.date(2026, 4, 1)
    done = agree(allocate(case_reference="QA777777", audit_month=datetime.date(2026, 3, 1)))
    hidden = allocate(case_reference="QA777777", auditor=cast.abe, audit_month=april)
    other = allocate(case_reference="QA888888", audit_month=april)
    gone = allocate(case_reference="QA777777", audit_month=datetime.date(2026, 2, 1))
    commands.withdraw(gone, reason="By mistake.", by=cast.quinn)
    audit = allocate(case_reference="QA777777")

    seen = {name: earlier_audits(audit, getattr(cast, name)) for name in ("ana", "quinn", "olly")}

    assert seen == {"ana": [done], "quinn": [hidden, done], "olly": []}
    assert [earlier.overall for earlier in seen["quinn"]] == [None, "good"]
    assert other not in seen["quinn"]


def test_the_page_lists_them_with_month_tool_and_agreed_grade(ana, allocate, agree, django_assert_num_queries):
    for month in (1, 2, 3):
        agree(allocate(case_reference="QA777777", audit_month=datetime.date(2026, month, 1)))
    audit = allocate(case_reference="QA777777")
    alone = allocate(case_reference="QA888888")
    ana.get("/")
    counts = []
    for one in (alone, audit):
        with django_assert_num_queries(12):
            page = ana.get(reverse("audits:facts", args=[one.pk])).content.decode()
        counts.append(page.count("2026</a>"))

    assert counts == [0, 3]
    assert "March 2026" in page
