"""A map service of the operator's as ground under the maps: our server asks it, so that no phone talks to it.

`RASTER_URL` names it. It may be slow or away: then a tile is simply missing, and what we draw ourselves remains.
"""

import math
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPException

from django.conf import settings

from reports.cartography.projection import tile_position

PATIENCE = 4  # seconds for one tile
PAUSE = 30  # seconds a service that failed is not asked again: reports need the threads that would wait for it
MOST_AT_ONCE = 2  # of a process's threads may ask the service
TURN = 1  # seconds another waits for its turn: a view needs some six tiles, and a thread must be back for reports soon
LARGEST_TILE = 400_000  # bytes
REMEMBERED = 400  # tiles of some 20 kB, in memory alone: on a disk they would be a list of places looked at
NARROWEST = 256  # pixels a tile is drawn wide at least: narrower ones would be too many for a phone
TYPES = frozenset({"image/png", "image/jpeg", "image/webp"})
# Only the United Kingdom: this is no way for anybody to fetch a map of the world on the operator's account.
_WEST, _SOUTH, _EAST, _NORTH = -9.0, 49.0, 2.5, 61.5

Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees


class TileMissing(Exception):
    """The service did not give this tile, or is not asked just now."""


class NotOurTile(ValueError):
    """Numbers of a tile outside the United Kingdom, or closer than the service goes."""


@dataclass(frozen=True)
class Tile:
    """An image as the service gave it."""

    content: bytes
    content_type: str


@dataclass(frozen=True)
class PlacedTile:
    """A tile's number and where a picture shows it, in pixels from the top left."""

    z: int
    x: int
    y: int
    left: int
    top: int
    width: int
    height: int


_waiting = threading.BoundedSemaphore(MOST_AT_ONCE)
_failed_at: list[float] = []  # the last failure, by the process's own clock


def is_in_use() -> bool:
    """Whether the operator has set a service."""
    return bool(settings.RASTER_URL)


def attribution() -> str:
    """Whose map it is: to be shown wherever it is."""
    return str(settings.RASTER_ATTRIBUTION) if is_in_use() else ""


def raster_tile(z: int, x: int, y: int) -> Tile:
    """One tile, fetched or remembered; raises NotOurTile and TileMissing."""
    if not is_in_use() or not _is_ours(z, x, y):
        raise NotOurTile(z, x, y)
    return _fetched(settings.RASTER_URL, settings.RASTER_KEY, z, x, y)


def tiles_in(bounds: Bounds, *, side: int) -> list[PlacedTile]:
    """The tiles of a square picture `side` pixels wide, as many as cover it; none where no service is set."""
    if not is_in_use():
        return []
    west, south, east, north = bounds
    zoom = math.floor(math.log2(360 / (east - west) * side / NARROWEST))
    zoom = min(max(zoom, 0), settings.RASTER_MAX_ZOOM)
    (left, top), (right, bottom) = (tile_position(corner, zoom) for corner in ((west, north), (east, south)))

    def across(column: float) -> int:
        return round((column - left) / (right - left) * side)

    def down(row: float) -> int:
        return round((row - top) / (bottom - top) * side)

    return [
        PlacedTile(zoom, x, y, across(x), down(y), across(x + 1) - across(x), down(y + 1) - down(y))
        for y in range(math.floor(top), math.ceil(bottom))
        for x in range(math.floor(left), math.ceil(right))
        if _is_ours(zoom, x, y)
    ]


def forget() -> None:
    """Drops the remembered tiles and failures."""
    _fetched.cache_clear()
    _failed_at.clear()


def _is_ours(z: int, x: int, y: int) -> bool:
    if not (0 <= z <= settings.RASTER_MAX_ZOOM):
        return False
    (left, top), (right, bottom) = (tile_position(corner, z) for corner in ((_WEST, _NORTH), (_EAST, _SOUTH)))
    return math.floor(left) <= x <= math.floor(right) and math.floor(top) <= y <= math.floor(bottom)


def _is_given_up() -> bool:
    return bool(_failed_at) and time.monotonic() - _failed_at[-1] < PAUSE


@lru_cache(maxsize=REMEMBERED)
def _fetched(template: str, key: str, z: int, x: int, y: int) -> Tile:
    if _is_given_up():
        raise TileMissing
    if not _waiting.acquire(timeout=TURN):
        raise TileMissing
    try:
        if _is_given_up():  # it failed while this thread waited
            raise TileMissing
        return _asked(template.format(z=z, x=x, y=y, key=key))
    except (OSError, HTTPException, ValueError) as problem:
        # The problem's own words may hold the address, and so the key and the place: they go no further.
        is_refused = isinstance(problem, urllib.error.HTTPError) and problem.code == 404  # no tile there: no failure
        if not is_refused:
            _failed_at[:] = [time.monotonic()]
        raise TileMissing from None
    finally:
        _waiting.release()


def _asked(address: str) -> Tile:
    """The service's answer; raises OSError or ValueError for what is no image of a tile's size."""
    # The service is told what it must be: which tile. Nothing of the phone that asked goes with it.
    request = urllib.request.Request(address, headers={"User-Agent": "map server"})  # noqa: S310  # the operator's own
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310  # the operator's own
        content_type = answer.headers.get_content_type()
        content: bytes = answer.read(LARGEST_TILE + 1)
    if content_type not in TYPES or not content or len(content) > LARGEST_TILE:
        raise ValueError(content_type)
    return Tile(content, content_type)
