"""A5: is there a hexagon whose noisy number can be worked out from everything published at all sizes?

What is published of a release are ranges: of a shown hexagon its band, of one that is not shown that it is under the
threshold, of a remainder its band or that it is under its own. Remainders are sums, one inside the other, so the ranges
form a tree, and they are carried up and down it. Siblings are bound together by the lower threshold too: one that is
not shown beside much has 4 at most, one that is shown beside little has 6 at least. Both are repeated until nothing
narrows any more. A test compares this with trying all numbers there are. Even a solved number is still a noisy one.
"""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from reports.geography import hexgrid
from reports.publication import rollup
from reports.publication.partition import Partition

Ints = NDArray[np.int64]


@dataclass
class Node:
    """A number or a sum of numbers, and the values it can have."""

    low: float
    high: float
    parts: list["Node"] = field(default_factory=list)

    def narrow(self) -> None:
        """Carries the ranges of the parts up, and the range of the sum down to each part."""
        for part in self.parts:
            part.narrow()
        self._take_from_parts()
        self.give_to_parts()

    def _take_from_parts(self) -> None:
        if self.parts:
            self.low = max(self.low, sum(part.low for part in self.parts))
            self.high = min(self.high, sum(part.high for part in self.parts))

    def give_to_parts(self) -> None:
        """Each part is at least what the sum leaves when all the others are at their most, and the other way round."""
        lows, highs = [part.low for part in self.parts], [part.high for part in self.parts]
        for number, part in enumerate(self.parts):
            others_low = sum(lows[:number] + lows[number + 1 :])
            others_high = sum(highs[:number] + highs[number + 1 :])
            part.low, part.high = max(part.low, self.low - others_high), min(part.high, self.high - others_low)
            part.give_to_parts()


def solved_leaves(partition: Partition, noisy: Ints) -> int:
    """How many hexagons of a release have only one noisy number that fits everything published."""
    rolled = rollup.rolled_up(partition, noisy)
    leaves = [_leaf(int(value), bool(shown)) for value, shown in zip(noisy, rolled.shown, strict=True)]
    waiting: dict[int, list[Node]] = {}
    for cell, node, shown in zip(partition.cells.tolist(), leaves, rolled.shown.tolist(), strict=True):
        if not shown:
            waiting[cell] = [node]
    roots: list[Node] = []
    for level in rolled.remainders:
        waiting = _gathered(level, waiting, roots)
    roots += [node for nodes in waiting.values() for node in nodes]
    families = [
        [(leaves[place], bool(rolled.shown[place])) for place in np.flatnonzero(partition.family == number)]
        for number in np.unique(partition.family)
    ]
    before: list[tuple[float, float]] = []
    while before != (before := [(node.low, node.high) for node in leaves]):
        for root in roots:
            root.narrow()
        for family in families:
            _narrow_by_support(family)
    return sum(node.low == node.high for node in leaves)


def solved_exactly(partition: Partition, exact: Ints, *, k: int = 5) -> int:
    """The control: hexagons under k are hidden, but each parent's exact sum is published."""
    solved = 0
    for family in np.unique(partition.family):
        of_family = exact[partition.family == family]
        hidden = of_family[of_family < k]
        root = Node(hidden.sum(), hidden.sum(), [Node(0, k - 1) for _ in hidden])
        root.narrow()
        solved += sum(node.low == node.high for node in root.parts) + int((of_family >= k).sum())
    return solved


def _narrow_by_support(family: list[tuple[Node, bool]]) -> None:
    """What siblings tell of each other by who is shown from the lower threshold on."""
    for node, shown in family:
        others = [other for other, _ in family if other is not node]
        if shown and sum(other.high for other in others) < rollup.SUPPORT:
            node.low = max(node.low, rollup.LEAF_THRESHOLD)
        if not shown and sum(other.low for other in others) >= rollup.SUPPORT:
            node.high = min(node.high, rollup.SUPPORTED_THRESHOLD - 1)


def _leaf(noisy: int, shown: bool) -> Node:
    return _in_band(rollup.band_of(noisy)) if shown else Node(-math.inf, rollup.LEAF_THRESHOLD - 1)


def _in_band(band: int, at_most: float = math.inf) -> Node:
    """What is told as a band: up to the next one, unless that would not have been told."""
    edges = [*(least for least, _ in rollup.BANDS), math.inf]
    place = [stated for _, stated in rollup.BANDS].index(band)
    return Node(edges[place], edges[place + 1] - 1 if edges[place + 1] < at_most else math.inf)


def _gathered(level: rollup.Remainders, waiting: dict[int, list[Node]], roots: list[Node]) -> dict[int, list[Node]]:
    """Puts what waits into the sums of a level; a shown sum is a root, the others wait for the next level."""
    gathered: dict[int, list[Node]] = {}
    later: dict[int, list[Node]] = {}
    for cell, nodes in waiting.items():
        if level.resolution and hexgrid.resolution_of(cell) <= level.resolution:
            later.setdefault(cell, []).extend(nodes)
        else:
            gathered.setdefault(hexgrid.parent(cell, level.resolution) if level.resolution else 0, []).extend(nodes)
    columns = (level.cells, level.leaves, level.at_most, level.bands)
    for cell, leaves, at_most, band in zip(*(column.tolist() for column in columns), strict=True):
        parts = gathered.get(cell, [])
        if band:
            stated = _in_band(band, at_most)
            roots.append(Node(max(stated.low, _threshold(leaves)), stated.high, parts))
        elif parts:
            limit = _threshold(leaves) - 1 if _threshold(leaves) < at_most else math.inf
            later.setdefault(cell, []).append(Node(-math.inf, limit, parts))
    return later


def _threshold(leaves: int) -> float:
    return float(rollup.remainder_threshold(np.array(leaves)))
