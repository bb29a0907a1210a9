"""Game A14: somebody at the same address tells whether a neighbour did something, by what the service answers to them.

The attacker has the code, every worker, the victim's address and others, and sends what they like before and after. A
world answers as the service's views do; the attacker rehearses it, and says "in" where what was seen came more often
with the neighbour's act: the likelihood-ratio test, the best there is.
"""

import datetime
import random
import uuid
from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from reports.intake import deletion_code_limit, verification
from reports.intake.models import Verification
from streetsafe.limiter import Counter

NOW = datetime.datetime(2026, 11, 27, 12, 5, tzinfo=datetime.UTC)
HERE = b"the shared address"
MOST_SENT = 100  # of one source in one worker: by then every measure has been met
Seen = tuple[object, ...]


class SimulatedDatabase(Protocol):
    """What can be asked of the workers; `chosen` is the worker that answers."""

    workers: int

    @property
    def counts(self) -> int:
        """How many of the workers count apart, the first of them: the attacker knows."""

    def sends(self, source: bytes, chosen: int) -> bool:
        """A whole report with its proof; whether it was taken."""

    def sends_nothing(self, source: bytes, chosen: int) -> bool:
        """An empty form; whether it was told to wait, and not that it is empty."""

    def hardness(self, source: bytes, chosen: int) -> int:
        """How many times the usual work the next challenge asks."""

    def guesses(self, source: bytes, chosen: int) -> bool:
        """Wrong words; whether they were looked at."""


@dataclass
class Product:
    """The service as it is; takes the place of its counter, which the tests put back.

    Its workers count together, under one key; or, `apart`, each for itself, as two machines do.
    """

    workers: int
    apart: bool = False
    counters: list[Counter] = field(init=False)

    def __post_init__(self) -> None:
        together = [Counter()] * self.workers
        self.counters = [Counter() for _ in range(self.workers)] if self.apart else together

    @property
    def counts(self) -> int:
        """Each, or all as one."""
        return self.workers if self.apart else 1

    def sends(self, source: bytes, chosen: int) -> bool:
        """As `journey._sent_page` does."""
        self._at(chosen)
        one = uuid.uuid4()
        if verification.is_too_many(source, one, now=NOW):
            return False
        verification.count_kept(one, source=source, council="E1", hint=Verification.VERIFIED, now=NOW)
        return True

    def sends_nothing(self, source: bytes, chosen: int) -> bool:
        """As `journey._sent_page` does until it meets what is missing."""
        self._at(chosen)
        return verification.is_too_many(source, uuid.uuid4(), now=NOW)

    def hardness(self, source: bytes, chosen: int) -> int:
        """`new_challenge` is told of neither source nor count: see `test_every_challenge_is_drawn_alike`."""
        return 1

    def guesses(self, source: bytes, chosen: int) -> bool:
        """As `views.withdraw` does."""
        self._at(chosen)
        if deletion_code_limit.is_too_many(source, now=NOW):
            return False
        deletion_code_limit.count_wrong(source, now=NOW)
        return True

    def _at(self, chosen: int) -> None:
        for module in (verification, deletion_code_limit):
            vars(module)["COUNTER"] = self.counters[chosen]


@dataclass
class LiveCounters:
    """The control: the service as it was, which counts whatever is sent and has measures that everybody knows."""

    workers: int
    counters: list[Counter] = field(init=False)

    def __post_init__(self) -> None:
        self.counters = [Counter() for _ in range(self.workers)]

    @property
    def counts(self) -> int:
        """Each."""
        return self.workers

    def sends(self, source: bytes, chosen: int) -> bool:
        """Counted before anything was looked at."""
        counter = self.counters[chosen]
        if counter.recent(source, now=NOW).hour >= 60:
            return False
        for name in (b"everybody", source):
            counter.count(name, now=NOW)
        return True

    def sends_nothing(self, source: bytes, chosen: int) -> bool:
        """Counted all the same."""
        return not self.sends(source, chosen)

    def hardness(self, source: bytes, chosen: int) -> int:
        """Stepped at counts that stood in the code."""
        everybody = self.counters[chosen].recent(b"everybody", now=NOW).ten_minutes
        general = next(times for many, times in verification.LADDER if everybody >= many)
        return max(general, 4 if self.counters[chosen].recent(source, now=NOW).ten_minutes >= 5 else 1)

    def guesses(self, source: bytes, chosen: int) -> bool:
        """One measure for everybody beside that of the source."""
        counter = self.counters[chosen]
        everybody = counter.count(b"codes of everybody", now=NOW).hour
        return counter.count(b"codes of " + source, now=NOW).hour <= 10 and everybody <= 120


