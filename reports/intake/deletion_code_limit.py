"""How often wrong words may be tried: counted in memory, as reports are, and by source alone.

A measure of all sources together would let one stranger shut the page for everybody. What a year of guessing comes to
without it stands in docs/privacy.md, "What a stranger can ask".
"""

import datetime

from streetsafe.limiter import COUNTER

# Wrong tries of one source in an hour, for each worker process: between 10 and 49, a secret number.
SOURCE_FEWEST, SOURCE_SPREAD = 10, 40


def is_too_many(source: bytes, *, now: datetime.datetime) -> bool:
    """Whether the hour's measure of this source is full; an unknown source's never is. Counts nothing."""
    return bool(source) and COUNTER.is_full(_wrong_of(source), fewest=SOURCE_FEWEST, spread=SOURCE_SPREAD, now=now)


def count_wrong(source: bytes, *, now: datetime.datetime) -> None:
    """Counts words that deleted nothing. Those that did are no guess, and a neighbour's must leave nothing behind."""
    if source:
        COUNTER.count(_wrong_of(source), now=now)


def _wrong_of(source: bytes) -> bytes:
    return b"wrong words of " + source
