"""One moment of the database, whichever it is: what a backup packs of it, and how it is known to be whole."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, Protocol

MODULUS = 1 << 256  # of a sum of SHA-256


class NoMoment(Exception):
    """The database could not be held still, copied or filled; in words for the operator."""


@dataclass(frozen=True)
class Rows:
    """How many rows, and a digest that knows each with its table but no order: kept small whatever their number."""

    number: int
    digest: int


class ReadBack(Protocol):
    """Takes the database's bytes as they are read back from a backup, and says which rows they hold."""

    def write(self, data: bytes) -> object:
        """The next of them."""

    def rows(self) -> Rows:
        """After the last; raises NoMoment when they cannot be read."""


class Moment(Protocol):
    """A database that keeps still while it is packed."""

    @property
    def rows(self) -> Rows:
        """As the service sees them at the moment."""

    def parts(self) -> Iterator[tuple[str, IO[bytes], int]]:
        """Name, bytes and size of each file of a backup that the database makes."""

    def reading_back(self) -> AbstractContextManager[ReadBack]:
        """Reads what was written as somebody would who has nothing else."""
