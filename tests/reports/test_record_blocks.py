"""Blocks of the records that an author adds to a report of any kind: what they show, hide, explain and hand on."""

import pytest

from audits.commands import add_activity
from reports import adding, assembly, commands, content, past
from reports.blueprints import blueprint_of, discovered
from reports.commands import HoldsWords
from reports.content import SUPPRESSED, AppendixTable, Text
from reports.editions import Edition
from reports.models import Report
from reports.own_blocks import RECORD_KINDS, About
from reports.renderers import html
from tests.factories import at
from tests.reports.test_blocks import added, seen, without
from tests.reports.test_highlight_report import section_of
from tests.reports.writing import NOW, words_on
from tests.world import activity_draft

pytestmark = pytest.mark.usefixtures("in_july")
TODAY = at(2026, 7, 20).date()
MONTH_OF = {"highlight": 6}  # else April
SECTION = {
    "quarterly": "useful", "decision": "summary", "scrutiny": "asked", "highlight": "commentary",
    "practice": "workforce",
}  # fmt: skip
BLOCK_OF = {
    "statements": content.Statements, "indicator_table": content.IndicatorTable, "indicator_chart": content.Chart,
    "indicator_months": AppendixTable, "targets_grid": content.Text, "audit_numbers": content.Facts,
    "grade_distribution": content.GradeDistribution, "grade_cycles": content.Text, "moderation": content.Facts,
    "agreement": content.Text,
    "action_counts": content.Facts, "actions": content.Actions, "recommendations": content.Recommendations,
    "feedback": content.Feedback,
}  # fmt: skip


@pytest.fixture
def start(places, cast, full_quarter):
    def started(kind):
        return commands.start_report(
            kind=kind, unit=places.council, starts_on=TODAY.replace(month=MONTH_OF.get(kind, 4), day=1),
            title="Placements", by=cast.quinn, at=at(2026, 7, 6),
        )  # fmt: skip

    return started


@pytest.fixture
def activity(places, cast):
    return add_activity(activity_draft(), unit=places.team, by=cast.quinn)


def put(report, kind, by, *, of="", section=""):
    report = commands.add_block(
        report, section or SECTION[report.kind], kind=kind, title=RECORD_KINDS[kind].title, of=of, seen=seen(report),
        by=by, at=NOW,
    )  # fmt: skip
    return report, f"block-{arranged_last(report)}"


def arranged_last(report):
    blocks = [block["key"] for entry in report.arrangement for block in entry["blocks"] if block["kind"]]
    return max(int(key.removeprefix("block-")) for key in blocks)


def chosen_all(report, key, by):
    found = assembly.draft(report, today=TODAY).suggestions[key]
    words = {key: {"chosen": [{"key": each.key, "text": each.text} for each in found]}}
    return commands.save_words(report, words, version=report.version, by=by, at=NOW)


def said(document, section, key):
    found = section_of(document, section)
    return [block for made, block in zip(found.made_of, found.blocks, strict=True) if made == key]


@pytest.mark.parametrize("kind", sorted(SECTION))
def test_every_kind_of_report_shows_every_kind_of_block_that_it_takes(start, activity, cast, kind):
    report, keys = start(kind), {}
    for each in discovered()[kind].addable:
        report, key = put(report, each, cast.quinn, of="3.3" if RECORD_KINDS[each].about == About.ONE else "")
        keys[key] = each
    for key, each in keys.items():
        if RECORD_KINDS[each].chosen:
            report = chosen_all(report, key, cast.quinn)

    found = assembly.draft(report, today=TODAY)

    for document in (found.document, found.restricted):
        for key, each in keys.items():
            [block] = said(document, SECTION[kind], key)
            assert (each, isinstance(block, BLOCK_OF[each]) or document is found.restricted) == (each, True)
            assert (each, block.problem()) == (each, "")
        html.render(document, "f" * 64)
    sources = {source.key for source in found.document.sources}
    assert set(content.named_sources(found.document.sections)) <= sources


def test_a_block_hides_in_the_public_edition_what_the_whole_report_hides(start, cast):
    report, key = put(start("highlight"), "grade_distribution", cast.quinn)

    found = assembly.draft(report, today=TODAY)
    [public], [restricted] = (said(found.in_edition(each), "commentary", key) for each in Edition)

    assert [(row.title, row.counts) for row in public.rows[:1]] == [("Overall", (0, 6, 7, 0))]
    assert any(SUPPRESSED in row.words for row in public.rows)
    assert not any(SUPPRESSED in row.words for row in restricted.rows)
    assert [row.total for row in restricted.rows] == [13] * len(restricted.rows)
    assert "Agreed grades, overall and by domain" in found.not_shown


