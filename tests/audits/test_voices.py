"""The child's and the family's voice: what each state needs, on the page and before submitting."""

from dataclasses import replace

import pytest
from django.urls import reverse

from audits import commands
from audits.models import Voice, voices_of
from audits.summaries import audit_page
from audits.voices import VoiceDraft, VoiceState, Whose, missing, unrecorded
from people.access import Refused
from tests.audits.conftest import drafts
from tests.tools import eight_domains

GIVEN, DECLINED, NOT_APPROPRIATE, NOT_REACHED = VoiceState
CHILD, FAMILY = Whose


@pytest.mark.parametrize(
    ("voice", "boxes"),
    [
        (VoiceDraft(), ["state"]),
        (VoiceDraft(words="I like her."), ["state"]),
        (VoiceDraft(GIVEN), ["words", "how"]),
        (VoiceDraft(GIVEN, words="I like her.", how=" \n"), ["how"]),
        (VoiceDraft(GIVEN, words="I like her.", how="At a visit."), []),
        (VoiceDraft(DECLINED), []),
        (VoiceDraft(NOT_APPROPRIATE, attempts="Rang twice."), ["reason"]),
        (VoiceDraft(NOT_APPROPRIATE, reason="A baby."), []),
        (VoiceDraft(NOT_REACHED, reason="A baby."), ["attempts"]),
        (VoiceDraft(NOT_REACHED, attempts="Rang twice."), []),
    ],
)
def test_each_state_needs_its_own_words(voice, boxes):
    assert [box for box, _ in missing(CHILD, voice)] == boxes


def test_what_is_missing_is_asked_for_in_a_sentence_about_that_person():
    assert missing(FAMILY, VoiceDraft(NOT_REACHED)) == [("attempts", "Write how you tried to reach the family")]
    assert missing(CHILD, VoiceDraft()) == [("state", "Say whether the child’s voice was given, and if not, why")]


def test_both_voices_are_asked_for():
    assert unrecorded({CHILD: VoiceDraft(DECLINED)}) == (FAMILY,)
    assert unrecorded({CHILD: VoiceDraft(DECLINED), FAMILY: VoiceDraft(DECLINED)}) == ()


def test_only_what_belongs_to_the_state_is_shown():
    voice = VoiceDraft(DECLINED, words="Typed before she declined.", asked="At a visit.")

    assert voice.shown == [("How they were asked", "At a visit.")]


# The page


@pytest.fixture
def ana(client, cast):
    client.force_login(cast.ana)
    return client


def address(audit):
    return reverse("audits:voice", args=[audit.pk])


SENT = {
    "child_state": "given", "child_words": "“She listens.”\r\nAlways.", "child_how": "At a visit, alone.",
    "family_state": "not_reached", "family_attempts": "Rang on 3 and 9 May.", "family_words": "Typed by mistake.",
    "reflection": "We talked.", "version": 1,
}  # fmt: skip


def test_everything_typed_is_kept_and_the_next_part_opens(ana, allocated):
    answer = ana.post(address(allocated), SENT)

    allocated.refresh_from_db()
    assert answer.url == reverse("audits:overall", args=[allocated.pk])
    assert voices_of(allocated) == {
        CHILD: VoiceDraft(GIVEN, words="“She listens.”\nAlways.", how="At a visit, alone."),
        FAMILY: VoiceDraft(NOT_REACHED, words="Typed by mistake.", attempts="Rang on 3 and 9 May."),
    }
    assert (allocated.reflection, allocated.voice_version) == ("We talked.", 2)


def test_what_is_missing_is_said_beside_its_box_and_nothing_is_lost(ana, allocated):
    answer = ana.post(address(allocated), {**SENT, "child_how": "", "family_state": ""})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "child_how": ["Write how the child’s words were gathered"],
        "family_state": ["Say whether the family’s voice was given, and if not, why"],
    }
    page = answer.content.decode()
    assert '<a href="#id_child_how">' in page
    assert '<a href="#id_family_state_0">' in page
    assert voices_of(allocated)[FAMILY].attempts == "Rang on 3 and 9 May."


