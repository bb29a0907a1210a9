"""How built up the land is: what the first partition of a council reads, so that it reads no report."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.geography.models import SettlementDensity

_BATCH = 900  # SQLite before 3.32 takes no more than 999 parameters


@dataclass(frozen=True)
class Density:
    """Postcodes in a res 8 cell, and an estimate of its people."""

    postcodes: int
    population: int


NOBODY = Density(0, 0)


def densities(cells: Iterable[int]) -> dict[int, Density]:
    """The density of each res 8 cell asked for; one nobody lives in has zeros."""
    found = dict.fromkeys((int(cell) for cell in cells), NOBODY)
    for batch in _batches(list(found)):
        for row in SettlementDensity.objects.filter(cell__in=batch):
            found[row.cell] = Density(row.postcodes, row.population)
    return found


def _batches(cells: list[int]) -> Iterable[list[int]]:
    return (cells[start : start + _BATCH] for start in range(0, len(cells), _BATCH))
