"""What is behind a computed figure: as far as the viewer may open it, and when it no longer gives the figure."""

import datetime

import pytest
from django.utils import timezone

from audits import commands as audits
from audits.grading import Grade
from audits.models import Audit
from kpis.computing import compute
from kpis.measures import Measure
from kpis.measuring import Counted
from kpis.models import Definition, Load, Origin, Value
from kpis.periods import Basis, last_whole_month
from kpis.summaries import read
from tests.factories import at
from tests.kpis.test_computing import AT, AUGUST, JULY, define
from tests.tools import eight_domains
from tests.world import agreed

URL = "/indicators/Q1/audits/?month=2023-07&unit="
SEPTEMBER = datetime.date(2023, 9, 1)


@pytest.fixture
def computed(cast, places):
    version = audits.install_tool(eight_domains(), by=cast.quinn)
    done = [agreed(cast, places, version, number) for number in (1, 2, 3)]
    Audit.objects.filter(pk=done[2].pk).update(unit=places.elsewhere)
    define("Q1", Measure.GOOD_OR_BETTER)
    compute(JULY, JULY, by=None, at=AT)
    return done


def page(client, user, unit="council", month="2023-07"):
    client.force_login(user)
    text = client.get(f"/indicators/Q1/audits/?month={month}&unit={unit}").content.decode()
    return " ".join(text.split())


def test_what_the_viewer_may_open_is_listed_and_the_rest_is_counted(client, cast, computed):
    whole, part = page(client, cast.mo), page(client, cast.tess)

    assert [f"QA10000{n}" in whole for n in (1, 2, 3)] == [True, True, True]
    assert "<strong>3</strong> audits that you may open." in whole
    assert [f"QA10000{n}" in part for n in (1, 2, 3)] == [True, True, False]
    assert "<strong>2</strong> audits that you may open, and 1 that you may not open." in part
    assert "3 of 3" in part


def test_it_says_when_the_figure_is_overtaken(client, cast, computed):
    before = page(client, cast.mo)
    audits.reopen(computed[0], reason="More came to light.", by=cast.quinn)
    after = page(client, cast.mo)

    words = "What is counted now is not what is stored."
    assert (words in before, words in after) == (False, True)
    assert "2 of 2" in after


@pytest.fixture
def over_months(cast, places):
    """Two audits in each of July, August and September 2023, the second quarter; those of August are Inadequate."""
    version = audits.install_tool(eight_domains(), by=cast.quinn)
    done = {}
    for number, month in enumerate((7, 7, 8, 8, 9, 9), start=1):
        grade = Grade.INADEQUATE if month == 8 else Grade.GOOD
        audit = agreed(cast, places, version, number, grade)
        Audit.objects.filter(pk=audit.pk).update(audit_month=datetime.date(2023, month, 1))
        done.setdefault(month, []).append(audit)
    Audit.objects.filter(pk=done[9][1].pk).update(unit=places.elsewhere)
    return done


def defined(basis, starts_on=datetime.date(2023, 4, 1)):
    define("Q1", Measure.GOOD_OR_BETTER)
    Definition.objects.update(basis=basis, validity=(starts_on, None))
    compute(datetime.date(2023, 4, 1), SEPTEMBER, by=None, at=at(2023, 10, 15))


def shown(client, user, month="2023-09"):
    client.force_login(user)
    return client.get(f"/indicators/Q1/audits/?month={month}&unit=council").context["shown"]


@pytest.mark.parametrize(
    ("basis", "month", "records", "words"),
    [
        (Basis.MONTH, "2023-09", [5, 6], "In the month"),
        (Basis.QUARTER, "2023-09", [1, 2, 3, 4, 5, 6], "In the quarter, July 2023 to September 2023"),
        (Basis.QUARTER, "2023-08", [3, 4], "In the month"),
        (Basis.SNAPSHOT, "2023-08", [3, 4], "In the month"),
        (Basis.YEAR_TO_DATE, "2023-08", [1, 2, 3, 4], "Year to date, April 2023 to August 2023"),
        (Basis.ROLLING_YEAR, "2023-08", [1, 2, 3, 4], "Rolling year, September 2022 to August 2023"),
    ],
)
def test_behind_a_figure_is_what_counts_in_all_its_months(client, cast, over_months, basis, month, records, words):
    defined(basis)
    found = shown(client, cast.mo, month)

    assert sorted(row.record.case_reference for row in found.rows) == [f"QA10000{n}" for n in records]
    assert (found.live.denominator, found.basis_words) == (len(records), words)
    assert found.differs is False


