"""A prepared page as a file: what is sent, compressed and plain, and of which edition and for how long it is."""

import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from streetsafe.prepared_pages.edition import OF_NOBODY, edition_of_published, edition_of_responses, edition_of_service
from streetsafe.written_whole import one_after_another


@dataclass(frozen=True)
class Address:
    """Where a page stands, written just as it is asked for."""

    site: str  # scheme and host, such as https://places.example
    path: str  # with its query

    @property
    def file(self) -> Path:
        """Where the page lies; what was asked never becomes a part of a path."""
        return folder() / hashlib.sha256(f"{self.site} {self.path}".encode()).hexdigest()


@dataclass(frozen=True)
class MadeOf:
    """What a page shows beside its own words: what is published, and whose responses."""

    published: bool
    responses: str = OF_NOBODY

    def edition(self) -> str:
        """As all of it stands now: no query, one or two small ones."""
        of_pages = edition_of_published() if self.published else edition_of_service()
        return f"{of_pages} {edition_of_responses(self.responses)}"


@dataclass(frozen=True)
class Lifetime:
    """What a page was drawn of, and from when until when it is true: seconds since 1970."""

    made_of: MadeOf
    edition: str
    since: int
    until: int

    def holds(self, *, now: float) -> bool:
        """Whether nothing has changed since."""
        return self.since <= now < self.until and self.edition == self.made_of.edition()


@dataclass(frozen=True)
class PreparedPage:
    """An answer as the service would give it now."""

    lifetime: Lifetime
    headers: tuple[tuple[str, str], ...]
    compressed: bytes
    plain: bytes


def folder() -> Path:
    """Where all of them lie, for the service's own user."""
    return Path(settings.VAR_DIR) / "pages"


def write_page(address: Address, page: PreparedPage) -> None:
    """Puts a page in place in one step."""
    about = asdict(page.lifetime) | {"headers": page.headers, "sizes": [len(page.compressed), len(page.plain)]}
    unfinished = address.file.with_name(f".{address.file.name}")
    # Not waited for until it is on the disk, four thousand times: what a power cut shortens is not read.
    unfinished.write_bytes(json.dumps(about).encode() + b"\n" + page.compressed + page.plain)
    unfinished.replace(address.file)


def page_at(address: Address) -> PreparedPage | None:
    """The page of an address, whether or not it holds still; None where none was prepared, or not to its end.

    Nor where another version of the service wrote it otherwise.
    """
    try:
        with open(address.file, "rb", opener=_leaving_no_mark) as opened:
            head, _newline, body = opened.read().partition(b"\n")
        about = json.loads(head)
        size, plain_size = about["sizes"]
        lifetime = Lifetime(MadeOf(**about["made_of"]), about["edition"], about["since"], about["until"])
        headers = tuple((name, value) for name, value in about["headers"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if len(body) != size + plain_size:
        return None
    return PreparedPage(lifetime, headers, body[:size], body[size:])


def _leaving_no_mark(path: str, flags: int) -> int:
    """Opens a file so that the disk does not note when it was last read: that would tell that somebody was here."""
    try:
        return os.open(path, flags | os.O_NOATIME)
    except PermissionError:  # another user's file: the disk notes it as it does for nginx
        return os.open(path, flags)


def remove_all_but(kept: Iterable[Address]) -> None:
    """Takes away the pages of addresses that there are no more."""
    names = {address.file.name for address in kept}
    for file in folder().iterdir():
        if file.name not in names:
            file.unlink(missing_ok=True)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Nobody else draws meanwhile."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with one_after_another(folder(), wait=lambda: None):
        yield


def compressed(plain: bytes) -> bytes:
    """The page as most browsers take it."""
    return gzip.compress(plain, 9, mtime=0)
