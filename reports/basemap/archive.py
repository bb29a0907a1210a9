"""The ground under the maps: a PMTiles archive in, one vector tile out. No phone ever asks a map company.

The archive in use is `BASEMAP_FILE`, else `basemap.pmtiles` in the data folder. The built-in overview lies beneath it.
"""

import gzip
import logging
import os
import weakref
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pmtiles.reader import Reader
from pmtiles.tile import (
    Compression,
    Entry,
    MagicNumberNotFound,
    TileType,
    deserialize_directory,
    find_tile,
    zxy_to_tileid,
)
from pyogrio.errors import DataLayerError, DataSourceError
from shapely import GEOSException

logger = logging.getLogger(__name__)

FILE_NAME, OVERVIEW_NAME = "basemap.pmtiles", "overview.pmtiles"
_MAGIC = b"PMTiles\x03"
_MOST_STEPS = 4  # from the root directory to a tile: the format allows no more
_MOST_DIRECTORIES = 64  # remembered: each is a few thousand tiles
# What reading a tile can raise where a disk or a copy was bad. NoSuchTile is no such fault.
BROKEN_TILE = (OSError, EOFError, ValueError, zlib.error, DataSourceError, DataLayerError, GEOSException)
_LARGEST_TILE = 2_000_000  # bytes as stored; a broken length must not fill the memory


class BasemapProblem(Exception):
    """A file that is no basemap; the message says what is wrong with it and what to do."""


class NoSuchTile(LookupError):
    """Numbers that name no tile of any map."""


@dataclass(frozen=True)
class Layer:
    """One layer of the vector tiles and the zooms it is in."""

    name: str
    min_zoom: int
    max_zoom: int


