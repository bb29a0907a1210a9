"""publish_release(): the only writer of releases, and the only place where noise is drawn."""

import datetime
import hashlib
import json
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from django.db import transaction

from reports.aggregation import counts
from reports.geography import areas, density
from reports.geography.models import Area
from reports.publication import clip, contents, files, folders, noise, quarters, rollup
from reports.publication.models import PublishedLeaf, PublishedTable, Release
from reports.publication.partition import Partition, cells_of_council, first_partition

ROWS_AT_ONCE = 100  # SQLite before 3.32 takes no more than 999 parameters

# What stands in every manifest: all that a reader needs to judge the numbers.
MECHANISM: dict[str, Any] = {
    "name": "discrete Laplace noise, then a threshold, drawn once",
    "unit": "one accepted report",
    "epsilon": {
        "leaves": noise.EPS_LEAVES,
        "mix": noise.EPS_MIX,
        "total": noise.EPS_TOTAL,
        "budget": noise.BUDGET,
    },
    "delta": 0,
    "clip": {"per_leaf_and_day": clip.PER_DAY, "per_leaf_and_month_of_an_import": clip.PER_MONTH},
    "leaf_threshold": rollup.LEAF_THRESHOLD,
    "remainder_threshold": f"{rollup.REMAINDER_THRESHOLD} times the square root of the leaves in it",
    "bands_from": {str(shown): least for least, shown in rollup.BANDS},
    "total": {"fewer_than": rollup.TOTAL_THRESHOLD, "rounded_to": rollup.ROUNDING},
    "mix": {"shown_from": rollup.MIX_THRESHOLD, "rounded_to": rollup.ROUNDING},
}


class QuarterNotClosed(Exception):
    """The quarter's instant of publication has not come; `until` is that instant."""

    def __init__(self, quarter: str, until: datetime.datetime) -> None:
        super().__init__(f"{quarter} is published at {until:%Y-%m-%d %H:%M} UTC")
        self.until = until


class ReleaseDiffers(Exception):
    """The stored rows no longer give the files the release was published with: something changed them."""


def publish_release(
    council: Area, *, quarter: str, now: datetime.datetime, draw: noise.NoiseSource = noise.discrete_laplace
) -> Release:
    """The council's release of a quarter: drawn and stored now, or the stored one, unchanged, when it stands already.

    The files are made from the stored rows, so a run that was killed between the two is mended by the next.
    Raises QuarterNotClosed before the quarter's instant. `draw` is for the adversary's tests.
    """
    instant = quarters.publication_instant(quarter)
    if now < instant:
        raise QuarterNotClosed(quarter, instant)
    with transaction.atomic():
        # Two processes: the second waits here (on SQLite at the transaction's start) and then finds the release.
        # Without this both would draw, and the mean of two draws has less noise than was promised.
        Area.objects.select_for_update().get(pk=council.pk)
        release = _stored(council, quarter) or _drawn(council, quarter, instant, draw)
    _put_files_in_place(release)
    return release


def _stored(council: Area, quarter: str) -> Release | None:
    found = Release.objects.select_related("council", "previous").filter(council=council, quarter=quarter)
    return found.first()


def _drawn(council: Area, quarter: str, instant: datetime.datetime, draw: noise.NoiseSource) -> Release:
    """A new release, its noise drawn and its rows stored, in the caller's transaction."""
    partition, geography = _partition(council)
    release = Release(
        id=f"{council.code}-{quarter}",
        council=council,
        quarter=quarter,
        published_at=instant,
        previous=Release.objects.filter(council=council, quarter__lt=quarter).order_by("-quarter").first(),
        mechanism=json.dumps(MECHANISM),
        geography=geography,
        input_digest=counts.input_digest(council.code, quarter),
    )
    leaves = _noisy_leaves(release, partition, draw)
    figures = _noisy_figures(release, draw)
    release.manifest_digest = files.digest_of(files.release_bytes(release, leaves, figures)["manifest.json"])
    release.save(force_insert=True)
    PublishedLeaf.objects.bulk_create(leaves, batch_size=ROWS_AT_ONCE)
    PublishedTable.objects.bulk_create(figures, batch_size=ROWS_AT_ONCE)
    return release


def _noisy_leaves(release: Release, partition: Partition, draw: noise.NoiseSource) -> list[PublishedLeaf]:
    """T1: the clipped count of every leaf, the empty ones too, with noise."""
    arrived = counts.arrivals(release.council_id, release.quarter)
    clipped = clip.clipped_totals(
        partition.leaf_indices(arrived.cell),
        arrived.received_on,
        arrived.by_month,
        arrived.count,
        leaves=len(partition),
    )
    noisy = draw(clipped, noise.EPS_LEAVES)
    columns = zip(partition.cells, partition.resolutions, noisy, rollup.shown_leaves(noisy), strict=True)
    return [
        PublishedLeaf(
            release=release, cell=int(cell), resolution=int(resolution), noisy=int(value), is_published=bool(shown)
        )
        for cell, resolution, value, shown in columns
    ]


def _noisy_figures(release: Release, draw: noise.NoiseSource) -> list[PublishedTable]:
    """T2, the council by group and part of the day, and T0, its total: unclipped, each report in one bin of each."""
    exact = counts.group_band_counts(release.council_id, release.quarter)
    mix = draw(exact, noise.EPS_MIX)
    total = int(draw(exact.sum(keepdims=True).reshape(1), noise.EPS_TOTAL)[0])
    return [
        PublishedTable(
            release=release, table=contents.TOTAL, noisy=total, is_published=total >= rollup.TOTAL_THRESHOLD
        ),
        *(
            PublishedTable(
                release=release,
                table=contents.MIX,
                group=group + 1,
                band=band + 1,
                noisy=int(value),
                is_published=bool(value >= rollup.MIX_THRESHOLD),
            )
            for (group, band), value in np.ndenumerate(mix)
        ),
    ]


def _put_files_in_place(release: Release) -> None:
    """Write the release's folder if it is not there; raises ReleaseDiffers."""
    if folders.folder_of(release.id).exists():
        return
    content = files.release_bytes(release, release.leaves.all(), release.figures.all())
    if files.digest_of(content["manifest.json"]) != release.manifest_digest:
        raise ReleaseDiffers(release.id)
    folders.write_folder(release.id, content)


def _partition(council: Area) -> tuple[Partition, str]:
    """The council's leaves, and which public geography they came from."""
    outline = areas.outline(council)
    cells = _cells(shapely.to_wkb(outline))
    found = density.densities(cells)
    known = hashlib.sha256(shapely.to_wkb(outline))
    for cell in cells:
        known.update(f"{cell:x} {found[cell].postcodes} {found[cell].population};".encode())
    return first_partition(cells, found), known.hexdigest()[:16]


@lru_cache(maxsize=32)
def _cells(outline: bytes) -> tuple[int, ...]:
    """Kept between the quarters of a run: a large coast takes seconds."""
    return tuple(cells_of_council(shapely.from_wkb(outline)))
