"""Answers about oneself: encrypted while their month runs, then counted; joined neither to a report nor to each other.

Each report leaves as many encrypted rows as there are questions, answered or not: nothing tells who answered. They are
encrypted with the site's secret, which is in no backup, and hold no field that a report holds. All of a month are
counted together when it is over: a count that grew with each shuffle would join them to the reports of that shuffle.
"""

import datetime
import json
import logging
import secrets
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from reports.geography.models import Area
from reports.intake.answers import ABOUT_QUESTIONS
from reports.intake.models import AboutYouTally, EncryptedAboutYou
from streetsafe.site_secrets import keys_of

logger = logging.getLogger(__name__)

_NONCE = 12
_LENGTH = 80  # characters of what is encrypted, filled up with blanks: the longest is 59
_AT_ONCE = 500
_USE = b"reports.intake.about_you 1"


def keep_about_you(about: tuple[tuple[str, str], ...], *, council: Area, day: datetime.date) -> None:
    """Seals an answer or its absence for each question, in the caller's transaction."""
    stated = dict(about)
    month = f"{day:%Y-%m}"
    EncryptedAboutYou.objects.bulk_create(
        EncryptedAboutYou(encrypted=_encrypted(council.code, month, one.code, stated.get(one.code, "")))
        for one in ABOUT_QUESTIONS
    )


def count_about_you(today: datetime.date) -> int:
    """Adds the answers of months that are over to their counts, and forgets them, in the caller's transaction.

    How many rows went. What the secret does not open any more is forgotten uncounted.
    """
    counted: Counter[tuple[str, str, str, str]] = Counter()
    gone, unread = [], 0
    for row in EncryptedAboutYou.objects.iterator():
        opened = _opened(bytes(row.encrypted))
        if opened and opened[1] >= f"{today:%Y-%m}":
            continue
        gone.append(row.id)
        unread += opened is None
        if opened and opened[3]:
            counted[opened] += 1
    for (council, month, question, answer), count in sorted(counted.items()):
        first = datetime.date.fromisoformat(f"{month}-01")
        tally, _ = AboutYouTally.objects.get_or_create(
            council_id=council, month=first, question=question, answer=answer
        )
        AboutYouTally.objects.filter(pk=tally.pk).update(count=tally.count + count)
    for start in range(0, len(gone), _AT_ONCE):
        EncryptedAboutYou.objects.filter(pk__in=gone[start : start + _AT_ONCE]).delete()
    if unread:
        logger.warning(
            "%d encrypted rows about people could not be opened: SECRET_KEY is another one. Forgotten.", unread
        )
    return len(gone)


def encrypt_about_you_anew() -> int:
    """Encrypts with the secret in use what was encrypted with one before it; how many rows. Nothing else is changed.

    A batch at a time, by the random number, and each whole: a run that was killed is gone on with by the next.
    """
    newest, *before = keys_of(_USE)
    ids = list(EncryptedAboutYou.objects.order_by("pk").values_list("pk", flat=True))
    changed = 0
    for start in range(0, len(ids), _AT_ONCE):
        with transaction.atomic():
            rows = (
                EncryptedAboutYou.objects.select_for_update()
                .filter(pk__in=ids[start : start + _AT_ONCE])
                .order_by("pk")
            )
            for row in rows:
                encrypted = bytes(row.encrypted)
                if before and _text(encrypted, (newest,)) is None and (text := _text(encrypted, before)) is not None:
                    EncryptedAboutYou.objects.filter(pk=row.pk).update(encrypted=_of_text(text))
                    changed += 1
    return changed


def former_about_you() -> int:
    """How many rows are still encrypted with a secret before the one in use."""
    newest, *before = keys_of(_USE)
    rows = (bytes(row.encrypted) for row in EncryptedAboutYou.objects.iterator())
    return sum(_text(one, (newest,)) is None and _text(one, before) is not None for one in rows) if before else 0


def unreadable_about_you() -> int:
    """How many rows no secret of ours opens."""
    keys = keys_of(_USE)
    rows = EncryptedAboutYou.objects.iterator()
    return sum(_text(bytes(row.encrypted), keys) is None for row in rows)


def _encrypted(*stated: str) -> bytes:
    text = json.dumps(stated).ljust(_LENGTH)
    if len(text) != _LENGTH:
        raise ValueError("an answer about oneself is longer than its seal")  # its length would tell which it is
    return _of_text(text.encode())


def _of_text(text: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(keys_of(_USE)[0]).encrypt(nonce, text, None)


def _opened(encrypted: bytes) -> tuple[str, str, str, str] | None:
    text = _text(encrypted, keys_of(_USE))
    if text is None:
        return None
    council, month, question, answer = json.loads(text)
    return council, month, question, answer


def _text(encrypted: bytes, keys: Sequence[bytes]) -> bytes | None:
    """What one of the keys opens; None when none does."""
    for key in keys:
        with suppress(InvalidTag):
            return AESGCM(key).decrypt(encrypted[:_NONCE], encrypted[_NONCE:], None)
    return None