def tables(report):
    return {table.name for table in assembly.draft(report, today=TODAY).shown_tables}


def test_later_editions_are_held_against_what_a_block_told(start, cast):
    report = start("highlight")
    of_indicators = tables(report)
    assert of_indicators
    assert all(name.startswith("Indicator ") for name in of_indicators)

    with_grades, _ = put(report, "grade_distribution", cast.quinn)
    assert tables(with_grades) - of_indicators == {"Agreed grades, overall and by domain"}
    # The domains too, which no figure in prose tells of.
    shown = assembly.draft(with_grades, today=TODAY)
    [grades] = [table for table in shown.shown_tables if table.name.startswith("Agreed grades")]
    [block] = said(shown.document, "commentary", "block-1")
    assert [line.title for line in grades.lines] == [row.title for row in block.rows]
    assert len(grades.lines) > 1

    out = without(with_grades, "commentary", "block-1", cast.quinn)
    assert tables(out) == of_indicators


def test_a_figure_that_is_chosen_is_handed_on_with_the_table_behind_it(start, cast):
    report, key = put(start("scrutiny"), "statements", cast.quinn)
    assert "Indicator 3.3" not in tables(report)
    words = {key: {"chosen": [{"key": "indicator-3.3", "text": "of children in need were visited in time"}]}}
    report = commands.save_words(report, words, version=report.version, by=cast.quinn, at=NOW)

    [block] = said(assembly.draft(report, today=TODAY).document, "asked", key)

    [each] = block.statements
    assert (each.number, each.sentence, each.sample, each.period) == (
        "77.8%", "of children in need were visited in time", "615 of 790", "June 2026",
    )  # fmt: skip
    assert "Indicator 3.3" in tables(report)


def test_figures_are_offered_as_sentences_with_their_numbers(start, cast):
    report, key = put(start("decision"), "statements", cast.quinn)

    found = {each.key: each for each in assembly.draft(report, today=TODAY).suggestions[key]}

    assert (found["audits-good-or-better"].text, found["audits-good-or-better"].note) == (
        "of audited children's records are good or better", "46%, 6 of 13 records, April to June 2026",
    )  # fmt: skip
    assert found["indicator-3.3"].text == "of CIN children visited within the past four weeks"
    assert found["actions-raised"].text == "actions were raised"


def test_a_table_may_be_of_a_theme_or_of_one_indicator(start, cast):
    report = start("quarterly")
    theme = assembly.draft(report, today=TODAY).figures.highlight.rows[0].theme
    report, of_theme = put(report, "indicator_table", cast.quinn, of=f"theme:{theme}")
    report = added(report, "useful", "text", "Between", cast.quinn)
    report = commands.add_block(
        report, "useful", kind="indicator_months", title="Visits", of="3.3", seen=seen(report), by=cast.quinn, at=NOW
    )

    document = assembly.draft(report, today=TODAY).document

    [table], [months] = (said(document, "useful", key) for key in (of_theme, "block-3"))
    assert {row.theme for row in table.rows} == {theme}
    assert table.caption == f"{theme}, June 2026"
    assert (months.label, months.caption) == ("Appendix A", "Indicator 3.3, June 2026, month by month")
    assert [row[0] for row in months.rows] == ["3.3"]
    assert months.rows[0][-1] == "77.8%"


def test_appendices_have_letters_of_their_own():
    columns = (content.Column("A"),)
    tables = [AppendixTable(label, "B", columns, (("c",),)) for label in ("", "Appendix A", "")]
    sections = [
        content.Section(str(number), number, "S", (table,), made_of=("a",)) for number, table in enumerate(tables)
    ]

    assert [each.blocks[0].label for each in adding.lettered(sections)] == ["Appendix B", "Appendix A", "Appendix C"]


def test_a_table_that_stands_twice_is_told_apart_by_its_section(start, cast):
    report = start("quarterly")
    for _ in range(2):
        report = commands.add_block(
            report, "useful", kind="grade_distribution", title=f"Grades {_}", seen=seen(report), by=cast.quinn, at=NOW
        )

    found = assembly.draft(report, today=TODAY).document

    titles = [block.title for section in found.sections for block in section.blocks if hasattr(block, "grade_titles")]
    assert titles == [
        "Agreed grades, overall and by domain (Useful information)",
        "Agreed grades, overall and by domain (Useful information, 2)", "Agreed grades, overall and by domain",
    ]  # fmt: skip


