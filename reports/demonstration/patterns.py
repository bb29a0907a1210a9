"""What there is to find in the demonstration: places as a town has some, which an analyst is to tell apart. Pure.

Each is at a spot of its own, some metres from the middle of the town, and so narrow that it is one place on the map.
"""

import datetime
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from reports.demonstration.demo_reports import Centre, MadeUpReport, answers_at, when_decided
from reports.intake.answers import Answers
from reports.vocabulary.experience import TimeOfDay

AT_FULL_SIZE = 8_000  # reports of a demonstration for which the numbers below are
Chance = Callable[[datetime.date, datetime.date], float]  # of a day to be drawn, and today


@dataclass(frozen=True)
class Pattern:
    """One place: how many reports, on which days, and what they tell."""

    what: str
    east: float
    north: float
    reports: int
    weight: Chance
    favours: tuple[str, ...]
    bands: tuple[int, int, int, int]


def _ago(day: datetime.date, today: datetime.date) -> float:
    """Months ago, of 30.4 days each."""
    return (today - day).days / 30.4


def _in_winter(day: datetime.date, _today: datetime.date) -> float:
    return 1.0 if day.month in (10, 11, 12, 1, 2, 3) else 0.08


def _of_late(day: datetime.date, today: datetime.date) -> float:
    return 1.0 if _ago(day, today) < 4.2 else 0.005


def _long_ago(day: datetime.date, today: datetime.date) -> float:
    return 1.0 if _ago(day, today) > 11 else 0.06


def _before_months(months: int, left: float) -> Chance:
    """As much as ever until so many months ago, and then a part of it."""
    return lambda day, today: 1.0 if _ago(day, today) > months else left


DARK, DAY, ALWAYS = (0, 1, 6, 5), (4, 6, 3, 1), (1, 2, 5, 4)
PATTERNS = (
    Pattern("each winter", -620, 1500, 110, _in_winter, ("badly-lit", "visibility", "isolated"), DARK),
    Pattern("new", 1250, -980, 64, _of_late, ("followed", "verbal-group", "groups"), DARK),
    Pattern("fading", -1750, -60, 70, _long_ago, ("rundown", "drink-drugs", "groups"), DAY),
    # The stairs of the car park, nine months ago: see `council_responses`.
    Pattern("it helped", 1480, 520, 48, _before_months(9, 0.08), ("layout", "no-cctv", "visibility"), ALWAYS),
    # The bushes of the underpass, two months ago: fewer since, and too few to tell.
    Pattern("cannot be told", -460, 420, 26, _before_months(2, 0.5), ("isolated", "layout"), ALWAYS),
)
# Alike, on two days of this week, at a place that had none: what the desk calls a likely burst.
BURST = Pattern("burst", 820, 1240, 36, lambda day, today: float(2 <= (today - day).days <= 3), ("groups",), DARK)
# Pins of an older survey, rounded to one point, of the months a year and more ago.
IMPORT = Pattern("import", -240, -1320, 48, _before_months(12, 0.0), ("badly-lit", "felt-unsafe"), ALWAYS)
SPREAD = 22  # metres


def sized(pattern: Pattern, how_many: int) -> int:
    """How many reports of a pattern a demonstration of some reports has."""
    return pattern.reports * how_many // AT_FULL_SIZE


def planted_reports(
    town: tuple[float, float], *, first_day: datetime.date, today: datetime.date, how_many: int, seed: int
) -> Iterator[MadeUpReport]:
    """The reports of all patterns but the import, in a demonstration of so many; the same for the same seed."""
    chance = random.Random(f"patterns {seed}")  # noqa: S311  # made-up figures: anyone may predict them
    days = _days(first_day, today)
    for pattern in PATTERNS:
        centre = centre_of(pattern, town)
        for received_on in _days_of(pattern, days, today, sized(pattern, how_many), chance):
            yield when_decided(answers_at(centre, received_on, chance), received_on, chance, today=today)
    alike = replace(answers_at(centre_of(BURST, town), today, chance), band=TimeOfDay.NIGHT)
    for received_on in _days_of(BURST, days, today, sized(BURST, how_many), chance):
        yield MadeUpReport(_of_the_burst(alike, chance), received_on)


def imported_rows(
    town: tuple[float, float], *, first_day: datetime.date, today: datetime.date, how_many: int, seed: int
) -> list[str]:
    """The lines of a CSV file to import, its header first."""
    chance = random.Random(f"import {seed}")  # noqa: S311  # as above
    centre = centre_of(IMPORT, town)
    point = f"{centre.longitude:.3f},{centre.latitude:.3f}"
    days = _days_of(IMPORT, _days(first_day, today), today, sized(IMPORT, how_many), chance)
    rows = [f"{point},{day:%Y-%m},any,{chance.choice(IMPORT.favours)}" for day in days]
    return ["longitude,latitude,month,band,reasons", *rows]


def centre_of(pattern: Pattern, town: tuple[float, float]) -> Centre:
    """Where a pattern is, in a town."""
    at = Centre(*town, 1, SPREAD, favours=pattern.favours, bands=pattern.bands)
    return at.moved(east=pattern.east, north=pattern.north)


def _days(first_day: datetime.date, today: datetime.date) -> list[datetime.date]:
    return [first_day + datetime.timedelta(days=n) for n in range((today - first_day).days + 1)]


def _days_of(
    pattern: Pattern, days: Sequence[datetime.date], today: datetime.date, count: int, chance: random.Random
) -> list[datetime.date]:
    weights = [pattern.weight(day, today) for day in days]
    return sorted(chance.choices(days, weights, k=count)) if count else []


def _of_the_burst(alike: Answers, chance: random.Random) -> Answers:
    """Four of five with the very same answers."""
    return alike if chance.random() < 0.8 else replace(alike, band=TimeOfDay.EVENING)
