"""A tool through its pages: started, brought into use by two people, versioned, retired; its themes and its audits."""

from dataclasses import replace

import pytest
from lxml import html

from audits import commands
from audits.content import COHORT_WORDS, Condition, Kind, Question, problems
from audits.models import Audit, Theme, Tool, ToolVersion
from tests.audits.pages import url
from tests.audits.test_tool_commands import WHOLE
from tests.audits.tool_pages import DESCRIBED, errors, now, post, question, saves, section, within, words_of


def test_a_tool_is_started_in_the_browser(quinn):
    answer = quinn.post(
        url("tool_new"),
        {
            "name": "Dip sample: visits",
            "purpose": "Were children seen?",
            "cohorts": ["in_care", "child_in_need"],
            "asks_voice": "on",
        },
    )

    version = ToolVersion.objects.select_related("tool").get()
    assert answer.url == url("tool", version.pk)
    assert (version.tool.code, version.name, version.purpose) == (
        "dip-sample-visits",
        "Dip sample: visits",
        "Were children seen?",
    )
    assert (version.cohorts, version.asks_voice, version.status) == (["child_in_need", "in_care"], True, "draft")


@pytest.mark.parametrize(
    ("data", "box", "sentence"),
    [
        ({"name": ""}, "#id_name", "Give the tool a name"),
        ({"cohorts": []}, "#id_cohorts_0", "Choose at least one cohort that the tool is for"),
        (
            {"code": "Big Code"}, "#id_code",
            "The code must start with a small letter and have only small letters, digits and hyphens, 40 at most",
        ),
        (
            {"code": "visits-audit"}, "#id_name",
            "There is a tool with the code “visits-audit” already: choose another code.",
        ),
    ],
)  # fmt: skip
def test_a_tool_that_cannot_be_started_keeps_what_was_typed(quinn, tool_draft, data, box, sentence):
    answer = quinn.post(url("tool_new"), {"name": "Visits", "purpose": "My words", "cohorts": ["in_care"], **data})

    assert (answer.status_code, errors(answer)) == (422, {box: sentence})
    assert "My words" in answer.content.decode()
    assert Tool.objects.count() == 1


def test_the_head_is_changed_and_its_code_stays(quinn, tool_draft):
    answer = post(quinn, tool_draft, "tool_head", name="Home visits", purpose="", cohorts=["in_care"], code="other")

    assert answer.url == url("tool", tool_draft.pk)
    changed = now(tool_draft)
    assert (changed.code, changed.name, changed.cohorts, changed.asks_voice) == (
        "visits-audit",
        "Home visits",
        ("in_care",),
        False,
    )


def test_what_two_people_save_at_once_is_shown_side_by_side(quinn, tool_draft, cast):
    first = {"name": "First words", "cohorts": ["in_care"]}
    assert quinn.post(url("tool_head", tool_draft.pk), {"saves": 1, **first}).status_code == 302

    late = quinn.post(url("tool_head", tool_draft.pk), {"saves": 1, "name": "Second words", "cohorts": ["in_care"]})

    page = html.fromstring(late.content)
    boxes = [" ".join(box.text_content().split()) for box in within(page, "qa-conflict", "//*[@class='qa-box']")]
    assert late.status_code == 409
    assert boxes == ["Saved now First words", "Yours, on this page Second words"]
    assert page.get_element_by_id("id_name").get("value") == "Second words"
    assert now(tool_draft).name == "First words"

    kept = quinn.post(
        url("tool_head", tool_draft.pk), {"saves": 1, "replace": 2, "name": "Second words", "cohorts": ["in_care"]}
    )

    assert (kept.status_code, now(tool_draft).name) == (302, "Second words")


def test_a_page_without_its_save_number_overwrites_nothing(quinn, tool_draft):
    answer = quinn.post(url("tool_head", tool_draft.pk), {"name": "Blind", "cohorts": ["in_care"]})

    assert (answer.status_code, now(tool_draft).name) == (409, "Visits audit")


