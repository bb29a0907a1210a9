"""Move the reports that arrived into the table of reports, in an order that tells nothing."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from reports.intake.shuffling import FEWEST, LONGEST_WAIT, shuffle_intake
from reports.management.service_command import ServiceCommand, Sight
from streetsafe.readiness.commands import refuse_a_wrong_clock


class Command(ServiceCommand):
    """Once a day is enough, and more often is harmless."""

    may_see = Sight.NO_ROW
    help = "Shuffle the reports that arrived and hand them to the moderators."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to wait for enough of them."""
        parser.add_argument("--all", action="store_true", help=f"also when fewer than {FEWEST} wait, or again today")

    def handle(self, *args: Any, **options: Any) -> None:
        """Shuffle when it is due, and say what was done."""
        refuse_a_wrong_clock()
        shuffled = shuffle_intake(now=timezone.now(), whole=options["all"])
        self.stdout.write(f"{shuffled.moved:,} reports shuffled, {shuffled.waiting:,} still wait.")
        if shuffled.waiting:
            self.stdout.write(
                f"They come with the next shuffle of {FEWEST} or more, or after {LONGEST_WAIT.days} days."
            )
        if not shuffled.is_overwritten:
            self.stderr.write("The write-ahead log was in use and could not be emptied: run this again in a minute.")
