"""What goes out cannot run as a formula."""

import pytest

from kit.exports import csv_text, safe_text


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(start):
    assert safe_text(start) == f"'{start}"


def test_numbers_stay_numbers_and_missing_values_stay_empty():
    rows = [{"a": -1.5, "b": None, "c": "=cmd|' /C calc'!A0"}, {"a": 0, "b": "% of cases", "c": "x,y"}]

    assert csv_text(["a", "b", "c"], rows) == "a,b,c\r\n-1.5,,'=cmd|' /C calc'!A0\r\n0,% of cases,\"x,y\"\r\n"
