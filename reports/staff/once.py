"""A form that is sent twice does its act once; a secret it makes is shown once, at an address of its own."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.sessions.models import Session
from django.db import transaction

from reports.staff.permissions import StaffRequest
from reports.staff.secret_encryption import Unreadable, decrypt_secret, encrypt_secret

NUMBER = "once"  # the field of a form that holds its number
KEPT = 50  # numbers of the latest forms of a session: whoever sends an older one again wants it done again

_USED, _MADE = "forms_used", "made"


class DoneAlready(Exception):
    """The form was sent before, and what it asks for was done."""


def new_number() -> str:
    """A number for a form that is about to be shown."""
    return secrets.token_urlsafe(9)


@contextmanager
def done_once(request: StaffRequest) -> Iterator[None]:
    """Lets the form that was sent do its act, unless it was sent before: raises DoneAlready.

    The act and the number stand or fall together, and of two at once the second waits for the first: a second press
    of a button would else make a second secret, and the one that is shown may be the one that is dead.
    """
    number, session = request.POST.get(NUMBER, ""), request.session
    with transaction.atomic():
        list(Session.objects.select_for_update().filter(pk=session.session_key).values_list("pk"))
        session.update(session.load())
        used = session.get(_USED, [])
        if number in used:
            raise DoneAlready
        yield
        if number:
            session[_USED] = [*used, number][-KEPT:]
        session.save()


def keep_to_show(request: StaffRequest, page: str, secret: dict[str, str]) -> None:
    """Keeps what was made, encrypted, until its page is opened: by a redirect, a moment later."""
    request.session[_MADE] = {**request.session.get(_MADE, {}), page: encrypt_secret(json.dumps(secret))}


def shown_this_once(request: StaffRequest, page: str) -> dict[str, str] | None:
    """What was made, and nothing of it from now on; empty when it was shown before, None when nothing was made."""
    made = request.session.get(_MADE, {})
    if page not in made:
        return None
    try:
        secret: dict[str, str] = json.loads(decrypt_secret(made[page])) if made[page] else {}
    except Unreadable:  # the site's key was changed meanwhile
        secret = {}
    if request.method == "GET":  # a HEAD shows nothing
        request.session[_MADE] = {**made, page: ""}
    return secret
