"""The figures of the places on the screen as a file: exact counts, for police work and not to publish."""

import csv
import io
from collections.abc import Iterator, Sequence

from reports.analyst.place_names import names_of
from reports.analyst.workspace import METRES, RankedPlace, Workspace
from reports.geography import hexgrid
from reports.spatial_statistics.change import Change

# English in every row, as the columns are: whoever is sent a part of the file reads it too.
NOTICE = "Exact counts of reports that a place felt unsafe. For police work, not to publish."
MEDIA_TYPE = "text/csv; charset=utf-8"
DECIMALS = 5  # of a degree: about a metre, of the middle of a hexagon
MOST_PLACES = 1_000
COLUMNS = (
    "notice",
    "rank",
    "place",
    "council",
    "council_name",
    "hexagon",
    "longitude",
    "latitude",
    "metres_across",
    "first_quarter",
    "last_quarter",
    "reports",
    "level",
    "level_low_90",
    "level_high_90",
    "surely_among_first",
    "clustered",
    "kind",
    "quarter",
    "quarter_before",
    "reports_before",
    "reports_now",
    "expected_now",
    "change_is_clear",
    "year_before",
    "reports_year_before",
    "expected_now_by_year",
    "change_on_year_is_clear",
)
# A spreadsheet runs what begins like this as a formula: a name of a place must not become one.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_file(workspace: Workspace, positions: Sequence[int]) -> bytes:
    """A row for each place, in UTF-8, lines ending in CRLF; a change of too few reports has empty cells."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([*COLUMNS, *(f"reports_{quarter}" for quarter in workspace.bars)])
    writer.writerows(_rows(workspace, positions[:MOST_PLACES]))
    return written.getvalue().encode()


def _rows(workspace: Workspace, positions: Sequence[int]) -> Iterator[list[object]]:
    places = [workspace.place(at) for at in positions]
    names = names_of([place.cell for place in places])
    compared = workspace.compared
    for place, name in zip(places, names, strict=True):
        longitude, latitude = (round(degrees, DECIMALS) for degrees in hexgrid.centre(place.cell))
        yield [
            NOTICE,
            place.rank,
            _guarded(name),
            place.council.code,
            _guarded(place.council.name),
            place.cell_name,
            longitude,
            latitude,
            METRES[workspace.resolution],
            workspace.period.quarters[0],
            workspace.period.quarters[-1],
            place.count,
            *(round(value, 1) for value in (place.level, place.low, place.high)),
            _yes_or_no(place.is_surely),
            _yes_or_no(place.is_clustered),
            place.kind.value if place.kind else "",
            compared.now or "",
            compared.before or "",
            *_change(place, 0)[:2],
            *_change(place, 0)[2:],
            compared.year_before or "",
            *_change(place, 1)[:1],
            *_change(place, 1)[2:],
            *place.by_quarter,
        ]


def _change(place: RankedPlace, number: int) -> list[object]:
    """Before, now, expected and whether it is clear."""
    change: Change | None = place.changes[number]
    if change is None or change.expected is None:
        return ["", "", "", ""]
    return [change.before, change.now, round(change.expected, 1), _yes_or_no(change.is_clear)]


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
