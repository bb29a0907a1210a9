"""Makes a database ready to serve: tables, built-in geography, and the demonstration when nothing is in it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError

from reports.basemap import archive, overview
from reports.demonstration import unfinished
from reports.geography.models import Area, Place
from reports.intake.models import IncomingReport, Report
from reports.management.service_command import ServiceCommand, Sight
from reports.publication.releasing import put_missing_files_in_place
from streetsafe.written_whole import one_after_another


class Command(ServiceCommand):
    """Run at every start; the second time it changes nothing."""

    may_see = Sight.EVERY_ROW
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        # A second start would take the first one's demonstration for the half of one that was interrupted.
        folder = Path(settings.VAR_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        with one_after_another(folder, wait=lambda: self.stdout.write("Another start prepares it; waiting for that …")):
            self._prepare()

    def _prepare(self) -> None:
        self._remove_half_a_demonstration()
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except OperationalError as fault:
            raise CommandError(
                f"The database cannot be opened ({fault}).\n"
                f"What to do: check that {settings.VAR_DIR} can be written, or that DATABASE_URL names a server."
            ) from fault
        for refused in put_missing_files_in_place():  # also what an earlier version wrote in its own way
            self.stderr.write(str(refused))
        if not (Area.objects.exists() and Place.objects.filter(kind=Place.Kind.SETTLEMENT).exists()):
            self.stdout.write("Loading the built-in places and areas …")
            call_command("load_builtin_geography", stdout=self.stdout)
        try:
            archive.refuse_unsound_file()
        except archive.BasemapProblem as problem:
            raise CommandError(
                f"{problem}\nWhat to do: mend or remove it, or set BASEMAP_FILE to another."
            ) from problem
        if overview.is_wanted(archive.overview_file()):
            call_command("build_basemap", "--overview", stdout=self.stdout)
        if not settings.PRODUCTION and not (Report.objects.exists() or IncomingReport.objects.exists()):
            with unfinished.while_it_is_made():
                call_command("demo", stdout=self.stdout, stderr=self.stderr)
        self.stdout.write("The database is ready.")

    def _remove_half_a_demonstration(self) -> None:
        if settings.PRODUCTION:
            return
        try:
            if unfinished.remove_half():
                self.stdout.write("The demonstration was interrupted while it was made: it is made anew.")
        except unfinished.CannotBeRemoved:
            raise CommandError(
                "The demonstration was interrupted while it was made, and half of it stands in the database.\n"
                f"What to do: empty the database that DATABASE_URL names, then remove {unfinished.note_of_half()}."
            ) from None
