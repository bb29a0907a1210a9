"""The answers so far, encrypted in a hidden field: never a table, never a cookie.

What the phone carries is encrypted and signed, so that a page left open tells nothing and cannot be changed. Found
later it opens nothing: with script half of its key is in the memory of the open page alone; without, its time is short;
and once its report was sent it opens for nobody (`ended`).
"""

import base64
import datetime
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reports.intake.place_map import MapView
from streetsafe.site_secrets import known_secrets

LIFETIME = datetime.timedelta(hours=2)  # from one answer to the next, of a field that takes the open page's own key
LIFETIME_ALONE = datetime.timedelta(minutes=20)  # without script: whoever finds it until then could read on
_BLOCK = 1024  # every encrypted field is equally long, so that its length tells nothing of the answers

StepAnswers = dict[str, list[str]]


class DraftUnreadable(ValueError):
    """An encrypted field that this version of the site did not make, or that was changed or cut on the way."""


class DraftExpired(ValueError):
    """An encrypted field older than its lifetime."""


@dataclass(frozen=True)
class Draft:
    """A report being written: for each step passed, the values of its fields."""

    submission_id: uuid.UUID
    answers: Mapping[str, StepAnswers] = field(default_factory=dict)
    view: MapView | None = None
    began: int = 0  # seconds since 1970; travels encrypted, and is kept nowhere
    query: str = ""  # what was searched for, until a place is chosen: the box keeps it while the map moves
    was_checked: bool = False  # the check page was reached: a change goes straight back to it
    key: str = ""  # what the page's script holds and never writes down; it is not in the field, and opens it

    def with_answers(self, step: str, values: StepAnswers) -> "Draft":
        """The draft with one step answered anew."""
        return replace(self, answers={**self.answers, step: values})

    def without(self, step: str) -> "Draft":
        """The draft with one step unanswered."""
        return replace(self, answers={name: values for name, values in self.answers.items() if name != step})


def new_draft(key: str = "") -> Draft:
    """An empty draft with its own random submission id."""
    return Draft(uuid.uuid4(), key=key)


def lifetime(key: str) -> datetime.timedelta:
    """How long a field is usable that was encrypted with this key or with none."""
    return LIFETIME if key else LIFETIME_ALONE


def encrypt_draft(draft: Draft, *, now: datetime.datetime) -> str:
    """The draft as text for a hidden field; usable with its key until `now` + its lifetime."""
    view = [draft.view.longitude, draft.view.latitude, draft.view.zoom] if draft.view else None
    content = {
        "i": draft.submission_id.hex,
        "a": draft.answers,
        "v": view,
        "t": draft.began,
        "q": draft.query,
        "c": draft.was_checked,
    }
    plain = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
    padded = plain.ljust(-(-len(plain) // _BLOCK) * _BLOCK)
    return _fernet(draft.key).encrypt_at_time(padded, int(now.timestamp())).decode("ascii")


def decrypt_draft(text: str, *, now: datetime.datetime, key: str = "") -> Draft:
    """The draft a hidden field holds; raises DraftExpired or DraftUnreadable, the latter for another key too."""
    fernet = _fernet(key)
    try:
        token = text.encode("ascii")
        plain = fernet.decrypt_at_time(token, int(lifetime(key).total_seconds()), int(now.timestamp()))
    except UnicodeEncodeError:
        raise DraftUnreadable from None
    except InvalidToken:
        raise _why_refused(fernet, token) from None
    try:
        return replace(_draft_of(json.loads(plain)), key=key)
    except (AttributeError, KeyError, TypeError, ValueError) as fault:  # encrypted by another version of the site
        raise DraftUnreadable from fault


def _draft_of(content: dict[str, Any]) -> Draft:
    """The draft; what a version before this one did not seal is as in a new draft."""
    return Draft(
        submission_id=uuid.UUID(content["i"]),
        answers=content["a"],
        view=MapView(*content["v"]) if content.get("v") else None,
        began=content.get("t", 0),
        query=content.get("q", ""),
        was_checked=content.get("c", False),
    )


def _why_refused(fernet: MultiFernet, token: bytes) -> ValueError:
    """Expired when the signature holds, else unreadable."""
    try:
        fernet.extract_timestamp(token)
    except InvalidToken:
        return DraftUnreadable()
    return DraftExpired()


def _fernet(key: str = "") -> MultiFernet:
    """The sealer, its key derived from the site's secret and the page's for this use alone; opens with those before."""
    info = b"reports.intake.draft 1" + key.encode()
    derived = (HKDF(SHA256(), 32, salt=None, info=info).derive(secret.encode()) for secret in known_secrets())
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in derived])
