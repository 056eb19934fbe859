"""The activity register's commands: what is entered is read back, nothing is overwritten unseen, who may is asked."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from audits import commands
from audits.models import Activity, ActivityTheme
from audits.register import ActivityDraft, QuoteDraft, RecommendationDraft, StatementDraft
from audits.statements import Measure
from audits.summaries import activities_in, activity_page, draft_of, listed_activities
from improvement.models import Action
from kit.attachments import Attachment
from people.access import Refused
from people.models import Event
from tests.factories import at
from tests.world import activity_draft

DAY = datetime.date
TEXT = Attachment("notes.txt", "text/plain", b"What we saw.")


@pytest.fixture
def add(cast, places):
    def make(*, unit=None, by=None, **changes):
        draft = activity_draft(**changes)
        return commands.add_activity(draft, unit=unit or places.team, by=by or cast.quinn, at=at(2026, 7, 1))

    return make


def test_what_is_entered_is_read_back_the_same(add):
    draft = activity_draft(themes=frozenset({"permanence", "voice-of-the-child"}))

    activity = add(themes=frozenset({"permanence", "voice-of-the-child"}))

    read = draft_of(activity)
    assert [row.text for row in read.recommendations] == ["Offer training in the evening."]
    assert {**read.__dict__, "recommendations": ()} == {**draft.__dict__, "recommendations": ()}


def test_adding_is_recorded_without_anybodys_words(add, cast):
    activity = add()

    event = Event.objects.about(activity).get()

    assert (event.verb, event.by, event.detail) == ("activity.added", cast.quinn, {"kind": "spotlight"})
    assert event.target_words == f"Activity {activity.pk}"


def test_changing_rows_keeps_those_that_stay_and_drops_those_that_go(add, cast):
    activity = add(themes=frozenset({"permanence", "neglect"}))
    first, _ = activity.statements.order_by("position")
    mark = ActivityTheme.objects.get(theme__code="permanence")
    wanted = activity.recommendations.get()
    new = activity_draft(
        title="Kinship care",
        themes=frozenset({"permanence", "voice-of-the-child"}),
        statements=(StatementDraft(first.text, Measure(27, 31)),),
        quotes=(),
        recommendations=(RecommendationDraft("Offer it at weekends.", wanted.pk), RecommendationDraft("Ask carers.")),
    )

    changed = commands.change_activity(activity, new, version=1, by=cast.mo, at=at(2026, 7, 2))

    assert (changed.title, changed.version, changed.changed_by) == ("Kinship care", 2, cast.mo)
    assert list(changed.statements.values_list("pk", "numerator", "previous")) == [(first.pk, 27, None)]
    assert not changed.quotes.exists()
    assert list(changed.theme_marks.order_by("theme__code").values_list("theme__code", flat=True)) == [
        "permanence", "voice-of-the-child",
    ]  # fmt: skip
    assert ActivityTheme.objects.get(theme__code="permanence") == mark
    assert list(changed.recommendations.order_by("position").values_list("text", flat=True)) == [
        "Offer it at weekends.", "Ask carers.",
    ]  # fmt: skip
    assert changed.recommendations.order_by("position")[0] == wanted


def test_the_later_of_two_savers_is_told_and_overwrites_nothing(add, cast):
    activity = add()
    commands.change_activity(activity, activity_draft(title="Mo was first"), version=1, by=cast.mo)

    with pytest.raises(commands.Conflict, match="Somebody else saved this activity since you opened it"):
        commands.change_activity(activity, activity_draft(title="Quinn was later"), version=1, by=cast.quinn)

    activity.refresh_from_db()
    assert (activity.title, activity.version) == ("Mo was first", 2)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": "  "}, "Give the activity a title."),
        (
            {"starts_on": DAY(2026, 5, 2), "ends_on": DAY(2026, 5, 1)},
            "The last day is before the first day: check both dates.",
        ),
        (
            {"statements": (StatementDraft("Seen", Measure(32, 31)),)},
            "32 cannot be out of 31: the first number is the larger.",
        ),
        ({"themes": frozenset({"unknown"})}, "There is no theme unknown."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(add, changes, words):
    with pytest.raises(Refused, match=words):
        add(**changes)

    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("who", "may"), [("quinn", True), ("mo", True), ("ana", True), ("tess", False), ("andy", False)]
)
def test_who_writes_in_the_register_of_a_team(who, may, add, cast):
    if may:
        assert add(by=getattr(cast, who)).added_by == getattr(cast, who)
    else:
        with pytest.raises(PermissionDenied):
            add(by=getattr(cast, who))


def test_writing_reaches_only_the_writers_own_units(add, cast, places):
    with pytest.raises(PermissionDenied):
        add(by=cast.ana, unit=places.elsewhere)
    activity = add(unit=places.team, by=cast.ana)

    with pytest.raises(PermissionDenied):  # nobody moves an entry out of their own reach
        commands.change_activity(activity, activity_draft(), version=1, unit=places.elsewhere, by=cast.ana)
    assert list(Activity.objects.visible_to(cast.olly)) == []
    assert list(Activity.objects.visible_to(cast.tess)) == [activity]
    assert list(Activity.objects.visible_to(cast.pat)) == []


def test_what_the_council_learned_is_read_in_every_team_and_what_a_team_learned_is_not(add, cast, places):
    of_council, of_team = add(unit=places.council), add(unit=places.team)

    read = {name: set(Activity.objects.visible_to(getattr(cast, name))) for name in ("tess", "olly", "hal", "pat")}

    assert read == {"tess": {of_council, of_team}, "olly": {of_council}, "hal": {of_council, of_team}, "pat": set()}


def test_a_recommendation_becomes_an_action_once_and_then_stays_as_it_is(add, cast):
    activity = add(title="Kinship care")
    wanted = activity.recommendations.get()
    facts = {"text": "Hold evening training.", "owner": cast.tess, "due_on": DAY(2026, 9, 1), "by": cast.quinn}

    action = commands.raise_action_from_activity(wanted, **facts, at=at(2026, 7, 3))

    assert (action.origin, action.origin_path) == ("Activity: Kinship care", f"/audits/activities/{activity.pk}/")
    assert (action.unit, action.owner) == (activity.unit, cast.tess)
    with pytest.raises(Refused, match="An action has already been raised from this recommendation"):
        commands.raise_action_from_activity(wanted, **facts, at=at(2026, 7, 3))
    assert Action.objects.count() == 1
    # The form that was open meanwhile is told; the form opened afterwards leaves the recommendation alone.
    with pytest.raises(commands.Conflict):
        commands.change_activity(activity, activity_draft(recommendations=()), version=1, by=cast.quinn)
    commands.change_activity(activity, activity_draft(recommendations=()), version=2, by=cast.quinn)
    assert activity.recommendations.get().text == "Offer training in the evening."
    assert draft_of(activity).recommendations == ()


def test_who_may_not_raise_actions_raises_none(add, cast):
    wanted = add().recommendations.get()

    with pytest.raises(PermissionDenied):
        commands.raise_action_from_activity(
            wanted, text="x", owner=cast.tess, due_on=DAY(2026, 9, 1), by=cast.ana, at=at(2026, 7, 3)
        )


def test_a_withdrawn_activity_counts_nowhere_and_changes_no_more(add, cast, places):
    activity = add()
    file = commands.attach_file(activity, TEXT, by=cast.quinn)
    with pytest.raises(Refused, match="Give a reason"):
        commands.withdraw_activity(activity, reason=" ", by=cast.quinn)

    commands.withdraw_activity(activity, reason="Entered twice.", by=cast.quinn)

    assert list(listed_activities(cast.quinn)) == []
    assert list(listed_activities(cast.quinn, shown="withdrawn")) == [activity]
    assert activities_in(places.council, DAY(2026, 4, 1), DAY(2026, 6, 30)) == 0
    assert not activity_page(Activity.objects.get(), cast.quinn).may_change
    for move in (
        lambda: commands.change_activity(activity, activity_draft(), version=2, by=cast.quinn),
        lambda: commands.withdraw_activity(activity, reason="Again.", by=cast.quinn),
        lambda: commands.attach_file(activity, TEXT, by=cast.quinn),
        lambda: commands.remove_file(file, by=cast.quinn),
    ):
        with pytest.raises(Refused, match="This activity has been withdrawn"):
            move()


def test_files_are_kept_byte_for_byte_and_removed_for_good(add, cast):
    activity = add()

    file = commands.attach_file(activity, TEXT, by=cast.ana)

    file.refresh_from_db()
    assert (bytes(file.content), file.size, file.name) == (b"What we saw.", 12, "notes.txt")
    with pytest.raises(Refused, match=r"notes.txt is there already"):
        commands.attach_file(activity, TEXT, by=cast.ana)
    with pytest.raises(PermissionDenied):
        commands.remove_file(file, by=cast.tess)
    commands.remove_file(file, by=cast.ana)
    assert not activity.files.exists()
    verbs = Event.objects.about(activity).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["activity.added", "activity.file_attached", "activity.file_removed"]


def test_an_activity_counts_in_the_period_in_which_it_ended_and_below_the_unit_asked_for(add, places):
    for starts_on, ends_on, unit in [
        (DAY(2026, 3, 1), DAY(2026, 4, 1), places.team),
        (DAY(2026, 4, 1), DAY(2026, 6, 30), places.elsewhere),
        (DAY(2026, 6, 1), DAY(2026, 7, 1), places.team),
        (DAY(2026, 1, 1), DAY(2026, 3, 31), places.team),
    ]:
        add(starts_on=starts_on, ends_on=ends_on, unit=unit)

    quarter = (DAY(2026, 4, 1), DAY(2026, 6, 30))
    assert activities_in(places.council, *quarter) == 2
    assert activities_in(places.north, *quarter) == 1
    assert activities_in(places.south, *quarter) == 1
    assert activities_in(places.team, DAY(2026, 7, 1), DAY(2026, 9, 30)) == 1


def test_an_empty_draft_keeps_what_is_missing_missing(cast, places):
    draft = ActivityDraft(
        title="Staff survey", kind="survey", starts_on=DAY(2026, 4, 1), ends_on=DAY(2026, 6, 30),
        statements=(StatementDraft("Returns", Measure(value=Decimal(0), measured_in="replies")),),
        quotes=(QuoteDraft("Fine.", "staff"),),
    )  # fmt: skip

    activity = Activity.objects.get(pk=commands.add_activity(draft, unit=places.council, by=cast.mo).pk)

    statement = activity.statements.get()
    assert (activity.sample_size, statement.previous, statement.denominator) == (None, None, None)
    assert (statement.value, statement.figure_words, statement.previous_words) == (0, "0 replies", "")
    assert activity.quotes.get().is_publishable is False
