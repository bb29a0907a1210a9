"""What a release tells, taken from its stored rows: bands and rounded numbers, never a noisy value."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from reports.publication import rollup
from reports.publication.models import PublishedLeaf, PublishedTable, Release, Withdrawal
from reports.publication.partition import partition_of

TOTAL, BREAKDOWN = "T0", "T2"


@dataclass(frozen=True)
class Leaf:
    """A hexagon shown: band 5, 10, 20 is «about so many», 40 is «40 or more»."""

    cell: int
    resolution: int
    band: int
    is_hot: bool = False  # shown on an earlier map too: only then may it be styled as hot


@dataclass(frozen=True)
class Remainder:
    """What the unshown hexagons inside a coarser cell add up to, in the same bands.

    `cell` is None (and the resolution 0) for the rest of the council.
    """

    cell: int | None
    resolution: int
    band: int


@dataclass(frozen=True)
class BreakdownCell:
    """About how many reports of the council have their main reason in a group, in one part of the day."""

    group: int  # intake.reasons.Group
    band: int  # 1 to 4: 06-12, 12-18, 18-24, 00-06
    value: int  # a multiple of 10


@dataclass(frozen=True)
class Contents:
    """All that a release tells."""

    total: int | None  # a multiple of 10; None: fewer than 30
    map_quarters: tuple[str, ...]  # what the leaves, remainders and breakdown cover; none: no map, and those are empty
    leaves: tuple[Leaf, ...]  # ascending by cell
    remainders: tuple[Remainder, ...]  # from fine to coarse
    mix: tuple[BreakdownCell, ...]  # the bins that are shown, by group and band
    leaves_in_partition: int  # shown or not
    withdrawn: int  # hexagons hidden whole, because they proved to be fake


def contents_of(
    release: Release,
    leaves: Iterable[PublishedLeaf],
    figures: Iterable[PublishedTable],
    withdrawals: Iterable[Withdrawal] = (),
) -> Contents:
    """What the stored rows of one release tell."""
    rows = sorted(leaves, key=lambda leaf: leaf.cell)
    hidden = {withdrawal.cell for withdrawal in withdrawals}
    figures = sorted(figures, key=lambda figure: (figure.table, figure.group, figure.band))
    total = next(figure for figure in figures if figure.table == TOTAL)
    return Contents(
        total=rollup.total_shown(total.noisy),
        map_quarters=release.map_quarters,
        leaves=tuple(
            Leaf(leaf.cell, leaf.resolution, rollup.band_of(leaf.noisy), leaf.is_hot)
            for leaf in rows
            if leaf.is_published and leaf.cell not in hidden
        ),
        remainders=_remainders(rows),
        mix=tuple(
            BreakdownCell(figure.group, figure.band, rollup.rounded(figure.noisy))
            for figure in figures
            if figure.table == BREAKDOWN and figure.is_published
        ),
        leaves_in_partition=len(rows),
        withdrawn=len(hidden),
    )


def without(published: Contents, cell: int) -> Contents:
    """The same with one hexagon hidden whole."""
    kept = tuple(leaf for leaf in published.leaves if leaf.cell != cell)
    return replace(published, leaves=kept, withdrawn=published.withdrawn + 1)


def _remainders(rows: list[PublishedLeaf]) -> tuple[Remainder, ...]:
    if not rows:
        return ()
    partition = partition_of(np.array([row.cell for row in rows], dtype=np.uint64))
    noisy = np.array([row.noisy for row in rows], dtype=np.int64)
    shown = np.array([row.is_published for row in rows], dtype=np.bool_)
    return remainders_told(rollup.rolled_up(partition, noisy, shown))


def remainders_told(rolled: rollup.RolledUp) -> tuple[Remainder, ...]:
    """The remainders that are shown, of one map or of a sum of maps."""
    return tuple(
        Remainder(int(cell) or None, level.resolution, int(band))
        for level in rolled.remainders
        for cell, band in zip(level.cells, level.bands, strict=True)
        if band
    )
