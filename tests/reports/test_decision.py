"""The executive decision report: every field answered, every implication signed, private parts kept apart."""

import datetime

import pytest

from audits.commands import add_activity
from kpis.periods import Basis
from kpis.rag import MeasuredIn
from people.access import Refused
from reports import assembly, commands, content
from reports.audit_counts import GRADES
from reports.blueprints.decision import BLUEPRINT, IMPLICATIONS, NEEDED, Figures
from reports.editions import Edition
from reports.models import Report
from reports.tokens import as_shown
from tests.factories import at
from tests.reports.conftest import APRIL
from tests.world import activity_draft

TODAY = datetime.date(2026, 7, 20)
NOW = at(2026, 7, 6)


def words(**changes):
    plain = {key: {"prose": f"Words for {key}."} for key in NEEDED}
    plain["briefings"] = {"prose": "- 9 July 2026: executive\n- 2 July 2026: lead member"}
    signed = {
        key: {"prose": "There are none.", "officer": "The officer of the day", "post": "Head of Finance",
              "on": "2026-07-14"}
        for key in IMPLICATIONS
    }  # fmt: skip
    answers = {
        "private": {"answer": "no", "option": "", "prose": ""},
        "key_decision": {"answer": "no", "prose": "It is for noting."},
    }
    return {**plain, **signed, **answers, **changes}


@pytest.fixture
def decision(places, cast):
    return commands.start_report(
        kind="decision", unit=places.council, starts_on=APRIL, by=cast.quinn, at=at(2026, 7, 6)
    )


def saved(report, cast, **changes):
    return commands.save_words(report, words(**changes), version=report.version, by=cast.quinn, at=at(2026, 7, 7))


def section_of(document, key):
    return next(section for section in document.sections if section.key == key)


def test_an_empty_decision_report_asks_for_every_field(decision):
    found = assembly.draft(decision, today=TODAY).barriers

    assert found[:2] == ["Fill in “Decision to be taken by”.", "Fill in “Wards affected”."]
    assert "Write the legal implications, even if there are none." in found
    assert "Answer: is this a private report?" in found
    assert len([each for each in found if each.startswith(("Fill in", "Write the", "Answer"))]) == 11 + 5 + 2


def test_a_whole_decision_report_has_all_sections_in_order(decision, cast):
    found = assembly.draft(saved(decision, cast), today=TODAY)

    assert [section.title for section in found.document.sections] == [
        "The decision", "Summary", "Recommendations", "Supporting information including options considered",
        "Details of scrutiny", "Financial, legal and other implications", "Background papers",
        "Summary of appendices", "Is this a private report?", "Is this a key decision?",
    ]  # fmt: skip
    assert [each for each in found.barriers if "Fill in" in each] == []
    particulars = section_of(found.document, "decision").blocks[0]
    assert particulars.rows == (
        ("Decision to be taken by", "Words for taken_by."), ("Wards affected", "Words for wards."),
        ("Is this a key decision?", "No"), ("Is this a private report?", "No"),
    )  # fmt: skip


def test_each_implication_is_signed_by_a_named_officer(decision, cast):
    found = assembly.draft(saved(decision, cast), today=TODAY)

    blocks = section_of(found.document, "implications").blocks
    assert blocks[:3] == (
        content.Heading("Financial implications"),
        content.Text("There are none."),
        content.Text("Signed: The officer of the day, Head of Finance, 14 July 2026"),
    )
    assert len([block for block in blocks if getattr(block, "prose", "").startswith("Signed: ")]) == 5


def test_an_implication_without_its_officer_stands_in_the_way(decision, cast):
    unsigned = {"prose": "There are none.", "officer": "", "post": "", "on": ""}

    found = assembly.draft(saved(decision, cast, legal=unsigned), today=TODAY)

    assert "Legal implications: give the officer who signs, with post and day." in found.barriers


