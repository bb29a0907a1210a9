"""Places ranked by how many accepted reports they have: exact counts, honest words about small ones."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reports.aggregation import counts
from reports.aggregation.counts import CellTotal
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.vocabulary.reasons import Group

# Two quarters with fewer reports than this together move by chance alone: no change is told of them.
MOST_REVEALING = 10
# A view that stands on fewer reports than this says so: its order may be chance.
MANY = 30

Place = tuple[str, hexgrid.Cell]  # a council's code and a res 10 cell
ByPlace = dict[Place, int]


@dataclass(frozen=True)
class Change:
    """Reports at a place in a quarter and in the one before."""

    before: int
    now: int

    @property
    def is_most_revealing(self) -> bool:
        """Whether there are enough reports to compare."""
        return self.before + self.now >= MOST_REVEALING

    @property
    def is_clear(self) -> bool:
        """Whether chance alone would seldom make so large a difference: two standard errors of two Poisson counts."""
        return self.is_most_revealing and self.difference**2 > 4 * (self.before + self.now)

    @property
    def difference(self) -> int:
        """How many more."""
        return self.now - self.before


@dataclass(frozen=True)
class Hotspot:
    """One place of the ranking."""

    rank: int  # places with equally many reports share it
    council: Area
    cell: hexgrid.Cell
    count: int
    share: float  # percent of all reports in the view
    groups: tuple[int, ...]  # by Group in order; empty when the view is of one reason or group
    change: Change | None

    @property
    def cell_name(self) -> str:
        """The hexagon's H3 text."""
        return hexgrid.name(self.cell)


@dataclass(frozen=True)
class Ranking:
    """All places of a view with their counts, in the order asked for."""

    councils: dict[str, Area]
    totals: ByPlace
    groups: dict[Group, ByPlace]
    changes: tuple[ByPlace, ByPlace] | None  # the quarter before, the quarter
    order: list[Place]
    ranks: dict[int, int]  # by count

    @property
    def reports(self) -> int:
        """How many reports the view stands on."""
        return sum(self.totals.values())

    @property
    def is_thin(self) -> bool:
        """Whether the view stands on so few reports that its order may be chance."""
        return self.reports < MANY

    def hotspots(self, start: int, stop: int) -> list[Hotspot]:
        """A run of the ranking."""
        return [self._hotspot(place) for place in self.order[start:stop]]

    def _hotspot(self, place: Place) -> Hotspot:
        count = self.totals[place]
        return Hotspot(
            rank=self.ranks[count],
            council=self.councils[place[0]],
            cell=place[1],
            count=count,
            share=100 * count / self.reports,
            groups=tuple(by_place.get(place, 0) for by_place in self.groups.values()),
            change=_change(self.changes, place),
        )


def ranked_places(
    councils: Iterable[Area],
    *,
    quarters: Iterable[str],
    compared: tuple[str, str] | None,
    reason: int | None = None,
    group: int | None = None,
    band: int | None = None,
    sort: str = "count",
) -> Ranking:
    """The places of some councils; `compared` is a quarter and the one before. Reads a fixed number of times."""
    known = {council.code: council for council in councils}
    quarters = list(quarters)

    def totals(quarters: list[str], group: int | None = group) -> ByPlace:
        return _by_place(counts.cell_totals(known, quarters=quarters, reason=reason, group=group, band=band))

    by_place = totals(quarters)
    is_of_all = reason is None and group is None
    groups = {one: totals(quarters, one.value) for one in Group} if is_of_all else {}
    changes = (totals([compared[1]]), totals([compared[0]])) if compared else None
    return Ranking(
        councils=known,
        totals=by_place,
        groups=groups,
        changes=changes,
        order=sorted(by_place, key=_key(sort, known, by_place, groups, changes)),
        ranks=_ranks(by_place),
    )


def _by_place(found: Iterable[CellTotal]) -> ByPlace:
    return {(total.council, total.cell): total.count for total in found}


def _ranks(by_place: ByPlace) -> dict[int, int]:
    """The rank of each count: one more than the number of places with more reports."""
    ranks: dict[int, int] = {}
    for position, count in enumerate(sorted(by_place.values(), reverse=True), start=1):
        ranks.setdefault(count, position)
    return ranks


def _change(changes: tuple[ByPlace, ByPlace] | None, place: Place) -> Change | None:
    return Change(changes[0].get(place, 0), changes[1].get(place, 0)) if changes else None


def _key(
    sort: str,
    councils: dict[str, Area],
    totals: ByPlace,
    groups: dict[Group, ByPlace],
    changes: tuple[ByPlace, ByPlace] | None,
) -> Callable[[Place], tuple[object, ...]]:
    """The key of an order; equal places follow by count, council and cell, so that none is left to chance."""

    def most_reports(place: Place) -> tuple[object, ...]:
        return (-totals[place], councils[place[0]].local_name, place[1])

    def by_council(place: Place) -> tuple[object, ...]:
        return (councils[place[0]].local_name, *most_reports(place))

    def largest_rise(place: Place) -> tuple[object, ...]:
        change = _change(changes, place)
        clear = change is not None and change.is_clear
        revealing = change is not None and change.is_most_revealing
        return (not clear, not revealing, -change.difference if change and revealing else 0, *most_reports(place))

    for group, by_place in groups.items():
        if sort == group.name.lower():
            return lambda place: (-by_place.get(place, 0), *most_reports(place))
    return {"council": by_council, "change": largest_rise}.get(sort, most_reports)
