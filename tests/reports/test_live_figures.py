"""Figures for prose from real rows: which can be picked, as the tables show them, and where each comes from."""

import datetime

import pytest

from kpis import summaries as kpis
from kpis.models import Definition, Indicator, Load, Value
from kpis.periods import Basis
from reports import commands, content, explaining
from reports.offers import picked, subjects
from tests.factories import at
from tests.reports.conftest import AFTER, JUNE
from tests.reports.figures import SAYS, drafted, shown_of, source_of

pytestmark = pytest.mark.usefixtures("in_july")


def test_every_figure_of_the_draft_can_be_picked(full_quarter, written):
    found = drafted(written)

    shown = shown_of(found)
    assert len({offer.subject for offer in found.offers}) == len(found.facts) + 17 + 4
    assert {name: shown[name] for name in shown if not name.startswith("indicator ")} == {
        "audits allocated": "14 (children's records, April to June 2026)",
        "audits agreed": "13 (of 14 allocated, April to June 2026)",
        "audits good or better": "46% (6 of 13 records, April to June 2026)",
        "audits graded outstanding": "0 (of 13 records, April to June 2026)",
        "audits graded good": "6 (of 13 records, April to June 2026)",
        "audits graded requires improvement": "7 (of 13 records, April to June 2026)",
        "audits graded inadequate": "0 (of 13 records, April to June 2026)",
        "audits unchanged in moderation": "[c] (of 13 moderated audits, April to June 2026)",
        "audits raised in moderation": "0 (of 13 moderated audits, April to June 2026)",
        "audits lowered in moderation": "[c] (of 13 moderated audits, April to June 2026)",
        "indicators green": "3 (of 17 indicators, June 2026)",
        "indicators amber": "6 (of 17 indicators, June 2026)",
        "indicators red": "5 (of 17 indicators, June 2026)",
        "actions raised": "2 (in the quarter, April to June 2026)",
        "actions delivered": "0 (in the quarter, with dated evidence, April to June 2026)",
        "actions closed": "0 (in the quarter, checked by somebody else, April to June 2026)",
        "actions open": "2 (not yet delivered, 20 July 2026)",
        "actions overdue": "1 (of 2 open, 20 July 2026)",
    }
    assert {name: shown[name] for name in shown if name.startswith("indicator 3.3 ")} == {
        "indicator 3.3 value": "77.8% (615 of 790, June 2026)",
        "indicator 3.3 numerator": "615 (of 790, June 2026)",
        "indicator 3.3 denominator": "790 (June 2026)",
        "indicator 3.3 target": "minimum 85%, upper 90% (June 2026)",
        "indicator 3.3 rag": "red (June 2026)",
        "indicator 3.3 change": "worse since May 2026 (84.0%)",
    }
    # A count has no numerator, and a year to date says that it is one.
    assert {name: shown[name] for name in shown if name.startswith("indicator 1.2 ")} == {
        "indicator 1.2 value": "790 (June 2026)",
        "indicator 1.2 target": "no target (June 2026)",
        "indicator 1.2 rag": "no target (June 2026)",
        "indicator 1.2 change": "risen since May 2026 (777)",
    }
    assert shown["indicator 2.1 value"] == "93.7% (6,015 of 6,417, June 2026, year to date)"
    assert shown["indicator 2.1 change"] == "no comparison with the month before"


def test_the_list_to_pick_from_has_each_indicator_once(full_quarter, written):
    offers = drafted(written).offers

    groups = subjects(offers)

    assert {group: len(of_it) for group, of_it in groups.items()} == {
        "Audits in the quarter": 3, "Agreed grades, overall and by domain": 4,
        "The auditor's overall grade and the agreed one": 3, "Ratings, June 2026": 3, "Indicators": 17,
        "Actions in the quarter and now": 5,
    }  # fmt: skip
    assert picked(offers, "indicator 3.3", "target").token == "{{ indicator 3.3 target }}"
    assert picked(offers, "audits agreed", "target").token == "{{ audits agreed }}"
    assert picked(offers, "indicator 1.2", "numerator").token == "{{ indicator 1.2 value }}"
    assert picked(offers, "indicator 9.9", "value") is None


