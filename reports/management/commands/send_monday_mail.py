"""Send the mail of each Monday to the one address that the operator names."""

from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from reports.analyst.monday_mail import NothingToSend, send_monday_mail
from reports.management.service_command import ServiceCommand, Sight


class Command(ServiceCommand):
    """Each Monday at a fixed hour; a second time that day sends nothing."""

    may_see = Sight.NO_ROW
    help = "On a Monday: send MONDAY_MAIL_TO the mail that says where to look, the same each time; once that day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send it, or say why not."""
        try:
            send_monday_mail(now=timezone.now())
        except NothingToSend as why:
            self.stdout.write(f"Nothing is sent. {why}")
        except OSError as fault:
            raise CommandError(
                f"The mail server did not take the mail: {fault}\n"
                "What to do: see that MAIL_SERVER names one that takes mail from this machine, and run it again today."
            ) from fault
        else:
            self.stdout.write("Sent.")
