"""The page of a load: a wrong month, unknown headings, the warning of a twin, and a hundred rows at a time."""

import pytest

from kpis.models import Definition, Load, Target, Value
from tests.kpis.conftest import AUGUST, SAMPLE, load
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