@pytest.mark.parametrize(
    ("signature", "sentence"),
    [
        ({"on": "2026-07-20"}, ""),  # on the day of publishing
        ({"on": "2026-07-21"}, "Legal implications: signed on 21 July 2026, which is still to come."),
        ({"on": "2027-01-05"}, "Legal implications: signed on 5 January 2027, which is still to come."),
        ({"officer": "City Solicitor"}, "Legal implications: name the officer who signs; City Solicitor is the post."),
        ({"officer": "city solicitor "}, "Legal implications: name the officer who signs; City Solicitor is the post."),
        ({"officer": ""}, "Legal implications: give the officer who signs, with post and day."),
        ({"on": ""}, "Legal implications: give the officer who signs, with post and day."),
        ({"officer": "", "on": "2027-01-05"}, "Legal implications: give the officer who signs, with post and day."),
    ],
)
def test_a_signature_is_of_a_named_officer_and_of_a_day_that_has_come(decision, cast, signature, sentence):
    signed = {"prose": "There are none.", "officer": "The officer of the day", "post": "City Solicitor",
              "on": "2026-07-14"}  # fmt: skip

    found = assembly.draft(saved(decision, cast, legal=signed | signature), today=TODAY).barriers

    assert [each for each in found if each.startswith("Legal")] == [sentence] * bool(sentence)


def test_a_private_report_needs_its_paragraph_and_its_reason(decision, cast):
    report = saved(decision, cast, private={"answer": "yes", "option": "", "prose": ""})

    found = assembly.draft(report, today=TODAY).barriers

    assert "Is this a private report? Yes needs its reason." in found
    assert "A private report names the paragraph of Schedule 12A that allows it." in found


def test_a_decision_report_tells_no_count_that_later_ones_would_be_compared_with(decision, cast, places):
    add_activity(activity_draft(starts_on=APRIL, ends_on=APRIL), unit=places.team, by=cast.quinn)

    draft = assembly.draft(saved(decision, cast), today=TODAY)

    assert (len(draft.figures.activities), list(draft.shown_tables), draft.not_shown) == (1, [], {})


def test_a_private_report_may_name_more_than_one_paragraph(decision, cast):
    why = {"answer": "yes", "option": "1 3", "prose": "A child could be recognised, and a contract is under way."}
    found = assembly.draft(saved(decision, cast, private=why), today=TODAY)

    assert [block.prose.partition(", part 1, ")[2][:12] for block in found.document.sections[0].blocks] == [
        "", "paragraph 1.", "paragraph 3.", "",
    ]  # fmt: skip
    assert [each for each in found.barriers if "Schedule" in each] == []


def test_briefings_are_a_trail_in_the_order_of_their_days(decision, cast):
    found = assembly.draft(saved(decision, cast), today=TODAY)
    _, told, *_ = section_of(found.document, "decision").blocks

    assert (told.caption, told.rows) == (
        "Briefing trail", (("2 July 2026", "lead member"), ("9 July 2026", "executive")),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("- Lead member", "Briefing trail: give the day of “Lead member”, such as 1 March 2017."),
        ("- 21 July 2026: lead member", "Briefing trail: 21 July 2026 is still to come."),
        ("- 20 July 2026: lead member", ""),
    ],
)
def test_each_briefing_has_a_day_that_has_been(typed, sentence):
    said = words(briefings={"prose": typed})
    found = [need.sentence for need in BLUEPRINT.missing(Figures([], TODAY), said)]

    assert [each for each in found if each.startswith("Briefing")] == [sentence] * bool(sentence)


def test_what_happened_since_the_last_report_is_told_where_it_is_written(decision, cast):
    def headings(**changes):
        document = assembly.draft(decision, today=TODAY, words=words(**changes)).document
        blocks = section_of(document, "supporting").blocks
        return [block.text for block in blocks if isinstance(block, content.Heading)]

    assert headings() == ["Options considered"]
    assert headings(narrative={"prose": "All managers were trained by 3 May 2026."}) == [
        "Options considered", "What has happened since the last report",
    ]  # fmt: skip


def begun(places, cast, title, when=NOW):
    return commands.start_report(
        kind="decision", unit=places.council, starts_on=APRIL, title=title, by=cast.quinn, at=when
    )


def test_a_quarter_has_as_many_decision_reports_as_titles(decision, places, cast):
    evening = begun(places, cast, " Evening courses for carers ")
    document = assembly.draft(evening, today=TODAY).document

    assert (decision.title, evening.title) == ("Executive decision report", "Evening courses for carers")
    assert (document.cover.title, document.cover.subtitle) == (
        "Evening courses for carers", "Executive decision report, Quarter 1 2026/27",
    )  # fmt: skip
    with pytest.raises(Refused, match="There is a report of this title for this period already"):
        begun(places, cast, "evening courses for CARERS")
    with pytest.raises(Refused, match="A title has at most 200 letters"):
        begun(places, cast, "x" * 201)


