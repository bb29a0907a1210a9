"""After `load_areas`: reports of councils that no longer stand go to the current council of their place."""

from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from reports.intake.reassigning import reassign_councils
from reports.management.service_command import ServiceCommand, Sight
from reports.publication import safekeeping
from reports.publication.adopting import FolderNotWhole
from reports.publication.place import Elsewhere
from reports.publication.taking_over import CouncilNotLoaded, TurnedBack, refuse_turned_back


class Command(ServiceCommand):
    """`manage.py assign_councils`."""

    may_see = Sight.EVERY_ROW
    help = "Gives reports of councils that no longer stand to the council that stands at their place now."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many moved. Not in a copy: what a report may still tell is known by where it stands."""
        try:
            refuse_turned_back(now=timezone.now(), kept=safekeeping.kept_releases())
        except (Elsewhere, FolderNotWhole, CouncilNotLoaded, TurnedBack) as why:
            raise CommandError(f"{why} No report was moved.") from None
        result = reassign_councils()
        self.stdout.write(f"{result.moved:,} reports moved to the council that stands at their place now.")
        if result.left:
            self.stdout.write(f"{result.left:,} reports stand where no council is loaded: load its boundary.")
