"""Figures computed from audits and actions, each beside a count in plain Python."""

import datetime
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection

from audits import commands as audits
from audits.building import add_question
from audits.commands import AgreedDraft, ModeratedDraft
from audits.content import Kind, Question
from audits.grading import OVERALL, Grade, Reason, Stage
from audits.lifecycle import GRADES_AGREED
from audits.models import Answer, Audit, Grading, Voice
from audits.models import Question as AskedQuestion
from improvement.commands import deliver, raise_action
from kpis.computing import FILE_NAME, compute, differences
from kpis.defining import define_indicator
from kpis.measures import Measure, There, barrier_to_compute, problem_of_names
from kpis.measuring import what_there_is
from kpis.models import Indicator, Load, Value
from kpis.rag import MeasuredIn, Polarity
from people.access import Refused, lineage
from people.models import Event
from tests.factories import at
from tests.tools import TITLES, eight_domains
from tests.world import START, agreed, drafts, start_audit, submitted

JULY, AUGUST = START, datetime.date(2023, 8, 1)
AT = at(2023, 9, 15)
TODAY = datetime.date(2023, 9, 15)


def define(ref, measure, **narrowed):
    return define_indicator(
        ref=ref, theme="Quality of practice", title=f"{measure.value} {ref}", measured_in=MeasuredIn.PERCENTAGE,
        places=0, polarity=Polarity.HIGHER, basis="month", starts_on=datetime.date(2023, 4, 1), origin="computed",
        measure=measure.value, by=None, **narrowed,
    )  # fmt: skip


def stored(ref, month=JULY):
    """Numerator and denominator by unit, as they are in force."""
    values = Value.objects.current().filter(indicator__ref=ref, period=month).select_related("unit")
    return {value.unit.code: (int(value.numerator), int(value.denominator)) for value in values}


def counted_by_hand(is_in, is_counted, month=JULY):
    """The same from plain rows: every audit of the month, added to its unit and each unit above."""
    found = defaultdict(lambda: [0, 0])
    for audit in Audit.objects.select_related("unit", "record", "tool_version__tool"):
        if audit.audit_month == month and audit.status != "withdrawn" and is_in(audit):
            for path in lineage(audit.unit.path):
                code = path.strip("/").split("/")[-1]
                found[code][0] += bool(is_counted(audit))
                found[code][1] += 1
    return {code: tuple(pair) for code, pair in found.items()}


def grade_of(audit, stage=Stage.AGREED, section=None):
    rows = Grading.objects.filter(audit=audit, stage=stage)
    return next((row.grade for row in rows if (row.section and row.section.code) == section), None)


def is_agreed(audit):
    return audit.status in GRADES_AGREED


@pytest.fixture
def looked_at(cast, places):
    """Seven audits: four agreed (one raised at moderation, one in another team), one submitted, one begun, one gone."""
    version = audits.install_tool(eight_domains(), by=cast.quinn)
    agreed(cast, places, version, 1)
    agreed(cast, places, version, 2, Grade.OUTSTANDING)
    agreed(cast, places, version, 3, Grade.INADEQUATE)
    changed = submitted(cast, places, version, 4, Grade.REQUIRES_IMPROVEMENT)
    audits.begin_moderation(changed, by=cast.mo)
    own = {
        code: ModeratedDraft(Grade.GOOD if code == OVERALL else draft.grade, draft.rationale)
        for code, draft in drafts(Grade.REQUIRES_IMPROVEMENT).items()
    }
    audits.save_moderated_grades(changed, own, finished=True, by=cast.mo)
    audits.agree(changed, {OVERALL: AgreedDraft(Grade.GOOD, Reason.IMPACT)}, by=cast.mo)
    Audit.objects.filter(pk=changed.pk).update(unit=places.other_team)
    submitted(cast, places, version, 5)
    start_audit(cast, places, version, 6)
    audits.withdraw(submitted(cast, places, version, 7), reason="Not ours.", by=cast.quinn)
    return version


def test_each_grade_measure_counts_what_a_plain_count_counts(looked_at):
    define("Q1", Measure.GOOD_OR_BETTER)
    define("Q2", Measure.INADEQUATE, tool="eight-domains", domain="risk")
    define("Q3", Measure.GRADES_CHANGED)
    compute(JULY, AUGUST, by=None, at=AT)

    good = counted_by_hand(is_agreed, lambda audit: grade_of(audit) in (Grade.GOOD, Grade.OUTSTANDING))
    poor = counted_by_hand(is_agreed, lambda audit: grade_of(audit, section="risk") == Grade.INADEQUATE)
    moved = counted_by_hand(is_agreed, lambda audit: grade_of(audit) != grade_of(audit, Stage.ORIGINAL))
    assert stored("Q1") == good == {"council": (3, 4), "north": (3, 4), "north-1": (2, 3), "north-2": (1, 1)}
    assert stored("Q2") == poor == {"council": (1, 4), "north": (1, 4), "north-1": (1, 3), "north-2": (0, 1)}
    assert stored("Q3") == moved == {"council": (1, 4), "north": (1, 4), "north-1": (0, 3), "north-2": (1, 1)}
    assert stored("Q1", AUGUST) == {}  # nobody audited: no data, never 0%


