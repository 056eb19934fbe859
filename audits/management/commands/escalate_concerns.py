"""The clock of safeguarding concerns."""

import contextlib
import logging
import time

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from audits import commands

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Take safeguarding concerns that were not acknowledged in time to the next person, and send the e-mails that "
        "could not be sent before. Safe to run at any time, and twice at once: run it every minute (docs/operating.md)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on for ever, so many seconds apart")

    def handle(self, *, every: int | None, **options: object) -> None:
        if every is None:
            self._once()
            return
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                self._in_spite_of_the_database()
                time.sleep(every)

    def _in_spite_of_the_database(self) -> None:
        """It comes back, and a clock that has stopped tells nobody."""
        try:
            self._once()
        except DatabaseError as error:
            logger.error("The clock of safeguarding concerns tries again: %s", type(error).__name__)
        close_old_connections()

    def _once(self) -> None:
        escalated, told = commands.escalate_due(), commands.tell()
        if escalated or told:
            self.stdout.write(f"{escalated} escalated, {told} e-mails sent")
