"""Say where, and since when, the service takes reports."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from reports.geography.areas import area_of_code, councils_within
from reports.geography.models import Area
from reports.management.days import day_of
from reports.management.service_command import ServiceCommand, Sight
from reports.publication import quarters
from reports.publication.opening import open_service, openings

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100  # a slip of the year would have a quarter published, or none, for ever


class Command(ServiceCommand):
    """Without options it tells what was said."""

    may_see = Sight.NO_ROW
    help = (
        "Say where and since when reports are taken. Publication begins there with the quarter of that day, and is "
        "made nowhere else. Without options: what was said so far."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The day and the areas."""
        parser.add_argument("--on", metavar="DATE", type=day_of, help="the first day, 2026-11-27")
        parser.add_argument(
            "--area",
            metavar="CODE",
            action="append",
            default=[],
            help="a council, or a police force or nation with all that lies within; may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say it of all the areas or of none, and tell what stands."""
        if bool(options["on"]) != bool(options["area"]):
            raise CommandError("Give both: --on DATE, and --area CODE for each area where reports are taken.")
        if options["on"] and not EARLIEST_YEAR <= options["on"].year <= LATEST_YEAR:
            raise CommandError(f"--on takes a day of the years {EARLIEST_YEAR} to {LATEST_YEAR}. Nothing was changed.")
        for area in [_area(code) for code in options["area"]]:
            open_service(area, on=options["on"])
        said = openings()
        for opening in said:
            many, first = councils_within(opening.area).count(), quarters.quarter_of(opening.opened_on)
            self.stdout.write(
                f"{opening.area_id} {opening.area.name}: since {opening.opened_on}, "
                f"{many} {'council' if many == 1 else 'councils'}, published from {first} on."
            )
        if not said:
            self.stdout.write("Nobody has said where reports are taken: open_service --on 2026-11-27 --area CODE")


def _area(code: str) -> Area:
    try:
        return area_of_code(code)
    except Area.DoesNotExist:
        raise CommandError(f"No area has the code {code!r}. Nothing was changed.") from None
