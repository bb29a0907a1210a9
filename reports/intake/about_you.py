"""Answers about oneself: encrypted while their month runs, then counted; joined neither to a report nor to each other.

Each report leaves as many encrypted rows as there are questions, answered or not: nothing tells who answered. They are
encrypted with the site's secret, which is in no backup, and hold no field that a report holds. All of a month are
counted together when it is over: a count that grew with each shuffle would join them to the reports of that shuffle.
"""

import datetime
import hashlib
import hmac
import json
import logging
import secrets
from collections import Counter

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from reports.geography.models import Area
from reports.intake.answers import ABOUT_QUESTIONS
from reports.intake.models import AboutYouTally, EncryptedAboutYou

logger = logging.getLogger(__name__)

_NONCE = 12
_LENGTH = 80  # characters of what is encrypted, filled up with blanks: the longest is 59
_AT_ONCE = 500


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


def _encrypted(*stated: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    text = json.dumps(stated).ljust(_LENGTH)
    if len(text) != _LENGTH:
        raise ValueError("an answer about oneself is longer than its seal")  # its length would tell which it is
    return nonce + AESGCM(_key()).encrypt(nonce, text.encode(), None)


def _opened(encrypted: bytes) -> tuple[str, str, str, str] | None:
    try:
        council, month, question, answer = json.loads(
            AESGCM(_key()).decrypt(encrypted[:_NONCE], encrypted[_NONCE:], None)
        )
    except InvalidTag:
        return None
    return council, month, question, answer


def _key() -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"reports.intake.about_you 1", hashlib.sha256)
