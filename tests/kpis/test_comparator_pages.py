"""Pages of published files: who reads and loads, what they say, what is refused."""

import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis import comparators
from kpis.models import Authority, ComparatorFile, ComparatorRow, ComparatorSeries, Load, Value
from kpis.rag import Polarity
from tests.browser import assert_accessible, assert_fits
from tests.kpis.conftest import AT, AUGUST
from tests.kpis.published import load, read, written
from tests.kpis.published import places as lines
from tests.kpis.test_comparison import indicator, mapped
from tests.kpis.test_dfe_files import neighbours_text
from tests.kpis.test_views import page, words

LIST = "/indicators/comparators/"
NEW = "/indicators/comparators/new/"


def load_with_neighbours(folder, settings):
    """The neighbours, and a file of two years in which 951 is the council's own."""
    settings.LOCAL_AUTHORITY_CODE = "E06999001"
    path = folder / "sn.csv"
    path.write_text(neighbours_text())
    comparators.load_neighbours(read(path), by=None)
    rows = [*lines(2024, ashmere="12", brack="8"), *lines(2025, ashmere="10", brack="20", coldwell="c", dun="7.5")]
    return load(written(folder, *rows))


@pytest.fixture
def loaded(tmp_path, settings):
    return load_with_neighbours(tmp_path, settings)


@pytest.fixture
def subject(loaded):
    made = indicator(polarity=Polarity.LOWER)
    mapped(loaded, made, note="Published once a year.")
    return made


@pytest.fixture
def council_of(places):
    """Gives an indicator an August and an outturn."""

    def give(subject):
        august = Load.objects.create(
            unit=places.council, period=AUGUST, file_name="august.csv", sha256="0" * 64, staged_at=AT,
            state="confirmed", confirmed_at=AT,
        )  # fmt: skip
        for basis, month, value in (("snapshot", AUGUST, "77.8"), ("outturn", datetime.date(2023, 3, 1), "80.1")):
            Value.objects.create(
                indicator=subject, unit=places.council, period=month, basis=basis, value=Decimal(value), load=august
            )

    return give


def upload(client, name, content, **more):
    return client.post(NEW, {"file": SimpleUploadedFile(name, content), **more})


def test_an_analyst_loads_a_file_maps_a_column_and_sees_the_comparison(client, cast, tmp_path, settings):
    settings.LOCAL_AUTHORITY_CODE = "E06999001"
    made = indicator(polarity=Polarity.LOWER)
    client.force_login(cast.andy)
    response = upload(client, "plans_2025.csv", written(tmp_path, *lines(ashmere="10", brack="20")).read_bytes())
    file = ComparatorFile.objects.get()
    assert response.headers["Location"] == f"{LIST}{file.pk}/"
    text = words(page(client, response.headers["Location"]))
    assert "plans_2025.csv is loaded. This is what it holds." in text
    assert "Rows 4 England 1 Region 1 Local authority 2" in text
    assert "Years, with how many places 2025 (4) Columns with figures count, percent" in text

    chosen = {"indicator": made.pk, "column": "percent", "category_0": "Plans", "note": "Ages differ."}
    preview = client.post(f"{LIST}{file.pk}/map/", chosen)
    assert (preview.status_code, ComparatorSeries.objects.exists()) == (200, False)
    assert "Is this what 9.1 says?" in words(preview.content.decode())
    assert all(f'name="{name}" value="{value}"' in preview.content.decode() for name, value in chosen.items())
    back = client.post(f"{LIST}{file.pk}/map/", {**chosen, "back": "yes"})
    assert back.context["form"]["note"].value() == "Ages differ."

    response = client.post(f"{LIST}{file.pk}/map/", {**chosen, "confirmed": "yes"})

    assert ComparatorSeries.objects.get().note == "Ages differ."
    assert response.headers["Location"] == "/indicators/9.1/comparison/"
    assert "9.1 is compared by percent from now on." in words(page(client, "/indicators/9.1/comparison/"))


