"""When a place had far more reports than its own past leads one to expect: pure, from counts per day."""

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass

# Told of when a place with this past would see so many by chance in fewer than one day of 10,000, and never below
# five: three friends who walk home together are no campaign.
BURST_CHANCE = 1e-4
BURST_LEAST = 5
HISTORY_DAYS = 365

# A slow drip: four weeks together. Seasons and single cases double a place's usual number without any ill will. With
# these two, 1.3 % of the real reports of Bristol are told of; with the chance of a day and three times, 3.9 %.
WEEKS = 28
WEEKS_CHANCE = 1e-6
WEEKS_TIMES = 4
# A young service knows no past: until a week has gone by it is taken to have had a week without reports, and of a slow
# drip nothing is said until four weeks have.
DAYS_KNOWN_LEAST = 7

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class History:
    """Reports of people at one place by the day they arrived."""

    arrived: Mapping[datetime.date, int]  # however they were decided
    # Without the rejected: an attack that was refused must not make the next one look usual.
    unrejected: Mapping[datetime.date, int]
    began: datetime.date  # the day of the service's first report


@dataclass(frozen=True)
class Burst:
    """One day, or four weeks, of too many."""

    first: datetime.date
    last: datetime.date
    count: int
    earlier: int  # in the days before the first
    days_before: int

    @property
    def is_day(self) -> bool:
        """Whether it is one day and not four weeks."""
        return self.first == self.last


def bursts_in(history: History, *, since: datetime.date = datetime.date.min) -> list[Burst]:
    """Every day, and every four weeks that end on a day with a report, with far too many; by the last day.

    Of those alone that end on a day or later.
    """
    arrived, unrejected = _Sums(history.arrived), _Sums(history.unrejected)
    found = []
    for day in sorted(day for day in history.arrived if day >= since):
        for length in (1, WEEKS):
            first = day - (length - 1) * _DAY
            burst = _burst(arrived.between(first, day), first, day, unrejected, history.began)
            if burst:
                found.append(burst)
    return found


class _Sums:
    """How many between two days, from running sums."""

    def __init__(self, per_day: Mapping[datetime.date, int]) -> None:
        self._first = min(per_day, default=datetime.date.max)
        last = max(per_day, default=datetime.date.min)
        self._sums = [0]
        for number in range((last - self._first).days + 1):
            self._sums.append(self._sums[-1] + per_day.get(self._first + number * _DAY, 0))

    def between(self, first: datetime.date, last: datetime.date) -> int:
        """Both days included."""
        return self._until(last) - self._until(first - _DAY)

    def _until(self, day: datetime.date) -> int:
        return self._sums[max(0, min((day - self._first).days + 1, len(self._sums) - 1))]


def _burst(
    count: int, first: datetime.date, last: datetime.date, unrejected: _Sums, began: datetime.date
) -> Burst | None:
    if count < BURST_LEAST:
        return None
    length = (last - first).days + 1
    known = (first - began).days
    if length > 1 and known < length:
        return None
    days = min(max(known, DAYS_KNOWN_LEAST), HISTORY_DAYS)
    earlier = unrejected.between(first - days * _DAY, first - _DAY)
    usual = (earlier + 1) / days * length  # one more than there were: no place is quite without reports
    if length > 1 and count < WEEKS_TIMES * usual:
        return None
    is_unlikely = _chance_of(count, usual) < (BURST_CHANCE if length == 1 else WEEKS_CHANCE)
    return Burst(first, last, count, earlier, days) if is_unlikely else None


def _chance_of(count: int, usual: float) -> float:
    """The chance of so many or more when `usual` is the mean (Poisson)."""
    if count <= usual:
        return 1.0
    fewer = math.fsum(math.exp(n * math.log(usual) - usual - math.lgamma(n + 1)) for n in range(count))
    return 1.0 - fewer