Act = Callable[[SimulatedDatabase, int], object]  # what the neighbour does, at some worker
Attack = Callable[[SimulatedDatabase, Callable[[], object]], Seen]  # calls the second when the neighbour may act


def reports(simulated: SimulatedDatabase, chosen: int) -> object:
    """The neighbour sends a report."""
    return simulated.sends(HERE, chosen)


def mistypes(simulated: SimulatedDatabase, chosen: int) -> object:
    """The neighbour gives wrong words once."""
    return simulated.guesses(HERE, chosen)


def fills_with_reports(simulated: SimulatedDatabase, turn: Callable[[], object]) -> Seen:
    """Lets the neighbour, then sends whole reports at each worker until it is told to wait."""
    turn()
    return _edges(_taken(simulated.sends, simulated), verification.SOURCE_FEWEST, verification.SOURCE_SPREAD)


def waits_beside_the_measure(simulated: SimulatedDatabase, turn: Callable[[], object]) -> Seen:
    """Sends until the measure may be met next, lets the neighbour, looks with empty forms, then counts the rest."""
    begun = verification.SOURCE_FEWEST + verification.SOURCE_SPREAD // 2 - 1
    for chosen in range(simulated.counts):
        for _ in range(begun):
            simulated.sends(HERE, chosen)
    before = [simulated.sends_nothing(HERE, chosen) for chosen in range(simulated.counts)]
    turn()
    after = [simulated.sends_nothing(HERE, chosen) for chosen in range(simulated.counts)]
    rest = [
        MOST_SENT if is_full else number
        for is_full, number in zip(after, _taken(simulated.sends, simulated), strict=True)
    ]
    return before != after, _edges(rest, 0, verification.SOURCE_SPREAD - verification.SOURCE_SPREAD // 2 + 1)


def fills_with_empty_forms(simulated: SimulatedDatabase, turn: Callable[[], object]) -> Seen:
    """Four empty forms at each worker and 115 from elsewhere: one report more made the next challenge harder."""
    for chosen in range(simulated.counts):
        for number in range(119):
            simulated.sends_nothing(b"elsewhere %d" % (number % 3) if number >= 4 else HERE, chosen)
    before = [simulated.hardness(HERE, chosen) for chosen in range(simulated.counts)]
    turn()
    return before != [simulated.hardness(HERE, chosen) for chosen in range(simulated.counts)], ()


def fills_with_guesses(simulated: SimulatedDatabase, turn: Callable[[], object]) -> Seen:
    """Lets the neighbour, then gives wrong words until it is told to wait."""
    turn()
    return _edges(
        _taken(simulated.guesses, simulated), deletion_code_limit.SOURCE_FEWEST, deletion_code_limit.SOURCE_SPREAD
    )


def _taken(act: Callable[[bytes, int], bool], simulated: SimulatedDatabase) -> list[int]:
    """How many each worker takes until it refuses."""
    return [
        next((number for number in range(MOST_SENT) if not act(HERE, chosen)), MOST_SENT)
        for chosen in range(simulated.counts)
    ]


def _edges(taken: list[int], fewest: int, spread: int) -> Seen:
    """All that such numbers tell: a measure is as likely one number as another, but for the first and the last."""
    return sum(one < fewest for one in taken), sum(one == fewest + spread - 1 for one in taken)


def accuracy(make: Callable[[], SimulatedDatabase], act: Act, attack: Attack, *, rehearsals: int, plays: int) -> float:
    """How often the attacker is right, who has rehearsed so many times with the act and without."""
    seen = {happened: Tally(_seen(make, act, attack, happened) for _ in range(rehearsals)) for happened in (0, 1)}
    right = 0
    for _ in range(plays):
        happened = random.getrandbits(1)
        found = _seen(make, act, attack, happened)
        more = seen[1][found] - seen[0][found]
        right += (more > 0 if more else random.getrandbits(1)) == happened
    return right / plays


def _seen(make: Callable[[], SimulatedDatabase], act: Act, attack: Attack, happened: int) -> Seen:
    simulated = make()
    chosen = random.randrange(simulated.workers)
    return attack(simulated, lambda: act(simulated, chosen) if happened else None)
