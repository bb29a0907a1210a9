"""`build_basemap` on a real county, as OpenStreetMap has it."""

import io
import time
from pathlib import Path

import pyogrio
import pytest
from django.core.management import call_command
from pmtiles.reader import MmapSource, all_tiles

from reports.geography.basemap import Basemap

pytestmark = pytest.mark.realdata

RUTLAND = "osm/rutland_2018_nometa.osm.pbf"


@pytest.fixture(scope="module")
def rutland(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """Rutland's basemap, and the seconds it took."""
    out = tmp_path_factory.mktemp("basemap") / "rutland.pmtiles"
    started = time.monotonic()
    call_command("build_basemap", str(real_data / RUTLAND), out=out, stdout=io.StringIO())
    return out, time.monotonic() - started


def test_a_county_takes_less_than_a_minute(rutland: tuple[Path, float]) -> None:
    assert rutland[1] < 60


def test_gdal_opens_every_layer_of_it(rutland: tuple[Path, float]) -> None:
    layers = {"landuse", "water", "waterways", "railways", "roads", "paths", "buildings", "places", "pois"}
    assert set(pyogrio.list_layers(rutland[0])[:, 0]) == layers
    counts = {layer: len(pyogrio.raw.read(rutland[0], layer=layer)[2]) for layer in layers}
    assert min(counts.values()) > 20, counts


def test_no_tile_is_heavy_for_a_phone(rutland: tuple[Path, float]) -> None:
    with rutland[0].open("rb") as file:
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
