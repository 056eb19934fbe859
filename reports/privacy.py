"""What an author types, and what findings say, may say more of a child than it should until somebody has checked it."""

from people.roles import Permission

READABLE_WITH = Permission.REPORT_WRITE
SAFE = {
    "Report": {
        "id", "kind", "unit", "starts_on", "ends_on", "title", "period_words", "status", "author", "version",
        "created_at", "round", "correction", "withdrawn_at", "withdrawn_because",
    },
    "Meeting": {"id", "report", "stage", "on"},
    "Dismissal": {"id", "report", "round", "finding", "rule", "at", "by"},
    "SignOff": {"id", "report", "round", "stage", "decision", "sha256", "at", "by"},
    "Block": {"id", "report", "key", "kind"},
    # Published, so checked: suppressed where numbers are small, and searched for case references.
    "Publication": {
        "id", "report", "edition", "number", "content", "sha256", "corrects", "published_at", "published_by",
    },
    "PublicationFile": {"id", "publication", "format", "name", "media_type", "content", "size", "sha256"},
}  # fmt: skip
SENSITIVE = {
    "Block": {"content"},
    # Said to the author about words that are not checked yet.
    "SignOff": {"comment"},
    "Dismissal": {"reason"},
}
