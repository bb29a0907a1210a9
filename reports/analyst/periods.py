"""The quarters a view covers, those its bars show, and which of them may be compared."""

import datetime
from dataclasses import dataclass

from reports.publication.quarters import closes_on, preceding

QUARTERS_A_YEAR = 4
BARS = 8


@dataclass(frozen=True)
class Period:
    """Quarters that follow each other, oldest first; none when nothing is counted yet."""

    quarters: tuple[str, ...]

    def newest_finished(self, *, on: datetime.date) -> str | None:
        """The newest quarter to which no report can be added any more; one that is still open looks like a fall."""
        finished = [quarter for quarter in self.quarters if closes_on(quarter) < on]
        return finished[-1] if finished else None

    def compared(self, counted: list[str], *, on: datetime.date) -> "Compared":
        """The newest finished quarter, and the two it is compared with, where they were counted."""
        now = self.newest_finished(on=on)
        if now is None:
            return Compared(None, None, None)
        before, year_before = preceding(now), f"{int(now[:4]) - 1}{now[4:]}"
        return Compared(now, before if before in counted else None, year_before if year_before in counted else None)

    def open_quarter(self, *, on: datetime.date) -> str | None:
        """The newest quarter when reports may still be added to it."""
        return self.quarters[-1] if self.quarters and closes_on(self.quarters[-1]) >= on else None


@dataclass(frozen=True)
class Compared:
    """A finished quarter, the quarter before it and the same quarter of the year before; None where not counted."""

    now: str | None
    before: str | None
    year_before: str | None


def latest(counted: list[str]) -> tuple[str, ...]:
    """The quarters that bars show: the newest eight that were counted, oldest first; `counted` is newest first."""
    return tuple(reversed(counted[:BARS]))


def starting_period(counted: list[str]) -> tuple[str, ...]:
    """The last four quarters: where a list begins, since a year holds each season once."""
    return tuple(reversed(counted[:QUARTERS_A_YEAR]))


def is_finished(quarter: str, *, on: datetime.date) -> bool:
    """Whether no report can be added to a quarter any more."""
    return closes_on(quarter) < on
