"""A report is saved while somebody types: what is kept, what others saved meanwhile, and what is asked for it."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Event
from reports import assembly, commands
from reports.models import Report, Version
from tests.factories import at
from tests.reports.writing import HOSTILE, NOW, autosaved, boxes_of, told

pytestmark = pytest.mark.usefixtures("in_july")


def test_autosave_keeps_boxes_and_choices_and_leaves_ticked_suggestions_alone(client, cast, draft, quarter):
    client.force_login(cast.quinn)
    page = client.get(f"/reports/{draft.pk}/edit/")
    places = {place.slot.key: place for place in page.context["form"].places()}
    strength = places["strengths_focus"].boxes[0].groups[0][1][0].suggestion
    action = places["actions"].choices[0].suggestion
    sent = {
        "summary": "Steady.", "strengths_focus-strengths": "Seen alone.", "pick-actions": [action.key],
        "pick-strengths_focus-strengths": [strength.key],
    }  # fmt: skip

    first = autosaved(client, draft, 1, **sent)
    second = autosaved(client, draft, first.json()["version"], **sent)

    assert (first.status_code, first.json()["version"], second.json()["version"]) == (200, 2, 2)
    assert re.fullmatch(r"Saved at \d\d:\d\d", first.json()["words"])
    words = assembly.words_of(draft)
    assert words["strengths_focus"] == {"strengths": ["Seen alone."], "focus": []}
    assert words["actions"] == {"chosen": [{"key": action.key, "text": action.text}]}
    client.post(f"/reports/{draft.pk}/edit/", {"version": 2, **sent})  # the Save button joins them
    assert assembly.words_of(draft)["strengths_focus"]["strengths"] == ["Seen alone.", strength.line]
    assert Report.objects.get().version == 3


def test_autosave_asks_the_records_only_when_something_is_newly_chosen(client, cast, draft, quarter):
    first, second = (action.get_absolute_url() for action in quarter)
    names = {key: f"wording-actions-{key.strip('/').replace('/', '-')}" for key in (first, second)}
    commands.save_words(
        draft, {"actions": {"chosen": [{"key": first, "text": "As worded."}]}}, version=1, by=cast.quinn, at=NOW
    )
    client.force_login(cast.quinn)
    kept = {"key": first, "text": "As worded."}
    # What is sent, what is kept of it, and whether the records are asked.
    cases = [
        ({"pick-actions": [first], names[first]: "As worded.", "summary": "A"}, [kept], False),
        ({"pick-actions": [first], names[first]: "Worded anew.", "summary": "A"},
         [{"key": first, "text": "Worded anew."}], False),
        ({"summary": "A", names[first]: "As worded."}, [], False),
        ({"pick-actions": [first], names[first]: "As worded.", "summary": "A"}, [kept], True),
        ({"pick-actions": [first, second], names[first]: "As worded.", names[second]: "Dates.", "summary": "A"},
         [kept, {"key": second, "text": "Dates."}], True),
        ({"pick-actions": [second], names[second]: "Dates.", "summary": "B"}, [{"key": second, "text": "Dates."}],
         False),
        # A wording that was emptied is the record's own again.
        ({"pick-actions": [second], names[second]: " ", "summary": "B"},
         [{"key": second, "text": "Agree dates in each plan."}], True),
        # What no record has is not kept.
        ({"pick-actions": [second, "/actions/999/"], names[second]: "Dates.", "wording-actions-actions-999": "Mine."},
         [{"key": second, "text": "Dates."}], True),
    ]  # fmt: skip
    version = 2
    for sent, chosen, asks in cases:
        with CaptureQueriesContext(connection) as asked:
            answer = autosaved(client, draft, version, **sent)
        version = answer.json()["version"]
        assert assembly.words_of(draft)["actions"] == {"chosen": chosen}
        assert any("improvement_action" in query["sql"] for query in asked.captured_queries) == asks


def test_choices_that_others_made_come_back_whole_with_what_else_may_be_chosen(client, cast, draft, wes, quarter):
    second = quarter[1].get_absolute_url()
    client.force_login(cast.quinn)
    boxes = boxes_of(client, draft)
    chosen = [{"key": second, "text": "Dates."}]
    commands.save_words(draft, {"actions": {"chosen": chosen}}, version=boxes["version"], by=wes, at=NOW)

    answer = autosaved(client, draft, **{**boxes, "summary": "Quinn."}).json()

    assert answer["boxes"]["pick-actions"] == [second]
    assert sorted(answer["boxes"]) == sorted(["pick-actions", *(name for name in boxes if "wording-actions" in name)])
    assert assembly.words_of(draft)["actions"] == {"chosen": chosen}


def test_the_record_has_the_first_of_the_saves_that_go_by_themselves(client, cast, draft):
    client.force_login(cast.quinn)
    for version, words in enumerate(("S", "St", "Ste"), start=1):
        assert autosaved(client, draft, version, summary=words).json()["version"] == version + 1
    client.post(f"/reports/{draft.pk}/edit/", {"version": 4, "summary": "Steady."})

    saves = Event.objects.about(draft).filter(verb="report.saved").order_by("pk")
    assert [(each.by, each.detail) for each in saves] == [
        (cast.quinn, {"version": 2, "places": ["summary"]}), (cast.quinn, {"version": 5, "places": ["summary"]}),
    ]  # fmt: skip
    assert list(Version.objects.order_by("number").values_list("number", "entry")) == [(2, 2), (3, 2), (4, 2), (5, 2)]


def test_the_button_says_what_others_saved_in_the_meantime(client, cast, draft, wes, quarter):
    commands.save_words(draft, {"summary": {"prose": "A"}}, version=1, by=wes, at=NOW)
    client.force_login(cast.quinn)
    boxes = boxes_of(client, draft)
    commands.save_words(draft, {"summary": {"prose": "B"}}, version=2, by=wes, at=NOW)

    response = client.post(f"/reports/{draft.pk}/edit/", {**boxes, "next_quarter": "Soon."}, follow=True)

    assert told(response) == [
        "Your words are saved.",
        "Somebody else saved “Summary (optional)” in the meantime. The page shows their words there now.",
    ]
    words = assembly.words_of(draft)
    assert (words["summary"], words["next_quarter"]) == ({"prose": "B"}, {"prose": "Soon."})


def test_autosave_is_told_of_both_texts_where_both_wrote_and_the_button_replaces_them(client, cast, draft, wes):
    commands.save_words(draft, {"summary": {"prose": "A"}}, version=1, by=cast.quinn, at=NOW)
    commands.save_words(draft, {"summary": {"prose": HOSTILE}}, version=2, by=wes, at=NOW)
    client.force_login(cast.quinn)

    answer = autosaved(client, draft, 2, summary="Mine.", next_quarter="Mine too.")

    assert (answer.status_code, Report.objects.get().version) == (409, 3)
    panel = answer.json()["panel"]
    assert "<script>" not in panel
    seen = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", panel)).split())
    assert f"Summary (optional) Saved elsewhere {HOSTILE} Yours, on this page Mine." in seen
    assert "Mine too." not in seen  # nobody else wrote there
    client.post(f"/reports/{draft.pk}/edit/", {"version": 2, "replace": 3, "summary": "Mine."})
    assert assembly.words_of(draft)["summary"] == {"prose": "Mine."}


def test_boxes_that_only_others_changed_come_back_with_their_words(client, cast, draft, wes, quarter):
    commands.save_words(draft, {"summary": {"prose": "A"}, "next_quarter": {"prose": "B"}}, version=1, by=wes, at=NOW)
    client.force_login(cast.quinn)
    boxes = boxes_of(client, draft)
    commands.save_words(draft, {"next_quarter": {"prose": "Wes."}}, version=2, by=wes, at=NOW)

    answer = autosaved(client, draft, **{**boxes, "summary": "Quinn."}).json()

    assert answer["version"] == 4
    assert answer["boxes"] == {"next_quarter": ["Wes."], "next_quarter-restricted": [""]}
    assert answer["hint"] == "Somebody else saved “Next quarter” in the meantime. The page shows their words there now."
    words = assembly.words_of(draft)
    assert (words["summary"], words["next_quarter"]) == ({"prose": "Quinn."}, {"prose": "Wes."})


def test_every_kind_of_box_comes_back_as_the_page_sends_it(client, cast, places, wes):
    report = commands.start_report(
        kind="decision", unit=places.council, starts_on=at(2026, 4, 1).date(), by=cast.quinn, at=at(2026, 7, 6)
    )
    client.force_login(cast.quinn)
    boxes = boxes_of(client, report)
    words = {
        "legal": {"prose": "None.", "officer": "Jo", "post": "Solicitor", "on": "2026-07-03"},
        "key_decision": {"answer": "yes", "prose": "It affects two wards."},
    }
    signed = next(
        slot for slot in assembly.draft(report, today=at(2026, 7, 20).date()).blueprint.slots if slot.kind == "signed"
    )
    words[signed.key] = words.pop("legal")
    commands.save_words(report, words, version=1, by=wes, at=NOW)

    answer = autosaved(client, report, **{**boxes, "summary": "Quinn."}).json()

    key = signed.key
    assert answer["boxes"] == {
        key: ["None."], f"{key}-officer": ["Jo"], f"{key}-post": ["Solicitor"],
        f"{key}-on_day": ["3"], f"{key}-on_month": ["7"], f"{key}-on_year": ["2026"],
        "key_decision": ["It affects two wards."], "key_decision-answer": ["yes"],
    }  # fmt: skip


def test_one_box_that_cannot_be_saved_keeps_nothing_else_back(client, cast, draft):
    client.force_login(cast.quinn)

    answer = autosaved(client, draft, 1, summary="x" * 5001, next_quarter="Soon.")

    assert answer.status_code == 422
    assert answer.json()["problem"].startswith(
        "“Summary (optional)” must be 5000 characters or fewer. It has 5001. Everything else was saved at "
    )
    assert assembly.words_of(draft)["next_quarter"] == {"prose": "Soon."}
    assert assembly.words_of(draft)["summary"] == {"prose": ""}


def test_autosave_of_a_report_that_was_sent_is_told_why(client, cast, written):
    commands.send(written, by=cast.quinn, at=at(2026, 7, 20))
    client.force_login(cast.quinn)

    answer = autosaved(client, written, written.version, summary="Late.")

    assert (answer.status_code, answer.json()["problem"]) == (
        422, "This report is with those who sign it off. Take it back before you change it.",
    )  # fmt: skip


@pytest.mark.parametrize("sent", [{}, {"version": "x"}, {"version": "9" * 30}, {"version": "1", "replace": "x"}])
def test_a_save_that_names_no_version_saves_nothing(client, cast, draft, sent):
    client.force_login(cast.quinn)
    path = f"/reports/{draft.pk}/edit/"

    statuses = [client.post(path, {"summary": "A", **sent, **more}).status_code for more in ({}, {"autosave": "1"})]

    assert (statuses, Version.objects.count()) == ([422, 422], 0)
