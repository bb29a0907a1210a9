"""Everything that waits, place by place, and which places have something to check: one reading for list and filters.

Says of each place what its own page says (`group_page.hints_about`), from columns and not from rows, since thousands
may wait. The place's past is read where a burst is possible at all, and of the largest such places alone.
"""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from operator import or_
from typing import NamedTuple

import numpy as np
import shapely
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from reports.geography import areas, density, hexgrid, lengths
from reports.geography.models import Area, Place
from reports.intake.models import Source, Verification
from reports.moderation.arrivals import histories_of
from reports.moderation.bursts import BURST_LEAST, WEEKS, Burst, History, bursts_in
from reports.moderation.signals_of_abuse import (
    DUPLICATES_LEAST,
    DUPLICATES_REASONS,
    OUTSIDE_METRES,
    SPOT_LEAST,
    SPOT_SHARE,
    SPOT_STEPS,
    are_close_in_time,
)
from reports.moderation.waiting import GROUP_RESOLUTION, Cluster, all_waiting
from reports.vocabulary.experience import DayKind, Frequency, Incident, TimeOfDay
from reports.vocabulary.reasons import BY_NUMBER

# A backlog may hold hundreds of places with five reports: to read a year of each takes longer than anybody waits. Those
# in which most came on one day are read; of the others a page of their own tells.
PASTS_READ = 20

# What makes a report odd by itself: as `hints_of_contradiction` and `hints_of_sending` say it.
_IS_ODD = (
    Q(frequency=Frequency.ONCE) & (Q(band=TimeOfDay.ANY) | Q(day_kind=DayKind.BOTH))
    | Q(felt_in__gt=F("received_on"))
    | Q(incident=Incident.REPORTED) & ~Q(why_not_reported=0)
    | Q(verification__in=[Verification.UNVERIFIED, Verification.DOUBTFUL])
)


class _Row(NamedTuple):
    """One waiting report, as far as lists and hints are about it."""

    cell: hexgrid.Cell
    council: str
    came: str  # the day it arrived, as text: to make dates of thousands takes as long as to read them
    source: int
    reasons: int
    is_odd: int
    felt: str | None
    band: int
    day_kind: int
    frequency: int
    incident: int
    why_not_reported: int
    main_reason: int


@dataclass(frozen=True)
class _Gathered:
    """One place's waiting reports."""

    rows: list[_Row]

    @cached_property
    def of_people(self) -> list[_Row]:
        """Without imports, of which only the month is known."""
        return [row for row in self.rows if row.source == Source.JOURNEY]

    @property
    def oldest(self) -> datetime.date:
        """The longest wait."""
        return _day(min(row.came for row in self.rows))

    @property
    def is_odd(self) -> bool:
        """Whether a report is odd by itself."""
        return any(row.is_odd for row in self.rows)

    @property
    def is_copied(self) -> bool:
        """Whether some say exactly the same, close in time."""
        if len(self.of_people) < DUPLICATES_LEAST:
            return False
        alike: dict[tuple[object, ...], list[datetime.date]] = defaultdict(list)
        for row in self.of_people:
            if row.reasons.bit_count() >= DUPLICATES_REASONS:
                alike[(row.cell, row.reasons, *row[6:])].append(_day(row.came))
        return any(are_close_in_time(days, DUPLICATES_LEAST) for days in alike.values())

    @property
    def spot(self) -> hexgrid.Cell | None:
        """The one spot that nearly all of it names; None where there is none."""
        spots = Counter(row.cell for row in self.of_people)
        cell, named = max(spots.items(), key=lambda spot: (spot[1], spot[0]), default=(0, 0))
        return cell if named >= max(SPOT_LEAST, SPOT_SHARE * len(self.rows)) else None

    @cached_property
    def days(self) -> list[datetime.date]:
        """When people's reports came, ascending."""
        return sorted(_day(row.came) for row in self.of_people)

    @property
    def most_in_a_day(self) -> int:
        """How many came on one day."""
        return max(Counter(self.days).values(), default=0)

    @property
    def may_be_a_burst(self) -> bool:
        """Whether as many wait as a burst has, within its days."""
        ends = zip(self.days, self.days[BURST_LEAST - 1 :], strict=False)
        return any((last - first).days < WEEKS for first, last in ends)


@cache
def _day(text: str) -> datetime.date:
    """A day from its text; there are no more than days have been."""
    return datetime.date.fromisoformat(text)


