"""Maps of the desk, as shapes for inline SVG: no tiles, no JavaScript, nobody else asked."""

import math
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.basemap import street_svg
from reports.cartography.projection import Sheet
from reports.cartography.svg import outline_paths, polygon_points
from reports.geography import areas, hexgrid, lengths
from reports.geography.models import Area
from reports.intake.models import Report
from reports.moderation.burst_panel import LikelyBurst
from reports.moderation.waiting import PlaceGroup

WIDTH, HEIGHT = 640, 420
MARGIN = 0.15  # of the larger side, so that no mark touches the edge
SMALLEST_METRES = 3_000.0  # a map of one place still shows what is round it
SMALLEST_MARK, LARGEST_MARK = 7, 22  # pixels of radius: large enough to be pressed
STREETS_BUDGET = 20_000  # characters of path data: the desk is read on a computer


@dataclass(frozen=True)
class MapMark:
    """A round mark: its place on the picture, its size, where it leads, and the number in it."""

    x: float
    y: float
    radius: float
    name: str
    in_words: str
    count: int
    number: int  # in the list; 0 of a likely burst, whose mark shows how many it is of


@dataclass(frozen=True)
class Patch:
    """A res 11 cell and how many of the reports shown lie in it."""

    points: str
    count: int
    x: float
    y: float


@dataclass(frozen=True)
class DeskMap:
    """What a map shows, in pixels of a WIDTH x HEIGHT picture."""

    outlines: list[str]  # `d` of a path
    marks: list[MapMark]
    hexagon: str  # `points` of a polygon; empty on the map of the queue
    patches: list[Patch]
    streets: str = ""  # SVG elements; empty without a basemap of streets, or where the map is too wide for them
    attribution: str = ""  # whose streets they are
    width: int = WIDTH
    height: int = HEIGHT


def _sheet_of(positions: Sequence[tuple[float, float]], smallest_metres: float) -> Sheet:
    """The sheet that shows all of the positions, with a margin, and no less than so many metres across."""
    west, east = min(x for x, _ in positions), max(x for x, _ in positions)
    south, north = min(y for _, y in positions), max(y for _, y in positions)
    longitude, latitude = (west + east) / 2, (south + north) / 2
    smallest = smallest_metres / lengths.metres_per_degree(latitude)[1]
    wide = max((east - west) * lengths.squeeze_at(latitude), smallest) * (1 + 2 * MARGIN)
    high = max(north - south, smallest * HEIGHT / WIDTH) * (1 + 2 * MARGIN)
    return Sheet(longitude, latitude, min(WIDTH / wide, HEIGHT / high), WIDTH, HEIGHT)


def picture_of_queue(groups: Sequence[PlaceGroup], bursts: Sequence[LikelyBurst] = ()) -> DeskMap | None:
    """The groups of one page, and likely bursts, as marks over the outlines of councils; None when there are none."""
    marked = [
        *((group.name, group.in_words, group.cluster.count, number) for number, group in enumerate(groups, start=1)),
        *((burst.name, burst.in_words, burst.burst.count, 0) for burst in bursts),
    ]
    if not marked:
        return None
    centres = [hexgrid.centre(hexgrid.cell_named(name)) for name, _words, _count, _number in marked]
    sheet = _sheet_of(centres, SMALLEST_METRES)
    most = max(count for _name, _words, count, _number in marked)
    marks = []
    for (name, in_words, count, number), centre in zip(marked, centres, strict=True):
        radius = max(LARGEST_MARK * math.sqrt(count / most), SMALLEST_MARK)
        marks.append(MapMark(*_tenths(sheet, *centre), round(radius, 1), name, in_words, count, number))
    codes = {code for group in groups for code in group.councils} | {code for one in bursts for code in one.councils}
    marks.sort(key=lambda mark: -mark.radius)  # a small mark lies on a large one, not under it
    return DeskMap(_outlines(sheet, codes), marks, "", [], *_streets(sheet))


def picture_of_group(cell: hexgrid.Cell, counts: Mapping[hexgrid.Cell, int], codes: Iterable[str]) -> DeskMap:
    """One group's hexagon with how many reports wait in each of its small cells, and the outlines of councils."""
    corners = hexgrid.outline(cell)
    sheet = _sheet_of(corners, 0.0)
    patches = [
        Patch(polygon_points(sheet.points(hexgrid.outline(place))), count, *_tenths(sheet, *hexgrid.centre(place)))
        for place, count in sorted(counts.items())
    ]
    return DeskMap(_outlines(sheet, codes), [], polygon_points(sheet.points(corners)), patches, *_streets(sheet))


def metres_outside(reports: Sequence[Report]) -> dict[uuid.UUID, float]:
    """How far each report's centre lies outside the council it is counted for; 0 within."""
    shapes = {
        area.code: areas.outline(area)
        for area in Area.objects.filter(code__in={report.council_id for report in reports})
    }
    places = {(report.council_id, report.cell) for report in reports}
    metres = {(code, cell): lengths.metres_to(shapes[code], hexgrid.centre(cell)) for code, cell in places}
    return {report.id: metres[report.council_id, report.cell] for report in reports}


def _streets(sheet: Sheet) -> tuple[str, str]:
    """The streets under a map and whose they are; a moderator knows a place by them."""
    found = street_svg.streets_in(sheet.bounds, width=WIDTH, height=HEIGHT, budget=STREETS_BUDGET)
    if found is None:
        return "", ""
    return street_svg.svg_of(found, street_svg.OF_THE_PAGE), street_svg.attribution_in(sheet.bounds)


def _outlines(sheet: Sheet, codes: Iterable[str]) -> list[str]:
    """The outlines of some councils; one query."""
    councils = Area.objects.filter(code__in=codes).order_by("code")
    return outline_paths((areas.outline(area) for area in councils), sheet)


def _tenths(sheet: Sheet, longitude: float, latitude: float) -> tuple[float, float]:
    """A position in pixels, a tenth of a pixel exact."""
    x, y = sheet.point(longitude, latitude)
    return round(x, 1), round(y, 1)
