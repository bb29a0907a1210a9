"""Part 2 of OGC API - Features: the British National Grid and WGS 84, each in its own order of axes."""

from typing import Any

import numpy as np
import pytest
import shapely
from django.test import Client
from pyproj import Transformer

from reports.ogc_features.coordinate_systems import SYSTEMS
from tests.factories import WESTBY
from tests.ogc_features.conftest import CRS84, EPSG, Ask

GRID = EPSG + "27700"


def test_every_collection_names_the_systems_and_the_one_it_stores(ask: Ask, published_country: Any) -> None:
    stated = ask("collections")
    assert stated["crs"] == [CRS84, EPSG + "4326", GRID]
    assert [(it["crs"], it["storageCrs"]) for it in stated["collections"]] == [(stated["crs"], CRS84)] * 3


@pytest.mark.parametrize(
    ("system", "name"), [("", CRS84), (CRS84, CRS84), (EPSG + "4326", EPSG + "4326"), (GRID, GRID)]
)
def test_every_answer_says_its_system(
    client: Client, published_country: dict[str, str], system: str, name: str
) -> None:
    asked = {"crs": system} if system else {}
    for address in (
        "collections/releases/items",
        "collections/areas/items",
        f"collections/areas/items/{WESTBY}",
        f"collections/responses/items/{published_country['at Mill']}",
    ):
        answer = client.get(f"/ogc/{address}", asked)
        assert (answer.status_code, answer["Content-Crs"]) == (200, f"<{name}>")


def positions(ask: Ask, collection: str, crs: str) -> Any:
    """Every position of a collection in a system."""
    shapes = [it["geometry"] for it in ask(f"collections/{collection}/items", crs=crs)["features"]]
    return shapely.get_coordinates([shapely.geometry.shape(shape) for shape in shapes])


@pytest.mark.parametrize("collection", ["releases", "areas", "responses"])
def test_the_same_positions_come_in_each_system(ask: Ask, published_country: Any, collection: str) -> None:
    degrees = positions(ask, collection, CRS84)
    assert (positions(ask, collection, EPSG + "4326") == degrees[:, ::-1]).all()
    grid = positions(ask, collection, GRID)
    expected = Transformer.from_crs(4326, 27700, always_xy=True).transform(degrees[:, 0], degrees[:, 1])
    assert np.abs(grid - np.column_stack(expected)).max() <= 0.051
    assert (grid == grid.round(1)).all()
    assert len(degrees) > 1


def test_the_grid_is_right_to_a_few_metres() -> None:
    """Beside the Ordnance Survey's own: its worked example for OSTN15 puts 52.658007833 N, 1.716073973 E there."""
    point = SYSTEMS[GRID].of_lonlat(shapely.Point(1.716073973, 52.658007833))
    assert np.hypot(point.x - 651409.804, point.y - 313177.450) < 4


def test_another_system_for_one_feature_is_refused(client: Client, published_country: Any) -> None:
    answer = client.get(f"/ogc/collections/areas/items/{WESTBY}", {"crs": EPSG + "3857"})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["crs"])
