"""Tiles of wide views: what the map draws of them and nothing else; read and written whole."""

import gzip
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from reports.basemap import archive
from reports.basemap.writer import Part
from reports.public_map import thin_tiles, vector_tiles
from reports.public_map.vector_tiles import LINE, POINT, POLYGON, Feature, TileLayer, read_tile, text_of, written_layer
from tests.basemap.archives import TOWN, column, make_basemap, street_parts, tile_at

STYLE = Path(django_settings.BASE_DIR) / "static" / "scripts" / "basemap-style.js"


def parts() -> list[Part]:
    """The crossing, with a cycleway, an office and a boundary that nobody draws."""
    line = np.array([shapely.linestrings([(-2.6, 51.45), (-2.5, 51.46)])])
    points = shapely.points([TOWN])
    return [
        *street_parts(),
        Part("paths", 8, 14, line, {"class": column("cycleway")}),
        Part("pois", 8, 14, points, {"name": column("An office")}),
        Part("land", 8, 14, np.array([shapely.box(-2.6, 51.44, -2.5, 51.47)]), {"LAD25NM": column("Westby")}),
    ]


@pytest.fixture
def archive_file(tmp_path: Path) -> archive.Basemap:
    """An archive of them."""
    return archive.Basemap(make_basemap(tmp_path / "basemap.pmtiles", parts()))


def tile_of(archive_file: archive.Basemap, zoom: int) -> bytes:
    """The tile with the town as it is stored."""
    stored = archive_file.tile(*tile_at(*TOWN, zoom))
    assert stored is not None
    return stored


def stated(tile: bytes) -> dict[str, list[tuple[int, dict[str, str]]]]:
    """Kind and attributes of each feature, by layer."""
    return {
        layer.name: [
            (feature.kind, {key: text_of(value) for key, value in feature.attributes.items()})
            for feature in layer.features
        ]
        for layer in read_tile(gzip.decompress(tile))
    }


def test_of_a_wide_view_goes_out_what_is_drawn_there(archive_file: archive.Basemap) -> None:
    stored = tile_of(archive_file, 10)
    assert set(stated(stored)) == {"water", "roads", "places", "paths", "pois", "land"}
    assert stated(thin_tiles.thin_tile(stored, 10)) == {
        "water": [(POLYGON, {"class": "water"})],
        "roads": [(LINE, {"class": "primary"})],  # of a residential street nothing is seen
        "places": [(POINT, {"class": "town", "name": "Westby"})],
    }


def test_a_close_view_is_as_it_is_stored(archive_file: archive.Basemap) -> None:
    for zoom in (12, 13, 14):
        stored = tile_of(archive_file, zoom)
        assert thin_tiles.thin_tile(stored, zoom) is stored


def test_lines_and_shapes_stay_where_they_are(archive_file: archive.Basemap) -> None:
    def middles(tile: bytes) -> dict[str, tuple[float, float]]:
        """The middle of each layer's first feature, as a part of the tile's side."""
        return {
            layer.name: tuple(
                np.mean([point for line in layer.features[0].lines for point in line], axis=0) / layer.extent
            )
            for layer in read_tile(gzip.decompress(tile))
        }

    stored = middles(tile_of(archive_file, 11))
    thin = middles(thin_tiles.thin_tile(tile_of(archive_file, 11), 11))
    for name in ("water", "roads", "places"):
        assert thin[name] == pytest.approx(stored[name], abs=0.02)


def test_two_carriageways_that_fall_together_are_told_once_and_pieces_are_joined() -> None:
    pieces = [[(100, 100), (400, 100)], [(400, 100), (900, 100)], [(100, 101), (900, 101)]]
    tile = written_layer(TileLayer("roads", 4096, [Feature(LINE, [piece], attributes()) for piece in pieces]))
    (layer,) = read_tile(gzip.decompress(thin_tiles.thin_tile(gzip.compress(tile), 10)))
    (feature,) = layer.features
    assert (feature.lines, layer.extent) == ([[(25, 25), (225, 25)]], thin_tiles.EXTENT)


