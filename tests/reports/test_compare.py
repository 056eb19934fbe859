"""Two reports side by side: every figure of both, and how it changed."""

import datetime
from dataclasses import replace

import pytest

from people.models import Event
from reports import comparing, content
from reports.comparing import FigureRow, Side, change_words
from reports.models import Publication, Report
from tests.factories import UnitFactory, at
from tests.reports import sample
from tests.reports.sample import COVER, DOCUMENT

HIDDEN = "No change is given: a number is not published"
MISSING = "No change is given: a number is missing"
OTHERWISE = "No change is given: they are measured differently"


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ("77.8%", "79.0%", "Up 1.2 points"),
        ("57%", "56%", "Down 1 point"),
        ("57%", "56.5%", "Down 0.5 points"),
        ("90%", "90.0%", "No change"),
        ("24", "27", "Up 3 (12.5%, relative)"),
        ("1,958", "1,900", "Down 58 (3.0%, relative)"),
        ("0", "6", "Up 6 (from 0, so not in per cent)"),
        ("-4", "-2", "Up 2 (50.0%, relative)"),
        ("42.6", "45.3", "Up 2.7 (6.3%, relative)"),
        ("8", "9", "Up 1 (12.5%, relative)"),
        ("[c]", "7", HIDDEN),
        ("7", "[c]", HIDDEN),
        ("[c]", "[c]", HIDDEN),
        ("no data", "7", MISSING),
        ("7", "not applicable", MISSING),
        ("7", "90%", OTHERWISE),
        ("1.2.3", "4", MISSING),
        ("٣", "4", MISSING),
        ("7" * 5000, "4", MISSING),
        (comparing.ABSENT, "7", "Only in one of them"),
    ],
)
def test_a_change_is_in_points_or_relative_or_not_given(before, now, words):
    assert change_words(before, now) == words


def facts(*told, caption="Audits in the quarter"):
    return content.Facts(caption, tuple(content.Fact(*each) for each in told))


def document(*blocks):
    return replace(sample.saying(*blocks), cover=COVER)


def test_every_figure_of_both_is_there_with_its_change():
    before = document(
        content.KeyMessages(("Plans improved.",)),
        facts(("Audits agreed", "13", "April", "of 14"), ("Raised", "[c]", "April", "of 13")),
        facts(("Green", "3", "June", "of 17"), caption="Ratings, June 2026"),
    )
    now = document(
        content.KeyMessages(("Visits improved.", "Plans rest.")),
        facts(
            ("Audits agreed", "26", "July", "of 26"), ("Raised", "6", "July", "of 26"), ("New", "8%", "July", "of 26")
        ),
        facts(("Green", "5", "September", "of 17"), caption="Ratings, September 2026"),
    )

    found = comparing.compare(before, now)

    assert found.messages == (("Plans improved.",), ("Visits improved.", "Plans rest."))
    section, audits = "Only section", "Audits in the quarter"
    assert found.figures == [
        FigureRow(section, f"{audits}: Audits agreed", Side("13", "of 14", "April"), Side("26", "of 26", "July"),
                  "Up 13 (100.0%, relative)"),
        FigureRow(section, f"{audits}: Raised", Side("[c]", "of 13", "April"), Side("6", "of 26", "July"), HIDDEN),
        FigureRow(section, f"{audits}: New", Side("not in this report"), Side("8%", "of 26", "July"),
                  "Only in one of them"),
        FigureRow(section, "Ratings: Green", Side("3", "of 17", "June"), Side("5", "of 17", "September"),
                  "Up 2 (66.7%, relative)"),
    ]  # fmt: skip


def test_indicators_have_their_rating_then_and_now_in_words():
    [first, count, red, last] = sample.INDICATORS.rows
    table = content.IndicatorTable
    before = document(table("June", (first, count, red, replace(last, current="[c]", rag="hidden", rag_words="[c]"))))
    now = document(
        table(
            "September",
            (replace(first, current="95.4%", rag="green", rag_words="Green"), replace(count, current="280"),
             replace(red, basis="Year to date"), last),
        )
    )  # fmt: skip

    found = comparing.compare(before, now).indicators

    assert [(each.ref, each.before.number, each.now.number, each.change, each.rag_words) for each in found] == [
        ("1.1", "90.4%", "95.4%", "Up 5.0 points", "Amber, now green"),
        ("1.3", "274", "280", "Up 6 (2.2%, relative)", "No target, as before"),
        ("5.10", "11.7%", "11.7%", OTHERWISE, "Red, as before"),
        ("6.1", "[c]", "95.5%", HIDDEN, "[c], now Green"),
    ]


def test_a_report_compared_with_itself_has_no_change():
    changes = {row.change for row in comparing.compare(DOCUMENT, DOCUMENT).figures}

    assert changes == {"No change", HIDDEN, "No change is given: a number is missing"}


