"""Places beside each other: which have reports, which are beside those, and how many more have neither."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NOWHERE = -1
SIDES = 6


class NoLattice(ValueError):
    """Arrays that fit together as no lattice."""


@dataclass(frozen=True, eq=False)
class Lattice:
    """Hexagons of one area: those listed, and `total` with the rest, which have no report and no neighbour with one.

    Two lists are enough: what a hexagon without reports beside others without any can tell needs no row of its own, and
    a county has a million of them.
    """

    neighbours: NDArray[np.int64]  # shape (n, 6): numbers in the list; NOWHERE where it is not listed or not there
    degree: NDArray[np.int64]  # shape (n,): how many neighbours are in the area, listed or not
    total: int  # hexagons of the area

    def __post_init__(self) -> None:
        """Refuses what does not fit: a shifted column would give each place another's surroundings."""
        listed = len(self.degree)
        if self.neighbours.shape != (listed, SIDES) or self.total < listed:
            raise NoLattice(f"{self.neighbours.shape} neighbours of {listed} hexagons among {self.total}")
        if np.any((self.neighbours != NOWHERE).sum(axis=1) > self.degree):
            raise NoLattice("more neighbours than there are in the area")

    @property
    def unlisted(self) -> int:
        """How many hexagons have no row."""
        return self.total - len(self.degree)

    def sums_beside(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum of each hexagon's neighbours, without itself; what is not listed is 0."""
        padded = np.append(values.astype(np.float64), 0.0)  # NOWHERE picks the last
        return np.asarray(padded[self.neighbours].sum(axis=1))
