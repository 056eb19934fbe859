"""The half-year's deck from the activity register, to the digit."""

import datetime
import itertools

import pytest

from audits.commands import add_activity
from audits.models import Activity
from audits.register import QuoteDraft
from audits.register import StatementDraft as statement
from audits.statements import Measure
from reports import assembly, blueprints, commands, content
from reports.blueprints.practice import half, latest_halves
from reports.editions import Edition
from tests.factories import at
from tests.world import activity_draft

TODAY = datetime.date(2026, 10, 12)
PERIOD = "April to June 2026"


@pytest.fixture
def spotlight(places, cast):
    """26 of 31 good before, now 24 of 31; and a percentage whose sample is too small for its rest to be told."""
    draft = activity_draft(
        statements=(
            statement("Good standards of practice", Measure(24, 31)),
            statement("Seen alone", Measure(26, 31)),
            statement("Carers with a support plan", Measure(value=91, measured_in="%")),
            statement("Complaints", Measure(value=4, measured_in="complaints")),
        ),
        quotes=(QuoteDraft("They ask me first.", "child", True), QuoteDraft("We were heard.", "parent")),
    )
    return add_activity(draft, unit=places.team, by=cast.quinn)


@pytest.fixture
def deck(places, cast, spotlight):
    report = commands.start_report(
        kind="practice", unit=places.council, starts_on=datetime.date(2026, 4, 1), by=cast.quinn, at=at(2026, 10, 5)
    )
    said = spotlight.quotes.get(is_publishable=True)
    words = {
        "goals": {"prose": "Children are safe and heard."},
        "highlights": {"messages": ["Kinship carers know the children well."]},
        "care": {"chosen": [{"key": str(spotlight.pk), "text": "Carers know the children, and want training."}]},
        "quotes": {"chosen": [{"key": f"quote-{said.pk}", "text": "They ask me."}]},
        "sides": {"strengths": ["Supervision is regular."], "focus": ["Workloads are uneven."]},
        "next": {"prose": "We look at transitions."},
    }
    return commands.save_words(report, words, version=1, by=cast.quinn, at=at(2026, 10, 6))


def section_of(document, key):
    return next(section for section in document.sections if section.key == key)


FIRST_HALF = (datetime.date(2026, 4, 1), datetime.date(2026, 9, 30))
SECOND_HALF = (datetime.date(2026, 10, 1), datetime.date(2027, 3, 31))


@pytest.mark.parametrize(
    ("day", "dates", "label", "words", "short"),
    [
        ((2026, 4, 1), FIRST_HALF, "Quarters 1 and 2 2026/27", "April to September 2026", "2026-27-h1"),
        ((2026, 9, 30), FIRST_HALF, "Quarters 1 and 2 2026/27", "April to September 2026", "2026-27-h1"),
        ((2026, 10, 1), SECOND_HALF, "Quarters 3 and 4 2026/27", "October 2026 to March 2027", "2026-27-h2"),
        ((2027, 3, 31), SECOND_HALF, "Quarters 3 and 4 2026/27", "October 2026 to March 2027", "2026-27-h2"),
    ],
)
def test_halves_are_those_of_the_financial_year(day, dates, label, words, short):
    found = half(datetime.date(*day))

    assert (found.starts_on, found.ends_on) == dates
    assert (found.label, found.words, found.short) == (label, words, short)


def test_six_halves_are_offered_without_a_gap():
    halves = latest_halves(TODAY)

    assert len(halves) == 6
    assert all(
        later.starts_on - earlier.ends_on == datetime.timedelta(days=1) for later, earlier in itertools.pairwise(halves)
    )


def test_a_spotlight_has_its_sample_figures_sides_and_key_message(deck):
    found = assembly.draft(deck, today=TODAY)

    heading, looked_at, figures, sides, message = section_of(found.document, "care").blocks
    kinship = Activity.objects.get(title="Children in kinship care")
    assert heading == content.Heading("Children in kinship care", str(kinship.pk))
    assert looked_at == content.Text(f"Spotlight, In care, {PERIOD}, sample: 31.")
    assert [(each.number, each.sentence, each.sample) for each in figures.statements] == [
        ("77%", "Good standards of practice", "24 of 31"),
        ("[c]", "Seen alone", "of 31"),  # five of 31 were not
        ("[c]", "Carers with a support plan", "sample size not given"),  # of the 31, 91% are 28
        ("[c]", "Complaints", "complaints"),
    ]
    assert figures.notes == (
        "[c] means confidential: a number from 1 to 5, or a number that would reveal one, is not published.",
    )
    assert sides == content.StrengthsFocus(
        ("Carers grow with the child.", "Reviews are well informed."), ("Training for carers.",)
    )
    assert message == content.KeyMessages(("Carers know the children, and want training.",))
    assert found.barriers == []


