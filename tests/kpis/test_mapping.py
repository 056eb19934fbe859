"""Columns are proposed, confirmed once and remembered; the error workbook comes back as it went."""

import datetime
import io
import zipfile
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kit.uploads import read_table
from kpis.models import Definition, Load, Source, StagedLine, Value
from tests.kpis.conftest import AUGUST
from tests.kpis.test_views import words

NEW = "/indicators/loads/new/"
TEXT = "Kennzahl,Where,Month,Figure\n1.2,north-1,2023-08,12\n1.3,north-1,2023-08,many\n"
CHOICES = {
    "name": "North", "column_0": "ref", "column_1": "unit", "column_2": "period", "column_3": "value",
    "basis": "definition", "percent": "sign",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _indicators(indicators):
    Definition.objects.update(validity=(AUGUST, None))


@pytest.fixture
def analyst(client, cast):
    client.force_login(cast.andy)
    return client


def upload(analyst, text, name="north.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return analyst.post(NEW, {"period": "2023-08", "file": SimpleUploadedFile(name, content)}, follow=True)


@pytest.mark.parametrize("date", ["31/08/2023", "08/31/2023", "01.09.2023"])
def test_dates_as_headings_of_a_wide_file_are_refused_with_the_way_out(analyst, date):
    answer = upload(analyst, f"Ref,Team,Jul 2023,{date}\n1.2,north-1,11,12\n")
    assert answer.status_code == 422
    assert (
        f"The heading {date} is a date, and nobody can tell from headings whether the day or the month comes first. "
        "Write the months above their columns as Aug 2023 or 2023-08."
    ) in words(answer.content.decode())
    assert not Load.objects.exists()


def test_new_headings_are_asked_once_and_then_remembered(analyst, places):
    response = upload(analyst, TEXT.replace("many", "9"))
    load = Load.objects.get()
    assert response.redirect_chain[-1][0] == f"/indicators/loads/{load.pk}/columns/"
    assert "For example: 1.2, 1.3" in response.content.decode()

    analyst.post(f"/indicators/loads/{load.pk}/columns/", CHOICES)
    load.refresh_from_db()
    assert (load.state, load.counts["added"], load.source.name) == ("previewed", 2, "North")

    upload(analyst, TEXT.replace("many", "10"))
    again = Load.objects.order_by("pk").last()
    assert (again.state, again.source, Source.objects.count()) == ("previewed", load.source, 1)
    upload(analyst, TEXT.replace("Figure", "Number"))
    assert Load.objects.order_by("pk").last().state == "mapping"


def test_a_preview_says_which_columns_were_remembered_and_they_can_be_changed(analyst, places):
    good = TEXT.replace("many", "9")
    upload(analyst, good)
    analyst.post(f"/indicators/loads/{Load.objects.get().pk}/columns/", CHOICES)
    at = datetime.datetime(2023, 9, 15, 10, 30, tzinfo=datetime.UTC)
    Source.objects.update(confirmed_at=at)

    html = upload(analyst, good).content.decode()
    again = Load.objects.latest("pk")
    assert "Columns read as remembered for North, confirmed 15 September 2023, 11:30 by Andy. Change the columns" in (
        words(html)
    )
    url = f"/indicators/loads/{again.pk}/columns/"
    assert f'<a class="govuk-link" href="{url}">Change the columns</a>' in html
    response = analyst.get(url)
    form = response.context["form"]
    assert {name: form[name].initial for name in CHOICES} == CHOICES
    assert "have not been loaded before" not in response.content.decode()

    # Another meaning: what was staged goes, and the file is read anew.
    analyst.post(url, {**CHOICES, "name": "North by hand", "column_3": "numerator", "basis": "year_to_date"})
    again.refresh_from_db()
    assert (again.state, again.source.name, again.counts["added"]) == ("previewed", "North by hand", 2)
    assert [line.basis for line in StagedLine.objects.filter(load=again)] == ["year_to_date"] * 2
    analyst.post(f"/indicators/loads/{again.pk}/confirm/")
    settled = words(analyst.get(f"/indicators/loads/{again.pk}/").content.decode())
    assert "Change the columns" not in settled
    assert analyst.get(url).headers["Location"] == f"/indicators/loads/{again.pk}/"
    assert analyst.post(url, CHOICES).headers["Location"] == f"/indicators/loads/{again.pk}/"


def test_a_file_of_fractions_is_asked_about_until_its_percentages_are_plain(analyst, places):
    text = "Kennzahl,Where,Month,Figure\n1.1,north-1,2023-08,0.904\n"
    hundred = {**CHOICES, "percent": "hundred"}
    upload(analyst, text.replace("0.904", "90.4"))
    analyst.post(f"/indicators/loads/{Load.objects.get().pk}/columns/", hundred)

    refused = words(upload(analyst, text).content.decode())
    load = Load.objects.latest("pk")
    assert load.state == "refused"
    assert "No percentage in column Figure is above 1, so that 0.904 may stand for 90.4% or for 0.904%." in refused
    assert "Change what the columns mean" in refused
    url = f"/indicators/loads/{load.pk}/columns/"
    for percent, figure in (("one", "90.4"), ("below_one", "0.904")):
        analyst.post(url, {**hundred, "percent": percent})
        load.refresh_from_db()
        assert (load.state, load.refusals) == ("previewed", [])
        assert StagedLine.objects.get(load=load).value == Decimal(figure)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"column_0": "ignored"}, "Say which column holds the reference of the indicator."),
        ({"column_1": "ref"}, "Two columns cannot both be “Reference of the indicator”."),
        ({"basis": ""}, "Say how the figures are counted."),
        ({"percent": ""}, "Say how percentages are written."),
        ({"name": ""}, "Give the source a name."),
    ],
)
def test_what_the_file_leaves_unsaid_is_asked(analyst, places, change, expected):
    upload(analyst, TEXT)
    response = analyst.post(f"/indicators/loads/{Load.objects.get().pk}/columns/", {**CHOICES, **change})

    assert response.status_code == 422
    assert expected in response.content.decode()
    assert Source.objects.count() == 0