def test_the_rows_of_a_quarter_add_up_to_its_figure(client, cast, places, over_months):
    defined(Basis.QUARTER)
    (reading,) = read(places.council, SEPTEMBER)
    found = shown(client, cast.mo)

    assert (reading.now.numerator, reading.now.denominator, reading.now.is_added_up) == (4, 6, True)
    assert (found.live, found.stored) == (Counted(4, 6), Counted(4, 6))
    assert (found.rows.filter(is_counted=True).count(), found.rows.count()) == (4, 6)
    part = shown(client, cast.tess)
    assert (part.shown, part.hidden_words, part.live) == (5, "and 1 that you may not open", Counted(4, 6))


def test_a_month_without_audits_is_named_where_the_months_do_not_add_up(client, cast, over_months):
    defined(Basis.YEAR_TO_DATE)

    words = "Nothing is held for April 2023, May 2023, June 2023, so that the months do not add up to a figure."

    assert words in page(client, cast.mo, month="2023-08")
    Definition.objects.update(basis=Basis.QUARTER)
    assert "Nothing is held" not in page(client, cast.mo, month="2023-09")


def test_each_month_is_counted_by_the_definition_of_its_time(client, cast, over_months):
    """Until July the measure was of Inadequate; in the return of July stood another figure still."""
    defined(Basis.QUARTER, starts_on=datetime.date(2023, 9, 1))
    other = Definition.objects.get()
    other.pk, other.measure, other.validity = None, Measure.INADEQUATE.value, (AUGUST, datetime.date(2023, 9, 1))
    other.save(force_insert=True)
    other.pk, other.origin, other.measure = None, Origin.RETURN, ""
    other.validity = (datetime.date(2023, 7, 1), AUGUST)
    other.save(force_insert=True)
    compute(AUGUST, SEPTEMBER, by=None, at=at(2023, 10, 15))
    load = Load.objects.first()
    Value.objects.create(
        indicator=other.indicator, unit=load.unit, period=datetime.date(2023, 7, 1), basis=Basis.MONTH, value=70,
        numerator=7, denominator=10, load=load,
    )  # fmt: skip

    found = shown(client, cast.mo)

    assert (found.live, found.stored) == (Counted(4, 4), Counted(11, 14))
    assert sorted(row.record.case_reference for row in found.rows) == [f"QA10000{n}" for n in (3, 4, 5, 6)]
    assert found.unlisted_words == [
        "July 2023: 7 of 10, not counted from what is listed here, but by the definition of that time."
    ]
    assert found.counted_words[1] == (
        "August 2023, by the definition of that time: audits of the month with an agreed grade; counted are those "
        "graded Inadequate."
    )
    assert found.differs is False


def test_a_quarters_list_takes_as_many_queries_for_many_as_for_few(
    client, cast, over_months, django_assert_num_queries
):
    defined(Basis.QUARTER)
    client.force_login(cast.mo)
    client.get(f"{URL}council")
    for unit in ("council", "north-1"):
        with django_assert_num_queries(12):
            client.get(f"/indicators/Q1/audits/?month=2023-09&unit={unit}")


def test_the_page_of_computed_indicators(client, cast, computed):
    Audit.objects.update(audit_month=last_whole_month(timezone.localdate()))  # the page looks at the last months
    client.force_login(cast.andy)

    def seen():
        return client.get("/indicators/computed/").content.decode()

    assert "<strong>5</strong> figures would change if they were computed now." in " ".join(seen().split())
    client.post("/indicators/computed/compute/")
    assert "Every stored figure is what audits and actions come to now." in seen()
    audits.reopen(computed[0], reason="More came to light.", by=cast.quinn)
    assert "<strong>3</strong> figures would change" in seen()


def test_the_list_takes_as_many_queries_for_many_as_for_few(client, cast, computed, django_assert_num_queries):
    client.force_login(cast.mo)
    client.get(URL + "council")
    with django_assert_num_queries(12):
        client.get(URL + "north-1")
    with django_assert_num_queries(12):
        client.get(URL + "council")
