"""What pages say of two years of figures: how they move, whether targets will be met, and what is to be expected."""

import csv
import datetime
import io
import re
from decimal import Decimal
from html import unescape

import pytest
from django.utils import timezone

from improvement.models import Action
from kpis import commands, noting
from kpis.models import Indicator, Rebase, Value
from kpis.note_rules import Reason
from kpis.periods import Basis, months_to
from kpis.rag import MeasuredIn, Polarity
from tests.kpis.conftest import AT, AUGUST, SAMPLE, load
from tests.kpis.test_comparator_pages import load_with_neighbours
from tests.kpis.test_comparison import mapped
from tests.kpis.test_views import page, words

STARTS = datetime.date(2015, 4, 1)
DUE = datetime.date(2023, 9, 29)
# Mean 81%, limits 75.7% and 86.3%.
LEVEL = [80, 82] * 12
HIGHLIGHT, INDICATOR, EXCEPTIONS = "/indicators/", "/indicators/3.3/", "/indicators/exceptions/"


@pytest.fixture
def visits(places, done):
    """Gives the council an indicator with two targets, and monthly snapshots up to August 2023, None for none."""

    def put(values, minimum, upper, polarity=Polarity.HIGHER):
        commands.define_indicator(
            ref="3.3", theme="Visits", position=1, title="% visited", measured_in=MeasuredIn.PERCENTAGE, places=1,
            polarity=polarity, basis=Basis.SNAPSHOT, starts_on=STARTS, by=None,
        )  # fmt: skip
        indicator = Indicator.objects.get(ref="3.3")
        targets = {"minimum": Decimal(minimum), "upper": Decimal(upper)}
        commands.set_target(indicator, **targets, starts_on=STARTS, by=None)
        facts = {"indicator": indicator, "unit": places.council, "basis": Basis.SNAPSHOT, "load": done}
        Value.objects.bulk_create(
            Value(**facts, period=month, value=Decimal(value))
            for month, value in zip(months_to(AUGUST, len(values)), values, strict=True)
            if value is not None
        )
        return indicator

    return put


