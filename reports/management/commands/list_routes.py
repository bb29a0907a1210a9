"""`list_routes`: every route with the day it was last checked, and those that need checking."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from reports.guidance.routes import UNCHECKED_AFTER, BadRoute, Route, all_routes
from reports.management.service_command import ServiceCommand, Sight

MOST_DAYS = 1_000_000


class Command(ServiceCommand):
    """Prints a table; exits with 1 when a shown route is due for a check, so that a nightly job can call it."""

    may_see = Sight.NO_ROW
    help = "List the routes of guidance, and say which were not checked for a while."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--stale-days N: how long a check holds."""
        parser.add_argument("--stale-days", type=int, default=UNCHECKED_AFTER.days, metavar="DAYS")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a route: what stands with it, when it was checked, its id, its number, its nations."""
        if abs(options["stale_days"]) > MOST_DAYS:
            raise CommandError(f"--stale-days takes a number from -{MOST_DAYS:,} to {MOST_DAYS:,}.")
        after = datetime.timedelta(days=options["stale_days"])
        today = timezone.localdate()
        try:
            routes = all_routes()
        except BadRoute as fault:
            raise CommandError(str(fault)) from fault
        for route in routes:
            self.stdout.write(_line(route, today, after))
        stale = [route for route in routes if route.confirmed and route.is_stale(on=today, after=after)]
        hidden = [route for route in routes if not route.confirmed]
        self.stdout.write(f"{len(routes)} routes, {len(stale)} to check, {len(hidden)} not confirmed and not shown.")
        if stale:
            raise SystemExit(1)


def _line(route: Route, today: datetime.date, after: datetime.timedelta) -> str:
    verdict = "check" if route.is_stale(on=today, after=after) else "good"
    if not route.confirmed:
        verdict = "hidden"
    checked = route.last_checked.isoformat() if route.last_checked else "never"
    number = route.phone or route.text or route.relay or route.web or route.bsl or "-"
    nations = "".join(letter for letter in "EWSN" if letter in route.nations) or "-"
    return f"{verdict:<7}{checked:<12}{route.id:<40}{number:<38}{nations}"
