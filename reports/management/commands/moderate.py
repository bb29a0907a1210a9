"""Accepts a trusted bulk import, or takes a batch of decisions back."""

import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from reports.geography.models import Area
from reports.moderation.decisions import AlreadyDecided, NothingToUndo, undo_batch
from reports.moderation.imported import accept_imports, waiting_imports


class Command(BaseCommand):
    """`moderate --accept-imported [--date-by-month] [--council CODE]` or `moderate --undo BATCH`."""

    help = "Accept imported reports that wait, or undo a batch. Reports people made are decided by people, at the desk."

    def add_arguments(self, parser: CommandParser) -> None:
        """One act at a time."""
        act = parser.add_mutually_exclusive_group(required=True)
        act.add_argument("--accept-imported", action="store_true", help="accept every imported report that waits")
        act.add_argument("--undo", metavar="BATCH", type=uuid.UUID, help="bring a batch back to waiting")
        parser.add_argument(
            "--date-by-month",
            action="store_true",
            help="count each report from the first day of its own month, instead of from today",
        )
        parser.add_argument("--council", metavar="CODE", help="only reports of this council")

    def handle(self, *args: Any, **options: Any) -> None:
        """Does the one act and prints what it did."""
        if options["undo"]:
            self._undo(options["undo"])
        else:
            self._accept_imported(by_month=options["date_by_month"], council=options["council"])

    def _accept_imported(self, *, by_month: bool, council: str | None) -> None:
        if council and not Area.objects.filter(code=council, kind=Area.Kind.COUNCIL).exists():
            raise CommandError(f"No council has the code {council}.")
        total, done, batch = waiting_imports(council).count(), 0, None
        with tqdm(total=total, unit=" reports", disable=None, file=self.stderr) as progress:
            for accepted in accept_imports(by_month=by_month, council=council, now=timezone.now()):
                batch, done = accepted.batch, done + accepted.count
                progress.update(accepted.count)
        dated = "each from the first day of its month" if by_month else "from today"
        self.stdout.write(f"{done:,} imported reports accepted, counted {dated}.")
        if batch:
            self.stdout.write(f"To take this back: manage.py moderate --undo {batch}")

    def _undo(self, batch: uuid.UUID) -> None:
        try:
            undo_batch(batch, by=None, now=timezone.now())
        except NothingToUndo:
            raise CommandError("No decision was made under this batch, or it was itself an undoing.") from None
        except AlreadyDecided as refused:
            raise CommandError(
                f"{len(refused.report_ids):,} reports of this batch were decided again since. Nothing was changed."
            ) from None
        self.stdout.write("The batch was taken back: its reports wait again.")