def test_feedback_counts_what_was_submitted(looked_at):
    define("Q4", Measure.FAMILY_FEEDBACK)
    silent = Audit.objects.earliest("pk")
    Voice.objects.filter(audit=silent).update(state="declined")
    compute(JULY, JULY, by=None, at=AT)

    given = set(Voice.objects.filter(state="given").values_list("audit", flat=True))
    by_hand = counted_by_hand(lambda audit: audit.submitted_at, lambda audit: audit.pk in given)
    assert stored("Q4") == by_hand == {"council": (4, 5), "north": (4, 5), "north-1": (3, 4), "north-2": (1, 1)}


def test_a_chronology_is_there_when_its_question_is_answered_yes(cast, places):
    asked = Question("chronology", Kind.YES_PARTLY_NO, "Is there a chronology?", is_required=False)
    version = audits.install_tool(add_question(eight_domains(), "risk", asked), by=cast.quinn)
    question = AskedQuestion.objects.get(code="chronology")
    for number, answer in enumerate(
        ({"value": "yes"}, {"value": "partly"}, {"does_not_apply": True, "reason": "Unborn."}, None), start=1
    ):
        audit = submitted(cast, places, version, number)
        if answer:
            Answer.objects.create(audit=audit, question=question, by=cast.ana, at=AT, **answer)
    define("Q8", Measure.CHRONOLOGY, tool="eight-domains", domain="chronology")
    compute(JULY, JULY, by=None, at=AT)

    assert stored("Q8") == {"council": (1, 2), "north": (1, 2), "north-1": (1, 2)}


def test_a_cohort_and_a_tool_narrow_what_is_counted(looked_at, cast):
    audits.install_tool(eight_domains("another-tool", "Another tool"), by=cast.quinn)
    define("Q5", Measure.GOOD_OR_BETTER, cohort="in_care")
    define("Q6", Measure.GOOD_OR_BETTER, tool="another-tool")
    one = Audit.objects.agreed().earliest("pk")
    type(one.record).objects.filter(pk=one.record_id).update(cohort="in_care")
    compute(JULY, JULY, by=None, at=AT)

    assert stored("Q5") == {"council": (1, 1), "north": (1, 1), "north-1": (1, 1)}
    assert stored("Q6") == {}


def test_actions_are_in_time_by_the_date_of_their_evidence(cast, places):
    facts = {"origin": "Audit 1", "origin_path": "/audits/1/", "owner": cast.pat, "by": cast.mo, "at": at(2023, 7, 1)}
    on_the_day, late, *_ = (  # then one never delivered, and one that is still in time
        raise_action(unit=unit, text="Put dates in.", due_on=datetime.date(2023, month, 20), **facts)
        for unit, month in (
            (places.team, 8), (places.team, 8), (places.elsewhere, 8), (places.team, 9),
        )
    )  # fmt: skip
    for action, day in ((on_the_day, 20), (late, 21)):
        evidence = {"evidence": "Seen.", "evidenced_on": datetime.date(2023, 8, day)}
        deliver(action, **evidence, by=cast.pat, at=at(2023, 9, 1))
    define("Q7", Measure.ACTIONS_IN_TIME)
    compute(AUGUST, AUGUST, by=None, at=AT)

    assert stored("Q7", AUGUST) == {
        "council": (1, 3), "north": (1, 2), "north-1": (1, 2), "south": (0, 1), "south-1": (0, 1),
    }  # fmt: skip


def test_computing_again_changes_nothing_and_a_change_is_superseded(looked_at):
    define("Q1", Measure.GOOD_OR_BETTER)
    first = compute(JULY, JULY, by=None, at=AT)
    again = compute(JULY, JULY, by=None, at=AT)
    gone = Audit.objects.filter(unit__code="north-2").get()
    audits.reopen(gone, reason="More came to light.", by=gone.allocated_by)
    third = compute(JULY, JULY, by=None, at=AT)

    assert first.counts == {"added": 4, "changed": 0, "unchanged": 0, "withdrawn": 0}
    assert again.counts == {"added": 0, "changed": 0, "unchanged": 4, "withdrawn": 0}
    assert third.counts == {"added": 0, "changed": 2, "unchanged": 1, "withdrawn": 1}
    assert stored("Q1") == {"council": (2, 3), "north": (2, 3), "north-1": (2, 3)}
    assert Value.objects.superseded().count() == 3
    assert list(Load.objects.values_list("file_name", "state")) == [(FILE_NAME, "confirmed")] * 2
    assert Event.objects.filter(verb="indicators.computed").count() == 3


def test_who_computes_and_what_is_refused(cast, places):
    with pytest.raises(PermissionDenied):
        compute(JULY, JULY, by=cast.quinn, at=AT)
    with pytest.raises(Refused, match="September 2023 is not over: a part of a month would look like the whole"):
        compute(JULY, datetime.date(2023, 9, 1), by=cast.andy, at=AT)
    assert Load.objects.count() == 0


