"""Act out a quarter's publication on a copy that is destroyed, and say what would be published: no figure, no trace."""

from argparse import SUPPRESS
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from reports.management import rehearsal
from reports.management.service_command import ServiceCommand, Sight
from reports.publication import folders, place, quarters
from reports.publication.models import Release
from streetsafe.readiness.commands import refuse_a_wrong_clock

DRAWN_APART = (
    "REHEARSAL. What follows is of a copy that is destroyed, with noise of its own that is thrown away. The release "
    "will differ: take nothing here for it."
)


class Command(ServiceCommand):
    """`rehearse`, `rehearse --period 2026-Q4`: also before the quarter's day, of what there is by now."""

    may_see = Sight.EVERY_ROW
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """The quarter and the councils, as of `publish_release`."""
        parser.add_argument("--period", metavar="2026-Q3", help="the quarter; the latest that may be published")
        parser.add_argument("--area", metavar="CODE", help="only these councils, as of publish_release")
        parser.add_argument(
            "--database",
            metavar="URL",
            default="",
            help="of PostgreSQL: an empty database for the copy, as DATABASE_URL would name it; it is emptied again",
        )
        parser.add_argument("--in-the-copy", action="store_true", help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes the copy and destroys it; within the copy it publishes."""
        refuse_a_wrong_clock()
        period = options["period"] or quarters.latest_publishable(timezone.now())
        try:
            instant = quarters.publication_instant(period)
        except quarters.NotAQuarter:
            raise CommandError(f"{period!r} is not a quarter; write it like 2026-Q3.") from None
        words = ["--period", period, *(["--area", options["area"]] if options["area"] else [])]
        if options["in_the_copy"]:
            day = max(timezone.localdate(), timezone.localdate(instant))
            self._publish_in_the_copy([*words, "--as-of", day.isoformat()])
            return
        _refuse_where_none_can_be(options["database"])
        try:
            said = rehearsal.rehearsed(words, database=options["database"])
        except rehearsal.RehearsalFailed as why:
            raise CommandError(f"{why}\nThat was on the copy, which is destroyed. Nothing was written.") from None
        self.stdout.write(f"{DRAWN_APART}\n{said}The copy is destroyed. Nothing was published and nothing was written.")

    def _publish_in_the_copy(self, words: list[str]) -> None:
        if not (Path(settings.VAR_DIR) / rehearsal.MARK).is_file():
            raise CommandError("This is no copy of a rehearsal. Run: rehearse")
        place.settle()
        stood = set(Release.objects.values_list("pk", flat=True))
        call_command("publish_release", *words, stdout=self.stdout, stderr=self.stdout)
        for release in Release.objects.exclude(pk__in=stood).select_related("council").order_by("council", "quarter"):
            self.stdout.write(_told(release))


def _refuse_where_none_can_be(database: str) -> None:
    if (connection.vendor == "postgresql") != bool(database):
        raise CommandError(
            "Name an empty database for the copy: --database postgresql://… (createdb makes one)."
            if not database
            else "--database is of PostgreSQL: a copy of SQLite needs none."
        )
    if place.is_elsewhere():
        raise CommandError(
            "This database publishes nothing before take_over_publication: there is nothing to rehearse."
        )


def _told(release: Release) -> str:
    """What stands of a release without any figure of it: only its form, which depends little on the noise."""
    folder = Path(settings.RELEASES_DIR) / folders.folder_name(release.id, 0)
    files = [file for file in folder.rglob("*") if file.is_file()]
    has_map = f"a map since {release.map_from}" if release.has_map else "its total alone, for too little has gathered"
    size = sum(file.stat().st_size for file in files) // 1000
    return f"{release.council_id} {release.council_name}, {release.quarter}: {has_map}; {len(files)} files, {size} kB."
