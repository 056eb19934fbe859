"""Which fields hold personal data or somebody's words, and which are safe to show to whoever reads the record.

Every app has a `privacy.py` with SAFE and SENSITIVE, and a test finds a field that is in neither. Sensitive values are
shown only to somebody who holds READABLE_WITH for the whole council; without it, to nobody.
"""

from people.roles import Permission

READABLE_WITH = Permission.PEOPLE_MANAGE
SAFE = {
    "Unit": {"id", "parent", "kind", "code", "name", "path", "started_on", "ended_on"},
    "User": {"id", "started_on", "left_on", "is_active"},
    "Membership": {"id", "user", "role", "unit", "starts_on", "ends_on"},
    "Event": {"id", "at", "by", "verb", "target_type", "target_id", "target_words", "detail", "context"},
}
SENSITIVE = {
    "User": {"email", "name", "job_title", "staff_number", "password", "last_login"},
}
