"""The blocks within a section: put in order, left out, brought back and added, in a report and in a council's kind."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from people.access import Refused
from people.models import Event
from reports import arranging, assembly, commands, content, past
from reports.arranging import BlockEntry
from reports.blueprints import blueprint_of
from reports.commands import Conflict, HoldsWords
from reports.content import Heading, Text
from reports.models import Report
from tests.factories import at
from tests.reports.test_arranging import TODAY
from tests.reports.writing import NOW, PROSE, autosaved, boxes_of, words_on

pytestmark = pytest.mark.usefixtures("in_july")
QUARTERLY = blueprint_of("quarterly")
AUDITS = ["numbers", "grades", "sides", "moderation", "agreement"]


def seen(report):
    return arranging.seal(Report.objects.get(pk=report.pk).arrangement)


def ordered(report, section, order, by, **more):
    return commands.order_blocks(report, section, order, seen=seen(report), by=by, at=NOW, **more)


def without(report, section, key, by, **more):
    return commands.leave_out(report, section, key, seen=seen(report), by=by, at=NOW, **more)


def added(report, section, kind, title, by):
    return commands.add_block(report, section, kind=kind, title=title, seen=seen(report), by=by, at=NOW)


def section_of(report, key):
    found = assembly.draft(Report.objects.get(pk=report.pk), today=TODAY).document.sections
    return next((section for section in found if section.key == key), None)


def test_every_section_says_of_which_blocks_it_is_made(written):
    made = {section.key: section.made_of for section in assembly.draft(written, today=TODAY).document.sections}

    assert made["audit_findings"] == ("numbers", "grades", "sides", "moderation", "moderation", "agreement")
    assert made["highlights"] == ("messages", "summary")


def test_blocks_stand_in_the_order_that_was_given_and_nothing_else_changes(written, cast):
    before = assembly.draft(written, today=TODAY).document.sections
    report = ordered(written, "audit_findings", [*AUDITS[2:], *AUDITS[:2]], cast.quinn)

    after = assembly.draft(report, today=TODAY).document.sections

    assert section_of(report, "audit_findings").made_of == (
        "sides", "moderation", "moderation", "agreement", "numbers", "grades",
    )  # fmt: skip
    assert [each for each in after if each.key != "audit_findings"] == [
        each for each in before if each.key != "audit_findings"
    ]
    assert sorted(map(repr, section_of(report, "audit_findings").blocks)) == sorted(
        repr(block) for each in before if each.key == "audit_findings" for block in each.blocks
    )


def test_words_that_are_left_out_are_asked_about_kept_and_brought_back(written, cast):
    with pytest.raises(HoldsWords, match="“Summary” has words in it"):
        without(written, "highlights", "summary", cast.quinn)
    assert section_of(written, "highlights").made_of == ("messages", "summary")

    report = without(written, "highlights", "summary", cast.quinn, with_words=True)
    assert section_of(report, "highlights").made_of == ("messages",)
    assert assembly.words_of(report)["summary"] == {"prose": PROSE}
    assert "summary" not in {slot.key for slot in past.slots_of(report)}

    report = commands.bring_in(report, "highlights", "summary", seen=seen(report), by=cast.quinn, at=NOW)
    assert section_of(report, "highlights").blocks[1] == Text(PROSE)


def test_a_block_without_words_is_left_out_at_once(written, cast):
    report = without(written, "audit_findings", "grades", cast.quinn)

    assert "grades" not in section_of(report, "audit_findings").made_of


def test_what_the_report_cannot_do_without_stays(written, cast):
    with pytest.raises(Refused, match="“Key messages” stays"):
        without(written, "highlights", "messages", cast.quinn, with_words=True)


@pytest.mark.parametrize(
    ("kind", "words", "block"),
    [
        ("heading", {"prose": "Fostering"}, Heading("Fostering")),
        ("text", {"prose": "One.\n\nTwo."}, Text("One.\n\nTwo.")),
        ("key_messages", {"messages": ["First"]}, content.KeyMessages(("First",))),
        ("strengths_focus", {"strengths": ["Seen"], "focus": []}, content.StrengthsFocus(("Seen",), ())),
    ],
)
def test_a_block_of_ones_own_has_its_words_in_the_section(written, cast, kind, words, block):
    report = added(written, "next_quarter", kind, " Fostering  team ", cast.quinn)
    assert section_of(report, "next_quarter").made_of == ("next_quarter",)

    report = commands.save_words(report, {"block-1": words}, version=report.version, by=cast.quinn, at=NOW)

    assert section_of(report, "next_quarter").blocks[1:] == (block,)
    assert [slot.title for slot in past.slots_of(report) if slot.of_section == "next_quarter"] == [
        "Next quarter", "Fostering team",
    ]  # fmt: skip


def test_own_words_bring_a_section_that_has_nothing_else(written, cast):
    assert section_of(written, "useful") is None
    report = added(written, "useful", "text", "Thanks", cast.quinn)
    assert section_of(report, "useful") is None

    commands.save_words(report, {"block-1": {"prose": "Thank you."}}, version=report.version, by=cast.quinn, at=NOW)

    assert section_of(report, "useful").blocks == (Text("Thank you."),)


def test_a_section_without_records_still_says_so_above_own_words(draft, cast):
    report = added(draft, "audit_findings", "text", "Why", cast.quinn)
    words = {"block-1": {"prose": "Audits begin in July."}}

    commands.save_words(report, words, version=report.version, by=cast.quinn, at=NOW)

    assert section_of(report, "audit_findings").blocks == (
        Text("No audit of this quarter is agreed."), Text("Audits begin in July."),
    )  # fmt: skip


def test_a_private_decision_tells_nothing_of_anybodys_own_to_the_public(cast, places, quarter):
    report = commands.start_report(
        kind="decision", unit=places.council, starts_on=TODAY.replace(month=4, day=1), title="Placement", by=cast.quinn,
        at=at(2026, 7, 6),
    )  # fmt: skip
    report = added(report, "private", "text", "Detail", cast.quinn)
    words = {"private": {"answer": "yes", "option": "1", "prose": "It names a person."},
             "block-1": {"prose": "The detail."}}  # fmt: skip
    report = commands.save_words(report, words, version=report.version, by=cast.quinn, at=NOW)

    found = assembly.draft(report, today=TODAY)

    assert "The detail." not in repr(found.document)
    assert "The detail." in repr(found.restricted)


def test_tables_that_are_left_out_were_shown_to_nobody(written, cast):
    def shown(report):
        return {(table.name, len(table.lines)) for table in assembly.draft(report, today=TODAY).shown_tables
                if not table.name.startswith("Indicator")}  # fmt: skip

    whole = shown(written)
    grades = next(lines for name, lines in whole if name.startswith("Agreed grades"))
    report = without(written, "audit_findings", "grades", cast.quinn)
    # How many are good or better overall stands beside the numbers, too.
    assert shown(report) == {
        (name, 1 if lines == grades and name.startswith("Agreed") else lines) for name, lines in whole
    }
    report = without(report, "audit_findings", "numbers", cast.quinn)
    report = without(report, "audit_findings", "moderation", cast.quinn)
    report = without(report, "audit_findings", "agreement", cast.quinn)

    assert shown(report) == set()


def test_sentences_about_figures_that_are_left_out_are_not_proposed(written, cast):
    def proposed(report):
        found = assembly.draft(report, today=TODAY).suggestions["summary"]
        return [each for each in found if "indicator" in each.text]

    assert proposed(written)
    assert proposed(without(written, "indicators", "table", cast.quinn)) == []


def test_nobody_arranges_over_what_they_have_not_seen(written, cast, wes):
    opened = seen(written)
    ordered(written, "highlights", ["summary", "messages"], wes)

    for change in (
        lambda: commands.order_blocks(written, "highlights", ["messages", "summary"], seen=opened, by=cast.quinn),
        lambda: commands.leave_out(written, "audit_findings", "grades", seen=opened, by=cast.quinn),
        lambda: commands.add_block(written, "useful", kind="text", title="A", seen=opened, by=cast.quinn),
    ):
        with pytest.raises(Conflict, match="Somebody else changed the blocks"):
            change()
    assert section_of(written, "highlights").made_of == ("summary", "messages")


def test_who_may_and_when(written, cast):
    for person in (cast.hal, cast.sky):
        with pytest.raises(PermissionDenied):
            ordered(written, "highlights", ["summary", "messages"], person)
    with pytest.raises(Refused, match="This report has no such section"):
        added(written, "nowhere", "text", "A", cast.quinn)
    with pytest.raises(Refused, match="This report has no such block any more"):
        without(written, "highlights", "grades", cast.quinn)
    commands.send(written, by=cast.quinn, at=at(2026, 7, 20))
    with pytest.raises(Refused, match="Take it back before you change it"):
        ordered(written, "highlights", ["summary", "messages"], cast.quinn)


def test_every_change_is_a_version_with_its_order_before_and_after(written, cast, client):
    version = written.version
    report = without(written, "highlights", "summary", cast.quinn, with_words=True)
    report = ordered(report, "actions", ["list", "counts"], cast.quinn)
    assert ordered(report, "actions", ["list", "counts"], cast.quinn).version == report.version == version + 2
    assert Event.objects.filter(verb="report.arranged").count() == 2
    client.force_login(cast.quinn)
    base = f"/reports/{written.pk}/history/"

    page = words_on(client.get(base))
    compared = words_on(client.get(f"{base}compare/?from={version}&to={version + 1}"))
    later = words_on(client.get(f"{base}compare/?from={version + 1}&to={version + 2}"))

    assert f"Version {version + 2}: Quinn, 8 July 2026, 10:00 Blocks arranged. Order of sections and blocks" in page
    assert "Order of sections and blocks" in compared
    assert "new: (left out) (end)" in compared
    assert "Summary (optional)" not in compared.split("What changed from version", 1)[1]
    assert "Order of sections and blocks" in later
    assert "(left out) (end)" not in later


def test_words_that_are_typed_in_a_block_as_it_is_left_out_are_kept(written, cast, wes, client):
    client.force_login(cast.quinn)
    sent = boxes_of(client, written)
    without(written, "highlights", "summary", wes, with_words=True)

    answer = autosaved(client, written, sent.pop("version"), **{**sent, "summary": "Typed meanwhile."})

    assert answer.status_code == 200
    assert answer.json()["hint"] == (
        "Somebody left “Summary (optional)” out of the report in the meantime. What you typed there is kept with it."
    )
    assert assembly.words_of(written)["summary"] == {"prose": "Typed meanwhile."}


def test_a_page_from_before_a_block_came_does_not_empty_it(written, cast, wes, client):
    report = without(written, "highlights", "summary", wes, with_words=True)
    client.force_login(cast.quinn)
    sent = boxes_of(client, report)
    report = commands.bring_in(report, "highlights", "summary", seen=seen(report), by=wes, at=NOW)
    report = added(report, "useful", "text", "Thanks", wes)
    commands.save_words(report, {"block-1": {"prose": "Thanks."}}, version=report.version, by=wes, at=NOW)

    answer = autosaved(client, written, sent.pop("version"), **{**sent, "next_quarter": "Transitions."})

    assert answer.status_code == 200
    words = assembly.words_of(written)
    assert [words[key]["prose"] for key in ("summary", "block-1", "next_quarter")] == [PROSE, "Thanks.", "Transitions."]


def test_a_block_that_was_left_out_keeps_what_is_said_of_it(written, cast, wes, client):
    commands.comment(written, "summary", text="Too calm?", by=wes, at=NOW)
    without(written, "highlights", "summary", cast.quinn, with_words=True)
    client.force_login(cast.quinn)

    page = words_on(client.get(f"/reports/{written.pk}/comments/"))

    assert "Left out of the report" in page
    assert "Too calm?" in page


def test_the_page_moves_leaves_out_and_brings_back_without_a_script(written, cast, client):
    client.force_login(cast.quinn)
    base = f"/reports/{written.pk}/blocks/"
    send = lambda path, **data: client.post(base + path, {"saves": seen(written), **data})  # noqa: E731

    moved = send("highlights/order/", move="summary up")
    assert moved["Location"] == f"{base}#section-highlights"
    assert section_of(written, "highlights").made_of == ("summary", "messages")
    asked = send("highlights/summary/leave-out/")
    assert asked.status_code == 409
    assert "“Summary” has words in it. Readers will not see them while it is left out. They are kept" in words_on(asked)
    send("highlights/summary/leave-out/", with_words="1")
    page = words_on(client.get(base))
    assert "Left out of Summary of findings Summary Has words Bring back Summary" in page
    send("highlights/summary/bring-in/")
    assert section_of(written, "highlights").made_of == ("summary", "messages")

    refused = send("", section="useful", kind="text", title="")
    made = send("", section="useful", kind="heading", title="Thanks")
    assert (refused.status_code, made["Location"]) == (422, f"{base}#section-useful")
    assert "Thanks Heading of your own, nothing written yet" in words_on(client.get(base))


def test_a_script_is_told_in_words_and_of_another_order_it_has_not_seen(written, cast, client):
    client.force_login(cast.quinn)
    path = f"/reports/{written.pk}/blocks/highlights/order/"
    opened = seen(written)
    send = lambda **data: client.post(path, data, headers={"Accept": "application/json"})  # noqa: E731

    answer = send(saves=opened, order="summary messages", moved="summary")
    late = send(saves=opened, order="messages summary", moved="summary")

    assert answer.json() == {"saves": seen(written), "words": "“Summary” is now 1 of 2."}
    assert (late.status_code, late.json()["problem"][:38]) == (409, "Somebody else changed the blocks of th")
    assert send(saves=seen(written), order="messages", moved="summary").status_code == 409


@pytest.mark.parametrize("count", [1, 3, 25])
def test_the_page_asks_as_often_however_many_blocks(written, cast, client, count, django_assert_num_queries):
    for number in range(count):
        added(written, "useful", "text", f"Own {number}", cast.quinn)
    client.force_login(cast.quinn)

    with django_assert_num_queries(7):
        page = client.get(f"/reports/{written.pk}/blocks/")

    assert words_on(page).count("Text of your own, nothing written yet") == count


def test_a_council_arranges_the_blocks_of_its_kind(cast, client, places, quarter):
    made = commands.adapt(kind="quarterly", title="Board report", by=cast.quinn, at=at(2026, 7, 1))
    client.force_login(cast.quinn)
    path = f"/reports/kinds/{made.pk}/"

    def send(**changes):
        form = client.get(path).context["form"]
        data = {
            "version": form["version"].value(),
            "title": "Board report",
            "order": " ".join(e.key for e in form.asked),
        }
        for row in form.rows:
            key = row["entry"].key
            data |= {f"title-{key}": row["entry"].title, f"in-{key}": "on"}
            if len(row["blocks"]) > 1:
                data[f"blocks-{key}"] = " ".join(block["key"] for block in row["blocks"])
            data |= {b["box"].html_name: "on" for b in row["blocks"] if b["box"] and b["box"].value()}
        return client.post(path, {name: value for name, value in {**data, **changes}.items() if value})

    moved = send(move="down highlights messages")
    assert moved["Location"] == f"{path}?open=highlights#block-highlights-messages"
    send(**{"block-audit_findings-agreement": ""})
    send(add_block="1", block_section="next_quarter", block_kind="text", block_title="Who does it")
    refused = send(add_block="1", block_section="", block_kind="text", block_title="Mine")
    assert "Choose the section that the block joins." in words_on(refused)

    made.refresh_from_db()
    report = commands.start_report(
        kind="quarterly", unit=places.council, starts_on=TODAY.replace(month=4, day=1), adaptation=made, by=cast.quinn,
        at=at(2026, 7, 6),
    )  # fmt: skip
    assert (made.version, report.arrangement) == (4, made.arrangement)
    words = {"key_messages": {"messages": ["One."]}, "summary": {"prose": "Two."}, "block-1": {"prose": "The team."},
             "next_quarter": {"prose": "Three."}}  # fmt: skip
    commands.save_words(report, words, version=1, by=cast.quinn, at=NOW)
    assert section_of(report, "highlights").made_of == ("summary", "messages")
    assert section_of(report, "audit_findings").made_of == ("numbers", "grades", "moderation", "moderation")
    assert section_of(report, "next_quarter").blocks == (Text("Three."), Text("The team."))


def test_a_kind_keeps_what_its_reports_need(cast):
    made = commands.adapt(kind="quarterly", title="Board report", by=cast.quinn, at=at(2026, 7, 1))
    entries = arranging.with_blocks(arranging.outline(QUARTERLY), "highlights", [BlockEntry("messages", is_in=False)])

    with pytest.raises(Refused, match="“Key messages” stays"):
        commands.arrange(made, title="Board report", entries=entries, version=1, by=cast.quinn)
    # A section that is left out whole asks for nothing.
    out = [replace(each, is_in=each.key != "highlights") for each in entries]
    assert commands.arrange(made, title="Board report", entries=out, version=1, by=cast.quinn).version == 2
