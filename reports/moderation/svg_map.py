"""Maps of the desk, as shapes for inline SVG: no tiles, no JavaScript, nobody else asked."""

import math
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from reports.basemap import street_svg
from reports.geography import areas, hexgrid, lengths
from reports.geography.models import Area
from reports.intake.models import Report
from reports.moderation.waiting import PlaceGroup

WIDTH, HEIGHT = 640, 420
MARGIN = 0.15  # of the larger side, so that no mark touches the edge
SMALLEST_METRES = 3_000.0  # a map of one place still shows what is round it
SMALLEST_MARK, LARGEST_MARK = 7, 22  # pixels of radius: large enough to be pressed
STREETS_BUDGET = 20_000  # characters of path data: the desk is read on a computer


@dataclass(frozen=True)
class MapMark:
    """A round mark for a group: its place on the picture, its size, and where it leads."""

    x: float
    y: float
    radius: float
    group: PlaceGroup
    number: int


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


class _Frame:
    """From longitude and latitude to pixels: flat, as a map of one county may be."""

    def __init__(self, positions: Sequence[tuple[float, float]], smallest_metres: float) -> None:
        west, east = min(x for x, _ in positions), max(x for x, _ in positions)
        south, north = min(y for _, y in positions), max(y for _, y in positions)
        self.longitude, self.latitude = (west + east) / 2, (south + north) / 2
        self.squeeze = lengths.squeeze_at(self.latitude)
        smallest = smallest_metres / lengths.metres_per_degree(self.latitude)[1]
        wide = max((east - west) * self.squeeze, smallest) * (1 + 2 * MARGIN)
        high = max(north - south, smallest * HEIGHT / WIDTH) * (1 + 2 * MARGIN)
        self.scale = min(WIDTH / wide, HEIGHT / high)

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """A position in pixels, a tenth of a pixel exact."""
        x = WIDTH / 2 + (longitude - self.longitude) * self.squeeze * self.scale
        y = HEIGHT / 2 - (latitude - self.latitude) * self.scale
        return round(x, 1), round(y, 1)

    @property
    def bounds(self) -> street_svg.Bounds:
        """West, south, east, north of the picture, in degrees."""
        wide, high = WIDTH / self.scale / self.squeeze / 2, HEIGHT / self.scale / 2
        return self.longitude - wide, self.latitude - high, self.longitude + wide, self.latitude + high

    def polygon(self, corners: Iterable[tuple[float, float]]) -> str:
        """`points` of a polygon."""
        return " ".join(f"{x},{y}" for x, y in (self.point(*corner) for corner in corners))

    def path(self, shape: BaseGeometry) -> str:
        """`d` of a path: the part of an outline within the frame, no finer than a pixel."""
        wide, high = WIDTH / self.scale / self.squeeze, HEIGHT / self.scale
        west, south = self.longitude - wide / 2, self.latitude - high / 2
        # Half a frame more on each side: the cut edges themselves are not to be seen.
        near = shapely.clip_by_rect(shape, west - wide / 2, south - high / 2, west + wide * 1.5, south + high * 1.5)
        drawn = shapely.simplify(near, 1 / self.scale)
        rings = (
            ring
            for part in shapely.get_parts(drawn)
            if part.geom_type == "Polygon" and not part.is_empty
            for ring in (part.exterior, *part.interiors)
        )
        return " ".join(f"M{self.polygon(ring.coords[:-1])}Z" for ring in rings)


def picture_of_queue(groups: Sequence[PlaceGroup]) -> DeskMap | None:
    """The groups of one page as marks over the outlines of their councils; None when there are none."""
    if not groups:
        return None
    centres = [hexgrid.centre(group.cluster.cell) for group in groups]
    frame = _Frame(centres, SMALLEST_METRES)
    most = max(group.cluster.count for group in groups)
    marks = []
    for number, (group, centre) in enumerate(zip(groups, centres, strict=True), start=1):
        radius = max(LARGEST_MARK * math.sqrt(group.cluster.count / most), SMALLEST_MARK)
        marks.append(MapMark(*frame.point(*centre), round(radius, 1), group, number))
    codes = {code for group in groups for code in group.councils}
    marks.sort(key=lambda mark: -mark.radius)  # a small mark lies on a large one, not under it
    return DeskMap(_outlines(frame, codes), marks, "", [], *_streets(frame))


def picture_of_group(cell: hexgrid.Cell, counts: Mapping[hexgrid.Cell, int], codes: Iterable[str]) -> DeskMap:
    """One group's hexagon with how many reports wait in each of its small cells, and the outlines of councils."""
    corners = hexgrid.outline(cell)
    frame = _Frame(corners, 0.0)
    patches = [
        Patch(frame.polygon(hexgrid.outline(place)), count, *frame.point(*hexgrid.centre(place)))
        for place, count in sorted(counts.items())
    ]
    return DeskMap(_outlines(frame, codes), [], frame.polygon(corners), patches, *_streets(frame))


def metres_outside(reports: Sequence[Report]) -> dict[uuid.UUID, float]:
    """How far each report's centre lies outside the council it is counted for; 0 within."""
    shapes = {
        area.code: areas.outline(area)
        for area in Area.objects.filter(code__in={report.council_id for report in reports})
    }
    places = {(report.council_id, report.cell) for report in reports}
    metres = {(code, cell): lengths.metres_to(shapes[code], hexgrid.centre(cell)) for code, cell in places}
    return {report.id: metres[report.council_id, report.cell] for report in reports}


def _streets(frame: _Frame) -> tuple[str, str]:
    """The streets under a map and whose they are; a moderator knows a place by them."""
    found = street_svg.streets_in(frame.bounds, width=WIDTH, height=HEIGHT, budget=STREETS_BUDGET)
    if found is None:
        return "", ""
    return street_svg.svg_of(found, street_svg.OF_THE_PAGE), street_svg.attribution_in(frame.bounds)


def _outlines(frame: _Frame, codes: Iterable[str]) -> list[str]:
    """The outlines of some councils; one query."""
    drawn = [frame.path(areas.outline(area)) for area in Area.objects.filter(code__in=codes).order_by("code")]
    return [path for path in drawn if path]
