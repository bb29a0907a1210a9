"""A likely burst as a thing of its own: reports a day against the place's own past, and how many are alike."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.formats import date_format

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.geography.place_names import names_of_places
from reports.moderation.bursts import Burst
from reports.moderation.signals_of_abuse import words_of_burst
from reports.moderation.waiting import GROUP_RESOLUTION, Cluster, all_waiting

BURSTS_SHOWN = 2  # at the top of the desk; the others stand in the list, and all of them under their own choice
DAYS_BEFORE, DAYS_AFTER = 25, 4
STEP, BAR_WIDTH, HEIGHT = 10, 8, 36  # units of the chart
_ANSWERS = ("reasons", "main_reason", "band", "day_kind", "frequency", "incident")  # what a page shows of a report


@dataclass(frozen=True)
class DayBar:
    """How many arrived on one day; y counts from the top."""

    day: datetime.date
    count: int
    x: int
    y: float
    height: float
    is_in_burst: bool


@dataclass(frozen=True)
class LikelyBurst:
    """One burst that waits."""

    name: str
    in_words: str
    councils: frozenset[str]
    burst: Burst
    bars: list[DayBar]
    waiting: int  # of the burst's day
    alike: int  # of these, how many give the same answers

    @property
    def words(self) -> str:
        """How many came when, and how many the place had before."""
        return words_of_burst(self.burst)

    @property
    def chart_width(self) -> int:
        """Units of the chart."""
        return len(self.bars) * STEP

    @property
    def chart_in_words(self) -> str:
        """Every day with a report, for who does not see the bars."""
        return ", ".join(f"{date_format(bar.day, 'j F')}: {bar.count}" for bar in self.bars if bar.count)


def likely_bursts(clusters: Iterable[Cluster], councils: QuerySet[Area], *, today: datetime.date) -> list[LikelyBurst]:
    """The largest bursts among some places, with their days; as many queries for two as for one."""
    largest = sorted(
        ((cluster, cluster.burst) for cluster in clusters if cluster.burst),
        key=lambda pair: (-pair[1].count, pair[0].cell),
    )[:BURSTS_SHOWN]
    if not largest:
        return []
    cells = [cluster.cell for cluster, _burst in largest]
    alike = _alike(dict(zip(cells, (burst.last for _cluster, burst in largest), strict=True)), councils)
    return [
        LikelyBurst(
            hexgrid.name(cluster.cell),
            in_words,
            cluster.councils,
            burst,
            day_bars(cluster.arrived, burst, today=today),
            sum(alike[cluster.cell].values()),
            max(alike[cluster.cell].values(), default=0),
        )
        for (cluster, burst), in_words in zip(largest, names_of_places(cells), strict=True)
    ]


def day_bars(arrived: Mapping[datetime.date, int], burst: Burst, *, today: datetime.date) -> list[DayBar]:
    """The days about a burst, of which each is as high as its reports are many."""
    first = burst.last - datetime.timedelta(days=DAYS_BEFORE)
    last = min(burst.last + datetime.timedelta(days=DAYS_AFTER), max(today, burst.last))
    days = [first + datetime.timedelta(days=number) for number in range((last - first).days + 1)]
    most = max(arrived.get(day, 0) for day in days) or 1
    return [
        DayBar(
            day,
            arrived.get(day, 0),
            number * STEP,
            round(HEIGHT * (1 - arrived.get(day, 0) / most), 1),
            round(HEIGHT * arrived.get(day, 0) / most, 1),
            day == burst.last,
        )
        for number, day in enumerate(days)
    ]


def _alike(
    days: Mapping[hexgrid.Cell, datetime.date], councils: QuerySet[Area]
) -> dict[hexgrid.Cell, Counter[Sequence[int]]]:
    """How often each set of answers was given in each place on its day."""
    inside = Q(pk__in=())
    for cell, day in days.items():
        inside |= Q(cell__range=hexgrid.range_of_descendants(cell), received_on=day)
    given: dict[hexgrid.Cell, Counter[Sequence[int]]] = {cell: Counter() for cell in days}
    for cell, *answers in all_waiting(councils).filter(inside).values_list("cell", *_ANSWERS):
        given[hexgrid.parent(cell, GROUP_RESOLUTION)][tuple(answers)] += 1
    return given
