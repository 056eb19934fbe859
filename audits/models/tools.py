"""Tools and their wording. A published version never changes: the database refuses."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from audits.content import COHORT_WORDS, KIND_WORDS, PREFILL_WORDS, Cohort, Kind
from audits.grading import GRADE_WORDS, OVERALL
from kit.constraints import set_together
from kit.history import tracked
from people.models import User

_STANDS = """
    answer := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    SELECT status INTO version FROM audits_toolversion WHERE id = {version_id};
    IF version.status <> 'draft' THEN
        RAISE EXCEPTION 'a published tool never changes';
    END IF;
    RETURN answer;
"""


def _stands(name: str, version_id: str) -> pgtrigger.Trigger:
    """Once the version is published, its rows in this table stand; `version_id` finds it from the row `answer`."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("version", "RECORD"), ("answer", "RECORD")],
        func=_STANDS.format(version_id=version_id),
    )


def _columns(row: str) -> str:
    """The columns of a tool version that stand once it is published."""
    names = [
        "tool_id", "number", "name", "purpose", "cohorts", "limits", "asks_voice",
        "guidance", "outstanding", "good", "requires_improvement", "inadequate",
    ]  # fmt: skip
    return ", ".join(f"{row}.{name}" for name in names)


def every_cohort() -> list[str]:
    return [cohort.value for cohort in Cohort]


class Described(models.Model):
    """Guidance, and what each grade looks like."""

    guidance = models.TextField(blank=True)
    outstanding = models.TextField(blank=True)
    good = models.TextField(blank=True)
    requires_improvement = models.TextField(blank=True)
    inadequate = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def question(self) -> str:
        """The first line of the guidance: what the auditor asks."""
        return self.guidance.split("\n", 1)[0]

    @property
    def points(self) -> list[str]:
        """The other lines: what to look for."""
        return self.guidance.split("\n")[1:]

    @property
    def descriptors(self) -> list[tuple[str, str, str]]:
        """Each grade with its word and its descriptor, best first."""
        return [(grade.value, word, getattr(self, grade.value)) for grade, word in GRADE_WORDS.items()]


@tracked()
class Tool(models.Model):
    """A kind of audit, such as the full audit of a child's record. Its name is that of the newest published version."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name


@tracked()
class ToolVersion(Described):
    """A tool's wording at one time; once published it never changes. The descriptors here are the overall grade's."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        RETIRED = "retired", "Retired"

    tool = models.ForeignKey(Tool, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    name = models.CharField(max_length=100)
    purpose = models.TextField(blank=True)
    cohorts = ArrayField(
        models.CharField(max_length=20, choices=[(c.value, words) for c, words in COHORT_WORDS.items()]),
        default=every_cohort,
    )
    limits = models.JSONField(
        default=list, blank=True, help_text="Rules that limit the overall grade; none: the auditor's judgement."
    )
    asks_voice = models.BooleanField(default=True, help_text="Ask for the voice of the child and of the family.")
    saves = models.PositiveIntegerField(default=1, help_text="Goes up with every save of the draft.")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text="Nobody: it came with the portal."
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tool", "number"], name="tool_version_number"),
            models.UniqueConstraint(fields=["tool"], condition=Q(status="published"), name="tool_published_once"),
            models.CheckConstraint(
                condition=set_together("published_at", "published_by"), name="tool_version_published_at_and_by"
            ),
            models.CheckConstraint(
                condition=set_together("proposed_at", "proposed_by"), name="tool_version_proposed_at_and_by"
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | Q(changed_by=None) | ~Q(published_by=F("changed_by")),
                name="tool_version_published_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | Q(proposed_by=None) | ~Q(published_by=F("proposed_by")),
                name="tool_version_published_by_no_proposer",
            ),
            models.UniqueConstraint(fields=["tool"], condition=Q(status="draft"), name="tool_one_draft_at_a_time"),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(published_at__isnull=False), name="tool_version_published_before_use"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_words_stand",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status <> 'draft' AND (NEW.status = 'draft' OR "
                    f"({_columns('OLD')}) IS DISTINCT FROM ({_columns('NEW')}))"
                ),
            ),
            pgtrigger.Protect(
                name="published_stays", operation=pgtrigger.Delete, condition=~pgtrigger.Q(old__status="draft")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("audits:tool", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_in_use(self) -> bool:
        return self.status == self.Status.PUBLISHED


@tracked()
class Section(Described):
    """A part of a tool: a domain when it is graded. Its code is the same in every version."""

    tool_version = models.ForeignKey(ToolVersion, models.CASCADE, related_name="sections")
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()
    is_graded = models.BooleanField(default=True)
    shown_when = models.JSONField(null=True, blank=True, help_text="The question and the answers that show it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tool_version", "code"], name="section_code_once"),
            models.UniqueConstraint(
                fields=["tool_version", "position"],
                name="section_position_once",
                deferrable=models.Deferrable.DEFERRED,  # so that two sections can change places
            ),
            models.CheckConstraint(condition=~Q(code=OVERALL), name="section_is_not_overall"),
        ]
        triggers = [_stands("published_sections_stand", "answer.tool_version_id")]

    def __str__(self) -> str:
        return self.title


@tracked()
class Question(models.Model):
    """Something that a section asks. Its code is unique in the tool version, and the same in every version."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    code = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=[(k.value, words) for k, words in KIND_WORDS.items()])
    text = models.CharField(max_length=300)
    guidance = models.TextField(blank=True)
    is_required = models.BooleanField(default=True)
    may_not_apply = models.BooleanField(default=False, help_text="May be answered “not applicable”, with a reason.")
    choices = models.JSONField(default=list, blank=True, help_text="Each with its code and words.")
    shown_when = models.JSONField(null=True, blank=True, help_text="The question and the answers that show it.")
    prefill = models.CharField(
        max_length=10, blank=True, choices=[(p.value, words) for p, words in PREFILL_WORDS.items() if p]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["section", "code"], name="question_code_once"),
            models.UniqueConstraint(
                fields=["section", "position"], name="question_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in Kind]), name="question_kind_known"),
        ]
        triggers = [
            _stands(
                "published_questions_stand",
                "(SELECT tool_version_id FROM audits_section WHERE audits_section.id = answer.section_id)",
            )
        ]

    def __str__(self) -> str:
        return self.text
