"""Made-up attacks on the map, day by day: pure, the same for the same seed. For drills, never for a live database."""

import datetime
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reports.geography import hexgrid
from reports.intake.answers import Answers
from reports.vocabulary.experience import DayKind, Frequency, Incident, TimeOfDay
from reports.vocabulary.reasons import REASONS

VANDAL_REPORTS = 12
CAMPAIGN_REPORTS = 500
DRIP_DAYS, DRIP_A_DAY = 60, 2
DUPLICATES_DAYS = 28


@dataclass(frozen=True)
class Sent:
    """One report of an attack, and the day it is sent."""

    day: datetime.date
    answers: Answers


@dataclass(frozen=True)
class Attack:
    """What somebody does, in the order of days."""

    label: str
    stated: str
    sent: Sequence[Sent]

    @property
    def days(self) -> list[datetime.date]:
        """The days of the attack, each once."""
        return sorted({each.day for each in self.sent})


def lone_vandal(spot: hexgrid.Cell, first: datetime.date, chance: random.Random) -> Attack:
    """One person against one address, in one evening, with what comes to mind."""
    sent = [Sent(first, _answers(spot, chance)) for _ in range(VANDAL_REPORTS)]
    return Attack("lone vandal", f"{VANDAL_REPORTS} reports of one spot in one evening", sent)


def campaign(spot: hexgrid.Cell, first: datetime.date, chance: random.Random) -> Attack:
    """Many people against one venue on one day, each pressing somewhere on its street."""
    around = hexgrid.neighbours(spot)
    sent = [Sent(first, _answers(chance.choice(around), chance)) for _ in range(CAMPAIGN_REPORTS)]
    return Attack("campaign", f"{CAMPAIGN_REPORTS} reports of one venue in one day", sent)


def slow_drip(spot: hexgrid.Cell, first: datetime.date, chance: random.Random) -> Attack:
    """So few a day that no day stands out."""
    around = hexgrid.neighbours(spot)
    sent = [
        Sent(first + datetime.timedelta(days=day), _answers(chance.choice(around), chance))
        for day in range(DRIP_DAYS)
        for _ in range(DRIP_A_DAY)
    ]
    return Attack("slow drip", f"{DRIP_A_DAY} reports a day for {DRIP_DAYS} days", sent)


def copies(spot: hexgrid.Cell, first: datetime.date, chance: random.Random, *, pattern: Sequence[Answers]) -> Attack:
    """What people said of a real place, said again of a quiet one, so that it looks as real."""
    sent = [
        Sent(first + datetime.timedelta(days=chance.randrange(DUPLICATES_DAYS)), _moved(answers, spot, first))
        for answers in pattern
    ]
    stated = f"{len(sent)} real reports said again of another place in {DUPLICATES_DAYS} days"
    return Attack("copies", stated, sorted(sent, key=lambda each: each.day))


ATTACKS: tuple[Callable[[hexgrid.Cell, datetime.date, random.Random], Attack], ...] = (
    lone_vandal,
    campaign,
    slow_drip,
)


def _answers(cell: hexgrid.Cell, chance: random.Random) -> Answers:
    """Answers an attacker makes up, no two alike but by chance, and none that contradicts itself."""
    codes = [reason.code for reason in chance.sample(REASONS, chance.randint(1, 4))]
    return Answers(
        cell=cell,
        reasons=tuple(codes),
        main_reason=codes[0],
        felt_in=None,
        band=chance.choice((TimeOfDay.AFTERNOON, TimeOfDay.EVENING, TimeOfDay.NIGHT)),
        day_kind=chance.choice((DayKind.WEEKDAY, DayKind.WEEKEND)),
        frequency=chance.choice((Frequency.SOMETIMES, Frequency.ALWAYS)),
        incident=chance.choice((Incident.NONE, Incident.UNANSWERED)),
    )


def _moved(answers: Answers, cell: hexgrid.Cell, first: datetime.date) -> Answers:
    month = answers.felt_in and min(answers.felt_in, first.replace(day=1))
    return replace(answers, cell=cell, felt_in=month, about=())
