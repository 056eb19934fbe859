"""Counting so many of something in a stretch of time, exactly, whoever else counts at the same moment."""

import datetime

from django.conf import settings
from django.db import connection

# One statement: whoever comes second waits for the first and then sees its count. A stretch that is over counts anew.
TAKE = """
    INSERT INTO {table} AS held (cache_key, value, expires) VALUES (%(key)s, '1', %(until)s)
    ON CONFLICT (cache_key) DO UPDATE SET
        value = CASE WHEN held.expires < excluded.expires THEN '1' ELSE (held.value::int + 1)::text END,
        expires = GREATEST(held.expires, excluded.expires)
    WHERE held.expires < excluded.expires OR held.value::int < %(most)s
    RETURNING value
"""


def take_place(key: str, *, most: int, until: datetime.datetime) -> bool:
    """Take one of `most` places in the stretch of time that ends at `until`; False: none is left.

    Kept in the table of the cache, which throws out what has expired; its own keys begin otherwise.
    """
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(TAKE.format(table=table), {"key": f"places:{key}", "until": until, "most": most})
        return cursor.fetchone() is not None
