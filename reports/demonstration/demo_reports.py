"""A town's worth of made-up reports: pure, and the same for the same seed, town and day.

What is felt where follows the kind of spot; how often each reason is named follows the frequencies that Norfolk's
police published for October 2021 to early 2022 (EDP24), so that the figures look like a real pilot's.
"""

import datetime
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reports.geography import hexgrid, lengths
from reports.intake.answers import Answers
from reports.vocabulary.experience import DayKind, Frequency, Incident, TimeOfDay

# Mentions in Norfolk, October 2021 to early 2022; the last five are not in its list and are set low.
REASON_WEIGHTS = {
    "badly-lit": 268,
    "no-cctv": 208,
    "drink-drugs": 181,
    "verbal-group": 148,
    "followed": 135,
    "visibility": 134,
    "isolated": 106,
    "layout": 106,
    "other-harassment": 105,
    "verbal-one": 98,
    "rundown": 92,
    "groups": 90,
    "felt-unsafe": 80,
    "transport": 40,
    "other-place": 20,
}
DESK_DAYS = (0, 2, 4)  # of the week: Monday, Wednesday and Friday, when the moderator clears the queue
SHARE_REJECTED = 0.04
SHARES = (0.45, 0.4, 0.15)  # of the town, of the other towns, and of the villages around


@dataclass(frozen=True)
class Centre:
    """Somewhere reports gather: a position, how much it draws, and how far it spreads in metres."""

    longitude: float
    latitude: float
    weight: float
    spread: float
    favours: tuple[str, ...] = ()  # reasons named four times as often here
    bands: tuple[int, int, int, int] = (1, 2, 5, 4)  # weights of morning, afternoon, evening, night

    def moved(self, *, east: float, north: float) -> "Centre":
        """The same spot so many metres away."""
        longitude, latitude = lengths.moved((self.longitude, self.latitude), east=east, north=north)
        return replace(self, longitude=longitude, latitude=latitude)


@dataclass(frozen=True)
class MadeUpReport:
    """One report, the day it arrives and what the moderator will do with it."""

    answers: Answers
    received_on: datetime.date
    decided_on: datetime.date | None = None  # None: still waiting
    is_rejected: bool = False

    @property
    def accepted_on(self) -> datetime.date | None:
        """The day it counts from; None while it waits, and of one that was rejected."""
        return None if self.is_rejected else self.decided_on


def spots_of_a_town(longitude: float, latitude: float) -> list[Centre]:
    """What every town has, laid out round its centre."""
    night = (0, 1, 5, 8)
    day = (3, 6, 4, 1)
    at = Centre(longitude, latitude, 1, 100)
    spots = (
        (0, 0, 9, 180, ("verbal-group", "drink-drugs", "groups"), night),  # the high street
        (650, -250, 7, 110, ("transport", "followed", "groups"), (2, 3, 6, 4)),  # the railway station
        (-420, 380, 6, 130, ("isolated", "layout", "followed"), (1, 1, 6, 6)),  # the underpass
        (300, 700, 6, 220, ("badly-lit", "visibility", "isolated"), (1, 2, 7, 4)),  # the riverside path
        (-900, -300, 5, 260, ("visibility", "drink-drugs", "followed"), day),  # the park
        (150, -520, 4, 70, ("layout", "no-cctv", "badly-lit"), (1, 2, 6, 3)),  # the car park
        (-1500, 900, 4, 350, ("badly-lit", "followed", "verbal-one"), night),  # round the college
        (1900, 1200, 3, 300, ("rundown", "isolated", "no-cctv"), (1, 3, 5, 3)),  # the retail park
        (2600, -1700, 3, 450, ("rundown", "groups", "drink-drugs"), (1, 3, 5, 4)),  # an estate
        (-2900, -1400, 3, 450, ("badly-lit", "no-cctv", "groups"), (1, 2, 6, 4)),  # another estate
        (0, 0, 10, 1900, (), (1, 2, 5, 4)),  # and everywhere else
    )
    return [
        replace(at, weight=weight, spread=spread, favours=favours, bands=bands).moved(east=east, north=north)
        for east, north, weight, spread, favours, bands in spots
    ]


def made_up_reports(
    parts: Sequence[Sequence[Centre]],
    *,
    first_day: datetime.date,
    today: datetime.date,
    how_many: int,
    seed: int,
) -> Iterator[MadeUpReport]:
    """`how_many` reports received from the first day to today, more of them in the dark months.

    `parts` are the town, the other towns and the villages; each has its share.
    """
    chance = random.Random(seed)  # noqa: S311  # made-up figures: anyone may predict them
    days = [first_day + datetime.timedelta(days=n) for n in range((today - first_day).days + 1)]
    season = [1.25 + 0.45 * math.cos(2 * math.pi * (day.timetuple().tm_yday - 355) / 365) for day in days]
    for received_on in sorted(chance.choices(days, season, k=how_many)):
        centres = chance.choices(parts, SHARES)[0]
        centre = chance.choices(centres, [each.weight for each in centres])[0]
        yield when_decided(answers_at(centre, received_on, chance), received_on, chance, today=today)


def when_decided(
    answers: Answers, received_on: datetime.date, chance: random.Random, *, today: datetime.date
) -> MadeUpReport:
    """What the moderator does with a report, on one of the next days of the desk; the newest wait."""
    decided_on = received_on + datetime.timedelta(days=chance.randint(1, 6))
    while decided_on.weekday() not in DESK_DAYS:
        decided_on += datetime.timedelta(days=1)
    if decided_on > today:
        return MadeUpReport(answers, received_on)
    return MadeUpReport(answers, received_on, decided_on, is_rejected=chance.random() < SHARE_REJECTED)


def answers_at(centre: Centre, received_on: datetime.date, chance: random.Random) -> Answers:
    """One report of a spot: where about it, why and when."""
    spot = centre.moved(east=chance.gauss(0, centre.spread), north=chance.gauss(0, centre.spread))
    weights = {code: weight * (4 if code in centre.favours else 1) for code, weight in REASON_WEIGHTS.items()}
    reasons = dict.fromkeys(chance.choices(list(weights), list(weights.values()), k=chance.choice((1, 1, 2, 2, 3))))
    felt_in = (received_on - datetime.timedelta(days=chance.choice((0, 0, 0, 20, 45)))).replace(day=1)
    bands = (
        TimeOfDay.MORNING,
        TimeOfDay.AFTERNOON,
        TimeOfDay.EVENING,
        TimeOfDay.NIGHT,
        TimeOfDay.ANY,
        TimeOfDay.NOT_SURE,
    )
    return Answers(
        cell=hexgrid.cell_at(spot.longitude, spot.latitude),
        reasons=tuple(reasons),
        main_reason=next(iter(reasons)),
        felt_in=felt_in if chance.random() < 0.9 else None,
        band=chance.choices(bands, [*centre.bands, 1, 1])[0],
        day_kind=chance.choice((DayKind.WEEKDAY, DayKind.WEEKDAY, DayKind.WEEKEND, DayKind.BOTH, DayKind.NOT_SURE)),
        frequency=chance.choice((Frequency.ONCE, Frequency.SOMETIMES, Frequency.SOMETIMES, Frequency.ALWAYS)),
        incident=chance.choice((Incident.UNANSWERED, Incident.NONE, Incident.NONE, Incident.NOT_REPORTED)),
    )
