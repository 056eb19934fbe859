"""One of everything, in every state that a URL cares about, made through the real commands."""

import csv
import datetime
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from audits import commands as audits
from audits.building import add_question
from audits.commands import ModeratedDraft, NoteDraft, SectionDraft
from audits.content import Kind, Question
from audits.grading import OVERALL, Grade
from audits.models import Audit, Finding
from audits.register import ActivityDraft, QuoteDraft, RecommendationDraft, StatementDraft
from audits.statements import Measure
from audits.voices import VoiceDraft, VoiceState, Whose
from improvement.commands import deliver, raise_action
from kit.attachments import attachment
from kpis import defining
from kpis.api_clients import make_client
from kpis.commands import confirm, create_standard_indicators, stage
from kpis.loading import read
from kpis.models import ComparatorFile, ComparatorSeries, Indicator, Reconciliation, Source
from kpis.note_rules import Reason
from kpis.noting import ask_for_note
from kpis.previews import definitions_for
from people.models import Event, Membership
from qaportal.demo.comparators import load_comparators
from qaportal.demo.indicators import PUBLISHED, PUBLISHED_FILE
from reports import commands as reports
from reports.assembly import draft as draft_of
from reports.models import Report
from tests.tools import TITLES, eight_domains

START = datetime.date(2023, 7, 1)  # the quarter of the published report
NEXT_MONTH = datetime.date(2023, 9, 1)
VOICES = {
    Whose.CHILD: VoiceDraft(VoiceState.GIVEN, words="I feel listened to.", how="At a visit, alone."),
    Whose.FAMILY: VoiceDraft(VoiceState.NOT_REACHED, attempts="Telephoned on 3 and 9 July."),
}


def drafts(grade=Grade.GOOD):
    """All domains and the overall grade, with all that a good grade asks for, a strength and an area for focus."""
    domain = SectionDraft(
        grade, "The plan changed after the visit.", ["Seen alone at school."], ["No dates in the plan."],
        "Home is calmer.", [NoteDraft(START, "Visit: child seen alone.")],
    )  # fmt: skip
    return {**dict.fromkeys(TITLES, domain), OVERALL: SectionDraft(grade, "The child is safer than in May.")}


def start_audit(cast, places, version, number):
    return audits.allocate(
        case_reference=f"QA{100000 + number}", unit=places.team, cohort="child_protection", age_band="5_to_9",
        tool_version=version, auditor=cast.ana, audit_month=START, practitioner=cast.pat, by=cast.quinn,
    )  # fmt: skip


def submitted(cast, places, version, number, grade=Grade.GOOD):
    audit = start_audit(cast, places, version, number)
    audits.save_sections(audit, drafts(grade), by=cast.ana)
    audits.check_facts(audit, by=cast.ana)
    audits.save_voice(audit, voices=VOICES, reflection="We looked together.", by=cast.ana)
    return audits.submit(audit, by=cast.ana)


def moderating(cast, places, version, number):
    audit = submitted(cast, places, version, number)
    audits.begin_moderation(audit, by=cast.mo)
    return audit


def agreed(cast, places, version, number, grade=Grade.GOOD) -> Audit:
    audit = submitted(cast, places, version, number, grade)
    audits.begin_moderation(audit, by=cast.mo)
    own = {code: ModeratedDraft(draft.grade, draft.rationale) for code, draft in drafts(grade).items()}
    audits.save_moderated_grades(audit, own, finished=True, by=cast.mo)
    return audits.agree(audit, by=cast.mo)


def load(cast, places, path: Path, period, *, confirmed=True):
    day = timezone.localdate()
    given = read(path, name=path.name, period=period, today=day, definitions=definitions_for(period))
    load = stage(given, unit=places.council, by=cast.andy)
    return confirm(load, because="Late returns.", by=cast.andy) if confirmed else load


def next_month(folder: Path) -> Path:
    """The published table again, as if for the month after, with other figures for one count."""
    with PUBLISHED_FILE.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    rows[0][8:14] = ["apr_23", "may_23", "jun_23", "jul_23", "aug_23", "sep_23"]
    for row in rows[1:]:
        row[8:14] = [*row[9:14], row[6] if row[7] == "Snapshot" else ""]
    path = folder / "highlight_2023_09.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def start_report(cast, places, starts_on):
    return reports.start_report(kind="quarterly", unit=places.council, starts_on=starts_on, by=cast.quinn)


