"""Make reports coarser and erase them when their time has come."""

from typing import Any

from django.utils import timezone

from reports.management.service_command import ServiceCommand, Sight
from reports.publication.expiring import expire_reports
from streetsafe.readiness.commands import refuse_a_wrong_clock


class Command(ServiceCommand):
    """Once a night; a second run changes nothing."""

    may_see = Sight.EVERY_ROW
    help = "Make reports coarser 30 days after their map, and erase them after 24 months. Counts stay."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is due, and say what was done."""
        refuse_a_wrong_clock()
        expired = expire_reports(now=timezone.now())
        self.stdout.write(
            f"{expired.coarsened:,} reports made coarser. Erased: {expired.accepted:,} accepted, whose counts stay, "
            f"{expired.rejected:,} rejected, {expired.undecided:,} never decided."
        )
        if not expired.is_overwritten:
            self.stderr.write("The write-ahead log was in use and could not be emptied: run this again in a minute.")