@pytest.mark.parametrize(
    ("values", "minimum", "upper", "trend", "answers"),
    [
        (LEVEL, 70, 80, "steady", [("pass", "Minimum: meets it reliably"), ("inconsistent", "Upper: hit and miss")]),
        (LEVEL, 85, 90, "steady", [("inconsistent", "Minimum: hit and miss"),
                                   ("fail", "Upper: consistently falls short")]),
        ([*LEVEL[:-1], 95], 70, 75, "raised", [("pass", "Minimum: meets it reliably"),
                                               ("pass", "Upper: meets it reliably")]),
        (LEVEL[:12], 70, 80, "unsaid", []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("address", [HIGHLIGHT, INDICATOR])
def test_each_target_has_its_answer_and_the_trend_its_word(
    dee, visits, address, values, minimum, upper, trend, answers
):
    visits(values, minimum, upper)
    html = page(dee, address)
    shown = html[html.index('class="kpi-table__honest"' if address == HIGHLIGHT else "Is the change real?") :]

    told = {"unsaid": "too short to say"}.get(trend, trend)
    assert f'<use href="#trend-{trend}" /></svg>Trend: {told}<' in shown
    for answer, sentence in answers:
        assert f'<use href="#assurance-{answer}" /></svg>{sentence}<' in shown
    assert shown.count('href="#assurance-') == len(answers)
    assert words(shown).count("Trend: ") == 1


def test_an_exception_says_how_it_moves_and_whether_it_will_be_met(dee, visits):
    visits(LEVEL, 85, 90)

    assert (
        "3.3 % visited 82.0% Red Trend: steady No change beyond chance Minimum: hit and miss "
        "Upper: consistently falls short It is red; no change for the worse is beyond chance."
    ) in words(page(dee, EXCEPTIONS))


@pytest.fixture
def whole(visits, places, cast, tmp_path, settings):
    """Two years of figures below their targets, of which the owner has said why, and how others stand is known."""
    indicator = visits([*LEVEL[:-1], 70], 85, 90)
    mapped(load_with_neighbours(tmp_path, settings), indicator)
    asked = noting.ask_for_note(
        indicator, places.council, AUGUST, reason=Reason.RED, due_on=DUE, of=cast.pat, by=cast.quinn, at=AT
    )
    noting.answer_note(
        asked, what_changed="Fewer visits.", why="Two posts were empty.", what_next="Cover.", by=cast.pat, at=AT
    )


@pytest.mark.parametrize(
    "address", [INDICATOR, EXCEPTIONS, "/indicators/themes/visits/", "/indicators/sentences/?month=2023-08"]
)
def test_the_sentence_says_all_that_is_known(dee, whole, address):
    assert (
        "% visited, Demo Council, August 2023: 70.0% (snapshot), red, 15.0 points below minimum (17.6% in relative "
        "terms). Worse since July 2023 (80.0%). Worse since August 2022 (82.0%). Trend: lowered. Worse than chance "
        "explains: below its limits. Minimum: hit and miss; upper: consistently falls short. Compared with others: "
        "2 of 3, too few for quarters, with 2 statistical neighbours, 2025. Pat, 15 September 2023: Fewer visits. "
        "Two posts were empty. Cover."
    ) in words(page(dee, address))


def test_the_report_in_sentences_is_linked_from_the_highlight_table_and_tells_every_row(dee, places, indicators):
    load(SAMPLE, places.council)
    html = page(dee, "/indicators/?month=2023-08")
    assert '<a class="govuk-link" href="/indicators/sentences/?unit=council&amp;month=2023-08">In sentences</a>' in html

    told = page(dee, "/indicators/sentences/?unit=council&month=2023-08")
    text = words(told)

    assert told.count(">Measure ") == 17
    assert "17 indicators: 3 green, 6 amber, 5 red, 3 no target." in text
    assert [theme for theme in ("Management Oversight", "Visits", "Care Leavers") if f">{theme}</h2>" in told] == [
        "Management Oversight", "Visits", "Care Leavers",
    ]  # fmt: skip
    assert (
        "Measure 1.2 . Number of CIN (exc. LAC, CP, Care Leavers), Demo Council, August 2023: 790 (snapshot), "
        "no target. Risen since July 2023 (777)."
    ) in text
    assert "No figures are loaded yet." not in text


def test_each_chart_of_an_indicator_says_what_it_shows_and_has_a_table_and_a_download(dee, visits):
    visits([95, *LEVEL[1:-1], 70], 85, 90)
    html = page(dee, INDICATOR)
    text = words(html)

    assert 'aria-describedby="months-in-words"' in html
    assert (
        "24 months from September 2021 to August 2023. Beyond chance: September 2021 (above its limits); "
        "August 2023 (below its limits)."
    ) in text
    assert 'data-chart="indicator-chart" role="img"' in html
    assert 'aria-describedby="series-in-words"' in html
    assert (
        "Snapshot, September 2021 to August 2023: lowest 70.0% in August 2023, highest 95.0% in September 2021, "
        "latest 70.0% in August 2023."
    ) in text
    assert "The figures as a table: snapshot" in text
    assert '<a class="govuk-link" href="/indicators/3.3/values.csv?unit=council&amp;month=2023-08">Download' in html


@pytest.mark.parametrize(
    ("address", "download"),
    [
        ("/indicators/small-multiples/", "?unit=council&amp;month=2023-08"),
        ("/indicators/themes/visits/", "?unit=council&amp;month=2023-08&amp;theme=visits"),
    ],
)
def test_small_charts_come_as_a_csv_of_their_months(dee, visits, address, download):
    """August 2022 is missing; from May 2023 on limits begin anew."""
    indicator = visits([*LEVEL[:11], None, *LEVEL[12:]], 85, 90)
    Rebase.objects.create(indicator=indicator, month=datetime.date(2023, 5, 1), reason="A new form.")
    link = f"/indicators/small-multiples/months.csv{download}"
    assert f'href="{link}">Download the months as CSV</a>' in page(dee, address)

    content = dee.get(unescape(link)).content.decode("utf-8-sig")
    rows = {row["period"]: row for row in csv.DictReader(io.StringIO(content))}

    assert (len(rows), min(rows), max(rows)) == (24, "2021-09", "2023-08")
    assert rows["2023-05"] == {
        "theme": "Visits", "ref": "3.3", "title": "% visited", "unit": "council", "unit_name": "Demo Council",
        "period": "2023-05", "basis": "Snapshot", "value": "80", "value_words": "80.0%",
        "line_breaks_before": "A new form.",
    }  # fmt: skip
    assert [rows["2022-08"][name] for name in ("value", "value_words", "line_breaks_before")] == ["", "no data", ""]


@pytest.mark.parametrize("address", ["/indicators/small-multiples/", "/indicators/themes/visits/"])
def test_each_small_chart_has_its_months_as_a_table(dee, visits, address):
    """The same cells as the download, latest first; a month without a figure says so."""
    indicator = visits([*LEVEL[:11], None, *LEVEL[12:]], 85, 90)
    Rebase.objects.create(indicator=indicator, month=datetime.date(2023, 5, 1), reason="A new form.")
    text = page(dee, address)
    table = text.split("kpi-months")[1].split("</table>")[0]
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td></tr>', table)

    content = dee.get("/indicators/small-multiples/months.csv").content.decode("utf-8-sig")
    download = [
        (datetime.date.fromisoformat(f"{row['period']}-01"), row["value_words"])
        for row in csv.DictReader(io.StringIO(content))
    ]
    assert [(re.sub("<span.*", "", month), figure) for month, figure in rows] == [
        (f"{month:%B %Y}", figure) for month, figure in reversed(download)
    ]
    assert (len(rows), rows[12]) == (24, ("August 2022", "no data"))
    assert rows[3][0] == 'May 2023<span class="kpi-table__more">The line breaks here: A new form.</span>'
    assert "The months as a table : % visited % visited, latest first Month Figure August 2023" in words(text)


def test_months_of_an_unknown_theme_are_not_found(dee, visits):
    visits(LEVEL[:13], 85, 90)
    assert dee.get("/indicators/small-multiples/months.csv?theme=nonsense").status_code == 404


def test_the_row_counts_the_open_actions_and_leads_to_them(dee, visits, places, cast):
    indicator = visits(LEVEL, 85, 90)
    assert "open action" not in page(dee, HIGHLIGHT)
    later = timezone.localdate() + datetime.timedelta(days=30)
    first, second, _ = (
        noting.raise_indicator_action(
            indicator, places.council, AUGUST, text="Visit.", owner=cast.pat, due_on=day, by=cast.mo, at=AT
        )
        for day in (DUE, later, later)
    )
    link = '<a class="govuk-link" href="/indicators/3.3/?month=2023-08&amp;unit=council#done">{}<span'

    assert link.format("3 open actions, 1 overdue") in page(dee, HIGHLIGHT)

    Action.objects.filter(pk__in=[first.pk, second.pk]).update(
        delivered_at=AT, delivered_by=cast.pat, evidence="Seen.", evidenced_on=DUE
    )
    assert link.format("1 open action") in page(dee, HIGHLIGHT)
    assert 'id="done"' in page(dee, INDICATOR)


@pytest.mark.parametrize(
    ("values", "minimum", "upper", "polarity", "expected"),
    [
        ([75 + n / 2 for n in range(24)], 85, 90, Polarity.HIGHER,
         "At the present rate and variation, the minimum would be met reliably from September 2023."),
        (LEVEL, 85, 90, Polarity.HIGHER,
         "It cannot be said: there is no trend beyond chance, and now the minimum is not met reliably."),
        (LEVEL, 70, 75, Polarity.HIGHER, "The upper is met reliably at the present level and variation."),
        ([20 + n for n in range(24)], 10, 5, Polarity.LOWER,
         "At the present rate the minimum would not be met: the figure moves away from it."),
        ([98, 100] * 12, 90, 100, Polarity.HIGHER,
         "It cannot be said: there is no trend beyond chance, and now the upper is not met reliably."),
        (LEVEL[:12], 85, 90, Polarity.HIGHER,
         "It cannot be said: there are 12 months of the 13 that a forecast needs."),
    ],
)  # fmt: skip
def test_the_page_says_when_a_target_would_be_met_reliably_or_why_it_cannot(
    dee, visits, values, minimum, upper, polarity, expected
):
    visits(values, minimum, upper, polarity)

    assert f"Forecast. {expected}" in words(page(dee, INDICATOR))


@pytest.mark.parametrize(
    ("values", "minimum", "upper", "polarity", "expected"),
    [
        ([98, 100] * 12, 90, 95, Polarity.HIGHER,
         "The mean is 99.0%; by chance alone, a month lies between 93.7% and 104.3%. "
         "The upper limit is above 100%, which no percentage can be."),
        ([0, 2] * 12, 10, 5, Polarity.LOWER,
         "The mean is 1.0%; by chance alone, a month lies between -4.3% and 6.3%. "
         "The lower limit is below 0%, which no percentage can be."),
        ([1, 99] * 12, 85, 90, Polarity.HIGHER,
         "The mean is 50.0%; by chance alone, a month lies between -210.7% and 310.7%. "
         "The limits pass 0% and 100%, which no percentage can."),
        (LEVEL, 85, 90, Polarity.HIGHER,
         "The mean is 81.0%; by chance alone, a month lies between 75.7% and 86.3%. Forecast."),
        (LEVEL[:12], 85, 90, Polarity.HIGHER,
         "Trial limits, from 12 months: the mean is 81.0%; by chance alone, a month lies between 75.7% and 86.3%."),
    ],
)  # fmt: skip
def test_limits_that_no_percentage_can_reach_are_said_to_be_so(dee, visits, values, minimum, upper, polarity, expected):
    visits(values, minimum, upper, polarity)

    assert expected in words(page(dee, INDICATOR))
