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

from django.db import connection, transaction

from reports.intake.arriving import hide_arrivals_soon
from reports.intake.code_words import WORDS
from reports.intake.models import IncomingReport, Report, Submission
from reports.intake.overwriting import overwrite_log
from reports.intake.taken_back import note_taken_back
from streetsafe.site_secrets import keys_of

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
    ids = kept_ids(submission_id)
    kept = set(Submission.objects.filter(id__in=ids).values_list("id", flat=True))
    codes = (code for kept_id, code in zip(ids, _codes(submission_id), strict=True) if kept_id in kept)
    try:
        return next(codes)
    except StopIteration:
        raise NoSuchCode from None


def kept_ids(submission_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """What stands in the table in place of the form's number: from it nobody can make the code, whatever they hold.

    By the secret in use, then by each before it: a form sent before a change of the secret is known by its own.
    """
    return tuple(map(_number, _keyed(b"submission", submission_id.bytes)))


def tickets_of(submission_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """What stands in the table until the code was shown; by each secret."""
    return tuple(map(_number, _keyed(b"ticket", submission_id.bytes)))


def mark_of_submission(submission_id: uuid.UUID) -> uuid.UUID:
    """What is stored beside a new report."""
    return marks_of_submission(submission_id)[0]


def marks_of_submission(submission_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """What may be stored beside the report of a form: code and mark were made with one secret."""
    return tuple(_marks(code)[place] for place, code in enumerate(_codes(submission_id)))


def withdraw_report(words: str) -> None:
    """Deletes the report with this code and all that hangs on it; raises NotACode and NoSuchCode.

    What was decided about it stays, under an id that leads nowhere. Counts follow with their next rebuild.
    """
    found = re.findall(r"[a-z]+", words.lower())
    if len(found) != WORDS_IN_A_CODE:
        raise NotACode
    marks = _marks(" ".join(found))
    if connection.vendor == "sqlite" and not _are_there(marks):
        raise NoSuchCode  # before the one lock of all who write: whoever guesses must not keep reports waiting
    with transaction.atomic():
        deleted = [_delete_marked(mark) for mark in marks]  # by each secret, whichever it is of: all take as long
    if not any(deleted):
        raise NoSuchCode
    if not overwrite_log():
        hide_arrivals_soon()  # somebody was reading: until it is emptied the log holds what was deleted, and when


def _delete_marked(mark: uuid.UUID) -> bool:
    """The queue first: a shuffle meanwhile moves from it to the reports, never back."""
    _show_to_the_database(mark)
    deleted = [model.objects.filter(withdrawal_mark=mark).delete()[0] for model in (IncomingReport, Report)]
    if any(deleted):
        note_taken_back(mark)
    return any(deleted)


def _are_there(marks: tuple[uuid.UUID, ...]) -> bool:
    """The queue first, as above."""
    return any(model.objects.filter(withdrawal_mark__in=marks).exists() for model in (IncomingReport, Report))


def _show_to_the_database(mark: uuid.UUID) -> None:
    """Lets PostgreSQL show this one report for the transaction: row-level security hides all from a public request."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('streetsafe.mark', %s, true)", [str(mark)])


def _codes(submission_id: uuid.UUID) -> tuple[str, ...]:
    numbers = (int.from_bytes(keyed, "big") for keyed in _keyed(b"code", submission_id.bytes))
    return tuple(
        " ".join(WORDS[number >> _BITS * place & (1 << _BITS) - 1] for place in range(WORDS_IN_A_CODE))
        for number in numbers
    )


def _marks(code: str) -> tuple[uuid.UUID, ...]:
    return tuple(map(_number, _keyed(b"mark", code.encode())))


def _number(keyed: bytes) -> uuid.UUID:
    return uuid.UUID(bytes=keyed[:16])


def _keyed(use: bytes, content: bytes) -> tuple[bytes, ...]:
    """By the secret in use, then by each before it."""
    keys = keys_of(b"reports.intake.withdrawal 1 " + use)
    return tuple(hmac.digest(key, content, hashlib.sha256) for key in keys)
