"""Restore a backup into an empty folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from streetsafe import backups


class Command(BaseCommand):
    """`manage.py restore FILE FOLDER`: then start the service with STREETSAFE_VAR naming that folder."""

    help = "Restore a backup into an empty folder; nothing that stands is touched."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """From where, where to."""
        parser.add_argument("file", type=Path, help="a file that `backup` wrote")
        parser.add_argument("folder", type=Path, help="an empty folder, made when missing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, and say how much."""
        try:
            restored = backups.restore_backup(options["file"], options["folder"])
        except backups.BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            f"{restored.rows:,} rows and {restored.files:,} release files restored into {options['folder']}."
        )
