"""100,000 values through the portal (read, checked, staged, confirmed), against a bare COPY of the same rows."""

import datetime
import io
import statistics
import time
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import connection, transaction

from kpis import after_loads, commands, loading
from kpis.loading import Mapping
from kpis.models import Load, Value
from kpis.periods import add_months
from kpis.rag import MeasuredIn, Polarity
from tests.factories import UnitFactory

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
START = datetime.date(2016, 4, 1)
TODAY = datetime.date(2026, 5, 15)
AT = datetime.datetime(2026, 5, 15, 10, tzinfo=datetime.UTC)
ROUNDS = 3
COLUMNS = "indicator_id, unit_id, period, basis, numerator, denominator, value, load_id"
ROWS = f"SELECT {COLUMNS.replace(', load_id', '')} FROM {{}} ORDER BY 1, 2, 3"


@pytest.fixture
def file():
    council = UnitFactory(code="council", name="Demo Council", kind="council")
    units = [council, *(UnitFactory(code=f"t-{n}", name=f"Team {n}", kind="team", parent=council) for n in range(19))]
    lines = ["ref,unit,period,numerator,denominator,value"]
    for number in range(50):
        commands.define_indicator(
            ref=f"8.{number}x", theme="More", position=number, title="More", places=1, basis="month", by=None,
            measured_in=MeasuredIn.PERCENTAGE, polarity=Polarity.HIGHER, starts_on=START,
        )  # fmt: skip
        for unit in units:
            for back in range(100):
                month = add_months(START, back)
                lines.append(f"8.{number}x,{unit.code},{month:%Y-%m},{50 + (number + back) % 40},{100 + back},")
    return council, "\n".join(lines).encode()


def lines_of(content):
    """What the file says, as it should be held; a percentage to six places."""
    lines = [line.split(",") for line in content.decode().split()[1:]]
    return sorted(
        (ref, unit, datetime.date.fromisoformat(f"{month}-01"), Decimal(part), Decimal(whole),
         (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("1e-6"), ROUND_HALF_UP))
        for ref, unit, month, part, whole, _ in lines
    )  # fmt: skip


def test_loading_reaches_its_share_of_bare_copy(file):
    council, content = file
    ours, bare = [], []
    for _ in range(ROUNDS):
        with transaction.atomic():
            start = time.perf_counter()
            load = _load(council, content)
            ours.append(time.perf_counter() - start)
            held = Value.objects.filter(load=load).values_list(
                "indicator__ref", "unit__code", "period", "numerator", "denominator", "value"
            )
            assert sorted(held) == lines_of(content)
            bare.append(_copy(load))
            transaction.set_rollback(True)
    ratio = statistics.median(bare) / statistics.median(ours)
    print(f"\n100,000 values: {statistics.median(ours):.1f} s, COPY {statistics.median(bare):.1f} s: {ratio:.2f}x")
    assert ratio >= 0.15


def _load(council, content):
    table = loading.open_table(content, name="values.csv")
    headings = loading.look(table)
    meanings = {column.heading: column.proposed for column in headings.named}
    given = loading.read_file(
        table, mapping=Mapping(meanings, "definition", "", "sign"), period=None, definitions={},
        known=loading.known_for(council, by=None, today=TODAY),
    )  # fmt: skip
    return after_loads.confirm(commands.stage(given, unit=council, by=None, at=AT), by=None, at=AT)


def _copy(load: Load) -> float:
    """The same rows into a table with the same indexes, constraints and foreign keys; compared before it counts."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare")
        cursor.execute("CREATE TABLE bare (LIKE kpis_value INCLUDING ALL)")
        for column, other in (("indicator", "kpis_indicator"), ("unit", "people_unit"), ("load", "kpis_load")):
            cursor.execute(f"ALTER TABLE bare ADD FOREIGN KEY ({column}_id) REFERENCES {other}")
        text = io.StringIO()
        cursor.copy_expert(f"COPY (SELECT {COLUMNS} FROM kpis_value WHERE load_id = {load.pk}) TO STDOUT", text)
        text.seek(0)
        start = time.perf_counter()
        cursor.copy_expert(f"COPY bare ({COLUMNS}) FROM STDIN", text)
        took = time.perf_counter() - start
        cursor.execute(ROWS.format("bare"))
        copied = cursor.fetchall()
        cursor.execute(ROWS.format("kpis_value"))
        assert copied == cursor.fetchall()
    return took
