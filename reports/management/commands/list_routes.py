"""`list_routes`: every route and fact with the day it was last checked, and what to check next on which page."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from reports.guidance.facts import Fact, all_facts
from reports.guidance.routes import UNCHECKED_AFTER, BadRoute, Route, all_routes
from reports.management.service_command import ServiceCommand, Sight

MOST_DAYS = 1_000_000
NEXT = 10  # what one person can check in a sitting


class Command(ServiceCommand):
    """Prints a table; exits with 1 when something shown is due for a check, so that a nightly job can call it."""

    may_see = Sight.NO_ROW
    help = "List the routes and facts of guidance, and say what to check next and on which page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--stale-days N: how long a check holds."""
        parser.add_argument("--stale-days", type=int, default=UNCHECKED_AFTER.days, metavar="DAYS")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a route or fact, then what to check next with the page to check it on."""
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
        for one in all_facts():
            self.stdout.write(_line_of_fact(one, today, after))
        shown = [route for route in routes if route.confirmed]
        stale = [route for route in shown if route.is_stale(on=today, after=after)]
        old = [one for one in all_facts() if one.is_stale(on=today, after=after) or one.is_older(on=today)]
        hidden = [route for route in routes if not route.confirmed]
        self.stdout.write(f"{len(routes)} routes, {len(stale)} to check, {len(hidden)} not confirmed and not shown.")
        self.stdout.write(f"{len(all_facts())} facts of the pages, {len(old)} to check.")
        for line in _to_check_next(shown, today):
            self.stdout.write(line)
        if stale or old:
            raise SystemExit(1)


def _to_check_next(shown: list[Route], today: datetime.date) -> list[str]:
    """What to check first: never checked before long ago, and each with the page to check it on."""
    never = datetime.date.min
    due = [(route.last_checked or never, route.id, route.check_on or route.source.en) for route in shown]
    due += [
        (never if one.is_older(on=today) or not one.settled else one.read_on, one.id, one.check_on)
        for one in all_facts()
    ]
    return [
        f"Check next: {name} on {page} ({'never' if day == never else f'last on {day.isoformat()}'})"
        for day, name, page in sorted(due)[:NEXT]
    ]


def _line(route: Route, today: datetime.date, after: datetime.timedelta) -> str:
    verdict = "check" if route.is_stale(on=today, after=after) else "good"
    if not route.confirmed:
        verdict = "hidden"
    checked = route.last_checked.isoformat() if route.last_checked else "never"
    number = route.phone or route.text or route.relay or route.web or route.bsl or "-"
    nations = "".join(letter for letter in "EWSN" if letter in route.nations) or "-"
    return f"{verdict:<7}{checked:<12}{route.id:<45}{number:<38}{nations}"


def _line_of_fact(one: Fact, today: datetime.date, after: datetime.timedelta) -> str:
    verdict = "check" if one.is_stale(on=today, after=after) or one.is_older(on=today) else "good"
    nations = "".join(letter for letter in "EWSN" if letter in one.nations) or "-"
    what = f"{one.kind}{'' if one.settled else ', not settled'}, {' '.join(one.pages)}"
    return f"{verdict:<7}{one.read_on.isoformat():<12}{one.id:<45}{what:<38}{nations}"
