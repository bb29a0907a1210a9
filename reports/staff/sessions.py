"""How long a sign-in holds, whether a second factor was shown, and when the person is asked again.

All of it stands in the session itself, set at every way of signing in: a session without it is over.
"""

import datetime
import json
from pathlib import Path
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from reports.staff.models import StaffUser
from streetsafe.demonstration import is_demonstration

IDLE = datetime.timedelta(minutes=30)  # a desk left for a meeting
WHOLE = datetime.timedelta(hours=8)  # a working day, whatever is done in it
CONFIRMED = datetime.timedelta(minutes=15)  # before an export or a change of roles: somebody at another's open desk
WRITE_EVERY = datetime.timedelta(minutes=1)  # so that not every page writes to the database
CLOCKS_APART = datetime.timedelta(minutes=1)  # of two servers; from later than that no sign-in can be

_BEGAN, _SEEN, _CONFIRMED, _SECOND = "began", "seen", "confirmed", "second_factor"


def begin(sender: object, request: HttpRequest, user: StaffUser, **kwargs: Any) -> None:
    """Notes when somebody signed in, which is also a confirmation, and whether by a second factor."""
    now = timezone.now().timestamp()
    shown = any(record["method"] == "mfa" for record in get_authentication_records(request, user))
    request.session.update({_BEGAN: now, _SEEN: now, _CONFIRMED: now, _SECOND: shown or _is_excused(user)})


def still_holds(session: SessionBase, *, now: datetime.datetime) -> bool:
    """Whether the sign-in is neither idle for too long nor older than a working day; notes that it is in use."""
    instant = now.timestamp()
    began, seen = session.get(_BEGAN), session.get(_SEEN)
    if began is None or seen is None:
        return False
    if instant - began > WHOLE.total_seconds() or instant - seen > IDLE.total_seconds():
        return False
    # By a clock that was set back, neither would run out until it has caught up.
    if seen - instant > CLOCKS_APART.total_seconds():
        return False
    if instant - seen > WRITE_EVERY.total_seconds():
        session[_SEEN] = instant
    return True


def note_second_factor(session: SessionBase) -> None:
    """Notes that the person has shown to hold a second factor."""
    session[_SECOND] = True


def forget_second_factor(session: SessionBase) -> None:
    """The person holds none any more."""
    session[_SECOND] = False


def has_second_factor(session: SessionBase) -> bool:
    """Whether the person has shown a second factor since signing in: without it nothing opens."""
    return session.get(_SECOND) is True


def confirm(session: SessionBase, *, now: datetime.datetime) -> None:
    """Notes that the person gave the password or a second factor just now."""
    session[_CONFIRMED] = now.timestamp()


def is_confirmed(session: SessionBase, *, now: datetime.datetime) -> bool:
    """Whether the person gave either lately."""
    confirmed = session.get(_CONFIRMED)
    return confirmed is not None and now.timestamp() - confirmed <= CONFIRMED.total_seconds()


def _is_excused(person: StaffUser) -> bool:
    """Whether this is one of the demonstration's people, whose passwords anyone knows; never in production."""
    if not is_demonstration():
        return False
    note = Path(settings.VAR_DIR) / "demonstration"
    people = json.loads(note.read_text(encoding="utf-8") or "{}").get("people", [])
    return person.username in {one["username"] for one in people}


user_logged_in.connect(begin, dispatch_uid="staff-session-begins")
