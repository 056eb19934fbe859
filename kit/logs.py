"""What is written to the log says where something broke, never what people had written."""

import logging
import re
from types import TracebackType

# Postgres explains a refused row by quoting it, whole, from DETAIL: to the end of its message.
QUOTED = re.compile(r"\nDETAIL:.*?(?=\n\n(?:The above exception|During handling)|\Z)", re.DOTALL)


class WithoutRows(logging.Formatter):
    """Tracebacks without the rows that the database quotes."""

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return QUOTED.sub("\nDETAIL: not logged", super().formatException(ei))
