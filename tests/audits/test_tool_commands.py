"""Building, publishing and retiring tools: who, when, by a second person, and nothing in use ever changes."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audits import building, commands
from audits.content import Choice, Cohort, Condition, Content, Descriptors, Kind, Limit, Question, Section
from audits.grading import Grade
from audits.models import Question as QuestionRow
from audits.models import Section as SectionRow
from audits.models import Theme, Tool, ToolVersion, content_of
from people.access import Refused
from people.models import Event
from tests.factories import MembershipFactory, at

WORDS = Descriptors("Lasting change.", "Sound help.", "Uneven help.", "Unsafe.")
SEEN = Question("seen-alone", Kind.YES_PARTLY_NO, "Was the child seen alone?")
WHY = Question("why-not", Kind.SHORT_TEXT, "Why not?", shown_when=Condition("seen-alone", ("no",)))
VISITS = Section("visits", "Visits", "Was the child seen?", descriptors=WORDS, questions=(SEEN, WHY))
CARE = Section(
    "care", "Life in care", descriptors=WORDS, shown_when=Condition("cohort", ("in_care",)),
    questions=(
        Question("where", Kind.ONE, "Where?", choices=(Choice("foster", "Foster carers"), Choice("home", "A home"))),
    ),
)  # fmt: skip
WHOLE = Content(
    "visits-audit", "Visits audit", "How visits help.", (Cohort.CHILD_PROTECTION, Cohort.IN_CARE),
    overall_descriptors=WORDS, limits=(Limit(Grade.INADEQUATE, Grade.REQUIRES_IMPROVEMENT, ("visits",)),),
    sections=(VISITS, CARE),
)  # fmt: skip


@pytest.fixture
def draft(cast):
    return commands.start_tool(WHOLE, by=cast.quinn, at=at(2026, 5, 1))


@pytest.fixture
def proposed(draft, cast):
    return commands.propose_tool(draft, by=cast.quinn, at=at(2026, 5, 2))


@pytest.fixture
def published(proposed, cast):
    return commands.publish_tool(proposed, by=cast.hal, at=at(2026, 5, 3))


def renamed(name):
    return lambda content: replace(content, name=name)


def verbs():
    return list(Event.objects.filter(verb__startswith="tool.").order_by("pk").values_list("verb", flat=True))


def test_a_tool_begins_as_a_draft_with_all_that_it_was_given(draft, cast):
    assert content_of(draft) == WHOLE
    assert (draft.number, draft.status, draft.saves, draft.changed_by) == (1, "draft", 1, cast.quinn)
    assert Tool.objects.get(code="visits-audit").name == "Visits audit"
    assert verbs() == ["tool.started"]


def test_a_code_belongs_to_one_tool(draft, cast):
    with pytest.raises(Refused, match="There is a tool with the code “visits-audit” already"):
        commands.start_tool(WHOLE, by=cast.quinn)


@pytest.mark.parametrize("who", ["hal", "tess", "mo", "ana", "adi"])
def test_only_whoever_builds_tools_changes_them(draft, published, cast, who):
    user = getattr(cast, who)
    moves = [
        lambda: commands.start_tool(replace(WHOLE, code="other"), by=user),
        lambda: commands.make_draft(published, by=user),
        lambda: commands.change_draft(draft, renamed("Mine"), what="head", by=user),
        lambda: commands.discard_draft(draft, by=user),
        lambda: commands.propose_tool(draft, by=user),
        lambda: commands.retire_tool(published, by=user),
        lambda: commands.bring_tool_back(published, by=user),
        lambda: commands.add_theme("Housing", by=user),
    ]
    for move in moves:
        with pytest.raises(PermissionDenied):
            move()


@pytest.mark.parametrize("who", ["tess", "mo", "ana", "adi", "dee"])
def test_only_whoever_publishes_tools_publishes(proposed, cast, who):
    with pytest.raises(PermissionDenied):
        commands.publish_tool(proposed, by=getattr(cast, who))


def test_a_change_counts_a_save_and_withdraws_the_proposal(proposed, cast):
    changed = commands.change_draft(
        proposed, renamed("Home visits"), what="head", saves=1, by=cast.quinn, at=at(2026, 5, 4)
    )

    assert (changed.saves, changed.proposed_by, changed.proposed_at) == (2, None, None)
    assert (changed.changed_by, changed.changed_at) == (cast.quinn, at(2026, 5, 4))
    assert content_of(changed) == replace(WHOLE, name="Home visits")
    assert Event.objects.latest("pk").detail == {"place": "head", "saves": 2}


def test_what_somebody_else_saved_is_not_overwritten(draft, cast):
    commands.change_draft(draft, renamed("First"), what="head", saves=1, by=cast.quinn)

    with pytest.raises(commands.Conflict, match="Quinn has changed this tool since you opened the page"):
        commands.change_draft(draft, renamed("Second"), what="head", saves=1, by=cast.quinn)

    assert content_of(draft.tool and ToolVersion.objects.select_related("tool").get(pk=draft.pk)).name == "First"


def test_the_same_words_again_are_no_conflict_and_change_nothing(draft, cast):
    commands.change_draft(draft, renamed("First"), what="head", saves=1, by=cast.quinn)

    assert commands.change_draft(draft, renamed("First"), what="head", saves=1, by=cast.quinn).saves == 2


def test_a_part_that_somebody_removed_cannot_be_changed(draft, cast):
    with pytest.raises(Refused, match="Somebody else has removed this part"):
        commands.change_draft(
            draft, lambda content: building.change_section(content, "gone", title="X"), what="x", by=cast.quinn
        )


def test_sections_and_questions_that_stay_keep_their_rows(draft, cast):
    sections = dict(SectionRow.objects.filter(tool_version=draft).values_list("code", "pk"))
    questions = dict(QuestionRow.objects.filter(section__tool_version=draft).values_list("code", "pk"))

    def change(content):
        content = building.order_sections(content, ["care", "visits"])
        content = building.rehouse_question(content, "why-not", "care")
        content = building.remove_question(content, "where")
        return building.add_question(content, "visits", Question("when", Kind.DATE, "When?"))

    after = commands.change_draft(draft, change, what="all", by=cast.quinn)

    assert content_of(after) == change(WHOLE)
    assert dict(SectionRow.objects.filter(tool_version=draft).values_list("code", "pk")) == sections
    kept = dict(QuestionRow.objects.filter(section__tool_version=draft).values_list("code", "pk"))
    assert {code: kept[code] for code in ("seen-alone", "why-not")} == {
        code: questions[code] for code in ("seen-alone", "why-not")
    }
    assert set(kept) == {"seen-alone", "why-not", "when"}


def test_a_question_moves_out_of_a_section_that_is_removed_at_the_same_time(draft, cast):
    def change(content):
        return building.remove_section(building.rehouse_question(content, "where", "visits"), "care")

    after = commands.change_draft(draft, change, what="all", by=cast.quinn)

    assert content_of(after) == change(WHOLE)


def test_a_draft_of_the_next_version_begins_as_a_copy(published, cast):
    before = content_of(published)

    draft = commands.make_draft(published, by=cast.quinn)
    commands.change_draft(draft, renamed("Changed"), what="head", by=cast.quinn)

    assert (draft.number, draft.status) == (2, "draft")
    assert content_of(ToolVersion.objects.select_related("tool").get(pk=published.pk)) == before
    with pytest.raises(Refused, match="Version 2 is being written already"):
        commands.make_draft(published, by=cast.quinn)
    with pytest.raises(Refused, match="never changes"):
        commands.change_draft(published, renamed("Changed"), what="head", by=cast.quinn)


def test_discarding_a_draft_leaves_the_published_version_in_use(published, cast):
    draft = commands.make_draft(published, by=cast.quinn)

    commands.discard_draft(draft, by=cast.quinn)

    assert list(ToolVersion.objects.filter(tool=published.tool)) == [published]
    with pytest.raises(Refused, match="discarded"):
        commands.change_draft(draft, renamed("Late"), what="head", by=cast.quinn)


def test_discarding_a_tool_that_was_never_published_frees_its_code(draft, cast):
    commands.discard_draft(draft, by=cast.quinn)

    assert not Tool.objects.filter(code="visits-audit").exists()
    assert commands.start_tool(WHOLE, by=cast.quinn).number == 1


def test_a_draft_with_problems_is_not_proposed(draft, cast):
    empty = commands.change_draft(draft, lambda content: replace(content, sections=()), what="all", by=cast.quinn)

    with pytest.raises(Refused, match="There are 2 things to put right before it can be used"):
        commands.propose_tool(empty, by=cast.quinn)


def test_a_second_person_publishes(proposed, cast, places):
    with pytest.raises(Refused, match="You proposed this version, so a second person publishes it"):
        commands.publish_tool(proposed, by=cast.quinn)

    version = commands.publish_tool(proposed, saves=1, by=cast.hal, at=at(2026, 5, 3))

    assert (version.status, version.published_by, version.published_at) == ("published", cast.hal, at(2026, 5, 3))
    assert verbs() == ["tool.started", "tool.proposed", "tool.published"]


def test_who_changed_the_draft_last_does_not_publish_it_though_another_proposed_it(draft, cast, places):
    MembershipFactory(user=cast.mo, role="qa_team", unit=places.council)
    commands.propose_tool(draft, by=cast.mo)

    with pytest.raises(Refused, match="You changed this version last, so a second person publishes it"):
        commands.publish_tool(draft, by=cast.quinn)
    with pytest.raises(Refused, match="You proposed this version"):
        commands.publish_tool(draft, by=cast.mo)
    assert commands.publish_tool(draft, by=cast.hal).status == "published"


@pytest.mark.parametrize("field", ["changed_by", "proposed_by"])
def test_the_database_refuses_one_person_in_both_parts(proposed, cast, field):
    others = {"changed_by": cast.mo, "proposed_by": cast.mo, field: cast.hal}
    with pytest.raises(IntegrityError), transaction.atomic():
        ToolVersion.objects.filter(pk=proposed.pk).update(
            status="published", published_by=cast.hal, published_at=at(2026, 5, 3), **others
        )


def test_a_draft_that_nobody_proposed_is_not_published(draft, cast):
    with pytest.raises(Refused, match="Nobody has proposed this draft"):
        commands.publish_tool(draft, by=cast.hal)


def test_nobody_publishes_words_that_they_have_not_seen(proposed, cast):
    commands.change_draft(proposed, renamed("Other"), what="head", by=cast.quinn)
    commands.propose_tool(proposed, by=cast.quinn)

    with pytest.raises(commands.Conflict, match="changed since you read it"):
        commands.publish_tool(proposed, saves=1, by=cast.hal)


def test_publishing_replaces_the_version_before_and_names_the_tool(published, cast, allocate):
    audit = allocate(tool_version=published, cohort="in_care")
    draft = commands.make_draft(published, by=cast.quinn)
    commands.change_draft(draft, renamed("Visits and contact"), what="head", by=cast.quinn)
    commands.propose_tool(draft, by=cast.quinn)

    newer = commands.publish_tool(draft, by=cast.hal)

    published.refresh_from_db()
    audit.refresh_from_db()
    assert (published.status, newer.status, newer.tool.name) == ("retired", "published", "Visits and contact")
    assert audit.tool_version == published
    assert Event.objects.latest("pk").detail == {"replaces": 1}
    with pytest.raises(Refused, match="Only a published audit tool can be used"):
        allocate(tool_version=published, cohort="in_care")


def test_a_retired_tool_takes_no_new_audits_until_it_is_brought_back(published, cast, allocate):
    retired = commands.retire_tool(published, by=cast.quinn)
    with pytest.raises(Refused, match="Only a published audit tool can be used"):
        allocate(tool_version=retired, cohort="in_care")
    with pytest.raises(Refused, match="not in use"):
        commands.retire_tool(retired, by=cast.quinn)

    back = commands.bring_tool_back(retired, by=cast.quinn)

    assert back.status == "published"
    with pytest.raises(Refused, match="This tool is in use"):
        commands.bring_tool_back(back, by=cast.quinn)


def test_only_the_latest_version_is_brought_back(published, cast):
    draft = commands.make_draft(published, by=cast.quinn)
    commands.change_draft(draft, renamed("Newer"), what="head", by=cast.quinn)
    commands.propose_tool(draft, by=cast.quinn)
    commands.retire_tool(commands.publish_tool(draft, by=cast.hal), by=cast.quinn)

    with pytest.raises(Refused, match="Only the latest published version"):
        commands.bring_tool_back(published, by=cast.quinn)


def test_an_audit_is_of_a_cohort_that_the_tool_is_for(published, allocate):
    with pytest.raises(Refused, match="“Visits audit” is for Child protection and In care"):
        allocate(tool_version=published, cohort="early_help")


def test_themes_are_added_renamed_and_taken_out_of_use(cast):
    theme = commands.add_theme("Cold homes", by=cast.quinn)
    assert theme.code == "cold-homes"
    with pytest.raises(Refused, match="There is a theme “Cold homes” already"):
        commands.add_theme("cold homes", by=cast.quinn)

    commands.rename_theme(theme, "Homes and housing", by=cast.quinn)
    commands.use_theme(theme, False, by=cast.quinn)

    theme.refresh_from_db()
    assert (theme.code, theme.name, theme.is_in_use) == ("cold-homes", "Homes and housing", False)
    with pytest.raises(Refused, match="it is out of use"):
        commands.add_theme("Homes and housing", by=cast.quinn)
    found = Event.objects.filter(verb__startswith="theme.").order_by("pk").values_list("verb", flat=True)
    assert list(found) == ["theme.added", "theme.renamed", "theme.retired"]


def test_common_themes_are_there_from_the_start(db):
    assert Theme.objects.filter(is_in_use=True).count() == 14
    assert Theme.objects.get(code="drift-and-delay").name == "Drift and delay"
