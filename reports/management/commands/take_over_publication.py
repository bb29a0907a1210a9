"""Let a restored or copied database publish from now on."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from reports.management.service_command import ServiceCommand, Sight
from reports.publication import adopting, safekeeping
from reports.publication.adopting import FolderNotWhole
from reports.publication.taking_over import take_over


class Command(ServiceCommand):
    """For the one database that will publish, when the other never will again."""

    may_see = Sight.EVERY_ROW
    help = (
        "After a restore, a move or a copy: let this database publish. Releases that lie in releases/, beside the "
        "backups or in --from are taken as they were published; quarters that may have been drawn where it published "
        "before, and whose folders are not found, are never drawn again. Only where the other one is off for good."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the other's releases are."""
        parser.add_argument(
            "--from",
            dest="folders",
            metavar="FOLDER",
            type=Path,
            action="append",
            default=[],
            help="a releases/ folder of where this service published before; may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Take over, and say what was found and what is given up."""
        if missing := [folder for folder in options["folders"] if not folder.is_dir()]:
            raise CommandError(f"There is no folder {missing[0]}. Nothing was changed.")
        if bare := [folder for folder in options["folders"] if not adopting.holds_a_release(folder)]:
            raise CommandError(f"No release lies in {bare[0]}: name the releases/ folder itself. Nothing was changed.")
        try:
            taken = take_over(now=timezone.now(), from_folders=(*safekeeping.kept_releases(), *options["folders"]))
        except FolderNotWhole as problem:
            raise CommandError(f"{problem} Nothing was taken over.") from None
        self.stdout.write(f"{len(taken.adopted)} releases were published and not stored here; they are now.")
        if taken.lost:
            self.stdout.write(
                f"Up to {taken.until} nothing more is drawn for {len(taken.lost)} councils: it may have been drawn "
                "where this database published before. If it was, bring the folders and run this again with --from."
            )
        if taken.handed_over_by:
            self.stdout.write(f"The service in {taken.handed_over_by} has handed over: it draws no more.")
        if taken.is_unseen:
            self.stdout.write("The service that published before is not to be found here, and could not be told.")
        self.stdout.write("This database publishes from now on. Let no other copy of it publish.")
