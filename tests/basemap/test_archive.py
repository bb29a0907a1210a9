"""A basemap is read as it was written, refused when it is none, and lies over the overview."""

import gzip
import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from django.core.management import CommandError, call_command
from pmtiles.reader import MmapSource, Reader, all_tiles
from pyproj import Transformer

from reports.basemap import archive, overview
from reports.basemap.archive import Basemap, BasemapProblem, NoSuchTile
from reports.basemap.writer import NothingToWrite, Part
from reports.geography.models import Area
from tests import factories
from tests.basemap.archives import ATTRIBUTION, EDGES, TOWN, make_basemap, street_parts, tile_at
from tests.public_map.releases import make_place


@pytest.fixture
def archive_file(tmp_path: Path) -> Path:
    """A small archive."""
    return make_basemap(tmp_path / "small.pmtiles")


def layers_of(tile: bytes | None) -> list[str]:
    """The names of a tile's layers, as GDAL reads them."""
    assert tile is not None
    return sorted(pyogrio.list_layers(io.BytesIO(gzip.decompress(tile)))[:, 0])


def test_it_tells_its_zooms_bounds_attribution_and_layers(archive_file: Path) -> None:
    opened = Basemap(archive_file)
    assert (opened.min_zoom, opened.max_zoom, opened.attribution) == (8, 14, ATTRIBUTION)
    assert opened.bounds == pytest.approx(EDGES)
    assert {layer.name for layer in opened.layers} == {"water", "roads", "places"}
    assert opened.has_streets


def test_a_tile_holds_every_layer_there(archive_file: Path) -> None:
    assert layers_of(Basemap(archive_file).tile(*tile_at(*TOWN, 12))) == ["places", "roads", "water"]


def test_every_tile_the_reference_reader_finds_is_found_and_the_same(archive_file: Path) -> None:
    opened = Basemap(archive_file)
    with archive_file.open("rb") as file:
        tiles = dict(all_tiles(MmapSource(file)))
        one = Reader(MmapSource(file)).get(*tile_at(*TOWN, 14))
    assert len(tiles) > 20
    assert {zxy: opened.tile(*zxy) for zxy in tiles} == tiles
    assert opened.tile(*tile_at(*TOWN, 14)) == one


def test_where_there_is_no_map_there_is_no_tile(archive_file: Path) -> None:
    opened = Basemap(archive_file)
    assert opened.tile(*tile_at(1.0, 52.0, 12)) is None
    assert opened.tile(15, 0, 0) is None


@pytest.mark.parametrize("numbers", [(31, 0, 0), (3, 8, 0), (3, 0, 8), (-1, 0, 0), (3, -1, 0), (10**9, 10**30, 0)])
def test_numbers_that_name_no_tile_are_refused(archive_file: Path, numbers: tuple[int, int, int]) -> None:
    with pytest.raises(NoSuchTile):
        Basemap(archive_file).tile(*numbers)


