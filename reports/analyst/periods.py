"""The quarters a view covers, and which two of them may be compared."""

import datetime
from dataclasses import dataclass

from reports.publication.quarters import closes_on, preceding


@dataclass(frozen=True)
class Period:
    """Quarters that follow each other, oldest first; none when nothing is counted yet."""

    quarters: tuple[str, ...]

    def compared(self, counted: list[str], *, on: datetime.date) -> tuple[str, str] | None:
        """The newest finished quarter and the one before it; None when one of them was not counted.

        A quarter that is still open is never compared: it always looks like a fall.
        """
        finished = [quarter for quarter in self.quarters if closes_on(quarter) < on]
        if not finished or preceding(finished[-1]) not in counted:
            return None
        return finished[-1], preceding(finished[-1])

    def open_quarter(self, *, on: datetime.date) -> str | None:
        """The newest quarter when reports may still be added to it."""
        return self.quarters[-1] if self.quarters and closes_on(self.quarters[-1]) >= on else None
