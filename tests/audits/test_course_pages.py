"""The pages of what comes of an audit, and its timeline with the reasons that its reader may see."""

import datetime

import pytest
from django.utils import timezone
from lxml import html

from audits import commands
from audits.summaries import course_of, reviews_due
from qaportal.dashboards import home_for
from tests.audits.conftest import moderated
from tests.audits.test_course import MEETING, REVIEW
from tests.factories import at

TODAY = datetime.date(2026, 7, 20)


def words_of(response):
    return " ".join(html.fromstring(response.content).xpath("//main")[0].text_content().split())


@pytest.fixture
def eventful(allocated, submit, cast, tool, write):
    """Sent back, released, agreed, met, reviewed, closed, reopened, agreed again."""
    submit(allocated)
    commands.begin_moderation(allocated, by=cast.mo, at=at(2026, 5, 15))
    commands.send_back(allocated, reason="Your Good for voice is too high.", by=cast.mo, at=at(2026, 5, 16))
    write(allocated)
    commands.submit(allocated, by=cast.ana, at=at(2026, 5, 17))
    commands.begin_moderation(allocated, by=cast.mo, at=at(2026, 5, 18))
    commands.release_moderation(allocated, reason="Mo has broken a leg.", by=cast.quinn, at=at(2026, 5, 19))
    commands.begin_moderation(allocated, by=cast.amo, at=at(2026, 5, 20))
    commands.save_moderated_grades(allocated, moderated(tool), finished=True, by=cast.amo, at=at(2026, 5, 21))
    commands.agree(allocated, by=cast.amo, at=at(2026, 5, 22))
    commands.close(allocated, no_meeting_reason="All good.", by=cast.tess, at=at(2026, 5, 23))
    commands.reopen(allocated, reason="The agreed grade for risk is wrong.", by=cast.quinn, at=at(2026, 5, 24))
    return type(allocated).objects.get(pk=allocated.pk)


def reasons(audit, viewer):
    return {step.words: step.reason for step in course_of(audit, viewer, today=TODAY).timeline if step.reason}


SENT_BACK, RELEASED = "Your Good for voice is too high.", "Mo has broken a leg."
REOPENED, CLOSED = "The agreed grade for risk is wrong.", "All good."


def test_every_move_is_on_the_timeline_by_whom_and_when(eventful, cast):
    timeline = course_of(eventful, cast.quinn, today=TODAY).timeline

    assert [(step.words, step.who) for step in timeline] == [
        ("Allocated", "Quinn"), ("Started", "Ana"), ("Facts checked", "Ana"), ("Submitted", "Ana"),
        ("Moderation begun", "Mo"), ("Sent back", "Mo"), ("Submitted", "Ana"), ("Moderation begun", "Mo"),
        ("Moderation released", "Quinn"), ("Moderation begun", "Amo"), ("Moderator's grades in", "Amo"),
        ("Grades agreed", "Amo"), ("Closed", "Tess"), ("Reopened", "Quinn"),
    ]  # fmt: skip
    assert timeline[-1].at == at(2026, 5, 24)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("ana", {"Sent back": SENT_BACK, "Closed": CLOSED, "Reopened": REOPENED}),
        ("quinn", {"Moderation released": RELEASED, "Closed": CLOSED, "Reopened": REOPENED}),
        ("mo", {"Closed": CLOSED}),  # the next moderator may be mo: nothing that tells a grade
        ("tess", {"Closed": CLOSED}),
    ],
)
def test_reasons_are_shown_to_those_who_may_read_them(eventful, cast, who, expected):
    assert reasons(eventful, getattr(cast, who)) == expected


def test_once_agreed_again_the_course_is_open_to_all_but_whose_practice_it_is(eventful, cast, tool, write):
    write(eventful)
    commands.submit(eventful, by=cast.ana)
    commands.begin_moderation(eventful, by=cast.mo)
    commands.save_moderated_grades(eventful, moderated(tool), finished=True, by=cast.mo)
    audit = commands.agree(eventful, by=cast.mo)

    open_to_all = {"Sent back": SENT_BACK, "Closed": CLOSED, "Reopened": REOPENED}
    assert reasons(audit, cast.tess) == open_to_all
    assert reasons(audit, cast.quinn) == {**open_to_all, "Moderation released": RELEASED}
    assert reasons(audit, cast.pat) == {"Closed": CLOSED}


def test_the_same_reason_given_twice_stands_at_each_time(allocated, submit, cast, write):
    for reason in ("First: say more.", "Second: say it shorter."):
        submit(allocated)
        commands.begin_moderation(allocated, by=cast.mo)
        commands.send_back(allocated, reason=reason, by=cast.mo)

    steps = course_of(allocated, cast.ana, today=TODAY).timeline
    assert [step.reason for step in steps if step.words == "Sent back"] == [
        "First: say more.", "Second: say it shorter.",
    ]  # fmt: skip


