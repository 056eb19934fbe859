"""The library: filters, search in the frozen text, what is new, and all files in one ZIP."""

import datetime
import hashlib
import io
import zipfile
from importlib import import_module

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection

from reports import commands, content, library, tokens
from reports.models import MARKS, Meeting, Publication, PublicationFile, Reader, Report
from reports.views.reading import readme
from tests.factories import UnitFactory, at
from tests.reports import sample
from tests.reports.conftest import AFTER, signed_off
from tests.reports.sample import DOCUMENT, saying

NOW = at(2026, 11, 1)
HOSTILE = [
    "<script>alert(1)</script>", "'; DROP TABLE reports_publication; --", "a & | ! ( ) :* <-> \\", '"unbalanced', "-",
    "%_%", "{{ 7*7 }}", "\u202eabc \U0001f600", "the", "' or 1=1", "((((((", "!!!", "a" * 200,
]  # fmt: skip


@pytest.fixture
def shelve(cast, places):
    """Put a report with this text on the shelf."""

    def put(text="Plans are clearer.", *, starts_on=datetime.date(2026, 7, 1), kind="quarterly", editions=("public",),
            published_at=NOW, number=1, report=None, corrects="", meetings=(), unit=None):  # fmt: skip
        report = report or Report.objects.create(
            kind=kind, unit=unit or UnitFactory(), starts_on=starts_on, ends_on=starts_on + datetime.timedelta(days=91),
            title="Report", period_words=f"Quarter of {starts_on:%B %Y}", author=cast.quinn, created_at=NOW,
            status="published",
        )  # fmt: skip
        for stage, on in meetings:
            Meeting.objects.create(report=report, stage=stage, on=on)
        document = sample.saying(content.Text(text))
        frozen = content.to_json(document)
        made = [
            Publication.objects.create(
                report=report, edition=edition, number=number, content=frozen, sha256=content.fingerprint(frozen),
                words=content.searchable(document), published_at=published_at, published_by=cast.quinn,
                corrects=corrects,
            )
            for edition in editions
        ]  # fmt: skip
        for each in made:
            for format in ("html", "pdf", "docx"):
                PublicationFile.objects.create(
                    publication=each, format=format, name=f"x.{format}", media_type="x/x", content=b"x", size=1,
                    sha256=hashlib.sha256(b"x").hexdigest(),
                )  # fmt: skip
        return made[0]

    return put


def found(client, query):
    page = client.get(f"/reports/{query}").context["page"]
    return [each.item.publication for each in page.object_list]


def test_filters_by_year_period_kind_and_meeting(shelve, client, cast):
    day, other = datetime.date(2026, 11, 10), datetime.date(2026, 8, 4)
    july = shelve(meetings=[("scrutiny", day), ("executive", other)])
    april = shelve(starts_on=datetime.date(2026, 4, 1), meetings=[("scrutiny", other)])
    older = shelve(starts_on=datetime.date(2026, 1, 1))
    client.force_login(cast.sky)

    assert found(client, "") == [july, april, older]
    assert found(client, "?period=2026") == [july, april]
    assert found(client, "?period=2025") == [older]
    assert found(client, "?period=2026-04-01+Quarter+of+April+2026") == [april]
    assert found(client, "?kind=quarterly") == [july, april, older]
    assert found(client, "?meeting=scrutiny") == [july, april]
    assert found(client, "?meeting=scrutiny+2026-08-04") == [april]
    assert found(client, "?meeting=executive+2026-08-04&period=2026") == [july]
    form = client.get("/reports/").context["form"]
    assert [words for _, words in form.fields["period"].choices] == [
        "All", "The year 2026/27", "Quarter of July 2026", "Quarter of April 2026", "The year 2025/26",
        "Quarter of January 2026",
    ]  # fmt: skip
    assert [words for _, words in form.fields["meeting"].choices] == [
        "All", "Executive meeting, any day", "Executive meeting, 4 August 2026", "Scrutiny commission, any day",
        "Scrutiny commission, 10 November 2026", "Scrutiny commission, 4 August 2026",
    ]  # fmt: skip


