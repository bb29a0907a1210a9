"""A question's answer as a table: the same values for every format."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from django.utils.formats import date_format
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override
from pyproj import Transformer

from reports.aggregation import extracts
from reports.aggregation.counting import days_of_quarter
from reports.components.quarters_in_words import quarter_in_words
from reports.council_exports.columns import LANGUAGES, FileColumn, Value
from reports.council_exports.questions import EXTENTS, CountedRow, FigureQuestion, rows_of
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.geography.place_names import names_of_places

NOTICE = gettext_noop(
    "Counts of accepted reports that a place felt unsafe. They are not crimes. People choose whether to report, "
    "and few reports does not mean that a place is safe. Counts under 5 are never shown."
)
FOR_WORK = gettext_noop(
    "For your own work, not to publish. These files by themselves give nobody a count under 5. Someone who sent some "
    "of the reports, or knows who did, can find out more: the noise in the published files protects against that."
)
ATTRIBUTION = (
    "Area names and codes: Office for National Statistics, Open Government Licence v3.0, or GeoNames, CC BY 4.0. "
    "Streets and landmarks: contains OS data © Crown copyright and database right, or © OpenStreetMap contributors, "
    "ODbL."
)
SIZES = {10: 130, 9: 350, 8: 900, 7: 2400}  # metres across, about


@dataclass(frozen=True)
class FigureTable:
    """One council, quarter and question."""

    council: Area
    quarter: str
    question: FigureQuestion
    rows: Sequence[CountedRow]
    values: Sequence[tuple[Value, ...]]  # of each row, a value for each column
    facts: extracts.CutFacts | None

    @property
    def columns(self) -> tuple[FileColumn, ...]:
        """The columns of every row."""
        return self.question.first_columns if self.facts is None else self.question.all_columns

    @property
    def missing_months(self) -> str:
        """The months that are missing, in words of the page's language; empty for none."""
        return _missing_in_words(self.facts)

    @property
    def title(self) -> str:
        """Which figures these are, in the language of the page."""
        return f"{self.question.title} {self.council.local_name}, {quarter_in_words(self.quarter)}"

    @property
    def first_day_after(self) -> datetime.date:
        """The day after the quarter: a date for formats that must have one, and the same in every copy."""
        return days_of_quarter(self.quarter)[1] + datetime.timedelta(days=1)


def table_of(council: Area, quarter: str, question: FigureQuestion) -> FigureTable:
    """The answer; raises QuarterCut.DoesNotExist."""
    rows = rows_of(question, council.code, quarter)
    facts = extracts.facts_of(council.code, quarter)
    of_file = _values_of_file(council, quarter)
    if facts is not None:
        with override("en"):
            of_file = (*of_file, _missing_in_words(facts) or None)
    cells = sorted({row.cell for row in rows if row.cell})
    named = {}
    for language in LANGUAGES:
        with override(language):
            named[language] = dict(zip(cells, map(capfirst, names_of_places(cells)), strict=True)) | {
                0: _("The rest of %(council)s") % {"council": council.local_name}
            }
    values = [
        (
            *of_file,
            *(named[language][row.cell] for language in LANGUAGES),
            *_values_of_place(council, row),
            *_values_of_ward(facts, row),
            *row.values,
        )
        for row in rows
    ]
    return FigureTable(council, quarter, question, rows, values, facts)


def file_stem(council: Area, quarter: str, subject: str) -> str:
    """What a file is called: unsafe-places-norwich-e07000148-where-2026-q3-july-to-september-2026."""
    with override("en"):
        months = quarter_in_words(quarter)
    return "-".join(("unsafe-places", slugify(council.name), council.code, subject, quarter, slugify(months)))


def _values_of_file(council: Area, quarter: str) -> tuple[Value, ...]:
    first, last = days_of_quarter(quarter)
    with override("en"):
        months = quarter_in_words(quarter)
    # In words or with words between: a spreadsheet takes 2026-07 for a day, and shows it as another.
    of_quarter = (quarter, months, f"{first} to {last}", "month of acceptance")
    return (council.code, council.name, council.name_cy or None, *of_quarter)


def _values_of_place(council: Area, row: CountedRow) -> tuple[Value, ...]:
    extent = EXTENTS[row.extent]
    if not row.cell:
        return (extent, *(None,) * 7)
    name, resolution, longitude, latitude, easting, northing = _facts_of(row.cell)
    # The British grid runs on into Northern Ireland without being valid there.
    grid = (None, None) if council.nation == "N" else (easting, northing)
    return extent, SIZES[resolution], name, resolution, *grid, longitude, latitude


def _values_of_ward(facts: extracts.CutFacts | None, row: CountedRow) -> tuple[Value, ...]:
    if facts is None:
        return ()
    return tuple(value or None for value in facts.wards.get(row.cell, ("", "", "")))


def _missing_in_words(facts: extracts.CutFacts | None) -> str:
    # In words: a spreadsheet takes 2026-07 for a day.
    said = []
    for text, is_whole in facts.missing_months if facts else ():
        month = date_format(datetime.date.fromisoformat(f"{text}-01"), "F Y")
        said.append(month if is_whole else _("part of %(month)s") % {"month": month})
    return ", ".join(said)


@lru_cache(maxsize=100_000)  # the same places stand in every quarter and question
def _facts_of(cell: hexgrid.Cell) -> tuple[str, int, float, float, int, int]:
    longitude, latitude = hexgrid.centre(cell)
    easting, northing = _to_national_grid().transform(longitude, latitude)
    of_centre = round(longitude, 6), round(latitude, 6), round(easting), round(northing)
    return hexgrid.name(cell), hexgrid.resolution_of(cell), *of_centre


@cache
def _to_national_grid() -> Transformer:
    return Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
