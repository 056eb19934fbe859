"""A date as three boxes: day, month, year. People type dates they know faster than they pick them from a calendar."""

import datetime
import re
from typing import Any

from django import forms


class DateWidget(forms.MultiWidget):
    """GOV.UK's date input for a `DateField`. What was typed is shown again, whether or not it is a date."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        part = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__({name: forms.TextInput(part) for name in ("day", "month", "year")}, attrs)

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, datetime.date):
            return [str(value.day), str(value.month), str(value.year)]
        if typed := re.fullmatch(r"([^-]*)-([^-]*)-(.*)", str(value or "")):
            return [typed[3], typed[2], typed[1]]
        return ["", "", ""]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """The three boxes as year-month-day; a whole date under the field's own name counts as well."""
        if name in data:
            return data.get(name)
        day, month, year = (data.get(f"{name}_{part}", "").strip() for part in ("day", "month", "year"))
        return f"{year}-{month}-{day}" if day or month or year else ""

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and super().value_omitted_from_data(data, files, name)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else ""
