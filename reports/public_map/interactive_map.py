"""What the moving map needs once it is touched: where the releases' files are, outlines, names and words."""

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from reports.basemap import archive, raster_proxy
from reports.components.quarters_in_words import quarter_in_words
from reports.geography import areas
from reports.geography.models import Area
from reports.public_map import words
from reports.public_map.figures import figures_of
from reports.public_map.selection import Choice
from reports.public_map.svg_map import Drawing, bounds_of, drawing_of, names_in, shown_areas
from reports.publication import released

PARTS_OF_VIEW = 1500  # an outline may be off by this part of the view: a pixel after one step closer
DECIMALS = 4  # about ten metres
PERIODS_SHOWN = 8  # two years of quarters
DENSITIES = (1, 5, 20, 100)  # reports on a square kilometre at which the smooth colours have their lines


@dataclass(frozen=True)
class CouncilMaps:
    """One council's maps for the moving map: the file of each period, by the period; the same one till the next map."""

    council: str
    total: str  # of the chosen period
    bounds: tuple[float, float, float, float]
    files: dict[str, str]


def ground_of(choice: Choice) -> dict[str, Any]:
    """Everything the script draws beside the releases' own files; ready for JSON."""
    return _ground(drawing_of(choice)) | {
        "period": choice.period,
        "councils": [asdict(council) for council in _council_maps(choice)],
        "basemap": _basemap(),
        "raster": _raster(),
        "controls": render_to_string("public_map/_controls.html", controls_of(choice)),
    }


def periods_of(choice: Choice) -> list[str]:
    """The periods the moving map goes through, oldest first: the newest ones, and the chosen one."""
    newest = choice.periods[:PERIODS_SHOWN]
    return sorted({*newest, choice.period})


def controls_of(choice: Choice) -> dict[str, Any]:
    """The context of the controls that come with the moving map."""
    periods = periods_of(choice)
    return {
        "bands": [(band, words.band_in_words(band)) for band in words.BANDS],
        "periods": [(period, quarter_in_words(period)) for period in periods],
        "last": len(periods) - 1,
        "chosen": periods.index(choice.period),
        "period_name": quarter_in_words(choice.period),
        "densities": DENSITIES,
    }


def _council_maps(choice: Choice) -> list[CouncilMaps]:
    codes = [release.council_id for release in choice.releases]
    maps = {period: released.latest_maps(codes, period) for period in periods_of(choice)}
    return [
        CouncilMaps(
            council=release.council.local_name,
            total=words.total_in_words(figures_of(release).total),
            bounds=_bounds(release.council),
            files={
                period: reverse(
                    "release_files:file", args=[released.folder_name(map_release), released.map_file(map_release)]
                )
                for period, found in maps.items()
                if (map_release := found.get(release.council_id))
            },
        )
        for release in choice.releases
    ]


def _bounds(council: Area) -> tuple[float, float, float, float]:
    return council.west, council.south, council.east, council.north


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
        "densities": DENSITIES,
        "words": _words(),
    }


def _basemap() -> dict[str, Any] | None:
    """Where the tiles are, down to which zoom, whose they are, and where they have names of their own."""
    ground = archive.basemaps_in_use()
    if not ground.archives:
        return None
    address = reverse("tiles:base", args=(0, 0, 0)).replace("0/0/0", "{z}/{x}/{y}")
    streets = ground.streets
    return {
        "url": address,
        "maxZoom": max(archive_file.max_zoom for archive_file in ground.archives),
        "attribution": escape(ground.attribution),
        "namesWithin": streets.bounds if streets and streets.has_layer("places") else None,
    }


def _raster() -> dict[str, Any] | None:
    """Where the operator's map service is reached through us."""
    if not raster_proxy.is_in_use():
        return None
    return {
        "url": reverse("tiles:raster", args=(0, 0, 0)).replace("0/0/0", "{z}/{x}/{y}"),
        "maxZoom": settings.RASTER_MAX_ZOOM,
        "attribution": escape(raster_proxy.attribution()),
    }


def _rings(outline: BaseGeometry, tolerance: float) -> list[list[list[float]]]:
    """Closed lines of [latitude, longitude], as Leaflet has them."""
    simple = shapely.simplify(outline, tolerance)
    rings = [shapely.get_coordinates(part.exterior) for part in shapely.get_parts(simple) if part.area > tolerance**2]
    return [np.round(ring[:, ::-1], DECIMALS).tolist() for ring in rings]


def _words() -> dict[str, Any]:
    return {
        "bands": {band: words.band_in_words(band) for band in words.BANDS},
        "map": _("Map. Arrow keys move it, plus and minus zoom it."),
        "close": _("Close"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "nothing": _("No hexagon at the centre: too few reports to show safely."),
        "loading": _("One moment. The figures are loading."),
        "ready": _(
            "You can move the map now. On a phone, move it with 2 fingers. Choose a hexagon to read its figure."
        ),
        "inCouncil": _("{reports} here, in {council}."),
        "hot": _("An earlier map shows it too."),
        "spread": _("{reports} spread over this wider area, in {council}."),
        "whole": _("All of {council}: {reports}."),
        "shown": _("{period}: {n} hexagons shown."),
        "next": _("Next period"),
        "play": _("Play"),
        "pause": _("Pause"),
    }
