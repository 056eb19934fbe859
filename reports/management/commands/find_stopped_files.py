"""The clock of files: one whose worker is gone is found without anybody opening its page, and late e-mails go."""

from django.utils import timezone

from kit.clock import ClockCommand
from reports import commands


class Command(ClockCommand):
    help = (
        "Say of reports whose files are not made any more that it failed, so that somebody can try again; send e-mails "
        "about reports that could not be sent before. Safe to run at any time, and twice at once."
    )
    of_what = "reports"

    def once(self) -> None:
        now = timezone.now()
        if count := commands.reap(at=now):
            self.stdout.write(
                f"the files of {count} edition{'' if count == 1 else 's'} had stopped and can be tried again"
            )
        if count := commands.send_late(at=now):
            self.stdout.write(f"{count} late e-mail{'' if count == 1 else 's'} about reports sent")
