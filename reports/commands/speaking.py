"""What people say about a report leads to no child."""

import re

from django.conf import settings

from people.access import Refused
from reports import content


def without_reference(said: str, because: str) -> str:
    """What was said, as it is kept; a case reference in it is refused, `because` of what."""
    if found := re.search(rf"(?<!\w)(?:{settings.CASE_REFERENCE_PATTERN})(?!\w)", said, re.IGNORECASE):
        raise Refused(f"{found[0]} looks like a case reference. Take it out: {because}.")
    return content.plain(said)
