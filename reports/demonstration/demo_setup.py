"""Sets the demonstration up through the same acts that serve real reports."""

import datetime
import io
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from reports.aggregation.rebuilding import rebuild_counts
from reports.analyst.alert_finding import find_alerts
from reports.demonstration.council_responses import publish_demo_responses
from reports.demonstration.demo_reports import Centre, MadeUpReport, made_up_reports, spots_of_a_town
from reports.demonstration.patterns import imported_rows, planted_reports
from reports.demonstration.people import make_people, write_note
from reports.geography import areas, boundaries
from reports.geography.models import Area, Place
from reports.intake.importing import import_rows
from reports.intake.judging import Refusal
from reports.intake.models import IncomingReport, Report, Source
from reports.intake.shuffling import shuffle_intake
from reports.intake.submission import submit_report
from reports.moderation.decisions import accept_reports, reject_reports
from reports.moderation.models import RejectionReason
from reports.moderation.service import LOOKED_BACK_DAYS
from reports.publication import quarters
from reports.publication.opening import open_service
from reports.publication.releasing import publish_release
from reports.staff.models import StaffUser

TOWN = "Norwich"  # Norfolk's police published how often each reason was named there
OTHER_TOWNS = 3
QUARTERS = 8
Progress = Callable[[str], None]


class ReportsAlreadyHere(Exception):
    """The database holds reports that may be real: made-up ones must never be mixed with them."""


@dataclass(frozen=True)
class Staged:
    """What was set up."""

    town: str
    reports: int
    waiting: int
    releases: int
    people: tuple[str, ...]


def stage_demonstration(
    *, how_many: int, seed: int, now: datetime.datetime, tell: Progress = lambda line: None
) -> Staged:
    """Makes people, reports, decisions, counts and eight quarters of releases; raises ReportsAlreadyHere."""
    if Report.objects.exists() or IncomingReport.objects.exists():
        raise ReportsAlreadyHere
    town = Place.objects.filter(name=TOWN, kind=Place.Kind.SETTLEMENT).order_by("-population")[0]
    council = boundaries.council_at(town.longitude, town.latitude)
    force = areas.area_of_code(str(council.parent_id))
    people = make_people(force, council)
    write_note(people)
    periods = latest_quarters(now)
    tell(f"Making {how_many:,} reports in and around {town.name} …")
    days = {"first_day": quarters.first_day(periods[0]), "today": timezone.localdate(now)}
    middle = (town.longitude, town.latitude)
    made = [*planted_reports(middle, how_many=how_many, seed=seed, **days)]
    imported = imported_rows(middle, how_many=how_many, seed=seed, **days)
    ordinary = how_many - len(made) - len(imported[1:])
    made += made_up_reports(_parts(force, town), how_many=ordinary, seed=seed, **days)
    _submit(made, now=now)
    tell("Deciding about them …")
    _decide(made, now=now)
    _import(imported, now=now)
    tell("Counting …")
    rebuild_counts()
    find_alerts(now=now)
    councils = list(areas.councils_within(force))
    open_service(force, on=quarters.first_day(periods[0]))
    tell(f"Publishing {len(periods)} quarters of {len(councils)} areas …")
    for quarter in periods:
        for each in councils:
            publish_release(each, quarter=quarter, now=now)
    publish_demo_responses(council, town, by=StaffUser.objects.get(username="council"), now=now)
    waiting = sum(report.decided_on is None for report in made)
    return Staged(
        town=town.name,
        reports=len(made) + len(imported[1:]),
        waiting=waiting,
        releases=len(periods) * len(councils),
        people=tuple(person.username for person in people),
    )


def latest_quarters(now: datetime.datetime) -> list[str]:
    """The eight newest quarters whose publication instant has come, oldest first."""
    found = [quarters.latest_publishable(now)]
    while len(found) < QUARTERS:
        found.append(quarters.preceding(found[-1]))
    return found[::-1]


def _parts(force: Area, town: Place) -> list[list[Centre]]:
    """The town's spots, those of the next largest towns, and the villages of the force's area."""
    near = Place.objects.filter(
        kind=Place.Kind.SETTLEMENT,
        longitude__range=(force.west, force.east),
        latitude__range=(force.south, force.north),
    ).order_by("-population", "name")
    councils = set(areas.councils_within(force).values_list("code", flat=True))
    others = [
        place
        for place in near.exclude(pk=town.pk)
        if boundaries.council_at(place.longitude, place.latitude).code in councils
    ]
    towns, villages = others[:OTHER_TOWNS], others[OTHER_TOWNS:]
    return [
        spots_of_a_town(town.longitude, town.latitude),
        [spot for place in towns for spot in spots_of_a_town(place.longitude, place.latitude)],
        [Centre(place.longitude, place.latitude, max(place.population, 500) ** 0.7, spread=350) for place in villages],
    ]


def _submit(made: Iterable[MadeUpReport], *, now: datetime.datetime) -> None:
    """Sends each through the only entry point, on the day it is said to have arrived, and shuffles them."""
    with transaction.atomic():
        for report in made:
            noon = datetime.datetime.combine(report.received_on, datetime.time(12), tzinfo=datetime.UTC)
            submit_report(report.answers, submission_id=uuid.uuid4(), now=noon)
    shuffle_intake(now=now, whole=True)


def _decide(made: list[MadeUpReport], *, now: datetime.datetime) -> None:
    """Accepts and rejects what the story says, matching rows to the story by day and cell."""
    moderator = StaffUser.objects.get(username="moderator")
    rows: dict[tuple[datetime.date, int], list[uuid.UUID]] = {}
    for report_id, received_on, cell in Report.objects.values_list("id", "received_on", "cell"):
        rows.setdefault((received_on, cell), []).append(report_id)
    # A batch for each day of the desk that its figures look back to, and one for all before.
    recent = timezone.localdate(now) - datetime.timedelta(days=LOOKED_BACK_DAYS)
    accepted: dict[datetime.date, dict[uuid.UUID, datetime.date]] = {}
    rejected: dict[datetime.date, list[uuid.UUID]] = {}
    for report in made:
        report_id = rows[report.received_on, report.answers.cell].pop()
        if report.decided_on is None:
            continue
        day = max(report.decided_on, recent - datetime.timedelta(days=1))
        if report.accepted_on:
            accepted.setdefault(day, {})[report_id] = report.accepted_on
        else:
            rejected.setdefault(day, []).append(report_id)
    with transaction.atomic():  # one wait for the disk, not one for each batch
        for day in sorted({*accepted, *rejected}):
            then = min(datetime.datetime.combine(day, datetime.time(10), tzinfo=datetime.UTC), now)
            days = accepted.get(day, {})
            accept_reports(days, by=moderator, now=then, accepted_on=days)
            reject_reports(rejected.get(day, []), reason=RejectionReason.PRIVATE_PLACE, by=moderator, now=then)


def _import(lines: list[str], *, now: datetime.datetime) -> None:
    """The rows of an older survey, each accepted for its own month; the operator vouches for them."""
    if lines[1:]:
        import_rows(io.BytesIO("\n".join(lines).encode()), now=now, refuse=_refuse_no_row)
        rows = Report.objects.filter(source=Source.IMPORT).values_list("id", "received_on")
        accepted = dict(rows)
        accept_reports(accepted, by=None, now=now, accepted_on=accepted)


def _refuse_no_row(refusal: Refusal) -> None:
    raise ValueError(f"line {refusal.line} of the demonstration's import: {refusal.why}")
