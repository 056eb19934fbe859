"""Building a tool through its pages: what is typed is kept, what is wrong is said beside its box."""

from dataclasses import replace

import pytest
from django.urls import reverse
from lxml import html

from audits import commands
from audits.content import COHORT_WORDS, Condition, Kind, Limit, Question, problems
from audits.grading import Grade
from audits.models import Audit, Theme, Tool, ToolVersion, content_of
from tests.audits.test_tool_commands import WHOLE

DESCRIBED = {"outstanding": "Lasting.", "good": "Sound.", "requires_improvement": "Uneven.", "inadequate": "Unsafe."}


@pytest.fixture
def as_(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def quinn(as_, cast):
    return as_(cast.quinn)


@pytest.fixture
def draft(cast):
    return commands.start_tool(WHOLE, by=cast.quinn)


@pytest.fixture
def published(draft, cast):
    commands.propose_tool(draft, by=cast.quinn)
    return commands.publish_tool(draft, by=cast.hal)


def url(name, *args):
    return reverse(f"audits:{name}", args=args)


def now(version):
    """The content as it is saved now."""
    return content_of(ToolVersion.objects.select_related("tool").get(pk=version.pk))


def saves(version):
    return ToolVersion.objects.get(pk=version.pk).saves


def errors(answer):
    """The sentences of the error summary, each with the box that it points to."""
    page = html.fromstring(answer.content)
    return {
        link.get("href"): link.text_content()
        for link in within(page, "govuk-error-summary__list", "//a")
    }  # fmt: skip


def within(page, name, path):
    """What stands at `path` below the part with the class `name`."""
    return page.xpath(f'//*[contains(concat(" ", @class, " "), " {name} ")]{path}')


def words_of(answer):
    return " ".join(html.fromstring(answer.content).text_content().split())


def post(client, version, page, *args, **data):
    return client.post(url(page, version.pk, *args), {"saves": saves(version), **data})


def section(**changes):
    return {"title": "Planning", "guidance": "Is there a plan?\nDates", "is_graded": "on", **DESCRIBED, **changes}


def question(**changes):
    return {"text": "Is there a plan?", "kind": "yes_partly_no", "is_required": "on", **changes}


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
def test_a_tool_that_cannot_be_started_keeps_what_was_typed(quinn, draft, data, box, sentence):
    answer = quinn.post(url("tool_new"), {"name": "Visits", "purpose": "My words", "cohorts": ["in_care"], **data})

    assert (answer.status_code, errors(answer)) == (422, {box: sentence})
    assert "My words" in answer.content.decode()
    assert Tool.objects.count() == 1


def test_the_head_is_changed_and_its_code_stays(quinn, draft):
    answer = post(quinn, draft, "tool_head", name="Home visits", purpose="", cohorts=["in_care"], code="other")

    assert answer.url == url("tool", draft.pk)
    changed = now(draft)
    assert (changed.code, changed.name, changed.cohorts, changed.asks_voice) == (
        "visits-audit",
        "Home visits",
        ("in_care",),
        False,
    )


def test_a_section_is_added_with_a_code_made_from_its_title(quinn, draft):
    answer = post(quinn, draft, "tool_add_section", **section(title="Plans, and the child’s view"))

    added = now(draft).sections[-1]
    assert answer.url == url("tool_section", draft.pk, "plans-and-the-childs-view")
    assert (added.code, added.title, added.guidance) == (
        "plans-and-the-childs-view",
        "Plans, and the child’s view",
        "Is there a plan?\nDates",
    )
    assert vars(added.descriptors) == DESCRIBED


@pytest.mark.parametrize(
    ("data", "box", "sentence"),
    [
        ({"title": ""}, "#id_title", "Give the section a title"),
        ({"code": "visits"}, "#id_code", "This tool has a section with the code “visits” already: choose another"),
        ({"code": "overall"}, "#id_code", "This tool has a section with the code “overall” already: choose another"),
        ({"depends_on": "seen-alone"}, "#id_depends_values_0", "Choose at least one answer for “shown only when”"),
        (
            {"depends_on": "nowhere", "depends_values": ["yes"]}, "#id_depends_on",
            "“Shown only when” names the question “nowhere”, which this tool does not have.",
        ),
    ],
)  # fmt: skip
def test_a_section_that_cannot_be_added_keeps_what_was_typed(quinn, draft, data, box, sentence):
    answer = post(quinn, draft, "tool_add_section", **section(**data))

    assert (answer.status_code, errors(answer)) == (422, {box: sentence})
    assert "Is there a plan?\nDates" in answer.content.decode()
    assert now(draft) == WHOLE


def test_a_section_is_edited_and_keeps_its_code_and_questions(quinn, draft):
    answer = post(
        quinn,
        draft,
        "tool_section",
        "care",
        **section(title="In our care", depends_on="seen-alone", depends_values=["yes", "partly"]),
    )

    edited = now(draft).sections[1]
    assert answer.url == url("tool_section", draft.pk, "care")
    assert (edited.code, edited.title, edited.shown_when) == (
        "care",
        "In our care",
        Condition("seen-alone", ("yes", "partly")),
    )
    assert edited.questions == WHOLE.sections[1].questions


def test_an_unfinished_section_is_saved_and_its_gaps_are_listed_with_links(quinn, draft):
    post(quinn, draft, "tool_add_section", title="Planning", is_graded="on")

    page = html.fromstring(quinn.get(url("tool", draft.pk)).content)
    fixes = {link.text_content(): link.get("href") for link in within(page, "qa-fixes", "//a")}
    assert fixes["Say what good looks like for “Planning”."] == url("tool_section", draft.pk, "planning") + "#id_good"
    assert len(fixes) == len(problems(now(draft))) == 4
    assert "There are 4 things to put right before it can be used." in page.text_content()


def test_proposing_with_problems_is_refused_with_the_sentence(quinn, draft):
    post(quinn, draft, "tool_add_section", title="Planning", is_graded="on")

    answer = quinn.post(url("tool_propose", draft.pk), follow=True)

    assert "There are 4 things to put right before it can be used." in words_of(answer)
    assert ToolVersion.objects.get(pk=draft.pk).proposed_at is None


def test_a_question_with_choices_is_added(quinn, draft):
    answer = post(
        quinn,
        draft,
        "tool_add_question",
        "visits",
        **question(
            text="Who was there?",
            kind="many",
            choices="Mother\r\n\r\n Father \r\nSomebody else",
            may_not_apply="on",
            prefill="earlier",
        ),
    )

    added = now(draft).sections[0].questions[-1]
    assert answer.url == url("tool_section", draft.pk, "visits")
    assert (added.code, added.kind, added.may_not_apply, added.prefill) == ("who-was-there", Kind.MANY, True, "earlier")
    assert [(choice.code, choice.words) for choice in added.choices] == [
        ("mother", "Mother"), ("father", "Father"), ("somebody-else", "Somebody else"),
    ]  # fmt: skip


def test_add_another_opens_the_next_question(quinn, draft):
    answer = post(quinn, draft, "tool_add_question", "visits", **question(), another="1")

    assert answer.url == url("tool_add_question", draft.pk, "visits")


def test_a_choice_that_is_reworded_keeps_its_code(quinn, draft):
    post(
        quinn,
        draft,
        "tool_question",
        "where",
        **question(text="Where?", kind="one", choices="A foster home\nA home\nWith family"),
    )

    choices = building_choices(draft, "where")
    assert choices == [("foster", "A foster home"), ("home", "A home"), ("with-family", "With family")]


def building_choices(version, code):
    return next(
        [(choice.code, choice.words) for choice in asked.choices]
        for asked in now(version).questions
        if asked.code == code
    )


@pytest.mark.parametrize(
    ("data", "box", "sentence"),
    [
        ({"text": ""}, "#id_text", "Write the question"),
        ({"kind": "one", "choices": "Only one"}, "#id_choices", "Write at least two choices, one on each line"),
        ({"choices": "A\nB"}, "#id_choices", "This kind takes no choices: remove them, or change how it is answered"),
        ({"kind": "one", "choices": "Home\nhome"}, "#id_choices", "Two choices are the same: change or remove one"),
        (
            {"code": "seen-alone"}, "#id_code",
            "This tool has a question with the code “seen-alone” already: choose another",
        ),
        (
            {"depends_on": "where", "depends_values": ["home"]}, "#id_depends_on",
            "“Shown only when” can only name an earlier question, and “where” comes later.",
        ),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_added_keeps_what_was_typed(quinn, draft, data, box, sentence):
    answer = post(quinn, draft, "tool_add_question", "visits", **question(guidance="Look in the chronology", **data))

    assert (answer.status_code, errors(answer)) == (422, {box: sentence})
    assert "Look in the chronology" in answer.content.decode()
    assert now(draft) == WHOLE


def test_a_condition_that_goes_round_in_a_circle_is_refused_at_its_box(quinn, draft):
    answer = post(
        quinn, draft, "tool_question", "seen-alone",
        **question(text="Was the child seen alone?", depends_on="why-not", depends_values=["x"]),
    )  # fmt: skip

    sentence = (
        "“seen-alone” and “why-not” would each wait for the other’s answer: “shown only when” goes round in a circle."
    )
    assert (answer.status_code, errors(answer)) == (422, {"#id_depends_on": sentence})
    assert sentence in html.fromstring(answer.content).get_element_by_id("id_depends_on_error").text_content()


def test_a_question_cannot_wait_for_itself(quinn, draft):
    answer = post(
        quinn, draft, "tool_question", "seen-alone", **question(depends_on="seen-alone", depends_values=["yes"])
    )

    assert list(errors(answer)) == ["#id_depends_on"]


def test_without_a_script_a_button_shows_the_answers_of_the_chosen_question(quinn, draft):
    answer = post(quinn, draft, "tool_add_question", "visits", **question(text="", depends_on="seen-alone"), choose="1")

    page = html.fromstring(answer.content)
    boxes = {box.get("value") for box in page.xpath("//input[@name='depends_values']")}
    assert (answer.status_code, errors(answer), boxes) == (200, {}, {"yes", "partly", "no"})
    assert now(draft) == WHOLE


def test_only_earlier_questions_with_fixed_answers_are_offered(quinn, draft):
    page = html.fromstring(quinn.get(url("tool_question", draft.pk, "where")).content)

    offered = [option.get("value") for option in page.xpath("//select[@name='depends_on']//option")]
    assert offered == ["", "cohort", "seen-alone"]


def test_a_question_moves_to_another_section(quinn, draft):
    answer = post(
        quinn, draft, "tool_question", "where", **question(text="Where?", kind="one", choices="A\nB", section="visits")
    )

    assert answer.url == url("tool_section", draft.pk, "visits")
    assert [[asked.code for asked in part.questions] for part in now(draft).sections] == [
        ["seen-alone", "why-not", "where"],
        [],
    ]


def test_removing_asks_first_and_names_what_waits_for_it(quinn, draft):
    asked = quinn.get(url("tool_remove_question", draft.pk, "seen-alone"))
    assert "Shown only after an answer that goes with it" in words_of(asked)
    assert "Why not?" in words_of(asked)
    assert now(draft) == WHOLE

    answer = post(quinn, draft, "tool_remove_question", "seen-alone")

    assert answer.url == url("tool_section", draft.pk, "visits")
    assert [asked.code for asked in now(draft).questions] == ["why-not", "where"]
    fixes = within(html.fromstring(quinn.get(url("tool", draft.pk)).content), "qa-fixes", "//a")
    assert [(link.text_content(), link.get("href")) for link in fixes] == [
        (
            "“Shown only when” names the question “seen-alone”, which this tool does not have.",
            url("tool_question", draft.pk, "why-not") + "#id_depends_on",
        )
    ]  # fmt: skip


def test_a_section_is_removed_with_its_questions(quinn, draft):
    assert "its 2 questions go" in words_of(quinn.get(url("tool_remove_section", draft.pk, "visits")))

    post(quinn, draft, "tool_remove_section", "visits")

    assert [part.code for part in now(draft).sections] == ["care"]


def test_limiting_rules_are_added_and_removed_and_said_as_sentences(quinn, draft):
    post(quinn, draft, "tool_add_limit", count="2", grade="inadequate", cap="inadequate")
    added = Limit(Grade.INADEQUATE, Grade.INADEQUATE, (), 2)
    assert now(draft).limits == (*WHOLE.limits, added)
    assert "If Visits is Inadequate, the overall grade can be no better than Requires improvement." in words_of(
        quinn.get(url("tool", draft.pk))
    )

    post(quinn, draft, "tool_remove_limit", 0)

    assert now(draft).limits == (added,)


def test_a_rule_that_counts_too_many_domains_is_refused_at_its_box(quinn, draft):
    answer = post(quinn, draft, "tool_add_limit", count="2", sections=["visits"], grade="inadequate", cap="inadequate")

    assert (answer.status_code, errors(answer)) == (
        422, {"#id_count": "The limiting rule counts 2 domains: it can count from 1 to 1."},
    )  # fmt: skip


def test_sections_and_questions_move_by_buttons(quinn, draft):
    answer = post(quinn, draft, "tool_order", move="care up")
    assert answer.url == url("tool", draft.pk) + "#part-care"
    assert "“Life in care” is now 1 of 2." in words_of(quinn.get(url("tool", draft.pk)))
    assert [part.code for part in now(draft).sections] == ["care", "visits"]

    answer = post(quinn, draft, "tool_section_order", "visits", move="seen-alone down")

    assert answer.url == url("tool_section", draft.pk, "visits") + "#part-seen-alone"
    assert [asked.code for asked in now(draft).sections[1].questions] == ["why-not", "seen-alone"]


def test_a_script_sends_the_whole_order_and_is_told_in_words(quinn, draft):
    data = {"saves": saves(draft), "order": "care visits", "moved": "care"}

    answer = quinn.post(url("tool_order", draft.pk), data, headers={"Accept": "application/json"})
    late = quinn.post(
        url("tool_order", draft.pk), {**data, "order": "visits care"}, headers={"Accept": "application/json"}
    )

    assert answer.json() == {"saves": 2, "words": "“Life in care” is now 1 of 2.", "codes": ["care", "visits"]}
    assert late.status_code == 409
    assert late.json()["problem"].startswith("Quinn has changed this tool since you opened the page.")


def test_what_two_people_save_at_once_is_shown_side_by_side(quinn, draft, cast):
    first = {"name": "First words", "cohorts": ["in_care"]}
    assert quinn.post(url("tool_head", draft.pk), {"saves": 1, **first}).status_code == 302

    late = quinn.post(url("tool_head", draft.pk), {"saves": 1, "name": "Second words", "cohorts": ["in_care"]})

    page = html.fromstring(late.content)
    boxes = [" ".join(box.text_content().split()) for box in within(page, "qa-conflict", "//*[@class='qa-box']")]
    assert late.status_code == 409
    assert boxes == ["Saved now First words", "Yours, on this page Second words"]
    assert page.get_element_by_id("id_name").get("value") == "Second words"
    assert now(draft).name == "First words"

    kept = quinn.post(
        url("tool_head", draft.pk), {"saves": 1, "replace": 2, "name": "Second words", "cohorts": ["in_care"]}
    )

    assert (kept.status_code, now(draft).name) == (302, "Second words")


def test_a_page_without_its_save_number_overwrites_nothing(quinn, draft):
    answer = quinn.post(url("tool_head", draft.pk), {"name": "Blind", "cohorts": ["in_care"]})

    assert (answer.status_code, now(draft).name) == (409, "Visits audit")


def test_from_draft_to_use_by_two_people(as_, cast, draft):
    quinn = as_(cast.quinn)
    quinn.post(url("tool_propose", draft.pk))
    refused = quinn.post(url("tool_publish", draft.pk), {"saves": 1}, follow=True)
    assert "You proposed this version, so a second person publishes it." in words_of(refused)
    assert "It can be published by Hal." in words_of(quinn.get(url("tool", draft.pk)))

    hal = as_(cast.hal)
    assert "Visits audit, version 1" in words_of(hal.get(url("tools")))
    answer = hal.post(url("tool_publish", draft.pk), {"saves": 1}, follow=True)

    assert "Version 1 is in use: new audits begin with it." in words_of(answer)
    assert ToolVersion.objects.get(pk=draft.pk).published_by == cast.hal


def test_a_published_version_has_no_pages_that_change_it(quinn, published):
    for name, args in [
        ("tool_head", []), ("tool_overall", []), ("tool_add_limit", []), ("tool_add_section", []),
        ("tool_section", ["visits"]), ("tool_question", ["seen-alone"]), ("tool_remove_section", ["visits"]),
        ("tool_discard", []),
    ]:  # fmt: skip
        assert quinn.get(url(name, published.pk, *args)).status_code == 404, name


def test_the_next_version_is_drafted_compared_and_discarded(quinn, published):
    answer = quinn.post(url("tool_draft", published.pk))
    new = ToolVersion.objects.get(number=2)
    assert answer.url == url("tool", new.pk)
    post(quinn, new, "tool_section", "visits", **section(title="Visits and contact", guidance="Was the child seen?"))

    compared = quinn.get(url("tool_changes", new.pk))
    assert "From version 1 to version 2" in words_of(compared)
    inserted = [each.text_content() for each in html.fromstring(compared.content).xpath("//dd//ins")]
    assert "added:  and contact" in inserted

    quinn.post(url("tool_discard", new.pk))
    assert not ToolVersion.objects.filter(number=2).exists()


def test_a_tool_is_retired_and_brought_back(quinn, published):
    retired = quinn.post(url("tool_retire", published.pk), follow=True)
    assert "The tool is retired: no new audit begins with it." in words_of(retired)
    assert "Retired" in words_of(quinn.get(url("tools")))

    back = quinn.post(url("tool_bring_back", published.pk), follow=True)
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


def test_an_audit_begins_with_the_tool_that_is_chosen(as_, cast, places, tool, published):
    client = as_(cast.tess)
    page = html.fromstring(client.get(url("new")).content)
    radios = page.xpath("//input[@name='tool_version']")
    assert [(radio.get("value"), radio.get("checked") is not None) for radio in radios] == [
        (str(tool.pk), True), (str(published.pk), False),
    ]  # fmt: skip
    month = page.xpath("//select[@name='audit_month']/option")[0].get("value")
    data = {
        "case_reference": "QA654321",
        "cohort": "in_care",
        "age_band": "5_to_9",
        "audit_month": month,
        "unit": places.team.pk,
    }

    answer = client.post(url("new"), {**data, "tool_version": published.pk, "cohort": "early_help"})
    assert (answer.status_code, errors(answer)) == (
        422,
        {
            "#id_cohort_0": "“Visits audit” is for Child protection and In care: "
            "choose one of these cohorts, or another tool."
        },
    )
    assert errors(client.post(url("new"), data)) == {"#id_tool_version_0": "Choose the tool"}

    client.post(url("new"), {**data, "tool_version": published.pk})
    assert Audit.objects.get().tool_version == published


def test_without_a_tool_in_use_no_audit_begins(as_, cast, draft):
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
