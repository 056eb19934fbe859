"""The trail of briefings: the day of each line, wherever it stands, and the lines in the order of their days."""

import datetime

import pytest

from reports.briefings import Briefing, trail

DAY = datetime.date(2017, 3, 1)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("- 1 March 2017: Lead member", Briefing(DAY, "Lead member")),
        ("Lead member, on 1 March 2017", Briefing(DAY, "Lead member")),
        ("Lead member (01/03/2017)", Briefing(DAY, "Lead member")),
        ("2017-03-01 Lead member", Briefing(DAY, "Lead member")),
        ("Executive, 1st march 2017, by letter", Briefing(DAY, "Executive by letter")),
        ("1.3.2017", Briefing(DAY, "1.3.2017")),
        ("Lead member", Briefing(None, "Lead member")),
        ("31 February 2017: Lead member", Briefing(None, "31 February 2017: Lead member")),
    ],
)
def test_the_day_of_a_line_is_found_wherever_it_stands(line, found):
    assert trail(line) == [found]


def test_lines_stand_in_the_order_of_their_days_and_those_without_come_last():
    found = trail("- Chair\n- 2 March 2017: Executive\n- 1 March 2017: Lead member")

    assert [each.words for each in found] == ["Lead member", "Executive", "Chair"]
    assert trail("") == []
