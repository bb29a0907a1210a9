"""Whether a place is at a railway station or on a railway: by the stations that were loaded and by the street map."""

import gzip
import io
import logging
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pyogrio.raw
import shapely
from numpy.typing import NDArray

from reports.basemap import archive
from reports.basemap.archive import Basemap
from reports.cartography.projection import TileNumber, metres_of, tiles_of_bounds
from reports.geography import hexgrid, lengths, nearby
from reports.geography.models import Place

logger = logging.getLogger(__name__)

# A list gives one point of a station: a terminus has platforms of 300 m, and its bus stops are 200 m from the point.
STATION_METRES = 300.0
# From the middle of a patch 50 m wide: the patch touches the track, or the platform beside it.
TRACK_METRES = 40.0

_LEAST_ZOOM = 12  # of a street map: in coarser tiles lines are too far from where they are
_CLASS_COLUMNS = ("class", "railway", "highway", "kind")
_TRACK_LAYERS = ("railways", "transport", "streets")  # the last two: in others' archives
_STATION_LAYERS = ("pois",)
# Trams, light railways and undergrounds are left out: whose police are there differs, and no source of ours says.
_TRACKS = frozenset({"rail"})
_STATIONS = frozenset({"station", "halt"})


def is_at_railway(cell: hexgrid.Cell) -> bool:
    """Whether a cell is at a station that was loaded, or at a station or on a railway line of the street map."""
    longitude, latitude = hexgrid.centre(cell)
    stations = nearby.places_within(longitude, latitude, STATION_METRES, kind=Place.Kind.STATION)
    return bool(stations) or _is_on_street_map(longitude, latitude)


def _is_on_street_map(longitude: float, latitude: float) -> bool:
    archive_file = archive.basemaps_in_use().streets
    if archive_file is None or archive_file.max_zoom < _LEAST_ZOOM:
        return False
    scale = lengths.metres_of_mercator(latitude)  # of the tiles' metres to metres on the ground
    here = shapely.Point(*metres_of((longitude, latitude)))
    around = lengths.box_round((longitude, latitude), STATION_METRES)
    try:
        return any(
            _is_near(here, shapes, limit * scale)
            for tile in tiles_of_bounds(around, archive_file.max_zoom)
            for shapes, limit in _railways_of(archive_file, tile)
        )
    except archive.BROKEN_TILE:
        # A broken tile must not take the last page from somebody whose report is already kept.
        logger.exception("A tile of the street map could not be read.")
        return False


def _is_near(here: shapely.Point, shapes: NDArray[Any], metres: float) -> bool:
    return bool((shapely.distance(shapes, here) <= metres).any())


def _railways_of(archive_file: Basemap, tile: TileNumber) -> Iterator[tuple[NDArray[Any], float]]:
    """The stations and the tracks of a tile, each with how near one must be."""
    content = archive_file.tile(*tile)
    if content is None:
        return
    plain = gzip.decompress(content)
    present = {str(name) for name in pyogrio.list_layers(io.BytesIO(plain))[:, 0]}
    for layers, classes, limit in (
        (_STATION_LAYERS, _STATIONS, STATION_METRES),
        (_TRACK_LAYERS, _TRACKS, TRACK_METRES),
    ):
        for layer in present.intersection(layers):
            yield _shapes_of(plain, layer, tile, classes), limit


def _shapes_of(plain: bytes, layer: str, tile: TileNumber, classes: Iterable[str]) -> NDArray[Any]:
    zoom, x, y = tile
    meta, _, shapes, columns = pyogrio.raw.read(io.BytesIO(plain), layer=layer, X=x, Y=y, Z=zoom)
    wanted = np.zeros(len(shapes), dtype=bool)
    for name, values in zip(meta["fields"], columns, strict=True):
        if name in _CLASS_COLUMNS:
            wanted |= np.isin(values.astype(object).astype(str), tuple(classes))
    return np.asarray(shapely.from_wkb(shapes[wanted]))
