"""Figures beside the best hand-written SQL for them; equal results first, then the time.

The pass line: a page may cost at most 25 ms more than its SQL. Pages are asked of gunicorn over one open connection.
"""

import datetime

import pytest
from django.db import connection

from audits.summaries import team_grades
from kpis.summaries import highlight
from people.models import Unit, User
from tests.bench.conftest import in_turn, report

MOST_MORE = 25  # ms
MONTH = datetime.date(2026, 4, 1)

HIGHLIGHT = """
    SELECT i.ref, round(coalesce(v.numerator * 100 / nullif(v.denominator, 0), v.value), d.places), t.minimum, t.upper
    FROM kpis_indicator i
    JOIN kpis_definition d ON d.indicator_id = i.id AND d.validity @> %(day)s::date
    LEFT JOIN kpis_target t ON t.indicator_id = i.id AND t.validity @> %(day)s::date
    LEFT JOIN kpis_value v ON v.indicator_id = i.id AND v.period = %(month)s AND v.basis = d.basis
        AND v.unit_id = %(unit)s AND v.superseded_at IS NULL
    WHERE d.basis <> 'quarter' -- no quarter ends in April
    ORDER BY i.position
"""
GRADES = """
    SELECT s.code, g.grade, count(*)
    FROM audits_grading g
    JOIN audits_audit a ON a.id = g.audit_id AND a.agreed_at IS NOT NULL AND a.audit_month BETWEEN %(start)s AND %(end)s
    JOIN audits_toolversion v ON v.id = a.tool_version_id
    JOIN audits_tool t ON t.id = v.tool_id
    LEFT JOIN audits_section s ON s.id = g.section_id
    WHERE g.stage = 'agreed' AND (s.id IS NULL OR t.code = 'case-file')
    GROUP BY s.code, g.grade
"""


def rows(statement, **values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


@pytest.mark.bench
def test_the_indicator_dashboard(director, db):
    council = Unit.objects.get(parent=None)
    values = {"day": datetime.date(2026, 4, 30), "month": MONTH, "unit": council.pk}
    shown = [(row.ref, row.current, row.minimum, row.upper) for row in highlight(council, MONTH).rows]
    assert shown == rows(HIGHLIGHT, **values)

    medians = in_turn(lambda: director.get("/indicators/?month=2026-04"), lambda: rows(HIGHLIGHT, **values))

    report("Indicator dashboard", medians)
    assert medians["ours"] - medians["reference"] <= MOST_MORE


@pytest.mark.bench
def test_grades_of_a_year(demo, db):
    viewer = User.objects.get(email="director@demo.example")
    start, end = datetime.date(2025, 5, 1), datetime.date(2026, 4, 1)
    shown = {
        (counts.code, grade): getattr(counts, grade)
        for counts in team_grades(viewer, start, end)
        for grade in ("outstanding", "good", "requires_improvement", "inadequate")
        if getattr(counts, grade)
    }
    assert shown == {(code or "overall", grade): n for code, grade, n in rows(GRADES, start=start, end=end)}

    medians = in_turn(lambda: team_grades(viewer, start, end), lambda: rows(GRADES, start=start, end=end))

    report("Agreed grades of a year, by domain", medians)
    assert medians["ours"] - medians["reference"] <= MOST_MORE
