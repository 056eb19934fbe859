"""A long list: columns to sort by, filters that can be taken away one by one, pages, and the same rows as a file.

A page and a file are made from one `Listing`, so that neither can show what the other does not. Everything that was
asked lives in the address, so that a link gives the same list again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import QueryDict

PAGE_SIZE = 25


@dataclass(frozen=True)
class Column:
    """One column. `words` gives what page and file say of a row; `look` is a template that only dresses these words."""

    code: str
    title: str
    words: Callable[[Any], str | int | None]
    order: tuple[Any, ...] = ()  # what the database sorts by; nothing: this column does not sort
    look: str = ""
    is_numeric: bool = False
    is_nowrap: bool = False


@dataclass(frozen=True)
class Heading:
    column: Column
    url: str  # empty: this column does not sort
    direction: str  # "ascending", "descending", or empty


@dataclass(frozen=True)
class Cell:
    column: Column
    words: str | int | None


@dataclass(frozen=True)
class Chip:
    """A filter in use, with the address of the list without it."""

    label: str
    words: str
    url: str


class Listing:
    """`rows` in the order that `asked` (the query string) names with `sort=code` or `sort=-code`."""

    def __init__(self, columns: Sequence[Column], rows: QuerySet, asked: QueryDict, *, default: str) -> None:
        self.columns = list(columns)
        self.rows = rows
        self.asked = asked
        self.default = default

    @property
    def _sorts(self) -> dict[str, Column]:
        return {column.code: column for column in self.columns if column.order}

    @property
    def problem(self) -> str:
        """What is wrong with the order asked for, as a sentence."""
        wanted = self.asked.get("sort", "")
        known = wanted.removeprefix("-") in self._sorts
        return "" if known or not wanted else "The list cannot be sorted that way. It stands in its usual order."

    @property
    def sort(self) -> tuple[Column, bool]:
        """The column, and whether it goes down."""
        wanted = self.asked.get("sort", "")
        chosen = wanted if wanted.removeprefix("-") in self._sorts else self.default
        return self._sorts[chosen.removeprefix("-")], chosen.startswith("-")

    @property
    def sort_words(self) -> str:
        column, is_down = self.sort
        return f"{column.title}, {'descending' if is_down else 'ascending'}"

    @cached_property
    def ordered(self) -> QuerySet:
        """Every row in order; what has no value stands last either way, and equals stand newest first."""
        column, is_down = self.sort
        keys = [F(key) if isinstance(key, str) else key for key in column.order]
        order = [key.desc(nulls_last=True) if is_down else key.asc(nulls_last=True) for key in keys]
        return self.rows.order_by(*order, "-pk")

    @cached_property
    def page(self) -> Page:
        return Paginator(self.ordered, PAGE_SIZE).get_page(self.asked.get("page"))

    @property
    def count(self) -> int:
        return self.page.paginator.count

    def headings(self) -> Iterator[Heading]:
        """Each column; a click on the current one turns it round."""
        current, is_down = self.sort
        for column in self.columns:
            is_current = column.code == current.code
            way = ("descending" if is_down else "ascending") if is_current else ""
            next_one = f"-{column.code}" if is_current and not is_down else column.code
            yield Heading(column, address(self.asked, sort=next_one) if column.order else "", way)

    def lines(self) -> Iterator[tuple[Any, list[Cell]]]:
        """The rows of this page with their cells."""
        for row in self.page:
            yield row, [Cell(column, column.words(row)) for column in self.columns]

    def titles(self) -> list[str]:
        return [column.title for column in self.columns]

    def table(self) -> Iterator[dict[str, Any]]:
        """Every row of the list as a file has it, whatever page is shown; read in portions."""
        for row in self.ordered.iterator(chunk_size=500):
            yield {column.title: column.words(row) for column in self.columns}


def address(asked: QueryDict, **changes: str | None) -> str:
    """The query string with `changes` (None: without it), from the first page on."""
    query = asked.copy()
    unused = {name: None for name, values in asked.lists() if not any(values)}
    for name, value in {"page": None, **unused, **changes}.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"


def chosen(form: forms.Form) -> dict[str, Any]:
    """What the filters say; what could not be used is left out, and is told by the form's errors."""
    if not form.is_bound:
        return {}
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}


def chips(form: forms.Form, asked: QueryDict) -> list[Chip]:
    """Each filter in use, in the order of the form."""
    used = chosen(form)
    return [
        Chip(str(form.fields[name].label), _words(form.fields[name], used[name]), address(asked, **{name: None}))
        for name in form.fields
        if name in used
    ]


def codes(form: forms.Form, names: Iterable[str] | None = None) -> dict[str, str]:
    """The filters in use as they stand in the address: codes and dates."""
    used = chosen(form)
    return {name: str(form[name].value()) for name in (names or form.fields) if name in used}


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value).strip()
    choices = {str(code): words for code, words in getattr(field, "choices", [])}
    if choices:
        return str(choices.get(str(value), value))
    return f"{value.day} {value:%B %Y}" if hasattr(value, "strftime") else f"“{value}”"
