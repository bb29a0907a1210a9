"""The harness's worlds show what a reader of the real files reads."""

import csv
import io
import json
from typing import Any

import numpy as np
import pytest

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.publication import files, noise, rollup
from reports.publication.models import PublishedLeaf, PublishedTable, Release
from reports.publication.partition import Partition
from reports.publication.quarters import publication_instant
from tests.adversary import harness

pytestmark = pytest.mark.adversary


def published_files(partition: Partition, noisy: list[int], bin_value: int, total: int) -> dict[str, bytes]:
    """The files of a release with these noisy values, made by the code that publishes."""
    council = Area(code="E06000901", kind="council", name="Westby")
    release = Release(
        id="E06000901-2026-Q3",
        council=council,
        quarter="2026-Q3",
        published_at=publication_instant("2026-Q3"),
        map_from="2026-Q3",
        mechanism="{}",
        geography="",
    )
    shown = rollup.shown_leaves(partition, np.array(noisy))
    columns = zip(partition.cells, partition.resolutions, noisy, shown, strict=True)
    leaves = [
        PublishedLeaf(
            release=release, cell=int(cell), resolution=int(resolution), noisy=value, is_published=bool(is_shown)
        )
        for cell, resolution, value, is_shown in columns
    ]
    figures = [
        PublishedTable(release=release, table="T0", noisy=total, is_published=total >= 30),
        PublishedTable(release=release, table="T2", group=2, band=2, noisy=bin_value, is_published=bin_value >= 20),
    ]
    return files.release_bytes(release, leaves, figures)


def read(content: dict[str, bytes], leaf: int, siblings: list[int]) -> tuple[list[int], list[bool], int, int]:
    """What the files tell of a leaf, of the cells above it, of the leaves beside it, of the bin, and of the total."""
    rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(content["leaves.csv"].decode())))
    shown = {hexgrid.cell_named(row["cell"]): int(row["about"]) for row in rows}
    figures = json.loads(content["figures.json"])
    remainders = {(hexgrid.cell_named(it["cell"]) if it["cell"] else 0): it["about"] for it in figures["remainders"]}
    above = [hexgrid.parent(leaf, resolution) for resolution in range(hexgrid.resolution_of(leaf) - 1, 5, -1)]
    bands = [shown.get(leaf, 0), *(remainders.get(cell, 0) for cell in [*above, 0])]
    mix = figures["mix"][0]["about"] if figures["mix"] else -1
    return bands, [cell in shown for cell in siblings], mix, -1 if figures["total"] is None else figures["total"]


def test_each_row_of_a_simulation_is_a_readers_picture() -> None:
    """Over worlds in which leaves, remainders, bins and totals are sometimes shown and sometimes not."""
    suspicion = harness.suspicion(others_in_leaf=2, planted=3)
    leaves, _, _ = suspicion.counts(target_is_in=True)
    worlds = 150
    rng = np.random.default_rng(3)
    noisy = noise.discrete_laplace(np.tile(leaves, (worlds, 1)), noise.EPS_LEAVES)
    mix, totals = rng.integers(5, 45, worlds), rng.integers(5, 70, worlds)
    leaf = int(suspicion.partition.cells[suspicion.target.leaf])
    siblings = suspicion.partition.cells[suspicion.siblings].tolist()
    as_read = [
        read(
            published_files(suspicion.partition, row.tolist(), int(mix[simulated]), int(totals[simulated])),
            leaf,
            siblings,
        )
        for simulated, row in enumerate(noisy)
    ]
    pictures = []
    assert len(siblings) == 6
    for bands, beside, _, _ in as_read:
        picture = bands[0]
        for band in bands[1:]:
            picture = picture * 64 + band
        for is_shown in beside:
            picture = picture * 2 + is_shown
        pictures.append(picture)
    assert suspicion.map_pictures(noisy).tolist() == pictures
    assert harness.shown_numbers(mix, rollup.BREAKDOWN_THRESHOLD).tolist() == [stated for _, _, stated, _ in as_read]
    assert harness.shown_numbers(totals, rollup.TOTAL_THRESHOLD).tolist() == [stated for _, _, _, stated in as_read]
    assert len(set(pictures)) > 3, "every world showed the same: the comparison has no power"
