"""The sections of one report: put in order, renamed, left out, brought back and added; an earlier order restored."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from people.access import Refused
from people.models import Event
from reports import arranging, assembly, commands, past
from reports.arranging import Entry
from reports.blueprints import blueprint_of
from reports.commands import Conflict, HoldsWords
from reports.content import Text
from reports.models import Report
from tests.factories import at
from tests.reports.test_blocks import added, ordered, section_of, seen, without
from tests.reports.test_pictures import KEPT
from tests.reports.writing import NOW, PROSE, autosaved, boxes_of, words_on

pytestmark = pytest.mark.usefixtures("in_july")
TODAY = at(2026, 7, 20).date()


def entries_of(report):
    report = Report.objects.get(pk=report.pk)
    return arranging.entries_of(blueprint_of(report.kind), report.arrangement)


def arranged(report, by, entries=None, *, out=(), **more):
    entries = [replace(each, is_in=each.is_in and each.key not in out) for each in entries or entries_of(report)]
    return commands.arrange_sections(report, entries, seen=seen(report), by=by, at=NOW, **more)


def titles(report):
    found = assembly.draft(Report.objects.get(pk=report.pk), today=TODAY).document.sections
    return [(section.number, section.title) for section in found]


def test_sections_are_moved_renamed_and_added_in_one_report_alone(written, cast, places):
    entries = {each.key: each for each in entries_of(written)}
    first = replace(entries.pop("recommendation"), title="What we ask")
    report = arranged(written, cast.quinn, [first, *entries.values(), Entry("own-1", "Voices", hint="Who was heard.")])
    report = commands.save_words(
        report, {"own-1": {"prose": "We were heard."}}, version=report.version, by=cast.quinn, at=NOW
    )

    assert titles(report)[0] == (1, "What we ask")
    assert titles(report)[-1] == (len(titles(report)), "Voices")
    assert section_of(report, "own-1").blocks == (Text("We were heard."),)
    other = commands.start_report(
        kind="quarterly", unit=places.council, starts_on=TODAY.replace(month=1, day=1), by=cast.quinn, at=NOW
    )
    assert other.arrangement == []


def test_a_section_with_words_or_pictures_is_asked_about_kept_and_brought_back(written, cast):
    commands.add_picture(
        written, KEPT, section="targets", title="Map", alt="A map of the wards.", by=cast.quinn, at=NOW
    )
    with pytest.raises(HoldsWords) as refused:
        arranged(written, cast.quinn, out=("highlights", "targets", "about"))
    assert str(refused.value) == (
        "“Summary of findings” and “Targets by quarter” have words or pictures. "
        "Readers will not see them in the report."
    )
    report = arranged(written, cast.quinn, out=("highlights", "targets"), with_words=True)

    assert section_of(report, "highlights") is None
    assert assembly.words_of(report)["summary"] == {"prose": PROSE}
    assert {"summary", "key_messages"} <= {slot.key for slot in past.all_slots(report)}
    assert "summary" not in {slot.key for slot in past.slots_of(report)}
    assert assembly.draft(report, today=TODAY).barriers == []

    report = arranged(report, cast.quinn, [replace(each, is_in=True) for each in entries_of(report)])
    assert section_of(report, "highlights").blocks[1] == Text(PROSE)


def test_words_that_are_typed_in_a_section_as_it_is_left_out_are_kept(written, cast, wes, client):
    client.force_login(cast.quinn)
    sent = boxes_of(client, written)
    arranged(written, wes, out=("highlights",), with_words=True)

    answer = autosaved(client, written, sent.pop("version"), **{**sent, "summary": "Typed meanwhile."})

    assert answer.status_code == 200
    assert "What you typed there is kept with it." in answer.json()["hint"]
    assert assembly.words_of(written)["summary"] == {"prose": "Typed meanwhile."}


def test_what_is_left_out_was_shown_to_nobody(written, cast):
    report = arranged(written, cast.quinn, out=("audit_findings", "indicators", "targets"), with_words=True)

    assert assembly.draft(report, today=TODAY).shown_tables == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda entries: [replace(each, is_in=False) for each in entries], "Leave at least one section in the report."),
        (lambda entries: [replace(entries[0], title="Purpose"), *entries[1:]], "Two sections are called “Purpose”."),
        (lambda entries: [replace(entries[0], title=" "), *entries[1:]], "Section 1 needs a title."),
    ],
)
def test_what_cannot_be_a_report_is_refused(written, cast, change, sentence):
    with pytest.raises(Refused, match=sentence):
        arranged(written, cast.quinn, change(entries_of(written)))


def test_a_decision_report_always_says_whether_it_is_private(cast, places, quarter):
    report = commands.start_report(
        kind="decision", unit=places.council, starts_on=TODAY.replace(month=4, day=1), title="Placement", by=cast.quinn,
        at=at(2026, 7, 6),
    )  # fmt: skip
    with pytest.raises(Refused, match=r"“Is this a private report\?” stays"):
        arranged(report, cast.quinn, out=("private",))
    made = commands.adapt(kind="decision", title="Short decision", by=cast.quinn, at=NOW)
    entries = [replace(each, is_in=each.key != "private") for each in arranging.outline(blueprint_of("decision"))]
    with pytest.raises(Refused, match=r"“Is this a private report\?” stays"):
        commands.arrange(made, title="Short decision", entries=entries, version=1, by=cast.quinn)


def test_who_may_and_nobody_over_what_they_have_not_seen(written, cast, wes):
    opened = seen(written)
    for person in (cast.hal, cast.sky):
        with pytest.raises(PermissionDenied):
            arranged(written, person)
    arranged(written, wes, list(reversed(entries_of(written))))
    entries = entries_of(written)
    with pytest.raises(Conflict, match="Somebody else changed"):
        commands.arrange_sections(written, entries, seen=opened, by=cast.quinn, at=NOW)
    with pytest.raises(Conflict, match="Somebody else added a section"):
        commands.arrange_sections(written, entries[1:], seen=seen(written), by=cast.quinn, at=NOW)
    commands.send(written, by=cast.quinn, at=at(2026, 7, 20))
    with pytest.raises(Refused, match="Take it back before you change it"):
        arranged(written, cast.quinn)


def test_an_earlier_order_comes_back_in_one_step_and_nothing_is_lost(written, cast, client):
    before = assembly.draft(written, today=TODAY).document.sections
    report = ordered(written, "highlights", ["summary", "messages"], cast.quinn)
    moved = report.version
    report = arranged(report, cast.quinn, [*reversed(entries_of(report)), Entry("own-1", "Voices")])
    report = added(report, "highlights", "text", "Thanks", cast.quinn)
    words = {"block-1": {"prose": "Thank you."}, "own-1": {"prose": "Heard."}}
    report = commands.save_words(report, words, version=report.version, by=cast.quinn, at=NOW)
    client.force_login(cast.quinn)
    base = f"/reports/{written.pk}/history/"
    assert words_on(client.get(base)).count("Bring back the order before") == 3

    client.post(f"{base}{moved}/restore/", {"saves": seen(report)})

    report = Report.objects.get(pk=report.pk)
    assert assembly.draft(report, today=TODAY).document.sections == before
    assert {"block-1", "own-1"} <= {slot.key for slot in past.all_slots(report)}
    assert assembly.words_of(report)["own-1"] == {"prose": "Heard."}
    assert Event.objects.filter(verb="report.arranged").count() == 4
    # Which is a change itself, and goes back in one step too.
    client.post(f"{base}{report.version}/restore/", {"saves": seen(report)})
    assert section_of(report, "highlights").made_of == ("summary", "messages", "block-1")
    assert titles(report)[-1][1] == "Voices"
    refused = client.post(f"{base}999/restore/", {"saves": seen(report)}, follow=True)
    assert "The history does not have that order. Choose one of the list." in words_on(refused)


def page_data(client, report):
    form = client.get(f"/reports/{report.pk}/sections/").context["form"]
    data = {"saves": form["saves"].value(), "order": " ".join(each.key for each in form.asked)}
    for row in form.rows:
        data |= {f"title-{row['entry'].key}": row["entry"].title, f"in-{row['entry'].key}": "on"}
    return data


def test_the_page_moves_renames_adds_and_asks_without_a_script(written, cast, client):
    client.force_login(cast.quinn)
    path = f"/reports/{written.pk}/sections/"

    moved = client.post(path, {**page_data(client, written), "move": "up highlights", "title-purpose": "Why we write"})
    assert moved["Location"] == f"{path}#section-highlights"
    assert [entry.title for entry in entries_of(written)][:3] == [
        "Useful information", "Summary of findings", "Why we write",
    ]  # fmt: skip
    client.post(path, {**page_data(client, written), "add": "1", "new_title": "Voices", "new_hint": "Who was heard."})
    assert entries_of(written)[-1] == Entry("own-1", "Voices", hint="Who was heard.")
    sent = page_data(client, written)
    del sent["in-highlights"]
    asked = client.post(path, sent)
    assert asked.status_code == 409
    assert (
        "“Summary of findings” has words or pictures. Readers will not see it in the report. They are kept"
        in words_on(asked)
    )
    assert asked.content.count(b'name="title-highlights" value="Summary of findings"') == 1
    assert section_of(written, "highlights")
    client.post(path, {**sent, "with_words": "1"})
    assert section_of(written, "highlights") is None

    late = client.post(path, {**page_data(client, written), "saves": "before"})
    assert late.status_code == 422
    assert "Somebody else changed" in words_on(late)
    refused = client.post(path, {**page_data(client, written), "title-purpose": ""})
    assert "Give “Why we write” a title, or take it out" in words_on(refused)


@pytest.mark.parametrize("count", [1, 3, 15])
def test_the_page_asks_as_often_however_many_sections(written, cast, client, count, django_assert_num_queries):
    own = [Entry(f"own-{number}", f"Own {number}") for number in range(1, count + 1)]
    arranged(written, cast.quinn, [*entries_of(written), *own])
    client.force_login(cast.quinn)

    with django_assert_num_queries(4):
        client.get(f"/reports/{written.pk}/sections/")


def test_a_section_that_is_left_out_takes_its_block_with_it(written, cast):
    report = without(added(written, "useful", "text", "Thanks", cast.quinn), "useful", "block-1", cast.quinn)
    report = arranged(report, cast.quinn, out=("useful",))

    assert {"useful", "block-1"} <= {slot.key for slot in past.all_slots(report)}
