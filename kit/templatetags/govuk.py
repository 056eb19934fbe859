"""What the crispy template pack in templates/govuk/ asks about a field, and the error summary."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.forms.formsets import BaseFormSet
from django.utils.safestring import SafeString

from kit.widgets import DateWidget

register = template.Library()

INPUT_KINDS = {
    "textarea": ("govuk-textarea", forms.Textarea),
    "select": ("govuk-select", forms.Select),
    "file": ("govuk-file-upload", forms.FileInput),
}


REQUIRED = {
    "radios": "Choose an answer for “{}”.",
    "select": "Choose “{}”.",
    "checkboxes": "Tick at least one box for “{}”.",
    "checkbox": "Tick “{}” to go on.",
    "date": "Give a date for “{}”.",
    "file": "Choose a file for “{}”.",
}


@dataclass(frozen=True)
class Problem:
    words: str
    target: str  # the id of what takes the focus; empty when the reader cannot reach it


@register.filter
def kind(field: forms.BoundField) -> str:
    """Which shape a field has on the page. Checkboxes first: Django makes them a subclass of radios."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, DateWidget):
        return "date"
    return next((name for name, (_, cls) in INPUT_KINDS.items() if isinstance(widget, cls)), "input")


@register.filter
def target(field: forms.BoundField) -> str:
    """The id that takes the focus: that of the first choice or box where a field has several."""
    if field.is_hidden:
        return ""
    return f"{field.auto_id}_0" if kind(field) in {"checkboxes", "radios", "date"} else field.id_for_label


@register.filter
def described_by(field: forms.BoundField) -> str:
    """The ids of the hint and of the error, in reading order."""
    ids = {"helptext": field.help_text, "error": field.errors}
    described = [f"{field.auto_id}_{part}" for part, is_there in ids.items() if is_there]
    if counted(field):
        described.append(f"{field.auto_id}-info")
    return " ".join(described)


@register.filter
def counted(field: forms.BoundField) -> int:
    """The most characters that a large box takes, shown while one types; 0 where there is no limit."""
    return (kind(field) == "textarea" and getattr(field.field, "max_length", None)) or 0


@register.filter
def widget(field: forms.BoundField) -> SafeString:
    """The field's own control, dressed for GOV.UK."""
    own = field.field.widget.attrs
    css, _ = INPUT_KINDS.get(kind(field), ("govuk-input", None))
    classes = [css, *([f"{css}--error"] if field.errors else []), *_width(field), own.get("class", "")]
    # No browser checks: our own messages are clearer, and a limit there cuts off pasted text without a word.
    field.form.use_required_attribute = False
    attrs: dict[str, Any] = {"class": " ".join(filter(None, classes)), "maxlength": False, "minlength": False}
    if described := described_by(field):
        attrs["aria-describedby"] = " ".join(filter(None, [own.get("aria-describedby", ""), described]))
    if kind(field) == "textarea" and own.get("rows") == "10":  # Django's own default, too tall for most answers
        attrs["rows"] = "5"
    return field.as_widget(attrs=attrs)


@register.filter
def parts(field: forms.BoundField) -> list[dict[str, Any]]:
    """Day, month and year of a date field, each with the id, name and value of its box."""
    context = field.field.widget.get_context(field.html_name, field.value(), {"id": field.auto_id})
    widths = {"Day": 2, "Month": 2, "Year": 4}
    return [
        {**box, "words": words, "width": width, "id": box["attrs"]["id"]}
        for (words, width), box in zip(widths.items(), context["widget"]["subwidgets"], strict=True)
    ]


@register.filter
def choices(field: forms.BoundField) -> Iterator[dict[str, Any]]:
    """Every choice of a group: id, name, value, label, whether it is chosen, and a hint if the field has `hints`.

    `reveals` of the field names, by choice, the boxes that are shown below it once it is chosen.
    """
    hints, reveals = getattr(field.field, "hints", {}), getattr(field.field, "reveals", {})
    for choice in field.subwidgets:
        value = choice.data["value"]
        yield {
            "id": choice.id_for_label,
            "name": choice.data["name"],
            "value": str(value),
            "label": choice.choice_label,
            "chosen": choice.data["selected"],
            "disabled": choice.data["attrs"].get("disabled", False),
            "hint": hints.get(str(value), ""),
            "revealed": [field.form[name] for name in reveals.get(str(value), ())],
        }


@register.filter
def complaints(field: forms.BoundField) -> list[str]:
    """What is wrong with a field. Django's stock sentences do not name the field, so we say them better."""
    return [words for error in field.errors.as_data() for words in _say(field, error)]


@register.filter
def problems(form: forms.BaseForm | BaseFormSet) -> list[Problem]:
    """All errors of a form or formset, in the order of the page, each with the place that puts it right."""
    if isinstance(form, BaseFormSet):
        whole = [Problem(words, "") for words in form.non_form_errors()]
        return [*whole, *(problem for part in form.forms for problem in _of_form(part))]
    return list(_of_form(form))


def _of_form(form: forms.BaseForm) -> Iterable[Problem]:
    first = next((target(field) for field in form.visible_fields()), "")
    for words in form.non_field_errors():
        yield Problem(words, first)
    for field in form:
        for words in complaints(field):
            yield Problem(words, target(field))


def _say(field: forms.BoundField, error: forms.ValidationError) -> Iterable[str]:
    stock = forms.Field.default_error_messages | forms.DateField.default_error_messages
    match error.code:
        case "required" if error.message == stock["required"]:
            return [REQUIRED.get(kind(field), "Fill in “{}”.").format(field.label)]
        case "invalid" if error.message == stock["invalid"]:
            return [f"“{field.label}” must be a real date, such as 27 3 2026."]
        case "max_length" if isinstance(error.params, dict) and "show_value" in error.params:
            most, now = error.params["limit_value"], error.params["show_value"]
            return [f"“{field.label}” must be {most} characters or fewer. It has {now}."]
        case _:
            return error.messages


def _width(field: forms.BoundField) -> list[str]:
    """Numbers and e-mail addresses show by the width of their box how much is expected."""
    if kind(field) != "input" or "class" in field.field.widget.attrs:
        return []
    match field.field:
        case forms.DateField() | forms.IntegerField() | forms.DecimalField():
            return ["govuk-input--width-10"]
        case forms.EmailField():
            return ["govuk-!-width-two-thirds"]
        case _:
            return []