def test_the_boxes_of_a_state_stand_below_it_and_are_hidden_until_it_is_chosen(ana, allocated):
    page = ana.get(address(allocated)).content.decode()

    below = page.split('id="id_child_state_0"')[1].split('id="id_child_state_1"')[0]
    assert 'name="child_words"' in below.split('class="govuk-radios__conditional qa-revealed"')[1]
    assert 'name="child_how"' in below
    assert page.count("qa-revealed") == 8


def test_a_save_elsewhere_is_shown_beside_the_words_that_were_sent(ana, allocated, cast):
    commands.save_voice(allocated, voices={CHILD: VoiceDraft(DECLINED)}, reflection="", version=1, by=cast.ana)

    answer = ana.post(address(allocated), SENT)

    assert answer.status_code == 409
    assert [(d.label, d.saved, d.sent) for d in answer.context["differences"]][:2] == [
        ("What does the child say?", "The child declined", "The child told us"),
        ("The child’s words", "", "“She listens.”\nAlways."),
    ]
    assert voices_of(allocated)[CHILD] == VoiceDraft(DECLINED)


def test_autosave_works_here_too(ana, allocated):
    answer = ana.post(address(allocated), {**SENT, "child_how": "", "autosave": "1"})

    assert (answer.status_code, answer.json()["version"]) == (200, 2)


def test_a_retry_after_a_lost_answer_is_no_conflict(ana, allocated):
    ana.post(address(allocated), {**SENT, "autosave": "1"})

    assert ana.post(address(allocated), {**SENT, "autosave": "1"}).json()["version"] == 2
    assert Voice.objects.count() == 2


# Before submitting


def test_gaps_lead_to_the_box(allocated, cast):
    commands.save_voice(allocated, voices={CHILD: VoiceDraft(GIVEN, words="Yes.")}, reflection="", by=cast.ana)

    gaps = audit_page(allocated, cast.ana).gaps[-2:]

    assert gaps == [
        ("Write how the child’s words were gathered", f"{address(allocated)}#id_child_how"),
        ("Say whether the family’s voice was given, and if not, why", f"{address(allocated)}#id_family_state_0"),
    ]


def test_no_voice_no_submission(allocated, tool, cast):
    commands.check_facts(allocated, by=cast.ana)
    commands.save_sections(allocated, drafts(tool), by=cast.ana)

    with pytest.raises(Refused) as refusal:
        commands.submit(allocated, by=cast.ana)

    assert str(refusal.value) == "What the child and the family say is still to record, or why there is nothing."


def test_a_tool_that_does_not_ask_has_the_conversation_alone(allocate, cast, ana):
    short = commands.install_tool(replace(eight_domains(), code="short", asks_voice=False), by=cast.quinn)
    audit = allocate(tool_version=short)
    commands.check_facts(audit, by=cast.ana)
    commands.save_sections(audit, drafts(short), by=cast.ana)

    page = ana.get(address(audit))
    audit = commands.submit(audit, by=cast.ana)

    assert (page.context["page"].voice.title, list(page.context["form"].fields)) == ("Reflection", ["reflection"])
    assert audit.status == "submitted"


def test_the_moderator_and_later_the_practitioner_read_the_voices(client, cast, agreed):
    for name, status in (("mo", 200), ("pat", 200), ("olly", 404)):
        client.force_login(getattr(cast, name))
        page = client.get(f"/audits/{agreed.pk}/")
        assert page.status_code == status
        if status == 200:
            assert "The child’s voice: Given" in page.content.decode()
            assert "“They listen to me.”" in page.content.decode()
            assert "The family’s voice: Declined" in page.content.decode()


def test_a_draft_voice_is_its_auditors(allocated, write, cast):
    write(allocated)

    page = audit_page(allocated, cast.tess)

    assert (page.voice_views, page.voice.state) == ([], "Complete")
