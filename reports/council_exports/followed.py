"""What followed on a response, in words made of a council's own files alone: what their rows say, and never a count."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from reports.aggregation import extracts
from reports.aggregation.cuts import Extent
from reports.components.quarters_in_words import quarter_in_words
from reports.council_exports.questions import QUESTIONS, rows_of
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.geography.place_names import names_of_places
from reports.publication.quarters import pairs_since
from reports.responses.forms import month_words
from reports.responses.interventions import RESOLUTIONS, interventions_of, overlap, overlapping
from reports.responses.models import Intervention
from reports.responses.outcomes import outcome_in_words
from reports.spatial_statistics.before_after import BeforeAfter, comparison_places

PLACES_OFFERED = 20  # the densest of the newest file, as its preview shows
RINGS = 2


@dataclass(frozen=True)
class FollowedInFiles:
    """One thing that was done, and what the files say of it."""

    intervention: Intervention
    place: str
    month: str
    words: str
    files: str  # the quarters whose files were read; empty without one


@dataclass(frozen=True)
class OfferedPlace:
    """A place that can be chosen in the form."""

    council: Area
    cell: hexgrid.Cell
    name: str

    @property
    def value(self) -> str:
        """Council and hexagon, as the form sends them."""
        return f"{self.council.code}:{hexgrid.name(self.cell)}"


def followed_in_files(councils: Sequence[Area]) -> list[FollowedInFiles]:
    """Every record of some councils with what followed."""
    recorded = interventions_of(councils)
    quarters = extracts.quarters_cut(council.code for council in councils)
    names = names_of_places([one.cell for one in recorded]) if recorded else []
    return [
        _followed(one, capfirst(name), recorded, quarters.get(one.council_id, []))
        for one, name in zip(recorded, names, strict=True)
    ]


def places_offered(councils: Sequence[Area]) -> list[OfferedPlace]:
    """The densest places of each council's newest file."""
    quarters = extracts.quarters_cut(council.code for council in councils)
    found: list[tuple[Area, hexgrid.Cell]] = []
    for council in councils:
        if council.code in quarters:
            rows = rows_of(QUESTIONS["where"], council.code, quarters[council.code][0])
            cells = [row.cell for row in rows if row.cell and hexgrid.resolution_of(row.cell) in RESOLUTIONS]
            found += [(council, cell) for cell in dict.fromkeys(cells[:PLACES_OFFERED])]
    names = names_of_places([cell for _council, cell in found]) if found else []
    return [OfferedPlace(council, cell, capfirst(name)) for (council, cell), name in zip(found, names, strict=True)]


def _followed(
    intervention: Intervention, place: str, recorded: Sequence[Intervention], quarters: Sequence[str]
) -> FollowedInFiles:
    after = [quarter for _before, quarter in pairs_since(intervention.done_in) if quarter in quarters]
    month = month_words(intervention.done_in)
    if not after:
        words = _("There is no file yet of a quarter after it.")
        return FollowedInFiles(intervention, place, month, words, "")
    result = _result(intervention, recorded, after)
    words = outcome_in_words(result) if result.is_enough else _("too few in the files: nothing can be said")
    return FollowedInFiles(intervention, place, month, words, ", ".join(map(quarter_in_words, after)))


def _result(intervention: Intervention, recorded: Sequence[Intervention], quarters: Sequence[str]) -> BeforeAfter:
    """The place's rows in the files «What changed?» and those of places like it, each quarter and its year before."""
    at_place, before, after = Counter[str](), Counter[hexgrid.Cell](), Counter[hexgrid.Cell]()
    for quarter in quarters:
        rows = extracts.changes_cut(intervention.council_id, quarter)
        told = rows[(rows["extent"] == Extent.CELL) & (rows["year_before"] >= 0)]
        own = [row for row in told if _holds(int(row["cell"]), intervention.cell)]
        if not own:
            continue
        (row,) = own[:1]
        cell = int(row["cell"])
        at_place["before"] += int(row["year_before"])
        at_place["after"] += int(row["count"])
        near = set(hexgrid.neighbours(cell, RINGS))
        for other in told.tolist():
            same_size = hexgrid.resolution_of(other[1]) == hexgrid.resolution_of(cell)
            if same_size and other[1] not in near and not overlapping(recorded, other[1]):
                before[other[1]] += other[4]
                after[other[1]] += other[2]
    cells = list(before)
    had = np.array([before[cell] for cell in cells], dtype=np.int64)
    group = comparison_places(at_place["before"], had, np.ones(len(cells), dtype=np.bool_)).tolist()
    return BeforeAfter(
        before=at_place["before"],
        after=at_place["after"],
        others_before=sum(before[cells[at]] for at in group),
        others_after=sum(after[cells[at]] for at in group),
        places=len(group),
    )


def _holds(row: hexgrid.Cell, cell: hexgrid.Cell) -> bool:
    """Whether a row is of the place or of wider ground round it, never of a part of it."""
    return hexgrid.resolution_of(row) <= hexgrid.resolution_of(cell) and overlap(row, cell)
