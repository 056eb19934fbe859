"""Tools from elsewhere: those that ship, and those brought in from YAML."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audits import commands, shipped
from audits.models import Question, Section, Tool, ToolVersion, content_of
from audits.tool_yaml import dump, read
from kit import uploads
from people.access import Refused
from people.models import Event
from tests.audits.test_tool_yaml import SMALL, SMALL_YAML
from tests.factories import at
from tests.tools import eight_domains

IMPORT = "/audits/tools/import/"


def bring_in(client, text="", **sent):
    return client.post(IMPORT, {"text": text, **sent})


def upload(content, name="tool.yaml"):
    return {"file": SimpleUploadedFile(name, content)}


def counts():
    return Tool.objects.count(), ToolVersion.objects.count(), Section.objects.count(), Question.objects.count()


def rename(text, name):
    return text.replace('name: "Visits: are children seen?"', f"name: {name}")


def test_a_shipped_tool_comes_into_use_once_and_by_one_person(cast, places):
    first = commands.install_tool(SMALL, by=cast.quinn, at=at(2026, 1, 5))
    again = commands.install_tool(eight_domains(code="visits"), by=cast.adi)

    assert again == first
    assert (first.number, first.status, first.changed_by, first.published_by) == (1, "published", None, cast.quinn)
    assert content_of(first) == SMALL
    assert Event.objects.filter(verb="tool.published").count() == 1
    with pytest.raises(PermissionDenied):
        commands.install_tool(SMALL, by=cast.tess)


def test_all_six_tools_ship(cast, places):
    versions = commands.install_shipped_tools(by=cast.adi)

    assert [version.tool.code for version in versions] == list(shipped.CODES)
    assert {version.status for version in versions} == {"published"}
    assert [content_of(version) for version in versions] == shipped.contents()


def test_a_tool_that_is_drafted_only_is_no_obstacle_to_the_others(cast, places):
    draft = commands.start_tool(shipped.contents()[1], by=cast.quinn)

    versions = commands.install_shipped_tools(by=cast.adi)

    assert versions[1] == draft
    assert [version.is_draft for version in versions] == [False, True, False, False, False, False]


def test_pasted_text_becomes_the_draft_of_a_new_tool(quinn, cast):
    answer = bring_in(quinn, SMALL_YAML)

    draft = ToolVersion.objects.get()
    assert (answer.status_code, answer.url) == (302, draft.get_absolute_url())
    assert (draft.tool.code, draft.number, draft.status, draft.changed_by) == ("visits", 1, "draft", cast.quinn)
    assert content_of(draft) == SMALL
    assert [event.verb for event in Event.objects.filter(target_type="audits.toolversion")] == ["tool.started"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_becomes_the_draft_of_the_next_version(quinn, cast, encoding):
    first = commands.install_tool(SMALL, by=cast.adi)

    answer = bring_in(quinn, **upload(rename(SMALL_YAML, "Visités").encode(encoding)))

    draft = ToolVersion.objects.get(status="draft")
    assert answer.url == draft.get_absolute_url()
    assert (draft.tool, draft.number, draft.name) == (first.tool, 2, "Visités")
    assert content_of(first) == SMALL


def test_what_is_downloaded_can_be_brought_in_again(quinn, cast):
    first = commands.install_tool(eight_domains(), by=cast.adi)
    commands.make_draft(first, by=cast.quinn)

    answer = quinn.get(reverse("audits:tool_yaml", args=[first.pk]))

    assert answer.headers["Content-Type"] == "application/yaml; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="eight-domains-version-1.yaml"'
    assert read(answer.content.decode()) == eight_domains()
    assert answer.content.decode() == dump(eight_domains())


def test_a_draft_with_problems_can_be_downloaded(quinn, cast):
    draft = commands.start_tool(SMALL, by=cast.quinn)
    draft.sections.all().delete()

    answer = quinn.get(reverse("audits:tool_yaml", args=[draft.pk]))

    assert answer.content.decode().endswith("sections: []\n")


def test_a_draft_by_somebody_else_is_never_touched(quinn, cast):
    draft = commands.start_tool(SMALL, by=cast.quinn)
    ToolVersion.objects.update(changed_by=cast.mo)
    before = counts()

    answer = bring_in(quinn, rename(SMALL_YAML, "Mine"), replace="on")

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "__all__": [
            "Mo is writing version 1 of this tool: a tool has one draft at a time. Ask for it to be published or "
            "discarded first, or give this tool another code."
        ]
    }
    assert content_of(draft) == SMALL
    assert counts() == before
    assert "name: Mine" in answer.context["form"]["text"].value()


def test_an_own_draft_is_replaced_only_when_its_writer_says_so(quinn, cast):
    draft = commands.start_tool(SMALL, by=cast.quinn)
    text = rename(SMALL_YAML, "Mine")

    asked = bring_in(quinn, text)
    assert asked.status_code == 422
    assert asked.context["form"].errors == {
        "replace": ["You have a draft of version 1 of this tool already. Tick the box to put this in its place."]
    }
    assert not asked.context["form"]["replace"].is_hidden
    assert content_of(draft) == SMALL

    replaced = bring_in(quinn, text, replace="on")
    draft.refresh_from_db()
    assert replaced.url == draft.get_absolute_url()
    assert (draft.name, draft.number, ToolVersion.objects.count()) == ("Mine", 1, 1)


def test_a_proposal_is_withdrawn_when_its_draft_is_replaced(cast, places):
    draft = commands.start_tool(SMALL, by=cast.quinn)
    commands.propose_tool(draft, by=cast.quinn)

    commands.import_tool(read(rename(SMALL_YAML, "Mine")), replaces_draft=True, by=cast.quinn)

    draft.refresh_from_db()
    assert (draft.proposed_by, draft.name) == (None, "Mine")


def test_a_tool_that_says_the_same_already_is_not_drafted(cast, places):
    commands.install_tool(SMALL, by=cast.adi)

    with pytest.raises(Refused, match=r"^Version 1 says exactly this already\.$"):
        commands.import_tool(SMALL, by=cast.quinn)

    assert ToolVersion.objects.count() == 1


def test_only_who_builds_tools_brings_them_in(cast, places):
    with pytest.raises(PermissionDenied):
        commands.import_tool(SMALL, by=cast.tess)


def test_each_mistake_is_said_beside_the_box_and_above_and_nothing_is_stored(quinn):
    text = SMALL_YAML.replace("kind: date", "kind: dates").replace("    title: Seen\n", "    tittle: Seen\n")

    answer = bring_in(quinn, text)

    page = answer.content.decode()
    assert answer.status_code == 422
    said = [
        "Line 24, column 5: This section has no “title”.",
        "Line 25, column 5: “tittle” is not a key that a section has; did you mean “title”?",
        "Line 36, column 15: “dates” is not a kind that is known; did you mean “date”?",
    ]
    assert answer.context["form"].errors == {"text": said}
    assert [page.count(words) for words in said] == [2, 2, 2]
    assert answer.context["form"]["text"].value() == text
    assert counts() == (0, 0, 0, 0)


def test_the_text_of_a_file_with_mistakes_stands_in_the_box(quinn):
    answer = bring_in(quinn, "code: old", **upload(b"code: new\ncode: new"))

    assert answer.context["form"]["text"].value() == "code: new\ncode: new"
    assert "Line 2, column 1: “code” stands twice in this tool: remove one of them." in str(
        answer.context["form"].errors["text"]
    )


def test_of_very_many_mistakes_the_first_thirty_are_listed(quinn):
    answer = bring_in(quinn, SMALL_YAML + "".join(f"k{number}: x\n" for number in range(100)))

    errors = answer.context["form"].errors["text"]
    assert len(errors) == 31
    assert errors[-1] == "And 70 more further down."


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": ""}, {"file": ["Choose a file, or paste the text of a tool."]}),
        ({"text": " \n"}, {"file": ["Choose a file, or paste the text of a tool."]}),
        (upload(b""), {"file": ["The file is empty."]}),
        (upload(b"\x89PNG\r\n\x1a\n", "a.png"), {"file": ["a.png is not text. Save it as plain text in UTF-8."]}),
        (
            upload(b"x" * 1_000_001, "big.yaml"),
            {"file": ["big.yaml is larger than 1 MB, which is the most that is read."]},
        ),
        (
            {"text": "code: a\0b"},
            {"text": ["Line 1, column 8: There is a character here that text cannot hold (number 0): remove it."]},
        ),
        (
            {"text": "code: !!python/object/apply:os.system ['true']"},
            {"text": ["Line 1, column 7: Tags (“!”) are not read here: remove it, or put the text in quotes."]},
        ),
        (
            {"text": "[" * 900_000},
            {"text": ["Line 1, column 13: This is nested more than 12 levels deep, which is the most that is read."]},
        ),
        (
            {"text": "é" * 600_000},
            {"text": ["Line 1, column 1: This is longer than 1 MB, which is the most that is read."]},
        ),
    ],
    ids=range(9),
)
def test_what_cannot_be_read_is_refused_in_a_sentence_beside_its_box(quinn, sent, said):
    answer = bring_in(quinn, **sent)

    assert (answer.status_code, answer.context["form"].errors) == (422, said)
    assert counts() == (0, 0, 0, 0)


def test_a_file_that_is_far_too_large_never_arrives(quinn, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 1_000)

    answer = bring_in(quinn, **upload(b"# " + b"x" * 5_000, "huge.yaml"))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["file"]
    assert counts() == (0, 0, 0, 0)


@pytest.mark.parametrize("drafts", [0, 3])
def test_downloading_a_tool_takes_a_fixed_number_of_queries(quinn, cast, drafts, django_assert_num_queries):
    version = commands.install_tool(shipped.contents()[0] if drafts else SMALL, by=cast.adi)
    url = reverse("audits:tool_yaml", args=[version.pk])
    quinn.get(url)

    with django_assert_num_queries(6):
        quinn.get(url)
