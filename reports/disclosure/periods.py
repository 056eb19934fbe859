"""One period less another. [pure]"""

import datetime
from collections import defaultdict

from reports.disclosure.tables import Span


def put(beside: defaultdict[tuple[str, datetime.date], set[Span]], span: Span) -> None:
    beside["begins", span[0]].add(span)
    beside["ends", span[1]].add(span)


def without(longer: Span, shorter: Span) -> Span | None:
    """What is left of the longer period, where both begin or both end on one day."""
    day = datetime.timedelta(days=1)
    if longer[0] == shorter[0] and shorter[1] < longer[1]:
        return shorter[1] + day, longer[1]
    if longer[1] == shorter[1] and longer[0] < shorter[0]:
        return longer[0], shorter[0] - day
    return None
