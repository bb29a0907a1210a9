"""Whether a page was useful: how many said yes and how many no, by page and quarter, and nothing else of an answer.

All counts of a quarter are one row of one length, encrypted with the site's secret, which is in no backup. The nightly
command writes the running quarter's row anew whether or not somebody answered: neither a row, nor its order, nor the
times of the files, nor two backups beside each other tell when an answer came, or to which page.
"""

import datetime
import logging
import secrets
import struct
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from reports.intake.arriving import hide_arrivals_soon
from reports.intake.models import PageAnswers
from reports.vocabulary.uk_time import day_in_london
from streetsafe.site_secrets import keys_of

logger = logging.getLogger(__name__)

# A page's place here is its place in the record, for ever: new ones come last, and none is taken out.
PAGES = (
    *("guidance:help", "guidance:stalking", "guidance:harassment", "guidance:online", "guidance:evidence"),
    *("guidance:in_public", "guidance:effects", "guidance:someone_else", "guidance:after_reporting"),
    *("guidance:no_name", "guidance:orders", "guidance:silent_call", "guidance:silent_call_easy"),
    *("guidance:routes_easy", "guidance:reporting_easy", "guidance:about", "guidance:privacy", "guidance:cookies"),
    *("guidance:accessibility", "guidance:terms", "public_map:table", "public_map:method", "public_map:open_data"),
    "responses:responses",
)
# Fewer might be one person, or somebody whom a colleague watched; and a count that grew by one would tell the minute.
STEP = 10

_ROOM = 128  # pages: the record's length never tells how many there are
_RECORD = struct.Struct(f"<{2 * _ROOM}I")
_MOST = 0xFFFFFFFF
_NONCE = 12
_USE = b"reports.intake.page_answers 1"


class UnknownPage(ValueError):
    """A page that asks nobody whether it was useful."""


@dataclass(frozen=True)
class ShownAnswers:
    """What staff see of a page in a quarter: whole tens, rounded down; 0 stands for fewer than ten."""

    quarter: str
    page: str
    yes: int
    no: int


def count_answer(page: str, *, is_useful: bool, now: datetime.datetime) -> None:
    """Adds one to what was said of a page in this quarter; raises UnknownPage."""
    if page not in PAGES:
        raise UnknownPage(page)
    with transaction.atomic():
        row = _row_of(quarter_of(day_in_london(now)))
        counts = _opened(row)
        at = 2 * PAGES.index(page) + is_useful
        counts[at] = min(counts[at] + 1, _MOST)
        _write(row, counts)
    hide_arrivals_soon()


def write_answers_anew(now: datetime.datetime) -> None:
    """Encrypts the running quarter's counts anew, in the caller's transaction: every night looks alike."""
    row = _row_of(quarter_of(day_in_london(now)))
    _write(row, _opened(row))


def encrypt_answers_anew() -> int:
    """Encrypts with the secret in use what was encrypted with one before it; how many quarters."""
    newest, *before = keys_of(_USE)
    changed = 0
    for quarter in PageAnswers.objects.values_list("quarter", flat=True):
        with transaction.atomic():
            row = PageAnswers.objects.select_for_update().get(quarter=quarter)
            if _counts(row, (newest,)) is None and (counts := _counts(row, before)) is not None:
                _write(row, counts)
                changed += 1
    return changed


def former_answers() -> list[str]:
    """The quarters whose counts are still encrypted with a secret before the one in use."""
    newest, *before = keys_of(_USE)
    rows = PageAnswers.objects.order_by("quarter")
    return [row.quarter for row in rows if _counts(row, (newest,)) is None and _counts(row, before) is not None]


def unreadable_answers() -> list[str]:
    """The quarters whose counts no secret of ours opens."""
    keys = keys_of(_USE)
    return [row.quarter for row in PageAnswers.objects.order_by("quarter") if _counts(row, keys) is None]


def shown_answers() -> list[ShownAnswers]:
    """Every page of which ten or more said the same in a quarter; the newest quarter first, then as listed."""
    shown = []
    for row in PageAnswers.objects.order_by("-quarter"):
        counts = _opened(row)
        for place, page in enumerate(PAGES):
            no, yes = (count // STEP * STEP for count in counts[2 * place : 2 * place + 2])
            if yes or no:
                shown.append(ShownAnswers(row.quarter, page, yes, no))
    return shown


def quarter_of(day: datetime.date) -> str:
    """A day's calendar quarter, such as 2026-Q4."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _row_of(quarter: str) -> PageAnswers:
    """The quarter's row, held against whoever else counts.

    Offered each time, also where it stands: the work for the first answer of a quarter is the work for any.
    """
    nothing = _encrypted(quarter, [0] * 2 * _ROOM)
    PageAnswers.objects.bulk_create([PageAnswers(quarter=quarter, encrypted=nothing)], ignore_conflicts=True)
    return PageAnswers.objects.select_for_update().get(quarter=quarter)


def _write(row: PageAnswers, counts: list[int]) -> None:
    PageAnswers.objects.filter(quarter=row.quarter).update(encrypted=_encrypted(row.quarter, counts))


def _encrypted(quarter: str, counts: list[int]) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(keys_of(_USE)[0]).encrypt(nonce, _RECORD.pack(*counts), quarter.encode())


def _opened(row: PageAnswers) -> list[int]:
    """The counts; none where no secret of ours opens them any more."""
    counts = _counts(row, keys_of(_USE))
    if counts is not None:
        return counts
    logger.warning("The answers about pages of %s could not be opened: SECRET_KEY is another one.", row.quarter)
    return [0] * 2 * _ROOM


def _counts(row: PageAnswers, keys: Sequence[bytes]) -> list[int] | None:
    """What one of the keys opens; None when none does."""
    stated = bytes(row.encrypted)
    for key in keys:
        with suppress(InvalidTag):
            return list(_RECORD.unpack(AESGCM(key).decrypt(stated[:_NONCE], stated[_NONCE:], row.quarter.encode())))
    return None
