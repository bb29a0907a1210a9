"""The three tables of a release, exact counts with noise: the total (T0), the map's leaves (T1), the breakdown (T2)."""

import hashlib
from collections.abc import Collection, Sequence

import numpy as np

from reports.aggregation import counts
from reports.publication import clip, contents, noise, rollup
from reports.publication.models import PublishedLeaf, PublishedTable, Release
from reports.publication.partition import Partition, are_hot


def noisy_total(release: Release, draw: noise.NoiseSource) -> PublishedTable:
    """T0: every report the council has of the release's own quarter, unclipped."""
    exact = counts.group_band_counts(release.council_id, release.quarter).sum()
    value = int(draw(np.array([exact], dtype=np.int64), noise.EPS_TOTAL)[0])
    return PublishedTable(
        release=release, table=contents.TOTAL, noisy=value, is_published=value >= rollup.TOTAL_THRESHOLD
    )


def noisy_leaves(
    release: Release, partition: Partition, *, shown_before: Collection[int], draw: noise.NoiseSource
) -> list[PublishedLeaf]:
    """T1: the clipped count of every leaf over the quarters of the map, the empty ones too, with noise.

    The quarters are clipped together: a day's reports may have been accepted in two of them.
    """
    arrived = [counts.arrivals(release.council_id, quarter) for quarter in release.map_quarters]
    clipped = clip.clipped_totals(
        partition.leaf_indices(np.concatenate([it.cell for it in arrived])),
        np.concatenate([it.received_on for it in arrived]),
        np.concatenate([it.by_month for it in arrived]),
        np.concatenate([it.count for it in arrived]),
        leaves=len(partition),
    )
    noisy = draw(clipped, noise.EPS_LEAVES)
    shown = rollup.shown_leaves(partition, noisy)
    hot = shown & are_hot(partition.cells, shown_before)
    columns = zip(partition.cells, partition.resolutions, noisy, shown, hot, strict=True)
    return [
        PublishedLeaf(
            release=release,
            cell=int(cell),
            resolution=int(resolution),
            noisy=int(value),
            is_published=bool(is_shown),
            is_hot=bool(is_hot),
        )
        for cell, resolution, value, is_shown, is_hot in columns
    ]


def noisy_breakdown(release: Release, draw: noise.NoiseSource) -> list[PublishedTable]:
    """T2: the council by group and part of the day over the quarters of the map, each report in one bin."""
    exact = [counts.group_band_counts(release.council_id, quarter) for quarter in release.map_quarters]
    mix = draw(np.sum(exact, axis=0), noise.EPS_BREAKDOWN)
    return [
        PublishedTable(
            release=release,
            table=contents.BREAKDOWN,
            group=group + 1,
            band=band + 1,
            noisy=int(value),
            is_published=bool(value >= rollup.BREAKDOWN_THRESHOLD),
        )
        for (group, band), value in np.ndenumerate(mix)
    ]


def input_digest(council: str, quarters: Sequence[str]) -> str:
    """SHA-256 of all counts that went in. Never to be published: a small input can be found again by trying."""
    return hashlib.sha256("".join(counts.input_digest(council, quarter) for quarter in quarters).encode()).hexdigest()
