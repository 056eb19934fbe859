"""The clock of loads: one whose worker is gone is found without anybody opening its page."""

from django.utils import timezone

from kit.clock import ClockCommand
from kpis import commands


class Command(ClockCommand):
    help = (
        "Say of loads whose worker is gone that they have failed, so that somebody can check them again. "
        "Safe to run at any time, and twice at once."
    )
    of_what = "loads"

    def once(self) -> None:
        if count := commands.reap(at=timezone.now()):
            self.stdout.write(f"{count} load{'' if count == 1 else 's'} had stopped and can be checked again")
