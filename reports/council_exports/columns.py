"""The columns of an extract: their names, what each means, and how their values are made."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from pyproj import Transformer

from reports.council_exports.extract import ExtractPlace, Slice
from reports.geography import hexgrid
from reports.geography.models import Area

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Value = str | int | float | None
Meanings = dict[str, "_StrPromise"]  # of each column by its name, which is the same in every format

# The same in every line of one quarter, group and part of the day.
SLICE_COLUMNS: Meanings = {
    "lad25cd": _("The council's GSS code."),
    "lad25nm": _("The council's name."),
    "lad25nmw": _("The council's Welsh name, where it has one."),
    "quarter": _("The quarter of the year in which the reports were accepted."),
    "from_month": _("The first month of the quarter."),
    "to_month": _("The last month of the quarter."),
    "group": _("The group of the main reason: place, harassment, disorder or other."),
    "band": _("The time of day: hours, ‘any’ for any time, or ‘not-sure’."),
}
# The same in every line of one hexagon, or of one rest.
PLACE_COLUMNS: Meanings = {
    "extent": _(
        "What the count covers. ‘cell’: all of one hexagon. ‘rest-of-cell’: the hexagon without the "
        "smaller ones shown inside it. ‘rest-of-area’: the council without everything shown inside "
        "it."
    ),
    "h3": _("The hexagon's H3 index. Empty for the rest of the area."),
    "resolution": _("The hexagon's size: 10 is about 130 metres across, 9 about 350, 8 about 920."),
    "longitude": _("Of the hexagon's centre, in degrees (WGS 84)."),
    "latitude": _("Of the hexagon's centre, in degrees (WGS 84)."),
    "easting": _(
        "Of the hexagon's centre, in metres of the British National Grid, to about 5 metres. Empty in Northern Ireland."
    ),
    "northing": _(
        "Of the hexagon's centre, in metres of the British National Grid, to about 5 metres. Empty in Northern Ireland."
    ),
}
COUNT = "count"
COLUMNS: Meanings = {
    **SLICE_COLUMNS,
    **PLACE_COLUMNS,
    COUNT: _(
        "Accepted reports. Never fewer than 5. The count of a ‘rest’ may leave out one report, so "
        "that nothing smaller can be worked out."
    ),
}


def slice_values(council: Area, in_slice: Slice) -> tuple[Value, ...]:
    """A value for each of SLICE_COLUMNS."""
    quarter, group, band = in_slice
    year, number = quarter.split("-Q")
    last = int(number) * 3
    months = f"{year}-{last - 2:02}", f"{year}-{last:02}"
    return council.code, council.name, council.name_cy, quarter, *months, group, band


def place_values(council: Area, place: ExtractPlace) -> tuple[Value, ...]:
    """A value for each of PLACE_COLUMNS, None where it is empty."""
    extent, cell = place
    if cell is None:
        return extent.value, None, None, None, None, None, None
    # The British grid runs on into Northern Ireland without being valid there.
    if council.nation == "N":
        return extent.value, *_facts_of(cell)[:4], None, None
    return extent.value, *_facts_of(cell)


@lru_cache(maxsize=100_000)  # of a whole country: the same places stand in every quarter's extract
def _facts_of(cell: hexgrid.Cell) -> tuple[str, int, float, float, int, int]:
    """Name, resolution, and of the centre longitude and latitude to about 10 cm, easting and northing in metres."""
    longitude, latitude = hexgrid.centre(cell)
    easting, northing = _to_national_grid().transform(longitude, latitude)
    of_centre = round(longitude, 6), round(latitude, 6), round(easting), round(northing)
    return hexgrid.name(cell), hexgrid.resolution_of(cell), *of_centre


@cache
def _to_national_grid() -> Transformer:
    return Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
