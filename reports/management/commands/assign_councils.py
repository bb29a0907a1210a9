"""After `load_areas`: reports of councils that no longer stand go to the current council of their place."""

from typing import Any

from reports.intake.reassigning import reassign_councils
from reports.management.service_command import ServiceCommand, Sight


class Command(ServiceCommand):
    """`manage.py assign_councils`."""

    may_see = Sight.EVERY_ROW
    help = "Gives reports of councils that no longer stand to the council that stands at their place now."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many moved."""
        result = reassign_councils()
        self.stdout.write(f"{result.moved:,} reports moved to the council that stands at their place now.")
        if result.left:
            self.stdout.write(f"{result.left:,} reports stand where no council is loaded: load its boundary.")