class Basemap:
    """A PMTiles archive of vector tiles. Safe to share between threads: nothing in it changes but what it remembers."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = os.open(path, os.O_RDONLY)
        except OSError as problem:
            raise BasemapProblem(f"{path} cannot be read ({problem.strerror}).") from problem
        weakref.finalize(self, os.close, self._file)  # an archive replaced by another is closed with its last reader
        try:
            self._read_head(path)
        except (OSError, ValueError, EOFError, LookupError, TypeError, AttributeError, MagicNumberNotFound) as problem:
            raise BasemapProblem(f"{path} is broken or cut short: copy it again.") from problem

    def _read_head(self, path: Path) -> None:
        if self._bytes(0, len(_MAGIC)) != _MAGIC:
            raise BasemapProblem(f"{path} is not a PMTiles archive (version 3). `manage.py build_basemap` makes one.")
        reader = Reader(self._bytes)
        head = reader.header()
        if head["tile_type"] != TileType.MVT or head["tile_compression"] not in {Compression.GZIP, Compression.NONE}:
            raise BasemapProblem(
                f"{path} holds no vector tiles (MVT) as gzip or as they are: such a map we cannot draw."
            )
        if head["internal_compression"] != Compression.GZIP:
            raise BasemapProblem(f"{path} has directories that are not gzip: convert it with the `pmtiles` tool.")
        end = head["tile_data_offset"] + head["tile_data_length"]
        if os.fstat(self._file).st_size < end:
            raise BasemapProblem(f"{path} is cut short: it should have {end:,} bytes. Copy it again.")
        metadata = reader.metadata()
        self._head = head
        self._directories: dict[tuple[int, int], list[Entry]] = {}
        self._directory(head["root_offset"], head["root_length"])
        self.min_zoom, self.max_zoom = head["min_zoom"], head["max_zoom"]
        edges = (head["min_lon_e7"], head["min_lat_e7"], head["max_lon_e7"], head["max_lat_e7"])
        west, south, east, north = (edge / 1e7 for edge in edges)
        self.bounds = west, south, east, north
        self.attribution = str(metadata.get("attribution") or "")
        self.layers = tuple(
            Layer(layer["id"], layer.get("minzoom", self.min_zoom), layer.get("maxzoom", self.max_zoom))
            for layer in metadata.get("vector_layers", [])
        )

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """One vector tile as gzip; None where the archive has none. Raises NoSuchTile."""
        if not (0 <= z <= 30 and 0 <= x < 1 << z and 0 <= y < 1 << z):
            raise NoSuchTile(z, x, y)
        if not self.min_zoom <= z <= self.max_zoom:
            return None
        entry = self._entry(zxy_to_tileid(z, x, y))
        if entry is None:
            return None
        stored = self._bytes(self._head["tile_data_offset"] + entry.offset, entry.length)
        return stored if self._head["tile_compression"] == Compression.GZIP else gzip.compress(stored, 6, mtime=0)

    @property
    def has_streets(self) -> bool:
        """Whether one can tell one street from another by it."""
        return bool(self.max_zoom >= 12)

    def has_layer(self, name: str) -> bool:
        """Whether the archive says it has this layer."""
        return any(layer.name == name for layer in self.layers)

    def _entry(self, number: int) -> Entry | None:
        offset, length = self._head["root_offset"], self._head["root_length"]
        for _step in range(_MOST_STEPS):
            entry = find_tile(self._directory(offset, length), number)
            if entry is None or entry.run_length > 0:
                return entry
            offset, length = self._head["leaf_directory_offset"] + entry.offset, entry.length
        return None

    def _directory(self, offset: int, length: int) -> list[Entry]:
        found = self._directories.get((offset, length))
        if found is None:
            found = deserialize_directory(self._bytes(offset, length))
            if len(self._directories) >= _MOST_DIRECTORIES:
                self._directories = {}
            self._directories[offset, length] = found
        return found

    def _bytes(self, offset: int, length: int) -> bytes:
        if length > _LARGEST_TILE:
            raise ValueError(length)
        return os.pread(self._file, length, offset)  # no shared position: threads do not disturb each other


@dataclass(frozen=True)
class Basemaps:
    """The archive in use over the built-in overview; either may be missing."""

    streets: Basemap | None
    overview: Basemap | None

    @property
    def archives(self) -> list[Basemap]:
        """Those there are, the nearer one first."""
        return [archive for archive in (self.streets, self.overview) if archive]

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """One vector tile as gzip: what the archives have there, one after the other. Raises NoSuchTile."""
        parts = [part for part in (_sound_tile(archive, z, x, y) for archive in self.archives) if part]
        if len(parts) < 2:
            return parts[0] if parts else None
        # A vector tile is a list of layers, and two lists on end are one; browsers do not read gzip on end.
        return gzip.compress(b"".join(map(gzip.decompress, parts)), 6, mtime=0)

    @property
    def attribution(self) -> str:
        """Whose data it is: to be shown wherever the map is."""
        return " · ".join(dict.fromkeys(archive.attribution for archive in self.archives if archive.attribution))


def file_in_use() -> Path:
    """Where the archive is or would be."""
    return Path(settings.BASEMAP_FILE) if settings.BASEMAP_FILE else settings.VAR_DIR / FILE_NAME


def refuse_unsound_file() -> None:
    """Raises BasemapProblem when the archive that is set or in the data folder cannot be drawn: told before serving."""
    if settings.BASEMAP_FILE or file_in_use().exists():
        Basemap(file_in_use())


def overview_file() -> Path:
    """Where the built-in overview is kept."""
    return settings.VAR_DIR / OVERVIEW_NAME


def basemaps_in_use() -> Basemaps:
    """The archives as they are now: a file put in the stead of another is read without a restart.

    A broken one is logged and left out: a map without streets is still a map.
    """
    return Basemaps(_sound(file_in_use()), _sound(overview_file()))


def _sound_tile(archive: Basemap, z: int, x: int, y: int) -> bytes | None:
    """A tile as gzip that can be unpacked; of a broken one nothing, beside which another archive's still stands."""
    try:
        stored = archive.tile(z, x, y)
        gzip.decompress(stored or b"")
    except BROKEN_TILE:
        logger.exception("A tile of the street map could not be read.")
        return None
    return stored


def _sound(path: Path) -> Basemap | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return _opened(path, state.st_ino, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _opened(path: Path, _inode: int, _modified: int, _size: int) -> Basemap | None:
    try:
        return Basemap(path)
    except BasemapProblem as problem:
        logger.error("no basemap: %s", problem)
        return None
