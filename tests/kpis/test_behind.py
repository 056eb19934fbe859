"""What is behind a computed figure: as far as the viewer may open it, and when it no longer gives the figure."""

import pytest
from django.utils import timezone

from audits import commands as audits
from audits.models import Audit
from kpis.computing import compute
from kpis.measures import Measure
from kpis.periods import last_whole_month
from tests.kpis.test_computing import AT, JULY, define
from tests.tools import eight_domains
from tests.world import agreed

URL = "/indicators/Q1/audits/?month=2023-07&unit="


@pytest.fixture
def computed(cast, places):
    version = audits.install_tool(eight_domains(), by=cast.quinn)
    done = [agreed(cast, places, version, number) for number in (1, 2, 3)]
    Audit.objects.filter(pk=done[2].pk).update(unit=places.elsewhere)
    define("Q1", Measure.GOOD_OR_BETTER)
    compute(JULY, JULY, by=None, at=AT)
    return done


def page(client, user, unit="council"):
    client.force_login(user)
    return " ".join(client.get(URL + unit).content.decode().split())


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
    with django_assert_num_queries(11):
        client.get(URL + "north-1")
    with django_assert_num_queries(11):
        client.get(URL + "council")