def test_a_hole_stays_a_hole() -> None:
    lake = [[(0, 0), (4000, 0), (4000, 4000), (0, 4000)], [(1000, 1000), (1000, 3000), (3000, 3000), (3000, 1000)]]
    tile = written_layer(TileLayer("water", 4096, [Feature(POLYGON, lake)]))
    (layer,) = read_tile(gzip.decompress(thin_tiles.thin_tile(gzip.compress(tile), 9)))
    outer, inner = (shapely.linearrings(ring) for ring in layer.features[0].lines)
    assert (shapely.is_ccw(outer), shapely.is_ccw(inner)) == (True, False)
    assert shapely.polygons(inner).area == pytest.approx(shapely.polygons(outer).area / 4)


def attributes() -> dict[str, bytes]:
    """Of a main road."""
    return {"highway": vector_tiles.text_value("primary"), "maxspeed": vector_tiles.text_value("30 mph")}


def test_a_tile_read_and_written_is_the_same() -> None:
    layer = TileLayer(
        "things",
        4096,
        [
            Feature(POINT, [[(1, 2), (-3, 400)]], attributes()),
            Feature(LINE, [[(0, 0), (5000, -20)], [(7, 7), (8, 8), (9, 7)]], {}),
            Feature(POLYGON, [[(0, 0), (10, 0), (10, 10)]], {"class": vector_tiles.text_value("é")}),
        ],
    )
    assert read_tile(written_layer(layer)) == [layer]


@pytest.mark.parametrize("broken", [b"\x1a", b"\x1a\xff", b"\x1a\x05\x12\x03\x22\x01", b"\x80" * 20])
def test_what_cannot_be_read_goes_out_as_it_is(broken: bytes) -> None:
    stored = gzip.compress(broken)
    assert thin_tiles.thin_tile(stored, 9) is stored


def test_over_http_both_with_gzip_and_without(client: Client, settings: Any) -> None:
    make_basemap(settings.VAR_DIR / "basemap.pmtiles", parts())
    address = reverse("tiles:base", args=tile_at(*TOWN, 10))
    packed = client.get(address, headers={"accept-encoding": "gzip"})
    plain = client.get(address)
    assert gzip.decompress(packed.content) == plain.content
    assert set(stated(packed.content)) == {"water", "roads", "places"}


def test_the_closest_tiles_there_are_are_drawn_for_closer_views_too_and_stay_whole(
    client: Client, settings: Any
) -> None:
    roads = [replace(part, max_zoom=10) for part in parts()]
    make_basemap(settings.VAR_DIR / "basemap.pmtiles", roads)
    last = client.get(reverse("tiles:base", args=tile_at(*TOWN, 10)), headers={"accept-encoding": "gzip"})
    assert set(stated(last.content)) == {"water", "roads", "places", "paths", "pois", "land"}
    assert len(stated(last.content)["roads"]) == 2


def test_what_is_left_out_is_what_the_style_does_not_draw() -> None:
    style = STYLE.read_text(encoding="utf-8")

    def listed(name: str) -> tuple[str, ...]:
        """The words of a list of the style."""
        found = re.search(rf"const {name} = (?:new Set\()?\[(.*?)\]", style, re.S)
        assert found, name
        return tuple(re.findall(r'"([^"]+)"', found[1]))

    assert listed("MAIN") == thin_tiles.MAIN
    assert listed("MIDDLE") == thin_tiles.MIDDLE
    assert listed("ROAD_LAYERS") == thin_tiles.ROADS
    layers = set(re.findall(r'(?:fill|line|text|along)\("(\w+)"', style)) | set(thin_tiles.ROADS)
    assert layers == set(thin_tiles.LAYERS)
    widths = [
        [float(number) for number in found.split(",")]
        for found in re.findall(r"of: .*?width: widths\(([^)]*)\)", style)
    ]
    minor, middle, main = (next(6 + at for at, wide in enumerate(line) if wide) for line in widths)
    assert (minor, middle, main) == (thin_tiles.MINOR_FROM, thin_tiles.MIDDLE_FROM, 6)
    for name in ("paths", "pois"):
        assert re.search(rf'"{name}".*minzoom: {thin_tiles.LAYERS[name]}', style), name
