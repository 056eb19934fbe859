"""A performance book of any size, made in the database: units, indicators, targets and months of values."""

import datetime

from django.db import connection
from django.utils import timezone

from kpis.models import Load
from people.models import Membership, Unit, User
from people.roles import Role

LAST = datetime.date(2026, 4, 1)
STARTS = datetime.date(2010, 4, 1)
UNITS = """
    INSERT INTO people_unit (kind, code, name, path, started_on, parent_id)
    SELECT 'service', 'service-' || n, 'Service ' || n, '/council/service-' || n || '/', '2010-04-01', %(council)s
    FROM generate_series(1, %(services)s) n;
    INSERT INTO people_unit (kind, code, name, path, started_on, parent_id)
    SELECT 'team', 'team-' || n, 'Team ' || n, s.path || 'team-' || n || '/', '2010-04-01', s.id
    FROM generate_series(1, %(teams)s) n JOIN people_unit s ON s.code = 'service-' || (n %% %(services)s + 1);
"""
# Of five indicators one is a count, one a year to date over months, three are snapshots.
INDICATORS = """
    INSERT INTO kpis_indicator (ref, theme, position, owner)
    SELECT 'S' || n, 'Theme ' || (n - 1) / 15 + 1, n, 'Head of Service' FROM generate_series(1, %(indicators)s) n;
    INSERT INTO kpis_definition (indicator_id, validity, title, description, numerator_words, denominator_words,
        measured_in, places, polarity, basis, source, origin, measure, tool, domain, cohort, why_it_matters,
        inspection_area, change_note)
    SELECT id, daterange('2010-04-01', NULL), 'Measure ' || ref || ' of children seen in time', '', '', '',
        CASE position %% 5 WHEN 1 THEN 'count' ELSE 'percentage' END, CASE position %% 5 WHEN 1 THEN 0 ELSE 1 END,
        CASE position %% 5 WHEN 1 THEN 'none' WHEN 2 THEN 'lower' ELSE 'higher' END,
        CASE position %% 5 WHEN 0 THEN 'year_to_date' ELSE 'snapshot' END,
        'Return', 'return', '', '', '', '', '', '', ''
    FROM kpis_indicator;
    INSERT INTO kpis_target (indicator_id, validity, rule, minimum, upper, operator)
    SELECT id, daterange('2010-04-01', NULL), 'minimum_upper', CASE position %% 5 WHEN 2 THEN 40 ELSE 75 END,
        CASE position %% 5 WHEN 2 THEN 25 ELSE 90 END, ''
    FROM kpis_indicator WHERE position %% 5 <> 1;
"""
VALUES = """
    SET session_replication_role = replica;
    INSERT INTO kpis_value (indicator_id, unit_id, period, basis, numerator, denominator, value, load_id)
    SELECT i.id, u.id, month, CASE i.position %% 5 WHEN 0 THEN 'month' ELSE 'snapshot' END,
        CASE i.position %% 5 WHEN 1 THEN NULL ELSE part END, CASE i.position %% 5 WHEN 1 THEN NULL ELSE 200 END,
        CASE i.position %% 5 WHEN 1 THEN part ELSE part / 2.0 END, %(load)s
    FROM kpis_indicator i
    CROSS JOIN people_unit u
    CROSS JOIN LATERAL (
        SELECT month::date,
            60 + (i.position * 7 + u.id * 13 + extract(epoch FROM month)::bigint / 86400 * 31) %% 140 AS part
        FROM generate_series(%(last)s::timestamp - make_interval(months => %(months)s - 1), %(last)s, '1 month') month
    ) months;
    SET session_replication_role = origin;
"""


def make_book(*, indicators: int, services: int, teams: int, months: int) -> int:
    """Fill an empty database; how many values there are."""
    council = Unit.objects.create(kind="council", code="council", name="Council", started_on=STARTS)
    reader = User.objects.create_user("director@demo.example", "not-used", name="Director")
    Membership.objects.create(user=reader, role=Role.EXECUTIVE, unit=council, starts_on=STARTS)
    load = Load.objects.create(
        unit=council, period=LAST, file_name="book.csv", sha256="0" * 64, state="confirmed", staged_at=timezone.now(),
        confirmed_at=timezone.now(),
    )  # fmt: skip
    sizes = {
        "load": load.pk,
        "council": council.pk,
        "indicators": indicators,
        "services": services,
        "teams": teams,
        "months": months,
    }
    with connection.cursor() as cursor:
        for statements in (UNITS, INDICATORS, VALUES):
            cursor.execute(statements, {**sizes, "last": LAST})
        cursor.execute("VACUUM ANALYZE")  # as autovacuum leaves a table that grew
        cursor.execute("SELECT count(*) FROM kpis_value")
        return cursor.fetchone()[0]
