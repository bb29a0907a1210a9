"""Four words by which whoever filed a report can delete it, until its release freezes.

Every report has a code, whether or not it is asked for: so nothing tells who asked. The code is made from the random
number of the form, which is kept nowhere; what is stored beside the report is a mark made from the code. It is shown
once (`submission.take_code`).
Both take the site's secret, so nobody who holds the database alone can try codes.
"""

import hashlib
import hmac
import re
import uuid

from django.conf import settings
from django.db import connection, transaction

from reports.intake.arriving import hide_arrivals_soon
from reports.intake.code_words import WORDS
from reports.intake.models import IncomingReport, Report, Submission
from reports.intake.overwriting import overwrite_log
from reports.intake.taken_back import note_taken_back

# 11 bits each, 44 in all: one guess in 17.6 million million hits a report, one in 176 million any of 100,000. What that
# is in a year of guessing stands in docs/privacy.md, "What a stranger can ask".
WORDS_IN_A_CODE = 4
_BITS = 11


class NoSuchCode(Exception):
    """No report can be deleted with these words: they are others, or its release is frozen and the mark is gone."""


class NotACode(Exception):
    """More words than a code has, or fewer: nothing was looked for, and nothing is to be counted."""


def code_of_submission(submission_id: uuid.UUID) -> str:
    """The code of the report a form became, the same each time; raises NoSuchCode when none came of it lately."""
    if not Submission.objects.filter(id=kept_id(submission_id)).exists():
        raise NoSuchCode
    return _code(submission_id)


def kept_id(submission_id: uuid.UUID) -> uuid.UUID:
    """What stands in the table in place of the form's number: from it nobody can make the code, whatever they hold."""
    return uuid.UUID(bytes=_keyed(b"submission", submission_id.bytes)[:16])


def ticket_of(submission_id: uuid.UUID) -> uuid.UUID:
    """What stands in the table until the code was shown."""
    return uuid.UUID(bytes=_keyed(b"ticket", submission_id.bytes)[:16])


def mark_of_submission(submission_id: uuid.UUID) -> uuid.UUID:
    """What is stored beside the report."""
    return _mark(_code(submission_id))


def withdraw_report(words: str) -> None:
    """Deletes the report with this code and all that hangs on it; raises NotACode and NoSuchCode.

    What was decided about it stays, under an id that leads nowhere. Counts follow with their next rebuild.
    """
    found = re.findall(r"[a-z]+", words.lower())
    if len(found) != WORDS_IN_A_CODE:
        raise NotACode
    mark = _mark(" ".join(found))
    if connection.vendor == "sqlite" and not _is_there(mark):
        raise NoSuchCode  # before the one lock of all who write: whoever guesses must not keep reports waiting
    with transaction.atomic():
        _show_to_the_database(mark)
        # The queue first: a shuffle meanwhile moves from it to the reports, never back.
        deleted = [model.objects.filter(withdrawal_mark=mark).delete()[0] for model in (IncomingReport, Report)]
        if any(deleted):
            note_taken_back(mark)
    if not any(deleted):
        raise NoSuchCode
    if not overwrite_log():
        hide_arrivals_soon()  # somebody was reading: until it is emptied the log holds what was deleted, and when


def _is_there(mark: uuid.UUID) -> bool:
    """The queue first, as above."""
    return any(model.objects.filter(withdrawal_mark=mark).exists() for model in (IncomingReport, Report))


def _show_to_the_database(mark: uuid.UUID) -> None:
    """Lets PostgreSQL show this one report for the transaction: row-level security hides all from a public request."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('streetsafe.mark', %s, true)", [str(mark)])


def _code(submission_id: uuid.UUID) -> str:
    number = int.from_bytes(_keyed(b"code", submission_id.bytes), "big")
    return " ".join(WORDS[number >> _BITS * place & (1 << _BITS) - 1] for place in range(WORDS_IN_A_CODE))


def _mark(code: str) -> uuid.UUID:
    return uuid.UUID(bytes=_keyed(b"mark", code.encode())[:16])


def _keyed(use: bytes, content: bytes) -> bytes:
    key = hmac.digest(settings.SECRET_KEY.encode(), b"reports.intake.withdrawal 1 " + use, hashlib.sha256)
    return hmac.digest(key, content, hashlib.sha256)
