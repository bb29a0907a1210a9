"""What differs between two runs of a benchmark: by more than chance, by no more than chance, or nobody can tell."""

import math
import statistics
from collections.abc import Iterable, Iterator

from tests.bench.figures import Figure, times

LEAST_RUNS = 5  # of each: apart by chance once in 126 pairs of such runs
# Whatever else the machine does falls on one run and not on the other: less than this is never called a change.
LEAST_CHANGE = 1.1


def changes(before: Iterable[Figure], now: Iterable[Figure]) -> Iterator[str]:
    """A line for each figure that stands in both, and for each that stands in one."""
    stood = {(figure.section, figure.what): figure for figure in before}
    for figure in now:
        earlier = stood.pop((figure.section, figure.what), None)
        yield f"{figure.what}: {_compared(earlier, figure) if earlier else 'new'}"
    for gone in stood.values():
        yield f"{gone.what}: no more"


def _compared(before: Figure, now: Figure) -> str:
    if min(len(before.runs), len(now.runs)) < LEAST_RUNS:
        return f"{before.seen} before; too few rounds to tell change from noise"
    first, second = statistics.median(before.runs), statistics.median(now.runs)
    said = f"{times(first)} before, {times(second)} now"
    are_apart = max(before.runs) < min(now.runs) or max(now.runs) < min(before.runs)
    if not are_apart or max(first, second) < LEAST_CHANGE * min(first, second):
        return f"{said}: noise"
    return f"{said}: **changed**; no round of one is among those of the other, by chance one in {_odds(before, now):,}"


def _odds(before: Figure, now: Figure) -> int:
    """How many orders of all rounds there are for each in which they lie apart."""
    return math.comb(len(before.runs) + len(now.runs), len(now.runs)) // 2