def test_a_decision_does_not_wait_for_the_end_of_its_quarter(places, cast):
    in_may = datetime.date(2026, 5, 11)
    report = begun(places, cast, "Evening courses", at(2026, 5, 4))
    report = commands.set_meetings(report, {"executive": datetime.date(2026, 5, 19)}, by=cast.quinn, at=at(2026, 5, 4))

    found = assembly.draft(report, today=in_may)

    assert [each for each in found.barriers if "period ends" in each] == []
    assert found.document.cover.meetings == (content.Meets("Executive meeting", "2026-05-19"),)


def test_the_page_asks_for_the_title_of_a_decision_report(client, cast):
    client.force_login(cast.quinn)
    typed = {"kind": "decision", "period": "2026-04-01 2026-06-30"}

    without = client.post("/reports/new/", typed)
    assert without.context["form"].errors == {
        "title": ["Give the report its title: a period may have several of this kind"]
    }
    client.post("/reports/new/", {**typed, "title": "Evening courses"})
    assert Report.objects.get().title == "Evening courses"


def test_of_a_private_report_the_public_reads_only_why(decision, cast):
    why = {"answer": "yes", "option": "2", "prose": "A child could be recognised, and nobody gains from that."}
    found = assembly.draft(saved(decision, cast, private=why), today=TODAY)

    public, restricted = (found.in_edition(edition) for edition in Edition)
    assert [section.title for section in public.sections] == ["Is this a private report?"]
    assert public.sections[0].blocks == (
        content.Text("Yes."),
        content.Text(
            "Local Government Act 1972, Schedule 12A, part 1, paragraph 2. Information which is likely to reveal the "
            "identity of an individual."
        ),
        content.Text("A child could be recognised, and nobody gains from that."),
    )
    assert "Words for summary." in [text for _, text in content.texts(restricted)]
    assert "Words for summary." not in [text for _, text in content.texts(public)]


VISITS = "Visits stand at {{ indicator 3.3 value }}."


def test_figures_of_the_quarter_are_picked_and_say_where_they_come_from(decision, cast, full_quarter):
    more = "{{ audits good or better }} were good or better; {{ actions overdue }} are overdue."
    found = assembly.draft(saved(decision, cast, summary={"prose": f"{VISITS} {more}"}), today=TODAY)

    groups = list(dict.fromkeys(offer.group for offer in found.offers))
    assert groups == [
        "Audits in the quarter", GRADES, "The auditor's overall grade and the agreed one", "Ratings, June 2026",
        "Indicators", "Actions in the quarter and now",
    ]  # fmt: skip
    [summary] = section_of(found.document, "summary").blocks
    assert as_shown(summary.prose) == (
        "Visits stand at 77.8% (615 of 790, June 2026). 46% (6 of 13 records, April to June 2026) were good or better; "
        "1 (of 2 open, 20 July 2026) are overdue."
    )
    assert [source.key for source in found.document.sources] == [
        "indicator-3.3", "audits-good-or-better", "actions-overdue",
    ]  # fmt: skip
    # The figures of the quarter are beside the report, and no part of it.
    assert not any(
        isinstance(block, content.IndicatorTable) for each in found.document.sections for block in each.blocks
    )


def test_later_editions_are_held_against_the_figures_that_were_used_alone(decision, cast, full_quarter):
    found = assembly.draft(decision, today=TODAY, words=words(summary={"prose": VISITS}))
    assert [(table.name, [line.title for line in table.lines]) for table in found.shown_tables] == [
        ("Indicator 3.3", ["June 2026, snapshot"]),
    ]  # fmt: skip

    prose = {"prose": "{{ audits good or better }}"}
    grades = assembly.draft(decision, today=TODAY, words=words(summary=prose))
    assert [(table.name, len(table.lines)) for table in grades.shown_tables] == [(GRADES, 1)]

    private = {"answer": "yes", "option": "2", "prose": "A child could be recognised."}
    kept = assembly.draft(decision, today=TODAY, words=words(summary={"prose": VISITS}, private=private))
    assert (list(kept.shown_tables), kept.document.sources) == ([], ())
    assert [source.key for source in kept.restricted.sources] == ["indicator-3.3"]


