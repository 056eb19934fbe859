"""Bringing a tool in from YAML: a file, or text pasted into a box."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import ProhibitNullCharactersValidator

from audits import tool_yaml
from audits.content import Content
from audits.forms.base import AuditForm
from kit.uploads import too_large
from kit.yaml_text import MAX_BYTES

MOST_SHOWN = 30


class ImportToolForm(AuditForm):
    """`content` is the tool once the form is valid. A file takes the place of what stands in the box."""

    file = forms.FileField(
        label="File",
        help_text="A tool as YAML (.yaml or .yml), up to 1 MB.",
        required=False,
        error_messages={"empty": "The file is empty."},
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )
    text = forms.CharField(
        label="Or paste the text",
        help_text="A file that you choose takes the place of what stands here.",
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 22, "class": "qa-yaml", "spellcheck": "false", "autocomplete": "off", "wrap": "off"}
        ),
    )
    replace = forms.BooleanField(label="Replace my draft with this", required=False)

    hides_optional = True

    def __init__(self, *args: Any, refused: dict[str, str] | None = None, **kwargs: Any) -> None:
        """`refused`: the names of files that were too large to arrive, by field."""
        super().__init__(*args, **kwargs)
        self.refused = refused or {}
        self.content: Content | None = None
        text = self.fields["text"]
        text.validators = [each for each in text.validators if not isinstance(each, ProhibitNullCharactersValidator)]
        if not self.data.get("replace"):
            self.fields["replace"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        sent = super().clean()
        if "file" in self.refused:
            self.add_error("file", too_large(self.refused["file"]))
        if self.errors:
            return sent
        text = self._text_of(sent["file"]) if sent.get("file") else sent.get("text", "")
        if self.errors:
            return sent
        self._keep(text)
        if not text.strip():
            self.add_error("file", "Choose a file, or paste the text of a tool.")
            return sent
        try:
            self.content = tool_yaml.read(text)
        except tool_yaml.YamlProblems as problems:
            self._say(problems.found)
        return sent

    def ask_to_replace(self, words: str) -> None:
        """The tool has a draft by the same person: it is replaced only when they say so."""
        self.fields["replace"].widget = forms.CheckboxInput()
        self.add_error("replace", words)

    def _text_of(self, file: UploadedFile) -> str:
        if file.size > MAX_BYTES:
            self.add_error("file", f"{file.name} is larger than 1 MB, which is the most that is read.")
            return ""
        content = file.read()
        try:
            return content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", f"{file.name} is not text. Save it as plain text in UTF-8.")
            return ""

    def _keep(self, text: str) -> None:
        """Browsers do not keep a chosen file: its text stands in the box, to be put right there."""
        self.data = self.data.copy()
        self.data["text"] = text

    def _say(self, found: list[tool_yaml.YamlProblem]) -> None:
        for problem in found[:MOST_SHOWN]:
            self.add_error("text", str(problem))
        if len(found) > MOST_SHOWN:
            self.add_error("text", f"And {len(found) - MOST_SHOWN:,} more further down.")
