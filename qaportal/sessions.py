"""Sessions in the database, found only by keys that Django itself could have made."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """A cookie may hold any character, and Postgres refuses to look for some of them."""

    def _validate_session_key(self, key: str | None) -> bool:
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()
