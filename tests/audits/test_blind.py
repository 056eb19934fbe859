"""Moderation is blind: no page that a reader can open before agreement changes with the auditor's grades."""

import re

import pytest
from django.urls import reverse

from audits import commands
from audits.grading import Stage
from audits.models import Grading
from audits.summaries import audit_page, to_moderate
from people.access import Refused
from tests.audits.conftest import moderated
from tests.factories import at

READERS = ["mo", "amo", "quinn", "tess", "hal", "dee"]
LISTS = ["all", "team", "to_moderate", "index"]


def bodies(client, user, audit):
    """Every page about the audit that `user` can open, without what differs from one request to the next."""
    client.force_login(user)
    paths = [reverse("audits:audit", args=[audit.pk]), reverse("audits:moderate", args=[audit.pk])]
    paths += [reverse("audits:agree", args=[audit.pk])]
    answers = [client.get(path, follow=True) for path in [*paths, *(reverse(f"audits:{name}") for name in LISTS)]]
    return [re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", a.content) for a in answers if a.status_code == 200]


def grade_everything(audit, grade):
    Grading.objects.filter(audit=audit, stage=Stage.ORIGINAL).update(grade=grade)


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("who", READERS)
def test_no_page_depends_on_the_auditors_grades_before_the_moderators_are_in(client, cast, submitted, who, begun):
    if begun:
        commands.begin_moderation(submitted, by=cast.mo)
    reader = getattr(cast, who)
    grade_everything(submitted, "outstanding")
    as_outstanding = bodies(client, reader, submitted)
    grade_everything(submitted, "inadequate")
    as_inadequate = bodies(client, reader, submitted)

    assert as_outstanding == as_inadequate
    assert len(as_outstanding) >= 3


def test_the_auditors_words_are_there_and_no_grade_badge_is(client, cast, submitted):
    commands.begin_moderation(submitted, by=cast.mo)
    client.force_login(cast.mo)

    page = client.get(reverse("audits:moderate", args=[submitted.pk])).content.decode()

    assert "Rationale for voice." in page
    assert "Strength in voice" in page
    assert "Focus in voice" in page
    assert "checked" not in page
    assert "qa-badge--good" not in page


def test_saving_grades_tells_nothing(client, cast, submitted):
    commands.begin_moderation(submitted, by=cast.mo)
    client.force_login(cast.mo)

    answer = client.post(
        reverse("audits:moderate", args=[submitted.pk]), {"grade_voice": "good", "version": 1, "autosave": "1"}
    )

    assert set(answer.json()) == {"version", "words"}


def test_once_the_moderators_grades_are_in_both_are_shown_to_the_moderator_alone(client, cast, submitted, tool):
    commands.begin_moderation(submitted, by=cast.mo)
    commands.save_moderated_grades(submitted, moderated(tool), finished=True, by=cast.mo)

    def shown(user):
        submitted.refresh_from_db()
        page = audit_page(submitted, user)
        return [view and view.grade for view in (page.overall.original, page.overall.moderated, page.overall.agreed)]

    assert {name: shown(getattr(cast, name)) for name in ("mo", "ana", *READERS[1:])} == {
        "mo": ["good", "good", None],
        "ana": ["good", None, None],
        **{name: [None, None, None] for name in READERS[1:]},
    }


def test_after_agreement_everybody_who_reads_the_audit_sees_all_three(cast, agreed):
    for name in (*READERS, "ana", "pat"):
        view = audit_page(agreed, getattr(cast, name)).domains[1]
        assert (view.original.grade, view.moderated.grade, view.agreed.grade) == (
            "good", "requires_improvement", "requires_improvement",
        ), name  # fmt: skip


def test_sent_back_the_auditor_learns_the_reason_and_no_grade(client, cast, submitted, tool):
    commands.begin_moderation(submitted, by=cast.mo)
    commands.save_moderated_grades(submitted, moderated(tool), by=cast.mo)
    commands.send_back(submitted, reason="Say more.", by=cast.mo, at=at(2026, 5, 18))
    submitted.refresh_from_db()

    page = audit_page(submitted, cast.ana)

    assert [view.moderated for view in page.graded] == [None] * 9


def test_nobody_reads_what_is_said_of_their_own_practice_before_it_is_agreed(cast, allocate, submit, agree):
    """tess manages the team and has a child's record of her own."""
    waiting, done = submit(allocate(practitioner=cast.tess)), agree(allocate(practitioner=cast.tess))

    assert [audit_page(audit, cast.tess).shows_words for audit in (waiting, done)] == [False, True]
    assert [audit_page(audit, cast.hal).shows_words for audit in (waiting, done)] == [True, True]


def test_whoever_has_compared_the_grades_takes_the_audit_on_no_more(submitted, submit, tool, cast):
    commands.begin_moderation(submitted, by=cast.mo)
    commands.save_moderated_grades(submitted, moderated(tool), finished=True, by=cast.mo)
    commands.send_back(submitted, reason="Say more.", by=cast.mo)
    submit(submitted)

    with pytest.raises(Refused, match="You have seen the auditor's grades of this audit before"):
        commands.begin_moderation(submitted, by=cast.mo)
    assert list(to_moderate(cast.mo)) == []
    assert list(to_moderate(cast.amo)) == [submitted]
    assert commands.begin_moderation(submitted, by=cast.amo).moderator == cast.amo
