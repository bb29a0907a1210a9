"""Run what belongs to each night, in its order, and end with a status that tells whether all of it was done."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils import timezone

from reports.management import rehearsal
from reports.management.service_command import ServiceCommand, Sight
from streetsafe import day_figures, nights
from streetsafe.readiness.commands import in_words, refuse_a_wrong_clock

# What is erased is erased after it was mixed, and what is backed up is what the night left. A backup comes whatever
# failed before; sessions that are over hold who signed in when.
STEPS = (
    *("shuffle_intake", "erase_expired", "rebuild_counts", "find_alerts"),
    *("clearsessions", "rotate_secret", "backup"),
)
NEEDS = {"erase_expired": "shuffle_intake", "find_alerts": "rebuild_counts"}


class Command(ServiceCommand):
    """Once each night; a second time is harmless."""

    may_see = Sight.NO_ROW  # each step sees what it may see
    help = (
        "Shuffle new reports, erase what expired, count, look for what is new, forget sessions that are over, encrypt "
        "anew, and back up."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the backup goes."""
        parser.add_argument(
            "--backups",
            type=Path,
            default=Path(settings.BACKUP_FOLDER) if settings.BACKUP_FOLDER else None,
            help="the folder of `backup`; BACKUP_FOLDER when absent",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Goes on after a step that failed, but for those that need it; says at the end which."""
        refuse_a_wrong_clock()
        rehearsal.remove_leftovers()  # of one that was killed: a copy of every report
        failed: dict[str, str] = {}
        for step in STEPS:
            if (needed := NEEDS.get(step, "")) in failed:
                failed[step] = f"left out, for it comes after {needed}."
            elif problem := self._problem_of(step, options["backups"]):
                failed[step] = problem
            else:
                self.stdout.write(f"{step}: done.")
        try:
            day_figures.note_day(timezone.localdate())
        except (DatabaseError, OSError) as fault:
            failed["day_figures"] = in_words(fault) or repr(fault)
        nights.note_night(timezone.localdate(), failed=list(failed))
        if failed:
            raise CommandError("\n".join(f"{step}: {problem}" for step, problem in failed.items()))

    def _problem_of(self, step: str, backups: Path | None) -> str:
        """Runs one step; what went wrong, in words."""
        if step == "backup" and backups is None:
            return "no folder: set BACKUP_FOLDER, or name one with --backups."
        words = [str(backups)] if step == "backup" else []
        try:
            call_command(step, *words, stdout=self.stdout, stderr=self.stderr)
        except CommandError as refused:
            return str(refused)
        except (DatabaseError, OSError) as fault:
            return in_words(fault) or repr(fault)
        return ""
