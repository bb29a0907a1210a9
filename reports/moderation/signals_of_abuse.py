"""Hints that something may be wrong with reports: pure, in words, and never a decision."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.geography import hexgrid
from reports.intake.models import Report, Source, Verification
from reports.moderation.bursts import Burst, History, bursts_in
from reports.vocabulary.experience import DayKind, Frequency, Incident, TimeOfDay

# A cell of a report is about 50 m across, and a boundary may run down the middle of a street.
OUTSIDE_METRES = 100.0

# Three friends may have walked home together and answered alike.
DUPLICATES_LEAST = 4
DUPLICATES_REASONS = 2  # one reason and a time of day are soon alike by chance
DUPLICATES_DAYS = 28

# So large a part of what waits at a place names one spot of some 50 m, and more than a family would send.
SPOT_SHARE, SPOT_LEAST = 0.8, 5
SPOT_STEPS = 3  # some 150 m: a station's forecourt is still the station


@dataclass(frozen=True)
class Hint:
    """Something a moderator may want to know, and the reports it is about."""

    words: str
    reports: frozenset[uuid.UUID]


def hints_of_burst(reports: Iterable[Report], history: History) -> list[Hint]:
    """Far more reports in a day, or in four weeks, than the place's own past leads one to expect.

    Imports are passed over: they know only the month, so that all of a month seem to arrive on its first day.
    """
    listed = [report for report in reports if report.source == Source.JOURNEY]
    hints = []
    for is_day in (True, False):
        bursts = [burst for burst in bursts_in(history) if burst.is_day == is_day]
        about = [
            report for report in listed if any(burst.first <= report.received_on <= burst.last for burst in bursts)
        ]
        if about:
            days = {report.received_on for report in about}
            stated = max(
                (burst for burst in bursts if any(burst.first <= day <= burst.last for day in days)),
                key=lambda burst: (burst.count, burst.last),
            )
            hints.append(Hint(words_of_burst(stated), frozenset(report.id for report in about)))
    return hints


def words_of_burst(burst: Burst) -> str:
    """How many came when, and how many the place had before."""
    stated = {
        "count": number_format(burst.count),
        "day": date_format(burst.last, "j F Y"),
        "earlier": number_format(burst.earlier),
        "days": burst.days_before,
    }
    if burst.is_day:
        words = ngettext(
            "%(count)s report arrived on %(day)s. In the %(days)s days before, this place had %(earlier)s.",
            "%(count)s reports arrived on %(day)s. In the %(days)s days before, this place had %(earlier)s.",
            burst.count,
        )
    else:
        words = ngettext(
            "%(count)s report arrived in the 4 weeks to %(day)s. In the %(days)s days before them, "
            "this place had %(earlier)s.",
            "%(count)s reports arrived in the 4 weeks to %(day)s. In the %(days)s days before them, "
            "this place had %(earlier)s.",
            burst.count,
        )
    return words % stated


def hint_of_duplicates(reports: Iterable[Report]) -> Hint | None:
    """The same small cell and the same answer to every question, several times within four weeks."""
    alike: dict[tuple[object, ...], list[Report]] = defaultdict(list)
    for report in reports:
        if report.source == Source.JOURNEY and report.reasons.bit_count() >= DUPLICATES_REASONS:
            alike[_answers(report)].append(report)
    copies = [found for same in alike.values() for found in _close_in_time(same)]
    if not copies:
        return None
    words = ngettext(
        "%(count)s report has exactly the same answers, for the same spot, as others sent around the same time.",
        "%(count)s reports have exactly the same answers, for the same spot, as others sent around the same time.",
        len(copies),
    )
    return Hint(words % {"count": number_format(len(copies))}, frozenset(report.id for report in copies))


def hint_of_a_home(reports: Collection[Report], sights: Collection[hexgrid.Cell], *, is_lived_in: bool) -> Hint | None:
    """Nearly all reports of a place name one spot where people live: perhaps it is about somebody's home.

    `sights` are small cells that hold a station or a town's centre. What stands at a spot is not known, nor is it
    asked of anyone: so the hint says what is known, and asks for a look.
    """
    spots: dict[int, list[Report]] = defaultdict(list)
    for report in reports:
        if report.source == Source.JOURNEY:
            spots[report.cell].append(report)
    cell, named = max(spots.items(), key=lambda spot: (len(spot[1]), spot[0]), default=(0, []))
    if not is_lived_in or len(named) < max(SPOT_LEAST, SPOT_SHARE * len(reports)):
        return None
    if not frozenset(hexgrid.neighbours(cell, SPOT_STEPS)).isdisjoint(sights):
        return None
    words = ngettext(
        "%(count)s report names one spot of about 50 metres, in a neighbourhood where people live. "
        "Check whether it is about a public place or about someone's home.",
        "%(count)s reports name one spot of about 50 metres, in a neighbourhood where people live. "
        "Check whether they are about a public place or about someone's home.",
        len(named),
    )
    return Hint(words % {"count": number_format(len(named))}, frozenset(report.id for report in named))


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
    return Hint(words % {"count": number_format(len(outside))}, outside)


def hints_of_sending(reports: Iterable[Report]) -> list[Hint]:
    """How the journey was sent: without the proof of work, or as a program sends. Old phones and Tor do the former."""
    listed = list(reports)
    return [
        Hint(words, found)
        for words, verification in (
            (
                _(
                    "Sent without JavaScript, so nothing shows that it was not sent by a bot. "
                    "Cautious people and old phones do this too."
                ),
                Verification.UNVERIFIED,
            ),
            (
                _("Sent the way a bot would: within seconds, with a hidden field filled in, or as part of a flood."),
                Verification.DOUBTFUL,
            ),
        )
        if (found := frozenset(report.id for report in listed if report.verification == verification))
    ]


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


def _answers(report: Report) -> tuple[object, ...]:
    """Everything a report says but the day it came."""
    return (
        report.cell,
        report.reasons,
        report.main_reason,
        report.felt_in,
        report.band,
        report.day_kind,
        report.frequency,
        report.incident,
        report.why_not_reported,
    )


def _close_in_time(same: list[Report]) -> list[Report]:
    """Those of some like reports that have enough of them within four weeks, themselves counted."""
    span = datetime.timedelta(days=DUPLICATES_DAYS)
    ordered = sorted(same, key=lambda report: report.received_on)
    close: dict[uuid.UUID, Report] = {}
    for start in range(len(ordered) - DUPLICATES_LEAST + 1):
        run = [report for report in ordered[start:] if report.received_on - ordered[start].received_on < span]
        if len(run) >= DUPLICATES_LEAST:
            close |= {report.id: report for report in run}
    return list(close.values())


def are_close_in_time(days: Iterable[datetime.date], least: int) -> bool:
    """Whether so many of some days lie within four weeks."""
    ordered = sorted(days)
    return any(
        (last - first).days < DUPLICATES_DAYS for first, last in zip(ordered, ordered[least - 1 :], strict=False)
    )


def _is_once_and_always(report: Report) -> bool:
    any_time = report.band == TimeOfDay.ANY or report.day_kind == DayKind.BOTH
    return report.frequency == Frequency.ONCE and any_time


def _is_before_its_time(report: Report) -> bool:
    return report.felt_in is not None and report.felt_in > report.received_on


def _is_reported_and_not(report: Report) -> bool:
    return report.incident == Incident.REPORTED and report.why_not_reported != 0
