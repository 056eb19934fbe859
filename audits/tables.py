"""The columns of the lists of audits and of the activity register: what pages and files say of each row.

The practitioner is not among the columns of audits: a list that travels as a file must not tell whose practice was
looked at; the audit's own page tells those who may know.
"""

from typing import Any

from audits.grading import GRADE_WORDS, Grade
from audits.models import Activity
from kit.listing import Column

AUDIT_COLUMNS = (
    Column(
        "record", "Child’s record", lambda row: row.record.case_reference, order=("record__case_reference",),
        look="audits/cells/record.html", is_nowrap=True,
    ),
    Column("team", "Team", lambda row: row.unit.name, order=("unit__name",)),
    Column("cohort", "Cohort", lambda row: row.record.get_cohort_display(), order=("cohort_place",)),
    Column("tool", "Tool", lambda row: row.tool_version.tool.name, order=("tool_version__tool__name",)),
    Column("month", "Audit month", lambda row: f"{row.audit_month:%B %Y}", order=("audit_month",), is_nowrap=True),
    Column("auditor", "Auditor", lambda row: row.auditor.name, order=("auditor__name",)),
    Column("status", "Status", lambda row: row.status_words, order=("status_place",), look="audits/cells/status.html"),
    Column(
        "grade", "Overall grade", lambda row: grade_words(row), order=("grade_place",), look="audits/cells/grade.html"
    ),
)  # fmt: skip
MINE_COLUMNS = tuple(column for column in AUDIT_COLUMNS if column.code != "auditor")

ACTIVITY_COLUMNS = (
    Column("title", "Title", lambda row: row.title, order=("title",), look="audits/activities/_title.html"),
    Column("kind", "Kind", lambda row: row.get_kind_display(), order=("kind_words",)),
    Column("period", "Period", lambda row: row.period_words, order=("ends_on", "starts_on")),
    Column("unit", "Team", lambda row: row.unit.name, order=("unit__name",)),
    Column("cohort", "Cohort", lambda row: cohort_words(row), order=("cohort_words",)),
    Column("themes", "Themes", lambda row: themes_words(row)),
    Column("sample", "Sample size", lambda row: sample_words(row), order=("sample_size",), is_numeric=True),
)


def cohort_words(row: Activity) -> str:
    return row.get_cohort_display() or "All"


def themes_words(row: Any) -> str:
    """The themes of a row that was read with its marks."""
    return ", ".join(sorted(mark.theme.name for mark in row.theme_marks.all())) or "None marked"


def sample_words(row: Activity) -> str | int:
    return "Not given" if row.sample_size is None else row.sample_size


def grade_words(row: Any) -> str:
    """The agreed overall grade in words; before that there is none to tell."""
    if row.overall:
        return GRADE_WORDS[Grade(row.overall)]
    return "None" if row.withdrawn_at else "Not agreed yet"
