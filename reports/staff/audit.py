"""Who did what and when: a chain in which no entry can be changed, taken out or moved unseen.

Each entry holds SHA-256(hash of the entry before || its own canonical JSON). Whoever rewrites the whole chain is found
through a head that was published before. The only writer of AuditEntry.
"""

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection, transaction

from reports.geography.models import Area
from reports.staff.models import AuditEntry, StaffUser

Act = AuditEntry.Act
Detail = Mapping[str, str | int | bool | None]

BEFORE_THE_FIRST = "0" * 64
_LOCK = 0x5AFE_A0D1  # any number, the same in every process: PostgreSQL's name for the right to append


class ChainBroken(Exception):
    """The first entry that is not what was written; `number` names it and `why` says what is wrong."""

    def __init__(self, number: int, why: str) -> None:
        self.number, self.why = number, why
        super().__init__(f"entry {number}: {why}")


@dataclass(frozen=True)
class Head:
    """The last entry of the chain at some moment: whoever knows it can tell whether anything before it changed."""

    number: int
    hash: str


def record(
    act: str, *, by: StaffUser | None, now: datetime.datetime, area: Area | str = "", detail: Detail | None = None
) -> AuditEntry:
    """Appends what was done; `by` is None for a command. Goes or stays with the caller's transaction.

    Never put anything of a reporter into `detail`: the entry outlives every report.
    """
    with transaction.atomic():
        _take_the_right_to_append()
        last = AuditEntry.objects.order_by("-number").first()
        entry = AuditEntry(
            number=last.number + 1 if last else 1,
            at=instant_text(now),
            act=Act(act).value,
            who=by.get_username() if by else "",
            area=area.code if isinstance(area, Area) else area,
            detail=_canonical(detail or {}),
            previous=last.hash if last else BEFORE_THE_FIRST,
        )
        entry.hash = hash_of(entry)
        entry.save(force_insert=True)
    return entry


def hash_of(entry: AuditEntry) -> str:
    """What the entry's hash must be, in hexadecimal."""
    content = {name: getattr(entry, name) for name in ("number", "at", "act", "who", "area", "detail")}
    return hashlib.sha256((entry.previous + _canonical(content)).encode()).hexdigest()


def verify_chain(heads: Iterable[Head] = ()) -> Head:
    """Reads the whole chain and gives its head; raises ChainBroken naming the first bad entry.

    `heads` are some that were published or noted before: without one, a cut tail or a chain written anew looks whole.
    """
    published: dict[int, set[str]] = {}
    for head in heads:
        published.setdefault(head.number, set()).add(head.hash)
    if published.pop(0, {BEFORE_THE_FIRST}) != {BEFORE_THE_FIRST}:
        raise ChainBroken(0, "no chain begins with the hash that was published")
    number, previous = 0, BEFORE_THE_FIRST
    for entry in AuditEntry.objects.order_by("number").iterator(2_000):
        number += 1
        if entry.number != number:
            raise ChainBroken(number, "missing")
        if entry.previous != previous:
            raise ChainBroken(number, "does not follow the entry before it")
        if entry.hash != hash_of(entry):
            raise ChainBroken(number, "not as it was written")
        if published.pop(number, {entry.hash}) != {entry.hash}:
            raise ChainBroken(number, "not the entry whose hash was published")
        previous = entry.hash
    if published:
        raise ChainBroken(number + 1, f"missing: a head was published for entry {max(published)}")
    return Head(number, previous)


def head_with_hash(digest: str) -> Head:
    """The entry whose hash was published without its number; raises ChainBroken when there is none."""
    number = AuditEntry.objects.filter(hash=digest).values_list("number", flat=True).first()
    if number is None:
        raise ChainBroken(0, f"no entry has the hash {digest} that was published")
    return Head(number, digest)


def instant_text(instant: datetime.datetime) -> str:
    """An instant as entries keep it: UTC, always of one length, so that text order is time order."""
    return instant.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _canonical(value: Mapping[str, object]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _take_the_right_to_append() -> None:
    """Two entries with the same one before them would fork the chain.

    SQLite has one writer at a time, from the start of the transaction.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