def test_figures_of_an_added_table_may_be_used_in_prose(start, cast):
    report = start("highlight")
    words = {"commentary": {"prose": "Agreed: {{ audits agreed }}."}}
    report = commands.save_words(report, words, version=report.version, by=cast.quinn, at=NOW)
    report, _ = put(report, "audit_numbers", cast.quinn)

    [text, facts] = section_of(assembly.draft(report, today=TODAY).document, "commentary").blocks

    assert "13 (of 14 allocated, June 2026, 2026/27)" in text.prose
    assert facts.caption == "Audits in the month"


def test_a_block_says_that_the_records_have_nothing_for_it(places, cast):
    report = commands.start_report(
        kind="highlight", unit=places.council, starts_on=TODAY.replace(month=6, day=1), by=cast.quinn, at=at(2026, 7, 6)
    )
    for kind in ("grade_distribution", "indicator_table", "recommendations", "targets_grid"):
        report, _ = put(report, kind, cast.quinn, section="watch")

    assert section_of(assembly.draft(report, today=TODAY).document, "watch").blocks == (
        Text("No audit of this month is agreed."), Text("No figure is loaded for June 2026."),
        Text("No recommendation of June 2026, 2026/27 is in the activity register."),
        Text("No indicator has a single target by quarter."),
    )  # fmt: skip


def test_a_private_decision_shows_the_public_no_figures_that_were_added(start, cast):
    report, key = put(start("decision"), "grade_distribution", cast.quinn, section="private")
    words = {"private": {"answer": "yes", "option": "1", "prose": "It names a person."}}
    report = commands.save_words(report, words, version=report.version, by=cast.quinn, at=NOW)

    found = assembly.draft(report, today=TODAY)

    assert [type(block).__name__ for section in found.document.sections for block in section.blocks] == ["Text"] * 3
    assert len(said(found.restricted, "private", key)) == 1
    assert tables(report) == set()


def test_one_page_takes_figures_and_words_as_far_as_they_fit(start, cast):
    report, key = put(start("scrutiny"), "statements", cast.quinn)
    barrier = "One page holds about 40 lines of your words; there are about {}. Shorten them."

    def barriers(report):
        return [each for each in assembly.draft(report, today=TODAY).barriers if each.startswith("One page holds")]

    assert barriers(report) == []
    report = chosen_all(report, key, cast.quinn)
    figures = len(assembly.words_of(report)[key]["chosen"])
    assert figures > 20
    [sentence] = barriers(report)
    assert int(sentence.split("about ")[2].split(".")[0]) >= 2 * figures
    assert barrier[:25] == sentence[:25]
    assert barriers(without(report, "asked", key, cast.quinn, with_words=True)) == []


def test_what_is_chosen_is_asked_about_before_it_is_left_out_and_comes_back(start, cast):
    report, key = put(start("quarterly"), "actions", cast.quinn)
    report = chosen_all(report, key, cast.quinn)
    assert [len(block.rows) for block in said(assembly.draft(report, today=TODAY).document, "useful", key)] == [2]

    with pytest.raises(HoldsWords, match="“Actions that you choose” has words in it"):
        without(report, "useful", key, cast.quinn)
    report = without(report, "useful", key, cast.quinn, with_words=True)
    assert key in {slot.key for slot in past.all_slots(report)}
    report = commands.bring_in(report, "useful", key, seen=seen(report), by=cast.quinn, at=NOW)

    assert len(said(assembly.draft(report, today=TODAY).document, "useful", key)) == 1


def test_the_page_adds_a_table_of_a_theme_and_asks_which_indicator_a_chart_shows(start, cast, client):
    report = start("quarterly")
    client.force_login(cast.quinn)
    path = f"/reports/{report.pk}/blocks/"

    def send(**data):
        return client.post(path, {"saves": seen(report), "section": "useful", **data})

    chart = send(kind="indicator_chart", of="")
    assert chart.status_code == 422
    assert "Choose the indicator that the chart shows." in words_on(chart)
    send(kind="indicator_chart", of="3.3")
    send(kind="grade_distribution", of="3.3", title="")
    send(kind="feedback", title="What parents said")

    page = words_on(client.get(path))
    name = "Chart of an indicator, month by month: 3.3 % of CIN children visited within the past four weeks"
    assert f"{name} Figures from the records" in page
    assert "Grades, overall and by domain Figures from the records" in page
    assert "What parents said Quotations from the activity register, nothing chosen yet" in page
    assert [block["of"] for entry in Report.objects.get(pk=report.pk).arrangement for block in entry["blocks"]
            if block["kind"]] == ["3.3", "", ""]  # fmt: skip
    assert "There is nothing to choose from in this period." in words_on(client.get(f"/reports/{report.pk}/edit/"))


