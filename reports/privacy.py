"""What an author types, and what findings say, may say more of a child than it should until somebody has checked it."""

from people.roles import Permission

READABLE_WITH = Permission.REPORT_WRITE
SAFE = {
    "Report": {
        "id", "kind", "unit", "starts_on", "ends_on", "title", "period_words", "status", "author", "version",
        "created_at", "round", "correction", "withdrawn_at", "withdrawn_because", "adaptation", "arrangement",
    },
    "Adaptation": {
        "id", "kind", "title", "arrangement", "version", "made_at", "made_by", "retired_at", "retired_by",
    },
    "Meeting": {"id", "report", "stage", "on", "minute", "recorded_at", "recorded_by"},
    "Dismissal": {"id", "report", "round", "finding", "rule", "at", "by"},
    "SignOff": {"id", "report", "round", "stage", "decision", "sha256", "at", "by"},
    "Block": {"id", "report", "key", "kind"},
    "Publication": {
        "id", "report", "edition", "number", "sha256", "corrects", "published_at", "published_by", "shown",
    },
    "PublicationFile": {"id", "publication", "format", "name", "media_type", "size", "sha256"},
    "Rendering": {"id", "publication", "state", "done", "total", "reason", "working_since"},
    "Reader": {"id", "user", "seen_at", "wants_all", "kinds"},
    "Notice": {"id", "report", "number", "about", "user", "at", "sent_at", "dropped_at"},
    "SectionOwner": {"id", "report", "section", "owner"},
    "Comment": {"id", "report", "place", "at", "by", "resolved_at", "resolved_by"},
    "SuggestedChange": {"id", "report", "place", "part", "at", "by", "answer", "answered_at", "answered_by"},
    "Version": {"id", "report", "number", "entry", "how", "at", "by"},
    "VersionPlace": {"id", "version", "key"},
}  # fmt: skip
SENSITIVE = {
    "Block": {"content"},
    # Typed after sign-off; its readers see what passed the check for names.
    "Meeting": {"outcome"},
    # The restricted edition shows small numbers, and what its author keeps from the public one.
    "Publication": {"content", "words", "search"},
    "PublicationFile": {"content"},
    # Said to the author about words that are not checked yet.
    "SignOff": {"comment"},
    "Dismissal": {"reason"},
    # Said among those who write and sign off, about words that are not checked yet.
    "Comment": {"text"},
    "SuggestedChange": {"based_on", "wording", "reason"},
    # What authors took out again stays here.
    "VersionPlace": {"content"},
}
