"""The boxes of a tool's questions: what is sent becomes an `AnswerDraft`, and what is kept fills the boxes again."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from audits.content import COHORT, COHORT_WORDS, YES_PARTLY_NO_WORDS, Kind, Question, values_of
from audits.drafts import AnswerDraft
from audits.forms.base import GRADE_CHOICES, WordsField
from kit.widgets import DateWidget

NOT_APPLICABLE = "n/a"  # no choice's code has a slash
ON_ONE_LINE, SHORT = 4, 14  # so many choices, each of so many letters, stand side by side
# Their choices can hold "not applicable"; the others have a box for it.
OF_CHOICES = frozenset({Kind.GRADE, Kind.YES_PARTLY_NO, Kind.ONE})
A_NUMBER = "Enter a number, such as 3 or 2.5."
NO_NUMBER = ("invalid", "max_digits", "max_whole_digits", "max_decimal_places")
BOTH = "Give an answer or tick “Not applicable”, not both."


def names_of(code: str) -> tuple[str, str, str]:
    """The names of a question's boxes: the answer, "not applicable" and its reason. No code has an underscore."""
    return f"answer_{code}", f"not_{code}", f"why_{code}"


def fields_of(question: Question) -> dict[str, forms.Field]:
    """The boxes of one question, by name. None is required while the audit is being written."""
    answer, does_not_apply, reason = names_of(question.code)
    fields: dict[str, forms.Field] = {answer: _answer_field(question)}
    if question.may_not_apply:
        if question.kind not in OF_CHOICES:
            fields[does_not_apply] = forms.BooleanField(label="Not applicable", required=False)
        fields[reason] = WordsField(label="Why does it not apply?", required=False, rows=2)
    return fields


def _answer_field(question: Question) -> forms.Field:
    label = question.text if question.is_required else f"{question.text} (optional)"
    facts = {"label": label, "help_text": question.guidance, "required": False}
    match question.kind:
        case Kind.GRADE | Kind.YES_PARTLY_NO | Kind.ONE:
            field = forms.ChoiceField(choices=choices_of(question), widget=forms.RadioSelect, **facts)
        case Kind.MANY:
            field = forms.MultipleChoiceField(
                choices=choices_of(question), widget=forms.CheckboxSelectMultiple, **facts
            )
        case Kind.NUMBER:
            field = forms.DecimalField(
                max_digits=15, decimal_places=4, error_messages=dict.fromkeys(NO_NUMBER, A_NUMBER),
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **facts,
            )  # fmt: skip
        case Kind.DATE:
            field = forms.DateField(
                input_formats=["%Y-%m-%d"], widget=DateWidget,
                error_messages={"invalid": "Enter a real date, such as 27 3 2026."}, **facts,
            )  # fmt: skip
        case Kind.SHORT_TEXT:
            field = WordsField(**facts)
            field.widget = forms.TextInput(attrs={"autocomplete": "off"})
        case Kind.LONG_TEXT:
            field = WordsField(rows=4, **facts)
    words = [words for _, words in getattr(field, "choices", [])]
    field.inline = 0 < len(words) <= ON_ONE_LINE and all(len(word) <= SHORT for word in words)
    field.small = question.kind == Kind.MANY
    return field


def choices_of(question: Question) -> list[tuple[str, str]]:
    """What can be chosen, "not applicable" last where it may be."""
    match question.kind:
        case Kind.GRADE:
            choices = list(GRADE_CHOICES)
        case Kind.YES_PARTLY_NO:
            choices = list(YES_PARTLY_NO_WORDS.items())
        case _:
            choices = [(choice.code, choice.words) for choice in question.choices]
    if question.may_not_apply and question.kind in OF_CHOICES:
        choices.append((NOT_APPLICABLE, "Not applicable"))
    return choices


def boxes_of(question: Question, answer: AnswerDraft) -> dict[str, Any]:
    """What an answer puts into the boxes."""
    name, does_not_apply, reason = names_of(question.code)
    value: Any = answer.value
    if answer.does_not_apply and question.kind in OF_CHOICES:
        value = NOT_APPLICABLE
    elif question.kind == Kind.DATE and value:
        value = datetime.date.fromisoformat(value)
    return {name: value, does_not_apply: answer.does_not_apply, reason: answer.reason}


def answer_in(question: Question, cleaned: Mapping[str, Any]) -> AnswerDraft:
    """What the boxes say."""
    name, does_not_apply, reason = names_of(question.code)
    value = cleaned.get(name)
    words = cleaned.get(reason, "")
    if value == NOT_APPLICABLE or cleaned.get(does_not_apply):
        return AnswerDraft(None, True, words)
    if isinstance(value, Decimal):
        value = f"{value.normalize():f}"
    elif isinstance(value, datetime.date):
        value = value.isoformat()
    elif isinstance(value, str) and not value.strip():
        value = None
    return AnswerDraft(value or None, False, words)


def only_if(question: Question, known: Mapping[str, Question]) -> str:
    """When to answer, where the page cannot decide by itself; empty when always."""
    condition = question.shown_when
    if condition is None:
        return ""
    if condition.question == COHORT:
        names, what = {cohort.value: words for cohort, words in COHORT_WORDS.items()}, "the cohort is"
    else:
        other = known.get(condition.question)
        if other is None:
            return "Answer only if an earlier answer asks for it"
        names, what = dict(values_of(other)), f"“{other.text}” is answered"
    *others, last = (f"“{names.get(value, value)}”" for value in condition.values)
    return f"Answer only if {what} {', '.join(others)}{' or ' if others else ''}{last}"


@dataclass(frozen=True)
class Asked:
    """One question with its boxes, as a page shows it."""

    question: Question
    answer: forms.BoundField
    does_not_apply: forms.BoundField | None
    reason: forms.BoundField | None
    is_prefilled: bool = False
    only_if: str = ""

    @property
    def values(self) -> str:
        """The answers that show the question, for the script: no code has a space."""
        return " ".join(self.question.shown_when.values) if self.question.shown_when else ""
