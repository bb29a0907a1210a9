"""`build_basemap` makes streets, water and names of an OpenStreetMap extract, and says what is wrong with a file."""

import gzip
import io
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import pytest
from django.core.management import CommandError, call_command

from reports.basemap.archive import Basemap
from reports.geography.models import Area
from tests.basemap.archives import tile_at
from tests.basemap.osm_files import LATITUDE, LONGITUDE, STEP, write_extract

# Two streets end to end, a motorway, a path, a river, a railway, a pond, a house, a village and a station.
WAYS = {
    "highway=residential|name=Mill Lane": [(0, 0), (0, 10)],
    "highway=residential|name=Mill Lane|surface=asphalt": [(0, 10), (0, 20)],
    "highway=motorway|ref=M9": [(5, 0), (5, 30)],
    "highway=footway": [(6, 0), (6, 30)],
    "waterway=river|name=Gwash": [(8, 0), (8, 30)],
    "railway=rail": [(9, 0), (9, 30)],
    "highway=proposed|name=Not yet": [(11, 0), (11, 30)],
    "natural=water|name=Pond": [(12, 0), (12, 4), (14, 4), (14, 0), (12, 0)],
    "building=yes|amenity=pub|name=The Plough": [(1, 1), (1, 1.2), (1.2, 1.2), (1.2, 1), (1, 1)],
    "leisure=park": [(1, 5), (1, 9), (4, 9), (4, 5), (1, 5)],
}
NODES = {
    "place=village|name=Ketton|name:cy=Ceton": (2, 2),
    "railway=station|name=Ketton Halt": (9, 5),
    "shop=yes": (3, 3),
}
MIDDLE = (LONGITUDE + 5 * STEP, LATITUDE + 5 * STEP)


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """A little extract as XML, which GDAL's driver reads as it reads .pbf."""
    return write_extract(tmp_path / "village.osm", WAYS, NODES)


def features_of(archive: Path, layer: str, zoom: int) -> list[dict[str, str | None]]:
    """A layer's features in the tile about the village."""
    tile = Basemap(archive).tile(*tile_at(*MIDDLE, zoom))
    assert tile is not None
    meta, _, _, columns = pyogrio.raw.read(io.BytesIO(gzip.decompress(tile)), layer=layer)
    names = [name for name in meta["fields"] if name != "mvt_id"]
    values = [column for name, column in zip(meta["fields"], columns, strict=True) if name != "mvt_id"]
    return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]


def layers_of(archive: Path, zoom: int) -> set[str]:
    """The layers of the tile about the village."""
    tile = Basemap(archive).tile(*tile_at(*MIDDLE, zoom))
    return set() if tile is None else set(pyogrio.list_layers(io.BytesIO(gzip.decompress(tile)))[:, 0])


@pytest.fixture
def built(extract: Path, tmp_path: Path) -> Path:
    """The extract's basemap."""
    out = tmp_path / "village.pmtiles"
    call_command("build_basemap", str(extract), out=out, stdout=io.StringIO())
    return out


def test_every_layer_is_there_at_the_closest_zoom(built: Path) -> None:
    layers = {"landuse", "water", "waterways", "railways", "roads", "paths", "buildings", "places", "pois"}
    assert layers_of(built, 14) == layers
    assert {layer.name for layer in Basemap(built).layers} == layers


def test_roads_have_a_class_and_a_name_and_what_is_not_built_is_left_out(built: Path) -> None:
    roads = sorted((road["class"], road.get("name"), road.get("ref")) for road in features_of(built, "roads", 14))
    assert roads == [("motorway", None, "M9"), ("residential", "Mill Lane", None)]  # the lane's two ways are one line


def test_from_afar_only_main_roads_are_drawn(built: Path) -> None:
    assert [road["class"] for road in features_of(built, "roads", 9)] == ["motorway"]
    assert layers_of(built, 9) == {"roads", "waterways", "railways"}


def test_places_are_named_in_both_languages(built: Path) -> None:
    assert features_of(built, "places", 14) == [{"name": "Ketton", "name_cy": "Ceton", "class": "village"}]


def test_landmarks_have_names_whether_drawn_as_points_or_as_buildings(built: Path) -> None:
    found = sorted((mark["class"], mark["name"]) for mark in features_of(built, "pois", 14))
    assert found == [("pub", "The Plough"), ("station", "Ketton Halt")]


def test_openstreetmap_is_named(built: Path) -> None:
    assert Basemap(built).attribution == "© OpenStreetMap contributors"


def test_zooms_can_be_narrowed(extract: Path, tmp_path: Path) -> None:
    out = tmp_path / "narrow.pmtiles"
    call_command("build_basemap", str(extract), "--zooms", "12-13", out=out, stdout=io.StringIO())
    assert (Basemap(out).min_zoom, Basemap(out).max_zoom) == (12, 13)


@pytest.mark.parametrize("text", ["7", "14-7", "0-22", "a-b", "7-14-15"])
def test_zooms_that_make_no_sense_are_refused(extract: Path, text: str) -> None:
    with pytest.raises(CommandError, match="zooms"):
        call_command("build_basemap", str(extract), "--zooms", text)


@pytest.mark.django_db
def test_without_out_it_becomes_the_basemap_in_use(extract: Path, settings: Any) -> None:
    said = io.StringIO()
    call_command("build_basemap", str(extract), stdout=said)
    assert Basemap(settings.VAR_DIR / "basemap.pmtiles").has_streets
    assert "basemap.pmtiles" in said.getvalue()


@pytest.mark.parametrize("name", ["words.osm.pbf", "words.csv"])
def test_a_file_of_something_else_is_refused_in_words(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text("name,lat\nOakham,52.6\n", encoding="utf-8")
    with pytest.raises(CommandError, match="is not an OpenStreetMap extract"):
        call_command("build_basemap", str(file), out=tmp_path / "out.pmtiles")
    assert not (tmp_path / "out.pmtiles").exists()


def test_an_extract_without_a_road_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "empty.osm"
    file.write_text('<osm version="0.6"><node id="1" version="1" lon="0.1" lat="52"/></osm>', encoding="utf-8")
    with pytest.raises(CommandError, match="holds no roads"):
        call_command("build_basemap", str(file), out=tmp_path / "out.pmtiles")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such file"):
        call_command("build_basemap", str(tmp_path / "nowhere.osm.pbf"))


def test_something_must_be_named() -> None:
    with pytest.raises(CommandError, match="Name an OpenStreetMap extract"):
        call_command("build_basemap")


def test_the_overview_is_made_by_the_same_command(country: dict[str, Area], settings: Any) -> None:
    call_command("build_basemap", "--overview", stdout=io.StringIO())
    assert np.isclose(Basemap(settings.VAR_DIR / "overview.pmtiles").bounds[0], min(a.west for a in country.values()))


@pytest.mark.django_db
def test_an_overview_of_nothing_is_refused() -> None:
    with pytest.raises(CommandError, match="no areas yet"):
        call_command("build_basemap", "--overview")
