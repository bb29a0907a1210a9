"""Withdraw a hexagon that proved to be fake."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from reports.geography import hexgrid
from reports.management.service_command import ServiceCommand, Sight
from reports.publication import safekeeping
from reports.publication.models import Release
from reports.publication.withdrawing import NotShown, withdraw_cell
from reports.staff.models import StaffUser


class Command(ServiceCommand):
    """One hexagon of one release."""

    may_see = Sight.NO_ROW
    help = "Hide a hexagon whole from a release, because it was proven to be fake. No other number takes its place."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The release, the hexagon, and who decided it."""
        parser.add_argument("release", metavar="E06000023-2026-Q3")
        parser.add_argument("cell", metavar="88195869dbfffff", help="the hexagon as its files name it")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who decided it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Withdraw it and say so."""
        try:
            release = Release.objects.get(pk=options["release"])
            by = StaffUser.objects.get(username=options["by"])
            withdraw_cell(release, cell=hexgrid.cell_named(options["cell"]), by=by, now=timezone.now())
        except Release.DoesNotExist:
            raise CommandError(f"There is no release {options['release']!r}.") from None
        except StaffUser.DoesNotExist:
            raise CommandError(f"Nobody has the username {options['by']!r}.") from None
        except (hexgrid.NotACell, NotShown):
            raise CommandError(f"{options['release']} shows no hexagon {options['cell']!r}.") from None
        safekeeping.keep_releases()
        self.stdout.write(f"{options['cell']} is hidden from {release.id}; its files no longer hold it.")