def test_directories_in_leaves_are_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "pmtiles.writer.optimize_directories",
        lambda entries, _most: __import__("pmtiles.writer").writer.build_roots_leaves(entries, 7),
    )
    file = make_basemap(tmp_path / "leaves.pmtiles")
    opened = Basemap(file)
    assert opened._head["leaf_directory_length"] > 0
    with file.open("rb") as source:
        tiles = dict(all_tiles(MmapSource(source)))
    assert {zxy: opened.tile(*zxy) for zxy in tiles} == tiles


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is not a PMTiles archive"),
        (b"<html>Not found</html>" * 20, "is not a PMTiles archive"),
        (b"PMTiles\x02" + bytes(200), "is not a PMTiles archive .version 3"),
        (b"PMTiles\x03" + bytes(200), "no vector tiles"),
        (b"PMTiles\x03", "broken or cut short"),
    ],
)
def test_a_file_that_is_no_basemap_is_refused_in_words(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "wrong.pmtiles"
    file.write_bytes(content)
    with pytest.raises(BasemapProblem, match=says):
        Basemap(file)


def test_a_file_cut_short_is_refused(archive_file: Path) -> None:
    archive_file.write_bytes(archive_file.read_bytes()[:-100])
    with pytest.raises(BasemapProblem, match="cut short"):
        Basemap(archive_file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BasemapProblem, match="cannot be read"):
        Basemap(tmp_path / "none.pmtiles")


def test_nothing_is_written_of_nothing_and_the_old_file_stays(archive_file: Path) -> None:
    before = archive_file.read_bytes()
    with pytest.raises(NothingToWrite):
        make_basemap(archive_file, [Part("roads", 8, 14, np.array([]))])
    assert archive_file.read_bytes() == before
    assert os.listdir(archive_file.parent) == [archive_file.name]


def test_gdal_reads_what_we_write(archive_file: Path) -> None:
    assert pyogrio.read_info(archive_file, layer="roads")["driver"] == "PMTiles"
    meta, _, shapes, columns = pyogrio.raw.read(archive_file, layer="places")
    names = dict(zip(meta["fields"], columns, strict=True))
    assert list(names["name"]) == ["Westby"]
    x, y = shapely.get_coordinates(shapely.from_wkb(shapes))[0]
    assert (x, y) == pytest.approx(Transformer.from_crs(4326, 3857, always_xy=True).transform(*TOWN), abs=3)


def test_without_a_file_there_is_no_ground() -> None:
    ground = archive.basemaps_in_use()
    assert (ground.streets, ground.overview, ground.tile(5, 15, 10), ground.attribution) == (None, None, None, "")


def test_the_file_of_the_setting_is_used_else_the_one_in_the_data_folder(settings: Any, tmp_path: Path) -> None:
    make_basemap(settings.VAR_DIR / "basemap.pmtiles", street_parts()[1:])
    wanted = tile_at(*TOWN, 12)
    assert layers_of(archive.basemaps_in_use().tile(*wanted)) == ["places", "roads"]
    settings.BASEMAP_FILE = str(make_basemap(tmp_path / "named.pmtiles", street_parts()[2:]))
    assert layers_of(archive.basemaps_in_use().tile(*wanted)) == ["places"]


def test_a_new_file_in_the_old_ones_stead_is_read_at_once(settings: Any) -> None:
    file = settings.VAR_DIR / "basemap.pmtiles"
    wanted = tile_at(*TOWN, 12)
    make_basemap(file, street_parts()[1:])
    assert layers_of(archive.basemaps_in_use().tile(*wanted)) == ["places", "roads"]
    make_basemap(file, street_parts()[2:])
    assert layers_of(archive.basemaps_in_use().tile(*wanted)) == ["places"]


def test_a_broken_file_leaves_the_overview_and_is_logged(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.VAR_DIR.mkdir(parents=True)
    (settings.VAR_DIR / "basemap.pmtiles").write_bytes(b"nothing")
    make_basemap(settings.VAR_DIR / "overview.pmtiles")
    assert layers_of(archive.basemaps_in_use().tile(*tile_at(*TOWN, 12))) == ["places", "roads", "water"]
    assert "no basemap" in caplog.text


def test_a_service_with_a_broken_basemap_is_told_before_it_serves(settings: Any, archive_file: Path) -> None:
    archive.refuse_unsound_file()  # none is set and none is there
    settings.BASEMAP_FILE = str(archive_file)
    archive.refuse_unsound_file()
    archive_file.write_bytes(b"nothing")
    with pytest.raises(BasemapProblem, match="is not a PMTiles archive"):
        archive.refuse_unsound_file()
    settings.BASEMAP_FILE = "/nowhere.pmtiles"
    with pytest.raises(BasemapProblem, match="cannot be read"):
        archive.refuse_unsound_file()


@pytest.mark.django_db
def test_preparing_ends_at_a_broken_basemap(settings: Any, archive_file: Path) -> None:
    archive_file.write_bytes(b"nothing")
    settings.BASEMAP_FILE, settings.PRODUCTION = str(archive_file), True
    factories.make_country()
    with pytest.raises(CommandError, match="is not a PMTiles archive"):
        call_command("prepare", stdout=io.StringIO())


def test_the_overview_has_land_edges_and_names_and_lies_beneath_the_streets(
    settings: Any, country: dict[str, Area]
) -> None:
    make_place("Westby", TOWN, 70_000)
    make_place("Little Westby", (-2.551, 51.456), 700)
    overview.write_overview(archive.overview_file())
    overview_file = archive.basemaps_in_use()
    assert layers_of(overview_file.tile(*tile_at(*TOWN, 9))) == [
        "overview_edges",
        "overview_outside",
        "overview_places",
    ]
    assert layers_of(overview_file.tile(*tile_at(*TOWN, 5))) == ["overview_outside"]
    assert overview_file.attribution.startswith(
        "Place names © GeoNames, CC BY 4.0. Source: Office for National Statistics"
    )
    make_basemap(archive.file_in_use())
    both = archive.basemaps_in_use()
    assert layers_of(both.tile(*tile_at(*TOWN, 9))) == [
        "overview_edges",
        "overview_outside",
        "overview_places",
        "places",
        "roads",
        "water",
    ]
    assert layers_of(both.tile(*tile_at(*TOWN, 12))) == ["places", "roads", "water"]
    assert both.attribution == f"{ATTRIBUTION} · {overview_file.attribution}"
    Area.objects.update(is_builtin=True)
    overview.write_overview(archive.overview_file())
    assert archive.basemaps_in_use().attribution == f"{ATTRIBUTION} · Place names © GeoNames, CC BY 4.0"


def test_the_overview_is_wanted_while_it_is_missing(settings: Any, country: dict[str, Area]) -> None:
    assert overview.is_wanted(archive.overview_file())
    overview.write_overview(archive.overview_file())
    assert not overview.is_wanted(archive.overview_file())


@pytest.mark.django_db
def test_an_empty_database_has_no_overview(settings: Any) -> None:
    assert not overview.is_wanted(archive.overview_file())
    with pytest.raises(overview.NothingToDraw):
        overview.write_overview(archive.overview_file())