def test_the_restricted_edition_shows_the_small_numbers(deck):
    found = assembly.draft(deck, today=TODAY).in_edition(Edition.RESTRICTED)

    figures = section_of(found, "care").blocks[2]
    assert [(each.number, each.sample) for each in figures.statements] == [
        ("77%", "24 of 31"), ("84%", "26 of 31"), ("91%", "sample size not given"), ("4", "complaints"),
    ]  # fmt: skip


SMALL = "It is a number from 1 to 5."
ROW = "With the rest of its row it would reveal a number that is hidden."
BEFORE = (
    # now, what is shown of the figure before in the public edition and in the restricted one
    (Measure(value=12, measured_in="interviews", previous=3, previous_period="Q4"), "[c], Q4", "3 interviews, Q4"),
    (Measure(value=12, measured_in="interviews", previous=6), "6 interviews", "6 interviews"),
    (Measure(20, 31, previous=97, previous_period="Q4"), "[c], Q4", "97%, Q4"),  # of about 31 all but 1
    (Measure(20, 31, previous=79, previous_period="Q4"), "79%, Q4", "79%, Q4"),  # all but 5, or 6
    (Measure(value=65, measured_in="%", previous=3), "[c]", "3%"),  # of the sample of the activity
)


@pytest.mark.parametrize(("measure", "public", "restricted"), BEFORE)
def test_what_a_figure_was_before_tells_no_small_number(deck, places, cast, measure, public, restricted):
    activity = activity_draft(title="Return home", statements=(statement("Seen", measure),))
    key = str(add_activity(activity, unit=places.team, by=cast.quinn).pk)
    report = commands.save_words(
        deck, {"care": {"chosen": [{"key": key, "text": "Return home"}]}}, version=2, by=cast.quinn, at=at(2026, 10, 6)
    )
    found = assembly.draft(report, today=TODAY)

    shown = {edition: section_of(found.in_edition(edition), "care").blocks[2].statements[0] for edition in Edition}

    assert (shown[Edition.PUBLIC].previous, shown[Edition.RESTRICTED].previous) == (public, restricted)
    listed = found.not_shown.get(f"Return home ({key})", [])
    assert [each for each in listed if each[1] == "Before"] == ([("Seen", "Before", SMALL)] if "[c]" in public else [])


def test_the_author_reads_of_every_number_of_the_register_why_it_is_hidden(deck, spotlight, places, cast):
    key = add_activity(activity_draft(title="Few", sample_size=4, statements=()), unit=places.team, by=cast.quinn).pk

    assert assembly.draft(deck, today=TODAY).not_shown == {
        f"Children in kinship care ({spotlight.pk})": [
            ("Seen alone", "Counted", ROW), ("Seen alone", "The rest", SMALL),
            ("Carers with a support plan", "Counted", ROW), ("Carers with a support plan", "The rest", SMALL),
            ("Complaints", "Number", SMALL),
        ],
        f"Few ({key})": [("The activity", "Sample", SMALL)],
    }  # fmt: skip


def test_a_percentage_is_shown_where_nobody_says_of_how_many_its_activity_is(deck, places, cast):
    plans = statement("With a plan", Measure(value=91, measured_in="%", previous=97))
    activity = activity_draft(title="Survey", sample_size=None, statements=(plans,))
    key = str(add_activity(activity, unit=places.team, by=cast.quinn).pk)
    report = commands.save_words(
        deck, {"care": {"chosen": [{"key": key, "text": "Survey"}]}}, version=2, by=cast.quinn, at=at(2026, 10, 6)
    )

    [shown] = section_of(assembly.draft(report, today=TODAY).document, "care").blocks[2].statements

    assert (shown.number, shown.sample, shown.previous) == ("91%", "sample size not given", "97%")


def test_later_editions_are_compared_with_what_was_told_and_nothing_else(deck, spotlight, places, cast):
    add_activity(activity_draft(title="Not chosen"), unit=places.team, by=cast.quinn)

    tables = assembly.draft(deck, today=TODAY).shown_tables

    assert [(table.name, len(table.lines)) for table in tables] == [(f"Children in kinship care ({spotlight.pk})", 3)]


def test_only_chosen_quotations_that_may_be_published_are_heard(deck):
    found = assembly.draft(deck, today=TODAY)

    [heard] = section_of(found.document, "voice").blocks
    assert heard.quotes == (content.Quote("They ask me.", "Child or young person", PERIOD),)
    assert [each.text for each in found.blueprint.suggest(found.figures)["quotes"]] == ["They ask me first."]