@pytest.fixture
def shelved(cast):
    def put(starts_on, *blocks, kind="quarterly", edition="public", unit=None):
        report = Report.objects.create(
            kind=kind, unit=unit or UnitFactory(), starts_on=starts_on, ends_on=starts_on, title="Report",
            period_words=f"{starts_on:%B %Y}", author=cast.quinn, created_at=at(2026, 1, 1), status="published",
        )  # fmt: skip
        frozen = content.to_json(document(*blocks))
        return Publication.objects.create(
            report=report, edition=edition, content=frozen, sha256=content.fingerprint(frozen), published_by=cast.quinn,
            published_at=at(2026, 1, 1),
        )  # fmt: skip

    return put


APRIL, JULY = datetime.date(2026, 4, 1), datetime.date(2026, 7, 1)


def test_the_earlier_report_stands_first_whichever_is_asked_first(client, cast, shelved):
    july = shelved(JULY, facts(("Agreed", "26", "July", "of 26")), sample.GRADES)
    april = shelved(APRIL, facts(("Agreed", "13", "April", "of 14")))
    client.force_login(cast.sky)

    for query in (f"a={july.pk}&b={april.pk}", f"a={april.pk}&b={july.pk}"):
        response = client.get(f"/reports/compare/?{query}")
        [row] = response.context["comparison"].figures
        assert (row.before.number, row.now.number, row.change) == ("13", "26", "Up 13 (100.0%, relative)")
        page = response.content.decode()
        [grades] = response.context["parts"]
        assert (grades.key, grades.rows[0].before.number, grades.rows[0].now.number) == (
            "grades", "not in this report", "57%",
        )  # fmt: skip
        assert "Records graded good or better, by domain" in page
        assert page.index(f'href="{april.get_absolute_url()}"') < page.index(f'href="{july.get_absolute_url()}"')


def test_what_cannot_be_compared_is_said(client, cast, shelved):
    text = content.Text("x")
    july, april, other = shelved(JULY, text), shelved(APRIL, text), shelved(APRIL, text, kind="leaflet")
    Report.objects.filter(pk=april.report.pk).update(
        status="withdrawn", withdrawn_at=at(2026, 8, 1), withdrawn_because="x"
    )
    client.force_login(cast.sky)

    def said(a, b):
        response = client.get("/reports/compare/", {"a": a, "b": b})
        assert (response.status_code, response.context["comparison"]) == (422, None)
        return [sentence for errors in response.context["form"].errors.values() for sentence in errors]

    gone = "This report is not in the library, or not in force any more. Choose another."
    assert said(july.pk, july.pk) == ["Choose two different reports."]
    assert said(july.pk, other.pk) == ["Choose another report of the same kind as the first: Report."]
    assert said(july.pk, april.pk) == [gone]
    assert said("x", "") == [gone, "Choose the second report."]
    assert said("1 OR 1=1", july.pk) == [gone]


def test_a_restricted_edition_is_compared_by_those_who_may_read_it_and_written_down(client, cast, shelved, places):
    told = facts(("Raised", "3", "July", "of 26"))
    july = shelved(JULY, told, edition="restricted", unit=places.council)
    public = shelved(APRIL, facts(("Raised", "[c]", "April", "of 26")), unit=places.council)
    query = f"/reports/compare/?a={july.pk}&b={public.pk}"
    client.force_login(cast.sky)
    assert client.get(query).status_code == 422
    client.force_login(cast.lee)

    [row] = client.get(query).context["comparison"].figures

    assert (row.before.number, row.now.number, row.change) == ("[c]", "3", HIDDEN)
    event = Event.objects.get(verb="report.restricted_read")
    assert (event.by, event.target_id, event.detail) == (
        cast.lee, str(july.report.pk), {"number": 1, "how": "compared"},
    )  # fmt: skip


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_choice_of_reports_takes_the_same_queries(client, cast, shelved, number, django_assert_num_queries):
    for _ in range(number):
        shelved(JULY, content.Text("x"))
    client.force_login(cast.sky)

    with django_assert_num_queries(4):
        form = client.get("/reports/compare/").context["form"]
    assert len(form.fields["a"].choices) == number + 1


def test_hostile_words_of_a_report_are_text_when_compared(client, cast, shelved):
    bad = "<script>alert(1)</script>"
    july = shelved(JULY, content.KeyMessages((bad,)), facts((bad, bad, "July", bad)))
    april = shelved(APRIL, content.KeyMessages((bad,)), facts((bad, "=HYPERLINK(1)", "July", bad)))
    client.force_login(cast.sky)

    page = client.get(f"/reports/compare/?a={july.pk}&b={april.pk}").content.decode()

    assert bad not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
