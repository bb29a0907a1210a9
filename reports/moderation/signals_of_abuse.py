"""Hints that something may be wrong with reports: pure, in words, and never a decision."""

import datetime
import math
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.intake.models import Band, DayKind, Frequency, Incident, Report, Source

# A day is told of when a place with this history would see so many by chance on fewer than one day in 10,000, and
# never below five: three friends who walk home together are no campaign.
BURST_CHANCE = 1e-4
BURST_LEAST = 5
HISTORY_DAYS = 365

# A cell of a report is about 50 m across, and a boundary may run down the middle of a street.
OUTSIDE_METRES = 100.0


@dataclass(frozen=True)
class Hint:
    """Something a moderator may want to know, and the reports it is about."""

    words: str
    reports: frozenset[uuid.UUID]


def hint_of_burst(reports: Iterable[Report], earlier: int) -> Hint | None:
    """Far more reports on one day than the place's last year leads one to expect; `earlier` is that year's count.

    Imports are passed over: they know only the month, so that all of a month seem to arrive on its first day.
    """
    listed = [report for report in reports if report.source == Source.JOURNEY]
    days = Counter(report.received_on for report in listed)
    usual = (earlier + 1) / HISTORY_DAYS
    unlikely = [day for day, count in days.items() if _is_unlikely(count, usual)]
    if not unlikely:
        return None
    day = max(unlikely, key=lambda one: (days[one], one))
    words = ngettext(
        "%(count)s report arrived on %(day)s. In the year before, this place had %(earlier)s.",
        "%(count)s reports arrived on %(day)s. In the year before, this place had %(earlier)s.",
        days[day],
    )
    told = {"count": days[day], "day": _in_words(day), "earlier": earlier}
    return Hint(words % told, frozenset(report.id for report in listed if report.received_on in unlikely))


def hint_of_outside(metres_outside: dict[uuid.UUID, float]) -> Hint | None:
    """Reports that lie outside the area of the council they are counted for, off the coast for instance."""
    outside = frozenset(report_id for report_id, metres in metres_outside.items() if metres > OUTSIDE_METRES)
    if not outside:
        return None
    words = ngettext(
        "%(count)s report lies outside the council's boundary. Look at the map.",
        "%(count)s reports lie outside the council's boundary. Look at the map.",
        len(outside),
    )
    return Hint(words % {"count": len(outside)}, outside)


def hints_of_contradiction(reports: Iterable[Report]) -> list[Hint]:
    """Answers of one report that do not go together, one hint for each kind."""
    listed = list(reports)
    return [
        Hint(words, found)
        for words, is_so in (
            (_("Says it happened once, and also at any time of day or on any day."), _is_once_and_always),
            (_("Says it happened in a month that had not begun."), _is_before_its_time),
            (_("Says it was reported to someone, and also why it was not."), _is_reported_and_not),
        )
        if (found := frozenset(report.id for report in listed if is_so(report)))
    ]


def _is_once_and_always(report: Report) -> bool:
    any_time = report.band == Band.ANY or report.day_kind == DayKind.BOTH
    return report.frequency == Frequency.ONCE and any_time


def _is_before_its_time(report: Report) -> bool:
    return report.felt_in is not None and report.felt_in > report.received_on


def _is_reported_and_not(report: Report) -> bool:
    return report.incident == Incident.REPORTED and report.why_not_reported != 0


def _is_unlikely(count: int, usual: float) -> bool:
    """Whether so many in a day are rarer than BURST_CHANCE when `usual` is the mean (Poisson)."""
    if count < BURST_LEAST:
        return False
    fewer = sum(math.exp(n * math.log(usual) - usual - math.lgamma(n + 1)) for n in range(count))
    return 1.0 - fewer < BURST_CHANCE


def _in_words(day: datetime.date) -> str:
    return date_format(day, "j F Y")
