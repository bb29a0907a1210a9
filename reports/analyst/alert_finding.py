"""What is new in a council's counts: clusters of the last months, and places that are of another kind than before."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from reports.aggregation import counts
from reports.aggregation.answer_counts import ReceivedCounts, councils_answered, reports_received
from reports.analyst.alerts import FoundAlert, delete_old_alerts, keep_alerts
from reports.analyst.analysis import SIZES, best_size, coarser, kinds_at, merged
from reports.analyst.models import AlertKind
from reports.analyst.periods import BARS, QUARTERS_A_YEAR, is_finished
from reports.geography import hexgrid
from reports.publication.quarters import first_day, from_to, quarter_of
from reports.spatial_statistics import kinds, space_time_scan
from reports.spatial_statistics.kinds import PlaceKind
from reports.spatial_statistics.space_time_scan import Zones
from reports.staff.row_level_security import everything_seen

MONTHS = 25  # two years and the running month: each season twice
A_YEAR = 365  # days: what chance brings more often is no alert
_QUARTERS_TOLD = 2  # of another kind: the newest finished quarters
_LONGEST = 3650  # days: of a rarer chance nothing more is told


@dataclass(frozen=True)
class FoundInCouncil:
    """What a night found, and whether there was enough to look at."""

    alerts: list[FoundAlert]
    is_enough: bool


@dataclass(frozen=True)
class FoundInANight:
    """How many councils were looked at, how many told nothing, and how many alerts are new."""

    councils: int
    too_few: int
    alerts: int


def find_alerts(*, now: datetime.datetime) -> FoundInANight:
    """Looks at each council's counts as they stand; what was found before is not found anew."""
    on, new, too_few = timezone.localdate(now), 0, 0
    with everything_seen():
        councils = councils_answered()
        for council in councils:
            found = found_in(council, on=on)
            new += keep_alerts(council, found.alerts, is_enough=found.is_enough, on=on)
            too_few += not found.is_enough
        delete_old_alerts(on=on)
    return FoundInANight(len(councils), too_few, new)


def found_in(council: str, *, on: datetime.date) -> FoundInCouncil:
    """Everything new in a council's counts on a day."""
    received = reports_received(council, last_month=on, months=MONTHS)
    if not space_time_scan.is_enough(received.counts):
        return FoundInCouncil([], is_enough=False)
    return FoundInCouncil([*_clusters(council, received, on=on), *_changed_kinds(council, on=on)], is_enough=True)


def zones_of(cells: NDArray[np.uint64]) -> tuple[Zones, NDArray[np.uint64]]:
    """The places of each size that hold some of the cells, the smallest first, and their own cells."""
    parts, starts, names, before = [], [], [], 0
    for resolution in SIZES:
        parents = hexgrid.parents(cells, resolution)
        order = np.argsort(parents, kind="stable")
        found, start = np.unique(parents[order], return_index=True)
        parts.append(order)
        starts.append(start + before)
        names.append(found)
        before += len(cells)
    return Zones(np.concatenate(parts), np.concatenate(starts)), np.concatenate(names)


def _clusters(council: str, received: ReceivedCounts, *, on: datetime.date) -> Iterator[FoundAlert]:
    """One scan each night: a p-value of 1 in 365 comes by chance once in 365 nights."""
    zones, places = zones_of(received.cell)
    for cluster in space_time_scan.recent_clusters(received.counts, zones, at_most=1 / A_YEAR):
        cell, first_month = int(places[cluster.zone]), _months_before(on, cluster.months - 1)
        yield FoundAlert(
            council=council,
            cell=cell,
            kind=AlertKind.CLUSTER,
            first_month=first_month,
            reports=cluster.reports,
            expected=round(cluster.expected),
            most_in_a_day=_most_in_a_day(council, cell, first_month, on=on),
            days_apart=int(1 / cluster.p_value),
        )


def _changed_kinds(council: str, *, on: datetime.date) -> Iterator[FoundAlert]:
    """Places whose kind came with the newest finished quarter, where all those tried bring one by chance in a year."""
    counted = [quarter for quarter in counts.quarters_counted([council]) if is_finished(quarter, on=on)][: BARS + 1]
    quarters = [*reversed(counted)]
    if len(quarters) <= kinds.LEAST_QUARTERS or quarters != [*from_to(quarters[0], quarters[-1])]:
        return
    finest = merged(counts.place_history([council], quarters))
    sizes = [(size, coarser(finest, size) if size < SIZES[0] else finest) for size in SIZES]
    resolution = best_size([(size, one.by_quarter[:, -QUARTERS_A_YEAR:].sum(axis=1)) for size, one in sizes])
    places = dict(sizes)[resolution]
    now, before = [*range(len(quarters))][-BARS:], [*range(len(quarters) - 1)][-BARS:]
    kinds_now, kinds_before = (kinds_at(places, part, int(quarters[part[0]][-1])) for part in (now, before))
    tried = int((places.by_quarter[:, now].sum(axis=1) >= kinds.LEAST_REPORTS).sum())
    area = places.of_council[0, now].tolist()
    for at, kind in kinds_now.items():
        here = places.by_quarter[at, now].tolist()
        chance = kinds.chance_of_kind(kind, here, area, int(quarters[now[0]][-1]))
        if kind is kinds_before.get(at) or chance is None or chance * tried * QUARTERS_A_YEAR > 1:
            continue
        recent, share = here[-_QUARTERS_TOLD:], sum(area[-_QUARTERS_TOLD:]) / sum(area)
        yield FoundAlert(
            council=council,
            cell=int(places.cells[at]),
            kind=_ALERT_OF[kind],
            first_month=first_day(quarters[-_QUARTERS_TOLD]),
            reports=sum(recent),
            expected=round(sum(here) * share),
            most_in_a_day=0,
            days_apart=int(min(A_YEAR / QUARTERS_A_YEAR / max(chance * tried, 1 / _LONGEST), _LONGEST)),
        )


_ALERT_OF = {
    PlaceKind.NEW: AlertKind.NEW,
    PlaceKind.WINTER: AlertKind.WINTER,
    PlaceKind.FADING: AlertKind.FADING,
    PlaceKind.ON_AND_OFF: AlertKind.ON_AND_OFF,
}


def _most_in_a_day(council: str, cell: hexgrid.Cell, since: datetime.date, *, on: datetime.date) -> int:
    """The most reports of one day since then at a place, or in the 350 metres it lies in; imports have no day."""
    size = min(hexgrid.resolution_of(cell), hexgrid.FINEST_LEAF_RESOLUTION)
    around, days = np.uint64(hexgrid.parent(cell, size)), np.zeros((on - since).days + 1, dtype=np.int64)
    for quarter in from_to(quarter_of(since), quarter_of(on)):
        arrived = counts.arrivals(council, quarter)
        day = (arrived.received_on - np.datetime64(since, "D")).astype(np.int64)
        here = (hexgrid.parents(arrived.cell, size) == around) & ~arrived.by_month & (day >= 0) & (day < len(days))
        np.add.at(days, day[here], arrived.count[here])
    return int(days.max())


def _months_before(day: datetime.date, months: int) -> datetime.date:
    """The first day of the month so many months before a day's."""
    number = day.year * 12 + day.month - 1 - months
    return datetime.date(number // 12, number % 12 + 1, 1)
