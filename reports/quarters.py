"""Quarters of the financial year as reports count them. [pure]"""

import calendar
import datetime

from kpis.periods import Quarter, quarter_of, year_label
from reports.blueprints import Period

OFFERED = 8


def period(first: Quarter, last: Quarter | None = None) -> Period:
    """A quarter, or the two quarters of a half-year, as the cover names them."""
    end = (last or first).end
    from_month, to_month = (calendar.month_name[day.month] for day in (first.start, end))
    year = year_label(first.year)
    # Of a half-year that goes on into the next year both years are told.
    begins = from_month if first.start.year == end.year else f"{from_month} {first.start.year}"
    named = f"Quarters {first.number} and {last.number}" if last else f"Quarter {first.number}"
    return Period(
        starts_on=first.start,
        ends_on=end,
        label=f"{named} {year}",
        words=f"{begins} to {to_month} {end.year}",
        short=f"{year.replace('/', '-')}-{f'h{last.number // 2}' if last else f'q{first.number}'}",
    )


def latest_quarters(today: datetime.date) -> list[Period]:
    """This quarter and those before it, latest first."""
    quarters = [quarter_of(today)]
    while len(quarters) < OFFERED:
        quarters.append(quarters[-1].previous)
    return [period(quarter) for quarter in quarters]