def published_report(cast, places, starts_on):
    report = start_report(cast, places, starts_on)
    words = {
        "key_messages": {"messages": ["More children were seen alone."]},
        "strengths_focus": {"strengths": ["Seen alone."], "focus": ["No dates in plans."]},
        "next_quarter": {"prose": "A thematic audit of plans."},
    }
    report = reports.save_words(report, words, version=report.version, by=cast.quinn)
    reports.send(report, by=cast.quinn)
    approve_report(report, cast.hal, cast.dee, cast.lee)
    reports.publish(report, by=cast.quinn)
    return report


def approve_report(report, *people):
    read = draft_of(report, today=timezone.localdate()).seal
    for person in people:
        reports.approve(report, read=read, by=person)


def corrected_report(cast, pk):
    """A correction of a published report, signed off and not published yet."""
    report = reports.correct(Report.objects.get(pk=pk), because="A date was wrong.", by=cast.quinn)
    reports.send(report, by=cast.quinn)
    approve_report(report, cast.hal, cast.dee, cast.lee)
    return report


def activity_draft(**changes):
    """One activity with something in every place."""
    facts = {
        "title": "Children in kinship care", "kind": "spotlight", "cohort": "in_care",
        "starts_on": datetime.date(2026, 4, 1), "ends_on": datetime.date(2026, 6, 30), "sample_size": 31,
        "method": "Thirty-one children's records, chosen by chance.", "key_message": "Carers know the children well.",
        "strengths": "Carers grow with the child.\nReviews are well informed.", "focus": "Training for carers.",
        "statements": (
            StatementDraft("Good standards of practice", Measure(26, 31, previous=Decimal(79), previous_period="Q4")),
            StatementDraft("Carers with a support plan", Measure(value=Decimal("91.5"), measured_in="%")),
        ),
        "quotes": (QuoteDraft("They ask me first.", "child", True), QuoteDraft("We were heard.", "parent")),
        "recommendations": (RecommendationDraft("Offer training in the evening."),),
    }  # fmt: skip
    return ActivityDraft(**{**facts, **changes})


def build_activities(cast, places):
    """An activity of the team with an action, another with a file and one withdrawn."""
    activity = audits.add_activity(activity_draft(), unit=places.team, by=cast.quinn)
    file = audits.attach_file(activity, attachment("summary.txt", b"What we saw."), by=cast.quinn)
    wanted = activity.recommendations.get()
    other = audits.add_activity(activity_draft(title="Parents' survey", kind="survey"), unit=places.council, by=cast.mo)
    audits.withdraw_activity(other, reason="Entered twice.", by=cast.quinn)
    return {
        "activity": activity.pk, "file": file.pk, "recommendation": wanted.pk, "withdrawn_activity": other.pk,
    }  # fmt: skip


def build_definitions(cast, places):
    """A rule, an exemption and a rebase of the indicators that leaders know."""
    defining.declare_standard_reconciliations(by=cast.andy)
    visits = Indicator.objects.get(ref="3.3")
    exemption = defining.exempt(visits, places.south, reason="South visits nobody.", by=cast.andy)
    rebase = defining.rebase(visits, month=START, reason="A new team.", by=cast.andy)
    rule = Reconciliation.objects.earliest("pk")
    return {"rule": rule.pk, "exemption": exemption.pk, "rebase": rebase.pk}


def remembered_source(cast):
    """A source of long files whose columns the analyst has confirmed."""
    mapping = {
        "meanings": {"Kennzahl": "ref", "Team": "unit", "Month": "period", "Figure": "value", "Remark": "ignored"},
        "basis": "definition", "dates": "day", "percent": "sign",
    }  # fmt: skip
    return Source.objects.create(
        name="North", layout="long", headings=["long", *mapping["meanings"]], mapping=mapping,
        confirmed_at=timezone.now(), confirmed_by=cast.andy,
    )  # fmt: skip