def test_from_agreed_to_closed_in_the_browser(client, cast, agreed):
    client.force_login(cast.tess)
    path = f"/audits/{agreed.pk}/"
    assert "Record the progression meeting" in words_of(client.get(path))
    assert "close the audit without a meeting" in words_of(client.get(path))
    today = timezone.localdate()

    missing = client.post(f"{path}meeting/", {"held_on": today.isoformat(), "present": "Us", "decisions": ""})
    client.post(f"{path}meeting/", {"held_on": today.isoformat(), "present": "Us", "decisions": "A new plan."})

    assert (missing.status_code, "Say what was decided" in missing.content.decode()) == (422, True)
    meeting = agreed.meetings.get()
    assert meeting.review_on == today + datetime.timedelta(weeks=6)
    words = words_of(client.get(path))
    assert "A new plan." in words
    assert "To close this audit: The review is still to write: what has changed for the child?" in words

    client.post(f"{path}review/", {"reviewed_on": today.isoformat(), "outcome": "Seen alone every week."})
    assert "Seen alone every week." in words_of(client.get(path))
    client.post(f"{path}close/")
    agreed.refresh_from_db()
    assert agreed.status == "closed"
    client.force_login(cast.pat)
    assert "Seen alone every week." in words_of(client.get(path))
    assert "Next step" not in words_of(client.get(path))


def test_an_open_action_keeps_an_audit_open_and_the_page_says_so(client, cast, agreed):
    finding = agreed.findings.get(kind="focus", section__code="planning")
    commands.raise_action_from(
        finding, text="Write it.", owner=cast.pat, due_on=timezone.localdate(), by=cast.tess
    )  # fmt: skip
    client.force_login(cast.tess)

    assert "Actions from this audit that are still open: 1." in words_of(client.get(f"/audits/{agreed.pk}/"))
    refused = client.post(f"/audits/{agreed.pk}/close/", {"no_meeting_reason": "All good."})
    assert refused.status_code == 422
    assert "Actions from this audit that are still open: 1." in words_of(refused)
    agreed.refresh_from_db()
    assert agreed.status == "agreed"


def test_reopened_the_auditor_reads_why_and_others_no_longer_see_the_grades(client, cast, agreed):
    client.force_login(cast.quinn)
    client.post(f"/audits/{agreed.pk}/reopen/", {"reason": "The wrong sibling."})

    client.force_login(cast.ana)
    words = words_of(client.get(f"/audits/{agreed.pk}/"))
    assert "Reopened by Quinn" in words
    assert "The wrong sibling." in words
    client.force_login(cast.tess)
    assert "Agreed grade" not in words_of(client.get(f"/audits/{agreed.pk}/"))
    client.force_login(cast.pat)
    assert client.get(f"/audits/{agreed.pk}/").status_code == 404


def test_reviews_that_are_due_stand_on_the_home_page_of_whoever_writes_them(cast, agreed):
    commands.record_meeting(agreed, **MEETING, by=cast.tess, at=at(2026, 6, 1, 15))

    def tile(user, today):
        return {t.words: (t.value, t.note) for t in home_for(user, today=today).tiles}.get("Progression reviews due")

    assert reviews_due(cast.tess, by=datetime.date(2026, 7, 12)) == []
    assert tile(cast.tess, datetime.date(2026, 6, 28)) is None
    assert tile(cast.tess, datetime.date(2026, 6, 29)) == ("1", "the first on 13 July")
    assert tile(cast.tess, datetime.date(2026, 7, 13)) == ("1", "the first on 13 July")
    assert tile(cast.tess, datetime.date(2026, 7, 14)) == ("1", "1 overdue")
    assert [bool(tile(user, TODAY)) for user in (cast.hal, cast.quinn, cast.mo, cast.olly, cast.pat, cast.dee)] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
    commands.record_review(agreed, **REVIEW, by=cast.tess, at=at(2026, 7, 13, 15))
    assert tile(cast.tess, TODAY) is None


def test_the_timeline_asks_a_fixed_number_of_times(eventful, cast, django_assert_num_queries):
    course_of(eventful, cast.quinn, today=TODAY)

    with django_assert_num_queries(3):
        course_of(eventful, cast.quinn, today=TODAY)


def test_how_an_audit_moves_is_a_page(client, cast):
    client.force_login(cast.pat)
    page = html.fromstring(client.get("/audits/lifecycle/").content)

    assert len(page.xpath("//tbody/tr")) == 16
