"""When in the week, how often, and whether something happened at a place; what is no longer known is said, never 0."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.dates import MONTHS
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from reports.aggregation.answer_counts import AnswersOfPlace, answers_of_place
from reports.aggregation.counting import days_of_quarter
from reports.analyst.chosen import AnswerRow, answer_rows
from reports.analyst.workspace import Workspace
from reports.geography import hexgrid
from reports.spatial_statistics import profile
from reports.vocabulary.experience import (
    DAY_KINDS,
    FREQUENCIES,
    INCIDENTS,
    REAL_TIMES,
    TIMES_OF_DAY,
    DayKind,
    Frequency,
    Incident,
    TimeOfDay,
)

BANDS = [TimeOfDay(number) for number in range(1, REAL_TIMES + 1)]
KINDS_OF_DAY = [DayKind.WEEKDAY, DayKind.WEEKEND, DayKind.BOTH]
OFTEN = [Frequency.ONCE, Frequency.SOMETIMES, Frequency.ALWAYS]
HAPPENED = [Incident.NONE, Incident.REPORTED, Incident.NOT_REPORTED]
SHADES = 5  # steps of the table's colour; 0 is none


@dataclass(frozen=True)
class WeekCell:
    """How many reports of one part of the day and kind of day."""

    count: int
    shade: int
    stands_out: bool


@dataclass(frozen=True)
class AnswersGiven:
    """What is told of a place's answers; the rows are empty where too few are known."""

    days: list[str]  # the table's columns
    week: list[tuple[str, list[WeekCell]]]
    no_week: int  # reports that named no part of the day or no kind of day
    often: list[AnswerRow]
    often_not_sure: int
    happened: list[AnswerRow]
    happened_not_said: int
    missing: str  # how many are not counted, and since when all are; empty when none is missing
    received: str
    imported: int

    @property
    def tells(self) -> bool:
        """Whether there are rows."""
        return bool(self.week)


def answers_given(workspace: Workspace, cell: hexgrid.Cell) -> AnswersGiven:
    """The answers of all reports of a place in the period, whatever the filters."""
    codes = [council.code for council in workspace.councils]
    found = answers_of_place(codes, workspace.period.quarters, cell)
    tells = found.here.reports >= profile.LEAST_REPORTS
    return AnswersGiven(
        days=[str(DAY_KINDS[kind]) for kind in KINDS_OF_DAY],
        week=_week(found) if tells else [],
        no_week=found.here.reports - int(_told(found.here.week).sum()),
        often=_rows(FREQUENCIES, OFTEN, found.here.frequency, found.area.frequency) if tells else [],
        often_not_sure=int(found.here.frequency[Frequency.NOT_SURE]),
        happened=_rows(INCIDENTS, HAPPENED, found.here.incident, found.area.incident) if tells else [],
        happened_not_said=int(found.here.incident[[Incident.UNANSWERED, Incident.NOT_SURE]].sum()),
        missing=_missing(found),
        received=_received(found.here.received),
        imported=found.here.imported,
    )


def _told(week: NDArray[np.int64]) -> NDArray[np.int64]:
    """The part of the counts that names a part of the day and a kind of day: shape (4, 3)."""
    return week[np.ix_(BANDS, KINDS_OF_DAY)]


def _week(found: AnswersOfPlace) -> list[tuple[str, list[WeekCell]]]:
    here, area = _told(found.here.week), _told(found.area.week)
    marked = profile.stand_out(here.ravel(), area.ravel()).reshape(here.shape)
    shades = np.ceil(here * SHADES / max(int(here.max()), 1)).astype(np.int64)
    return [
        (
            str(TIMES_OF_DAY[band]),
            [
                WeekCell(int(here[row, column]), int(shades[row, column]), bool(marked[row, column]))
                for column in range(len(KINDS_OF_DAY))
            ],
        )
        for row, band in enumerate(BANDS)
    ]


def _rows(
    labels: Mapping[Any, Any], numbers: Sequence[int], here: NDArray[np.int64], area: NDArray[np.int64]
) -> list[AnswerRow]:
    return answer_rows([str(labels[number]) for number in numbers], here[numbers], area[numbers])


def _missing(found: AnswersOfPlace) -> str:
    if not found.not_counted:
        return ""
    words = ngettext(
        "Days of the week, how often and what happened are not counted before %(month)s. %(count)s report of this "
        "place was deleted, and these answers with it.",
        "Days of the week, how often and what happened are not counted before %(month)s. %(count)s reports of this "
        "place were deleted, and these answers with them.",
        found.not_counted,
    )
    first, _last = days_of_quarter(found.counted_since)
    return words % {"month": month_in_words(f"{first:%Y-%m}"), "count": number_format(found.not_counted)}


def _received(months: Mapping[str, int]) -> str:
    """From when to when the reports came in."""
    if not months:
        return ""
    first, last = (month_in_words(month) for month in (min(months), max(months)))
    if first == last:
        return _("All came in during %(month)s.") % {"month": first}
    return _("They came in from %(first)s to %(last)s.") % {"first": first, "last": last}


def month_in_words(month: str) -> str:
    """November 2026 for 2026-11."""
    year, _separator, number = month.partition("-")
    return f"{MONTHS[int(number)]} {year}"
