"""`build_basemap` on a real county, as OpenStreetMap has it."""

import gzip
import io
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from django.core.management import call_command
from django.test import Client
from pmtiles.reader import MmapSource, all_tiles

from reports.basemap.archive import Basemap
from reports.basemap.street_svg import streets_in
from tests.intake.walking import Reporter

pytestmark = pytest.mark.realdata

RUTLAND = "osm/rutland_2018_nometa.osm.pbf"


@pytest.fixture(scope="module")
def rutland(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rutland's basemap."""
    out = tmp_path_factory.mktemp("basemap") / "rutland.pmtiles"
    call_command("build_basemap", str(real_data / RUTLAND), out=out, stdout=io.StringIO())
    return out


def test_gdal_opens_every_layer_of_it(rutland: Path) -> None:
    layers = {"landuse", "water", "waterways", "railways", "roads", "paths", "buildings", "places", "pois"}
    assert set(pyogrio.list_layers(rutland)[:, 0]) == layers
    counts = {layer: len(pyogrio.raw.read(rutland, layer=layer)[2]) for layer in layers}
    assert min(counts.values()) > 20, counts


def test_no_tile_is_heavy_for_a_phone(rutland: Path) -> None:
    with rutland.open("rb") as file:
        sizes = {zxy: len(tile) for zxy, tile in all_tiles(MmapSource(file))}
    assert len(sizes) > 300
    assert max(sizes.values()) < 40_000


@pytest.mark.parametrize("name", ["rutland", "bristol", "london_central", "uk_overview"])
def test_basemaps_made_by_others_are_read_whole(real_data: Path, name: str) -> None:
    file = real_data / f"tiles/{name}.pmtiles"
    opened = Basemap(file)
    with file.open("rb") as source:
        for zxy, tile in all_tiles(MmapSource(source)):
            assert opened.tile(*zxy) == tile


@pytest.mark.parametrize(
    ("name", "middle"), [("rutland", (-0.728, 52.672)), ("bristol", (-2.6, 51.45)), ("london_central", (-0.13, 51.5))]
)
def test_the_server_draws_streets_of_basemaps_made_by_others(
    real_data: Path, settings: Any, name: str, middle: tuple[float, float]
) -> None:
    settings.BASEMAP_FILE = str(real_data / f"tiles/{name}.pmtiles")
    longitude, latitude = middle
    bounds = (longitude - 0.02, latitude - 0.012, longitude + 0.02, latitude + 0.012)
    streets = streets_in(bounds, width=320, height=320, budget=6_000)
    assert streets is not None
    assert sum(map(len, streets.paths.values())) > 2_000


@pytest.mark.django_db
def test_a_step_of_the_journey_with_streets_is_at_most_12_kilobytes(
    rutland: Path, settings: Any, client: Client
) -> None:
    settings.BASEMAP_FILE = str(rutland)
    call_command("load_builtin_geography", stdout=io.StringIO())
    sizes = {}
    for zoom in range(7):
        reporter = Reporter(client).start()
        reporter.send({"s": reporter.hidden("s"), "a": reporter.encrypted, "at": f"-0.728,52.672,{zoom}"})
        assert ("© OpenStreetMap contributors" in reporter.page) == (zoom < 6)
        sizes[zoom] = len(gzip.compress(reporter.response.content))
    assert max(sizes.values()) <= 12_000, sizes