def test_the_comparison_says_figures_ranks_and_symbols_in_words(client, cast, subject):
    client.force_login(cast.dee)
    text = words(page(client, "/indicators/9.1/comparison/"))

    assert "Compared with others, 2025" in text
    assert "Ashmere 10% Among statistical neighbours 2 of 3 this council and its statistical neighbours" in text
    assert "Not quite the same: Published once a year." in text
    assert "2025: Ashmere 10%; England 50%, Northland 55.5%, the median of the statistical neighbours 13.75%." in text
    assert (
        "The median of all authorities is 10%; there are too few for quartiles. 3 of 4 local authorities "
        "in the file have a figure; 1 has none: suppressed, so that nobody can be recognised (c)."
    ) in text
    assert "Median of all authorities 3 authorities with a figure 10%" in text
    assert "Town 953 Close suppressed, so that nobody can be recognised Nothing to draw" in text
    assert "Town 955 Close not in the file Nothing to draw" in text
    assert "As published, newest first Year Published 2025 10% 2024 12%" in text


def test_the_comparison_as_csv_keeps_the_cell_and_says_what_it_means(client, cast, subject):
    client.force_login(cast.dee)
    told = client.get("/indicators/9.1/comparison.csv").content.decode("utf-8-sig").splitlines()

    assert told[0] == "ref,year,place,kind,closeness,published,value,meaning"
    assert told[1] == (
        '9.1,2025,Median of all authorities,All local authorities,,,10,"10%: 3 of 4 local authorities in the file have '
        'a figure; 1 has none: suppressed, so that nobody can be recognised (c)."'
    )
    assert told[2] == "9.1,2025,England,England,,50,50,50%"
    assert '9.1,2025,Town 953,Statistical neighbour,Close,c,,"suppressed, so that nobody can be recognised"' in told
    assert told[-2:] == ["9.1,2025,Ashmere,This council,,10,10,10%", "9.1,2024,Ashmere,This council,,12,12,12%"]


def test_without_a_code_the_pages_say_how_to_set_it(client, cast, subject, settings):
    settings.LOCAL_AUTHORITY_CODE = ""
    client.force_login(cast.dee)

    for url in (LIST, "/indicators/9.1/comparison/"):
        assert "sets LOCAL_AUTHORITY_CODE to the council’s nine-character code" in words(page(client, url))


def test_an_indicator_without_a_column_says_so(client, cast):
    indicator()
    client.force_login(cast.dee)

    assert "Nothing published is compared with this indicator." in words(page(client, "/indicators/9.1/comparison/"))
    assert client.get("/indicators/9.1/comparison.csv").content.decode("utf-8-sig").count("\n") == 1


def test_neighbours_are_recognised_by_their_columns(client, cast):
    client.force_login(cast.andy)
    response = upload(client, "sn.csv", neighbours_text().encode())

    assert (response.status_code, Authority.objects.count()) == (302, 11)
    assert "The statistical neighbours of 11 local authorities are loaded." in words(page(client, LIST))


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("x.csv", b"a,b\n1,2\n", "the column time_period is missing."),
        ("x.pdf", b"%PDF-1.7", "x.pdf is neither a CSV file (.csv) nor an Excel workbook (.xlsx)."),
        ("x.csv", b"", "The file is empty."),
    ],
)
def test_a_file_that_is_no_such_file_is_refused_and_nothing_is_kept(client, cast, name, content, expected):
    client.force_login(cast.andy)
    response = upload(client, name, content)

    assert response.status_code == 422
    assert expected in words(response.content.decode())
    assert (ComparatorFile.objects.count(), ComparatorRow.objects.count()) == (0, 0)


def test_before_confirming_the_published_years_stand_beside_the_portals_own_figure(client, cast, loaded, council_of):
    made = indicator(polarity=Polarity.LOWER)
    council_of(made)
    client.force_login(cast.andy)

    answer = client.post(
        f"{LIST}{loaded.pk}/map/", {"indicator": made.pk, "column": "percent", "category_0": "Plans", "note": ""}
    )

    shown = answer.context["shown"]
    assert (shown.own_name, shown.region_name) == ("Ashmere", "Northland")
    assert [(each.year_words, each.own_words, each.england_words, each.region_words) for each in shown.years] == [
        ("2025", "10%", "50%", "55.5%"),
        ("2024", "12%", "50%", "55.5%"),
    ]
    assert shown.portal_words == ["77.8%, August 2023, snapshot", "80.1%, outturn 2022/23"]


