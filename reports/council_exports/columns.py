"""The columns of an extract: one name, type and meaning in every format, a public file's where that has the column."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Value = str | int | float | None
LANGUAGES = ("en", "cy")


@dataclass(frozen=True)
class FileColumn:
    """A column of a file."""

    name: str
    kind: type[str] | type[int] | type[float]
    meaning: "_StrPromise"

    def meanings(self) -> tuple[str, ...]:
        """What it says, in each language."""
        found = []
        for language in LANGUAGES:
            with override(language):
                found.append(str(self.meaning))
        return tuple(found)


# The same in every row of a file.
OF_FILE: Sequence[FileColumn] = (
    FileColumn("council_code", str, _("The council's code, from the Office for National Statistics.")),
    FileColumn("council", str, _("The council's name.")),
    FileColumn("council_welsh", str, _("The council's Welsh name, where it has one.")),
    FileColumn("quarter", str, _("The quarter of the calendar year.")),
    FileColumn("months", str, _("The months of the quarter.")),
    FileColumn("dates", str, _("The first and the last day of the quarter.")),
    FileColumn(
        "month_counted",
        str,
        _(
            "Which month puts a report in a quarter: the one it was accepted in. Police analysts’ figures go by the "
            "month it was received in, so a report received in June and accepted in July is in their second quarter "
            "and in the third one here."
        ),
    ),
)
MISSING_MONTHS = FileColumn(
    "missing_months",
    str,
    _("Months of the quarter in which reports could not be sent, or not from the first day. Empty: none."),
)
OF_WARD: Sequence[FileColumn] = (
    FileColumn("ward_code", str, _("The code of the ward in which the middle of the hexagon lies.")),
    FileColumn("ward", str, _("The ward in which the middle of the hexagon lies. Empty: not known, or outside.")),
    FileColumn("ward_welsh", str, _("The ward's Welsh name, where it has one.")),
)
OF_PLACE: Sequence[FileColumn] = (
    FileColumn("place", str, _("Where the hexagon is, in words: a street or landmark near it, and the town.")),
    FileColumn("place_welsh", str, _("The same in Welsh.")),
    FileColumn(
        "extent",
        str,
        _(
            "What the count covers. ‘cell’: the hexagon. ‘rest-of-cell’: the hexagon without the smaller ones counted "
            "by themselves. ‘rest-of-area’: the council without everything counted by itself."
        ),
    ),
    FileColumn("size_m", int, _("About how many metres across the hexagon is: 130, 350, 900 or 2,400.")),
    FileColumn("cell", str, _("The hexagon's H3 index.")),
    FileColumn("resolution", int, _("The hexagon's H3 resolution: 7 is widest, 10 is smallest.")),
    FileColumn("easting", int, _("The middle of the hexagon on the British National Grid. Empty in Northern Ireland.")),
    FileColumn(
        "northing", int, _("The middle of the hexagon on the British National Grid. Empty in Northern Ireland.")
    ),
    FileColumn("longitude", float, _("The middle of the hexagon, degrees east (WGS 84).")),
    FileColumn("latitude", float, _("The middle of the hexagon, degrees north (WGS 84).")),
)
PER_KM2 = FileColumn("per_km2", float, _("Reports for each square kilometre of the hexagon. Empty for a rest."))
COUNT = FileColumn(
    "count",
    int,
    _("Accepted reports in the quarter. Never fewer than 5. The count of a rest may leave out up to 2 reports."),
)
NEARLY_COUNT = FileColumn(
    "count",
    int,
    _(
        "Accepted reports in the quarter. Never fewer than 5. Up to 4 reports of a hexagon may be counted in a rest "
        "instead, or left out."
    ),
)
BEFORE = FileColumn(
    "count_quarter_before",
    int,
    _("The same count of the quarter before. Empty: fewer than 5, or no figures (see ‘compared_with’)."),
)
YEAR_BEFORE = FileColumn(
    "count_year_before",
    int,
    _("The same count of the same quarter a year before. Empty: fewer than 5, or no figures (see ‘compared_with’)."),
)
COMPARED_WITH = FileColumn(
    "compared_with",
    str,
    _("The earlier quarters that have figures for this hexagon. Without one of them, an empty count says nothing."),
)
GROUP = FileColumn(
    "group",
    str,
    _(
        "The main reason's group: place (lighting, layout, condition or isolation), harassment (or being followed), "
        "disorder (groups, alcohol, drugs) or other (something else, or transport). Several groups with ‘or’ between: "
        "those not counted by themselves. ‘all’: any of them."
    ),
)
BAND = FileColumn(
    "band",
    str,
    _(
        "The time of day: morning (6am to midday), afternoon (midday to 6pm), evening (6pm to midnight), night "
        "(midnight to 6am), any time, or not sure. Several with ‘or’ between: those not counted by themselves. ‘all’: "
        "any of them."
    ),
)
