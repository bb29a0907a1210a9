"""Writes a PMTiles archive from shapes: GDAL cuts each layer into vector tiles, and the layers of a tile are joined."""

import gzip
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyogrio.raw
import shapely
from numpy.typing import NDArray
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from streetsafe.written_whole import folder_in_the_making, remove_leftovers, sync_folder

Shapes = NDArray[Any]  # shapely geometries, longitude and latitude
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Part:
    """A layer's shapes over a range of zooms; two parts of one layer share no zoom."""

    layer: str
    min_zoom: int
    max_zoom: int
    shapes: Shapes
    columns: Mapping[str, NDArray[Any]] = field(default_factory=dict)  # text, or None


class NothingToWrite(ValueError):
    """Not one shape for any zoom."""


class CannotBeWritten(OSError):
    """The disk took no more, as GDAL or SQLite say it, which know no number of a fault."""


@dataclass(frozen=True)
class WrittenBasemap:
    """What came out."""

    tiles: int
    size: int  # bytes


def write_basemap(parts: Iterable[Part], out: Path, *, name: str, attribution: str, bounds: Bounds) -> WrittenBasemap:
    """Writes the archive in one go: readers see the old file until the new one is whole. Raises NothingToWrite."""
    out.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(out.parent)
    with (
        _as_one_fault(out),
        folder_in_the_making(out) as folder,
        closing(sqlite3.connect(folder / "pieces")) as pieces,
    ):
        pieces.execute("PRAGMA journal_mode=OFF")
        pieces.execute("CREATE TABLE piece (tile INTEGER, rank INTEGER, data BLOB)")
        layers: dict[str, dict[str, Any]] = {}
        for rank, part in enumerate(parts):
            if len(part.shapes):
                _describe(layers, part)
                pieces.executemany("INSERT INTO piece VALUES (?, ?, ?)", _pieces_of(part, rank, folder))
        pieces.execute("CREATE INDEX in_order ON piece (tile, rank)")
        metadata = {
            "name": name,
            "attribution": attribution,
            "format": "pbf",
            "type": "baselayer",
            "vector_layers": list(layers.values()),
        }
        if not layers:
            raise NothingToWrite(out)
        whole = folder / "whole"
        tiles = _join(pieces, whole, metadata, bounds)
        size = whole.stat().st_size
        whole.chmod(0o644)  # public, and perhaps written by another user than the service's
        whole.replace(out)
        sync_folder(out.parent)
    return WrittenBasemap(tiles, size)


@contextmanager
def _as_one_fault(out: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, DataSourceError, DataLayerError, FeatureError) as fault:
        raise CannotBeWritten(f"{out} cannot be written ({fault}). Is there room on its disk?") from fault


def _describe(layers: dict[str, dict[str, Any]], part: Part) -> None:
    fields = dict.fromkeys(part.columns, "String")
    known = layers.setdefault(
        part.layer, {"id": part.layer, "minzoom": part.min_zoom, "maxzoom": part.max_zoom, "fields": fields}
    )
    known["minzoom"] = min(known["minzoom"], part.min_zoom)
    known["maxzoom"] = max(known["maxzoom"], part.max_zoom)
    known["fields"] |= fields


def _pieces_of(part: Part, rank: int, folder: Path) -> Iterable[tuple[int, int, bytes]]:
    """The part's own tiles, as GDAL cuts them."""
    file = folder / f"{rank}.mbtiles"
    pyogrio.raw.write(
        str(file),
        shapely.to_wkb(part.shapes),
        list(part.columns.values()),
        list(part.columns),
        layer=part.layer,
        driver="MVT",
        crs="EPSG:4326",
        geometry_type="Unknown",
        dataset_options={
            "FORMAT": "MBTILES",
            "COMPRESS": "NO",
            "MINZOOM": str(part.min_zoom),
            "MAXZOOM": str(part.max_zoom),
            "SIMPLIFICATION": "4",  # of 4,096 across a tile: half a pixel
            "SIMPLIFICATION_MAX_ZOOM": "1",
            "NAME": part.layer,
        },
    )
    with closing(sqlite3.connect(file)) as tiles:
        for zoom, column, row, data in tiles.execute("SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles"):
            yield zxy_to_tileid(zoom, column, (1 << zoom) - 1 - row), rank, data  # MBTiles counts rows from the south
    os.remove(file)


def _join(pieces: sqlite3.Connection, out: Path, metadata: dict[str, Any], bounds: Bounds) -> int:
    """One tile after another, in the order of the archive; answers how many."""
    west, south, east, north = bounds
    header = {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": round(west * 1e7),
        "min_lat_e7": round(south * 1e7),
        "max_lon_e7": round(east * 1e7),
        "max_lat_e7": round(north * 1e7),
    }
    count = 0
    with out.open("wb") as file:
        writer = Writer(file)
        current, layers = None, b""
        for tile, data in pieces.execute("SELECT tile, data FROM piece ORDER BY tile, rank"):
            if current not in (None, tile):
                writer.write_tile(current, gzip.compress(layers, 9, mtime=0))
                count, layers = count + 1, b""
            current, layers = tile, layers + data  # a vector tile is a list of layers: two lists on end are one
        if current is not None:
            writer.write_tile(current, gzip.compress(layers, 9, mtime=0))
            count += 1
        writer.finalize(header, metadata)
        file.flush()
        os.fsync(file.fileno())
    return count
