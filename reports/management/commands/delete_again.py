"""Delete again what was deleted by its words and came back with a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from reports.intake.taken_back import LIST, follow_list
from reports.management.service_command import ServiceCommand, Sight


class Command(ServiceCommand):
    """After a restore, in the restored service, before it is started."""

    may_see = Sight.EVERY_ROW
    help = "After a restore: delete again what was deleted by its four words since the backup. Say where backups lie."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the list is."""
        parser.add_argument("folder", type=Path, help=f"the folder of backups, in which {LIST} lies")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say how many."""
        if not (options["folder"] / LIST).is_file():
            raise CommandError(f"There is no {LIST} in {options['folder']}: `backup` writes it there each night.")
        self.stdout.write(f"{follow_list(options['folder']):,} reports were back and are deleted again.")