CASES = [
    (Measure.GOOD_OR_BETTER, "full-audit", "risk", "in_care", ""),
    (Measure.GOOD_OR_BETTER, "", "risk", "",
     "Domains of different tools do not add up: name the tool whose domain it is."),
    (Measure.CHRONOLOGY, "full-audit", "", "",
     "A chronology is asked about in one question of one tool: name the tool and the question’s code."),
    (Measure.ACTIONS_IN_TIME, "full-audit", "", "in_care",
     "“% of actions delivered in time” does not look at the cohort or the tool: take it away."),
    (Measure.FAMILY_FEEDBACK, "full-audit", "", "in_care", ""),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "tool", "domain", "cohort", "barrier"), CASES)
def test_what_can_be_computed(measure, tool, domain, cohort, barrier):
    assert barrier_to_compute(measure, tool=tool, domain=domain, cohort=cohort) == barrier


THERE = There(
    tools={"case-file": "Full audit", "visits": "Dip sample of visits"},
    domains={"case-file": {"risk": "Risk and threshold", "planning": "Planning"}, "visits": {}},
    questions={"case-file": {"chronology": "Is there a chronology?"}, "visits": {}},
    cohorts={"in_care": "In care", "care_leaver": "Care leaver"},
)
NAMES = [
    (Measure.GOOD_OR_BETTER, "case-file", "risk", "in_care", ("", "")),
    (Measure.GOOD_OR_BETTER, "", "", "", ("", "")),
    (Measure.CHRONOLOGY, "case-file", "chronology", "", ("", "")),
    (Measure.GOOD_OR_BETTER, "full", "", "",
     ("tool", "There is no published tool “full”. There are: case-file, visits.")),
    (Measure.GOOD_OR_BETTER, "case-file", "risks", "",
     ("domain", "The tool “case-file” has no graded domain “risks”. There are: risk, planning.")),
    (Measure.GOOD_OR_BETTER, "visits", "risk", "",
     ("domain", "The tool “visits” has no graded domain “risk”. There is none.")),
    (Measure.GOOD_OR_BETTER, "case-file", "chronology", "",
     ("domain", "The tool “case-file” has no graded domain “chronology”. There are: risk, planning.")),
    (Measure.CHRONOLOGY, "case-file", "risk", "",
     ("domain", "The tool “case-file” has no question “risk” that is answered yes, partly or no. "
      "There are: chronology.")),
    (Measure.FAMILY_FEEDBACK, "", "", "care",
     ("cohort", "There is no cohort “care”. There are: in_care, care_leaver.")),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "tool", "domain", "cohort", "problem"), NAMES)
def test_what_is_named_must_be_there(measure, tool, domain, cohort, problem):
    assert problem_of_names(measure, tool=tool, domain=domain, cohort=cohort, there=THERE) == problem


def test_what_there_is_comes_from_published_versions_alone(cast, django_assert_num_queries):
    asked = Question("dated", Kind.YES_PARTLY_NO, "Is there a chronology?")
    first = audits.install_tool(eight_domains(), by=cast.quinn)
    draft = audits.make_draft(first, by=cast.quinn)
    audits.change_draft(draft, lambda old: add_question(old, "risk", asked), what="section risk", by=cast.quinn)

    with django_assert_num_queries(3):
        there = what_there_is()

    assert there.tools == {"eight-domains": "Audit of a child's record"}
    assert there.domains == {"eight-domains": TITLES}
    assert there.questions == {"eight-domains": {}}
    assert there.cohorts["in_care"] == "In care"
    audits.propose_tool(draft, by=cast.quinn)
    audits.publish_tool(draft, by=cast.hal)
    assert what_there_is().questions == {"eight-domains": {"dated": "Is there a chronology?"}}


def test_what_could_never_be_computed_is_not_defined(looked_at):
    with pytest.raises(Refused, match=r"There is no published tool “case-file”\. There are: eight-domains\."):
        define("Q1", Measure.GOOD_OR_BETTER, tool="case-file")
    with pytest.raises(Refused, match="Domains of different tools do not add up"):
        define("Q1", Measure.GOOD_OR_BETTER, domain="risk")
    assert Indicator.objects.count() == 0


def test_as_many_queries_for_many_units_as_for_few(looked_at, django_assert_num_queries):
    define("Q1", Measure.GOOD_OR_BETTER)
    define("Q2", Measure.ACTIONS_IN_TIME)
    with django_assert_num_queries(4):  # definitions, one each, stored
        differences(JULY, AUGUST, today=TODAY)


def test_from_the_console(looked_at, capsys):
    define("Q1", Measure.GOOD_OR_BETTER)
    call_command("compute_indicators", "--month", "2023-07", "--json")

    assert '"added": 4' in capsys.readouterr().out
    assert Indicator.objects.get().ref == "Q1"


@pytest.mark.django_db(transaction=True)
def test_two_who_compute_at_once_store_each_figure_once(looked_at):
    define("Q1", Measure.GOOD_OR_BETTER)
    start = Barrier(2)

    def run(_):
        try:
            start.wait()
            return compute(JULY, JULY, by=None, at=AT).counts["added"]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, range(2))) == [0, 4]
    assert Value.objects.count() == 4