def test_a_filter_that_is_not_there_is_told_and_shows_everything(shelve, client, cast):
    shelve()
    client.force_login(cast.sky)

    response = client.get("/reports/?period=1999&meeting=x")

    assert response.status_code == 422
    assert "There are no reports of the period that you asked for. Choose another." in response.content.decode()
    assert len(response.context["page"].object_list) == 1


def test_the_edition_is_a_filter_for_those_who_may_read_both(shelve, client, cast, places):
    shelve(editions=("public", "restricted"), unit=places.council)
    client.force_login(cast.lee)
    assert [each.edition for each in found(client, "")] == ["public", "restricted"]
    assert [each.edition for each in found(client, "?edition=restricted")] == ["restricted"]
    client.force_login(cast.sky)

    assert [each.edition for each in found(client, "?edition=restricted")] == ["public"]
    assert "edition" not in client.get("/reports/").context["form"].fields


def test_the_text_is_searched_by_word_stem_quotes_and_minus(shelve, client, cast):
    plans = shelve("Plans have dates. Visits are late in one service.")
    dates = shelve("Visits are on time; plans lack dates.", starts_on=datetime.date(2026, 4, 1))
    client.force_login(cast.sky)

    assert set(found(client, "?q=plan+dated")) == {plans, dates}
    assert found(client, "?q=%22visits+are+late%22") == [plans]
    assert found(client, "?q=visits+-late") == [dates]
    assert found(client, "?q=nothing+of+the+sort") == []


def test_the_best_comes_first_with_an_excerpt_around_the_words(shelve, client, cast):
    once = shelve("Many words about other things, and supervision once.")
    often = shelve("Supervision of supervision: supervision.", starts_on=datetime.date(2026, 1, 1))
    client.force_login(cast.sky)

    response = client.get("/reports/?q=supervision")

    results = response.context["page"].object_list
    assert [each.item.publication for each in results] == [often, once]
    assert [text for text, is_hit in results[0].excerpt if is_hit] == ["Supervision", "supervision", "supervision"]
    page = response.content.decode()
    assert "and <mark>supervision</mark> once" in page
    assert "2 reports with “supervision”, the best first." in page


def test_what_a_restricted_edition_says_is_read_in_it_and_not_in_a_list(shelve, client, cast, places):
    shelve("Supervision improved.", editions=("restricted",), unit=places.council)
    client.force_login(cast.lee)

    response = client.get("/reports/?q=supervision")

    [only] = response.context["page"].object_list
    assert (only.excerpt, only.is_hit_in_restricted) == ([], True)
    page = response.content.decode()
    assert ("Found in its text. Open it to read where" in page, "<mark>" in page) == (True, False)


def test_an_excerpt_is_text_and_never_markup(shelve, client, cast):
    shelve("<b>Bold</b> supervision <img src=x onerror=alert(1)> & more {{ x }}")
    client.force_login(cast.sky)

    page = client.get("/reports/?q=supervision").content.decode()

    assert "<mark>supervision</mark> &lt;img src=x onerror=alert(1)&gt; &amp; more" in page
    assert "<img src=x" not in page


def test_marks_cannot_be_typed():
    text = content.plain(f"a{MARKS[0]}b{MARKS[1]}c")

    assert text == "abc"
    assert library.excerpt(f"a {MARKS[0]}b{MARKS[1]} c") == [("a ", False), ("b", True), (" c", False)]
    assert library.excerpt("One\n Two") == [("One · Two", False)]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_searches_find_nothing_and_break_nothing(shelve, client, cast, words):
    shelve("Quite ordinary.")
    client.force_login(cast.sky)

    response = client.get("/reports/", {"q": words})

    assert response.status_code == 200
    page = response.content.decode()
    assert "<script>alert" not in page
    assert "49" not in page.split('id="published"')[1].split("</section>")[0]
    assert Publication.objects.count() == 1