def test_from_draft_to_use_by_two_people(as_, cast, tool_draft):
    quinn = as_(cast.quinn)
    quinn.post(url("tool_propose", tool_draft.pk))
    refused = quinn.post(url("tool_publish", tool_draft.pk), {"saves": 1}, follow=True)
    assert "You proposed this version, so a second person publishes it." in words_of(refused)
    assert "It can be published by Hal." in words_of(quinn.get(url("tool", tool_draft.pk)))

    hal = as_(cast.hal)
    assert "Visits audit, version 1" in words_of(hal.get(url("tools")))
    answer = hal.post(url("tool_publish", tool_draft.pk), {"saves": 1}, follow=True)

    assert "Version 1 is in use: new audits begin with it." in words_of(answer)
    assert ToolVersion.objects.get(pk=tool_draft.pk).published_by == cast.hal


def test_a_published_version_has_no_pages_that_change_it(quinn, published_tool):
    for name, args in [
        ("tool_head", []), ("tool_overall", []), ("tool_add_limit", []), ("tool_add_section", []),
        ("tool_section", ["visits"]), ("tool_question", ["seen-alone"]), ("tool_remove_section", ["visits"]),
        ("tool_discard", []),
    ]:  # fmt: skip
        assert quinn.get(url(name, published_tool.pk, *args)).status_code == 404, name


def test_the_next_version_is_drafted_compared_and_discarded(quinn, published_tool):
    answer = quinn.post(url("tool_draft", published_tool.pk))
    new = ToolVersion.objects.get(number=2)
    assert answer.url == url("tool", new.pk)
    post(quinn, new, "tool_section", "visits", **section(title="Visits and contact", guidance="Was the child seen?"))

    compared = quinn.get(url("tool_changes", new.pk))
    assert "From version 1 to version 2" in words_of(compared)
    inserted = [each.text_content() for each in html.fromstring(compared.content).xpath("//dd//ins")]
    assert "added:  and contact" in inserted

    quinn.post(url("tool_discard", new.pk))
    assert not ToolVersion.objects.filter(number=2).exists()


def test_a_tool_is_retired_and_brought_back(quinn, published_tool):
    retired = quinn.post(url("tool_retire", published_tool.pk), follow=True)
    assert "The tool is retired: no new audit begins with it." in words_of(retired)
    assert "Retired" in words_of(quinn.get(url("tools")))

    back = quinn.post(url("tool_bring_back", published_tool.pk), follow=True)
    assert "The tool is in use again" in words_of(back)


def test_themes_are_kept_in_the_browser(quinn, db):
    assert "“Cold homes” is added." in words_of(quinn.post(url("themes"), {"name": "Cold homes"}, follow=True))
    theme = Theme.objects.get(code="cold-homes")
    again = quinn.post(url("themes"), {"name": "cold HOMES"})
    assert (again.status_code, errors(again)) == (422, {"#id_name": "There is a theme “Cold homes” already."})

    quinn.post(url("theme_rename", theme.pk), {"name": "Homes"})
    quinn.post(url("theme_use", theme.pk), {"use": "0"})

    theme.refresh_from_db()
    assert (theme.name, theme.is_in_use) == ("Homes", False)


def test_an_audit_begins_with_the_tool_that_is_chosen(as_, cast, places, tool, published_tool):
    client = as_(cast.tess)
    page = html.fromstring(client.get(url("new")).content)
    radios = page.xpath("//input[@name='tool_version']")
    assert [(radio.get("value"), radio.get("checked") is not None) for radio in radios] == [
        (str(tool.pk), True), (str(published_tool.pk), False),
    ]  # fmt: skip
    month = page.xpath("//select[@name='audit_month']/option")[0].get("value")
    data = {
        "case_reference": "QA654321",
        "cohort": "in_care",
        "age_band": "5_to_9",
        "audit_month": month,
        "unit": places.team.pk,
    }

    answer = client.post(url("new"), {**data, "tool_version": published_tool.pk, "cohort": "early_help"})
    assert (answer.status_code, errors(answer)) == (
        422,
        {
            "#id_cohort_0": "“Visits audit” is for Child protection and In care: "
            "choose one of these cohorts, or another tool."
        },
    )
    assert errors(client.post(url("new"), data)) == {"#id_tool_version_0": "Choose the tool"}

    client.post(url("new"), {**data, "tool_version": published_tool.pk})
    assert Audit.objects.get().tool_version == published_tool


