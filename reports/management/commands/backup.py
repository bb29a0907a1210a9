"""Write an encrypted backup of the database and the releases, and delete those that have expired."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from reports.intake.taken_back import write_list
from reports.management.service_command import ServiceCommand, Sight
from streetsafe import backups
from streetsafe.readiness.commands import refuse_a_wrong_clock


class Command(ServiceCommand):
    """`manage.py backup FOLDER`."""

    may_see = Sight.NO_ROW
    help = f"Write an encrypted backup into a folder, and delete those older than {backups.KEPT.days} days there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path, help="a folder on another disk; made when missing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Expire whatever becomes of the new one: what was erased must not stay for a fault of ours. Then write."""
        refuse_a_wrong_clock()  # it would delete every backup there is, or be the first to be deleted
        folder, now = options["folder"], timezone.now()
        problems, stated = [], "0 expired and deleted."
        try:
            stated = f"{backups.expire_backups(folder, now=now)} expired and deleted."
        except backups.BackupProblem as problem:
            problems.append(f"{problem} What has expired there is not deleted.")
        try:
            written = backups.write_backup(folder, now=now)
            self.stdout.write(f"{written.file.name}: {written.rows:,} rows, read back and the same.")
        except backups.BackupProblem as problem:
            problems.append(f"{problem} No backup was written.")
        # Also when no new backup came: it is for those that lie there already.
        try:
            if _is_there():
                write_list(folder)
        except (DatabaseError, OSError) as fault:
            problems.append(
                f"The list of what was deleted by its words could not be written beside them: {_in_words(fault)}"
            )
        self.stdout.write(stated)
        if problems:
            raise CommandError("\n".join(problems))


def _in_words(fault: DatabaseError | OSError) -> str:
    if isinstance(fault, OSError) and fault.filename:
        return f"{fault.filename}: {fault.strerror}."
    return f"{str(fault).strip().splitlines()[0].rstrip('.')}."


def _is_there() -> bool:
    """Whether there is a database: asking SQLite would make an empty one."""
    return connection.vendor != "sqlite" or Path(connection.settings_dict["NAME"]).is_file()
