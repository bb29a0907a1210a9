"""The columns of an extract: their names, what each means, and how their values are made."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from django.utils.translation import gettext_lazy as _
from pyproj import Transformer

from reports.council_exports.extract import Extract, Place, Slice
from reports.geography import hexgrid
from reports.geography.models import Area

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Value = str | int | float | None
Thing = TypeVar("Thing", Slice, Place)


@dataclass(frozen=True)
class Column(Generic[Thing]):
    """A column by the name it has in every format; `value` reads it of a slice or a place, None where it is empty."""

    name: str
    meaning: "_StrPromise"
    value: Callable[[Area, Thing], Value]


def values_of(columns: Sequence[Column[Thing]], extract: Extract, things: Iterable[Thing]) -> list[tuple[Value, ...]]:
    """Of each slice or place, its values."""
    council = extract.council
    return [tuple(column.value(council, thing) for column in columns) for thing in things]


def _months(in_slice: Slice) -> tuple[str, str]:
    """The first and last month of the quarter, as 2026-07."""
    year, quarter = in_slice[0].split("-Q")
    last = int(quarter) * 3
    return f"{year}-{last - 2:02}", f"{year}-{last:02}"


def _national_grid(council: Area, place: Place) -> tuple[int, int] | tuple[None, None]:
    # The British grid runs on into Northern Ireland without being valid there.
    if place[1] is None or council.nation == "N":
        return None, None
    return _national_grid_of(place[1])


@lru_cache(maxsize=100_000)
def _position(cell: hexgrid.Cell) -> tuple[float, float]:
    """Longitude and latitude of the centre, to about 10 cm."""
    longitude, latitude = hexgrid.centre(cell)
    return round(longitude, 6), round(latitude, 6)


@lru_cache(maxsize=100_000)
def _national_grid_of(cell: hexgrid.Cell) -> tuple[int, int]:
    """Easting and northing of the centre, metres."""
    easting, northing = _to_national_grid().transform(*hexgrid.centre(cell))
    return round(easting), round(northing)


@cache
def _to_national_grid() -> Transformer:
    return Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)


# The same in every line of one quarter, group and part of the day.
SLICE_COLUMNS: tuple[Column[Slice], ...] = (
    Column("lad25cd", _("The council's GSS code."), lambda council, _: council.code),
    Column("lad25nm", _("The council's name."), lambda council, _: council.name),
    Column("lad25nmw", _("The council's Welsh name, where it has one."), lambda council, _: council.name_cy),
    Column("quarter", _("The quarter of the year in which the reports were accepted."), lambda _, it: it[0]),
    Column("from_month", _("The first month of the quarter."), lambda _, it: _months(it)[0]),
    Column("to_month", _("The last month of the quarter."), lambda _, it: _months(it)[1]),
    Column("group", _("The group of the main reason: place, harassment, disorder or other."), lambda _, it: it[1]),
    Column("band", _("The part of the day: hours, “any” for any time, or “not-sure”."), lambda _, it: it[2]),
)
# The same in every line of one hexagon, or of one rest.
PLACE_COLUMNS: tuple[Column[Place], ...] = (
    Column(
        "extent",
        _(
            "What the count covers. “cell”: all of one hexagon. “rest-of-cell”: the hexagon without the smaller ones "
            "shown inside it. “rest-of-area”: the council without everything shown inside it."
        ),
        lambda _, it: it[0].value,
    ),
    Column(
        "h3", _("The hexagon's H3 index. Empty for the rest of the area."), lambda _, it: it[1] and hexgrid.name(it[1])
    ),
    Column(
        "resolution",
        _("The hexagon's size: 10 is about 130 metres across, 9 about 350, 8 about 920."),
        lambda _, it: it[1] and hexgrid.resolution_of(it[1]),
    ),
    Column(
        "longitude", _("Of the hexagon's centre, in degrees (WGS 84)."), lambda _, it: it[1] and _position(it[1])[0]
    ),
    Column("latitude", _("Of the hexagon's centre, in degrees (WGS 84)."), lambda _, it: it[1] and _position(it[1])[1]),
    Column(
        "easting",
        _(
            "Of the hexagon's centre, in metres of the British National Grid, to about 5 metres. "
            "Empty in Northern Ireland."
        ),
        lambda council, it: _national_grid(council, it)[0],
    ),
    Column(
        "northing",
        _(
            "Of the hexagon's centre, in metres of the British National Grid, to about 5 metres. "
            "Empty in Northern Ireland."
        ),
        lambda council, it: _national_grid(council, it)[1],
    ),
)
COUNT = "count"
COUNT_MEANING = _(
    "Accepted reports. Never fewer than 5. The count of a “rest” may leave out one report, so that "
    "nothing smaller can be worked out."
)
# In the order of every format.
MEANINGS: tuple[tuple[str, "_StrPromise"], ...] = (
    *((column.name, column.meaning) for column in SLICE_COLUMNS),
    *((column.name, column.meaning) for column in PLACE_COLUMNS),
    (COUNT, COUNT_MEANING),
)
