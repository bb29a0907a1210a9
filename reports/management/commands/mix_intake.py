"""Move the reports that arrived into the table of reports, in an order that tells nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reports.intake.mixing import FEWEST, LONGEST_WAIT, mix_intake


class Command(BaseCommand):
    """Once a day is enough, and more often is harmless."""

    help = "Shuffle newly received reports and release them to the moderation queue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to wait for enough of them."""
        parser.add_argument("--all", action="store_true", help=f"also when fewer than {FEWEST} wait, or again today")

    def handle(self, *args: Any, **options: Any) -> None:
        """Mix when it is due, and say what was done."""
        mixed = mix_intake(now=timezone.now(), whole=options["all"])
        self.stdout.write(f"{mixed.moved:,} reports mixed, {mixed.waiting:,} still wait.")
        if mixed.waiting:
            self.stdout.write(f"They come with the next mixing of {FEWEST} or more, or after {LONGEST_WAIT.days} days.")
        if not mixed.is_overwritten:
            self.stderr.write("The write-ahead log was in use and could not be emptied: run this again in a minute.")