def test_a_missing_figure_is_no_data_and_never_0(draft, load_june, cast):
    load_june((",615,790,77.8%,", ",,,,"), ("83.3%,84.0%,77.8%", "83.3%,84.0%,"))

    shown = shown_of(drafted(draft))

    assert {name: shown[name] for name in shown if name.startswith("indicator 3.3 ")} == {
        "indicator 3.3 value": "no data (June 2026)",
        "indicator 3.3 numerator": "no data (June 2026)",
        "indicator 3.3 denominator": "no data (June 2026)",
        "indicator 3.3 target": "minimum 85%, upper 90% (June 2026)",
        "indicator 3.3 rag": "no data (June 2026)",
        "indicator 3.3 change": "no comparison with the month before",
    }


def test_a_hidden_figure_is_hidden_in_prose_too(draft, load_june, cast):
    load_june((",34,291,11.7%,", ",4,291,1.4%,"), ("8.8%,11.3%,11.7%", "8.8%,11.3%,1.4%"))
    parts = ("value", "numerator", "denominator", "rag", "change")
    prose = "; ".join(f"{{{{ indicator 5.10 {part} }}}}" for part in parts)
    report = commands.save_words(draft, {"summary": {"prose": prose}}, version=1, by=cast.quinn, at=at(2026, 7, 8))

    found = drafted(report)

    [said] = [text for where, text in content.texts(found.document) if where == "Summary of findings"]
    assert said == "[c] (of 291, June 2026); [c] (of 291, June 2026); 291 (June 2026); [c] (June 2026); [c]"
    source = source_of(found.document, "indicator-5.10")
    assert (source.number, source.sample) == ("[c]", "of 291")
    assert "1.4%" not in [text for _, text in content.texts(found.document)]


def test_a_hidden_number_of_audits_is_not_told_by_its_source(quarter, written):
    found = drafted(written)

    source = source_of(found.document, "audits-agreed")
    assert (source.number, source.provenance) == (
        "[c]", "Agreed audits in the portal; how many there are is not published.",
    )  # fmt: skip


