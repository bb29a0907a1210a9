"""How well the desk keeps up: ages, agreement, what was reopened."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from reports.geography.models import Area
from reports.intake.models import Report, Source
from reports.moderation.models import Decision, State, Waiting
from reports.moderation.waiting import all_waiting, codes_of

# A report that waits past the end of its quarter is published three months later: a week leaves time to look twice.
TARGET_DAYS = 7
LOOKED_BACK_DAYS = 90
_AGES = ((2, 0), (TARGET_DAYS, 3), (30, TARGET_DAYS + 1))  # up to, from


@dataclass(frozen=True)
class AgeBand:
    """How many reports have waited so many days; `most` is None for the oldest."""

    least: int
    most: int | None
    count: int


@dataclass(frozen=True)
class Quality:
    """The last ninety days, in one person's councils."""

    ages: list[AgeBand]
    oldest_days: int | None
    decided: int
    median_days: int | None  # from arrival to the first decision
    within_target: int | None  # per cent
    accepted: int
    rejected: int
    reopened: int
    agreed: int | None  # per cent of decisions by a person that nobody reopened


def days_waited(oldest: datetime.date | None, *, today: datetime.date) -> int | None:
    """Since a day; None when nothing waits."""
    return None if oldest is None else (today - oldest).days


def quality_of(councils: QuerySet[Area], *, now: datetime.datetime) -> Quality:
    """The figures of the councils; four queries."""
    today = timezone.localdate(now)
    since = today - datetime.timedelta(days=LOOKED_BACK_DAYS)
    days = Counter(
        dict(all_waiting(councils).order_by().values_list("received_on").annotate(count=Count("pk")).iterator())
    )
    # As in the queue: expressions, so that the database begins at the decisions of these days.
    made = Decision.objects.alias(
        held_by=Coalesce("report__council_id", Value("")), sent_by=Coalesce("report__source", Value(0))
    ).filter(by__isnull=False, decided_on__gte=since, held_by__in=codes_of(councils))
    counts = made.aggregate(
        accepted=Count("pk", filter=Q(state=State.ACCEPTED)),
        rejected=Count("pk", filter=Q(state=State.REJECTED)),
        reopened=Count("pk", filter=Q(state=State.WAITING)),
    )
    firsts = made.filter(sequence=1, sent_by=Source.JOURNEY).values_list("decided_on", "report__received_on")
    waits: Counter[int] = Counter()  # days waited: how many first decisions
    for decided_on, received_on, count in firsts.annotate(count=Count("pk")).iterator():
        waits[(decided_on - received_on).days] += count
    decided = counts["accepted"] + counts["rejected"]
    return Quality(
        ages=_age_bands(days, today),
        oldest_days=days_waited(min(days, default=None), today=today),
        decided=decided,
        median_days=_median(waits),
        within_target=_per_cent(sum(count for days, count in waits.items() if days <= TARGET_DAYS), waits.total()),
        agreed=_per_cent(max(decided - counts["reopened"], 0), decided),
        **counts,
    )


def stranded_reports(councils: QuerySet[Area]) -> int:
    """Waiting reports of councils that no longer stand, under the same forces: nobody's until they are assigned."""
    forces = Area.objects.filter(pk__in=councils.order_by().values("parent"))
    gone = Area.objects.filter(kind=Area.Kind.COUNCIL, is_current=False, parent__in=forces)
    found = Report.objects.filter(pk__in=Waiting.objects.values("report"))
    return found.filter(council__in=list(gone.values_list("code", flat=True))).count()


def _age_bands(days: "Counter[datetime.date]", today: datetime.date) -> list[AgeBand]:
    ages = Counter({(today - day).days: count for day, count in days.items()})
    bands = [
        AgeBand(least, most, sum(count for age, count in ages.items() if least <= age <= most)) for most, least in _AGES
    ]
    oldest = _AGES[-1][0] + 1
    return [*bands, AgeBand(oldest, None, sum(count for age, count in ages.items() if age >= oldest))]


def _median(waits: "Counter[int]") -> int | None:
    """Of so many waits of each length, rounded to whole days."""
    passed, middles = 0, []
    for days, count in sorted(waits.items()):
        for middle in ((waits.total() - 1) // 2, waits.total() // 2):
            if passed <= middle < passed + count:
                middles.append(days)
        passed += count
    return round(sum(middles) / 2) if middles else None


def _per_cent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None
