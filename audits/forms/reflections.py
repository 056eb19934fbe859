"""The practitioner's reflection."""

from audits.forms.base import AuditForm, WordsField
from audits.reflections import QUESTIONS, ReflectionDraft


class ReflectionForm(AuditForm):
    """Three short boxes; none is required."""

    hides_optional = True
    use_required_attribute = False
    saves_the_rest = True
    proud_of = WordsField(label=QUESTIONS["proud_of"], required=False, rows=4)
    would_change = WordsField(label=QUESTIONS["would_change"], required=False, rows=4)
    support = WordsField(label=QUESTIONS["support"], required=False, rows=4)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label_class = "govuk-label--m"

    @property
    def draft(self) -> ReflectionDraft:
        """What was sent; a box that cannot be saved as it is leaves its saved words alone."""
        sent = {**self.initial, **self.cleaned_data}
        return ReflectionDraft(**{name: sent[name] for name in self.fields})
