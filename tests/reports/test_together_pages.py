"""Pages on which people write a report together: what they show, what they refuse, and how often they ask."""

import html

import pytest

from reports import assembly, commands
from reports.models import Comment, Report, SuggestedChange, Version, VersionPlace
from tests.factories import at
from tests.reports.writing import HOSTILE, NOW, PROSE, told, words_on

pytestmark = pytest.mark.usefixtures("in_july")


def test_the_writing_page_shows_owners_comments_and_suggestions_at_their_places(client, cast, written, wes):
    commands.set_owners(written, {"highlights": wes}, by=cast.quinn)
    commands.comment(written, "summary", text="Too calm?", by=wes, at=NOW)
    commands.resolve(commands.comment(written, "summary", text="Settled.", by=wes, at=NOW), by=cast.quinn)
    commands.suggest(written, "summary", wording="A calm quarter.", based_on=PROSE, by=wes, at=NOW)
    client.force_login(cast.quinn)

    page = words_on(client.get(f"/reports/{written.pk}/edit/"))

    assert page.count("Summary of findings Owned by Wes. Change who owns Summary of findings") == 1
    assert "Next quarter Nobody owns this section." in page
    assert "Comments: 1 open Suggested changes: 1 waiting" in page
    assert "Wes , 8 July 2026, 10:00 Too calm?" in page
    assert "Settled." not in page
    assert "A taken out: steady (end) new: calm (end) quarter. taken out: - Supervision improved (end)" in page
    assert "Last saved by Quinn on 7 July 2026 at" in page


def test_the_list_and_the_home_page_say_whose_section_it_is(client, cast, draft, wes):
    commands.set_owners(draft, {"highlights": wes, "next_quarter": wes, "useful": cast.quinn}, by=cast.quinn)

    for person, words in (
        (wes, "Your sections: Summary of findings, Next quarter"),
        (cast.quinn, "Your section: Useful information"),
    ):
        client.force_login(person)
        for path in ("/reports/", "/"):
            assert words in words_on(client.get(path))


def test_owners_are_chosen_on_a_page(client, cast, draft, wes):
    client.force_login(cast.quinn)
    path = f"/reports/{draft.pk}/owners/"
    form = client.get(path).context["form"]
    assert [words for _, words in form.fields["owner-useful"].choices] == ["Nobody in particular", "Quinn", "Wes"]

    response = client.post(path, {"owner-highlights": wes.pk}, follow=True)

    assert {each.section: each.owner for each in draft.owners.all()} == {"highlights": wes}
    assert told(response) == ["Each sees their sections among what is under way."]
    assert client.post(path, {"owner-useful": cast.hal.pk}).status_code == 422
    assert client.post(path, {}).status_code == 302
    assert draft.owners.count() == 0


def test_a_comment_on_the_page_its_refusal_keeps_the_words(client, cast, draft):
    client.force_login(cast.quinn)
    path = f"/reports/{draft.pk}/comments/"
    assert client.get(f"{path}?place=summary").context["form"]["place"].value() == "summary"

    refused = client.post(path, {"place": "summary", "text": "Ask QA123456."})
    made = client.post(path, {"place": "summary", "text": "Ask again."})

    assert (refused.status_code, refused.context["form"]["text"].value()) == (422, "Ask QA123456.")
    assert "<title>Error: Comments on " in refused.content.decode()
    assert "QA123456 looks like a case reference. Take it out: what is said here names no child." in words_on(refused)
    [comment] = Comment.objects.all()
    assert (made["Location"], comment.text, comment.by) == (f"{path}#place-summary", "Ask again.", cast.quinn)
    client.post(f"{path}{comment.pk}/resolve/")
    again = client.post(f"{path}{comment.pk}/resolve/", follow=True)
    assert told(again)[-1] == "This comment is resolved already."
    assert "Settled: 1 comment, 0 suggestions about Summary (optional)" in words_on(again)
    client.post(f"{path}{comment.pk}/reopen/")
    assert "1 comment open, 0 suggested changes waiting." in words_on(client.get(path))