@pytest.mark.parametrize("words", ["a\x00b", "x" * 201])
def test_a_search_that_cannot_be_made_is_told(shelve, client, cast, words):
    shelve()
    client.force_login(cast.sky)

    assert client.get("/reports/", {"q": words}).status_code == 422


def test_nothing_found_says_what_to_try(shelve, client, cast):
    shelve()
    client.force_login(cast.sky)

    page = client.get("/reports/?q=unicorns").content.decode()

    assert "No report says that." in page
    assert "Try fewer words" in page


def test_what_was_published_before_there_was_a_search_is_found_too(shelve, client, cast):
    publication = shelve("Chronologies are current.")
    frozen = publication.content
    with pgtrigger.ignore("reports.Publication:frozen"):
        Publication.objects.update(words="")
    client.force_login(cast.sky)
    assert found(client, "?q=chronology") == []

    import_module("reports.migrations.0003_library").fill_words(apps, None)

    assert found(client, "?q=chronology") == [publication]
    publication.refresh_from_db()
    assert publication.content == frozen
    assert "Chronologies are current." in publication.words


def test_what_people_read_is_searched_and_keys_and_pictures_are_not():
    words = content.searchable(DOCUMENT)

    assert "Assessments improved." in words
    assert "Care leavers in touch" in words
    assert "no_target" not in words
    assert "key_messages" not in words


def test_marks_of_figures_and_of_bullets_are_no_words():
    figure = tokens.marked("indicator-3.3", "77.8% (615 of 790)")
    said = saying(content.Text(f"Visits: {figure}, **late**.\n\n- Plans\n* Reviews"))

    assert content.searchable(said).endswith("Visits: 77.8% (615 of 790), late.\n\nPlans\nReviews")


@pytest.mark.parametrize("number", [1, 3, 50])
@pytest.mark.parametrize(("query", "count"), [("", 11), ("?q=plans", 11), ("?period=2026&meeting=scrutiny", 11)])
def test_the_library_takes_the_same_queries_however_full_it_is(
    shelve, client, cast, number, query, count, django_assert_num_queries
):
    for _ in range(number):
        shelve(meetings=[("scrutiny", datetime.date(2026, 11, 10))])
    client.force_login(cast.sky)

    with django_assert_num_queries(count):
        page = client.get(f"/reports/{query}").context["page"]
    assert page.paginator.count == number


def test_new_is_what_came_in_thirty_days_until_the_reader_has_looked(shelve, cast):
    old = shelve(published_at=NOW - datetime.timedelta(days=40), starts_on=datetime.date(2026, 1, 1))
    first = shelve(published_at=NOW - datetime.timedelta(days=3))
    shelve(published_at=NOW - datetime.timedelta(days=1), number=2, report=old.report, corrects="A date was wrong.")

    def news():
        return [(each.report, each.about, each.because) for each in library.what_is_new(cast.sky, now=NOW).entries]

    assert news() == [(old.report, "corrected", "A date was wrong."), (first.report, "published", "")]
    commands.mark_seen(until=NOW - datetime.timedelta(days=2), by=cast.sky)
    assert news() == [(old.report, "corrected", "A date was wrong.")]
    commands.mark_seen(until=NOW - datetime.timedelta(days=5), by=cast.sky)
    assert news() == [(old.report, "corrected", "A date was wrong.")]
    Report.objects.filter(pk=first.report.pk).update(
        status="withdrawn", withdrawn_at=NOW, withdrawn_because="A mistake."
    )
    assert news() == [(first.report, "withdrawn", "A mistake."), (old.report, "corrected", "A date was wrong.")]