def test_a_source_says_where_its_figure_comes_from(full_quarter, say):
    document = drafted(say(SAYS)).document

    sha = Load.objects.get().sha256[:12]
    assert source_of(document, "indicator-3.3") == content.Source(
        key="indicator-3.3",
        title="3.3 % of CIN children visited within the past four weeks",
        number="77.8%",
        period="June 2026",
        sample="615 of 790",
        definition="Of the children in need at the end of the month (measure 1.2), those visited in the four weeks "
        "before. Four weeks is a local standard. Counted: Children in need who were visited in the four weeks before. "
        "Divided by: Children in need at the end of the month (the figure of 1.2). Percentage. Higher is better.",
        query="Indicator 3.3 of the council for June 2026, snapshot",
        asked_at="2026-07-20T09:00:00+01:00",
        provenance=f"june.csv (SHA-256 begins {sha}), loaded by a command on the server on 10 July 2026.",
    )
    assert source_of(document, "audits-good-or-better") == content.Source(
        key="audits-good-or-better",
        title="Good or better overall",
        number="46%",
        period="April to June 2026",
        sample="6 of 13 records",
        definition="Agreed audits whose overall grade is outstanding or good, divided by all agreed audits.",
        query="Agreed audits of the council and its teams with an audit month from April to June 2026",
        asked_at="2026-07-20T09:00:00+01:00",
        provenance="13 agreed audits in the portal; the newest was agreed on 25 June 2026 at 09:00.",
    )
    assert source_of(document, "actions-overdue").query == (
        "Actions of the council and its teams open and overdue on 20 July 2026"
    )
    assert source_of(document, "audits-grades").number == "46% good or better (overall)"
    assert source_of(document, "indicator-1.2").sample == "a count, which has no sample"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("highlight_indicators_2023_08.csv", "highlight_indicators_2023_08.csv"),
        ("visits QA123456.csv", "A file whose name is not shown"),
        ("visits_qa123456_v2.csv", "A file whose name is not shown"),
    ],
)
def test_a_name_of_a_file_leads_to_no_child(name, words):
    assert explaining.file_words(name) == words


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_loads_behind_figures_take_two_queries_however_many(places, number, django_assert_num_queries):
    for n in range(number):
        indicator = Indicator.objects.create(ref=f"9.{n}", theme="T", position=n)
        Definition.objects.create(
            indicator=indicator, validity=(JUNE, None), title=f"T{n}", measured_in="count", places=0, polarity="none",
            basis="snapshot",
        )  # fmt: skip
        load = Load.objects.create(
            unit=places.council, layout="long", file_name=f"{n}.csv", sha256="0" * 64, state="confirmed",
            staged_at=AFTER, confirmed_at=AFTER,
        )  # fmt: skip
        Value.objects.create(
            indicator=indicator, unit=places.council, period=JUNE, basis=Basis.SNAPSHOT, value=7, load=load
        )
    table = kpis.highlight(places.council, JUNE)

    with django_assert_num_queries(2):
        found = kpis.loads_behind(places.council, table)

    assert sorted(load.file_name for loads in found.values() for load in loads) == sorted(
        f"{n}.csv" for n in range(number)
    )


def test_a_figure_that_is_added_up_names_every_load_of_its_months(places, django_assert_num_queries):
    indicator = Indicator.objects.create(ref="9.1", theme="T", position=1)
    Definition.objects.create(
        indicator=indicator, validity=(datetime.date(2026, 4, 1), None), title="T", measured_in="count", places=0,
        polarity="none", basis="year_to_date",
    )  # fmt: skip
    for month in (4, 5, 6):
        load = Load.objects.create(
            unit=places.council, layout="long" if month < 6 else "", file_name=f"{month}.csv", sha256="0" * 64,
            state="confirmed", staged_at=at(2026, month + 1, 5), confirmed_at=at(2026, month + 1, 5),
        )  # fmt: skip
        Value.objects.create(
            indicator=indicator, unit=places.council, period=datetime.date(2026, month, 1), basis=Basis.MONTH, value=7,
            load=load,
        )  # fmt: skip
    table = kpis.highlight(places.council, JUNE)

    found = kpis.loads_behind(places.council, table)

    assert [(load.file_name, load.layout) for load in found[indicator.pk]] == [
        ("4.csv", "long"), ("5.csv", "long"), ("6.csv", ""),
    ]  # fmt: skip
    with django_assert_num_queries(2):
        origins = kpis.origins(places.council, table)[indicator.pk]
    assert origins.now == found[indicator.pk]
    # The year to May is the sum of its months, too; the months that are shown are single ones.
    assert [load.file_name for load in origins.before] == ["4.csv", "5.csv"]
    assert [load.file_name for load in origins.months] == ["4.csv", "5.csv", "6.csv"]
    assert explaining.indicators_explained(places.council, table, found)["indicator-9.1"] == explaining.Explanation(
        definition="The indicator has no description beyond its name. Count. Neither higher nor lower is better.",
        query="Indicator 9.1 of the council for June 2026, year to date, added up from the figures of single months",
        provenance="4.csv (SHA-256 begins 000000000000), loaded by a command on the server on 5 May 2026. "
        "5.csv (SHA-256 begins 000000000000), loaded by a command on the server on 5 June 2026. "
        "Computed from audits and actions in the portal on 5 July 2026.",
        period="June 2026, year to date",
        sample="a count, which has no sample",
        target="no target",
    )
