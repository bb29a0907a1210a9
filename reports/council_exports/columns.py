"""The columns of an extract: their names, what each means, and the codes they hold."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from reports.council_exports.extract import ExtractRow

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Value = str | int | float | None


@dataclass(frozen=True)
class Column:
    """A column by the name it has in every format; `value` reads it from a row, None where it is empty."""

    name: str
    meaning: "_StrPromise"
    value: Callable[[ExtractRow], Value]


# The same in every row of one quarter, group and part of the day.
SLICE_COLUMNS = (
    Column("lad25cd", _("The council's GSS code."), lambda row: row.council.code),
    Column("lad25nm", _("The council's name."), lambda row: row.council.name),
    Column("lad25nmw", _("The council's Welsh name, where it has one."), lambda row: row.council.name_cy),
    Column("quarter", _("The quarter of the year in which the reports were accepted."), lambda row: row.quarter),
    Column("from_month", _("The first month of the quarter."), lambda row: row.months[0]),
    Column("to_month", _("The last month of the quarter."), lambda row: row.months[1]),
    Column("group", _("The group of the main reason: place, harassment, disorder or other."), lambda row: row.group),
    Column("band", _("The part of the day: hours, “any” for any time, or “not-sure”."), lambda row: row.band),
)
# The same in every row of one hexagon, or of one rest.
PLACE_COLUMNS = (
    Column(
        "extent",
        _(
            "What the count covers. “cell”: all of one hexagon. “rest-of-cell”: the hexagon without the smaller ones "
            "shown inside it. “rest-of-area”: the council without everything shown inside it."
        ),
        lambda row: row.extent,
    ),
    Column("h3", _("The hexagon's H3 index. Empty for the rest of the area."), lambda row: row.cell_name),
    Column(
        "resolution",
        _("The hexagon's size: 10 is about 130 metres across, 9 about 350, 8 about 920."),
        lambda row: row.resolution,
    ),
    Column("longitude", _("Of the hexagon's centre, in degrees (WGS 84)."), lambda row: row.longitude),
    Column("latitude", _("Of the hexagon's centre, in degrees (WGS 84)."), lambda row: row.latitude),
    Column(
        "easting",
        _(
            "Of the hexagon's centre, in metres of the British National Grid, to about 5 metres. "
            "Empty in Northern Ireland."
        ),
        lambda row: row.easting,
    ),
    Column(
        "northing",
        _(
            "Of the hexagon's centre, in metres of the British National Grid, to about 5 metres. "
            "Empty in Northern Ireland."
        ),
        lambda row: row.northing,
    ),
)
COUNT = Column(
    "count",
    _(
        "Accepted reports. Never fewer than 5. The count of a “rest” may leave out one report, so that "
        "nothing smaller can be worked out."
    ),
    lambda row: row.count,
)
COLUMNS = (*SLICE_COLUMNS, *PLACE_COLUMNS, COUNT)
