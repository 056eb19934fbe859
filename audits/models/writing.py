"""What auditors write: grades, answers, evidence, findings; and how far each page has been saved."""

from django.db import models
from django.db.models import Q

from audits.grading import GRADE_WORDS, REASON_WORDS, STAGE_WORDS, Stage
from audits.models.auditing import Audit
from audits.models.tools import Question, Section
from improvement.models import Action
from kit.history import tracked
from people.models import User


@tracked()
class Grading(models.Model):
    """One grade for one domain (no section: overall) at one stage. Everything counted reads this narrow table."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="gradings")
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="+")
    stage = models.CharField(max_length=10, choices=[(s.value, w) for s, w in STAGE_WORDS.items()])
    grade = models.CharField(  # noqa: DJ001 not graded yet is a null, so that it is never counted
        max_length=20, null=True, blank=True, choices=[(g.value, w) for g, w in GRADE_WORDS.items()]
    )
    rationale = models.TextField("how the grade was reached", blank=True)
    difference = models.TextField("what difference it made for the child", blank=True)
    reason = models.CharField(max_length=20, blank=True, choices=[(r.value, w) for r, w in REASON_WORDS.items()])
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "stage", "section"], condition=Q(section__isnull=False), name="grading_once_a_domain"
            ),
            models.UniqueConstraint(
                fields=["audit", "stage"], condition=Q(section__isnull=True), name="grading_once_overall"
            ),
            models.CheckConstraint(
                condition=Q(grade__isnull=True) | Q(grade__in=[g.value for g in GRADE_WORDS]),
                name="grading_grade_known",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.AGREED.value) | Q(grade__isnull=False), name="grading_agreed_has_grade"
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.AGREED.value) | Q(reason=""), name="grading_reason_when_agreed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} grade of audit {self.audit_id}"


@tracked()
class Finding(models.Model):
    """A practice strength or an area for focus, in the auditor's words."""

    class Kind(models.TextChoices):
        STRENGTH = "strength", "Practice strength"
        FOCUS = "focus", "Area for focus"

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="findings")
    section = models.ForeignKey(Section, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    position = models.PositiveSmallIntegerField()
    action = models.ForeignKey(Action, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of audit {self.audit_id}"


@tracked()
class SavedPage(models.Model):
    """One page of an audit's form as last saved (no section: overall). Its version guards the next save."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="pages")
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(help_text="The audit's version when this page was last saved.")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "section"], condition=Q(section__isnull=False), name="saved_page_once_a_section"
            ),
            models.UniqueConstraint(
                fields=["audit"], condition=Q(section__isnull=True), name="saved_page_once_overall"
            ),
        ]

    def __str__(self) -> str:
        return f"Page of audit {self.audit_id}, version {self.version}"


@tracked()
class Answer(models.Model):
    """The auditor's answer to one question: a text, a list of codes, or "not applicable" with its reason."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    value = models.JSONField(null=True, blank=True, help_text="A text, or a list of choices’ codes.")
    does_not_apply = models.BooleanField(default=False)
    reason = models.TextField("why it does not apply", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit", "question"], name="answer_once_a_question"),
            models.CheckConstraint(
                condition=Q(does_not_apply=False) | Q(value__isnull=True), name="answer_applies_or_does_not"
            ),
        ]

    def __str__(self) -> str:
        return f"Answer in audit {self.audit_id}"


@tracked()
class EvidenceNote(models.Model):
    """Something seen in the record, with its day: "12 March: visit, child seen alone"."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="evidence")
    section = models.ForeignKey(Section, models.PROTECT, related_name="+")
    seen_on = models.DateField("date", null=True, blank=True)
    text = models.TextField()
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"Evidence note of audit {self.audit_id}"


@tracked()
class Theme(models.Model):
    """A thread that runs through audits and other activity, such as neglect or management oversight."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100, unique=True)
    is_in_use = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


@tracked()
class ThemeMark(models.Model):
    """A theme that the auditor saw in one domain."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="theme_marks")
    section = models.ForeignKey(Section, models.PROTECT, related_name="+")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audit", "section", "theme"], name="theme_mark_once_a_section")]

    def __str__(self) -> str:
        return f"{self.theme} in audit {self.audit_id}"
