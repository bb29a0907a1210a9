"""The chosen place: its count and rank, when and why, in words; where too little is known, that alone is said."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from reports.aggregation import counts
from reports.analyst import saying
from reports.analyst.analysis import TELLS
from reports.analyst.filters import MOST_BRIEFED, HotspotFilters
from reports.analyst.workspace import RankedPlace, Workspace
from reports.geography import boundaries, hexgrid
from reports.geography.models import Area
from reports.spatial_statistics import profile
from reports.vocabulary.experience import REAL_TIMES, TIMES_OF_DAY, TimeOfDay
from reports.vocabulary.reasons import REASONS

REASONS_SHOWN = 5
BAR_UNITS = 100


@dataclass(frozen=True)
class AnswerRow:
    """One answer at a place beside its share in the area."""

    label: str
    count: int
    width: float  # of its bar, of 100
    area: float  # where the area's share would be, of 100
    stands_out: bool


@dataclass(frozen=True)
class ChosenPlace:
    """What is told of one place; `place` is None where it has no report in any of the quarters."""

    name: str
    cell: hexgrid.Cell
    place: RankedPlace | None
    too_few: str  # why there is no profile; empty when there is one
    rank_words: str
    interval: str
    kind: str
    changes: list[saying.ChangeWords]
    times: list[AnswerRow]
    no_time: int  # reports that named no part of the day
    reasons: list[AnswerRow]
    in_words: list[str]
    query: str
    briefing: str  # the query that adds it to the briefing; empty where it cannot be

    @property
    def cell_name(self) -> str:
        """The hexagon's H3 text."""
        return hexgrid.name(self.cell)


class NotInTheArea(LookupError):
    """A place outside the councils that were asked about."""


def chosen_place(
    filters: HotspotFilters,
    workspace: Workspace,
    cell: hexgrid.Cell,
    name: str | None,
    *,
    most_reasons: int = REASONS_SHOWN,
) -> ChosenPlace:
    """What the figures tell of a place; when and why are of all its reports in the period, whatever the filters."""
    at = workspace.position_of(cell)
    place = workspace.place(at) if at is not None else None
    count = place.count if place else 0
    has_profile = count >= profile.LEAST_REPORTS
    totals = _totals(workspace, cell) if has_profile else None
    times, reasons = (_times(totals), _reasons(totals, most_reasons)) if totals else ([], [])
    before = (workspace.compared.before, workspace.compared.year_before)
    return ChosenPlace(
        name=name or hexgrid.name(cell),
        cell=cell,
        place=place,
        too_few=_too_few(place),
        rank_words=saying.rank_words(place, workspace) if place and place.tells else "",
        interval=saying.interval_in_words(place) if place else "",
        kind=saying.kind_in_words(place.kind) if place else "",
        changes=[
            saying.change_in_words(change, is_compared=quarter is not None)
            for change, quarter in zip(place.changes if place and place.tells else (), before, strict=False)
        ],
        times=times,
        no_time=int(totals.bands[REAL_TIMES + 1 :].sum()) if totals else 0,
        reasons=reasons,
        in_words=in_words(place, times, reasons) if place and totals else [],
        query=urlencode(filters.kept),
        briefing=_briefing_with(filters, cell) if place and place.tells else "",
    )


def require_in_the_area(councils: Sequence[Area], cell: hexgrid.Cell, *, has_reports: bool) -> None:
    """Refuses a place of another area as if it did not exist; one on a border with own reports is in both."""
    codes = {council.code for council in councils}
    try:
        council = boundaries.council_of_cell(cell)
    except boundaries.OutsideTheUK:
        council = None
    if not has_reports and (council is None or council.code not in codes):
        raise NotInTheArea(hexgrid.name(cell))


def in_words(place: RankedPlace, times: Sequence[AnswerRow], reasons: Sequence[AnswerRow]) -> list[str]:
    """Sentences made by rules from the figures beside them."""
    said = []
    for rows, words in (
        (times, _("More often than in the area: %(what)s.")),
        (reasons, _("More common than in the area: %(what)s.")),
    ):
        marked = [row.label for row in rows if row.stands_out]
        if marked:
            said.append(words % {"what": ", ".join(marked)})
    if not said:
        said.append(_("No time and no reason is more common here."))
    if place.is_clear:
        said.append(_("The change is clear."))
    elif any(place.changes):
        said.append(_("No change is clear."))
    return said


def _too_few(place: RankedPlace | None) -> str:
    count = place.count if place else 0
    if count < TELLS:
        words = ngettext(
            "Only %(count)s report in the period: nothing can be said of when, why or change.",
            "Only %(count)s reports in the period: nothing can be said of when, why or change.",
            count,
        )
        return words % {"count": number_format(count)}
    if count < profile.LEAST_REPORTS:
        return _("%(least)s reports are needed for when and why.") % {"least": profile.LEAST_REPORTS}
    return ""


def _briefing_with(filters: HotspotFilters, cell: hexgrid.Cell) -> str:
    """The filters with one more place in the briefing; empty where it is there, or has no room or another size."""
    there = filters.cleaned_data["briefing"]
    if cell in there or len(there) >= MOST_BRIEFED:
        return ""
    if any(hexgrid.resolution_of(one) != hexgrid.resolution_of(cell) for one in there):
        return ""
    return urlencode({**filters.kept, "briefing": ",".join(map(hexgrid.name, [*there, cell]))})


def _totals(workspace: Workspace, cell: hexgrid.Cell) -> counts.AnswerTotals:
    """Answers at a place, and in all that the view is of."""
    codes = [council.code for council in workspace.councils]
    return counts.answer_totals(codes, workspace.period.quarters, cell)


def _times(totals: counts.AnswerTotals) -> list[AnswerRow]:
    numbers = list(range(1, REAL_TIMES + 1))
    labels = [str(TIMES_OF_DAY[TimeOfDay(number)]) for number in numbers]
    return answer_rows(labels, totals.bands[numbers], totals.area_bands[numbers])


def _reasons(totals: counts.AnswerTotals, most: int) -> list[AnswerRow]:
    numbers = [reason.number for reason in REASONS]
    rows = answer_rows([str(reason.label) for reason in REASONS], totals.reasons[numbers], totals.area_reasons[numbers])
    return [row for row in sorted(rows, key=lambda row: -row.count) if row.count][:most]


def answer_rows(labels: Sequence[str], here: NDArray[np.int64], area: NDArray[np.int64]) -> list[AnswerRow]:
    """Each answer at a place with the area's share of as many reports as the place has."""
    marked = profile.stand_out(here, area)
    expected = area * here.sum() / max(int(area.sum()), 1)
    most = max(float(here.max(initial=0)), float(expected.max(initial=0.0)), 1.0)
    return [
        AnswerRow(
            label,
            int(here[at]),
            round(BAR_UNITS * int(here[at]) / most, 1),
            round(BAR_UNITS * float(expected[at]) / most, 1),
            bool(marked[at]),
        )
        for at, label in enumerate(labels)
    ]
