"""Before a column is confirmed: the real files to the digit, and a wrong category seen at once."""

import pytest

from kpis import comparators
from kpis.mapping_previews import mapping_preview
from tests.kpis.published import ACCOMMODATION, LEICESTER, REFERRALS, SUITABLE, load, real, written
from tests.kpis.published import places as lines
from tests.kpis.test_comparison import indicator

REREFERRALS = {"category": "Referrals and Re-referrals"}


def preview(file, council, category, column, own=LEICESTER):
    return mapping_preview(file, indicator(), category=category, column=column, own_code=own, council=council)


def told(shown):
    return [(each.year_words, each.own_words, each.england_words, each.region_words) for each in shown.years]


def test_every_year_of_a_real_file_newest_first(places):
    file = comparators.load_comparator_file(real(REFERRALS), by=None)

    shown = preview(file, places.council, REREFERRALS, "rereferral_percent")

    assert (shown.own_name, shown.region_name, shown.portal_words) == ("Leicester", "East Midlands", [])
    assert told(shown)[0] == ("2025", "16.8%", "22.6%", "24.7%")
    assert [each.own_words for each in shown.years] == [
        "16.8%", "19.1%", "14.2%", "15.4%", "20.2%", "11.4%", "15.7%", "16.3%", "17.2%", "20.7%", "26.8%", "29.5%",
        "26.8%",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("breakdown", "newest"),
    [
        ("Accommodation considered suitable", ("2025", "96%", "89%", "91%")),
        ("Accommodation considered unsuitable", ("2025", "4%", "5%", "5%")),
    ],
)
def test_a_wrong_category_is_seen(places, breakdown, newest):
    file = comparators.load_comparator_file(real(ACCOMMODATION), by=None)

    shown = preview(file, places.council, {**SUITABLE, "breakdown": breakdown}, "care_leaver_percent")

    assert told(shown)[0] == newest


def test_an_authority_whose_code_changed_is_one_council(places, tmp_path):
    rows = [*lines(2024, ashmere="12"), *lines(2025, ashmere="c")]
    rows[2] = rows[2].replace("E06999001", "E06999009")

    shown = preview(load(written(tmp_path, *rows)), places.council, {"category": "Plans"}, "percent", own="E06999001")

    assert [each.own_words for each in shown.years] == ["suppressed, so that nobody can be recognised", "12%"]
