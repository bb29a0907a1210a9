"""Whether a place changed more than its own area did, from one quarter to another.

Given how many reports a place had in both quarters together, the number in the later one is binomial with the area's
own share, if the place went as the area did: the exact conditional test of two Poisson rates.
Source: Przyborowski & Wilenski (1940), Biometrika 31, 313-323.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.spatial_statistics.distributions import binomial_p_value
from reports.spatial_statistics.false_discovery import is_clear

LEAST = 10  # reports in both quarters together: of fewer nothing is told


@dataclass(frozen=True)
class Counted:
    """Reports at a place in two quarters, and in the whole area it lies in."""

    before: int
    now: int
    area_before: int
    area_now: int


@dataclass(frozen=True)
class Change:
    """What two quarters tell of a place."""

    before: int
    now: int
    expected: float | None  # in the later quarter, had it gone with the area; None where the area had none before
    is_enough: bool
    is_clear: bool

    @property
    def is_rise(self) -> bool:
        """Whether it is clearly above what was expected."""
        return self.is_clear and self.expected is not None and self.now > self.expected

    @property
    def is_fall(self) -> bool:
        """Whether it is clearly below."""
        return self.is_clear and not self.is_rise


def changes_of(counted: Sequence[Counted]) -> list[Change]:
    """The changes of many places, clear only where all that are tested stay under one rate of false discoveries.

    Whatever is told on one page must be given at once: a test told beside others without them is clear too often.
    """
    enough = [_is_enough(one) for one in counted]
    tested = [number for number, may_be in enumerate(enough) if may_be]
    clear = dict(zip(tested, is_clear([p_value_of(counted[number]) for number in tested]).tolist(), strict=True))
    return [
        Change(one.before, one.now, _expected(one), may_be, bool(clear.get(number, False)))
        for number, (one, may_be) in enumerate(zip(counted, enough, strict=True))
    ]


def p_value_of(one: Counted) -> float:
    """How often chance alone takes a place this far from its area's own change."""
    share = one.area_now / (one.area_before + one.area_now)
    return binomial_p_value(one.now, one.before + one.now, share)


def _is_enough(one: Counted) -> bool:
    # Without a report of the area in one of the quarters nothing tells how it went: a quarter not counted is no fall.
    return one.before + one.now >= LEAST and one.area_before > 0 and one.area_now > 0


def _expected(one: Counted) -> float | None:
    return one.before * one.area_now / one.area_before if one.area_before else None
