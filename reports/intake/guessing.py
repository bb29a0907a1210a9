"""How often a withdrawal code may be tried: counted in memory, as reports are."""

import datetime

from streetsafe.limiter import COUNTER

# In an hour, for each worker process. At the second measure a year of trying, all of it, hits one of 100,000 reports
# that can be withdrawn with a chance of 1 in 170; see `withdrawal.WORDS_IN_A_CODE`.
SOURCE_MOST = 10
EVERYBODY_MOST = 120

_EVERYBODY = b"codes of everybody"


def is_too_many(source: bytes, *, now: datetime.datetime) -> bool:
    """Counts a try, and says whether the hour's measure of its source or of all is full."""
    everybody = COUNTER.count(_EVERYBODY, now=now).hour
    own = COUNTER.count(b"codes of " + source, now=now).hour if source else 0
    return everybody > EVERYBODY_MOST or own > SOURCE_MOST