def test_the_sign_off_page_shows_what_is_still_open(client, cast, written):
    comment = commands.comment(written, "summary", text="Too calm?", by=cast.quinn, at=NOW)
    commands.send(written, by=cast.quinn, at=at(2026, 7, 20))
    client.force_login(cast.hal)
    path = f"/reports/{written.pk}/sign-off/"

    assert "Comments still open (1)" in words_on(client.get(path))
    assert "Summary (optional) : Quinn, 8 July 2026, 10:00 Too calm?" in words_on(client.get(path))
    client.post(f"/reports/{written.pk}/comments/{comment.pk}/resolve/")
    assert "Comments still open" not in words_on(client.get(path))


def test_who_signs_off_suggests_and_a_writer_accepts_on_the_page(client, cast, written):
    commands.send(written, by=cast.quinn, at=at(2026, 7, 20))
    client.force_login(cast.hal)
    path = f"/reports/{written.pk}/suggest/summary/"
    form = client.get(path).context["form"]
    assert (form["wording"].value(), form["based_on"].value()) == (PROSE, PROSE)
    same = client.post(path, {"wording": PROSE.replace("\n", "\r\n"), "based_on": PROSE})
    assert "This is the wording as it stands." in words_on(same)
    client.post(path, {"wording": "A calm quarter.", "based_on": PROSE})
    [change] = SuggestedChange.objects.all()
    assert "It waits for somebody who writes this report." in words_on(client.get(change.get_absolute_url()))
    client.force_login(cast.quinn)
    assert "Take it back before you change it." in words_on(client.get(change.get_absolute_url()))
    report = commands.take_back(written, by=cast.quinn)

    response = client.post(f"{change.get_absolute_url()}accept/", {"version": report.version}, follow=True)

    assert told(response) == ["The suggested wording stands in the report."]
    assert assembly.words_of(report)["summary"] == {"prose": "A calm quarter."}
    assert "Accepted by Quinn" in words_on(client.get(change.get_absolute_url()))


def test_accepting_over_changed_words_shows_both_first(client, cast, written, wes):
    change = commands.suggest(written, "summary", wording="A calm quarter.", based_on=PROSE, by=wes, at=NOW)
    client.force_login(cast.quinn)
    opened = written.version
    report = commands.save_words(written, {"summary": {"prose": "Worse."}}, version=opened, by=wes, at=NOW)
    path = f"{change.get_absolute_url()}accept/"

    first = client.post(path, {"version": opened})
    assert (first.status_code, told(first)) == (
        409, ["Somebody saved these words while you looked at them. Look at both wordings again."],
    )  # fmt: skip
    assert "As it stands now Worse. As suggested A calm quarter." in words_on(first)
    second = client.post(path, {"version": report.version})
    assert told(second) == ["The words were changed after this was suggested. Look at both before you choose."]
    assert assembly.words_of(report)["summary"] == {"prose": "Worse."}
    client.post(path, {"version": report.version, "over": "1"})

    assert assembly.words_of(report)["summary"] == {"prose": "A calm quarter."}


def test_declining_on_the_page_keeps_a_refused_reason(client, cast, written, wes):
    change = commands.suggest(written, "summary", wording="A calm quarter.", based_on=PROSE, by=wes, at=NOW)
    client.force_login(cast.quinn)
    path = f"{change.get_absolute_url()}decline/"

    refused = client.post(path, {"reason": "See QA123456."})
    client.post(path, {"reason": "Too calm."})

    assert (refused.status_code, refused.context["form"]["reason"].value()) == (422, "See QA123456.")
    change.refresh_from_db()
    assert (change.answer, change.reason) == ("declined", "Too calm.")
    assert "Why not: Too calm." in words_on(client.get(change.get_absolute_url()))


