"""Main roads and waters under the figures of a town: what is there, what fits, and what a broken tile takes away."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from reports.basemap import archive
from reports.basemap.road_svg import MOST_METRES, roads_in
from reports.basemap.street_svg import streets_in
from reports.basemap.writer import Part
from tests.basemap.archives import ATTRIBUTION, column, make_basemap
from tests.basemap.test_street_svg import CROSSING, ends_of

TOWN = (-2.62, 51.43, -2.48, 51.48)
SIZE = {"width": 800, "height": 458}


@pytest.fixture
def archive_file() -> Path:
    """The crossing's archive, in use."""
    return make_basemap(archive.file_in_use())


@pytest.mark.usefixtures("archive_file")
def test_the_main_road_and_the_lake_lie_where_they_are() -> None:
    roads = roads_in(TOWN, **SIZE, budget=5_000)
    assert roads is not None
    assert (roads.middle, roads.attribution) == ("", ATTRIBUTION)  # the other street is no main road
    (left, right) = sorted(ends_of(roads.main))  # one line, whatever tiles it crosses
    assert left == pytest.approx((114, 229), abs=2)  # Long Street: 0.02 of 0.14 degrees from the west, in the middle
    assert right == pytest.approx((686, 229), abs=2)
    assert roads.water.endswith("z")


@pytest.mark.usefixtures("archive_file")
@pytest.mark.parametrize("budget", [-5, 0, 5, 15, 30, 60, 5_000])
def test_the_budget_holds_and_the_main_road_comes_first(budget: int) -> None:
    roads = roads_in(TOWN, **SIZE, budget=budget)
    length = len(roads.main + roads.middle + roads.water) if roads else 0
    assert length <= max(budget, 0)
    assert roads is None or roads.main


@pytest.mark.usefixtures("archive_file")
def test_a_view_wider_than_a_county_has_none() -> None:
    degrees = MOST_METRES / 69_000  # of longitude, a little more than the limit
    assert roads_in((-2.55 - degrees / 2, 51.0, -2.55 + degrees / 2, 51.9), **SIZE, budget=5_000) is None


def test_without_a_street_map_there_are_none() -> None:
    assert roads_in(TOWN, **SIZE, budget=5_000) is None


def test_roads_that_are_called_roads_alone_are_told_apart_by_their_numbers() -> None:
    lines = shapely.linestrings([[(-2.61, north), (-2.49, north)] for north in (51.44, 51.45, 51.46, 51.47, 51.475)])
    columns = {
        "highway": column("road", "road", "road", "rail", "cycleway"),
        "ref": column("M32", "B4058", None, "MLN1", "A4"),
    }
    make_basemap(archive.file_in_use(), [Part("transport", 8, 14, np.array(lines), columns)])
    roads = roads_in(TOWN, **SIZE, budget=5_000)
    assert roads is not None
    assert ends_of(roads.main)[0][1] == pytest.approx(366, abs=2)  # the motorway alone, 0.01 degrees from the south
    assert ends_of(roads.middle)[0][1] == pytest.approx(275, abs=2)
    streets = streets_in((-2.56, 51.458, -2.54, 51.478), width=320, height=512, budget=5_000)
    assert streets is not None
    assert set(streets.paths) == {"minor", "rail", "path"}


def test_a_broken_tile_takes_its_streets_and_no_page(
    archive_file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, client: Any
) -> None:
    assert streets_in(CROSSING, width=320, height=256, budget=5_000) is not None
    monkeypatch.setattr("reports.basemap.archive.Basemap.tile", lambda *_tile: b"not gzip")
    assert roads_in(TOWN, **SIZE, budget=5_000) is None
    assert streets_in(CROSSING, width=320, height=256, budget=5_000) is None
    assert archive.basemaps_in_use().tile(10, 505, 340) is None
    assert client.get("/tiles/base/10/505/340.mvt").status_code == 204
    assert "could not be read" in caplog.text
