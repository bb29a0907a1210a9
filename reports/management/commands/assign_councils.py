"""After `load_areas`: reports of councils that no longer stand go to the current council of their place."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.intake.reassigning import reassign_councils


class Command(BaseCommand):
    """`manage.py assign_councils`."""

    help = "Reassign reports from abolished councils to the council that now covers the location."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many moved."""
        result = reassign_councils()
        self.stdout.write(f"{result.moved:,} reports moved to the council that stands at their place now.")
        if result.left:
            self.stdout.write(f"{result.left:,} reports stand where no council is loaded: load its boundary.")
