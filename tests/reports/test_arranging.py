"""A council's own kinds of report: pure rules, commands, pages, and what a report makes of them."""

import datetime
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from people.access import Refused
from reports import arranging, assembly, commands, content
from reports.arranging import Entry
from reports.blueprints import blueprint_of, discovered
from reports.commands import Conflict
from reports.models import Report
from tests.factories import at
from tests.reports.conftest import APRIL, WORDS

TODAY = datetime.date(2026, 7, 20)
QUARTERLY = blueprint_of("quarterly")
A, B, C = Entry("a", "A"), Entry("b", "B"), Entry("c", "C")


@pytest.mark.parametrize(
    ("key", "by", "order"),
    [("a", -1, "abc"), ("a", 1, "bac"), ("b", 1, "acb"), ("c", 1, "abc"), ("c", -1, "acb")],
)
def test_a_section_moves_one_place_and_stops_at_the_ends(key, by, order):
    assert "".join(entry.key for entry in arranging.moved([A, B, C], key, by)) == order


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ([A, B], ""),
        ([replace(A, is_in=False)], "Leave at least one section in the report."),
        ([A, Entry("b", " ")], "Section 2 needs a title."),
        ([A, Entry("b", "x" * 101)], "The title of section 2 is longer than 100 letters. Shorten it."),
        ([A, Entry("b", "a ")], "Two sections are called “A”. Give each a title of its own."),
        ([A, Entry("b", "A", is_in=False)], ""),
        ([Entry(f"own-{n}", f"Own {n}") for n in range(31)], "A report has at most 30 sections; these are 31."),
    ],
)
def test_what_cannot_be_a_report_is_told_in_a_sentence(entries, sentence):
    assert arranging.problem(entries).startswith(sentence)
    assert bool(arranging.problem(entries)) == bool(sentence)


def test_sections_that_the_blueprint_gained_stand_at_the_end_and_lost_ones_are_gone():
    stored = [{"key": "gone", "title": "Gone"}, {"key": "about", "title": "Notes"}]

    entries = arranging.entries_of(QUARTERLY, stored)

    assert (entries[0], len(entries)) == (Entry("about", "Notes"), len(QUARTERLY.outline))


def test_a_section_of_ones_own_has_a_key_of_its_own():
    entries = arranging.with_own(arranging.with_own([A], "Voices", "What was heard."), "Next", "")

    assert [(entry.key, entry.title, entry.hint) for entry in entries[1:]] == [
        ("own-1", "Voices", "What was heard."), ("own-2", "Next", ""),
    ]  # fmt: skip


@pytest.fixture
def own(cast):
    """The quarterly report with indicators first, without the targets and next quarter, and a section of its own."""
    made = commands.adapt(kind="quarterly", title="Board report", by=cast.quinn, at=at(2026, 7, 1))
    entries = {entry.key: entry for entry in arranging.outline(QUARTERLY)}
    order = [
        replace(entries["indicators"], title="Indicators first"), entries["highlights"],
        replace(entries["audit_findings"], leaves_out_empty=True), Entry("own-1", "Voices", hint="What was heard."),
        Entry("own-2", "Visits", leaves_out_empty=True), replace(entries["next_quarter"], is_in=False),
        *(replace(entries[key], is_in=False) for key in ("useful", "purpose", "targets", "actions", "recommendation",
                                                           "about")),
    ]  # fmt: skip
    return commands.arrange(made, title="Board report", entries=order, version=1, by=cast.quinn, at=at(2026, 7, 1))


@pytest.fixture
def report(own, places, cast):
    return commands.start_report(
        kind="quarterly", adaptation=own, unit=places.council, starts_on=APRIL, by=cast.quinn, at=at(2026, 7, 6)
    )


def titles_of(report):
    document = assembly.draft(report, today=TODAY).document
    return [(section.number, section.title) for section in document.sections]


def test_a_report_follows_the_arrangement(report, quarter, cast):
    words = {key: WORDS[key] for key in ("key_messages", "strengths_focus")} | {"own-1": {"prose": "We were heard."}}
    report = commands.save_words(report, words, version=1, by=cast.quinn, at=at(2026, 7, 7))

    found = assembly.draft(report, today=TODAY)

    assert report.title == "Board report"
    assert titles_of(report) == [
        (1, "Indicators first"), (2, "Summary of findings"), (3, "What audits found"), (4, "Voices"),
    ]  # fmt: skip
    assert found.document.sections[3].blocks == (content.Text("We were heard."),)
    assert [slot.key for slot in found.blueprint.slots] == [
        "key_messages", "summary", "strengths_focus", "own-1", "own-2",
    ]  # fmt: skip
    # What comes next is asked for by a section that is left out.
    assert found.barriers == []


def test_what_has_nothing_to_say_says_so_or_is_left_out_by_choice(report, load_june):
    load_june()

    assert titles_of(report) == [(1, "Indicators first"), (2, "Summary of findings"), (3, "Voices")]
    assert assembly.draft(report, today=TODAY).document.sections[2].blocks == (content.Text("Nothing is written yet."),)


def test_a_report_keeps_the_arrangement_with_which_it_was_started(report, own, cast, load_june):
    load_june()
    before = titles_of(report)

    commands.arrange(own, title="Other", entries=arranging.outline(QUARTERLY), version=2, by=cast.quinn)

    report.refresh_from_db()
    assert (titles_of(report), report.title) == (before, "Board report")


