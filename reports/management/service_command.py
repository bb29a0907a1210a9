"""What every command of this service is: it says in one line what it may see, and sees that however it is started."""

import enum
from typing import Any

from django.core.management.base import BaseCommand

from reports.staff.row_level_security import shown_to_a_command
from streetsafe.prepared_pages import edges


class Sight(enum.Enum):
    """What PostgreSQL shows a command of reports, decisions and counts; SQLite shows everything to everybody."""

    EVERY_ROW = "every row"  # it counts, publishes, moves, decides or erases
    NO_ROW = "no row"  # it has nothing to do with them, and is refused where it asks


class ServiceCommand(BaseCommand):
    """The one base of all of them."""

    may_see: Sight

    def execute(self, *args: Any, **options: Any) -> str | None:
        """As Django does, seeing what this command may see; what it published or withdrew is so at the edge, too."""
        try:
            with shown_to_a_command(everything=self.may_see is Sight.EVERY_ROW):
                return super().execute(*args, **options)
        finally:
            edges.close_if_changed()
