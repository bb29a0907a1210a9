"""What the page of hotspots tells of some councils and a period: the places, ranked, each with what is known."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reports.aggregation import counts
from reports.analyst import analysis
from reports.analyst.analysis import FEW, FIRST, SIZES, TELLS, Merged, RankedLevels
from reports.analyst.filters import CLEAR, HotspotFilters
from reports.analyst.periods import Compared, Period, is_finished, latest
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.spatial_statistics import concentration, shrinkage
from reports.spatial_statistics.change import Change
from reports.spatial_statistics.kinds import LEAST_QUARTERS, PlaceKind

SURELY = shrinkage.SURELY
METRES = {10: 130, 9: 350, 8: 900}  # about how far across a place is, by resolution


@dataclass(frozen=True)
class RankedPlace:
    """One place and what its figures tell; `changes` are since the quarter before, and since the year before."""

    rank: int
    cell: hexgrid.Cell
    council: Area
    count: int
    level: float
    low: float
    high: float
    is_surely: bool  # among the first
    is_clustered: bool
    changes: tuple[Change | None, Change | None]
    kind: PlaceKind | None
    by_quarter: tuple[int, ...]

    @property
    def cell_name(self) -> str:
        """The hexagon's H3 text."""
        return hexgrid.name(self.cell)

    @property
    def tells(self) -> bool:
        """Whether it has enough reports for anything to be said."""
        return self.count >= TELLS

    @property
    def is_clear(self) -> bool:
        """Whether one of its changes is."""
        return any(change is not None and change.is_clear for change in self.changes)


@dataclass(frozen=True, eq=False)
class Workspace:
    """The places of some councils; positions are those of `places`."""

    councils: Sequence[Area]
    period: Period
    compared: Compared
    bars: tuple[str, ...]  # the quarters whose counts are shown, oldest first
    quarters: tuple[str, ...]  # all whose counts were read, oldest first: the columns of `places`
    resolution: int
    places: Merged
    counts: analysis.Numbers  # (n,): reports in the period
    levels: RankedLevels
    changes: tuple[dict[int, Change], dict[int, Change]]
    kinds: dict[int, PlaceKind]
    first: int  # how many places the list speaks of

    @property
    def reports(self) -> int:
        """How many reports the view stands on."""
        return int(self.counts.sum())

    @cached_property
    def reportable(self) -> int:
        """How many places have enough reports to be told of."""
        return int((self.counts >= TELLS).sum())

    @property
    def is_few(self) -> bool:
        """Whether there are too few places for a list."""
        return self.reportable < FIRST

    @property
    def listed(self) -> list[int]:
        """The places of the list in the order of their rank: those of which something can be said."""
        return [at for at in self.levels.order.tolist() if self.counts[at] >= TELLS][:FIRST]

    @property
    def ranked(self) -> list[int]:
        """All places with a report in the period, in the order of their rank."""
        return [int(at) for at in self.levels.order]

    @cached_property
    def ranks(self) -> dict[int, int]:
        """The rank of each place with a report."""
        return {at: rank for rank, at in enumerate(self.ranked, start=1)}

    @cached_property
    def clear(self) -> list[int]:
        """The places that changed clearly, in the order of their rank."""
        either = {at for changes in self.changes for at, change in changes.items() if change.is_clear}
        return sorted(either, key=lambda at: (self.ranks.get(at, len(self.counts) + 1), at))

    def of_kind(self, kind: str) -> list[int]:
        """The places of a kind, or with a clear change, in the order of their rank."""
        if kind == CLEAR:
            return self.clear
        return [at for at in self.ranked if at in self.kinds and self.kinds[at].value == kind]

    @property
    def compared_places(self) -> int:
        """How many changes were tested."""
        return sum(len(changes) for changes in self.changes)

    @property
    def surely(self) -> int:
        """How many of the list are surely among the first."""
        return sum(bool(self.levels.chance[at] >= SURELY) for at in self.listed)

    @property
    def share(self) -> concentration.Share:
        """What the first places hold of the reports and the land."""
        return concentration.share_of_first(self.counts, self.levels.hexagons, FIRST)

    @property
    def bar_line(self) -> float:
        """The level of the last place of a full list; 0 without one."""
        listed = self.listed
        return float(self.levels.mean[listed[-1]]) if len(listed) == FIRST else 0.0

    def position_of(self, cell: hexgrid.Cell) -> int | None:
        """A cell's position; None when it has no report in any of the quarters."""
        at = int(np.searchsorted(self.places.cells, np.uint64(cell)))
        return at if at < len(self.places.cells) and self.places.cells[at] == np.uint64(cell) else None

    def place(self, at: int) -> RankedPlace:
        """One place."""
        columns = [self.quarters.index(quarter) for quarter in self.bars]
        cell = int(self.places.cells[at])
        return RankedPlace(
            rank=self.ranks.get(at, 0),
            cell=cell,
            council=self.councils[self.places.council[at]],
            count=int(self.counts[at]),
            level=float(self.levels.mean[at]),
            low=float(self.levels.low[at]),
            high=float(self.levels.high[at]),
            is_surely=bool(self.levels.chance[at] >= SURELY),
            is_clustered=cell in self.clustered,
            changes=(self.changes[0].get(at), self.changes[1].get(at)),
            kind=self.kinds.get(at),
            by_quarter=tuple(self.places.by_quarter[at, columns].tolist()),
        )

    @cached_property
    def clustered(self) -> frozenset[hexgrid.Cell]:
        """The cells inside a cluster."""
        return frozenset(self.levels.clustered.tolist())

    def totals(self) -> list[int]:
        """Reports of the whole view in each quarter of the bars."""
        whole = self.places.by_quarter.sum(axis=0)
        return [int(whole[self.quarters.index(quarter)]) for quarter in self.bars]