def test_seen_is_pressed_and_never_looked(shelve, client, cast):
    shelve(published_at=AFTER)
    client.force_login(cast.sky)
    for _ in range(2):
        client.get("/reports/")
    assert Reader.objects.count() == 0

    response = client.post("/reports/seen/", {"until": "2026-07-21T10:00:00+00:00"})

    assert response["Location"] == "/reports/"
    assert Reader.objects.get().seen_at == datetime.datetime(2026, 7, 21, 10, tzinfo=datetime.UTC)
    for until in ("", "yesterday", "2026-13-45T10:00:00+00:00", "2026-07-21T10:00:00"):
        client.post("/reports/seen/", {"until": until})
    assert Reader.objects.get().seen_at == datetime.datetime(2026, 7, 21, 10, tzinfo=datetime.UTC)


def test_nobody_has_seen_the_future(cast):
    reader = commands.mark_seen(until=at(2999, 1, 1), by=cast.sky)

    assert reader.seen_at < at(2999, 1, 1)


def zip_of(client, address):
    return b"".join(client.get(address).streaming_content)


@pytest.mark.usefixtures("files_at_once")
def test_all_files_come_in_one_zip_that_says_what_each_must_be(client, cast, published, written):
    client.force_login(cast.sky)
    address = f"/reports/{written.pk}/download-all/?version=1"

    response = client.get(address)
    data = b"".join(response.streaming_content)

    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="qa-report-2026-27-q1-version-1.zip"'
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        held = {name: archive.read(name) for name in archive.namelist()}
    files = {file.name: bytes(file.content) for file in published.files.all()}
    words = held.pop("README.txt").decode()
    assert held == files
    assert words == readme(published, list(published.files.order_by("name")))
    for name, content_ in files.items():
        assert f"{hashlib.sha256(content_).hexdigest()}  {name}\n" in words
    assert published.sha256 in words
    assert zip_of(client, address) == data


@pytest.mark.usefixtures("files_at_once")
def test_a_zip_with_a_file_that_was_altered_is_not_handed_out(client, cast, published, written):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE reports_publicationfile SET content = 'other' WHERE format = 'docx'")
        cursor.execute("SET session_replication_role = origin")
    client.force_login(cast.sky)
    client.raise_request_exception = False

    response = client.get(f"/reports/{written.pk}/download-all/")

    assert response.status_code == 500
    assert "This file is not what was published" in response.content.decode()


@pytest.mark.usefixtures("files_at_once")
def test_an_address_that_stays_answers_after_a_correction_and_a_withdrawal(client, cast, published, written, settings):
    settings.SITE_URL = "https://portal.example"
    client.force_login(cast.sky)
    address = f"/reports/{written.pk}/?version=1"
    assert published.get_absolute_url() == address
    assert f">https://portal.example{address}</a>" in client.get(f"/reports/{written.pk}/").content.decode()

    report = commands.correct(Report.objects.get(), because="A date was wrong.", by=cast.quinn, at=AFTER)
    commands.publish(signed_off(report, cast), by=cast.quinn, at=AFTER)
    page = client.get(address)
    assert (page.status_code, page.context["newest"].number) == (200, 2)
    assert "This is version 1, which was corrected." in page.content.decode()
    assert client.get(f"/reports/{written.pk}/?version=2").context["newest"] is None

    commands.withdraw(Report.objects.get(), because="A mistake.", by=cast.quinn, at=AFTER)
    for version in (1, 2):
        page = client.get(f"/reports/{written.pk}/?version={version}")
        assert (page.status_code, "A mistake." in page.content.decode()) == (200, True)
    assert client.get(f"/reports/{written.pk}/download-all/?version=1").status_code == 410


@pytest.mark.parametrize(
    "query", ["?version=", "?version=0", "?version=x", "?version=99999", "?edition=x", "?version=²"]
)
def test_an_address_that_never_was_is_not_found(client, cast, published, written, query):
    client.force_login(cast.sky)

    status = client.get(f"/reports/{written.pk}/{query}").status_code

    assert status == (200 if query == "?version=" else 404)
