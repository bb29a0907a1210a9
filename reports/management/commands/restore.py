"""Restore a backup into an empty folder."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError

from reports.intake.taken_back import LIST, write_list
from reports.management.service_command import ServiceCommand, Sight
from streetsafe import backups, environment


class Command(ServiceCommand):
    """`manage.py restore FILE FOLDER`: then start the service with STREETSAFE_VAR naming that folder.

    Of PostgreSQL with `--database URL`: then with DATABASE_URL naming that database too.
    """

    may_see = Sight.NO_ROW
    help = "Restore a backup into an empty folder; nothing that stands is touched."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """From where, where to."""
        parser.add_argument("file", type=Path, help="a file that `backup` wrote")
        parser.add_argument("folder", type=Path, help="an empty folder, made when missing")
        parser.add_argument(
            "--database",
            metavar="URL",
            help="of PostgreSQL: the empty database to fill, as DATABASE_URL would name it; never the one in use",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, and say how much."""
        url = options["database"]
        try:
            database = environment.database(url, sqlite_file=Path()) if url else None
            restored = backups.restore_backup(options["file"], options["folder"], database=database)
        except environment.Refused as refused:
            raise CommandError(str(refused).replace("DATABASE_URL", "--database")) from refused
        except backups.BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            f"{restored.rows:,} rows and {restored.files:,} release files restored into {options['folder']}"
            f"{' and the database' if url else ''}."
        )
        restored_service = {"STREETSAFE_VAR": str(options["folder"].resolve())} | ({"DATABASE_URL": url} if url else {})
        self._delete_again(options["file"].resolve().parent, restored_service)
        self.stdout.write(
            "It publishes nothing before you run take_over_publication there: the other must never publish again."
        )

    def _delete_again(self, backups_folder: Path, restored_service: dict[str, str]) -> None:
        """What was deleted by its words since the backup, in the restored service itself."""
        with suppress(DatabaseError, OSError):  # the database of before may be gone: then what the list knew last
            write_list(backups_folder)
        if not (backups_folder / LIST).is_file():
            return
        ended = subprocess.run(  # noqa: S603  # our own command
            [sys.executable, settings.BASE_DIR / "manage.py", "delete_again", backups_folder],
            env=os.environ | restored_service | {"SECRET_KEY": settings.SECRET_KEY},
            capture_output=True,
            text=True,
            check=False,
        )
        self.stdout.write(ended.stdout, ending="")
        if ended.returncode:
            raise CommandError(
                "What was deleted by its words could not be deleted again. In the restored service run migrate, then "
                f"delete_again {backups_folder}, before you start it."
            )
