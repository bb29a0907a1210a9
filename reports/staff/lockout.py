"""Five wrong passwords or codes for a name from one source, then a quarter of an hour of nothing.

Two measures stand behind it: of a name from everywhere, and of a source for all names. All are counted in memory that
the workers share, under hashes by a key that ends with the server. No table, file, cache or log ever holds an address.
A try is counted before it is looked at, so that of many at one moment no more are looked at than the measure.
"""

import datetime
import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils import timezone

from reports.staff import audit
from reports.staff.models import StaffUser
from reports.staff.usernames import plain_name
from streetsafe.limiter import TRIES
from streetsafe.sender import source_of

LASTS = datetime.timedelta(minutes=15)  # after the last wrong one
OF_A_NAME_AT_A_SOURCE = 5
OF_A_NAME = 10  # from everywhere together; a passkey asks for no password, and opens meanwhile
OF_THE_CODES_OF_A_NAME = 5  # from everywhere together: six digits, and whoever tries them has the password
OF_A_SOURCE = 30  # for all names together: hundreds of people sit behind one address of a force

_KEY = secrets.token_bytes(32)  # ends with this process: without it four billion hashes would be every IPv4 address


class LockedOut(Exception):
    """Too many wrong passwords or codes for this name or from this source; nothing was tried."""


class Try:
    """A password or a code that is being looked at; whoever does says when it was right, or never looked at."""

    counts = True


@contextmanager
def one_try(request: HttpRequest, username: str, *, is_of_a_code: bool = False) -> Iterator[Try]:
    """Counts a try before it is looked at, and takes it back when it should not count; raises LockedOut."""
    now, name, source = timezone.now(), _folded(username), source_of(request)
    measures = {_at_a_source(name, source): OF_A_NAME_AT_A_SOURCE, f"name {name}": OF_A_NAME}
    if is_of_a_code:
        measures[f"codes {name}"] = OF_THE_CODES_OF_A_NAME
    of_the_name = list(measures.values())
    if source:  # unknown ones are not one source; a name has its measures all the same
        measures[f"source {source}"] = OF_A_SOURCE
    counts = TRIES.count(*measures.items(), seconds=int(LASTS.total_seconds()), now=now)
    if counts is None:
        raise LockedOut
    tried = Try()
    try:
        yield tried
    finally:
        if not tried.counts:
            TRIES.take_back(*measures, now=now)
        elif any(count == most for count, most in zip(counts, of_the_name, strict=False)):
            _tell_of_lock_out(username)


def forget_failures(request: HttpRequest, username: str) -> None:
    """Somebody signed in whole, or signed in already, gave the right password or code at this source.

    What was tried for the name elsewhere, and at the source for others, is not forgotten.
    """
    TRIES.forget(_at_a_source(_folded(username), source_of(request)))


def name_of_sender(request: HttpRequest) -> str:
    """What stands for the sender's source; allauth asks for it. Unknown ones are not counted as one."""
    source = source_of(request) or secrets.token_hex()
    return hmac.new(_KEY, source.encode(), hashlib.sha256).hexdigest()


def _at_a_source(name: str, source: str) -> str:
    return f"{source} {name}"


def _folded(username: str) -> str:
    """Another spelling of a name gives no new tries."""
    return plain_name(username).casefold().strip()


def _tell_of_lock_out(username: str) -> None:
    """The failure that locks out is in the audit, when the name is somebody's."""
    person = StaffUser.objects.filter(username__iexact=username).first()
    if person is not None:
        audit.record(audit.Act.LOCK_OUT, by=person, now=timezone.now())


def _begin_anew(sender: object, request: HttpRequest, user: StaffUser, **kwargs: Any) -> None:
    forget_failures(request, user.get_username())


user_logged_in.connect(_begin_anew, dispatch_uid="staff-failures-forgotten")
