"""What the moving map needs once it is touched: where the releases' files are, outlines, names and words."""

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from leaflet.templatetags.leaflet_tags import leaflet_json_config
from shapely.geometry.base import BaseGeometry

from reports.geography import areas, basemap, basemap_raster, hexgrid
from reports.public_map import words
from reports.public_map.choosing import Choice
from reports.public_map.figures import figures_of
from reports.public_map.picture import Drawing, bounds_of, drawing_of, names_in, shown_areas
from reports.publication.contents import Remainder
from reports.publication.models import Release

PARTS_OF_VIEW = 1500  # an outline may be off by this part of the view: a pixel after one step closer
DECIMALS = 4  # about ten metres


@dataclass(frozen=True)
class MapFile:
    """One council's release for the moving map."""

    url: str
    council: str
    total: str
    bounds: tuple[float, float, float, float]


def ground_of(choice: Choice) -> dict[str, Any]:
    """Everything the script draws beside the releases' own files; ready for JSON."""
    return _ground(drawing_of(choice)) | {"basemap": _basemap(), "raster": _raster()}


@lru_cache(maxsize=64)
def _ground(drawn: Drawing) -> dict[str, Any]:
    choice = drawn.choice
    bounds = bounds_of(choice)
    tolerance = max(bounds[2] - bounds[0], bounds[3] - bounds[1]) / PARTS_OF_VIEW
    return {
        "bounds": bounds,
        "outlines": [ring for area in shown_areas(choice) for ring in _rings(areas.outline(area), tolerance)],
        "names": [
            [name.text, round(name.longitude, DECIMALS), round(name.latitude, DECIMALS)] for name in names_in(bounds)
        ],
        "releases": [asdict(_map_file(release)) for release in choice.releases],
        "remainders": [_remainder(release, rest) for release in choice.releases for rest in _in_wider_cells(release)],
        "config": json.loads(leaflet_json_config()),
        "words": _words(),
    }


def _basemap() -> dict[str, Any] | None:
    """Where the tiles are, down to which zoom, whose they are, and where they have names of their own."""
    ground = basemap.ground_in_use()
    if not ground.archives:
        return None
    address = reverse("tiles:base", args=(0, 0, 0)).replace("0/0/0", "{z}/{x}/{y}")
    streets = ground.streets
    return {
        "url": address,
        "maxZoom": max(archive.max_zoom for archive in ground.archives),
        "attribution": escape(ground.attribution),
        "namesWithin": streets.bounds if streets and streets.has_layer("places") else None,
    }


def _raster() -> dict[str, Any] | None:
    """Where the operator's map service is reached through us."""
    if not basemap_raster.is_in_use():
        return None
    return {
        "url": reverse("tiles:raster", args=(0, 0, 0)).replace("0/0/0", "{z}/{x}/{y}"),
        "maxZoom": settings.RASTER_MAX_ZOOM,
        "attribution": escape(basemap_raster.attribution()),
    }


def _map_file(release: Release) -> MapFile:
    council = release.council
    return MapFile(
        url=reverse("release_files:file", args=[(figures_of(release).map_release or release).id, "map.json"]),
        council=council.local_name,
        total=words.total_in_words(figures_of(release).total),
        bounds=(council.west, council.south, council.east, council.north),
    )


def _in_wider_cells(release: Release) -> list[Remainder]:
    return [rest for rest in figures_of(release).remainders if rest.cell]


def _remainder(release: Release, rest: Remainder) -> dict[str, Any]:
    """What is left over in a wider hexagon, with its corners as Leaflet has them."""
    corners = [
        (round(latitude, DECIMALS), round(longitude, DECIMALS))
        for longitude, latitude in hexgrid.outline(rest.cell or 0)
    ]
    return {"corners": corners, "band": rest.band, "council": release.council.local_name}


def _rings(outline: BaseGeometry, tolerance: float) -> list[list[list[float]]]:
    """Closed lines of [latitude, longitude], as Leaflet has them."""
    simple = shapely.simplify(outline, tolerance)
    rings = [shapely.get_coordinates(part.exterior) for part in shapely.get_parts(simple) if part.area > tolerance**2]
    return [np.round(ring[:, ::-1], DECIMALS).tolist() for ring in rings]


def _words() -> dict[str, Any]:
    return {
        "bands": {band: words.band_in_words(band) for band in words.BANDS},
        "map": _("Map. Arrow keys move it, plus and minus zoom it."),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "nothing": _("No hexagon at the middle: too few reports to show safely."),
        "ready": _(
            "The map can be moved now. On a phone, move it with two fingers. Choose a hexagon to read its number."
        ),
        "inCouncil": _("{reports} here, in {council}."),
        "spread": _("{reports} spread over this wider area, in {council}."),
        "whole": _("All of {council}: {reports}."),
    }