def test_activities_are_offered_where_their_cohort_belongs(deck, places, cast):
    add_activity(activity_draft(title="Everybody", cohort=""), unit=places.team, by=cast.quinn)
    add_activity(activity_draft(title="Plans", cohort="child_protection"), unit=places.team, by=cast.quinn)
    add_activity(activity_draft(title="Later", starts_on=TODAY, ends_on=TODAY), unit=places.team, by=cast.quinn)

    offered = assembly.draft(deck, today=TODAY).blueprint.suggest(assembly.draft(deck, today=TODAY).figures)

    def titles(key):
        return [each.note.split(",")[0] for each in offered[key]]

    assert (titles("protection"), titles("care")) == (
        ["Everybody", "Plans"], ["Children in kinship care", "Everybody"],
    )  # fmt: skip


def test_the_appendix_lists_every_activity_chosen_or_not(deck, places, cast):
    add_activity(activity_draft(title="Plans", cohort="", sample_size=4), unit=places.team, by=cast.quinn)

    [table] = section_of(assembly.draft(deck, today=TODAY).document, "appendix").blocks

    assert table.table.caption == "Appendix A: activities on which this report rests"
    assert table.rows == (
        ("Children in kinship care", "Spotlight", "In care", PERIOD, "31"),
        ("Plans", "Spotlight", "All", PERIOD, "[c]"),
    )  # fmt: skip


def test_an_empty_half_year_says_what_is_missing(places, cast):
    report = commands.start_report(
        kind="practice", unit=places.council, starts_on=datetime.date(2026, 4, 1), by=cast.quinn, at=at(2026, 10, 5)
    )

    assert assembly.draft(report, today=TODAY).barriers == [
        "Write at least one highlight.",
        "Choose at least one spotlight from the activity register.",
        "Write what is tested next quarter.",
        "No activity of this half-year is in the register yet.",
    ]


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_number_of_queries_does_not_grow_with_the_register(deck, places, cast, count, django_assert_num_queries):
    for number in range(count):
        add_activity(activity_draft(title=f"Activity {number}"), unit=places.team, by=cast.quinn)

    with django_assert_num_queries(14):
        found = assembly.draft(deck, today=TODAY)
    with django_assert_num_queries(1):
        assert found.barriers == []


def test_every_kind_is_offered_with_its_periods():
    assert {kind: blueprint.title for kind, blueprint in sorted(blueprints.discovered().items())} == {
        "decision": "Executive decision report",
        "highlight": "Highlight indicators report",
        "practice": "Assuring quality of practice",
        "quarterly": "Quarterly quality assurance report",
        "scrutiny": "Quality assurance on one page",
    }


def test_every_figure_of_the_deck_says_where_it_comes_from_and_may_be_picked(deck, spotlight):
    found = assembly.draft(deck, today=TODAY)
    seen = f"activity-{spotlight.pk}-1"

    sources = {source.key: source for source in found.document.sources}
    assert list(sources) == [
        "activities-spotlight", seen, *(f"activity-{spotlight.pk}-{place}" for place in (2, 3, 4)),
    ]  # fmt: skip
    spotlights, good = sources["activities-spotlight"], sources[seen]
    assert (spotlights.number, spotlights.period, spotlights.query) == (
        "1", "April to September 2026", "Activities of the council and its teams that ended in April to September 2026",
    )  # fmt: skip
    assert spotlights.provenance == "The activity register of the portal, as it stood on 12 October 2026."
    assert (good.title, good.number, good.period, good.sample) == (
        "Good standards of practice", "77%", PERIOD, "24 of 31",
    )  # fmt: skip
    assert good.definition == ("Good standards of practice. Those of whom it holds, divided by all who were looked at.")
    assert good.query == "“Children in kinship care” (Spotlight, In care), figure 1 of 4"
    assert {key: sources[f"activity-{spotlight.pk}-{key}"].number for key in (2, 3, 4)} == {
        2: "[c]", 3: "[c]", 4: "[c]",
    }  # fmt: skip

    shown = {offer.name: offer.shown for offer in found.offers if not offer.name.startswith("actions")}
    assert shown == {
        "activities spotlight": "1 (activities in the register, April to September 2026)",
        f"activity {spotlight.pk} 1": f"77% (24 of 31, {PERIOD})",
        f"activity {spotlight.pk} 2": f"[c] ({PERIOD})",
        f"activity {spotlight.pk} 3": f"[c] ({PERIOD})",
        f"activity {spotlight.pk} 4": f"[c] ({PERIOD})",
    }


def test_a_figure_of_the_register_stands_in_prose(deck, spotlight, cast):
    prose = f"Of their records {{{{ activity {spotlight.pk} 1 }}}} were good."
    report = commands.save_words(deck, {"next": {"prose": prose}}, version=2, by=cast.quinn, at=at(2026, 10, 6))
    found = assembly.draft(report, today=TODAY)

    assert found.barriers == []
    [text] = [text for where, text in content.texts(found.document) if where == "Testing the system next quarter"]
    assert f"77% (24 of 31, {PERIOD})" in text
