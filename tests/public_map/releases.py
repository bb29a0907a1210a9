"""Fixed-value makers of releases: rows and files as publication leaves them, without a draw."""

import datetime
import json
from collections.abc import Collection, Mapping
from typing import Any

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.publication import files, rollup, sums
from reports.publication.mechanism import MECHANISM
from reports.publication.models import PublishedLeaf, PublishedTable, Release
from reports.publication.releasing import put_files_in_place
from tests.factories import IN_EASTBY, IN_WESTBY, WESTBY
from tests.factories import make_place as make_place

QUARTER, EARLIER = "2026-Q3", "2026-Q2"
PUBLISHED_AT = datetime.datetime(2026, 10, 20, 8, 30, tzinfo=datetime.UTC)
WESTBY_CELL = hexgrid.cell_at(*IN_WESTBY, 8)
EASTBY_CELL = hexgrid.cell_at(*IN_EASTBY, 8)
HIDDEN_CELL = hexgrid.neighbours(WESTBY_CELL, 3)[-1]


def make_release(
    council: str = WESTBY,
    quarter: str = QUARTER,
    *,
    leaves: Mapping[int, int] | None = None,
    hot: Collection[int] = (),
    map_from: str | None = None,
    total: int = 123,
    mix: Mapping[tuple[int, int], int] | None = None,
    mechanism: Mapping[str, Any] | None = None,
) -> Release:
    """A release whose leaves have these noisy values, by cell; those from the threshold on are published.

    `hot` are the cells that an earlier map shows too; `map_from` is "" for a release without a map of its own.
    `mix` is by group and part of the day. Without the true `mechanism` it is in no sum of maps.
    """
    release = Release(
        id=f"{council}-{quarter}",
        council=(area := Area.objects.get(code=council)),
        council_name=area.name,
        quarter=quarter,
        published_at=PUBLISHED_AT,
        map_from=quarter if map_from is None else map_from,
        mechanism=json.dumps(mechanism or {"name": "fixed values of a test"}),
        geography="0" * 16,
        input_digest="0" * 64,
    )
    if leaves is None:
        leaves = {WESTBY_CELL: 12, HIDDEN_CELL: 5} if release.has_map else {}
    rows = [
        PublishedLeaf(
            release=release,
            cell=cell,
            resolution=hexgrid.resolution_of(cell),
            noisy=noisy,
            is_published=noisy >= rollup.LEAF_THRESHOLD,
            is_hot=cell in hot,
        )
        for cell, noisy in leaves.items()
    ]
    figures = [PublishedTable(release=release, table="T0", noisy=total, is_published=total >= rollup.TOTAL_THRESHOLD)]
    for (group, band), noisy in (mix or {}).items():
        is_published = noisy >= rollup.BREAKDOWN_THRESHOLD
        figures.append(
            PublishedTable(release=release, table="T2", group=group, band=band, noisy=noisy, is_published=is_published)
        )
    release.manifest_digest = files.digest_of(files.release_bytes(release, rows, figures)["manifest.json"])
    release.save(force_insert=True)
    PublishedLeaf.objects.bulk_create(rows, batch_size=100)
    PublishedTable.objects.bulk_create(figures)
    put_files_in_place(release)
    return release


YEAR = ("2025-Q4", "2026-Q1", EARLIER, QUARTER)


def make_year(council: str = WESTBY, **values: Any) -> list[Release]:
    """Four quarters with a map each, whose noisy values are real ones, and the sums of them."""
    found = [make_release(council, quarter, mechanism=MECHANISM, **values) for quarter in YEAR]
    sums.put_sums_in_place(council)
    return found
