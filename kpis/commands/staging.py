"""Figures by the hundred thousand: copied in, compared and put into force by the database, never one by one."""

import io
from collections.abc import Iterable

from django.db import connection

from kpis.models import Load
from kpis.returns import Change, Entry
from people.models import Unit

# Numeric round() goes half away from zero, as figures are displayed: a figure without numerator and denominator says
# nothing against one that has them and shows the same. By ctid: in the order in which the file's lines were copied in.
COMPARE = """
    INSERT INTO kpis_stagedline
        (load_id, "row", "column", indicator_id, unit_id, period, basis, numerator, denominator, value, change, old)
    SELECT %s, i."row", i."column", i.indicator, i.unit, i.period, i.basis, i.numerator, i.denominator, i.value,
        CASE WHEN v.id IS NULL THEN 'added'
             WHEN CASE WHEN i.numerator IS NULL THEN round(i.value, i.places) = round(v.value, i.places)
                       ELSE (i.numerator, i.denominator) IS NOT DISTINCT FROM (v.numerator, v.denominator) END
             THEN 'unchanged' ELSE 'changed' END,
        v.id
    FROM incoming i
    LEFT JOIN kpis_value v ON v.unit_id = i.unit AND v.period = i.period AND v.indicator_id = i.indicator
        AND v.basis = i.basis AND v.superseded_at IS NULL
    ORDER BY i.ctid
"""
STALE = """
    SELECT EXISTS (
        SELECT FROM kpis_stagedline s
        LEFT JOIN kpis_value v ON v.unit_id = s.unit_id AND v.period = s.period AND v.indicator_id = s.indicator_id
            AND v.basis = s.basis AND v.superseded_at IS NULL
        WHERE s.load_id = %s AND v.id IS DISTINCT FROM s.old
    )
"""
SUPERSEDE = """
    UPDATE kpis_value v SET superseded_at = %s, superseded_by_id = %s
    FROM kpis_stagedline s WHERE s.load_id = %s AND s.change = 'changed' AND v.id = s.old
"""
PUT_IN_FORCE = """
    INSERT INTO kpis_value (indicator_id, unit_id, period, basis, numerator, denominator, value, load_id)
    SELECT indicator_id, unit_id, period, basis, numerator, denominator, value, load_id
    FROM kpis_stagedline WHERE load_id = %s AND change IN ('added', 'changed') ORDER BY id
"""
# Where several loads repeat a figure, one that gives its numerator and denominator says most, then the earliest.
INHERIT = """
    INSERT INTO kpis_value
        (indicator_id, unit_id, period, basis, numerator, denominator, value, load_id, loaded_at)
    SELECT DISTINCT ON (s.old)
        s.indicator_id, s.unit_id, s.period, s.basis, s.numerator, s.denominator, s.value, s.load_id, %s
    FROM kpis_value v
    JOIN kpis_stagedline s ON s.old = v.id AND s.change = 'unchanged'
    JOIN kpis_load l ON l.id = s.load_id AND l.state = 'confirmed'
    WHERE v.load_id = %s
    ORDER BY s.old, s.numerator IS NULL, s.id
"""
# The undone load's own figures are superseded by now, so what is in force in their place is an heir.
HEIRS = """
    DROP TABLE IF EXISTS heirs;
    CREATE TEMPORARY TABLE heirs ON COMMIT DROP AS
    SELECT own.id AS old, own.load_id AS undone, heir.id AS new, heir.load_id, false AS has_replaced,
        own.indicator_id, own.unit_id, own.period, own.basis
    FROM kpis_value own
    JOIN kpis_value heir USING (unit_id, period, indicator_id, basis)
    WHERE own.load_id = %s AND heir.superseded_at IS NULL
"""
REPLACED_BY_HEIRS = """
    WITH replaced AS (
        UPDATE kpis_value v SET superseded_by_id = h.load_id, superseded_at = l.confirmed_at
        FROM heirs h JOIN kpis_load l ON l.id = h.load_id
        WHERE v.superseded_by_id = %s AND v.load_id <> h.undone AND v.unit_id = h.unit_id AND v.period = h.period
            AND v.indicator_id = h.indicator_id AND v.basis = h.basis
        RETURNING h.new
    )
    UPDATE heirs SET has_replaced = true FROM replaced WHERE heirs.new = replaced.new
"""
COUNT_HEIRS = """
    UPDATE kpis_load l SET counts = l.counts || jsonb_build_object(
        'unchanged', (l.counts->>'unchanged')::int - h.changed - h.added,
        'changed', (l.counts->>'changed')::int + h.changed,
        'added', (l.counts->>'added')::int + h.added
    )
    FROM (
        SELECT load_id, count(*) FILTER (WHERE has_replaced) AS changed,
            count(*) FILTER (WHERE NOT has_replaced) AS added
        FROM heirs GROUP BY load_id
    ) h
    WHERE l.id = h.load_id
"""
POINT_TO_HEIRS = """
    UPDATE kpis_stagedline s SET old = h.new FROM heirs h WHERE s.old = h.old AND s.change = 'unchanged'
"""
FORGET_HEIRS = """
    DELETE FROM kpis_stagedline s USING heirs h WHERE s.old = h.new AND s.load_id = h.load_id
"""
INCOMING = """
    DROP TABLE IF EXISTS incoming;
    CREATE TEMPORARY TABLE incoming (
        "row" int, "column" text, indicator bigint, unit bigint, period date, basis text,
        numerator numeric(14, 2), denominator numeric(14, 2), value numeric(20, 6), places int
    ) ON COMMIT DROP
"""


