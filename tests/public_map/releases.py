"""Fixed-value makers of releases: rows and files as publication leaves them, without a draw."""

import datetime
import json
from collections.abc import Mapping

from reports.geography import hexgrid
from reports.geography.models import Area, Place
from reports.publication import files, folders, rollup
from reports.publication.models import PublishedLeaf, PublishedTable, Release
from tests.factories import IN_EASTBY, IN_WESTBY, WESTBY

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
    total: int = 123,
    mix: Mapping[tuple[int, int], int] | None = None,
) -> Release:
    """A release whose leaves have these noisy values, by cell; those from the threshold on are published.

    `mix` is by group and part of the day.
    """
    release = Release(
        id=f"{council}-{quarter}",
        council=Area.objects.get(code=council),
        quarter=quarter,
        published_at=PUBLISHED_AT,
        map_from=quarter,
        mechanism=json.dumps({"name": "fixed values of a test"}),
        geography="0" * 16,
        input_digest="0" * 64,
    )
    values = {WESTBY_CELL: 12, HIDDEN_CELL: 5} if leaves is None else leaves
    rows = [
        PublishedLeaf(
            release=release,
            cell=cell,
            resolution=hexgrid.resolution_of(cell),
            noisy=noisy,
            is_published=noisy >= rollup.LEAF_THRESHOLD,
        )
        for cell, noisy in values.items()
    ]
    figures = [PublishedTable(release=release, table="T0", noisy=total, is_published=total >= rollup.TOTAL_THRESHOLD)]
    for (group, band), noisy in (mix or {}).items():
        is_published = noisy >= rollup.MIX_THRESHOLD
        figures.append(
            PublishedTable(release=release, table="T2", group=group, band=band, noisy=noisy, is_published=is_published)
        )
    content = files.release_bytes(release, rows, figures)
    release.manifest_digest = files.digest_of(content["manifest.json"])
    release.save(force_insert=True)
    PublishedLeaf.objects.bulk_create(rows, batch_size=100)
    PublishedTable.objects.bulk_create(figures)
    folders.write_folder(release.id, content)
    return release


def make_place(name: str, at: tuple[float, float], population: int, name_cy: str = "") -> Place:
    """A town."""
    return Place.objects.create(
        kind="settlement",
        name=name,
        name_cy=name_cy,
        search_name=name.lower(),
        nation="E",
        longitude=at[0],
        latitude=at[1],
        population=population,
    )