def test_one_period_may_have_the_portals_report_and_ones_own_but_each_once(report, own, places, cast):
    plain = {"kind": "quarterly", "unit": places.council, "starts_on": APRIL, "by": cast.quinn, "at": at(2026, 7, 6)}
    commands.start_report(**plain)

    for again in ({}, {"adaptation": own}):
        with pytest.raises(Refused, match="There is a report for this period already"):
            commands.start_report(**plain, **again)
    assert Report.objects.count() == 2


def test_names_are_told_apart(own, cast):
    for taken in ("board REPORT", "Quarterly quality assurance report"):
        with pytest.raises(Refused, match="There is a kind of report called"):
            commands.adapt(kind="quarterly", title=taken, by=cast.quinn)
    commands.retire(own, by=cast.quinn)
    assert commands.adapt(kind="highlight", title="Board report", by=cast.quinn).kind == "highlight"


def test_nobody_overwrites_unawares(own, cast):
    with pytest.raises(Conflict):
        commands.arrange(own, title="Board", entries=arranging.outline(QUARTERLY), version=1, by=cast.quinn)

    own.refresh_from_db()
    assert (own.title, own.version) == ("Board report", 2)


def test_a_kind_that_is_put_away_starts_nothing_and_is_not_arranged(own, places, cast):
    commands.retire(own, by=cast.quinn)
    own.refresh_from_db()

    with pytest.raises(Refused, match="There is no report of that kind"):
        commands.start_report(kind="quarterly", adaptation=own, unit=places.council, starts_on=APRIL, by=cast.quinn)
    with pytest.raises(Refused, match="This kind of report is put away"):
        commands.arrange(own, title="B", entries=arranging.outline(QUARTERLY), version=2, by=cast.quinn)


def test_only_writers_adapt(own, cast):
    with pytest.raises(PermissionDenied):
        commands.adapt(kind="quarterly", title="Mine", by=cast.sky)
    with pytest.raises(PermissionDenied):
        commands.retire(own, by=cast.hal)


@pytest.mark.parametrize("kind", ["decision", "highlight", "practice", "quarterly", "scrutiny"])
def test_every_place_of_a_blueprint_belongs_to_a_section_that_it_has(kind):
    blueprint = discovered()[kind]
    keys = [key for key, _ in blueprint.outline]

    assert len(set(keys)) == len(keys)
    assert {slot.of_section for slot in blueprint.slots} <= set(keys)


def page_data(own, **changes):
    entries = arranging.entries_of(QUARTERLY, own.arrangement)
    data = {"version": own.version, "title": own.title, "order": " ".join(entry.key for entry in entries)}
    for entry in entries:
        data[f"title-{entry.key}"] = entry.title
        if entry.is_in:
            data[f"in-{entry.key}"] = "on"
        if entry.leaves_out_empty:
            data[f"empty-{entry.key}"] = "on"
        if entry.is_own:
            data[f"hint-{entry.key}"] = entry.hint
    return {**data, **changes}


@pytest.mark.parametrize(
    ("button", "first"),
    [({}, "indicators highlights"), ({"move": "down indicators"}, "highlights indicators"),
     ({"move": "up highlights"}, "highlights indicators"), ({"move": "up nothing"}, "indicators highlights")],
)  # fmt: skip
def test_every_button_of_the_page_keeps_what_is_typed(client, cast, own, button, first):
    client.force_login(cast.quinn)

    response = client.post(f"/reports/kinds/{own.pk}/", page_data(own, **{"title-highlights": "In short"}, **button))

    own.refresh_from_db()
    assert response["Location"] == f"/reports/kinds/{own.pk}/"
    assert " ".join(each["key"] for each in own.arrangement[:2]) == first
    assert next(each["title"] for each in own.arrangement if each["key"] == "highlights") == "In short"


def test_a_section_is_added_from_the_page(client, cast, own):
    client.force_login(cast.quinn)

    client.post(f"/reports/kinds/{own.pk}/", page_data(own, add="1", new_title="Partners", new_hint="What they said."))

    own.refresh_from_db()
    assert own.arrangement[-1] == {
        "key": "own-3", "title": "Partners", "is_in": True, "leaves_out_empty": False, "hint": "What they said.",
        "blocks": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"title": ""}, "Give it a name"), ({"title-highlights": "Indicators first"}, "Two sections are called"),
     ({"add": "1", "new_title": ""}, "needs a title."), ({"version": "1"}, "Somebody else changed this kind")],
)  # fmt: skip
def test_a_refusal_keeps_the_page_as_it_was_typed(client, cast, own, changes, sentence):
    client.force_login(cast.quinn)

    response = client.post(f"/reports/kinds/{own.pk}/", page_data(own, **{"title-own-1": "Typed", **changes}))

    page = response.content.decode()
    assert (response.status_code, sentence in page, 'value="Typed"' in page) == (422, True, True)
    own.refresh_from_db()
    assert own.version == 2


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_list_of_kinds_takes_the_same_queries(client, cast, count, django_assert_num_queries):
    for number in range(count):
        commands.adapt(kind="quarterly", title=f"Kind {number}", by=cast.quinn)
    client.force_login(cast.quinn)

    with django_assert_num_queries(4):
        response = client.get("/reports/kinds/")

    assert [made.title for made, _ in response.context["own"]] == sorted(f"Kind {number}" for number in range(count))
