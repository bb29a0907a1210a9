"""The map as a picture: hexagons by density over outlines and names, drawn once for each set of releases and area."""

from dataclasses import dataclass, field
from functools import lru_cache

import shapely
from django.db.models import QuerySet, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.geography import areas, hexgrid
from reports.geography.models import Area, Place
from reports.public_map import drawing
from reports.public_map.hexagons import ClassPath, Numbers, class_paths, fitted_box, hexagons_of, numbers_in
from reports.public_map.selection import MANY_COUNCILS, Choice
from reports.publication import released

NAMES_SHOWN = 14
NAMES_TRIED = 60

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
    bounds: drawing.Bounds  # of the view, in degrees
    land: str
    neighbours: str
    classes: tuple[ClassPath, ...]
    remainders: str
    wide_remainders: int  # figures spread over areas too wide to draw
    numbers: tuple[Numbers, ...]
    labels: tuple[drawing.Label, ...]
    hexagons: int
    has_marks: bool  # some hexagons are too small to see: size tells the classes apart

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
    ground: tuple[int, int]  # changes when areas or names are loaded anew
    choice: Choice = field(compare=False)


def drawing_of(choice: Choice) -> Drawing:
    """What a drawing of the choice is kept under."""
    releases = tuple((release.id, released.edition_of(release)) for release in choice.releases)
    return Drawing(choice.area_code, choice.period, releases, get_language() or "", _ground_edition(), choice)


def _ground_edition() -> tuple[int, int]:
    """Every writing of areas has an edition of its own, and names loaded anew have new numbers."""
    editions = Area.objects.aggregate(sum=Sum("edition"))["sum"] or 0
    return editions, Place.objects.order_by("-id").values_list("id", flat=True).first() or 0


@lru_cache(maxsize=512)
def picture_of(drawn: Drawing) -> ReleaseMap:
    """The picture of what `drawing_of` names."""
    choice = drawn.choice
    hexagons = hexagons_of(choice)
    bounds = bounds_of(choice)
    frame, view = frame_and_view(bounds)
    shown = shown_areas(choice)
    rests = _remainder_cells(choice)
    drawn_rests = [cell for cell in rests if hexgrid.resolution_of(cell) >= FINEST_NOTE]
    return ReleaseMap(
        view=view,
        bounds=bounds,
        land=drawing.outline_path((areas.outline(area) for area in shown), frame),
        neighbours=land_beside(shown, frame),
        classes=class_paths(hexagons, frame),
        remainders=_remainder_path(drawn_rests, frame),
        wide_remainders=len(rests) - len(drawn_rests),
        numbers=numbers_in(hexagons, frame, (view.width, view.height)),
        labels=tuple(drawing.place_labels(names_in(frame.bounds), frame, limit=NAMES_SHOWN)),
        hexagons=len(hexagons),
        has_marks=drawing.are_too_small([it.cell for it in hexagons], frame),
    )


def frame_and_view(bounds: drawing.Bounds) -> tuple[drawing.Frame, View]:
    """The frame whose ground fills a window of any shape, and what of it is seen in each: the box of degrees."""
    fit = drawing.fit_frame(bounds)
    sideways = max(0, round((fit.height * WIDEST - fit.width) / 2))
    up_and_down = max(0, round((fit.width * TALLEST - fit.height) / 2))
    return fit.widened(sideways, up_and_down), View(sideways, up_and_down, fit.width, fit.height)


def bounds_of(choice: Choice) -> drawing.Bounds:
    """West, south, east and north of what is shown; without a hexagon, of the chosen area or of all its councils."""
    councils = [release.council for release in choice.releases]
    if choice.is_overview:
        return _with_room(box_of_areas(councils))
    box = fitted_box(hexagons_of(choice))
    return _with_room(box or box_of_areas([choice.area] if choice.area else councils))


def _with_room(box: drawing.Bounds) -> drawing.Bounds:
    """A box with the part above and below it on which the controls lie."""
    west, south, east, north = box
    room = (north - south) * ROOM
    return west, south - room, east, north + room


def box_of_areas(boxes: list[Area]) -> drawing.Bounds:
    """The box of degrees that holds areas whole."""
    return (
        min(area.west for area in boxes),
        min(area.south for area in boxes),
        max(area.east for area in boxes),
        max(area.north for area in boxes),
    )


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
    if any(release.council.is_builtin for release in choice.releases):
        return _("Areas are drawn round place names, they are not legal boundaries. Place names © GeoNames, CC BY 4.0.")
    return _(
        "Boundaries: Office for National Statistics, Open Government Licence v3.0. Contains OS data © Crown copyright "
        "and database right 2025. Place names © GeoNames, CC BY 4.0."
    )


def land_beside(shown: list[Area], frame: drawing.Frame) -> str:
    """The other areas of the same kind that the picture's edges let in; where they are many, of the kind above."""
    kind = shown[0].kind if shown else Area.Kind.COUNCIL
    box = shapely.box(*frame.bounds)
    codes = {area.code for area in shown}
    for listed in (kind, Area.Kind.NATION):
        beside = [area for area in _in_box(listed, frame.bounds) if area.code not in codes]
        outlines = [outline for outline in map(areas.outline, beside) if outline.intersects(box)]
        if len(outlines) <= MANY_COUNCILS:
            break
    return drawing.outline_path(outlines, frame, coarser=2)


def _in_box(kind: str, bounds: drawing.Bounds) -> QuerySet[Area]:
    west, south, east, north = bounds
    return Area.objects.filter(
        kind=kind, is_current=True, west__lt=east, east__gt=west, south__lt=north, north__gt=south
    )


def names_in(bounds: drawing.Bounds) -> list[drawing.PlaceName]:
    """The towns and villages of most people within a box, most people first."""
    west, south, east, north = bounds
    places = Place.objects.filter(
        kind=Place.Kind.SETTLEMENT, longitude__range=(west, east), latitude__range=(south, north)
    ).order_by("-population", "id")[:NAMES_TRIED]
    welsh = get_language() == "cy"
    return [
        drawing.PlaceName(place.name_cy if welsh and place.name_cy else place.name, place.longitude, place.latitude)
        for place in places
    ]


def _remainder_cells(choice: Choice) -> list[int]:
    """The wider areas that have a figure of their own beside their hexagons."""
    return [rest.cell for figures in choice.figures for rest in figures.remainders if rest.cell is not None]


def _remainder_path(cells: list[int], frame: drawing.Frame) -> str:
    """Their outlines, where they are wide enough to see."""
    seen = [cell for cell in cells if not drawing.are_too_small([cell], frame)]
    return drawing.hexagon_paths(seen, frame, small_radius=0)
