"""Two years of audits: believable, skewed to Good, getting better, with moderation that lowers more than it raises."""

import datetime
import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from audits import commands, overall
from audits.commands import AgreedDraft, AnswerDraft, ModeratedDraft, NoteDraft, SectionDraft
from audits.grading import OVERALL, Grade, Reason, is_good_or_better
from audits.models import Audit, Finding, ToolVersion, content_of
from improvement.commands import close, deliver
from improvement.models import Action
from kpis.periods import add_months
from people.models import Unit, User
from people.roles import Role
from qaportal.demo import council, practice, texts
from qaportal.demo.answers import answers_for

if TYPE_CHECKING:
    from qaportal.demo.build import Cast

LONDON = ZoneInfo("Europe/London")
MONTHS = 24
A_MONTH = 25
SCALE = list(Grade)  # best first
# Where each domain stands against the others, in standard deviations.
DOMAIN_LEVELS = {
    "assessment": 0.0, "planning": -0.3, "oversight": -0.1, "voice": 0.35, "risk": 0.15, "partnership": 0.2,
    "identity": -0.15, "recording": -0.25,
}  # fmt: skip
AGE_BANDS = {
    "child_in_need": ["under_1", "1_to_4", "5_to_9", "10_to_15", "16_to_17"],
    "child_protection": ["unborn", "under_1", "1_to_4", "5_to_9", "10_to_15"],
    "in_care": ["1_to_4", "5_to_9", "10_to_15", "16_to_17"],
    "care_leaver": ["18_to_25"],
    "early_help": ["1_to_4", "5_to_9", "10_to_15"],
}


def grade_at(score: float, lowest: float = -1.6) -> Grade:
    """A grade for a standard score; about half are Good at zero, and below `lowest` is Inadequate."""
    return SCALE[0 if score > 1.55 else 1 if score > -0.15 else 2 if score > lowest else 3]


def moved(grade: Grade, steps: int) -> Grade:
    """`steps` better (or worse, below zero), within the scale."""
    return SCALE[min(max(SCALE.index(grade) - steps, 0), len(SCALE) - 1)]


def cohort_of(team: Unit) -> str:
    """The cohort whose records the team holds."""
    return "care_leaver" if team.name.startswith("Care leavers") else council.COHORTS[team.code.rsplit("-", 1)[0]]


