"""Rows and options drawn by Jinja: everything in them is text, and nothing is missing without a word."""

import pytest
from django import forms
from django.template import Context, Template
from jinja2 import UndefinedError

HOSTILE = '<script>alert(1)</script>"{{ 7 * 7 }}'
AS_TEXT = "&lt;script&gt;alert(1)&lt;/script&gt;&#34;{{ 7 * 7 }}"


class Choose(forms.Form):
    unit = forms.ChoiceField(choices=[("", "None"), ("Services", [(HOSTILE, HOSTILE), ("b", "B")])], required=False)


def test_what_people_wrote_stays_text_in_a_row():
    rows = [{"theme": HOSTILE, "ref": "1", "title": HOSTILE, "cells": [("/x?a=1&b=2", HOSTILE, "red", "Red", None)]}]

    drawn = Template('{% load quick %}{% quick "kpis/heat_map_rows.html" rows=rows width=2 %}').render(
        Context({"rows": rows})
    )

    assert drawn.count(AS_TEXT) == 3
    assert "<script" not in drawn
    assert 'href="/x?a=1&amp;b=2"' in drawn


def test_what_people_wrote_stays_text_in_a_select():
    drawn = str(Choose({"unit": HOSTILE})["unit"])

    assert f'<option value="{AS_TEXT}" selected>{AS_TEXT}</option>' in drawn
    assert '<optgroup label="Services">' in drawn
    assert '<option value="b">B</option>' in drawn
    assert drawn.count("selected") == 1


def test_a_name_that_is_not_given_is_an_error():
    with pytest.raises(UndefinedError, match="width"):
        Template('{% load quick %}{% quick "kpis/heat_map_rows.html" rows=rows %}').render(
            Context({"rows": [{"theme": "T", "ref": "1", "title": "t", "cells": []}]})
        )
