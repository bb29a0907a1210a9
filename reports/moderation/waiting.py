"""The queue: waiting reports grouped by place, those that wait longest first."""

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.geography.place_names import names_of_places
from reports.intake.models import Report
from reports.moderation.bursts import Burst
from reports.moderation.models import ReportStatus, Waiting
from reports.vocabulary.reasons import Reason, reasons_of

GROUP_RESOLUTION = 9  # about 350 m across: a few streets, so that one look decides for one place
REPORTS_SHOWN = 100  # a form of more fields than that is refused by its size
REASONS_SHOWN = 3

# An expression, which no index serves: SQLite would else begin at all reports of the councils, 300,000 of them, and
# ask of each whether it waits.
COUNCIL_AFTERWARDS = Coalesce("council_id", Value(""))
# The same for the source: SQLite would begin at all reports of people, though a handful of cells or ids are asked for.
SOURCE_AFTERWARDS = Coalesce("source", Value(0))


class NothingWaits(Exception):
    """No report waits in this cell, or none in the councils asked about."""


@dataclass(frozen=True)
class Cluster:
    """How many reports wait in one cell, since when, what they name, and whether there is something to check."""

    cell: hexgrid.Cell
    count: int
    oldest: datetime.date
    councils: frozenset[str] = frozenset()
    reasons: int = 0  # bit n set: a report names the reason whose number is n
    groups: int = 0  # bit n set: a report's main reason is of group n
    burst: Burst | None = None  # the largest day of far too many, when one waits
    is_hinted: bool = False  # a burst is a hint too
    arrived: Mapping[datetime.date, int] = field(default_factory=dict)  # people's reports a day, where a burst waits


@dataclass(frozen=True)
class PlaceGroup:
    """A cluster as the queue shows it: where it is in words, and what its reports name most often."""

    cluster: Cluster
    in_words: str
    reasons: list[tuple[Reason, int]]
    councils: frozenset[str]

    @property
    def name(self) -> str:
        """The cell as text, for addresses."""
        return hexgrid.name(self.cluster.cell)


@dataclass(frozen=True)
class WaitingReport:
    """A report that waits, and the sequence its decision must follow."""

    report: Report
    sequence: int

    @property
    def mark(self) -> str:
        """What the form sends back: the report, and how it stood when it was looked at."""
        return f"{self.report.id}.{self.sequence}"


def groups_of(clusters: Sequence[Cluster], councils: QuerySet[Area]) -> list[PlaceGroup]:
    """The clusters of one page with words and reasons; as many queries for twenty as for one."""
    named: dict[int, Counter[int]] = {cluster.cell: Counter() for cluster in clusters}
    holding: dict[int, set[str]] = {cluster.cell: set() for cluster in clusters}
    inside = Q(pk__in=())
    for cluster in clusters:
        inside |= Q(cell__range=hexgrid.range_of_descendants(cluster.cell))
    rows = all_waiting(councils).filter(inside)
    for cell, council, reasons in rows.values_list("cell", "council", "reasons"):
        place = hexgrid.parent(cell, GROUP_RESOLUTION)
        named[place].update(reason.number for reason in reasons_of(reasons))
        holding[place].add(council)
    words = names_of_places([cluster.cell for cluster in clusters])
    return [
        PlaceGroup(cluster, in_words, _most_named(named[cluster.cell]), frozenset(holding[cluster.cell]))
        for cluster, in_words in zip(clusters, words, strict=True)
    ]


def all_waiting(councils: QuerySet[Area]) -> QuerySet[Report]:
    """Every waiting report of the councils, read from the list of what waits."""
    listed = Report.objects.annotate(held_by=COUNCIL_AFTERWARDS).filter(pk__in=Waiting.objects.values("report"))
    return listed.filter(held_by__in=codes_of(councils))


def reports_waiting_in(
    cell: hexgrid.Cell, councils: QuerySet[Area], *, day: datetime.date | None = None
) -> QuerySet[Report]:
    """The waiting reports of one cell, of one day or of all, the longest wait first; raises NothingWaits."""
    if hexgrid.resolution_of(cell) != GROUP_RESOLUTION:
        raise NothingWaits(cell)
    found = reports_in(cell, councils).filter(pk__in=Waiting.objects.values("report")).select_related("council")
    if day is not None:
        found = found.filter(received_on=day)
    if not found.exists():
        raise NothingWaits(cell)
    return found.defer("council__boundary").order_by("received_on", "id")


def reports_in(cell: hexgrid.Cell, councils: QuerySet[Area]) -> QuerySet[Report]:
    """All reports of one cell, decided or not."""
    return Report.objects.filter(council__in=codes_of(councils), cell__range=hexgrid.range_of_descendants(cell))


def with_sequences(reports: Iterable[Report]) -> list[WaitingReport]:
    """The reports with the sequence each stands at; 0 for one never decided."""
    listed = list(reports)
    at = dict(
        ReportStatus.objects.filter(report__in=[report.id for report in listed]).values_list("report", "sequence")
    )
    return [WaitingReport(report, at.get(report.id, 0)) for report in listed]


def sequence_of_mark(mark: str) -> tuple[uuid.UUID, int]:
    """What `WaitingReport.mark` says; raises ValueError."""
    report_id, _, sequence = mark.partition(".")
    return uuid.UUID(report_id), int(sequence)


def codes_of(councils: QuerySet[Area]) -> QuerySet[Area, str]:
    """The councils' codes as a subquery: the database compares, and no list of hundreds travels."""
    return councils.order_by().values_list("code", flat=True)


def _most_named(named: Counter[int]) -> list[tuple[Reason, int]]:
    """The reasons named most often; on a tie, in the order of the question."""
    ranked = sorted(named.items(), key=lambda item: (-item[1], item[0]))
    return [(reasons_of(1 << number)[0], count) for number, count in ranked[:REASONS_SHOWN]]