def test_without_a_tool_in_use_no_audit_begins(as_, cast, tool_draft):
    assert "No audit tool is in use." in words_of(as_(cast.tess).get(url("new")))


def test_a_council_builds_its_full_audit_without_code(quinn, as_, cast):
    """Ten domains, forty questions, domains for children in need, with a protection plan and in care."""
    quinn.post(url("tool_new"), {"name": "Full audit", "cohorts": list(COHORT_WORDS), "asks_voice": "on"})
    version = ToolVersion.objects.get()
    post(quinn, version, "tool_overall", guidance="How well is the child helped?", **DESCRIBED)
    only = {8: ["child_in_need"], 9: ["child_protection"], 10: ["in_care"]}
    for number in range(1, 11):
        shown = {"depends_on": "cohort", "depends_values": only[number]} if number in only else {}
        code = f"domain-{number}"
        assert (
            post(
                quinn, version, "tool_add_section", **section(title=f"Domain {number}", code=code, **shown)
            ).status_code
            == 302
        )
        for text, extra in [
            ("Was it done?", {}),
            ("Why not?", {"kind": "long_text", "depends_on": f"done-{number}", "depends_values": ["no", "partly"]}),
            ("Which?", {"kind": "one", "choices": "First\nSecond\nThird", "may_not_apply": "on"}),
            ("When?", {"kind": "date", "is_required": ""}),
        ]:
            name = "done" if text == "Was it done?" else text.lower().strip("?").replace(" ", "-")
            data = question(text=text, code=f"{name}-{number}", **extra)
            assert post(quinn, version, "tool_add_question", code, **data).status_code == 302, errors
    post(
        quinn,
        version,
        "tool_add_limit",
        count="1",
        sections=["domain-4"],
        grade="inadequate",
        cap="requires_improvement",
    )
    post(quinn, version, "tool_add_limit", count="2", grade="inadequate", cap="inadequate")
    quinn.post(url("tool_propose", version.pk))
    as_(cast.hal).post(url("tool_publish", version.pk), {"saves": saves(version)})

    version.refresh_from_db()
    content = now(version)
    assert (version.status, problems(content)) == ("published", [])
    assert (len(content.sections), len(list(content.questions)), len(content.limits)) == (10, 40, 2)
    assert [part.shown_when for part in content.sections[7:]] == [
        Condition("cohort", (only[n][0],)) for n in (8, 9, 10)
    ]


@pytest.mark.parametrize("count", [1, 3, 50])
def test_pages_about_a_tool_take_a_fixed_number_of_queries(quinn, cast, count, django_assert_num_queries):
    asked = tuple(Question(f"q{n}", Kind.SHORT_TEXT, f"Question {n}") for n in range(count))
    parts = tuple(replace(WHOLE.sections[0], code=f"part-{n}", questions=()) for n in range(count))
    content = replace(WHOLE, limits=(), sections=(replace(WHOLE.sections[0], questions=asked), *parts))
    version = commands.start_tool(content, by=cast.quinn)
    for name, args, expected in [
        ("tools", [], 5), ("tool", [version.pk], 8), ("tool_section", [version.pk, "visits"], 6),
        ("tool_question", [version.pk, "q0"], 6), ("tool_preview", [version.pk], 6), ("tool_changes", [version.pk], 8),
    ]:  # fmt: skip
        quinn.get(url(name, *args))
        with django_assert_num_queries(expected):
            assert quinn.get(url(name, *args)).status_code == 200
