"""What the moving map needs once it is touched: where the releases' files are, the scale, outlines, names and words."""

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import shapely
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from reports.basemap import archive, raster_proxy
from reports.components.quarters_in_words import quarter_in_words, quarters_in_words
from reports.geography import areas
from reports.geography.models import Area
from reports.public_map import comparing, density, drawing, overview, totals, words
from reports.public_map.figures import figures_of
from reports.public_map.selection import MANY_COUNCILS, Choice
from reports.public_map.svg_map import Drawing, bounds_of, drawing_of, frame_and_view, names_in, shown_areas
from reports.publication import released
from reports.publication.models import Release
from reports.responses.published import published_responses

PARTS_OF_VIEW = 1500  # an outline may be off by this part of the view: a pixel after one step closer
DECIMALS = 4  # about ten metres
OUTLINE_UNITS = 10_000  # of a degree: the same
PERIODS_SHOWN = 8  # two years of quarters
RESPONSES_SHOWN = 20  # of a council: what it did last

Maps = dict[str, dict[str, Release]]  # the latest map of each council, by period and council
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
    return _ground(drawing_of(choice)) | {
        "period": choice.period,
        "councils": [asdict(council) for council in _council_maps(choice, maps)],
        "colours": totals.council_colours(choice) if choice.is_overview else None,
        "covers": covers(maps),
        "basemap": _basemap(level_difference=2 if choice.is_overview else 1),
        "raster": _raster(),
        "report": reverse("intake:report"),
        "wrong": f"{reverse('guidance:contact')}#hexagon",
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
    }


def _council_maps(choice: Choice, maps: Maps) -> list[CouncilMaps]:
    responses = _published(choice)
    return [
        CouncilMaps(
            code=release.council_id,
            council=release.council.local_name,
            total=words.total_in_words(figures_of(release).total),
            responses=responses.get(release.council_id, []),
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


def covers(maps: Maps) -> dict[str, str]:
    """What each map covers in words, by its quarters with spaces between them."""
    quarters = {release.map_quarters for found in maps.values() for release in found.values()}
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
        "scale": scale(),
        "chance": [f"{lower} {higher}" for lower, higher in comparing.chance_pairs()],
        "words": _words(),
    }


def view_of(choice: Choice) -> drawing.Bounds:
    """What the picture shows, in degrees: the moving map opens at the same."""
    frame, view = frame_and_view(bounds_of(choice))
    return frame.part(view.x, view.y, view.width, view.height).bounds


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


def _words() -> dict[str, Any]:
    return {
        "bands": {band: capfirst(words.band_in_words(band)) for band in words.BANDS},
        "bandsInside": {band: words.band_in_words(band) for band in words.BANDS},  # of a sentence
        "sizes": {resolution: size_of_hexagon(resolution) for resolution in density.AREA_KM2},
        "map": _("Map. Arrow keys move it, plus and minus zoom it."),
        "close": _("Close"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "nothing": _("No hexagon at the centre: too few reports to show safely."),
        "loading": _("One moment. The figures are loading."),
        "ready": _(
            "You can move the map now. On a phone, move it with 2 fingers. Choose a hexagon to read its figure."
        ),
        "readyWide": _(
            "You can move the map now. On a phone, move it with 2 fingers. Choose a council to read its total, or zoom "
            "in to see hexagons."
        ),
        "card": _("{reports} in {period}, in {size}."),
        "cardNear": _("{reports} in {period}, near {place}, in {size}."),
        "spread": _("{reports} in {period}, spread over this wider area."),
        "hot": _("Also on the map before."),
        "whole": _("All of {council}: {reports}."),
        "done": _("What the council did: {kind}, {place}, {month}."),
        "report": _("Report a place here"),
        "wrong": _("Tell us that this hexagon is wrong"),
        "shown": _("{period}: {n} hexagons shown."),
        "councilsShown": _("{period}: {n} councils by their total reports. Zoom in to see hexagons."),
        "total": _("{council}: {reports}."),
        "itsMap": _("See the map of {council}"),
        "noCouncil": _("No council with figures at the centre."),
        "next": _("Next period"),
        "play": _("Play"),
        "pause": _("Pause"),
        "switch": _("Which period the map shows"),
        "tooFew": _("too few to show safely"),
        "besideSame": _("{period}: {reports} too."),
        "besideChance": _("{period}: {reports}. The difference may be chance."),
        "besideMore": _("{period}: {reports}. The difference is more than the random change explains."),
        "otherwiseCut": _("The map of {period} has other hexagons here."),
        "compared": _(
            "{one} beside {other}. {n} hexagons can be compared. In {chance} of them the difference may be chance. "
            "In {more} it is more than the random change explains."
        ),
    }


def size_of_hexagon(resolution: int) -> str:
    """How large a hexagon is, in square kilometres: 0.7 km²."""
    return _("%(size)s km²") % {"size": number_format(density.AREA_KM2[resolution])}