def workspace_of(filters: HotspotFilters, counted: list[str], *, on: datetime.date) -> Workspace | None:
    """What the page tells for valid filters; None while nothing is counted. `counted` is newest first."""
    councils, period = filters.chosen_councils, filters.period
    if not councils or not period.quarters:
        return None
    bars, compared = latest(counted), period.compared(counted, on=on)
    pair = [quarter for quarter in (compared.now, compared.before, compared.year_before) if quarter]
    # One more than the bars where a quarter is open: a place of each winter is told of two whole years.
    finished = latest([quarter for quarter in counted if is_finished(quarter, on=on)])
    quarters = tuple(sorted({*bars, *finished, *period.quarters, *pair}))
    codes = [council.code for council in councils]
    history = counts.place_history(codes, quarters, reason=filters.reason, group=filters.group, band=filters.band)
    finest = analysis.merged(history)
    in_period = [quarters.index(quarter) for quarter in period.quarters]
    sizes = {
        resolution: analysis.coarser(finest, resolution) if resolution < SIZES[0] else finest for resolution in SIZES
    }
    reports = {resolution: places.by_quarter[:, in_period].sum(axis=1) for resolution, places in sizes.items()}
    resolution = filters.resolution or analysis.best_size([*reports.items()])
    places = sizes[resolution]
    first = FIRST if int((reports[resolution] >= TELLS).sum()) >= FIRST else FEW
    pairs = [
        (quarters.index(before), quarters.index(compared.now)) if before and compared.now else None
        for before in (compared.before, compared.year_before)
    ]
    since_before, since_last_year = analysis.changes_at(places, pairs)
    kinds = {}
    if len(finished) >= LEAST_QUARTERS:
        columns = [quarters.index(quarter) for quarter in finished]
        kinds = analysis.kinds_at(places, columns, int(finished[0][-1]))
    return Workspace(
        councils=councils,
        period=period,
        compared=compared,
        bars=bars,
        quarters=quarters,
        resolution=resolution,
        places=places,
        counts=reports[resolution],
        levels=analysis.levels_of(councils, places, reports[resolution], resolution, first=first),
        changes=(since_before, since_last_year),
        kinds=kinds,
        first=first,
    )