@pytest.mark.parametrize(
    ("sentence", "titles"),
    [
        ("Complaints rose from 12 in May 2026 to {{ indicator c1 value }}.", ["June 2026", "May 2026"]),
        ("In 12 weeks they rose to {{ indicator c1 value }}.", ["June 2026"]),
        ("They rose from 12.5% in May 2026 to {{ indicator c1 value }}.", ["June 2026"]),
        ("They rose from 112 in May 2026 to {{ indicator c1 value }}.", ["June 2026"]),
    ],
)
def test_the_month_before_is_held_against_later_editions_where_the_words_say_it(
    decision, define, give, sentence, titles
):
    give(define("C1", Basis.MONTH, MeasuredIn.COUNT), Basis.MONTH, {5: "12", 6: "20"})

    found = assembly.draft(decision, today=TODAY, words=words(summary={"prose": sentence}))

    assert [(table.name, sorted(line.title for line in table.lines)) for table in found.shown_tables] == [
        ("Indicator C1", [f"{title}, in the month" for title in titles]),
    ]  # fmt: skip


def test_a_small_number_that_is_picked_is_hidden_with_its_reason(decision, cast, load_june):
    load_june((",34,291,11.7%,", ",4,291,1.4%,"), ("8.8%,11.3%,11.7%", "8.8%,11.3%,1.4%"))
    prose = {"prose": "Those stand at {{ indicator 5.10 value }}."}

    without = assembly.draft(decision, today=TODAY, words=words())
    found = assembly.draft(decision, today=TODAY, words=words(summary=prose))

    told = [as_shown(section_of(found.in_edition(each), "summary").blocks[0].prose) for each in Edition]
    assert told == [
        "Those stand at [c] (of 291, June 2026).", "Those stand at 1.4% (4 of 291, June 2026).",
    ]  # fmt: skip
    assert (without.not_shown, list(found.not_shown)) == ({}, ["Indicator 5.10"])


def test_before_the_quarter_is_over_the_latest_month_is_offered(places, cast, load_june):
    load_june(month=datetime.date(2026, 4, 1))
    report = begun(places, cast, "Evening courses", at(2026, 5, 4))

    found = assembly.draft(saved(report, cast, summary={"prose": VISITS}), today=datetime.date(2026, 5, 11))

    assert as_shown(section_of(found.document, "summary").blocks[0].prose) == (
        "Visits stand at 77.8% (615 of 790, April 2026)."
    )


def test_a_typed_figure_is_held_against_those_of_the_quarter(decision, cast, quarter):
    typed = {"prose": "82% (648 of 790) of CIN children were visited within the past four weeks."}

    found = assembly.draft(saved(decision, cast, summary=typed), today=TODAY)

    assert [each.finding.words for each in found.findings if each.finding.rule == "typed_figure"] == [
        "82% is typed, but 3.3 “% of CIN children visited within the past four weeks” stands at 77.8%."
    ]


def test_the_page_offers_figures_for_every_box_of_words(client, cast, decision, quarter, in_july):
    client.force_login(cast.quinn)

    page = client.get(f"/reports/{decision.pk}/edit/").content.decode()

    assert page.count('name="figure-summary"') == 1
    assert "There are no figures to insert" not in page
    assert "The figures, as they stand now" not in page  # the report prints none by itself


def test_the_form_keeps_answers_officers_and_days(client, cast, decision):
    client.force_login(cast.quinn)
    path = f"/reports/{decision.pk}/edit/"
    typed = {
        "version": 1, "taken_by": "Executive", "legal": "None.", "legal-officer": "The officer of the day",
        "legal-post": "City Solicitor", "legal-on_day": "14", "legal-on_month": "7", "legal-on_year": "2026",
        "private-answer": "yes", "private-option": ["2", "3"], "private": "A child could be recognised.",
    }  # fmt: skip

    response = client.post(path, typed)

    assert response["Location"] == path
    kept = assembly.words_of(decision)
    assert kept["taken_by"] == {"prose": "Executive"}
    assert kept["legal"] == {
        "prose": "None.", "officer": "The officer of the day", "post": "City Solicitor", "on": "2026-07-14",
    }  # fmt: skip
    assert kept["private"] == {"answer": "yes", "option": "2 3", "prose": "A child could be recognised."}
    form = client.get(path).context["form"]
    assert form["legal-on"].value() == datetime.date(2026, 7, 14)


def test_a_day_that_is_none_keeps_what_was_typed(client, cast, decision):
    client.force_login(cast.quinn)
    typed = {"version": 1, "legal": "None.", "legal-on_day": "31", "legal-on_month": "2", "legal-on_year": "2026"}

    response = client.post(f"/reports/{decision.pk}/edit/", typed)

    assert response.status_code == 422
    assert response.context["form"]["legal"].value() == "None."
    # Everything else is saved; the day is asked for again.
    assert assembly.words_of(decision)["legal"] == {"prose": "None.", "officer": "", "post": "", "on": ""}
