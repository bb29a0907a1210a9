"""Write an encrypted backup of the database and the releases, and delete those that have expired."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from streetsafe import backups


class Command(BaseCommand):
    """`manage.py backup FOLDER`."""

    help = f"Write an encrypted backup into a folder, and delete those older than {backups.KEPT.days} days there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path, help="a folder on another disk; made when missing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, read back, expire, and say so."""
        try:
            written = backups.write_backup(options["folder"], now=timezone.now())
        except backups.BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{written.file.name}: {written.rows:,} rows, read back and the same.")
        self.stdout.write(f"{written.expired} expired and deleted.")
