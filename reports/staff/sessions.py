"""How long a sign-in holds, and when the password is asked for again.

The times stand in the session itself, set at every way of signing in: a session without them is over.
"""

import datetime
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

IDLE = datetime.timedelta(minutes=30)  # a desk left for a meeting
WHOLE = datetime.timedelta(hours=8)  # a working day, whatever is done in it
CONFIRMED = datetime.timedelta(minutes=15)  # before an export or a change of roles: somebody at another's open desk
WRITE_EVERY = datetime.timedelta(minutes=1)  # so that not every page writes to the database

_BEGAN, _SEEN, _CONFIRMED = "began", "seen", "confirmed"


def begin(sender: object, request: HttpRequest, **kwargs: Any) -> None:
    """Notes when somebody signed in, which is also a confirmation."""
    now = timezone.now().timestamp()
    request.session.update({_BEGAN: now, _SEEN: now, _CONFIRMED: now})


def still_holds(session: SessionBase, *, now: datetime.datetime) -> bool:
    """Whether the sign-in is neither idle for too long nor older than a working day; notes that it is in use."""
    instant = now.timestamp()
    began, seen = session.get(_BEGAN), session.get(_SEEN)
    if began is None or seen is None:
        return False
    if instant - began > WHOLE.total_seconds() or instant - seen > IDLE.total_seconds():
        return False
    if instant - seen > WRITE_EVERY.total_seconds():
        session[_SEEN] = instant
    return True


def confirm(session: SessionBase, *, now: datetime.datetime) -> None:
    """Notes that the person gave the password just now."""
    session[_CONFIRMED] = now.timestamp()


def is_confirmed(session: SessionBase, *, now: datetime.datetime) -> bool:
    """Whether the person gave the password lately."""
    confirmed = session.get(_CONFIRMED)
    return confirmed is not None and now.timestamp() - confirmed <= CONFIRMED.total_seconds()


user_logged_in.connect(begin, dispatch_uid="staff-session-begins")