def test_a_preview_without_the_council_or_a_figure_of_its_own_says_so(client, cast, loaded, settings):
    settings.LOCAL_AUTHORITY_CODE = ""
    made = indicator()
    client.force_login(cast.andy)

    answer = client.post(
        f"{LIST}{loaded.pk}/map/", {"indicator": made.pk, "column": "percent", "category_0": "Plans", "note": ""}
    )
    text = words(answer.content.decode())

    assert "The portal’s own latest figure None yet" in text
    assert "This council is not in the file, or the portal does not know its code" in text
    assert {each.own_words for each in answer.context["shown"].years} == {"not in the file"}


def test_what_was_seen_in_a_file_that_is_out_of_force_by_now_is_not_confirmed(client, cast, loaded, tmp_path):
    made = indicator()
    newer = load(written(tmp_path, *lines(2026, ashmere="9", brack="20"), name="plans_2026.csv"))
    client.force_login(cast.andy)

    answer = client.post(
        f"{LIST}{loaded.pk}/map/",
        {"indicator": made.pk, "column": "percent", "category_0": "Plans", "confirmed": "yes"},
    )

    assert (newer.dataset, answer.status_code) == (loaded.dataset, 422)
    words_of_it = f"Another file of {loaded.dataset} is in force by now, plans_2026.csv: look at its figures first."
    assert words_of_it in words(answer.content.decode())
    assert not ComparatorSeries.objects.exists()


def test_mapping_without_a_choice_is_refused_on_the_page(client, cast, loaded):
    client.force_login(cast.andy)
    response = client.post(f"{LIST}{loaded.pk}/map/", {})
    text = words(response.content.decode())

    assert response.status_code == 422
    assert "Choose an indicator." in text
    assert "Choose the column with its figures." in text


def test_undo_and_unmap_from_the_page(client, cast, loaded, subject):
    client.force_login(cast.andy)
    series = ComparatorSeries.objects.get()
    answer = client.post(f"{LIST}series/{series.pk}/unmap/", follow=True)
    assert "9.1 is no longer compared by percent." in words(answer.content.decode())
    answer = client.post(f"{LIST}{loaded.pk}/undo/", follow=True)
    assert "plans_2025.csv is out of force." in words(answer.content.decode())
    again = client.post(f"{LIST}{loaded.pk}/undo/", follow=True)
    assert "This file is not in force." in words(again.content.decode())


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_list_takes_the_same_queries_for_any_number_of_files(client, cast, loaded, count):
    for number in range(count - 1):
        ComparatorFile.objects.create(
            dataset=f"d{number}", name=f"{number}.csv", sha256="0", columns=[], categories={}, measures=["n"], rows=0,
            loaded_at=loaded.loaded_at,
        )  # fmt: skip
    client.force_login(cast.dee)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(LIST)

    assert (len(response.context["files"]), len(queries)) == (count, 7)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_page_is_accessible_and_fits(sign_in_as, cast, loaded, subject, width):
    indicator("9.2")
    browser = sign_in_as(cast.andy)
    browser.set_viewport_size({"width": width, "height": 900})

    for url in (LIST, NEW, f"{LIST}{loaded.pk}/", "/indicators/9.1/comparison/", "/indicators/9.2/comparison/"):
        browser.goto(url)
        assert_accessible(browser)
        assert_fits(browser)

    browser.goto(f"{LIST}{loaded.pk}/")
    browser.get_by_label("Indicator", exact=True).select_option(label="9.2 Measure 9.2")
    browser.get_by_label("Column", exact=True).select_option("percent")
    browser.get_by_role("button", name="See what the column says").click()
    browser.get_by_role("button", name="Compare by this column").wait_for()
    assert_accessible(browser)
    assert_fits(browser)
