"""The base of every table: a caption, GOV.UK's look, sorting by links, 50 rows to a page."""

from typing import Any

import django_tables2 as tables


class Table(tables.Table):
    """Give it a `caption`. `numeric` names the columns whose figures line up on the right."""

    caption = ""
    numeric: tuple[str, ...] = ()

    class Meta:
        template_name = "components/table.html"
        attrs = {"class": "govuk-table"}

    def __init__(self, *args: Any, caption: str = "", **kwargs: Any) -> None:
        self.caption = caption or self.caption
        kwargs.setdefault("empty_text", "Nothing to show.")
        super().__init__(*args, **kwargs)


class NumberColumn(tables.Column):
    """A figure: on the right, in digits of equal width."""

    attrs = {
        "th": {"class": "govuk-table__header--numeric"},
        "td": {"class": "govuk-table__cell--numeric"},
        "tf": {"class": "govuk-table__cell--numeric"},
    }


class DateColumn(tables.DateColumn):
    """A day as everybody here writes it: 22 August 2023."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("format", "j F Y")
        kwargs.setdefault("attrs", {"td": {"class": "qa-nowrap"}})
        super().__init__(*args, **kwargs)
