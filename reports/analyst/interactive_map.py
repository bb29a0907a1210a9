"""The picture's hexagons and the ground under them, as the interactive map is given them."""

from typing import Any

from django.urls import reverse
from django.utils.html import escape

from reports.analyst.svg_map import RankingMap, class_of
from reports.basemap import archive
from reports.geography import hexgrid

DECIMALS = 4  # of a degree: about 10 metres, of hexagons 130 metres across or more


def hexagons_of(picture: RankingMap) -> list[tuple[int, int, list[tuple[float, float]]]]:
    """Class, count and corners of each hexagon; latitude first, as Leaflet has it."""
    return [(class_of(count), count, _corners(cell)) for cell, count in picture.shown.items()]


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
