"""What followed at a place where something was done: before and after, beside places like it where nothing was."""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from reports.aggregation import counts
from reports.analyst.analysis import Merged, merged
from reports.analyst.periods import is_finished
from reports.components.quarters_in_words import quarter_in_words
from reports.geography import hexgrid
from reports.publication.quarters import closes_on, pairs_since
from reports.responses.forms import month_words
from reports.responses.interventions import overlapping
from reports.responses.models import Intervention
from reports.responses.outcomes import outcome_in_words, reasons_in_words, reasons_meant
from reports.spatial_statistics.before_after import LEAST, LEAST_PLACES, BeforeAfter, comparison_places

RINGS = 2  # round the place: what was done may have been felt there, or moved things there
AXIS = 300  # units wide, from an eighth to eight times
_TIMES = 8


@dataclass(frozen=True)
class FollowedRow:
    """Reports before and after with what was expected; of too few the words alone."""

    label: str
    figures: str
    words: str
    interval: str  # empty where nothing is told, as what is drawn is
    low: float = 0.0  # along the axis
    middle: float = 0.0
    high: float = 0.0


@dataclass(frozen=True)
class Followed:
    """One thing that was done, and what followed."""

    intervention: Intervention
    month: str
    quarters: str  # which are compared
    compared_with: str  # the comparison group
    rows: Sequence[FollowedRow]
    wait: str  # why nothing can be said yet, or when to look again


def followed_at(
    cell: hexgrid.Cell, recorded: Sequence[Intervention], counted: Sequence[str], *, on: datetime.date
) -> list[Followed]:
    """What followed on each record at a place; `recorded` are all of the councils, `counted` the quarters counted."""
    return [_followed(cell, one, recorded, counted, on=on) for one in overlapping(recorded, cell)]


def _followed(
    cell: hexgrid.Cell,
    intervention: Intervention,
    recorded: Sequence[Intervention],
    counted: Sequence[str],
    *,
    on: datetime.date,
) -> Followed:
    all_pairs = pairs_since(intervention.done_in)
    finished = [pair for pair in all_pairs if is_finished(pair[1], on=on)]
    pairs = [(before, after) for before, after in finished if before in counted and after in counted]
    month = month_words(intervention.done_in)
    if not pairs:
        words = _("Nothing can be said yet. The first quarter that is compared closes on %(day)s.")
        if finished:
            words = _("Nothing can be said: the same quarters of the year before were not counted.")
        return Followed(intervention, month, "", "", [], words % {"day": _day(closes_on(all_pairs[0][1]))})
    group, results = _compared(cell, intervention, recorded, pairs)
    labels = [_("All reports here")]
    if len(results) > 1:
        labels.insert(0, reasons_in_words(intervention.kind))
    unfinished = [after for _before, after in all_pairs if after not in [quarter for _same, quarter in finished]]
    return Followed(
        intervention,
        month,
        _quarters(pairs),
        _group_in_words(group) if group.places >= LEAST_PLACES else "",
        [_row(label, result) for label, result in zip(labels, results, strict=True)],
        _("Look again after %(day)s.") % {"day": _day(closes_on(unfinished[0]))} if unfinished else "",
    )


def _compared(
    cell: hexgrid.Cell, intervention: Intervention, recorded: Sequence[Intervention], pairs: Sequence[tuple[str, str]]
) -> tuple[BeforeAfter, list[BeforeAfter]]:
    """All reports of place and group, and the results: first of the reasons it was meant for, where some are."""
    resolution = hexgrid.resolution_of(cell)
    quarters = [*(before for before, _after in pairs), *(after for _before, after in pairs)]
    near = set(hexgrid.neighbours(cell, RINGS))
    # A group is chosen by what all places had before, so that reports of a reason are compared in the same places.
    every = merged(counts.place_history([intervention.council_id], quarters, resolution=resolution))
    allowed = [one not in near and not overlapping(recorded, one) for one in every.cells.tolist()]
    before, after = _totals(every, len(pairs))
    at = np.flatnonzero(every.cells == np.uint64(cell))
    had = int(before[at].sum())
    group = comparison_places(had, before, allowed)
    of_all = BeforeAfter(had, int(after[at].sum()), int(before[group].sum()), int(after[group].sum()), len(group))
    meant = reasons_meant(intervention.kind)
    if not meant:
        return of_all, [of_all]
    some = merged(counts.place_history([intervention.council_id], quarters, mains=meant, resolution=resolution))
    before, after = _totals(some, len(pairs))
    here, there = some.cells == np.uint64(cell), np.isin(some.cells, every.cells[group])
    of_meant = BeforeAfter(
        int(before[here].sum()), int(after[here].sum()), int(before[there].sum()), int(after[there].sum()), len(group)
    )
    return of_all, [of_meant, of_all]


def _totals(places: Merged, pairs: int) -> tuple[np.ndarray, np.ndarray]:
    return places.by_quarter[:, :pairs].sum(axis=1), places.by_quarter[:, pairs:].sum(axis=1)


def _row(label: str, result: BeforeAfter) -> FollowedRow:
    figures = _("%(before)s → %(after)s") % {
        "before": number_format(result.before),
        "after": number_format(result.after),
    }
    if not result.is_enough:
        return FollowedRow(label, figures, _too_few(result), "")
    low, high = result.interval
    figures += ", " + _("%(count)s expected") % {"count": number_format(round(result.expected))}
    interval = _("%(ratio)s (%(low)s to %(high)s)") % {
        "ratio": _times(result.ratio),
        "low": _times(low),
        "high": _times(high) if math.isfinite(high) else "∞",
    }
    return FollowedRow(label, figures, outcome_in_words(result), interval, *map(_along, (low, result.ratio, high)))


def _too_few(result: BeforeAfter) -> str:
    if result.places < LEAST_PLACES:
        return _("too few places like it to compare with: nothing can be said")
    if result.before + result.after < LEAST:
        return _("too few: %(least)s reports are needed") % {"least": LEAST}
    return _("too few before, or elsewhere: nothing can be said")


def _times(ratio: float) -> str:
    return number_format(ratio, decimal_pos=2 if ratio < 1 else 1)


def _along(ratio: float) -> float:
    """A ratio's place on the axis, whose ends hold whatever lies beyond."""
    log = math.log(ratio, _TIMES) if ratio > 0 else -1.0
    return round(AXIS * (min(max(log, -1.0), 1.0) + 1) / 2, 1)


def _group_in_words(group: BeforeAfter) -> str:
    return _(
        "Expected: as %(places)s places of the council that had about as many reports before and no record of a "
        "response, and are not beside it (%(before)s → %(after)s)."
    ) % {
        "places": group.places,
        "before": number_format(group.others_before),
        "after": number_format(group.others_after),
    }


def _quarters(pairs: Sequence[tuple[str, str]]) -> str:
    before, after = (", ".join(quarter_in_words(pair[side]) for pair in pairs) for side in (0, 1))
    return _("%(before)s → %(now)s") % {"before": before, "now": after}


def _day(day: datetime.date) -> str:
    return f"{day.day} {month_words(day)}"
