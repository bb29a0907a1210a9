"""Count every accepted report again."""

from typing import Any

from reports.aggregation.rebuilding import rebuild_counts
from reports.management.service_command import ServiceCommand, Sight


class Command(ServiceCommand):
    """Counts are rebuilt whole and put in place in one step."""

    may_see = Sight.EVERY_ROW
    help = "Count every accepted report again, whole, and put the counts in place in one step."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say what was counted."""
        rebuilt = rebuild_counts()
        self.stdout.write(
            f"Counted {rebuilt.reports:,} accepted reports: {rebuilt.cell_counts:,} counts of cells "
            f"in {rebuilt.blocks:,} blocks of a council and a quarter."
        )
