"""Look for what is new in each council's counts, as they were last rebuilt, and keep it for analysts."""

from typing import Any

from django.utils import timezone

from reports.analyst.alert_finding import find_alerts
from reports.management.service_command import ServiceCommand, Sight


class Command(ServiceCommand):
    """A step of each night; a second time it finds the same."""

    may_see = Sight.EVERY_ROW
    help = "Look for what is new in each council's counts, and keep it for analysts. Run it after rebuild_counts."

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, and say how much was looked at and is new."""
        found = find_alerts(now=timezone.now())
        self.stdout.write(
            f"Looked at {found.councils:,} councils, {found.too_few:,} of them with too few reports. "
            f"New alerts: {found.alerts:,}."
        )
