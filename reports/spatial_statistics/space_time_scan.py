"""Where lately more reports came than a place's share of its area and the months' own share would bring: a scan.

Source: Kulldorff, Heffernan, Hartman, Assunção & Mostashari (2005), A space-time permutation scan statistic for disease
outbreak detection, PLoS Medicine 2(3), e59. It needs no population: what a zone and a window of months would hold is
its share of all reports times the window's share of them, so that neither a busy place, nor a season, nor an area that
grew is a cluster. How likely the best of all zones and windows is by chance is told by shuffling the months among the
reports, which keeps both shares as they are.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONGEST_WINDOW = 6  # months, the newest the last: what began longer ago is no news
LEAST_REPORTS = 5  # in a cluster: of fewer nothing is told
LEAST_IN_AREA = 30  # in the months of the scan, and
LEAST_MONTHS = 6  # with a report: of less there is no ordinary month to compare with
SHUFFLES = 999
Numbers = NDArray[np.int64]


class NoScan(ValueError):
    """Arrays that fit together as no scan."""


@dataclass(frozen=True, eq=False)
class Zones:
    """What may be a cluster: sets of cells, perhaps in each other. Of two that hold the same, the first is told."""

    cell: Numbers  # (m,): the cells of one zone after another, as positions in the table of counts
    start: Numbers  # (z,): where each zone's cells begin, ascending from 0; no zone is empty

    def __len__(self) -> int:
        return len(self.start)

    @property
    def end(self) -> Numbers:
        """Where each zone's cells end, shape (z,)."""
        return np.append(self.start[1:], len(self.cell))


@dataclass(frozen=True)
class SpaceTimeCluster:
    """A zone that lately had more than its share."""

    zone: int
    months: int  # the newest this many
    reports: int
    expected: float
    p_value: float  # of the best zone and window of an area where nothing is anywhere, by chance


def is_enough(counts: Numbers) -> bool:
    """Whether anything can be told of counts by cell and month, shape (n, months)."""
    by_month = counts.sum(axis=0)
    return int(by_month.sum()) >= LEAST_IN_AREA and int((by_month > 0).sum()) >= LEAST_MONTHS


