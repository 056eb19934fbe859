"""Actions are written freely, so their words may say more than they should."""

from people.roles import Permission

READABLE_WITH = Permission.ACTION_VIEW
SAFE = {
    "Action": {
        "id", "unit", "owner", "due_on", "origin", "origin_path", "raised_at", "raised_by", "delivered_at",
        "delivered_by", "evidenced_on", "closed_at", "closed_by",
    },
    "Note": {"id", "action", "kind", "at", "by", "evidenced_on"},
}  # fmt: skip
SENSITIVE = {
    "Action": {"text", "evidence"},
    "Note": {"words"},
}
