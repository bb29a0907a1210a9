"""Count every accepted report again."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.aggregation.rebuilding import rebuild_counts


class Command(BaseCommand):
    """Counts are rebuilt whole and put in place in one step."""

    help = "Count every accepted report again, whole, and put the counts in place in one step."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say what was counted."""
        rebuilt = rebuild_counts()
        self.stdout.write(
            f"Counted {rebuilt.reports:,} accepted reports: {rebuilt.cell_counts:,} counts of cells "
            f"in {rebuilt.blocks:,} blocks of a council and a quarter."
        )
