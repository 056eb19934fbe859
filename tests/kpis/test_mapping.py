"""Columns are proposed, confirmed once and remembered; the error workbook comes back as it went."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kit.uploads import read_table
from kpis.models import Definition, Load, Source, Value
from tests.kpis.conftest import AUGUST

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
