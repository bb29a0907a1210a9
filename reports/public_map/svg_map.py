"""The map as a picture: hexagons by density over outlines and names, drawn once for each set of releases and area."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import shapely
from django.db.models import QuerySet, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.basemap import archive
from reports.basemap.road_svg import Roads, roads_in
from reports.cartography.compact_svg import compact_outline
from reports.cartography.frame import Frame, fit_frame
from reports.cartography.hexagon_paths import are_too_small, hexagon_paths
from reports.cartography.labels import Label, PlaceName, place_labels
from reports.geography import areas, hexgrid
from reports.geography.attribution import of_areas
from reports.geography.lengths import Bounds
from reports.geography.models import Area, Place
from reports.public_map.hexagon_numbers import Numbers, number_boxes, numbers_in, without_covered
from reports.public_map.hexagons import ClassPath, class_paths, fitted_box, hexagons_of
from reports.public_map.selection import MANY_COUNCILS, Choice
from reports.publication import released

NAMES_SHOWN = 14
NAMES_BEFORE_NUMBERS = 2  # whoever opens a map looks for the town first: its name stands even among figures
NAMES_TRIED = 60

# Of a page's 14 kB, compressed, hexagons and roads together; hexagons go before roads. Of a hundred characters of
# roads 47 bytes are left.
BYTES_OF_HEXAGONS_AND_ROADS = 3_700
CHARACTERS_IN_A_BYTE = 2.1

# How much wider or taller than what must be seen the window of a visitor may be: the ground is drawn as far.
WIDEST, TALLEST = 2.2, 1 / 0.62
FINEST_NOTE = 7  # resolution: what is left over in a wider area is told in words alone
ROOM = 0.08  # of the height, above and below: there the controls lie on the map


@dataclass(frozen=True)
class View:
    """What of a picture is seen whatever the shape of the window, in its units."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class ReleaseMap:
    """What the template draws; every number is a whole unit of the picture."""

    view: View
    bounds: Bounds  # of the view, in degrees
    land: str
    neighbours: str
    roads: Roads | None
    classes: tuple[ClassPath, ...]
    remainders: str
    wide_remainders: int  # figures spread over areas too wide to draw
    numbers: tuple[Numbers, ...]
    labels: tuple[Label, ...]
    hexagons: int
    has_marks: bool  # some hexagons are too small to see: size tells the classes apart
    found: tuple[int, int] | None = None  # the place somebody searched for

    @property
    def has_hot(self) -> bool:
        """Whether a hexagon on it was on an earlier map too."""
        return any(drawn.is_hot for drawn in self.classes)


@dataclass(frozen=True)
class Drawing:
    """What makes two pictures the same: area, period, the releases' editions, language and the ground they lie on."""

    area_code: str
    period: str
    releases: tuple[tuple[str, str], ...]
    language: str
    ground: tuple[object, ...]  # changes when areas, names or streets are loaded anew
    choice: Choice = field(compare=False)


def drawing_of(choice: Choice) -> Drawing:
    """What a drawing of the choice is kept under."""
    releases = tuple((release.id, released.edition_of(release)) for release in choice.releases)
    return Drawing(choice.area_code, choice.period, releases, get_language() or "", _ground_edition(), choice)


def _ground_edition() -> tuple[object, ...]:
    """Every writing of areas has an edition of its own, names loaded anew have new numbers, and a file is another."""
    editions = Area.objects.aggregate(sum=Sum("edition"))["sum"] or 0
    names = Place.objects.order_by("-id").values_list("id", flat=True).first() or 0
    return editions, names, archive.basemaps_in_use().streets


@lru_cache(maxsize=512)
def picture_of(drawn: Drawing) -> ReleaseMap:
    """The picture of what `drawing_of` names."""
    return draw_picture(drawn.choice, bounds_of(drawn.choice))


def draw_picture(choice: Choice, bounds: Bounds, *, found: tuple[float, float] | None = None) -> ReleaseMap:
    """The picture of a choice within a box, with a mark where a place was found; kept in no memory."""
    hexagons = hexagons_of(choice)
    frame, view = frame_and_view(bounds)
    shown = shown_areas(choice)
    rests = _remainder_cells(choice)
    numbers = numbers_in(hexagons, frame, (view.width, view.height))
    labels = place_labels(
        names_in(frame.bounds), frame, limit=NAMES_SHOWN, taken=number_boxes(numbers), sure=NAMES_BEFORE_NUMBERS
    )
    classes = class_paths(hexagons, frame)
    drawn_rests = [cell for cell in rests if hexgrid.resolution_of(cell) >= FINEST_NOTE]
    return ReleaseMap(
        view=view,
        bounds=bounds,
        land=compact_outline((areas.outline(area) for area in shown), frame),
        neighbours=land_beside(shown, frame),
        roads=roads_in(frame.bounds, width=frame.width, height=frame.height, budget=_room_for_roads(classes)),
        classes=classes,
        remainders=_remainder_path(drawn_rests, frame),
        wide_remainders=len(rests) - len(drawn_rests),
        numbers=without_covered(numbers, labels),
        labels=tuple(labels),
        hexagons=len(hexagons),
        has_marks=are_too_small([it.cell for it in hexagons], frame),
        found=_pixel(found, frame) if found else None,
    )


