"""The pages: who sees them, what they say, and what a bad upload leaves behind."""

import io
import re
import tracemalloc
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis import commands
from kpis.models import Definition, Indicator, Load, Target, Value
from kpis.rag import MeasuredIn, Polarity
from tests.kit.test_uploads import workbook
from tests.kpis.conftest import AT, AUGUST, SAMPLE, read
from tests.kpis.test_loading import as_workbook

NEW = "/indicators/loads/new/"


@pytest.fixture
def analyst(client, cast):
    client.force_login(cast.andy)
    return client


def page(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def words(html):
    """The page's text, tags and runs of blanks gone."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def upload(client, path=SAMPLE, *, name=None, period="2023-08", content=None):
    file = SimpleUploadedFile(name or path.name, path.read_bytes() if content is None else content)
    return client.post(NEW, {"period": period, "file": file})


def nothing_stored():
    return (Value.objects.count(), Load.objects.count(), Target.objects.count()) == (0, 0, 0)


VIEWERS = {"dee": 200, "tess": 200, "andy": 200, "quinn": 200, "lee": 200, "sky": 403, "adi": 403, "pat": 403}


@pytest.mark.parametrize(("name", "status"), VIEWERS.items())
def test_who_reads_the_dashboard_and_an_indicator(client, cast, sample, name, status):
    client.force_login(getattr(cast, name))

    assert client.get("/indicators/").status_code == status
    assert client.get("/indicators/1.1/").status_code == status
    assert client.get("/indicators/1.1/values.csv").status_code == status


@pytest.mark.parametrize(("name", "status"), {**dict.fromkeys(VIEWERS, 403), "andy": 200}.items())
def test_only_an_analyst_sees_loads(client, cast, sample, name, status):
    client.force_login(getattr(cast, name))

    for url in ("/indicators/loads/", NEW, f"/indicators/loads/{sample.pk}/"):
        assert client.get(url).status_code == status, url


@pytest.mark.parametrize("name", ["dee", "quinn", "sky"])
def test_nobody_else_uploads_confirms_or_defines(client, cast, places, indicators, name):
    waiting = commands.stage(read(SAMPLE), unit=places.council, by=cast.andy, at=AT)
    client.force_login(getattr(cast, name))

    assert upload(client).status_code == 403
    for url in (f"/indicators/loads/{waiting.pk}/confirm/", f"/indicators/loads/{waiting.pk}/discard/"):
        assert client.post(url).status_code == 403
    assert client.post("/indicators/standard/").status_code == 403
    assert Load.objects.get().state == "previewed"


def test_the_dashboard_shows_the_table_as_leaders_know_it(client, cast, sample):
    client.force_login(cast.dee)
    text = words(page(client, "/indicators/?month=2023-08"))

    assert "Highlight indicators, August 2023" in text
    assert "Green 3 of 17 indicators Amber 6 of 17 indicators Red 5 of 17 indicators No target 3 of 17" in text
    assert (
        "3.3 % of CIN children visited within the past four weeks 77.8% Red 84.0% 615 790 77.8% Snapshot "
        "84.0% 84.5% 82.8% 83.3% 84.0% 77.8% 85% 90% Red 7.2 points below minimum (8.5% in relative terms) "
        "Worse since July 2023 (84.0%) "
        "Trend: too short to say Too few points to say (6 of 13)"
    ) in text
    assert "Outturn 2022/23" in text


def test_the_sparkline_has_its_figures_in_words(client, cast, sample):
    client.force_login(cast.dee)

    assert (
        'aria-label="March 2023 89.5%, April 2023 87.6%, May 2023 92.9%, June 2023 90.9%, July 2023 92.9%, '
        'August 2023 90.4%"'
    ) in page(client, "/indicators/")


def test_the_dashboard_filters_by_rag_and_opens_any_month(client, cast, sample):
    client.force_login(cast.dee)

    assert [row.ref for row in client.get("/indicators/?rag=green").context["rows"]] == ["5.18", "6.1", "6.3"]
    assert "Only red: 5 of 17 indicators." in words(page(client, "/indicators/?rag=red"))
    assert len(client.get("/indicators/?rag=purple").context["rows"]) == 17
    assert "Highlight indicators, January 2021" in words(page(client, "/indicators/?month=2021-01"))
    page(client, "/indicators/?month=yesterday", 404)


def test_without_figures_the_dashboard_says_so(client, cast):
    client.force_login(cast.dee)

    assert "No figures are loaded yet." in words(page(client, "/indicators/"))


def test_an_indicators_page_has_the_chart_with_its_targets_and_the_same_figures(client, cast, sample):
    client.force_login(cast.dee)
    response = client.get("/indicators/3.3/")
    text = words(response.content.decode())

    traces = {trace["name"]: trace for trace in response.context["figure"]["data"]}
    assert set(traces) == {"Snapshot", "Minimum", "Upper"}
    assert traces["Snapshot"]["y"] == [84.0, 84.5, 82.8, 83.3, 84.0, 77.8481]
    assert traces["Minimum"]["y"] == [None, None, None, None, None, 85.0]
    assert "August 2023 615 790 77.8% Red July 2023 not given not given 84.0% No target" in text
    assert "August 2023 on Minimum 85%, upper 90%" in text
    assert "Of the children in need at the end of the month" in text


def test_a_year_to_date_indicator_shows_single_months_beside_it(client, cast, sample):
    client.force_login(cast.dee)
    figure = client.get("/indicators/2.1/").context["figure"]

    assert [(trace["name"], len(trace["x"])) for trace in figure["data"]] == [
        ("Year to date", 1), ("In the month", 6), ("Minimum", 1), ("Upper", 1),
    ]  # fmt: skip


def test_an_unknown_indicator_is_not_found(client, cast, sample):
    client.force_login(cast.dee)

    page(client, "/indicators/9.9/", 404)


@pytest.mark.parametrize(
    "url",
    ["/indicators/%00/", "/indicators/1%2F1/", "/indicators/loads/9999999999999999999/", "/indicators/?month=%00"],
)
def test_odd_addresses_are_not_found(analyst, sample, url):
    page(analyst, url, 404)


def test_a_long_file_name_is_kept_short(analyst, indicators):
    upload(analyst, name=f"{'x' * 230}.csv")

    assert len(Load.objects.get().file_name) == 200


def test_values_as_csv(client, cast, sample):
    client.force_login(cast.dee)
    response = client.get("/indicators/5.18/values.csv")
    lines = response.content.decode("utf-8-sig").splitlines()

    assert response["Content-Disposition"] == 'attachment; filename="indicator-5.18.csv"'
    assert lines[:3] == [
        "ref,title,period,basis,numerator,denominator,value,minimum,upper,target,operator,tolerance,target_words,rag",
        "5.18,CLA cases which were reviewed within required timescales,2023-08,Rolling year,328,328,100,95,100,,,,"
        '"minimum 95%, upper 100%",green',
        "5.18,CLA cases which were reviewed within required timescales,2023-03,In the month,,,100,,,,,,no target,"
        "no_target",
    ]


def test_a_title_that_is_a_formula_cannot_run_in_the_csv(client, cast, sample):
    Definition.objects.filter(indicator__ref="5.18").update(title="=HYPERLINK(1)")
    client.force_login(cast.dee)

    assert "5.18,'=HYPERLINK(1),2023-08" in client.get("/indicators/5.18/values.csv").content.decode("utf-8-sig")


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_dashboard_takes_the_same_queries_for_any_number_of_indicators(client, cast, sample, count):
    if count > 17:
        for number in range(count - 17):
            commands.define_indicator(
                ref=f"7.{number}", theme="More", position=100 + number, title="More", places=1, basis="snapshot",
                measured_in=MeasuredIn.PERCENTAGE, polarity=Polarity.HIGHER, starts_on=AUGUST, by=None,
            )  # fmt: skip
    else:
        keep = Definition.objects.order_by("pk").values_list("pk", flat=True)[:count]
        Definition.objects.exclude(pk__in=list(keep)).delete()
    client.force_login(cast.dee)

    with CaptureQueriesContext(connection) as queries:
        response = client.get("/indicators/")

    assert len(response.context["rows"]) == count
    assert len(queries) == 12


def test_an_analyst_checks_confirms_and_sees_the_month(analyst, indicators):
    response = upload(analyst)
    staged = Load.objects.get()
    assert response.headers["Location"] == f"/indicators/loads/{staged.pk}/"
    text = words(page(analyst, response.headers["Location"]))
    assert "Added: 121" in text
    assert (
        "2 current 1.1 % cases with Management Oversight recorded in past 8 weeks Demo Council August 2023 Snapshot "
        in text
    )
    assert "90.4% (1,958 of 2,165)" in text
    assert Value.objects.count() == 0

    response = analyst.post(f"/indicators/loads/{staged.pk}/confirm/", follow=True)

    assert response.redirect_chain == [(f"/indicators/loads/{staged.pk}/", 302)]
    assert "State Confirmed" in words(response.content.decode())
    text = words(page(analyst, "/indicators/?month=2023-08"))
    assert "Green 3 of 17 indicators Amber 6 of 17 indicators Red 5 of 17 indicators No target 3 of 17" in text


def test_the_same_table_as_a_workbook_loads_the_same(analyst, indicators, tmp_path):
    upload(analyst, as_workbook(tmp_path / "sample.xlsx"))
    analyst.post(f"/indicators/loads/{Load.objects.get().pk}/confirm/")

    assert "Green 3 of 17 indicators Amber 6 of 17 indicators Red 5 of 17" in words(page(analyst, "/indicators/"))


def test_a_correction_is_shown_old_and_new_before_and_afterwards(analyst, sample, edited):
    path = edited(
        ('"1,958"', '"1,965"'), ("90.4%,Snapshot", "90.8%,Snapshot"), ("90.4%,90%,95%", "90.8%,90%,95%"),
        name="second.csv",
    )  # fmt: skip
    url = upload(analyst, path).headers["Location"]

    assert "August 2023 Snapshot 90.4% (1,958 of 2,165) 90.8% (1,965 of 2,165)" in words(page(analyst, url))
    analyst.post(f"{url}confirm/", {"because": "A late return."})
    text = words(page(analyst, "/indicators/1.1/"))
    assert "August 2023 Snapshot 90.4%" in text
    assert "by Andy, with second.csv: A late return." in text


def test_discarding_leaves_nothing_and_says_so(analyst, indicators):
    url = upload(analyst).headers["Location"]
    response = analyst.post(f"{url}discard/", follow=True)

    assert "The file is discarded. Nothing of it was loaded." in words(response.content.decode())
    assert Value.objects.count() == 0
    again = analyst.post(f"{url}confirm/", follow=True)
    assert "This load is discarded already." in words(again.content.decode())


BAD_CELLS = [
    (('"1,958"', "many"), "Row 2, column num: This is not a number."),
    (('"1,958"', '"2,166"'), "Row 2, column num: The numerator 2,166 is greater than the denominator 2,165."),
    (("Cohorts,1.3,", "Cohorts,1.33,"), "Row 4, column ref: There is no indicator 1.33."),
    (("Cohorts,1.3,", "Cohorts,1.2,"), "Row 4, column ref: 1.2 is there twice: row 3 has it too."),
    ((",denom,", ",total,"), "Row 1, column denom: The column denom is missing."),
    (("90.4%,Snapshot", "90.5%,Snapshot"), "Row 2, column current: The numerator and denominator give 90.4%."),
    (("90.4%,90%,95%", "90.3%,90%,95%"),
     "Row 2, column aug_23: The current figure is 90.4%: for a snapshot the two agree."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), BAD_CELLS)
def test_a_bad_cell_is_named_by_row_and_column_and_nothing_is_stored(analyst, indicators, edited, change, expected):
    response = upload(analyst, edited(change))
    load = Load.objects.get()
    row, _, reason = expected.removeprefix("Row ").partition(", column ")
    column, _, reason = reason.partition(": ")

    assert response.headers["Location"] == f"/indicators/loads/{load.pk}/"
    assert (load.state, Value.objects.count(), Target.objects.count()) == ("refused", 0, 0)
    assert (int(row), column, reason) in [(each["row"], each["column"], each["reason"]) for each in load.refusals]
    assert reason in words(page(analyst, f"/indicators/loads/{load.pk}/"))


MERGED = workbook(lambda book, sheet: sheet.merge_range("A1:B1", "ref"))
BAD_FILES = [
    ("x.csv", b"", "The file is empty."),
    ("x.csv", b"\n\n", "x.csv is empty: it has no cell with anything in it."),
    (
        "x.csv",
        b"1.1,north-1,2023-08,90,100\n1.2,north-1,2023-08,12,\n",
        "No header row was found in the first 30 rows: row 1 has the figure 1.1. Write above the table what each "
        "column holds.",
    ),
    (
        "x.csv",
        b"Returns of the north\nnorth-1,2023-08,90.4%\n",
        "No header row was found in the first 30 rows: row 2 has the figure 90.4%.",
    ),
    (
        "x.xlsx",
        MERGED,
        "x.xlsx: The cells A1:B1 are merged, so that it is not plain what each of them says. Unmerge "
        "them and upload the file again.",
    ),
    ("x.pdf", b"%PDF-1.7 x", "x.pdf is neither a CSV file (.csv) nor an Excel workbook (.xlsx)."),
    ("x.xlsx", b"ref,num\n1.1,5\n", "x.xlsx is not an Excel workbook, although its name ends in .xlsx."),
    ("x.xlsx", b"PK\x03\x04nothing", "x.xlsx is damaged: it cannot be opened as a workbook."),
    ("<b>x</b>.pdf", b"%PDF-1.7 x", "b>.pdf is neither a CSV file"),
]


@pytest.mark.parametrize(("name", "content", "expected"), BAD_FILES)
def test_a_bad_file_gets_a_clear_message_and_nothing_is_stored(analyst, indicators, name, content, expected):
    response = upload(analyst, name=name, content=content)

    assert response.status_code == 422
    assert expected in words(response.content.decode())
    assert nothing_stored()


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2099-01", "January 2099 is in the future."),
        ("", "Choose the month that the file is for."),
        ("2023-7", "Choose a month."),
    ],
)
def test_a_wrong_month_is_refused(analyst, indicators, period, expected):
    response = upload(analyst, period=period)

    assert response.status_code == 422
    assert expected in words(response.content.decode())
    assert nothing_stored()


class Endless(io.RawIOBase):
    """The body of an upload of `size` bytes that never stands anywhere."""

    def __init__(self, head, size, tail, folder):
        self.parts = [head, size, tail]
        self.folder, self.kept = folder, 0

    def readable(self):
        return True

    def read(self, size=-1):
        head, left, tail = self.parts
        self.kept = max([self.kept, *(file.stat().st_size for file in self.folder.iterdir())])
        if head:
            self.parts[0] = head[size:] if size >= 0 else b""
            return head[:size] if size >= 0 else head
        if left:
            size = min(left, size if size >= 0 else 65536)
            self.parts[1] -= size
            return b"x" * size
        self.parts[2] = tail[size:] if size >= 0 else b""
        return tail[:size] if size >= 0 else tail


def test_200_mb_are_refused_without_ever_standing_in_memory_or_on_the_disk(analyst, indicators, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    head = (
        b'--b\r\nContent-Disposition: form-data; name="period"\r\n\r\n2023-08\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="huge.csv"\r\n\r\n'
    )
    tail, size = b"\r\n--b--\r\n", 200 * 1024 * 1024
    sent = Endless(head, size, tail, tmp_path)
    tracemalloc.start()

    body = {"wsgi.input": sent, "CONTENT_LENGTH": str(len(head) + size + len(tail))}
    response = analyst.generic("POST", NEW, CONTENT_TYPE="multipart/form-data; boundary=b", **body)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert response.status_code == 422
    assert "huge.csv is larger than 10 MB, which is the most that is read. Nothing was stored." in words(
        response.content.decode()
    )
    assert peak < 60_000_000
    assert nothing_stored()
    assert 5_000_000 < sent.kept <= 10 * 1024 * 1024
    assert list(tmp_path.iterdir()) == []


def test_an_empty_portal_offers_the_standard_indicators(analyst, places):
    assert "Define the 17 highlight indicators" in words(page(analyst, "/indicators/loads/"))
    analyst.post("/indicators/standard/")

    assert Indicator.objects.count() == 17
    assert "Nothing has been loaded yet." in words(page(analyst, "/indicators/loads/"))


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_history_of_loads_takes_the_same_queries(analyst, sample, places, count):
    facts = {"unit": places.council, "period": AUGUST, "file_name": "x.csv", "sha256": "0" * 64}
    Load.objects.bulk_create(Load(**facts, counts={"added": 1, "changed": 0}, staged_at=AT) for _ in range(count - 1))

    with CaptureQueriesContext(connection) as queries:
        text = words(page(analyst, "/indicators/loads/"))

    assert text.count("August 2023") == count
    assert len(queries) == 7
