"""The page of a load: a wrong month, unknown headings, the warning of a twin, and a hundred rows at a time."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kpis.models import Definition, Load, Target, Value
from tests.kpis.conftest import AT, AUGUST, SAMPLE, load
from tests.kpis.test_views import page, upload, words


@pytest.fixture
def analyst(client, cast):
    client.force_login(cast.andy)
    return client


@pytest.fixture
def sample(indicators, places):
    return load(SAMPLE, places.council)


def test_a_highlight_table_for_the_wrong_month_is_refused_with_both_months(analyst, indicators):
    url = upload(analyst, period="2023-07").headers["Location"]
    load = Load.objects.get()

    assert (load.state, load.counts["refused"], Value.objects.count(), Target.objects.count()) == ("refused", 1, 0, 0)
    reason = "The months in the file end at August 2023, but it is loaded for July 2023."
    assert load.refusals == [{"row": 1, "column": "", "value": "", "reason": reason}]
    assert f"1 – blank {reason}" in words(page(analyst, url))


def test_headings_that_nobody_knows_are_asked_about_and_not_guessed(analyst, indicators):
    response = upload(analyst, name="x.csv", content=b"a,b\n1,2\n")
    url = f"/indicators/loads/{Load.objects.get().pk}/columns/"

    assert analyst.get(response.headers["Location"]).headers["Location"] == url
    form = analyst.get(url).context["form"]
    assert [form[name].initial for name in ("column_0", "column_1")] == ["ignored", "ignored"]


TWIN = "The very same file is in force already:"


def test_the_very_same_file_is_warned_of_as_long_as_it_is_in_force(analyst, indicators):
    first = upload(analyst).headers["Location"]
    assert TWIN not in words(page(analyst, first))
    analyst.post(f"{first}confirm/")
    assert TWIN not in words(page(analyst, first))

    again = upload(analyst).headers["Location"]
    twin = Load.objects.earliest("pk")
    assert f"Warning {TWIN} Load {twin.pk}: August 2023 , confirmed" in words(page(analyst, again))
    assert f'href="{first}"' in page(analyst, again)
    analyst.post(f"{first}undo/", {"because": "The wrong month."})
    assert TWIN not in words(page(analyst, again))


def test_another_file_of_the_same_month_has_no_twin(analyst, sample, edited):
    other = upload(analyst, edited(("90.4%,Snapshot", "90.40%,Snapshot"))).headers["Location"]

    assert TWIN not in words(page(analyst, other))


def rows_shown(html, region):
    """The first cell of each row of a region of the load page."""
    part = html.split(f'aria-label="{region}"')[1].split("</table>")[0]
    return [words(row.split("</td>")[0]) for row in part.split("<tr>")[2:]]


ADDED = "Figures that the portal did not hold before"


def test_figures_are_shown_a_hundred_at_a_time(analyst, indicators):
    url = upload(analyst).headers["Location"]

    first, second = page(analyst, url), page(analyst, f"{url}?show=added&page=2")
    assert (len(rows_shown(first, ADDED)), len(rows_shown(second, ADDED))) == (100, 21)
    assert 'href="?show=added&amp;page=2#added" rel="next"' in first
    assert 'href="?show=added&amp;page=1#added" rel="prev"' in second
    assert 'id="added"' in second
    rows = [int(row) for row in rows_shown(first, ADDED) + rows_shown(second, ADDED)]
    assert rows == sorted(rows)
    for wrong in ("?show=added&page=99", "?show=added&page=-1"):
        assert "Page 2 of 2" in words(page(analyst, f"{url}{wrong}"))
    assert "Page 1 of 2" in words(page(analyst, f"{url}?show=added&page=many"))
    assert "Page 1 of 2" in words(page(analyst, f"{url}?show=refused&page=2"))


def test_refused_cells_are_shown_a_hundred_at_a_time(analyst, places, indicators):
    Definition.objects.update(validity=(AUGUST, None))
    text = "ref,unit,period,value\n" + "".join(f"1.2,north-1,2023-08,none{number}\n" for number in range(1, 251))
    response = upload(analyst, name="long.csv", content=text.encode())
    load = Load.objects.get()
    sent = {"name": "N", "column_0": "ref", "column_1": "unit", "column_2": "period", "column_3": "value"}
    analyst.post(f"{response.headers['Location']}columns/", {**sent, "basis": "definition", "percent": "sign"})

    load.refresh_from_db()
    last = page(analyst, f"{response.headers['Location']}?show=refused&page=3")
    assert "Refused: 250" in words(last)
    assert rows_shown(last, "Refused") == [str(row) for row in range(202, 252)]
    assert 'href="?show=refused&amp;page=2#refused" rel="prev"' in last
    assert 'id="refused"' in last


CHECKED = [
    ("checking", 5_000, 120_000, "The file is being checked: 5000 of 120000 rows so far.", ["5000", "120000", "4%"]),
    ("checking", 60, 60, "The file is being checked: 60 of 60 rows so far.", ["60", "60", "100%"]),
    ("checking", 0, 0, "The file is being checked.", []),
    ("confirming", 60, 60, "The figures are being put into force.", []),
]


@pytest.mark.parametrize(("state", "done", "total", "told", "bar"), CHECKED)
def test_a_load_that_is_worked_on_says_how_far_it_is(analyst, places, state, done, total, told, bar):
    working = Load.objects.create(
        unit=places.council, file_name="x.csv", sha256="0" * 64, state=state, done=done, total=total, staged_at=AT,
        working_since=timezone.now(),
    )  # fmt: skip

    html = page(analyst, working.get_absolute_url())

    assert f"{told} Look again" in words(html)
    bars = re.findall(r'<progress [^>]*value="(\d+)" max="(\d+)"[^>]*>([^<]*)</progress>', html)
    assert [text for found in bars for text in found] == bar


def test_the_check_of_a_long_file_tells_every_5000_rows_how_far_it_is(analyst, places, indicators):
    Definition.objects.update(validity=(AUGUST, None))
    text = "ref,unit,period,value\n1.2,north-1,2023-08,5\n" + "1.2,north-1,2023-08,n/a\n" * 10_001
    url = upload(analyst, name="long.csv", content=text.encode()).headers["Location"]
    sent = {"name": "N", "column_0": "ref", "column_1": "unit", "column_2": "period", "column_3": "value"}

    with CaptureQueriesContext(connection) as queries:
        analyst.post(f"{url}columns/", {**sent, "basis": "definition", "percent": "sign"})

    told = [re.findall(r'UPDATE "kpis_load" SET "done" = (\d+) WHERE', query["sql"]) for query in queries]
    assert [count for found in told for count in found] == ["0", "5000", "10000"]
    checked = Load.objects.get()
    assert (checked.state, checked.done, checked.total, checked.percent_done) == ("previewed", 10_003, 10_003, 100)


def test_a_csv_file_of_more_rows_than_are_read_is_refused_and_nothing_is_kept(analyst, places, indicators):
    response = upload(analyst, name="many.csv", content=b"ref,value\n" + b"1.2,5\n" * 120_000)

    assert response.status_code == 422
    assert "many.csv has more than 120,000 rows." in words(response.content.decode())
    assert Load.objects.count() == 0
