"""Accepts a trusted bulk import, or takes a batch of decisions back."""

import uuid
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from reports.geography.models import Area
from reports.management.service_command import ServiceCommand, Sight
from reports.moderation.decisions import AlreadyDecided, NothingToUndo, left_of_batch, undo_batch
from reports.moderation.imported import accept_imports, waiting_imports
from reports.moderation.models import State
from reports.moderation.redoing import redo_batch


class Command(ServiceCommand):
    """`moderate --accept-imported [--date-by-month] [--council CODE]` or `moderate --undo BATCH`, or `--redo`."""

    may_see = Sight.EVERY_ROW
    help = "Accept imported reports that wait; undo a batch, or redo it. People's reports are decided at the desk."

    def add_arguments(self, parser: CommandParser) -> None:
        """One act at a time."""
        act = parser.add_mutually_exclusive_group(required=True)
        act.add_argument("--accept-imported", action="store_true", help="accept every imported report that waits")
        act.add_argument("--undo", metavar="BATCH", type=uuid.UUID, help="bring a batch back to waiting")
        act.add_argument("--redo", metavar="BATCH", type=uuid.UUID, help="decide again, as before, what was undone")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument(
            "--date-by-month",
            action="store_true",
            help="count each report from the first day of its own month, instead of from today",
        )
        parser.add_argument("--council", metavar="CODE", help="only reports of this council")

    def handle(self, *args: Any, **options: Any) -> None:
        """Does the one act and prints what it did."""
        if batch := options["undo"] or options["redo"]:
            self._turn(batch, is_redoing=bool(options["redo"]), is_dry=options["dry_run"])
        else:
            self._accept_imported(
                by_month=options["date_by_month"], council=options["council"], is_dry=options["dry_run"]
            )

    def _accept_imported(self, *, by_month: bool, council: str | None, is_dry: bool) -> None:
        if council and not Area.objects.filter(code=council, kind=Area.Kind.COUNCIL).exists():
            raise CommandError(f"No council has the code {council}.")
        total, done, late, batch = waiting_imports(council).count(), 0, 0, None
        if is_dry:
            self.stdout.write(f"{total:,} imported reports would be accepted. Nothing was changed.")
            return
        with tqdm(total=total, unit=" reports", disable=None, file=self.stderr) as progress:
            for accepted in accept_imports(by_month=by_month, council=council, now=timezone.now()):
                batch, done, late = accepted.batch, done + accepted.count, late + accepted.late
                progress.update(accepted.count)
        dated = "each from the first day of its month" if by_month else "from today"
        self.stdout.write(f"{done:,} imported reports accepted, counted {dated}.")
        if late:
            self.stdout.write(
                f"{late:,} of them are of quarters that are published, which do not change: they count from the first "
                "day of the next."
            )
        if batch:
            self.stdout.write(f"To take this back: manage.py moderate --undo {batch}")

    def _turn(self, batch: uuid.UUID, *, is_redoing: bool, is_dry: bool) -> None:
        """Takes a batch back or, when it was itself that, puts what it took back in force again."""
        try:
            states = {State.WAITING} if is_redoing else {State.ACCEPTED, State.REJECTED}
            count = len(left_of_batch(batch, states))
            what = "decided again as before" if is_redoing else "brought back to waiting"
            if is_dry:
                self.stdout.write(f"{count:,} reports would be {what}. Nothing was changed.")
                return
            done = (redo_batch if is_redoing else undo_batch)(batch, by=None, now=timezone.now())
        except NothingToUndo:
            raise CommandError(
                "No report was brought back to waiting under this batch."
                if is_redoing
                else "No decision was made under this batch, or it was itself an undoing."
            ) from None
        except AlreadyDecided as refused:
            raise CommandError(
                f"{len(refused.report_ids):,} reports of this batch were decided again since. Nothing was changed."
            ) from None
        if is_redoing:
            self.stdout.write(f"{count:,} reports were decided again as before.")
            self.stdout.write(f"To take this back: manage.py moderate --undo {done}")
        else:
            self.stdout.write(f"The batch was taken back: its {count:,} reports wait again.")
            self.stdout.write(f"To decide them as before: manage.py moderate --redo {done}")
