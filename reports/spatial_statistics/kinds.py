"""What kind of place it is over eight quarters: lasting, new, each winter, fading, or on and off. Plain rules.

All are rules on the place's share of its area's reports, so that a growing area or a missing month makes no kind.
With so few quarters no test for a trend could speak: Mann-Kendall's least p of four quarters is 0.083.
"""

from collections.abc import Iterator, Sequence
from enum import Enum

import numpy as np

from reports.spatial_statistics.distributions import binomial_lower_tail, binomial_upper_tail, chi_squared_upper_tail

QUARTERS = 8
LEAST_QUARTERS = 5
LEAST_REPORTS = 20
CLEAR = 0.01  # of one rule, by chance
_RECENT = 2
_YEAR = 4


class PlaceKind(Enum):
    """What a place is like; a place that is like none of these has no kind."""

    NEW = "new"
    WINTER = "winter"
    FADING = "fading"
    PERSISTENT = "lasting"
    ON_AND_OFF = "on-and-off"


def kind_of(
    place: Sequence[int], area: Sequence[int], level_of_twentieth: Sequence[int], first_number: int
) -> PlaceKind | None:
    """The kind of a place by its reports in each quarter, oldest first, and its area's; None where none is told.

    `level_of_twentieth` is the count of the place with the 20th most reports in each quarter, `first_number` whether
    the oldest is the first, second, third or fourth quarter of its year.
    """
    if len(place) < LEAST_QUARTERS or sum(place) < LEAST_REPORTS or min(area) == 0:
        return None
    if _is_new(place, area):
        return PlaceKind.NEW
    if _is_each_winter(place, area, first_number):
        return PlaceKind.WINTER
    if _is_fading(place, area):
        return PlaceKind.FADING
    if _is_persistent(place, level_of_twentieth):
        return PlaceKind.PERSISTENT
    return PlaceKind.ON_AND_OFF if _is_uneven(place, area) else None


def chance_of_kind(kind: PlaceKind, place: Sequence[int], area: Sequence[int], first_number: int) -> float | None:
    """How likely the rule behind a kind is to be met by a place that goes with its area; None for lasting, no test."""
    recent, trials, share = _recent(place, area)
    if kind is PlaceKind.NEW:
        return binomial_upper_tail(recent, trials, share)
    if kind is PlaceKind.FADING:
        return binomial_lower_tail(recent, trials, share)
    if kind is PlaceKind.WINTER:
        # Two years that are independent of each other: both as unlikely as the less unlikely of them.
        return max(_chances_of_winters(place, area, first_number)) ** 2
    return _chance_of_unevenness(place, area) if kind is PlaceKind.ON_AND_OFF else None


def _is_new(place: Sequence[int], area: Sequence[int]) -> bool:
    """The last two quarters clearly above those before, and no two before clearly above those before them."""
    if not _is_above(place, area, len(place)):
        return False
    return not any(_is_above(place, area, end) for end in range(_RECENT + 1, len(place)))


def _is_above(place: Sequence[int], area: Sequence[int], end: int) -> bool:
    recent, trials, share = _recent(place[:end], area[:end])
    return binomial_upper_tail(recent, trials, share) < CLEAR


def _is_fading(place: Sequence[int], area: Sequence[int]) -> bool:
    """The last two quarters clearly below those before."""
    recent, trials, share = _recent(place, area)
    return binomial_lower_tail(recent, trials, share) < CLEAR


def _recent(place: Sequence[int], area: Sequence[int]) -> tuple[int, int, float]:
    """Reports of the last two quarters, of all, and the area's share of the last two."""
    return sum(place[-_RECENT:]), sum(place), sum(area[-_RECENT:]) / sum(area)


def _is_each_winter(place: Sequence[int], area: Sequence[int], first_number: int) -> bool:
    """In both of the last two years, the two quarters of winter clearly above the two of summer."""
    if len(place) < 2 * _YEAR:
        return False
    return all(chance < CLEAR for chance in _chances_of_winters(place, area, first_number))


def _chances_of_winters(place: Sequence[int], area: Sequence[int], first_number: int) -> Iterator[float]:
    """Of each of the last two years, how likely so many of its reports are to come in its winter."""
    numbers = [(first_number - 1 + at) % _YEAR + 1 for at in range(len(place))]
    for start in (len(place) - 2 * _YEAR, len(place) - _YEAR):
        year = range(start, start + _YEAR)
        winter = [at for at in year if numbers[at] in (1, 4)]
        share = sum(area[at] for at in winter) / sum(area[at] for at in year)
        cold, whole = sum(place[at] for at in winter), sum(place[at] for at in year)
        yield binomial_upper_tail(cold, whole, share)


def _is_persistent(place: Sequence[int], level_of_twentieth: Sequence[int]) -> bool:
    """At the level of the 20th place in all quarters but one."""
    held = sum(count >= max(level, 1) for count, level in zip(place, level_of_twentieth, strict=True))
    return held >= len(place) - 1


def _is_uneven(place: Sequence[int], area: Sequence[int]) -> bool:
    """Further from the area's own shares than chance would take it."""
    return _chance_of_unevenness(place, area) < CLEAR


def _chance_of_unevenness(place: Sequence[int], area: Sequence[int]) -> float:
    """Pearson's chi-squared against the area's own shares."""
    expected = np.array(area, dtype=np.float64) * sum(place) / sum(area)
    statistic = float(((np.array(place) - expected) ** 2 / expected).sum())
    return chi_squared_upper_tail(statistic, len(place) - 1)