def recent_clusters(counts: Numbers, zones: Zones, *, at_most: float) -> list[SpaceTimeCluster]:
    """The clusters whose p-value is at most so much, the least likely first, none in another.

    `counts` are reports by cell and month, shape (n, months), oldest month first. The same counts give the same answer:
    the shuffling is seeded by them. Shuffling ends as soon as the best cannot be as unlikely as is asked for.
    """
    if counts.ndim != 2 or (len(zones) and (zones.start[0] != 0 or zones.cell.max(initial=0) >= len(counts))):
        raise NoScan(f"{counts.shape} counts and {len(zones)} zones")
    if not is_enough(counts):
        return []
    window = min(LONGEST_WINDOW, counts.shape[1] // 2)  # longer than half the time, the rest would be the cluster
    totals, reports = _of_zones(counts, zones).sum(axis=1), int(counts.sum())
    # What is too small or too large to be told is so however the months are shuffled.
    told = np.flatnonzero((totals >= LEAST_REPORTS) & (totals * 2 <= reports))
    kept, scan = _kept_alone(zones, told), _Scan(totals[told], counts, window)
    found = _of_windows(_of_zones(counts, kept), window)
    scores = scan.scores(found)
    if not scores.max(initial=0.0) > 0:
        return []
    shuffled = _best_of_shuffled(scan, counts, kept, float(scores.max()), most=int(at_most * (SHUFFLES + 1)) - 1)
    if shuffled is None:
        return []
    return [
        SpaceTimeCluster(int(told[at]), newest + 1, int(found[at, newest]), float(scan.expected[at, newest]), p_value)
        for at, newest, p_value in _apart(kept, scores, shuffled, at_most)
    ]


class _Scan:
    """What stays the same however the months are shuffled: the shares of zones and of windows."""

    def __init__(self, totals: Numbers, counts: Numbers, window: int) -> None:
        self.reports = int(counts.sum())
        in_window = np.cumsum(counts.sum(axis=0)[::-1])[:window]
        self.expected = totals[:, None] * in_window[None, :] / self.reports  # (z, windows), had each its share
        self.window = window

    def scores(self, found: Numbers) -> NDArray[np.float64]:
        """Kulldorff's log likelihood ratio by zone and window; 0 where there is no more than expected, or too few."""
        at = np.flatnonzero((found > self.expected) & (found >= LEAST_REPORTS))
        here, usual = found.ravel()[at].astype(np.float64), self.expected.ravel()[at]
        rest, usual_rest = self.reports - here, self.reports - usual
        scores = np.zeros(found.size)
        # A zone has half of all reports at most, so that something is left outside.
        scores[at] = here * np.log(here / usual) + rest * np.log(rest / usual_rest)
        return scores.reshape(found.shape)


def _of_zones(counts: Numbers, zones: Zones) -> Numbers:
    """Counts by zone, shape (z, months)."""
    reached = np.zeros((len(zones.cell) + 1, counts.shape[1]), dtype=np.int64)
    np.cumsum(counts[zones.cell], axis=0, out=reached[1:])
    return np.asarray(reached[zones.end] - reached[zones.start])


def _of_windows(by_zone: Numbers, window: int) -> Numbers:
    """Counts of the newest month, the newest two, and so on: shape (z, windows)."""
    return np.cumsum(by_zone[:, ::-1][:, :window], axis=1)


def _best_of_shuffled(
    scan: _Scan, counts: Numbers, zones: Zones, best: float, *, most: int
) -> NDArray[np.float64] | None:
    """The best score of each shuffling, ascending; None as soon as more than `most` reach the best that was found."""
    cells, months = (np.repeat(numbers, counts[counts > 0]) for numbers in np.nonzero(counts))
    oldest = counts.shape[1] - scan.window
    source = np.random.default_rng(_seed_of(counts))
    scores = np.empty(SHUFFLES)
    reached = 0
    for number in range(SHUFFLES):
        shuffled = source.permutation(months)
        lately = shuffled >= oldest
        key = cells[lately] * scan.window + (shuffled[lately] - oldest)
        table = np.bincount(key, minlength=counts.shape[0] * scan.window).reshape(-1, scan.window)
        scores[number] = scan.scores(_of_windows(_of_zones(table, zones), scan.window)).max()
        reached += scores[number] >= best
        if reached > most:
            return None
    return np.sort(scores)


def _kept_alone(zones: Zones, kept: Numbers) -> Zones:
    """Some of the zones."""
    sizes = (zones.end - zones.start)[kept]
    start = np.cumsum(sizes) - sizes
    within = np.arange(int(sizes.sum())) - np.repeat(start, sizes)
    return Zones(zones.cell[np.repeat(zones.start[kept], sizes) + within], start)


def _apart(
    zones: Zones, scores: NDArray[np.float64], shuffled: NDArray[np.float64], at_most: float
) -> Iterator[tuple[int, int, float]]:
    """The best, then the best that shares no cell with those before, for as long as they are unlikely enough."""
    is_free = np.ones(int(zones.cell.max()) + 1, dtype=np.bool_)
    for at in np.argsort(-scores.max(axis=1), kind="stable").tolist():
        newest = int(scores[at].argmax())
        score = float(scores[at, newest])
        reached = len(shuffled) - int(np.searchsorted(shuffled, score, side="left"))
        p_value = (1 + reached) / (1 + len(shuffled))
        if score <= 0 or p_value > at_most:
            return
        inside = zones.cell[zones.start[at] : zones.end[at]]
        if is_free[inside].all():
            is_free[inside] = False
            yield at, newest, p_value


def _seed_of(counts: Numbers) -> int:
    """A number that is the same for the same counts."""
    digest = hashlib.blake2b(repr(counts.shape).encode(), digest_size=16)
    digest.update(np.ascontiguousarray(counts).tobytes())
    return int.from_bytes(digest.digest(), "big")