def test_the_history_compares_and_brings_back(client, cast, draft, wes):
    commands.save_words(draft, {"summary": {"prose": "A calm day."}}, version=1, by=cast.quinn, at=NOW)
    report = commands.save_words(draft, {"summary": {"prose": "A wild day."}}, version=2, by=wes, at=NOW)
    client.force_login(cast.quinn)
    base = f"/reports/{draft.pk}/history/"

    page = words_on(client.get(base))
    assert "Version 3: Wes, 8 July 2026, 10:00 Summary (optional) What changed in version 3" in page
    compared = words_on(client.get(f"{base}compare/?from=2&to=3"))
    assert "What changed from version 2 to version 3" in compared
    assert "A taken out: calm (end) new: wild (end) day." in compared
    assert "new: A calm day. (end)" in words_on(client.get(f"{base}compare/?from=1&to=2"))
    assert client.get(f"{base}compare/?from=2&to=9").status_code == 422
    assert client.get(f"{base}compare/?from=x&to=" + "9" * 40).status_code == 422
    sent = {"place": "summary", "number": 2, "version": report.version}
    assert told(client.post(f"{base}bring-back/", sent, follow=True)) == [
        "The earlier words stand in the report again, as a new version."
    ]
    assert assembly.words_of(draft)["summary"] == {"prose": "A calm day."}
    assert "Version 4: Quinn" in words_on(client.get(base))
    assert "Earlier wording brought back." in words_on(client.get(base))


def test_a_report_from_before_the_history_says_so(client, cast, draft):
    Report.objects.filter(pk=draft.pk).update(version=5)
    client.force_login(cast.quinn)

    page = words_on(client.get(f"/reports/{draft.pk}/history/"))

    assert "Saves of this report were not kept at first. Its history begins at its next save." in page


def test_hostile_words_are_printed_as_words(client, cast, written, wes):
    commands.comment(written, "summary", text=HOSTILE, by=wes, at=NOW)
    change = commands.suggest(written, "summary", wording=HOSTILE, based_on=PROSE, by=wes, at=NOW)
    commands.save_words(written, {"summary": {"prose": HOSTILE}}, version=written.version, by=wes, at=NOW)
    client.force_login(cast.quinn)
    base = f"/reports/{written.pk}/"

    for path in (
        "edit/",
        "comments/",
        "sign-off/",
        f"suggested/{change.pk}/",
        "suggest/summary/",
        "history/compare/?from=2&to=3",
    ):
        page = client.get(base + path).content.decode()
        assert (path, "<script>alert" in page, "<b>bold" in page) == (path, False, False)
        assert (path, "&lt;script&gt;" in page) == (path, True)
        assert "{{ 7*7 }}" in html.unescape(page)


def fill(report, by, count):
    for number in range(count):
        commands.comment(report, "summary", text=f"Comment {number}", by=by, at=NOW)
        commands.suggest(report, "summary", wording=f"Wording {number}", based_on="", by=by, at=NOW)
    rows = [Version(report=report, number=2 + n, entry=2 + n, at=NOW, by=by) for n in range(count)]
    for row in Version.objects.bulk_create(rows):
        VersionPlace.objects.create(version=row, key="summary", content={"prose": f"Text {row.number}"})
    Report.objects.filter(pk=report.pk).update(version=1 + count)


@pytest.mark.parametrize("count", [1, 3, 50])
def test_comments_suggestions_and_history_ask_as_often_however_many(
    client, cast, draft, count, django_assert_num_queries
):
    fill(draft, cast.quinn, count)
    client.force_login(cast.quinn)
    base = f"/reports/{draft.pk}/"
    client.get(base + "comments/")
    for path, queries in (
        ("comments/", 8), ("owners/", 6), ("history/", 10), ("history/compare/?from=1&to=2", 11), ("edit/", 31),
    ):  # fmt: skip
        with django_assert_num_queries(queries):
            page = client.get(base + path)
        assert (path, page.status_code) == (path, 200)
    assert client.get(base + "comments/").context["talk"].waiting_changes == count
