"""What is a case reference, and what is a name or a date of birth."""

import pytest

from audits.references import problem_with

NAME = "That looks like a name. Enter the case reference from the case system instead, like QA123456."
BORN = "That looks like a date of birth. Enter the case reference from the case system instead, like QA123456."
OTHER = "Enter a case reference from the case system, like QA123456. Never enter a name."
PATTERN = r"[A-Z]{2}\d{6}"


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("QA123456", ""),
        ("Sam Smith", NAME),
        ("SMITH, Sam", NAME),
        ("sam", NAME),
        ("O’Brien", NAME),
        ("Mary-Jane O'Neill Jr.", NAME),
        ("Zoë Müller", NAME),
        ("J. Smith", NAME),
        ("Sam Smith 2015", NAME),
        ("QA123456 Sam Smith", NAME),
        ("01/02/2015", BORN),
        ("1-2-15", BORN),
        ("1.2.2015", BORN),
        ("2015-02-01", BORN),
        ("1 / 2 / 2015", BORN),
        ("01022015", BORN),
        ("20150201", BORN),
        ("1 Feb 2015", BORN),
        ("1st of February 2015", BORN),
        ("Feb 1, 2015", BORN),
        ("born 01/02/2015", BORN),
        ("Sam Smith 01/02/2015", BORN),
        ("QA12345", OTHER),
        ("qa123456", OTHER),
        ("QA 123456", OTHER),
        ("QA١٢٣٤٥٦", OTHER),
        ("QA", OTHER),
        ("99999999", OTHER),
        ("QA123456\n", OTHER),
        ("", OTHER),
    ],
)
def test_each_gets_its_own_sentence(value, problem):
    assert problem_with(value, pattern=PATTERN, example="QA123456") == problem


@pytest.mark.parametrize(
    ("pattern", "value", "is_one"),
    [
        (r"\d{8}", "01022015", True),  # a council whose references have eight figures
        (r"[\w/.-]+", "01/02/2015", False),  # too loose a pattern still lets no date and no name in
        (r"[A-Za-z ]+", "Sam Smith", False),
        (r"\d{4}/\d{2}", "2015/02", True),
        (r"CH-\d{4}-\d{4}", "CH-2015-0201", True),
    ],
)
def test_the_councils_pattern_decides_but_a_name_or_a_date_stays_out(pattern, value, is_one):
    assert (problem_with(value, pattern=pattern, example="QA123456") == "") is is_one