class AuditYears:
    """One run of chance over all audits, so that the same day gives the same council."""

    name = "audits"  # of its runs of chance, so that audits of one kind change none of another
    levels = DOMAIN_LEVELS
    kin = {code: code for code in DOMAIN_LEVELS}  # the domain of the full audit whose evidence, themes, actions fit
    strengths: Mapping[str, Sequence[str]] = texts.STRENGTHS
    focus: Mapping[str, Sequence[str]] = texts.FOCUS

    def __init__(self, cast: "Cast", version: ToolVersion, today: datetime.date, months: int = MONTHS) -> None:
        self.cast = cast
        self.version = version
        self.content = content_of(version)
        self.today = today
        self.months = months
        # The day has just begun, so that nothing in the demo lies in the visitor's future.
        self.now = datetime.datetime.combine(today, datetime.time(0, 1), tzinfo=LONDON)
        self.chance = random.Random(f"demo {self.name}")  # noqa: S311 invented data needs no secrecy
        self.answering = random.Random(f"demo answers {self.name}")  # noqa: S311 apart, so that questions change no grade
        self.words = random.Random(f"demo words {self.name}")  # noqa: S311 of its own, so that more words move no grade
        self.teams = [unit for unit in cast.units.values() if unit.kind == Unit.Kind.TEAM]
        self.team_levels = {team.code: self.chance.gauss(0, 0.25) for team in self.teams}
        self.references = self.chance.sample(range(100_000, 999_999), (months + 1) * A_MONTH)

    def build(self) -> int:
        """Every audit of the months up to this one; return how many."""
        this_month = self.today.replace(day=1)
        for n in range(self.months):
            month = add_months(this_month, n + 1 - self.months)
            extra = self.chance.sample(self.teams, A_MONTH - len(self.teams))
            for team in [*self.teams, *extra]:
                self._audit(team, month, n / self.months)
        self._work_in_hand(this_month)
        return Audit.objects.count()

    def _audit(self, team: Unit, month: datetime.date, progress: float) -> None:
        """One audit from allocation as far as `today` allows."""
        allocated = self._at(month, self.chance.randint(0, 6))
        if allocated > self.now:
            return
        audit = self._allocate(team, month, allocated, self._auditor(team))
        started, submitted = self._later(allocated, 1, 9), self._later(allocated, 10, 24)
        if started > self.now:
            return
        drafts = self._drafts(audit, progress)
        by = audit.auditor
        if submitted > self.now:
            keep = dict(list(drafts.items())[: self.chance.randint(2, 6)])
            commands.save_sections(audit, keep, by=by, at=started)
            return
        commands.save_sections(audit, drafts, by=by, at=started)
        voices, reflection = self.chance.choice(texts.VOICES), self.chance.choice(texts.REFLECTIONS)
        voices = voices if self.content.asks_voice else None
        commands.check_facts(audit, by=by, at=started)
        commands.save_voice(audit, voices=voices, reflection=reflection, by=by, at=started)
        audit = commands.submit(audit, by=by, at=submitted)
        self._moderate(audit, drafts, self._later(submitted, 2, 12), progress)

    def _moderate(
        self, audit: Audit, drafts: dict[str, SectionDraft], began: datetime.datetime, progress: float
    ) -> None:
        if began > self.now:
            return
        names = ["moderator", "moderator-2", "qa"]
        moderator = self.cast.users[self.chance.choice(names)]
        commands.begin_moderation(audit, by=moderator, at=began)
        agreed = self._later(began, 0, 3)
        if agreed > self.now:
            return
        change = 0.36 - 0.16 * progress
        drafts = {code: draft for code, draft in drafts.items() if draft.grade}
        grades = {code: self._second_look(draft.grade, change) for code, draft in drafts.items()}
        grades[OVERALL] = self._held(grades[OVERALL], grades)
        reasons = {code: self._why(draft.grade, grades[code]) for code, draft in drafts.items()}
        moderated = {code: ModeratedDraft(grades[code], reasons[code]) for code in grades}
        commands.save_moderated_grades(audit, moderated, finished=True, by=moderator, at=agreed)
        differs = {
            code: AgreedDraft(grades[code], self.chance.choice(list(Reason)), reasons[code])
            for code, draft in drafts.items()
            if draft.grade != grades[code]
        }
        commands.agree(audit, differs, by=moderator, at=agreed + datetime.timedelta(minutes=20))
        if self.chance.random() < 0.42:
            self._raise_action(audit, moderator, self._later(agreed, 0, 2))

    def _raise_action(self, audit: Audit, moderator: User, raised: datetime.datetime) -> None:
        findings = list(audit.findings.filter(kind=Finding.Kind.FOCUS).select_related("section").order_by("pk"))
        if raised > self.now or not findings:
            return
        finding = self.chance.choice(findings)
        owner = self.cast.holders(Role.TEAM_MANAGER, audit.unit.code)[0]
        if audit.practitioner and self.chance.random() < 0.5:
            owner = audit.practitioner
        due = (raised + datetime.timedelta(days=self.chance.randint(21, 56))).date()
        words = self.chance.choice(texts.ACTIONS[self.kin[finding.section.code]])
        action = commands.raise_action_from(finding, text=words, owner=owner, due_on=due, by=moderator, at=raised)
        self._follow_up(action, self._at(due, self.chance.randint(-14, 16)))

    def _follow_up(self, action: Action, delivered: datetime.datetime) -> None:
        is_recent = delivered > self.now - datetime.timedelta(days=60)
        if delivered > self.now or (is_recent and self.chance.random() < 0.4):
            return
        evidence = self.chance.choice(texts.EVIDENCE)
        deliver(action, evidence=evidence, evidenced_on=delivered.date(), by=action.owner, at=delivered)
        closed = self._later(delivered, 1, 12)
        if closed <= self.now:
            close(action, by=self.cast.users["qa"], at=closed)

    def _work_in_hand(self, month: datetime.date) -> None:
        """What the named accounts find waiting: an audit not begun, one half done, one to moderate."""
        team, manager = self.cast.units["protection-1"], self.cast.users["manager"]
        yesterday = self.now - datetime.timedelta(hours=14)
        self._allocate(team, month, yesterday, manager)
        half = self._allocate(team, month, yesterday, manager, self.cast.users["practitioner"])
        drafts = self._drafts(half, 1)
        commands.check_facts(half, by=manager, at=yesterday)
        commands.invite_practitioner(half, by=manager, at=yesterday)
        commands.save_sections(half, dict(list(drafts.items())[:5]), by=manager, at=yesterday)
        self._submitted(team, month, yesterday)
        begun = self._submitted(self.cast.units["protection-2"], month, yesterday)
        moderator = self.cast.users["moderator"]
        commands.begin_moderation(begun, by=moderator, at=self.now - datetime.timedelta(hours=9))
        first = {"assessment": ModeratedDraft(Grade.GOOD, self.chance.choice(texts.REASONS["good"]))}
        commands.save_moderated_grades(begun, first, by=moderator, at=self.now - datetime.timedelta(hours=8))

    def _submitted(self, team: Unit, month: datetime.date, at: datetime.datetime) -> Audit:
        """An audit by the named auditor, handed in."""
        audit = self._allocate(team, month, at, self.cast.users["auditor"])
        by = audit.auditor
        commands.save_sections(audit, self._drafts(audit, 1), by=by, at=at)
        commands.check_facts(audit, by=by, at=at)
        commands.save_voice(audit, voices=texts.VOICES[0], reflection=texts.REFLECTIONS[0], by=by, at=at)
        return commands.submit(audit, by=by, at=at)

    def _allocate(
        self, team: Unit, month: datetime.date, at: datetime.datetime, auditor: User, practitioner: User | None = None
    ) -> Audit:
        cohort = cohort_of(team)
        if team.code == "protection-1" and self.chance.random() < 0.4:
            practitioner = self.cast.users["practitioner"]
        return commands.allocate(
            case_reference=f"QA{self.references.pop()}", unit=team, cohort=cohort,
            age_band=self.chance.choice(AGE_BANDS[cohort]), tool_version=self.version, auditor=auditor,
            audit_month=month, practitioner=practitioner, by=self.cast.users["qa"], at=at,
        )  # fmt: skip

    def _auditor(self, team: Unit) -> User:
        service = team.code.rsplit("-", 1)[0]
        auditors = self.cast.holders(Role.ADVANCED_PRACTITIONER, service)
        if auditors and self.chance.random() < 0.3:
            return auditors[0]
        return self.cast.holders(Role.TEAM_MANAGER, team.code)[0]

    def _drafts(self, audit: Audit, progress: float) -> dict[str, SectionDraft]:
        """What the auditor wrote; practice gets better over the two years."""
        level = self.team_levels[audit.unit.code] + 0.45 * progress + self.chance.gauss(0, 0.7)
        scores = {code: level + offset + self.chance.gauss(0, 0.6) for code, offset in self.levels.items()}
        grades: dict[str, Grade | None] = {code: grade_at(score) for code, score in scores.items()}
        day = audit.allocated_at.date()
        answers = answers_for(self.content, audit.record.cohort, grades, day, self.answering)
        facts = {code: SectionDraft(answers=given) for code, given in answers.items() if code not in grades}
        domains = {
            code: self._draft(code, grade, answers.get(code, {}), audit.audit_month) for code, grade in grades.items()
        }
        if len(grades) == 1:
            best = next(iter(grades.values()))
        else:
            best = self._held(grade_at(1.6 * sum(scores.values()) / len(scores), lowest=-1.25), grades)
        reason = self.chance.choice(texts.REASONS[best.value])
        return {**facts, **domains, OVERALL: SectionDraft(best, reason)}

    def _held(self, grade: Grade, grades: dict[str, Grade | None]) -> Grade:
        """The overall grade, no better than the rules of the tool allow."""
        domains = {code: given for code, given in grades.items() if code != OVERALL}
        best = overall.cap(overall.bites(self.content.limits, domains, {}))
        return best if best and overall.is_better(grade, best) else grade

    def _draft(self, code: str, grade: Grade, answers: dict[str, AnswerDraft], month: datetime.date) -> SectionDraft:
        strengths = {"outstanding": 2, "good": 2, "requires_improvement": 1, "inadequate": 0}[grade.value]
        focus = {"outstanding": 0, "good": 1, "requires_improvement": 1, "inadequate": 2}[grade.value]
        kin = self.kin[code]
        return SectionDraft(
            grade,
            self.chance.choice(texts.REASONS[grade.value]),
            self.chance.sample(self.strengths[code], strengths),
            self.chance.sample(self.focus[code], focus),
            self.words.choice(practice.DIFFERENCE[grade.value]),
            self._evidence(kin, month) if is_good_or_better(grade) or self.words.random() < 0.4 else (),
            frozenset(self.words.sample(practice.THEMES[kin], 1)) if self.words.random() < 0.35 else frozenset(),
            answers,
        )

    def _evidence(self, code: str, month: datetime.date) -> list[NoteDraft]:
        """One or two things seen in the record, in the weeks before the audit month, the earlier first."""
        seen = self.words.sample(practice.EVIDENCE[code], self.words.randint(1, 2))
        days = sorted(month - datetime.timedelta(days=self.words.randint(3, 75)) for _ in seen)
        return [NoteDraft(day, text) for day, text in zip(days, seen, strict=True)]

    def _second_look(self, grade: Grade | None, change: float) -> Grade:
        """The moderator's grade: changed with probability `change`, and then lowered five times in six.

        Inadequate is not said lightly: a Requires improvement is changed less often.
        """
        if self.chance.random() >= change * (0.4 if grade == Grade.REQUIRES_IMPROVEMENT else 1.1):
            return grade
        return moved(grade, 1 if self.chance.random() < 1 / 6 else -1)

    def _why(self, original: Grade | None, grade: Grade) -> str:
        if original == grade:
            return self.chance.choice(texts.REASONS[grade.value])
        return texts.CHANGED["raised" if SCALE.index(grade) < SCALE.index(original) else "lowered"]

    def _at(self, day: datetime.date, days: int) -> datetime.datetime:
        """Some time in office hours `days` later; never at a weekend."""
        day += datetime.timedelta(days=days)
        day += datetime.timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
        minutes = self.chance.randint(0, 8 * 60)
        start = datetime.datetime.combine(day, datetime.time(9), tzinfo=LONDON)
        return start + datetime.timedelta(minutes=minutes)

    def _later(self, moment: datetime.datetime, least: int, most: int) -> datetime.datetime:
        """At least `least` and about at most `most` days after `moment`, later than it."""
        return max(self._at(moment.date(), self.chance.randint(least, most)), moment + datetime.timedelta(minutes=30))
