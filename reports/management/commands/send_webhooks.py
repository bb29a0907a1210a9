"""`send_webhooks`: tells the programs that asked for it of new releases, and tries again what failed."""

from typing import Any

from django.utils import timezone

from reports.feeds.deliveries import note_new_releases, send_due
from reports.feeds.webhooks import switch_off
from reports.management.service_command import ServiceCommand, Sight


class Command(ServiceCommand):
    """For a timer of five minutes."""

    may_see = Sight.NO_ROW
    help = "Send the webhooks of new releases, and those that are due to be tried again."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line: how many releases were new, how many deliveries went well, and how many did not."""
        noted = note_new_releases(now=timezone.now())
        counts = send_due(now=timezone.now, gave_up=lambda webhook, why, now: switch_off(webhook, because=why, now=now))
        self.stdout.write(
            f"{noted:,} new, {counts['delivered']:,} delivered, {counts['not delivered']:,} not delivered."
        )