def _room_for_roads(classes: Iterable[ClassPath]) -> int:
    """How many characters of path data fit into the page beside its hexagons; none or less where they fill it."""
    taken = len(zlib.compress("".join(drawn.path for drawn in classes).encode()))
    return int((BYTES_OF_HEXAGONS_AND_ROADS - taken) * CHARACTERS_IN_A_BYTE)


def _pixel(position: tuple[float, float], frame: Frame) -> tuple[int, int] | None:
    ((x, y),) = frame.pixels([position]).tolist()
    return (x, y) if frame.holds(x, y) else None


def frame_and_view(bounds: Bounds) -> tuple[Frame, View]:
    """The frame whose ground fills a window of any shape, and what of it is seen in each: the box of degrees."""
    fit = fit_frame(bounds)
    sideways = max(0, round((fit.height * WIDEST - fit.width) / 2))
    up_and_down = max(0, round((fit.width * TALLEST - fit.height) / 2))
    return fit.widened(sideways, up_and_down), View(sideways, up_and_down, fit.width, fit.height)


def bounds_of(choice: Choice) -> Bounds:
    """West, south, east and north of what is shown; without a hexagon, of the chosen area or of all its councils."""
    councils = [release.council for release in choice.releases]
    if choice.is_overview:
        return _with_room(box_of_areas(councils))
    box = fitted_box(hexagons_of(choice))
    return _with_room(box or box_of_areas([choice.area] if choice.area else councils))


def _with_room(box: Bounds) -> Bounds:
    """A box with the part above and below it on which the controls lie."""
    west, south, east, north = box
    room = (north - south) * ROOM
    return west, south - room, east, north + room


def box_of_areas(boxes: list[Area]) -> Bounds:
    """The box of degrees that holds areas whole."""
    return (
        min(area.west for area in boxes),
        min(area.south for area in boxes),
        max(area.east for area in boxes),
        max(area.north for area in boxes),
    )


def view_within(bounds: Bounds) -> Bounds:
    """What a picture of a box shows, in degrees: the moving map opens at the same."""
    frame, view = frame_and_view(bounds)
    return frame.part(view.x, view.y, view.width, view.height).bounds


def shown_areas(choice: Choice) -> list[Area]:
    """The areas whose outlines the map draws: councils while they are few, else police forces."""
    if choice.area is None:
        councils = Area.objects.filter(code__in=[release.council_id for release in choice.releases])
    else:
        councils = areas.councils_within(choice.area)
    forces = set(councils.values_list("parent_id", flat=True))
    if councils.count() <= MANY_COUNCILS:
        return list(councils)
    return list(areas.current_forces().filter(code__in=forces))


def attribution(choice: Choice) -> str:
    """Whose boundaries and names the map shows."""
    councils = [release.council for release in choice.releases]
    if any(council.is_builtin for council in councils):
        return of_areas(is_builtin=True, year=None)
    year = max((council.year for council in councils if council.year), default=None)
    names = _("Place names © GeoNames, CC BY 4.0.")
    return f"{of_areas(is_builtin=False, year=year)} {names}"


def land_beside(shown: list[Area], frame: Frame) -> str:
    """The other areas of the same kind that the picture's edges let in; where they are many, of the kind above."""
    kind = shown[0].kind if shown else Area.Kind.COUNCIL
    box = shapely.box(*frame.bounds)
    codes = {area.code for area in shown}
    for listed in (kind, Area.Kind.NATION):
        beside = [area for area in _in_box(listed, frame.bounds) if area.code not in codes]
        outlines = [outline for outline in map(areas.outline, beside) if outline.intersects(box)]
        if len(outlines) <= MANY_COUNCILS:
            break
    return compact_outline(outlines, frame, coarser=2)


def _in_box(kind: str, bounds: Bounds) -> QuerySet[Area]:
    west, south, east, north = bounds
    return Area.objects.filter(
        kind=kind, is_current=True, west__lt=east, east__gt=west, south__lt=north, north__gt=south
    )


def names_in(bounds: Bounds) -> list[PlaceName]:
    """The towns and villages of most people within a box, most people first."""
    west, south, east, north = bounds
    places = Place.objects.filter(
        kind=Place.Kind.SETTLEMENT, longitude__range=(west, east), latitude__range=(south, north)
    ).order_by("-population", "id")[:NAMES_TRIED]
    welsh = get_language() == "cy"
    return [
        PlaceName(place.name_cy if welsh and place.name_cy else place.name, place.longitude, place.latitude)
        for place in places
    ]


def _remainder_cells(choice: Choice) -> list[int]:
    """The wider areas that have a figure of their own beside their hexagons."""
    return [rest.cell for figures in choice.figures for rest in figures.remainders if rest.cell is not None]


def _remainder_path(cells: list[int], frame: Frame) -> str:
    """Their outlines, where they are wide enough to see."""
    seen = [cell for cell in cells if not are_too_small([cell], frame)]
    return hexagon_paths(seen, frame, small_radius=0)
