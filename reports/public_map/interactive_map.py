"""What the moving map needs once it is touched: where the releases' files are, the scale, outlines, names and words."""

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from shapely.geometry.base import BaseGeometry

from reports.basemap import archive, raster_proxy
from reports.cartography import density
from reports.components.quarters_in_words import quarter_in_words, quarters_in_words
from reports.geography import areas, hexgrid
from reports.geography.lengths import Bounds
from reports.geography.models import Area
from reports.geography.place_names import names_by_streets
from reports.public_map import comparing, overview, totals, words
from reports.public_map.figures import Figures
from reports.public_map.interactive_words import interactive_words
from reports.public_map.selection import MANY_COUNCILS, Choice, period_in_words
from reports.public_map.svg_map import Drawing, bounds_of, drawing_of, names_in, shown_areas, view_within
from reports.publication import released
from reports.publication.map_file import MAP_UNITS
from reports.publication.models import Release
from reports.responses.published import published_responses

PARTS_OF_VIEW = 1500  # an outline may be off by this part of the view: a pixel after one step closer
DECIMALS = 4  # about ten metres
OUTLINE_UNITS = 10_000  # of a degree: the same
PLACES_NAMED = 300  # hexagons whose card says by which street they lie: some ten kilobytes; others name a town
PERIODS_SHOWN = 8  # two years of quarters
RESPONSES_SHOWN = 20  # of a council: what it did last

Maps = dict[str, dict[str, Release]]  # the latest map of each council, by period and council
Sums = dict[str, dict[str, Figures]]  # the last maps of each council added up, the same
EDGES = {"day": "#ffffff", "night": "#10171d"}  # between hexagons, and the streets above them
HOT = {"day": "#14506e", "night": "#8fcbf0"}  # round those that an earlier map shows too, where that is asked for


@dataclass(frozen=True)
class CouncilMaps:
    """One council's maps for the moving map: the file of each period, by the period; the same one till the next map."""

    code: str
    council: str
    total: str  # of the chosen period
    responses: list[dict[str, str]]  # what it did, the newest few
    bounds: tuple[float, float, float, float]
    files: dict[str, str]


def ground_of(choice: Choice) -> dict[str, Any]:
    """Everything the script draws beside the releases' own files; ready for JSON."""
    codes = [release.council_id for release in choice.releases]
    # Of another period a country has another ground.
    periods = [choice.period] if choice.is_overview else periods_of(choice)
    maps = {period: released.latest_maps(codes, period) for period in periods}
    sums = {added.period: _by_council(added) for added in sums_of(choice)}
    return _ground(drawing_of(choice)) | {
        "period": choice.period,
        "councils": [asdict(council) for council in _council_maps(choice, maps, sums)],
        "colours": totals.council_colours(choice) if choice.is_overview else None,
        "covers": covers(maps, sums),
        "basemap": _basemap(level_difference=2 if choice.is_overview else 1),
        "raster": _raster(),
        "report": reverse("intake:report"),
        "wrong": f"{reverse('guidance:contact')}#hexagon",
        "controls": render_to_string("public_map/_controls.html", controls_of(choice)),
    }


def periods_of(choice: Choice) -> list[str]:
    """The quarters the moving map goes through, oldest first: the newest ones, and the chosen one."""
    newest = choice.periods[:PERIODS_SHOWN]
    return sorted({*newest, choice.quarter})


def sums_of(choice: Choice) -> list[Choice]:
    """The maps added up that it shows too: the newest, and before them those that were chosen."""
    found = {added.period: added for added in (choice, choice.newest_sum) if added is not None and added.is_sum}
    return list(found.values())


def controls_of(choice: Choice) -> dict[str, Any]:
    """The context of the controls that come with the moving map."""
    periods = [(period, quarter_in_words(period)) for period in periods_of(choice)]
    sums = [(added.period, period_in_words(added)) for added in sums_of(choice)]
    names = dict([*periods, *sums])
    return {
        "bands": [(band, words.band_in_words(band)) for band in words.BANDS],
        "periods": periods,
        "periods_count": len(periods),
        "sums": sums,
        "last": len(names) - 1,
        "chosen": list(names).index(choice.period),
        "period_name": names[choice.period],
    }


def _by_council(added: Choice) -> dict[str, Figures]:
    return {release.council_id: figures for release, figures in zip(added.releases, added.figures, strict=True)}


def _council_maps(choice: Choice, maps: Maps, sums: Sums) -> list[CouncilMaps]:
    responses = _published(choice)
    return [
        CouncilMaps(
            code=release.council_id,
            council=release.council.local_name,
            total=words.total_in_words(figures.total),
            responses=responses.get(release.council_id, []),
            bounds=_bounds(release.council),
            files={
                period: reverse(
                    "release_files:file", args=[released.folder_name(map_release), released.map_file(map_release)]
                )
                for period, found in maps.items()
                if (map_release := found.get(release.council_id))
            }
            | {
                period: _file_of_sum(found[release.council_id])
                for period, found in sums.items()
                if release.council_id in found and found[release.council_id].map_release
            },
        )
        for release, figures in zip(choice.releases, choice.figures, strict=True)
    ]