def copy_lines(load: Load, entries: Iterable[Entry], unit: Unit) -> dict[str, int]:
    """Stage what a return gives, compared with what the portal holds; how many figures it adds, changes, leaves."""
    with connection.cursor() as cursor:
        cursor.execute(INCOMING)
        cursor.copy_expert("COPY incoming FROM STDIN", _as_text(entries, unit.pk))
        cursor.execute("ANALYZE incoming")
        cursor.execute("DELETE FROM kpis_stagedline WHERE load_id = %s", [load.pk])
        cursor.execute(COMPARE, [load.pk])
        cursor.execute("SELECT change, count(*) FROM kpis_stagedline WHERE load_id = %s GROUP BY 1", [load.pk])
        found = dict(cursor.fetchall())
    return {change.value: found.get(change.value, 0) for change in Change}


def _as_text(entries: Iterable[Entry], unit: int) -> io.StringIO:
    lines = []
    for entry in entries:
        figure = entry.figure
        column = entry.column[:100].replace("\\", "\\\\").replace("\t", " ").replace("\n", " ").replace("\r", " ")
        parts = "\\N\t\\N" if figure.denominator is None else f"{figure.numerator}\t{figure.denominator}"
        lines.append(
            f"{entry.row}\t{column}\t{entry.indicator}\t{entry.unit or unit}\t{entry.period}\t{entry.basis}\t{parts}\t"
            f"{figure.value}\t{entry.places}\n"
        )
    return io.StringIO("".join(lines))


def is_stale(load: Load) -> bool:
    """Has any figure changed since the lines were compared? A value is never altered, so its number says it all."""
    with connection.cursor() as cursor:
        cursor.execute(STALE, [load.pk])
        return bool(cursor.fetchone()[0])


def put_in_force(load: Load, at: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SUPERSEDE, [at, load.pk, load.pk])
        cursor.execute(PUT_IN_FORCE, [load.pk])


def settle(load: Load) -> None:
    """The lines of a load that is confirmed; those that repeat a figure stay, as its word for that figure."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kpis_stagedline WHERE load_id = %s AND change <> 'unchanged'", [load.pk])


def forget(load: Load) -> None:
    """The lines of a load that is given up or undone."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kpis_stagedline WHERE load_id = %s", [load.pk])


def hand_over(load: Load, at: object) -> int:
    """Figures of an undone load that a later one repeated are that load's from now on; how many.

    As if the undone load had never been: the later one would have brought them, in the place of what was there before.
    """
    with connection.cursor() as cursor:
        cursor.execute(INHERIT, [at, load.pk])
        if not cursor.rowcount:
            return 0
        found = cursor.rowcount
        cursor.execute(HEIRS, [load.pk])
        cursor.execute(REPLACED_BY_HEIRS, [load.pk])
        cursor.execute(COUNT_HEIRS)
        cursor.execute(POINT_TO_HEIRS)
        cursor.execute(FORGET_HEIRS)
    return found
