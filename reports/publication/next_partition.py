"""The leaves of a council's next map, from public geography and its earlier maps."""

import hashlib
from functools import lru_cache

import numpy as np
import shapely

from reports.geography import areas, density
from reports.geography.models import Area
from reports.publication import map_schedule
from reports.publication.models import PublishedLeaf, Release
from reports.publication.partition import Partition, cells_of_council, first_partition, next_partition, partition_of


def leaves_for(council: Area, *, gathered: int) -> tuple[Partition, set[int], str]:
    """The partition of the council's next map, the cells shown on any earlier one, and which geography it stands on.

    `gathered` is what the published totals since its last map add up to: with fewer than a map waits for, and where
    few of them are to be expected, small hexagons would nearly all stay under the threshold (decisions 43 and 58).
    After new outlines or new densities the partition begins anew: old hexagons need not cover the new council.
    """
    outline = areas.outline(council)
    cells = _cells(shapely.to_wkb(outline))
    found = density.densities(cells)
    known = hashlib.sha256(shapely.to_wkb(outline))
    for cell in cells:
        known.update(f"{cell:x} {found[cell].postcodes} {found[cell].population};".encode())
    geography = known.hexdigest()[:16]
    last_map = Release.objects.filter(council=council).exclude(map_from="").order_by("-quarter").first()
    shown = PublishedLeaf.objects.filter(release__council=council, is_published=True)
    shown_before = set(shown.values_list("cell", flat=True)) - _withdrawn(council)
    first = first_partition(cells, found, gathered=gathered, few=map_schedule.REPORTS_FOR_A_MAP)
    if last_map is None or last_map.geography != geography:
        return first, shown_before, geography
    return next_partition(*_published(last_map), first=first, council=cells), shown_before, geography


def _published(last_map: Release) -> tuple[Partition, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """The leaves of a map and what was published of each: nothing of one that was not shown, or was withdrawn."""
    withdrawn = set(last_map.withdrawals.values_list("cell", flat=True))
    rows = last_map.leaves.order_by("cell").values_list("cell", "noisy", "is_published")
    published = [noisy if shown and cell not in withdrawn else 0 for cell, noisy, shown in rows]
    return partition_of(np.array([row[0] for row in rows], dtype=np.uint64)), np.array(published, dtype=np.int64)


def _withdrawn(council: Area) -> set[int]:
    found = Release.objects.filter(council=council, withdrawals__isnull=False)
    return set(found.values_list("withdrawals__cell", flat=True))


@lru_cache(maxsize=32)
def _cells(outline: bytes) -> tuple[int, ...]:
    """Kept between the quarters of a run: a large coast takes seconds."""
    return tuple(cells_of_council(shapely.from_wkb(outline)))