def waiting_clusters(councils: QuerySet[Area], *, with_hints: bool = True) -> list[Cluster]:
    """Every place of the councils in which reports wait, the longest wait first; as many queries for all as for one."""
    gathered = _gathered(councils)
    histories = _histories(gathered, councils) if with_hints else {}
    bursts = {cell: _bursts_of(history, gathered[cell].days) for cell, history in histories.items()}
    hinted = _hinted(gathered) | {cell for cell, found in bursts.items() if found} if with_hints else set()
    clusters = [
        Cluster(
            cell=cell,
            count=len(found.rows),
            oldest=found.oldest,
            councils=frozenset(row.council for row in found.rows),
            reasons=reduce(or_, (row.reasons for row in found.rows)),
            groups=reduce(or_, (1 << BY_NUMBER[row.main_reason].group for row in found.rows)),
            burst=next((burst for burst in bursts.get(cell, ()) if burst.is_day), None),
            is_hinted=cell in hinted,
            arrived=histories[cell].arrived if bursts.get(cell) else {},
        )
        for cell, found in gathered.items()
    ]
    return sorted(clusters, key=lambda cluster: (cluster.oldest, -cluster.count, cluster.cell))


def _gathered(councils: QuerySet[Area]) -> dict[hexgrid.Cell, _Gathered]:
    keep, fill = hexgrid.masks_of_parent(GROUP_RESOLUTION)
    odd = Case(When(_IS_ODD, then=Value(1)), default=Value(0))
    as_text = {name: Cast(column, TextField()) for name, column in (("came", "received_on"), ("felt", "felt_in"))}
    rows = all_waiting(councils).annotate(is_odd=odd, **as_text).values_list(*_Row._fields)
    places: dict[hexgrid.Cell, list[_Row]] = defaultdict(list)
    for row in map(_Row._make, rows):
        places[row.cell & keep | fill].append(row)
    return {cell: _Gathered(found) for cell, found in places.items()}


def _hinted(gathered: dict[hexgrid.Cell, _Gathered]) -> set[hexgrid.Cell]:
    """The places with any hint but that of a burst."""
    by_itself = {cell for cell, found in gathered.items() if found.is_odd or found.is_copied}
    return by_itself | _outside(gathered) | _perhaps_homes(gathered)


def _histories(gathered: dict[hexgrid.Cell, _Gathered], councils: QuerySet[Area]) -> dict[hexgrid.Cell, History]:
    """The past of the places in which a burst may wait."""
    possible = [cell for cell, found in gathered.items() if found.may_be_a_burst]
    possible.sort(key=lambda cell: (-gathered[cell].most_in_a_day, -len(gathered[cell].rows), cell))
    return histories_of(possible[:PASTS_READ], councils)


def _bursts_of(history: History, waiting: list[datetime.date]) -> list[Burst]:
    """The bursts that reach one of the days, the largest first."""
    found = bursts_in(history, since=waiting[0])
    reaching = [burst for burst in found if any(burst.first <= day <= burst.last for day in waiting)]
    return sorted(reaching, key=lambda burst: (-burst.count, -burst.last.toordinal()))


def _outside(gathered: dict[hexgrid.Cell, _Gathered]) -> set[hexgrid.Cell]:
    """The places with a report that lies outside the council it is counted for, off the coast for instance."""
    by_council: dict[str, dict[hexgrid.Cell, list[hexgrid.Cell]]] = defaultdict(lambda: defaultdict(list))
    for place, found in gathered.items():
        for council, cell in {(row.council, row.cell) for row in found.rows}:
            by_council[council][cell].append(place)
    shapes = areas.outlines(Area.objects.filter(code__in=list(by_council)).defer("boundary"))
    outside: set[hexgrid.Cell] = set()
    for council, cells in by_council.items():
        shape = shapes[council]
        shapely.prepare(shape)
        listed = list(cells)
        positions = hexgrid.centres(listed)
        beyond = np.flatnonzero(~shapely.intersects_xy(shape, positions[:, 0], positions[:, 1]))
        for number in beyond.tolist():
            if lengths.metres_to(shape, hexgrid.centre(listed[number])) > OUTSIDE_METRES:
                outside.update(cells[listed[number]])
    return outside


def _perhaps_homes(gathered: dict[hexgrid.Cell, _Gathered]) -> set[hexgrid.Cell]:
    """The places in which nearly all name one spot where people live, with no station or centre near."""
    spots = {place: spot for place, found in gathered.items() if (spot := found.spot) is not None}
    if not spots:
        return set()
    neighbourhoods = density.densities({hexgrid.parent(place, 8) for place in spots})
    centres = hexgrid.centres(spots.values())
    west, south = centres.min(axis=0) - 0.01
    east, north = centres.max(axis=0) + 0.01
    sights = Place.objects.filter(
        kind__in=Place.TOWNS_AND_STATIONS, latitude__range=(south, north), longitude__range=(west, east)
    )
    seen = {hexgrid.cell_at(*position) for position in sights.values_list("longitude", "latitude")}
    return {
        place
        for place, spot in spots.items()
        if (found := neighbourhoods[hexgrid.parent(place, 8)]).postcodes or found.population
        if seen.isdisjoint(hexgrid.neighbours(spot, SPOT_STEPS))
    }
