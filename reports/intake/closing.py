"""Quarters that are published: what is decided later changes nothing of them. The only writer of ClosedQuarter."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reports.intake.models import ClosedQuarter

Days = tuple[datetime.date, datetime.date]  # the first and the last


@dataclass(frozen=True)
class ClosedQuarters:
    """The closed quarters of some councils, ready for many questions."""

    by_council: Mapping[str, list[Days]] = field(default_factory=dict)

    def holds(self, council: str, day: datetime.date | None) -> bool:
        """Whether a day lies in a quarter of the council that is closed."""
        return day is not None and any(first <= day <= last for first, last in self.by_council.get(council, ()))

    def open_day(self, council: str, day: datetime.date) -> datetime.date:
        """The day itself or, where its quarter is closed, the first day after all that are."""
        if not self.holds(council, day):
            return day
        return max(last for _first, last in self.by_council[council]) + datetime.timedelta(days=1)


def closed_quarters(councils: Iterable[str]) -> ClosedQuarters:
    """The quarters of these councils that are published; one query."""
    found: dict[str, list[Days]] = defaultdict(list)
    rows = ClosedQuarter.objects.filter(council__in=set(councils)).order_by("council", "first")
    for council, first, last in rows.values_list("council", "first", "last"):
        found[council].append((first, last))
    return ClosedQuarters(dict(found))


def close_likewise(council: str, former: Iterable[str]) -> None:
    """Closes for a council what is closed for those whose reports come to it."""
    rows = ClosedQuarter.objects.filter(council__in=list(former)).values_list("first", "last").distinct()
    close_quarters(council, list(rows))


def close_quarters(council: str, days: Iterable[Days]) -> None:
    """From now on nothing is accepted into these quarters of a council; what is closed already stays so."""
    ClosedQuarter.objects.bulk_create(
        [ClosedQuarter(council_id=council, first=first, last=last) for first, last in days], ignore_conflicts=True
    )
