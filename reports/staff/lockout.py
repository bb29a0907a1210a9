"""Five wrong passwords or codes for a name from one address, then a quarter of an hour of nothing.

django-axes counts them in this process's memory, and never sees an address: what it takes for one is a keyed hash. No
table, file, cache or log ever holds an address. Each worker process counts for itself, so with two workers there are
ten tries at most.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from reports.staff import audit
from reports.staff.models import StaffUser
from streetsafe.limiter import address_of

_KEY = secrets.token_bytes(32)  # ends with this process: without it four billion hashes would be every IPv4 address


class LockedOut(Exception):
    """Too many wrong passwords or codes for this name from this address; nothing was tried."""


def refuse_if_locked_out(request: HttpRequest, username: str) -> None:
    """Raises LockedOut before a password or a code is looked at."""
    if not AxesProxyHandler.is_allowed(request, {"username": username}):
        raise LockedOut


def count_failure(request: HttpRequest, username: str) -> None:
    """Counts a wrong code; wrong passwords are counted by Django's `authenticate`."""
    user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)


def forget_failures(request: HttpRequest, username: str) -> None:
    """Somebody signed in already gave the right password or code; signing in itself forgets them too."""
    AxesProxyHandler.reset_attempts(username=_folded(username), ip_address=name_of_sender(request))


def name_of_sender(request: HttpRequest) -> str:
    """What stands for the sender's address; axes and allauth ask for it."""
    return hmac.new(_KEY, address_of(request).encode(), hashlib.sha256).hexdigest()


def name_tried(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """The name failures are counted for, so that another spelling gives no new tries; axes asks for it."""
    return _folded(str((credentials or {}).get("username") or ""))


def _folded(username: str) -> str:
    return username.casefold()


def _tell_of_lock_out(sender: object, username: str, **kwargs: Any) -> None:
    """The failure that locks out is in the audit, when the name is somebody's."""
    person = StaffUser.objects.filter(username__iexact=username).first()
    if person is not None:
        audit.record(audit.Act.LOCK_OUT, by=person, now=timezone.now())


user_locked_out.connect(_tell_of_lock_out, dispatch_uid="staff-locked-out")
