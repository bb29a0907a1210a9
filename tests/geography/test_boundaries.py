"""Which council holds a place."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from geopy.distance import geodesic
from shapely import wkb
from shapely.geometry import box

from reports.geography import boundaries, hexgrid
from reports.geography.boundaries import OutsideTheUK
from reports.geography.models import Area
from tests import factories

pytestmark = pytest.mark.django_db

METRE = 1 / 111_195  # degrees of latitude


def test_a_place_belongs_to_the_council_it_lies_in(country: dict[str, Area]) -> None:
    for at, code in (
        (factories.IN_WESTBY, factories.WESTBY),
        (factories.IN_EASTBY, factories.EASTBY),
        (factories.IN_LLANFACH, factories.LLANFACH),
    ):
        assert boundaries.council_at(*at) == country[code]
        assert boundaries.council_of_cell(hexgrid.cell_at(*at)) == country[code]


def test_the_council_knows_its_force_and_nation_without_another_query(
    country: dict[str, Area], django_assert_num_queries: Callable[[int], Any]
) -> None:
    boundaries.council_at(*factories.IN_LLANFACH)
    with django_assert_num_queries(1):
        council = boundaries.council_at(*factories.IN_LLANFACH)
        assert council.parent is not None
        assert council.parent.parent == country[factories.WALES]


def test_a_place_on_the_edge_of_two_councils_has_one_of_them_always(country: dict[str, Area]) -> None:
    assert {boundaries.council_at(-2.4, 51.45).code for _time in range(5)} == {factories.WESTBY}


def test_a_pier_belongs_to_the_nearest_council(country: dict[str, Area]) -> None:
    assert boundaries.council_at(-2.55, 51.3 - 2_200 * METRE).code == factories.WESTBY
    assert boundaries.council_at(-2.25, 51.3 - 2_200 * METRE).code == factories.EASTBY


def test_beyond_the_longest_pier_is_outside(country: dict[str, Area]) -> None:
    limit = boundaries.NEAREST_LIMIT_METRES
    assert boundaries.council_at(-2.55, 51.3 - (limit - 10) * METRE).code == factories.WESTBY
    with pytest.raises(OutsideTheUK):
        boundaries.council_at(-2.55, 51.3 - (limit + 10) * METRE)


def test_the_distance_east_is_measured_in_metres_not_degrees(country: dict[str, Area]) -> None:
    """A degree of longitude is 0.62 of one of latitude here: 4,000 m of one are 2,490 m of the other."""
    assert boundaries.council_at(-2.1 + 4_000 * METRE, 51.45).code == factories.EASTBY
    with pytest.raises(OutsideTheUK):
        boundaries.council_at(-2.1 + 5_000 * METRE, 51.45)


@pytest.mark.parametrize("metres", [2_970, 3_030])
@pytest.mark.parametrize("side", [0, 45, 90, 180, 225, 270])
@pytest.mark.parametrize("town", [(-5.537, 50.118), (-2.588, 51.4545), (-2.094, 57.149), (-1.145, 60.155)], ids=str)
def test_three_kilometres_off_the_coast_are_three_kilometres(
    country: dict[str, Area], town: tuple[float, float], side: int, metres: float
) -> None:
    longitude, latitude = town
    edges = {"west": longitude - 0.05, "south": latitude - 0.03, "east": longitude + 0.05, "north": latitude + 0.03}
    shape = wkb.dumps(box(*edges.values()))
    Area.objects.filter(kind=Area.Kind.COUNCIL).update(is_current=False)
    Area.objects.create(**_area("E06000999", "council", country[factories.BORDERSHIRE]) | edges | {"boundary": shape})
    # From the middle of an edge, or from a corner.
    east, north = {0: (0, 1), 45: (1, 1), 90: (1, 0), 180: (0, -1), 225: (-1, -1), 270: (-1, 0)}[side]
    off = geodesic(meters=metres).destination((latitude + north * 0.03, longitude + east * 0.05), side)
    if metres < boundaries.NEAREST_LIMIT_METRES:
        assert boundaries.council_at(off.longitude, off.latitude).code == "E06000999"
    else:
        with pytest.raises(OutsideTheUK):
            boundaries.council_at(off.longitude, off.latitude)


@pytest.mark.parametrize(
    ("name", "longitude", "latitude"),
    [
        ("Calais", 1.85, 50.95),
        ("Dublin", -6.26, 53.35),
        ("Douglas, Isle of Man", -4.48, 54.15),
        ("the North Pole", 0.0, 90.0),
        ("null island", 0.0, 0.0),
        ("not a number", float("nan"), 51.0),
        ("infinity", float("inf"), 51.0),
        ("no such latitude", -2.5, 91.0),
    ],
)
def test_other_countries_are_outside(country: dict[str, Area], name: str, longitude: float, latitude: float) -> None:
    with pytest.raises(OutsideTheUK):
        boundaries.council_at(longitude, latitude)


def test_across_the_border_of_northern_ireland_is_another_country(country: dict[str, Area]) -> None:
    north = Area.objects.create(**_area("N92000002", "nation", None))
    force = Area.objects.create(**_area("N99999999", "force", north))
    Area.objects.create(**_area("N09000005", "council", force))
    assert boundaries.council_at(-7.45, 54.8 - 80 * METRE).code == "N09000005"  # the bank of a river drawn roughly
    with pytest.raises(OutsideTheUK):
        boundaries.council_at(-7.45, 54.8 - 150 * METRE)  # the streets of the next village


def test_many_cells_get_the_codes_one_cell_gets(country: dict[str, Area]) -> None:
    rng = np.random.default_rng(7)
    cells = hexgrid.cells_at(rng.uniform(-3.3, -2.0, 400), rng.uniform(51.2, 51.8, 400))
    cells = np.concatenate([cells, cells[::-1]])
    expected = []
    for cell in cells.tolist():
        try:
            expected.append(boundaries.council_of_cell(cell).code)
        except OutsideTheUK:
            expected.append("")
    assert boundaries.councils_of_cells(cells).tolist() == expected
    assert set(expected) == {"", factories.WESTBY, factories.EASTBY, factories.LLANFACH}


def test_no_cells_have_no_councils(country: dict[str, Area]) -> None:
    assert boundaries.councils_of_cells(np.array([], dtype=np.uint64)).tolist() == []


def test_a_boundary_moved_by_another_process_is_noticed(country: dict[str, Area]) -> None:
    assert boundaries.council_at(-2.35, 51.45).code == factories.EASTBY
    moved = wkb.dumps(box(-2.7, 51.3, -2.3, 51.6))
    Area.objects.filter(code=factories.WESTBY).update(boundary=moved, edition=1)
    assert boundaries.council_at(-2.35, 51.45).code == factories.WESTBY


def test_a_council_that_stands_no_longer_holds_nothing(country: dict[str, Area]) -> None:
    assert boundaries.council_at(*factories.IN_EASTBY).code == factories.EASTBY
    Area.objects.filter(code=factories.EASTBY).update(is_current=False)
    with pytest.raises(OutsideTheUK):
        boundaries.council_at(*factories.IN_EASTBY)


def test_without_any_area_the_remedy_is_named(db: None) -> None:
    with pytest.raises(boundaries.NoAreasLoaded, match="load_builtin_geography"):
        boundaries.council_at(*factories.IN_WESTBY)


def _area(code: str, kind: str, parent: Area | None) -> dict[str, Any]:
    edges = {"west": -7.5, "south": 54.8, "east": -7.4, "north": 54.9}
    shape = wkb.dumps(box(*edges.values()))
    return {"code": code, "kind": kind, "name": code, "parent": parent, "boundary": shape, **edges}
