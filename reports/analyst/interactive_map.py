"""The places and the ground under them, as the interactive map is given them: also those beyond the picture's edge."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import escape

from reports.analyst.svg_map import AREA_KM2, PlacesMap
from reports.basemap import archive
from reports.cartography.density import density_class
from reports.geography import hexgrid

MOST = 1_500  # hexagons, the fullest: each is a shape of its own that the browser moves
DECIMALS = 4  # of a degree: about 10 metres, of hexagons 130 metres across or more


def hexagons_of(
    cells: Sequence[hexgrid.Cell], counts: Sequence[int], *, quarters: int
) -> list[tuple[int, int, list[tuple[float, float]]]]:
    """Class of density, count and corners of the fullest hexagons; latitude first, as Leaflet has it."""
    fullest = sorted(zip(cells, counts, strict=True), key=lambda one: (-one[1], one[0]))[:MOST]
    return [
        (density_class(count, AREA_KM2[hexgrid.resolution_of(cell)], quarters), count, _corners(cell))
        for cell, count in fullest
    ]


def bounds_of(picture: PlacesMap) -> list[tuple[float, float]]:
    """Where the map opens: the corners of what the picture shows, south-west first."""
    west, south, east, north = (round(degrees, DECIMALS) for degrees in picture.bounds)
    return [(south, west), (north, east)]


def ground() -> dict[str, Any] | None:
    """Where this server's own tiles are, down to which zoom, and whose they are; None without any."""
    in_use = archive.basemaps_in_use()
    if not in_use.archives:
        return None
    return {
        "url": reverse("tiles:base", args=(0, 0, 0)).replace("0/0/0", "{z}/{x}/{y}"),
        "maxZoom": max(one.max_zoom for one in in_use.archives),
        "attribution": escape(in_use.attribution),
    }


def _corners(cell: hexgrid.Cell) -> list[tuple[float, float]]:
    return [(round(latitude, DECIMALS), round(longitude, DECIMALS)) for longitude, latitude in hexgrid.outline(cell)]