def test_the_page_of_the_one_page_summary_offers_no_table(start, cast, client):
    client.force_login(cast.quinn)

    form = client.get(f"/reports/{start('scrutiny').pk}/blocks/").context["form"]

    assert dict(form.fields["kind"].choices[2][1]) == {"statements": "Figures with their sentences"}
    assert "of" not in form.fields


def test_a_kind_of_the_council_has_blocks_of_the_records_in_each_of_its_reports(cast, places, full_quarter):
    made = commands.adapt(kind="highlight", title="Month with grades", by=cast.quinn, at=at(2026, 7, 1))
    own = commands.blocks.arranging.with_own_block(
        blueprint_of("highlight"), commands.blocks.arranging.outline(blueprint_of("highlight")), "watch",
        "grade_distribution", "Grades",
    )  # fmt: skip
    commands.arrange(made, title="Month with grades", entries=own, version=1, by=cast.quinn, at=at(2026, 7, 1))
    report = commands.start_report(
        kind="highlight", adaptation=Report._meta.get_field("adaptation").related_model.objects.get(pk=made.pk),
        unit=places.council, starts_on=TODAY.replace(month=6, day=1), by=cast.quinn, at=at(2026, 7, 6),
    )  # fmt: skip

    [block] = said(assembly.draft(report, today=TODAY).document, "watch", "block-1")

    assert block.rows[0].counts == (0, 6, 7, 0)


GOOD = "The share of audited records that are good or better overall is {{ audits good or better }}."
RAISED = "Actions raised were {{ actions raised }}; closed, with evidence, were {{ actions closed }}."


def proposed(report, key):
    found = assembly.draft(report, today=TODAY).suggestions[key]
    return [each.text for each in found if each.group in ("Audits", "Actions")]


def test_the_deck_is_proposed_sentences_about_audits_and_actions(start, cast):
    report = start("practice")

    texts = proposed(report, "highlights")

    assert texts[0] == GOOD
    assert RAISED in texts
    assert proposed(report, "workforce") == texts


def test_the_monthly_report_is_proposed_sentences_about_audits_and_actions_without_a_block_of_them(start, cast):
    report = start("highlight")

    texts = proposed(report, "commentary")

    assert texts[0] == GOOD
    assert [text.split(" ")[0] for text in texts] == ["The", "Of", "Actions", "Of"]
    with_block, _ = put(report, "audit_numbers", cast.quinn)
    assert proposed(with_block, "key_messages") == texts


def test_a_month_without_audits_is_proposed_nothing_about_them(places, cast, full_quarter):
    report = commands.start_report(
        kind="highlight", unit=places.council, starts_on=TODAY.replace(month=5, day=1), by=cast.quinn, at=at(2026, 7, 6)
    )

    assert [text.split(" ")[0] for text in proposed(report, "commentary")] == ["Actions", "Of"]
    assert not any(offer.name.startswith("audits") for offer in assembly.draft(report, today=TODAY).offers)


def test_of_what_is_offered_only_what_words_use_is_told(start, cast):
    report = start("practice")
    before = assembly.draft(report, today=TODAY)
    assert {table.name for table in before.shown_tables} == {"Audits in the quarter"}
    assert [len(table.lines) for table in before.shown_tables] == [1]
    assert not any(name.startswith("Agreed grades") for name in before.not_shown)
    words = {"workforce": {"prose": f"{GOOD} {RAISED}"}}
    report = commands.save_words(report, words, version=report.version, by=cast.quinn, at=NOW)

    found = assembly.draft(report, today=TODAY)

    [text] = section_of(found.document, "workforce").blocks
    assert "46% (6 of 13 records, April to September 2026)" in text.prose
    assert {source.key for source in found.document.sources} >= {"audits-good-or-better", "actions-raised"}
    assert {table.name: len(table.lines) for table in found.shown_tables} == {
        "Audits in the quarter": 1, "Agreed grades, overall and by domain": 1,
    }  # fmt: skip
