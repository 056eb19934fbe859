"""The practitioner's reflection: invited, written, finished; who reads it, and when it can no longer be changed."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from audits import commands
from audits.models import Audit, Concern, Reflection
from audits.reflections import ReflectionDraft
from audits.summaries import audit_page, invitations
from audits.summaries.course import timeline_of
from people.access import Refused
from people.models import Event
from tests.factories import at

WORDS = ReflectionDraft("Direct work.", "Ask the school sooner.", "Time to read.")
SENT = {"proud_of": "Direct work.", "would_change": "Ask the school sooner.", "support": "Time to read.", "version": 1}


@pytest.fixture
def invited(allocated, cast):
    commands.invite_practitioner(allocated, by=cast.ana, at=at(2026, 5, 6))
    return allocated


@pytest.fixture
def reflected(invited, cast):
    commands.save_reflection(invited, WORDS, finished=True, by=cast.pat, at=at(2026, 5, 8))
    return invited


def url(name, audit):
    return reverse(f"audits:{name}", args=[audit.pk])


# Inviting


def test_the_practitioner_is_told_by_e_mail_and_the_e_mail_says_nothing_about_the_child(
    allocated, cast, django_capture_on_commit_callbacks, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        commands.invite_practitioner(allocated, by=cast.ana)

    (message,) = mail.outbox
    assert message.to == ["pat@demo.example"]
    assert message.subject == "You are invited to add your reflection"
    assert f"/audits/{allocated.pk}/reflection/" in message.body
    for secret in (allocated.record.case_reference, "5 to 9", "In care", allocated.unit.name):
        assert secret not in message.subject + message.body


@pytest.mark.parametrize("who", ["abe", "mo", "quinn", "tess", "pat", "adi"])
def test_only_the_auditor_invites(allocated, cast, who):
    with pytest.raises(PermissionDenied):
        commands.invite_practitioner(allocated, by=getattr(cast, who))


def test_nobody_is_invited_twice_nor_where_nobody_is_named_nor_once_the_grades_are_agreed(
    invited, allocate, agree, cast
):
    refusals = []
    for audit in (invited, allocate(practitioner=None), agree(allocate()), allocate(practitioner=cast.andy)):
        with pytest.raises(Refused) as refusal:
            commands.invite_practitioner(audit, by=cast.ana)
        refusals.append(str(refusal.value))

    assert refusals == [
        "The practitioner has been invited already.",
        "Nobody's practice in particular is audited: choose the practitioner among the facts first.",
        "This audit's grades have been agreed.",
        "Andy cannot read audits of their own practice here: ask an administrator.",
    ]


def test_the_auditor_presses_a_button_and_the_practitioner_finds_it_at_home_and_in_the_list(client, allocated, cast):
    client.force_login(cast.ana)
    before = client.get(f"/audits/{allocated.pk}/").content.decode()
    answer = client.post(url("invite", allocated), follow=True).content.decode()
    client.force_login(cast.pat)
    home, index = (client.get(path).content.decode() for path in ("/", "/audits/"))

    assert "Invite Pat to add a reflection" in before
    assert "Pat is invited: they find it on their home page and by e-mail." in answer
    assert "Invite Pat" not in answer
    for page in (home, index):
        assert "Add your reflection" in page
        assert url("reflection", allocated) in page


# Writing


def test_words_are_saved_and_others_read_them_once_they_are_finished(client, invited, cast):
    client.force_login(cast.pat)
    saved = client.post(url("reflection", invited), {**SENT, "stop": "1"})
    unfinished = audit_page(Audit.objects.get(pk=invited.pk), cast.ana).reflection
    finished = client.post(url("reflection", invited), {**SENT, "version": 2, "finish": "1"})

    assert (saved.url, finished.url) == ("/audits/", "/audits/")
    assert unfinished is None
    assert audit_page(Audit.objects.get(pk=invited.pk), cast.ana).reflection.draft == WORDS
    client.force_login(cast.ana)
    assert "Ask the school sooner." in client.get(url("voice", invited)).content.decode()


def test_autosave_and_conflict_work_here_too(client, invited, cast):
    client.force_login(cast.pat)
    first = client.post(url("reflection", invited), {**SENT, "autosave": "1"})
    late = client.post(url("reflection", invited), {**SENT, "support": "A day off.", "autosave": "1"})

    assert (first.status_code, first.json()["version"]) == (200, 2)
    assert late.status_code == 409
    assert "A day off." in late.json()["panel"]
    assert Reflection.objects.get().support == "Time to read."


def test_an_empty_reflection_cannot_be_finished(client, invited, cast):
    client.force_login(cast.pat)

    answer = client.post(url("reflection", invited), {"version": 1, "finish": "1"})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"proud_of": ["Write something in at least one box before you finish."]}
    assert Reflection.objects.get().finished_at is None


def test_it_can_be_written_until_the_grades_are_agreed_and_is_read_only_then(client, reflected, agree, cast):
    submitted_words = ReflectionDraft("More direct work.")
    agreed = agree(reflected)
    client.force_login(cast.pat)

    with pytest.raises(Refused, match="grades have been agreed"):
        commands.save_reflection(agreed, submitted_words, by=cast.pat)
    assert client.get(url("reflection", agreed)).url == f"/audits/{agreed.pk}/"
    page = client.get(f"/audits/{agreed.pk}/").content.decode()
    assert "Pat’s own reflection" in page
    assert "Ask the school sooner." in page


def test_it_can_still_be_written_while_the_audit_is_moderated(reflected, submit, cast):
    submit(reflected)
    commands.begin_moderation(reflected, by=cast.mo)

    commands.save_reflection(reflected, ReflectionDraft("More."), by=cast.pat)

    assert Reflection.objects.get().draft == ReflectionDraft("More.")


@pytest.mark.parametrize("who", ["ana", "mo", "tess", "quinn", "abe"])
def test_nobody_writes_for_the_practitioner(invited, cast, who):
    with pytest.raises(PermissionDenied):
        commands.save_reflection(invited, WORDS, by=getattr(cast, who))


def test_who_is_not_invited_writes_none(allocated, cast):
    with pytest.raises(PermissionDenied):
        commands.save_reflection(allocated, WORDS, by=cast.pat)


# Reading


def test_the_practitioner_sees_the_facts_and_nothing_that_was_written(client, reflected, submit, cast):
    submit(reflected)
    client.force_login(cast.pat)

    page = client.get(url("reflection", reflected)).content.decode()

    assert reflected.record.case_reference in page
    for hidden in ("Rationale for", "Strength in", "They listen to me", "We agreed on next steps", "qa-badge"):
        assert hidden not in page
    assert client.get(f"/audits/{reflected.pk}/").status_code == 404


def test_who_reads_a_finished_reflection(reflected, submit, cast):
    audit = Audit.objects.get(pk=reflected.pk)
    draft = {name: audit_page(audit, getattr(cast, name)).reflection is not None for name in ("ana", "mo", "tess")}
    submit(reflected)
    audit = Audit.objects.get(pk=reflected.pk)
    handed_in = {name: audit_page(audit, getattr(cast, name)).reflection is not None for name in ("ana", "mo", "tess")}

    assert draft == {"ana": True, "mo": False, "tess": False}
    assert handed_in == {"ana": True, "mo": True, "tess": True}


def test_the_moderator_reads_it_beside_the_words(client, reflected, submit, cast):
    submit(reflected)
    commands.begin_moderation(reflected, by=cast.mo)
    client.force_login(cast.mo)

    assert "Ask the school sooner." in client.get(url("moderate", reflected)).content.decode()


# Another practitioner


def test_a_corrected_practitioner_takes_the_invitation_back_unless_words_are_there(invited, allocate, cast):
    facts = commands.Facts("in_care", "5_to_9", invited.unit, cast.abe)
    commands.check_facts(invited, facts, by=cast.ana)
    written = allocate()
    commands.invite_practitioner(written, by=cast.ana)
    commands.save_reflection(written, WORDS, by=cast.pat)

    with pytest.raises(Refused) as refusal:
        commands.check_facts(written, facts, by=cast.ana)

    assert str(refusal.value) == "Pat has begun a reflection on this audit, so the practitioner stays."
    assert invitations(cast.pat) == [written]


def test_the_timeline_tells_of_it_and_no_event_holds_words(reflected, cast):
    commands.check_facts(reflected, by=cast.ana)

    steps = timeline_of(Audit.objects.get(pk=reflected.pk), cast.ana)

    assert [step.words for step in steps] == [
        "Allocated", "Practitioner invited to reflect", "Practitioner’s reflection finished", "Started",
        "Facts checked",
    ]  # fmt: skip
    assert not Event.objects.filter(detail__icontains="school").exists()


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_list_of_invitations_takes_a_fixed_number_of_queries(allocate, cast, number, django_assert_num_queries):
    for _ in range(number):
        commands.invite_practitioner(allocate(), by=cast.ana)
    cast.pat.__dict__.pop("_grants", None)

    with django_assert_num_queries(2):
        assert len(invitations(cast.pat)) == number


def test_whoever_is_invited_can_raise_a_safeguarding_concern(invited, cast, client):
    client.force_login(cast.pat)
    assert f"/audits/{invited.pk}/concern/" in client.get(f"/audits/{invited.pk}/reflection/").content.decode()
    words = {"what": "Bruises.", "immediate_action": "Visited.", "who_was_told": "The police."}

    answer = client.post(f"/audits/{invited.pk}/concern/", words)

    concern = Concern.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/audits/concerns/{concern.pk}/")
    assert (concern.what, concern.raised_by) == ("Bruises.", cast.pat)


def test_whoever_is_not_invited_cannot(allocated, cast, client):
    client.force_login(cast.pat)

    assert client.get(f"/audits/{allocated.pk}/concern/").status_code == 404
