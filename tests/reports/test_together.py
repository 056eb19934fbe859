"""Several people write one report: sections and owners, comments, suggested changes."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from people.access import Refused
from people.models import Event
from people.roles import Role
from reports import assembly, commands, remarks, summaries
from reports.models import Comment, Report, SuggestedChange
from tests.factories import MembershipFactory, UserFactory, at
from tests.reports.conftest import WORDS, approved_by

NOW = at(2026, 7, 8, 10)
LATER = at(2026, 7, 9, 11)
REFERENCE = "looks like a case reference. Take it out: what is said here names no child."


@pytest.fixture
def in_sign_off(written, cast):
    return commands.send(written, by=cast.quinn, at=at(2026, 7, 20))


def events_of(report, *verbs):
    found = Event.objects.about(report).filter(verb__in=verbs).order_by("pk")
    return [(each.verb, each.by.name, each.detail) for each in found]


def say(report, by, text="Say what changed for children.", place="summary", when=NOW):
    return commands.comment(report, place, text=text, by=by, at=when)


def propose(report, by, wording="A calm quarter.", box="summary", when=NOW):
    stands = assembly.words_of(report).get("summary", {}).get("prose", "")
    return commands.suggest(report, box, wording=wording, based_on=stands, by=by, at=when)


# Owners


def test_a_section_has_an_owner_who_finds_it_among_what_is_under_way(draft, cast, wes):
    commands.set_owners(draft, {"highlights": wes, "useful": cast.quinn, "next_quarter": wes}, by=cast.quinn, at=NOW)

    [mine] = summaries.under_way_for(wes)
    assert mine.own_sections == ("Summary of findings", "Next quarter")
    owned = {"highlights": wes.pk, "useful": cast.quinn.pk, "next_quarter": wes.pk}
    [quinns] = summaries.under_way_for(cast.quinn)
    assert quinns.own_sections == ("Useful information",)
    assert events_of(draft, "report.owners_set") == [("report.owners_set", "Quinn", {"owners": owned})]


def test_an_owner_is_changed_and_taken_away_and_the_same_again_is_no_change(draft, cast, wes):
    commands.set_owners(draft, {"highlights": wes, "useful": wes}, by=cast.quinn, at=NOW)
    commands.set_owners(draft, {"highlights": cast.quinn, "useful": None, "purpose": None}, by=wes, at=LATER)
    commands.set_owners(draft, {"highlights": cast.quinn}, by=wes, at=LATER)

    assert {each.section: each.owner for each in draft.owners.all()} == {"highlights": cast.quinn}
    assert [detail for _, _, detail in events_of(draft, "report.owners_set")][1:] == [
        {"owners": {"highlights": cast.quinn.pk, "useful": None}}
    ]


def test_only_who_may_write_owns_a_section_and_only_writers_say_so(draft, cast, wes):
    with pytest.raises(Refused, match="Choose somebody who may"):
        commands.set_owners(draft, {"useful": wes, "highlights": cast.hal}, by=cast.quinn)
    with pytest.raises(Refused, match="This report has no such section"):
        commands.set_owners(draft, {"useful": wes, "weather": wes}, by=cast.quinn)
    for person in (cast.hal, cast.sky, cast.tess):
        with pytest.raises(PermissionDenied):
            commands.set_owners(draft, {"useful": wes}, by=person)

    assert draft.owners.count() == 0


def test_who_has_stopped_writing_is_no_choice_any_more(draft, cast, wes, places):
    gone = UserFactory(name="Gus")
    yesterday = at(2026, 7, 7).date()
    MembershipFactory(
        user=gone, role=Role.QA_TEAM, unit=places.council, starts_on=datetime.date(2026, 1, 1), ends_on=yesterday
    )

    with pytest.raises(Refused, match="Gus may not write this report"):
        commands.set_owners(draft, {"useful": gone}, by=cast.quinn, at=NOW)


def test_other_writers_still_write_in_an_owned_section(draft, cast, wes):
    commands.set_owners(draft, {"next_quarter": wes}, by=cast.quinn)

    report = commands.save_words(draft, {"next_quarter": {"prose": "Soon."}}, version=1, by=cast.quinn, at=NOW)

    assert assembly.words_of(report) == {"next_quarter": {"prose": "Soon."}}


def test_a_section_waits_for_its_owner_only_while_the_report_is_written(in_sign_off, cast, wes):
    report = commands.take_back(in_sign_off, by=cast.quinn)
    commands.set_owners(report, {"next_quarter": wes}, by=cast.quinn)
    assert [each.own_sections for each in summaries.under_way_for(wes)] == [("Next quarter",)]
    commands.send(report, by=cast.quinn, at=at(2026, 7, 20))

    assert [each.own_sections for each in summaries.under_way_for(wes)] == [()]


# Comments


def test_a_comment_is_said_resolved_and_reopened(draft, cast, wes):
    comment = say(draft, wes, "  Say what changed.\r\nFor whom?\x00 ")
    assert (comment.place, comment.text, comment.by, comment.at) == (
        "summary", "Say what changed.\nFor whom?", wes, NOW,
    )  # fmt: skip
    commands.resolve(comment, by=cast.quinn, at=LATER)
    comment.refresh_from_db()
    assert (comment.resolved_by, comment.resolved_at) == (cast.quinn, LATER)
    with pytest.raises(Refused, match="This comment is resolved already"):
        commands.resolve(comment, by=wes)
    commands.reopen(comment, by=wes)
    comment.refresh_from_db()
    assert (comment.resolved_by, comment.resolved_at) == (None, None)
    with pytest.raises(Refused, match="This comment is open already"):
        commands.reopen(comment, by=wes)

    assert events_of(draft, "report.commented", "report.comment_resolved", "report.comment_reopened") == [
        ("report.commented", "Wes", {"place": "summary", "comment": comment.pk}),
        ("report.comment_resolved", "Quinn", {"comment": comment.pk}),
        ("report.comment_reopened", "Wes", {"comment": comment.pk}),
    ]


@pytest.mark.parametrize(
    ("place", "text", "sentence"),
    [
        ("summary", " \n ", "Say something about these words first."),
        ("summary", "Ask about QA123456.", f"QA123456 {REFERENCE}"),
        ("summary", "x" * 4001, "A comment has at most 4,000 letters; this one has 4,001."),
        ("weather", "Rain.", "This report has no such place. Choose one that stands on the page."),
    ],
)  # fmt: skip
def test_what_no_comment_can_be_is_said_and_nothing_is_kept(draft, cast, place, text, sentence):
    with pytest.raises(Refused) as refused:
        say(draft, cast.quinn, text, place)

    assert (str(refused.value), Comment.objects.count()) == (sentence, 0)


def test_whoever_signs_off_comments_while_the_report_is_with_them_and_nobody_else(draft, cast):
    for person in (cast.sky, cast.tess, cast.ana, cast.adi):
        with pytest.raises(PermissionDenied):
            say(draft, person)
    assert Comment.objects.count() == 0


def test_those_who_sign_off_comment_and_answer(in_sign_off, cast):
    comment = say(in_sign_off, cast.dee)
    commands.resolve(comment, by=cast.lee, at=LATER)

    assert [(each.by, each.resolved_by) for each in Comment.objects.all()] == [(cast.dee, cast.lee)]


@pytest.mark.usefixtures("files_at_once")
def test_nothing_is_said_about_a_published_report_and_comments_are_not_in_it(written, cast):
    comment = say(written, cast.quinn, "Beware of unicorns.")
    change = propose(written, cast.quinn, "Unicorns everywhere.")
    commands.send(written, by=cast.quinn, at=at(2026, 7, 20))
    approved_by(written, cast.hal, cast.dee, cast.lee)
    publication = commands.publish(written, by=cast.quinn, at=at(2026, 7, 20))

    for edition in written.publications.all():
        assert "unicorn" not in f"{edition.content} {edition.words}".lower()
        for file in edition.files.all():
            assert b"nicorn" not in bytes(file.content)
    assert publication.report.pk == written.pk
    over = "This report is not being made any more: its words are discussed before that."
    for verb in (
        lambda: say(written, cast.quinn),
        lambda: propose(written, cast.quinn, "Other."),
        lambda: commands.resolve(comment, by=cast.quinn),
        lambda: commands.set_owners(written, {"useful": cast.quinn}, by=cast.quinn),
    ):
        with pytest.raises(Refused) as refused:
            verb()
        assert str(refused.value) == over
    with pytest.raises(Refused, match="This report is published"):
        commands.accept(change, version=written.version, by=cast.quinn)


def test_unresolved_comments_stop_nothing(written, cast):
    say(written, cast.quinn)

    assert commands.send(written, by=cast.quinn, at=at(2026, 7, 20)).status == "sign_off"
    assert [(title, each.text) for title, each in remarks.unresolved(written)] == [
        ("Summary (optional)", "Say what changed for children.")
    ]


# Suggested changes


def test_an_accepted_suggestion_is_a_new_version_with_the_words_in_their_box(written, cast, wes):
    change = propose(written, wes, "A **calm** quarter.\n\n- Supervision improved")
    assert (change.place, change.part, change.based_on, change.by) == (
        "summary", "prose", "A steady quarter.\n\n- Supervision improved", wes,
    )  # fmt: skip

    report = commands.accept(change, version=written.version, by=cast.quinn, at=LATER)

    assert report.version == written.version + 1
    assert assembly.words_of(report)["summary"] == {"prose": "A **calm** quarter.\n\n- Supervision improved"}
    change.refresh_from_db()
    assert (change.answer, change.answered_by, change.answered_at) == ("accepted", cast.quinn, LATER)
    latest = report.versions.get(number=report.version)
    assert (latest.how, latest.by, latest.at) == ("accepted", cast.quinn, LATER)
    assert [(each.key, each.content) for each in latest.places.all()] == [
        ("summary", {"prose": "A **calm** quarter.\n\n- Supervision improved"})
    ]
    assert events_of(report, "report.change_suggested", "report.suggestion_accepted") == [
        ("report.change_suggested", "Wes", {"place": "summary", "suggested": change.pk}),
        ("report.suggestion_accepted", "Quinn", {"suggested": change.pk}),
    ]


def test_lines_are_suggested_too_and_the_other_side_stays(written, cast, wes):
    change = commands.suggest(
        written, "strengths_focus-focus", wording="- Plans lack dates.\n- Visits are still late.",
        based_on="Plans lack dates.\nVisits are late.", by=wes, at=NOW,
    )  # fmt: skip

    report = commands.accept(change, version=written.version, by=cast.quinn)

    assert assembly.words_of(report)["strengths_focus"] == {
        "strengths": ["Children are seen alone."], "focus": ["Plans lack dates.", "Visits are still late."],
    }  # fmt: skip


def test_a_declined_suggestion_changes_nothing_and_keeps_the_reason(written, cast, wes):
    change = propose(written, wes)

    commands.decline(change, reason="The figures say otherwise.", by=cast.quinn, at=LATER)

    change.refresh_from_db()
    assert (change.answer, change.reason, change.answered_by) == ("declined", "The figures say otherwise.", cast.quinn)
    assert assembly.words_of(written)["summary"] == WORDS["summary"]
    assert Report.objects.get().version == written.version
    for again in (
        lambda: commands.accept(change, version=written.version, by=cast.quinn),
        lambda: commands.decline(change, by=cast.quinn),
    ):
        with pytest.raises(Refused, match="Somebody has answered this suggestion already"):
            again()


def test_where_the_box_changed_since_nothing_is_overwritten_unless_somebody_says_so(written, cast, wes):
    change = propose(written, wes)
    report = commands.save_words(written, {"summary": {"prose": "Worse."}}, version=written.version, by=cast.quinn)

    with pytest.raises(commands.Changed, match="The words were changed after this was suggested"):
        commands.accept(change, version=report.version, by=cast.quinn)
    assert assembly.words_of(report)["summary"] == {"prose": "Worse."}
    report = commands.accept(change, version=report.version, over_changes=True, by=cast.quinn)

    assert assembly.words_of(report)["summary"] == {"prose": "A calm quarter."}


def test_what_somebody_saves_while_the_writer_looks_is_not_overwritten_either(written, cast, wes):
    change = propose(written, wes)
    commands.save_words(written, {"summary": {"prose": "Worse."}}, version=written.version, by=wes)

    with pytest.raises(commands.Conflict, match="Somebody saved these words while you looked at them"):
        commands.accept(change, version=written.version, over_changes=True, by=cast.quinn)

    assert assembly.words_of(written)["summary"] == {"prose": "Worse."}
    assert SuggestedChange.objects.get().answer == "waiting"


def test_what_is_saved_elsewhere_in_the_report_does_not_stand_in_the_way(written, cast, wes):
    change = propose(written, wes)
    commands.save_words(written, {"next_quarter": {"prose": "Other."}}, version=written.version, by=wes)

    report = commands.accept(change, version=written.version, by=cast.quinn)

    words = assembly.words_of(report)
    assert (words["summary"], words["next_quarter"]) == ({"prose": "A calm quarter."}, {"prose": "Other."})


@pytest.mark.parametrize(
    ("box", "wording", "sentence"),
    [
        ("summary", f"{WORDS['summary']['prose']}  ", "This is the wording as it stands. Change it, or leave it."),
        ("summary", "See AB654321.", f"AB654321 {REFERENCE}"),
        ("summary", "x" * 5001, "“Summary (optional)” has at most 5,000 letters; these are 5,001."),
        ("actions", "All.", "This report has no such box. Choose one that stands on the page."),
        ("version", "7", "This report has no such box. Choose one that stands on the page."),
    ],
)  # fmt: skip
def test_what_no_suggestion_can_be_is_said_and_nothing_is_kept(written, cast, box, wording, sentence):
    with pytest.raises(Refused) as refused:
        propose(written, cast.quinn, wording, box)

    assert (str(refused.value), SuggestedChange.objects.count()) == (sentence, 0)


def test_those_who_sign_off_suggest_and_only_writers_answer_once_they_have_the_report_again(in_sign_off, cast):
    change = propose(in_sign_off, cast.dee)
    with pytest.raises(PermissionDenied):
        propose(in_sign_off, cast.sky)
    for verb in (commands.decline, lambda each, by: commands.accept(each, version=in_sign_off.version, by=by)):
        with pytest.raises(PermissionDenied):
            verb(change, by=cast.dee)
        with pytest.raises(Refused, match="Take it back before you change it"):
            verb(change, by=cast.quinn)
    report = commands.take_back(in_sign_off, by=cast.quinn)

    report = commands.accept(change, version=report.version, by=cast.quinn)

    assert assembly.words_of(report)["summary"] == {"prose": "A calm quarter."}


def test_the_database_refuses_half_an_answer(written, cast):
    change, comment = propose(written, cast.quinn), say(written, cast.quinn)
    for rows, wrong in (
        (SuggestedChange.objects.filter(pk=change.pk), {"answer": "accepted"}),
        (SuggestedChange.objects.filter(pk=change.pk), {"answered_at": NOW}),
        (Comment.objects.filter(pk=comment.pk), {"resolved_at": NOW}),
        (Comment.objects.filter(pk=comment.pk), {"text": " "}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
