"""How many reports of people arrived where and when: what the hints compare with."""

import datetime
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from reports.geography import density, hexgrid, lengths
from reports.geography.models import Area, Place
from reports.intake.models import Report, Source
from reports.moderation.bursts import History
from reports.moderation.models import ReportStatus, State
from reports.moderation.waiting import COUNCIL_AFTERWARDS, GROUP_RESOLUTION, SOURCE_AFTERWARDS, codes_of

_SIGHT_METRES = 600.0  # a square round a group that holds all its small cells and their neighbours


def histories_of(cells: Sequence[hexgrid.Cell], councils: QuerySet[Area]) -> dict[hexgrid.Cell, History]:
    """The arrivals of some groups, day by day; two queries for twenty groups as for one."""
    began = _first_day()
    arrived: dict[int, dict[datetime.date, int]] = defaultdict(dict)
    unrejected: dict[int, dict[datetime.date, int]] = defaultdict(dict)
    inside = Q(pk__in=())
    for cell in cells:
        inside |= Q(cell__range=hexgrid.range_of_descendants(cell))
    keep, fill = hexgrid.masks_of_parent(GROUP_RESOLUTION)
    rejected = ReportStatus.objects.filter(report=OuterRef("pk"), state=State.REJECTED)
    rows = (
        Report.objects.alias(sent_by=SOURCE_AFTERWARDS, held_by=COUNCIL_AFTERWARDS)
        .filter(inside, sent_by=Source.JOURNEY, held_by__in=codes_of(councils))
        .annotate(place=F("cell").bitand(keep).bitor(fill))
        .values_list("place", "received_on")
        .annotate(count=Count("pk"), refused=Count("pk", filter=Exists(rejected)))
    )
    for place, day, count, refused in rows:
        arrived[place][day], unrejected[place][day] = count, count - refused
    return {cell: History(arrived[cell], unrejected[cell], began) for cell in cells}


def sights_near(cell: hexgrid.Cell) -> frozenset[hexgrid.Cell]:
    """The small cells round a group that hold a station or the centre of a settlement."""
    west, south, east, north = lengths.box_round(hexgrid.centre(cell), _SIGHT_METRES)
    found = Place.objects.filter(
        kind__in=Place.TOWNS_AND_STATIONS, latitude__range=(south, north), longitude__range=(west, east)
    )
    return frozenset(hexgrid.cell_at(*position) for position in found.values_list("longitude", "latitude"))


def is_lived_in(cell: hexgrid.Cell) -> bool:
    """Whether postcodes or a settlement's people are known in the neighbourhood of a group."""
    neighbourhood = hexgrid.parent(cell, 8)
    found = density.densities([neighbourhood])[neighbourhood]
    return bool(found.postcodes or found.population)


def _first_day() -> datetime.date:
    """The day of the service's first report of a person."""
    days = Report.objects.filter(source=Source.JOURNEY).order_by("received_on").values_list("received_on", flat=True)
    return days.first() or datetime.date.min
