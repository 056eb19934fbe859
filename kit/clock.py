"""What must be done without anybody looking at a page: a command that is run every minute, or for ever."""

import contextlib
import logging
import time

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

logger = logging.getLogger(__name__)


class ClockCommand(BaseCommand):
    """Give it `once`, which must be safe to run at any time, and twice at once; and `of_what`, for the log."""

    of_what = ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on for ever, so many seconds apart")

    def handle(self, *, every: int | None, **options: object) -> None:
        if every is None:
            self.once()
            return
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                self._in_spite_of_the_database()
                time.sleep(every)

    def once(self) -> None:
        raise NotImplementedError

    def _in_spite_of_the_database(self) -> None:
        """It comes back, and a clock that has stopped tells nobody."""
        try:
            self.once()
        except DatabaseError as error:
            logger.error("The clock of %s tries again: %s", self.of_what, type(error).__name__)
        close_old_connections()
