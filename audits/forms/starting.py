"""Starting an audit, or giving one to an auditor."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from audits.content import Cohort
from audits.describing import cohort_barrier, cohorts_words
from audits.forms.base import (
    COHORT_CHOICES,
    AuditForm,
)
from audits.models import Record, ToolVersion, a_case_reference
from people.models import Membership, Unit, User


class NewAuditForm(AuditForm):
    tool_version = forms.ModelChoiceField(
        ToolVersion.objects.none(), label="Tool", empty_label=None, widget=forms.RadioSelect,
        error_messages={"required": "Choose the tool", "invalid_choice": "Choose a tool that is in use"},
    )  # fmt: skip
    case_reference = forms.CharField(
        label="Case reference", max_length=40, validators=[a_case_reference],
        error_messages={"required": "Enter the case reference"},
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="Team", empty_label="Choose a team",
        error_messages={"required": "Choose the team that works with the child"},
    )  # fmt: skip
    cohort = forms.ChoiceField(
        label="Cohort", help_text="The help the child is getting.", choices=COHORT_CHOICES,
        widget=forms.RadioSelect, error_messages={"required": "Choose the cohort"},
    )  # fmt: skip
    age_band = forms.ChoiceField(
        label="Age of the child", choices=[("", "Choose an age"), *Record.AgeBand.choices],
        error_messages={"required": "Choose the age of the child"},
    )  # fmt: skip
    audit_month = forms.TypedChoiceField(
        label="Audit month", help_text="The month in which this audit counts.", coerce=datetime.date.fromisoformat,
        error_messages={"required": "Choose the audit month"},
    )  # fmt: skip
    practitioner = forms.ModelChoiceField(
        User.objects.none(), label="Practitioner", required=False, empty_label="Nobody in particular",
        help_text="Whose practice is audited. They can read the audit once its grades are agreed.",
    )  # fmt: skip
    auditor = forms.ModelChoiceField(
        User.objects.none(), label="Auditor", empty_label="Choose an auditor",
        error_messages={"required": "Choose who does the audit"},
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        units: QuerySet,
        members: Sequence[Membership],
        auditors: QuerySet | None,
        today: datetime.date,
        example: str,
        tools: Sequence[ToolVersion],
        **kwargs: Any,
    ) -> None:
        """`tools`: those in use. One alone leaves nothing to choose."""
        super().__init__(*args, **kwargs)
        self.tools = {tool.pk: tool for tool in tools}
        self._offer(tools)
        self.fields["case_reference"].help_text = f"From the case system, like {example}. Never enter a name."
        self.fields["case_reference"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        self.fields["unit"].queryset = units
        months = [_month_from(today, shift) for shift in (0, -1, -2, 1)]
        self.fields["audit_month"].choices = [(month.isoformat(), f"{month:%B %Y}") for month in months]
        practitioner = self.fields["practitioner"]
        practitioner.queryset = User.objects.filter(pk__in={member.user_id for member in members})
        practitioner.choices = [("", practitioner.empty_label), *_by_unit(members)]
        if auditors is None:
            del self.fields["auditor"]
        else:
            self.fields["auditor"].queryset = auditors

    def _offer(self, tools: Sequence[ToolVersion]) -> None:
        field = self.fields["tool_version"]
        if len(tools) == 1:
            del self.fields["tool_version"]
            return
        field.queryset = ToolVersion.objects.filter(pk__in=self.tools)
        field.choices = [(tool.pk, tool.name) for tool in tools]
        field.hints = {str(tool.pk): _tool_words(tool) for tool in tools}
        field.initial = tools[0].pk if tools else None

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        tool = found.get("tool_version") or next(iter(self.tools.values()), None)
        can_tell = tool and "tool_version" not in self.errors and found.get("cohort")
        if can_tell and (problem := cohort_barrier(tool.name, tool.cohorts, found["cohort"])):
            self.add_error("cohort", problem)
        found["tool_version"] = tool
        if found.get("practitioner") and found.get("practitioner") == found.get("auditor"):
            self.add_error("auditor", "Nobody audits their own practice: choose somebody else")
        return found


def _tool_words(tool: ToolVersion) -> str:
    """What it is for, and for whom when it is not for everybody."""
    cohorts = "" if set(tool.cohorts) == set(Cohort) else f"For {cohorts_words(tool.cohorts)}."
    return " ".join(filter(None, [tool.purpose, cohorts]))


def _month_from(day: datetime.date, shift: int) -> datetime.date:
    """The first of the month `shift` months after the month of `day`."""
    months = day.year * 12 + day.month - 1 + shift
    return datetime.date(months // 12, months % 12 + 1, 1)


def _by_unit(members: Sequence[Membership]) -> list[tuple[str, list[tuple[int, str]]]]:
    groups: dict[str, list[tuple[int, str]]] = {}
    for member in members:
        choice = (member.user_id, member.user.name)
        group = groups.setdefault(member.unit.name, [])
        if choice not in group:
            group.append(choice)
    return list(groups.items())