def build_world(cast, places, folder: Path) -> dict[str, object]:
    """Names for the objects that the rows of the access table speak of: mostly their numbers."""
    version = audits.install_tool(eight_domains(), by=cast.quinn)
    seen = Question("seen", Kind.YES_PARTLY_NO, "Was the child seen alone?")
    new = audits.make_draft(version, by=cast.quinn)
    audits.change_draft(new, lambda old: add_question(old, "risk", seen), what="section risk", by=cast.quinn)
    audits.propose_tool(new, by=cast.quinn)
    open_ = start_audit(cast, places, version, 1)
    audits.save_sections(open_, {"assessment": drafts()["assessment"]}, by=cast.ana)
    ready, begun = submitted(cast, places, version, 2), moderating(cast, places, version, 3)
    done = agreed(cast, places, version, 4)
    met, day = agreed(cast, places, version, 5), timezone.localdate()
    audits.record_meeting(met, held_on=day, present="Team manager", decisions="A plan with dates.", by=cast.tess)
    invited = start_audit(cast, places, version, 6)
    audits.invite_practitioner(invited, by=cast.ana)
    finding = Finding.objects.filter(audit=done, kind=Finding.Kind.FOCUS).earliest("pk")

    words = {"what": "Alone at night.", "immediate_action": "I telephoned.", "who_was_told": "The duty manager."}
    concern = audits.raise_concern(open_, **words, by=cast.ana)
    answered = audits.acknowledge(audits.raise_concern(done, **words, by=cast.ana), by=cast.tess)

    due = timezone.localdate() + datetime.timedelta(days=14)
    facts = {"unit": places.team, "due_on": due, "origin": "Audit 1", "origin_path": "/audits/1/", "by": cast.mo}
    action = raise_action(text="Put dates in the plan.", owner=cast.pat, **facts)
    delivered = raise_action(text="See the child alone.", owner=cast.pat, **facts)
    deliver(delivered, evidence="Seen alone on Monday.", evidenced_on=timezone.localdate(), by=cast.pat)

    create_standard_indicators(by=cast.andy)
    defined = build_definitions(cast, places)
    loaded = load(cast, places, PUBLISHED_FILE, PUBLISHED)
    later = next_month(folder)
    load(cast, places, later, NEXT_MONTH)
    waiting = load(cast, places, later, NEXT_MONTH, confirmed=False)
    asked = ask_for_note(
        Indicator.objects.get(ref="3.3"), places.council, PUBLISHED, reason=Reason.RED, due_on=due, of=cast.pat,
        by=cast.quinn,
    )  # fmt: skip
    load_comparators(datetime.date(2026, 5, 15), by=cast.andy)
    own_kind = reports.adapt(kind="quarterly", title="Board report", by=cast.quinn)
    published, draft = published_report(cast, places, START), start_report(cast, places, datetime.date(2023, 10, 1))
    program, _ = make_client(
        name="Power BI", unit=places.council, scopes=["indicators", "values"], audience="staff",
        expires_at=timezone.now() + datetime.timedelta(days=90), by=cast.andy,
    )  # fmt: skip
    said = reports.comment(draft, "summary", text="Say what changed for children.", by=cast.quinn)
    change = reports.suggest(draft, "summary", wording="A steady quarter.", based_on="", by=cast.quinn)
    event = Event.objects.latest("pk")
    activities = build_activities(cast, places)
    return {
        "open": open_.pk, "invited": invited.pk, "ready": ready.pk, "begun": begun.pk, "done": done.pk, "met": met.pk,
        "finding": finding.pk,
        "concern": concern.pk, "answered": answered.pk,
        "action": action.pk, "delivered": delivered.pk, "loaded": loaded.pk, "load": waiting.pk,
        "note": asked.pk,
        "source": remembered_source(cast).pk,
        "published_file": ComparatorFile.objects.earliest("pk").pk,
        "series": ComparatorSeries.objects.earliest("pk").pk,
        "draft": draft.pk, "published": published.pk, "own_kind": own_kind.pk,
        "said": said.pk, "change": change.pk,
        "tool": version.pk, "new": new.pk, "theme": audits.add_theme("Housing", by=cast.quinn).pk,
        "person": cast.pat.pk, "membership": Membership.objects.get(user=cast.pat).pk,
        "program": program.pk,
        "event": event.pk, "team": places.team.pk, **activities, **defined,
    }  # fmt: skip