def _file_of_sum(figures: Figures) -> str:
    """Of maps added up; of a council that has but one map, that one."""
    alone = figures.map_release if figures.added is None else None
    name = released.map_file(alone) if alone else "map.json"
    return reverse("release_files:file", args=[figures.folder, name])


def covers(maps: Maps, sums: Sums) -> dict[str, str]:
    """What each map, and each sum of maps, covers in words, by its quarters with spaces between them."""
    quarters = {release.map_quarters for found in maps.values() for release in found.values()}
    quarters |= {figures.covers for found in sums.values() for figures in found.values() if figures.covers}
    return {" ".join(each): quarters_in_words(each[0], each[-1]) for each in sorted(quarters)}


def _published(choice: Choice) -> dict[str, list[dict[str, str]]]:
    """What councils say they did and where, by council, the newest few: of the chosen area, not of a country."""
    if len(choice.releases) > MANY_COUNCILS:
        return {}
    return {
        release.council_id: [
            {"kind": one.kind_label, "place": one.place, "month": date_format(one.done_in, "F Y")}
            for one in published_responses(release.council_id)[:RESPONSES_SHOWN]
            if one.place
        ]
        for release in choice.releases
    }


def _bounds(council: Area) -> tuple[float, float, float, float]:
    return council.west, council.south, council.east, council.north


@lru_cache(maxsize=64)
def _ground(drawn: Drawing) -> dict[str, Any]:
    choice = drawn.choice
    bounds = view_of(choice)
    width = max(bounds[2] - bounds[0], bounds[3] - bounds[1])
    return {
        "bounds": bounds,
        "overview": _overview(choice, width) if choice.is_overview else None,
        "outlines": [] if choice.is_overview else _outlines(choice, width / PARTS_OF_VIEW),
        "units": OUTLINE_UNITS,
        "names": [
            [name.text, round(name.longitude, DECIMALS), round(name.latitude, DECIMALS)] for name in names_in(bounds)
        ],
        "places": {} if choice.is_overview else _places(choice),
        "scale": scale(),
        "chance": [f"{lower} {higher}" for lower, higher in comparing.chance_pairs()],
        "words": interactive_words(),
    }


def _places(choice: Choice) -> dict[str, str]:
    """What the hexagons of most reports are near to, by resolution and middle as the maps' files have them."""
    leaves = [leaf for figures in choice.figures for leaf in figures.leaves]
    leaves = sorted(leaves, key=lambda leaf: (-leaf.band, leaf.cell))[:PLACES_NAMED]
    middles = np.rint(hexgrid.centres(leaf.cell for leaf in leaves) * MAP_UNITS).astype(int).tolist()
    names = names_by_streets([leaf.cell for leaf in leaves])
    return {
        f"{leaf.resolution} {x} {y}": name for leaf, (x, y), name in zip(leaves, middles, names, strict=True) if name
    }


def view_of(choice: Choice) -> Bounds:
    """What the picture shows, in degrees: the moving map opens at the same."""
    return view_within(bounds_of(choice))


def _outlines(choice: Choice, tolerance: float) -> list[list[int]]:
    """The boundaries of the areas shown, in steps; closer ones come with the tiles of the ground."""
    return [ring for area in shown_areas(choice) for ring in _rings(areas.outline(area), tolerance)]


def _overview(choice: Choice, width: float) -> dict[str, Any]:
    """The councils' outlines by code, and the colours of totals by day and by night; the first is a pattern's."""
    return {
        "units": totals.UNITS,
        "rings": totals.council_rings(choice, width),
        "day": overview.LIGHT,
        "night": overview.DARK,
        "address": reverse("public_map:map"),
    }


def scale() -> dict[str, Any]:
    """The scale of density as the script has it: it is written in `density` alone."""
    return {
        "limits": density.LIMITS,
        "areas": density.AREA_KM2,
        "opacity": density.FILL_OPACITY,
        "day": {"fill": density.LIGHT, "text": density.TEXT_ON_LIGHT, "edge": EDGES["day"], "hot": HOT["day"]},
        "night": {"fill": density.DARK, "text": density.TEXT_ON_DARK, "edge": EDGES["night"], "hot": HOT["night"]},
    }


def _basemap(*, level_difference: int) -> dict[str, Any] | None:
    """Where the tiles are, down to which zoom, whose they are, and where they have names of their own.

    A tile is drawn 2 to the power of the difference as wide as one of its zoom: of a country, few wide ones are loaded.
    """
    ground = archive.basemaps_in_use()
    if not ground.archives:
        return None
    address = reverse("tiles:base", args=(0, 0, 0)).replace("0/0/0", "{z}/{x}/{y}")
    streets = ground.streets
    return {
        "url": address,
        "levelDiff": level_difference,
        "maxZoom": max(archive_file.max_zoom for archive_file in ground.archives),
        "attribution": escape(streets.attribution if streets else ground.attribution),  # the page says the rest
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


def _rings(outline: BaseGeometry, tolerance: float) -> list[list[int]]:
    """Closed lines of latitude and longitude in turn, in steps."""
    simple = shapely.simplify(outline, tolerance)
    rings = [shapely.get_coordinates(part.exterior) for part in shapely.get_parts(simple) if part.area > tolerance**2]
    return [totals.steps_of(ring[:, ::-1], OUTLINE_UNITS) for ring in rings]
