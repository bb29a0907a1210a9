"""The map as a picture: hexagons by band over outlines and names, drawn once for each set of releases and area."""

from dataclasses import dataclass, field
from functools import lru_cache

import shapely
from django.db.models import Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.geography import areas
from reports.geography.models import Area, Place
from reports.public_map import drawing, words
from reports.public_map.figures import figures_of
from reports.public_map.selection import MANY_COUNCILS, Choice
from reports.publication import released
from reports.publication.models import Release

NAMES_SHOWN = 9
NAMES_TRIED = 60

# Where hexagons are too small to see on an overview, size tells the bands apart as well as colour.
MARK_RADIUS = {5: 3, 10: 4, 20: 5, 40: 7}


@dataclass(frozen=True)
class BandPath:
    """All hexagons of one band, those that an earlier map shows too by themselves."""

    band: int
    is_hot: bool
    path: str


@dataclass(frozen=True)
class ReleaseMap:
    """What the template draws; every number is a whole unit of the picture."""

    width: int
    height: int
    land: str
    neighbours: str
    bands: tuple[BandPath, ...]
    remainders: str
    labels: tuple[drawing.Label, ...]
    hexagons: int
    has_marks: bool  # some hexagons are too small to see: size tells the bands apart

    @property
    def has_hot(self) -> bool:
        """Whether a hexagon on it was on an earlier map too."""
        return any(band.is_hot for band in self.bands)


@dataclass(frozen=True)
class Drawing:
    """What makes two pictures the same: the area, the releases' editions, the language and the ground they lie on."""

    area_code: str
    releases: tuple[tuple[str, str], ...]
    language: str
    ground: tuple[int, int]  # changes when areas or names are loaded anew
    choice: Choice = field(compare=False)


def picture_of(choice: Choice) -> ReleaseMap:
    """The picture of a choice."""
    return _drawn(drawing_of(choice))


def drawing_of(choice: Choice) -> Drawing:
    """What a drawing of the choice is kept under."""
    releases = tuple((release.id, released.edition_of(release)) for release in choice.releases)
    return Drawing(choice.area_code, releases, get_language() or "", _ground_edition(), choice)


def _ground_edition() -> tuple[int, int]:
    """Every writing of areas has an edition of its own, and names loaded anew have new numbers."""
    editions = Area.objects.aggregate(sum=Sum("edition"))["sum"] or 0
    return editions, Place.objects.order_by("-id").values_list("id", flat=True).first() or 0


@lru_cache(maxsize=512)
def _drawn(drawn: Drawing) -> ReleaseMap:
    choice = drawn.choice
    cells = [leaf.cell for release in choice.releases for leaf in figures_of(release).leaves]
    frame = drawing.fit_frame(bounds_of(choice))
    shown = shown_areas(choice)
    return ReleaseMap(
        width=frame.width,
        height=frame.height,
        land=drawing.outline_path((areas.outline(area) for area in shown), frame),
        neighbours=drawing.outline_path((areas.outline(area) for area in _neighbours(shown, frame)), frame, coarser=2),
        bands=_band_paths(choice.releases, frame),
        remainders=_remainder_path(choice.releases, frame),
        labels=tuple(drawing.place_labels(names_in(frame.bounds), frame, limit=NAMES_SHOWN)),
        hexagons=len(cells),
        has_marks=drawing.are_too_small(cells, frame),
    )


def bounds_of(choice: Choice) -> drawing.Bounds:
    """West, south, east and north of the chosen area; of all areas, of the councils that have something to show.

    A country with hexagons in one town alone would be a dot on a phone.
    """
    if choice.area:
        return _box_round([choice.area])
    with_hexagons = [release.council for release in choice.releases if figures_of(release).leaves]
    return _box_round(with_hexagons or [release.council for release in choice.releases])


def _box_round(boxes: list[Area]) -> drawing.Bounds:
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


def _neighbours(shown: list[Area], frame: drawing.Frame) -> list[Area]:
    """The other areas of the same kind that the picture's edges let in."""
    kind = shown[0].kind if shown else Area.Kind.COUNCIL
    west, south, east, north = frame.bounds
    beside = Area.objects.filter(
        kind=kind, is_current=True, west__lt=east, east__gt=west, south__lt=north, north__gt=south
    ).exclude(code__in=[area.code for area in shown])
    box = shapely.box(*frame.bounds)
    found = [area for area in beside if areas.outline(area).intersects(box)]
    return found if len(found) <= MANY_COUNCILS else []


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


def _band_paths(releases: list[Release], frame: drawing.Frame) -> tuple[BandPath, ...]:
    # A hexagon on a border is a leaf of two councils: the higher figure is the one that is seen.
    found = sorted((leaf for release in releases for leaf in figures_of(release).leaves), key=lambda leaf: leaf.band)
    leaves = {leaf.cell: leaf for leaf in found}
    cells: dict[int, list[int]] = {band: [] for band in words.BANDS}
    for leaf in leaves.values():
        cells[leaf.band].append(leaf.cell)
    if drawing.are_too_small(leaves, frame):
        cells = drawing.highest_at_each_spot(cells, frame)
    paths = []
    for band, of_band in sorted(cells.items()):
        for is_hot in (False, True):
            alike = [cell for cell in of_band if leaves[cell].is_hot == is_hot]
            if alike:
                path = drawing.hexagon_paths(alike, frame, small_radius=MARK_RADIUS[band])
                paths.append(BandPath(band, is_hot, path))
    return tuple(sorted(paths, key=lambda drawn: drawn.is_hot))  # their thicker line lies over the others'


def _remainder_path(releases: list[Release], frame: drawing.Frame) -> str:
    """The wider areas that have a figure of their own beside their leaves, where they are wide enough to see."""
    cells = [rest.cell for release in releases for rest in figures_of(release).remainders if rest.cell is not None]
    seen = [cell for cell in cells if not drawing.are_too_small([cell], frame)]
    return drawing.hexagon_paths(seen, frame, small_radius=0)
