"""The grid's own arithmetic against H3's."""

import h3.api.basic_int as h3
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from reports.geography import hexgrid

positions = st.tuples(st.floats(-8.5, 2.0), st.floats(49.0, 61.0))


@given(st.lists(positions, min_size=1, max_size=20), st.integers(4, 11))
def test_a_parent_by_bit_operations_is_the_parent_h3_gives(at: list[tuple[float, float]], resolution: int) -> None:
    cells = hexgrid.cells_at(*zip(*at, strict=True))
    expected = [h3.cell_to_parent(int(cell), resolution) for cell in cells]
    assert hexgrid.parents(cells, resolution).tolist() == expected
    assert [hexgrid.parent(int(cell), resolution) for cell in cells] == expected


@given(positions, st.integers(0, 11))
def test_a_name_names_the_cell_it_was_made_from(at: tuple[float, float], resolution: int) -> None:
    cell = hexgrid.cell_at(*at, resolution)
    assert hexgrid.cell_named(hexgrid.name(cell)) == cell
    assert hexgrid.resolution_of(cell) == resolution


@given(positions)
def test_the_centre_of_a_cell_lies_in_it(at: tuple[float, float]) -> None:
    cell = hexgrid.cell_at(*at)
    assert hexgrid.cell_at(*hexgrid.centre(cell)) == cell
    assert hexgrid.centres([cell]).tolist() == [list(hexgrid.centre(cell))]


@given(positions, st.floats(0.01, 0.05))
def test_cells_touching_an_area_are_those_that_share_a_point_with_it(at: tuple[float, float], width: float) -> None:
    area = box(at[0], at[1], at[0] + width, at[1] + width)
    touching = set(hexgrid.cells_touching(area, 8))
    around = {near for cell in touching for near in hexgrid.neighbours(cell, 1)}
    sharing = {cell for cell in around if Polygon(hexgrid.outline(cell)).intersects(area)}
    assert touching == sharing
    assert sorted(touching) == hexgrid.cells_touching(area, 8)


def test_children_are_the_cells_whose_parent_it_is() -> None:
    cell = hexgrid.cell_at(-2.6, 51.45, 9)
    assert hexgrid.parents(np.array(hexgrid.children(cell), dtype=np.uint64), 9).tolist() == [cell] * 7


@pytest.mark.parametrize("text", ["", "8b", "nonsense", "ffffffffffffffff", "0"])
def test_what_is_no_cell_is_refused(text: str) -> None:
    with pytest.raises(hexgrid.NotACell):
        hexgrid.cell_named(text)


def test_a_number_that_is_no_cell_has_no_resolution() -> None:
    with pytest.raises(hexgrid.NotACell):
        hexgrid.resolution_of(7)
