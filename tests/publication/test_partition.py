"""The first partition: whole, without overlap, and a function of public geography alone."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, box

from reports.geography import hexgrid
from reports.publication.partition import NotAPartition, Partition, cells_of_council, first_partition, partition_of

OUTLINE = box(-2.7, 51.3, -2.4, 51.6)
TOWN = (-2.55, 51.45)
VILLAGE = (-2.65, 51.33)


@dataclass(frozen=True)
class Density:
    """How built up a cell is."""

    postcodes: int = 0
    population: int = 0


def partition() -> Partition:
    """A town of some square kilometres, a village, and country where nobody lives."""
    densities = {cell: Density(postcodes=90) for cell in hexgrid.neighbours(hexgrid.cell_at(*TOWN, 8), 3)}
    densities |= {hexgrid.cell_at(*VILLAGE, 8): Density(postcodes=25)}
    return first_partition(cells_of_council(OUTLINE), densities)


def resolution_at(found: Partition, at: tuple[float, float]) -> int:
    """The resolution of the leaf that holds a position."""
    leaf = found.leaf_indices(np.array([hexgrid.cell_at(*at, 9)], dtype=np.uint64))[0]
    return int(found.resolutions[leaf])


def test_the_town_is_fine_the_village_coarser_the_empty_country_coarsest() -> None:
    """Res 8, 7 and 6."""
    found = partition()
    assert [resolution_at(found, at) for at in (TOWN, VILLAGE, (-2.43, 51.57))] == [8, 7, 6]
    assert set(found.resolutions.tolist()) == {6, 7, 8}


def test_with_few_reports_a_town_begins_with_wide_hexagons() -> None:
    """Res 7 and nothing finer; the country stays as it is, and the whole ground is covered."""
    densities = {cell: Density(postcodes=90) for cell in hexgrid.neighbours(hexgrid.cell_at(*TOWN, 8), 3)}
    densities |= {hexgrid.cell_at(*VILLAGE, 8): Density(postcodes=25)}
    found = first_partition(cells_of_council(OUTLINE), densities, gathered=299, few=300)
    assert [resolution_at(found, at) for at in (TOWN, VILLAGE, (-2.43, 51.57))] == [7, 7, 6]
    fine = partition()
    wider = {hexgrid.parent(int(cell), min(7, hexgrid.resolution_of(int(cell)))) for cell in fine.cells}
    assert set(found.cells.tolist()) == wider


@pytest.mark.parametrize("kind", ["postcodes", "population"])
@pytest.mark.parametrize(("gathered", "town", "suburb"), [(6, 7, 7), (300, 8, 7), (1_000, 8, 8)])
def test_where_few_reports_are_to_be_expected_a_hexagon_stays_wide(
    kind: str, gathered: int, town: int, suburb: int
) -> None:
    """Of 300 reports fewer than six come from the suburb, where one in 51 lives."""
    middles = hexgrid.cell_at(*TOWN, 7), hexgrid.cell_at(*VILLAGE, 7)
    centre, edge = (hexgrid.children(middle) for middle in middles)
    people = dict.fromkeys(centre, 8_000) | {edge[0]: 1_120}
    densities = {cell: Density(**{kind: lived // (35 if kind == "postcodes" else 1)}) for cell, lived in people.items()}
    found = first_partition(cells_of_council(OUTLINE), densities, gathered=gathered)
    inside = np.array([hexgrid.children(cell)[0] for cell in (centre[0], edge[0])], dtype=np.uint64)
    assert found.resolutions[found.leaf_indices(inside)].tolist() == [town, suburb]


def test_a_population_builds_up_as_postcodes_do() -> None:
    """Where only places are loaded: Northern Ireland, or a fresh clone."""
    cell = hexgrid.cell_at(*TOWN, 8)
    found = first_partition(cells_of_council(OUTLINE), {cell: Density(population=2_000)})
    assert resolution_at(found, TOWN) == 8


def test_no_leaf_holds_another() -> None:
    """Every leaf's ancestors are missing from the list."""
    cells = set(partition().cells.tolist())
    for cell in cells:
        for resolution in range(6, hexgrid.resolution_of(cell)):
            assert hexgrid.parent(cell, resolution) not in cells


def test_the_same_geography_gives_the_same_list() -> None:
    """Whatever the order in which it comes."""
    again = first_partition(reversed(cells_of_council(OUTLINE)), {})
    assert first_partition(cells_of_council(OUTLINE), {}).cells.tolist() == again.cells.tolist()


@given(st.floats(-2.7, -2.4), st.floats(51.3, 51.6))
def test_every_place_of_the_council_counts_in_a_leaf_that_holds_or_touches_it(
    longitude: float, latitude: float
) -> None:
    """The leaf is the cell's ancestor, or for the hair's breadth at the edge one that lies beside it."""
    found = partition()
    cell = hexgrid.parent(hexgrid.cell_at(longitude, latitude), 9)
    leaf = int(found.cells[found.leaf_indices(np.array([cell], dtype=np.uint64))[0]])
    resolution = hexgrid.resolution_of(leaf)
    assert leaf in hexgrid.neighbours(hexgrid.parent(cell, resolution), 1)


def test_a_pier_counts_in_the_nearest_leaf() -> None:
    """A cell off every leaf: the leaf whose centre is nearest, always the same."""
    found = partition()
    pier = hexgrid.cell_at(-2.55, 51.75, 9)
    leaf = found.leaf_indices(np.array([pier, pier], dtype=np.uint64))
    assert leaf[0] == leaf[1]
    distances = [Point(-2.55, 51.75).distance(Point(hexgrid.centre(int(cell)))) for cell in found.cells]
    nearest = [Point(hexgrid.centre(int(found.cells[index]))) for index in leaf]
    assert nearest[0].distance(Point(-2.55, 51.75)) <= min(distances) * 1.3  # degrees are no metres: about nearest


def test_a_cell_two_islands_share_is_one_leaf() -> None:
    """A council of many polygons names the cell between two of them twice."""
    islands = MultiPolygon([box(-2.5501, 51.45, -2.5500, 51.4501), box(-2.5498, 51.45, -2.5497, 51.4501)])
    assert len(cells_of_council(islands)) == len(set(cells_of_council(islands)))
    assert len(first_partition(cells_of_council(islands), {})) >= 1


@pytest.mark.parametrize(
    "leaves",
    [
        [],
        [hexgrid.cell_at(*TOWN, 8), hexgrid.cell_at(*TOWN, 8)],
        [hexgrid.cell_at(*TOWN, 8), hexgrid.cell_at(*TOWN, 6)],
    ],
)
def test_a_list_that_is_no_partition_is_refused(leaves: list[int]) -> None:
    """Empty, a leaf twice, a leaf in a leaf."""
    with pytest.raises(NotAPartition):
        partition_of(np.array(leaves, dtype=np.uint64))
