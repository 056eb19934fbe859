"""Audits, their grades and findings, and actions, as many as a large council has in ten years; made in the database.

Grades follow no die but sums of numbers, so that every run counts the same.
"""

import datetime

from django.db import connection

from audits.commands import install_shipped_tools
from people.models import Membership, Unit, User
from people.roles import Role
from tests.bench.book import STARTS

MONTHS = 120
# Of ten audits nine are agreed. The months are the last ones up to April 2026, the same number in each.
AUDITS = """
    SET session_replication_role = replica;
    CREATE TEMPORARY TABLE bench_teams AS
        SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM people_unit WHERE kind = 'team';
    INSERT INTO audits_record (case_reference, unit_id, cohort, age_band, facts_on, facts_version)
    SELECT 'QA' || lpad(n::text, 6, '0'), t.id, 'child_protection', '5_to_9', '2026-04-01', 1
    FROM generate_series(1, %(audits)s) n JOIN bench_teams t ON t.place = n %% (SELECT count(*) FROM bench_teams);
    INSERT INTO audits_audit (record_id, unit_id, tool_version_id, audit_month, auditor_id, status, version, reflection,
        voice_version, sent_back_reason, withdrawn_reason, no_meeting_reason, reopened_reason, allocated_at,
        allocated_by_id, started_at, started_by_id, submitted_at, submitted_by_id, agreed_at, agreed_by_id)
    SELECT r.id, r.unit_id, %(tool)s, month, %(by)s, CASE WHEN is_agreed THEN 'agreed' ELSE 'in_progress' END, 1, '',
        1, '', '', '', '', month, %(by)s, month + 5, %(by)s, CASE WHEN is_agreed THEN month + 15 END,
        CASE WHEN is_agreed THEN %(by)s END, CASE WHEN is_agreed THEN month + 25 END,
        CASE WHEN is_agreed THEN %(by)s END
    FROM (
        SELECT id, unit_id, (DATE '2026-04-01' - make_interval(months => (id %% %(months)s)::int))::date AS month,
            id %% 10 <> 3 AS is_agreed
        FROM audits_record
    ) r;
"""
GRADINGS = """
    INSERT INTO audits_grading (audit_id, section_id, stage, grade, rationale, difference, reason, by_id, at)
    SELECT a.id, s.id, stage,
        (ARRAY['outstanding', 'good', 'good', 'requires_improvement', 'requires_improvement', 'inadequate'])[
            1 + (a.id * 7 + coalesce(s.position, 0) * 3
                + CASE WHEN stage = 'agreed' AND (a.id / 7) %% 9 = 0 THEN 1 ELSE 0 END) %% 6],
        'The record shows what was done, why, and what the child said of it.', '', '', %(by)s, a.agreed_at
    FROM audits_audit a
    CROSS JOIN (VALUES ('original'), ('agreed')) stages (stage)
    CROSS JOIN (
        SELECT id, position FROM audits_section WHERE tool_version_id = %(tool)s AND is_graded
        UNION ALL SELECT NULL, NULL
    ) s
    WHERE a.agreed_at IS NOT NULL;
    INSERT INTO audits_finding (audit_id, section_id, kind, text, position)
    SELECT a.id, s.id, kind, 'Finding ' || a.id || ': children are seen, and plans say what happens next.', 1
    FROM audits_audit a
    CROSS JOIN (VALUES ('strength'), ('focus')) kinds (kind)
    CROSS JOIN LATERAL (
        SELECT id FROM audits_section WHERE tool_version_id = %(tool)s AND is_graded
        ORDER BY (position + a.id) %% 7, id LIMIT 1
    ) s;
"""
# Of twenty actions one is not delivered; what is delivered is closed within the month.
ACTIONS = """
    INSERT INTO improvement_action (unit_id, text, owner_id, due_on, origin, origin_path, raised_at, raised_by_id,
        delivered_at, delivered_by_id, evidence, evidenced_on, closed_at, closed_by_id)
    SELECT unit_id, 'Bring the chronology of record ' || id || ' up to date.', %(by)s, audit_month + 60, 'Audit ' || id,
        '/audits/' || id || '/', audit_month + 26, %(by)s,
        CASE WHEN is_done THEN audit_month + 50 END, CASE WHEN is_done THEN %(by)s END,
        CASE WHEN is_done THEN 'Chronology read.' ELSE '' END, CASE WHEN is_done THEN audit_month + 50 END,
        CASE WHEN is_done THEN audit_month + 58 END, CASE WHEN is_done THEN %(other)s END
    FROM (SELECT *, id %% 100 <> 5 OR audit_month < '2025-01-01' AS is_done FROM audits_audit WHERE id %% 5 = 0) a;
    SET session_replication_role = origin;
    ANALYZE;
"""


def make_audits(count: int) -> User:
    """Fill a database that holds units; who may write reports about all of them."""
    council = Unit.objects.get(parent=None)
    lead = User.objects.create_user("qa@demo.example", "not-used", name="Lead")
    Membership.objects.create(user=lead, role=Role.QA_TEAM, unit=council, starts_on=STARTS)
    tool, *_ = install_shipped_tools(by=lead, at=datetime.datetime(2016, 4, 1, 9, tzinfo=datetime.UTC))
    other = User.objects.get(email="director@demo.example")
    sizes = {"audits": count, "months": MONTHS, "tool": tool.pk, "by": lead.pk, "other": other.pk}
    with connection.cursor() as cursor:
        for statements in (AUDITS, GRADINGS, ACTIONS):
            cursor.execute(statements, sizes)
    return lead
