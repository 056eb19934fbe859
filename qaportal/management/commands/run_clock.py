"""The one clock: all that must be done without anybody looking at a page."""

from django.core.management import call_command

from kit.clock import ClockCommand

# What cannot wait stands first.
CLOCKS = ("escalate_concerns", "find_stopped_loads", "find_stopped_files")


class Command(ClockCommand):
    help = f"Do once, or every so many seconds, what the clock must do: {', '.join(CLOCKS)} (docs/operating.md)."
    of_what = "the portal"

    def once(self) -> None:
        for name in CLOCKS:
            call_command(name, stdout=self.stdout, stderr=self.stderr)
