"""A believable town's worth of made-up reports over eight quarters, releases published, people of each role."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from reports.demonstration import people
from reports.demonstration.demo_setup import ReportsAlreadyHere, stage_demonstration
from reports.geography.models import Area
from reports.management.service_command import ServiceCommand, Sight


class Command(ServiceCommand):
    """Refuses under production settings, and where there are reports already."""

    may_see = Sight.EVERY_ROW
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reports", type=int, default=8000, help="how many reports to make up (default 8,000)")
        parser.add_argument("--seed", type=int, default=1, help="another seed gives another town's story")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Made-up reports and known passwords are refused under production settings.")
        if not 0 < options["reports"] <= 100_000:
            raise CommandError("--reports takes a number from 1 to 100,000.")
        if not Area.objects.exists():
            call_command("load_builtin_geography", stdout=self.stdout)
        try:
            staged = stage_demonstration(
                how_many=options["reports"], seed=options["seed"], now=timezone.now(), tell=self.stdout.write
            )
        except ReportsAlreadyHere:
            raise CommandError(
                "There are reports in this database already, and made-up ones must not be mixed with them.\n"
                "What to do: set STREETSAFE_VAR to an empty folder, or DATABASE_URL to an empty database."
            ) from None
        self.stdout.write(
            f"{staged.reports:,} reports in and around {staged.town}, {staged.waiting} of them waiting, "
            f"and {staged.releases} releases.\n"
            f"Sign in at /staff/ as {', '.join(staged.people)}; the password of each is: {people.PASSWORD}"
        )
