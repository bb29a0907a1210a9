"""Real points of Bristol on the leaves of its first partition: sampled reports, and what a map of them shows."""

import csv
import gzip
import io
import math
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyogrio
import pyproj
import shapely
from numpy.typing import NDArray

from reports.geography import hexgrid
from reports.publication import clip, noise, rollup
from reports.publication.partition import Partition, cells_of_council, first_partition, next_partition
from tests.publication.chances import expected_phantoms
from tests.realdata.main_job import AREA_FILES, BRISTOL, POSTCODES
from tests.realdata.police_points import POINTS

DAYS = 92
K = 5


@dataclass(frozen=True)
class Postcodes:
    """How many postcodes a cell has: all that the first partition needs of a town in Great Britain."""

    postcodes: int
    population: int = 0


@dataclass(frozen=True)
class Seen:
    """What one map shows of its reports, as parts of all of them, and how well."""

    fine: float  # in shown hexagons of res 8 or finer, or in a res 8 hexagon's shown remainder
    finest: float  # in shown hexagons of res 9
    shown: float  # in shown hexagons of any size
    by_k: float  # in res 8 cells with K or more: what an exact rule would show
    phantoms: int  # hexagons shown without a single report
    expected: float  # how many there would be on average, by the noise's exact law
    empty: int  # hexagons without a single report
    leaves: int
    error: float  # mean distance of a told band (below 40) from the hexagon's number


class Bristol:
    """The points inside the council's outline, and its partition by postcodes."""

    def __init__(self, data: Path) -> None:
        self.data = data

    @cached_property
    def council(self) -> list[int]:
        """The res 8 cells that touch the outline."""
        return cells_of_council(self._outline)

    @cached_property
    def first(self) -> Partition:
        """The first partition of however many reports."""
        return self.first_of(math.inf)

    def first_of(self, reports: float) -> Partition:
        """The first partition of a map of so many."""
        return first_partition(self.council, self.postcodes, gathered=reports)

    @cached_property
    def postcodes(self) -> dict[int, Postcodes]:
        """How many postcodes each res 8 cell has."""
        with zipfile.ZipFile(self.data / POSTCODES) as archive:
            member = next(name for name in archive.namelist() if name.lower().endswith("/bs.csv"))
            rows = list(csv.reader(io.TextIOWrapper(archive.open(member), encoding="utf-8")))
        to_degrees = pyproj.Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
        longitudes, latitudes = to_degrees.transform([int(row[2]) for row in rows], [int(row[3]) for row in rows])
        cells, counts = np.unique(hexgrid.cells_at(longitudes, latitudes, 8), return_counts=True)
        return {int(cell): Postcodes(int(count)) for cell, count in zip(cells, counts, strict=True)}

    @cached_property
    def points(self) -> NDArray[np.uint64]:
        """The res 9 cells of all points in the council."""
        with gzip.open(self.data / POINTS, "rt", encoding="utf-8", newline="") as file:
            positions = [(float(row["Longitude"]), float(row["Latitude"])) for row in csv.DictReader(file)]
        longitudes, latitudes = np.array(positions).T
        inside = shapely.contains_xy(self._outline, longitudes, latitudes)
        return hexgrid.cells_at(longitudes[inside], latitudes[inside], hexgrid.FINEST_LEAF_RESOLUTION)

    @cached_property
    def _outline(self) -> shapely.Geometry:
        meta, _, shapes, fields = pyogrio.raw.read(self.data / AREA_FILES[2])
        codes = list(fields[list(meta["fields"]).index("LAD25CD")])
        return shapely.from_wkb(shapes[codes.index(BRISTOL)])

    def sampled(self, reports: int, rng: np.random.Generator) -> NDArray[np.uint64]:
        """The res 9 cells of so many points drawn at random, each at most once."""
        return rng.choice(self.points, reports, replace=False)


def map_of(
    partition: Partition,
    cells: NDArray[np.uint64],
    rng: np.random.Generator,
    *,
    draw: noise.NoiseSource = noise.discrete_laplace,
) -> tuple[Seen, NDArray[np.int64]]:
    """What a map of these reports shows, each received on a random day of a quarter; and what it published of a leaf.

    The functions are those that publish; `by_k` counts the reports in res 8 cells with five or more of them.
    """
    leaf = partition.leaf_indices(cells)
    exact = np.bincount(leaf, minlength=len(partition))
    clipped = clip.clipped_totals(
        leaf,
        (20_000 + rng.integers(0, DAYS, len(cells))).astype("datetime64[D]"),
        np.zeros(len(cells), dtype=np.bool_),
        np.ones(len(cells), dtype=np.int64),
        leaves=len(partition),
    )
    noisy = draw(clipped, noise.EPS_LEAVES)
    rolled = rollup.rolled_up(partition, noisy)
    shown = rolled.shown
    rest = next(level for level in rolled.remainders if level.resolution == 8)
    in_rest = ~shown & (partition.resolutions == 9)
    in_rest[in_rest] = np.isin(hexgrid.parents(partition.cells[in_rest], 8), rest.cells[rest.shown])
    count = np.unique(hexgrid.parents(cells, 8), return_counts=True)[1]
    bands = np.array([rollup.band_of(int(value)) for value in noisy[shown]], dtype=np.int64)
    about = bands < max(band for _, band in rollup.BANDS)
    return Seen(
        fine=float(exact[in_rest | (shown & (partition.resolutions >= 8))].sum() / len(cells)),
        finest=float(exact[shown & (partition.resolutions == 9)].sum() / len(cells)),
        shown=float(exact[shown].sum() / len(cells)),
        by_k=float(count[count >= K].sum() / len(cells)),
        phantoms=int((shown & (exact == 0)).sum()),
        expected=expected_phantoms(partition, clipped),
        empty=int((exact == 0).sum()),
        leaves=len(partition),
        error=float(np.abs(bands - exact[shown])[about].mean()) if about.any() else 0.0,
    ), np.where(shown, noisy, 0)


def maps_in_a_row(bristol: Bristol, reports: int, maps: int, rng: np.random.Generator) -> list[Seen]:
    """Maps of so many reports each, the partition following the maps before it."""
    partition = first = bristol.first_of(reports)
    found = []
    for _ in range(maps):
        seen, published = map_of(partition, bristol.sampled(reports, rng), rng)
        found.append(seen)
        partition = next_partition(partition, published, first=first, council=bristol.council)
    return found
