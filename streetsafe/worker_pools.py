"""Two pools of workers in one server: readers on its first address, and on its second who reports or looks for help.

It knows nothing of Django: gunicorn's first process asks it. With one address there is one pool, which does everything.
One server, not two: its workers count together in memory that its first process makes, with one secret among them.
"""

from collections import Counter
from collections.abc import Iterable


class TooFewWorkers(Exception):
    """A pool would have no worker: what comes to its address would wait for ever."""


def refuse_too_few(*, workers: int, addresses: int) -> None:
    """Raises TooFewWorkers."""
    if workers < addresses:
        raise TooFewWorkers(
            f"--workers {workers} is too few: each address of --bind needs one, and there are {addresses}."
        )


def pool_of_next(present: Iterable[int], *, pools: int) -> int:
    """The pool of a worker about to be made: the one with the fewest, so whoever ended is replaced in its own."""
    taken = Counter(present)
    return min(range(pools), key=lambda pool: (taken[pool], pool))
