"""Every save keeps what changed: entries, words at a version, comparing, bringing back, and saving beside others."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.utils import InternalError

from people.access import Refused
from reports import assembly, commands, past, wordings
from reports.differing import Piece
from reports.models import Block, Report, Version, VersionPlace
from tests.factories import at
from tests.reports.conftest import WORDS

START = at(2026, 7, 8, 10)


def after(minutes):
    return START + datetime.timedelta(minutes=minutes)


def save(report, by, minutes=0, version=None, **texts):
    words = {place: {"prose": text} for place, text in texts.items()}
    report.refresh_from_db()
    return commands.save_words(report, words, version=version or report.version, by=by, at=after(minutes))


def history(report):
    return [
        (each.version.number, each.version.by.name, each.saves, each.places, each.before)
        for each in past.page_of(report, None, first=past.begins(report)).object_list
    ]


def test_a_save_keeps_only_the_places_that_changed(draft, cast):
    save(draft, cast.quinn, summary="Steady.", next_quarter="Soon.")
    save(draft, cast.quinn, 1, summary="Steady.", next_quarter="Later.")

    kept = VersionPlace.objects.order_by("version__number", "key")
    assert [(each.version.number, each.key, each.content) for each in kept] == [
        (2, "next_quarter", {"prose": "Soon."}),
        (2, "summary", {"prose": "Steady."}),
        (3, "next_quarter", {"prose": "Later."}),
    ]
    assert [(each.number, each.by, each.at, each.how) for each in draft.versions.order_by("number")] == [
        (2, cast.quinn, START, "typed"), (3, cast.quinn, after(1), "typed"),
    ]  # fmt: skip


def test_the_same_words_again_are_no_save(draft, cast):
    save(draft, cast.quinn, summary="Steady.")
    report = save(draft, cast.quinn, 1, summary=" Steady.\r\n")
    again = save(draft, cast.quinn, 2, version=1, summary="Steady.")  # the answer to the first was lost

    assert (report.version, again.version, Version.objects.count()) == (2, 2, 1)


def test_saves_of_one_person_within_ten_minutes_are_one_entry(draft, cast, wes):
    save(draft, cast.quinn, 0, summary="A")
    save(draft, cast.quinn, 9, next_quarter="B")
    save(draft, cast.quinn, 10, summary="C")  # ten minutes after the first of them
    save(draft, wes, 11, summary="D")
    save(draft, cast.quinn, 12, summary="E")

    assert history(draft) == [
        (6, "Quinn", 1, ["Summary (optional)"], 5),
        (5, "Wes", 1, ["Summary (optional)"], 4),
        (4, "Quinn", 1, ["Summary (optional)"], 3),
        (3, "Quinn", 2, ["Summary (optional)", "Next quarter"], 1),
    ]


def test_the_words_of_any_version_can_be_read_again(draft, cast):
    save(draft, cast.quinn, 0, summary="A", next_quarter="B")
    save(draft, cast.quinn, 20, summary="C")

    assert past.words_at(draft, 0) is None
    assert past.words_at(draft, 1) == {}
    assert past.words_at(draft, 2) == {"summary": {"prose": "A"}, "next_quarter": {"prose": "B"}}
    assert past.words_at(draft, 3) == {"summary": {"prose": "C"}, "next_quarter": {"prose": "B"}}


def without_history(draft):
    """A report that was saved before histories were kept."""
    for key, text in (("summary", "Old."), ("next_quarter", "Older.")):
        Block.objects.create(report=draft, key=key, kind="text", content={"prose": text})
    Report.objects.filter(pk=draft.pk).update(version=2)


def test_an_older_report_begins_its_history_at_the_next_save_with_all_its_words(draft, cast):
    without_history(draft)
    assert (past.begins(draft), history(draft)) == (None, [])
    with pytest.raises(commands.Conflict):
        save(draft, cast.quinn, 20, version=1, summary="Unawares.")
    save(draft, cast.quinn, 30, summary="New.")

    assert past.begins(draft) == 3
    assert past.words_at(draft, 2) is None
    assert past.words_at(draft, 3) == {"summary": {"prose": "New."}, "next_quarter": {"prose": "Older."}}
    assert history(draft) == [(3, "Quinn", 1, ["Summary (optional)", "Next quarter"], past.NOTHING)]


def test_the_database_refuses_to_change_history(draft, cast):
    save(draft, cast.quinn, summary="A")
    for rows, change in ((Version.objects.all(), {"number": 9}), (VersionPlace.objects.all(), {"content": {}})):
        for verb in (lambda rows=rows, change=change: rows.update(**change), rows.delete):
            with pytest.raises((InternalError, Exception), match="Cannot"), transaction.atomic():
                verb()
    assert past.words_at(draft, 2) == {"summary": {"prose": "A"}}


def test_two_versions_are_compared_place_by_place(written, cast):
    words = {**WORDS, "summary": {"prose": "A calm quarter.\n\n- Supervision improved"},
             "strengths_focus": {"strengths": [], "focus": ["Plans lack dates.", "Visits are late."]},
             "actions": {"chosen": []}}  # fmt: skip
    report = commands.save_words(written, words, version=written.version, by=cast.quinn, at=after(0))

    found = past.compared(report, past.words_at(report, 2), past.words_at(report, 3))

    assert [(place.key, place.title, [(box.label, box.pieces) for box in place.boxes]) for place in found] == [
        ("summary", "Summary (optional)", [("Summary (optional)", [
            Piece("same", "A"), Piece("removed", "steady"), Piece("added", "calm"),
            Piece("same", "quarter.\n\n- Supervision improved"),
        ])]),
        ("strengths_focus", "Practice strengths and areas for focus", [
            ("Practice strengths", [Piece("removed", "Children are seen alone.")])]),
        ("actions", "Actions to list", [("Actions to list", [Piece("removed", "Check chronologies.")])]),
    ]  # fmt: skip


def test_words_of_a_place_that_is_no_more_are_still_shown():
    [place] = wordings.changed_places([], {"old": {"prose": "Kept."}}, {})

    assert (place.title, place.is_there, place.boxes[0].pieces) == (
        "A place that this kind of report no longer has", False, [Piece("removed", "Kept.")],
    )  # fmt: skip


def test_earlier_words_are_brought_back_as_a_new_version(draft, cast):
    save(draft, cast.quinn, 0, summary="A", next_quarter="B")
    save(draft, cast.quinn, 20, summary="C", next_quarter="D")

    report = commands.bring_back(draft, "summary", number=2, version=3, by=cast.quinn, at=after(21))

    assert report.version == 4
    assert assembly.words_of(report) == {"summary": {"prose": "A"}, "next_quarter": {"prose": "D"}}
    assert (report.versions.get(number=4).how, history(report)[0][2:]) == (
        "brought_back", (1, ["Summary (optional)"], 3),
    )  # fmt: skip
    empty = commands.bring_back(report, "summary", number=1, version=4, by=cast.quinn, at=after(22))
    assert assembly.words_of(empty)["summary"] == {"prose": ""}


def test_nothing_is_brought_back_over_what_somebody_saved_since(draft, cast, wes, places):
    save(draft, cast.quinn, 0, summary="A", next_quarter="B")
    save(draft, cast.quinn, 20, summary="C")
    save(draft, wes, 21, summary="D")

    with pytest.raises(commands.Conflict, match="Compare again before you bring any back"):
        commands.bring_back(draft, "summary", number=2, version=3, by=cast.quinn)
    for place, number in (("summary", 0), ("summary", 9), ("weather", 2)):
        with pytest.raises(Refused, match="Choose a version from the list"):
            commands.bring_back(draft, place, number=number, version=4, by=cast.quinn)
    with pytest.raises(PermissionDenied):
        commands.bring_back(draft, "summary", number=2, version=4, by=cast.dee)

    assert assembly.words_of(draft)["summary"] == {"prose": "D"}


# Two people at once


def test_two_people_write_in_two_places_and_both_keep_their_words(draft, cast, wes):
    save(draft, cast.quinn, 0, summary="A", next_quarter="B")
    save(draft, wes, 1, version=2, summary="A", next_quarter="Wes wrote this.")

    report = save(draft, cast.quinn, 2, version=2, summary="Quinn wrote this.", next_quarter="B")

    assert report.version == 4
    assert assembly.words_of(report) == {
        "summary": {"prose": "Quinn wrote this."}, "next_quarter": {"prose": "Wes wrote this."},
    }  # fmt: skip
    assert [each.key for each in report.versions.get(number=4).places.all()] == ["summary"]


def test_where_both_wrote_in_one_place_the_second_is_told_and_may_replace_what_they_saw(draft, cast, wes):
    save(draft, cast.quinn, 0, summary="A", next_quarter="B")
    save(draft, wes, 1, version=2, summary="Wes.", next_quarter="Wes too.")
    words = {"summary": {"prose": "Quinn."}, "next_quarter": {"prose": "B"}}

    with pytest.raises(commands.Conflict):
        commands.save_words(draft, words, version=2, by=cast.quinn)
    save(draft, wes, 2, version=3, summary="Wes again.")
    with pytest.raises(commands.Conflict):  # what they saw is not what stands there now
        commands.save_words(draft, words, version=2, replaces=3, by=cast.quinn)
    report = commands.save_words(draft, words, version=2, replaces=4, by=cast.quinn)

    assert assembly.words_of(report) == {
        "summary": {"prose": "Quinn."}, "next_quarter": {"prose": "Wes too."},
    }  # fmt: skip


def test_a_version_that_is_yet_to_come_is_no_version(draft, cast):
    with pytest.raises(commands.Conflict):
        commands.save_words(draft, {"summary": {"prose": "A"}}, version=99, by=cast.quinn)
