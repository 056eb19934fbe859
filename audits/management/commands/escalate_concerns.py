"""The clock of safeguarding concerns."""

from audits import commands
from kit.clock import ClockCommand


class Command(ClockCommand):
    help = (
        "Take safeguarding concerns that were not acknowledged in time to the next person, and send the e-mails that "
        "could not be sent before. Safe to run at any time, and twice at once: run it every minute (docs/operating.md)."
    )
    of_what = "safeguarding concerns"

    def once(self) -> None:
        escalated, told = commands.escalate_due(), commands.tell()
        if escalated or told:
            self.stdout.write(f"{escalated} escalated, {told} e-mails sent")