def test_the_order_of_dates_is_asked_where_they_have_one(analyst, places):
    upload(analyst, TEXT.replace("2023-08", "01/08/2023"))
    url = f"/indicators/loads/{Load.objects.get().pk}/columns/"

    response = analyst.post(url, CHOICES)
    assert "Say in which order dates are written." in response.content.decode()
    analyst.post(url, {**CHOICES, "dates": "day"})
    assert Load.objects.get().refusals[0]["reason"] == "This is not a number."


def test_a_refused_file_comes_back_marked_and_goes_in_once_it_is_put_right(analyst, places, tmp_path):
    upload(analyst, TEXT)
    load = Load.objects.get()
    response = analyst.post(f"/indicators/loads/{load.pk}/columns/", CHOICES, follow=True)
    assert "This is not a number." in response.content.decode()
    assert Value.objects.count() == 0

    content = analyst.get(f"/indicators/loads/{load.pk}/errors/").content
    path = tmp_path / "marked.xlsx"
    path.write_bytes(content)
    rows = [row.cells for row in read_table(path, name="marked.xlsx").rows]
    assert rows == [line.split(",") for line in TEXT.splitlines()]

    upload(analyst, content, name="marked.xlsx")
    again = Load.objects.order_by("pk").last()
    assert (again.state, [each["row"] for each in again.refusals]) == ("refused", [3])
    book = _with(content, "many", "9")
    upload(analyst, book, name="marked.xlsx")
    last = Load.objects.order_by("pk").last()
    assert (last.state, last.refusals, last.counts["added"]) == ("previewed", [], 2)
    analyst.post(f"/indicators/loads/{last.pk}/confirm/")
    assert Value.objects.current().count() == 2


def _with(content, old, new):
    """The workbook with one text replaced, as an analyst would type over it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.namelist():
            data = before.read(part)
            after.writestr(part, data.replace(f">{old}<".encode(), f">{new}<".encode()))
    return out.getvalue()
