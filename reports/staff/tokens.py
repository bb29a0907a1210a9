"""Keys for programs: shown once, kept as a hash, for one dataset of one area; the only writer of AccessToken.

A token never opens more than its person could open at that moment, nor more than its own area.
"""

import datetime
import hashlib
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from reports.geography.models import Area
from reports.staff import audit
from reports.staff.models import AccessToken, Membership, StaffUser
from reports.staff.permissions import areas_inside, areas_managed, memberships_of

VALID_FOR = datetime.timedelta(days=90)  # a quarter's work; a forgotten one dies by itself
KEY_BYTES = 32  # 256 bits: a plain hash of it cannot be turned back
PREFIX = "pst_"  # so that a scanner for secrets can tell one in a repository

# Who may hold a token for a dataset: whoever may do the same by hand.
_OF_FIGURES = (Membership.Role.COUNCIL_OFFICER, Membership.Role.ANALYST, Membership.Role.MANAGER)
ROLES = {
    AccessToken.Dataset.EXTRACT: _OF_FIGURES,
    AccessToken.Dataset.IMPORT: _OF_FIGURES,
    AccessToken.Dataset.WEBHOOK: (Membership.Role.COUNCIL_OFFICER, Membership.Role.MANAGER),
}
SENDING = frozenset({AccessToken.Dataset.IMPORT, AccessToken.Dataset.WEBHOOK})  # all others let a program read alone


class NotYourToken(Exception):
    """The area is not the person's, or the token neither the person's own nor in an area they manage."""


class TokenRefused(Exception):
    """No such token, or it is revoked, too old, for another dataset, or its person has left."""


@dataclass(frozen=True)
class CreatedToken:
    """A token with its key, which is known only now."""

    token: AccessToken
    key: str


def areas_open_to(person: StaffUser, dataset: str, *, on: datetime.date) -> QuerySet[Area]:
    """The areas a person may read a dataset of on a day."""
    return areas_inside(memberships_of(person, *ROLES[AccessToken.Dataset(dataset)], on=on))


@transaction.atomic
def make_token(label: str, *, dataset: str, area: Area, by: StaffUser, now: datetime.datetime) -> CreatedToken:
    """Makes a token for oneself, to the end of the 90th day; raises NotYours."""
    today = timezone.localdate(now)
    if not areas_open_to(by, dataset, on=today).filter(pk=area.pk).exists():
        raise NotYourToken(area)
    key = PREFIX + secrets.token_urlsafe(KEY_BYTES)
    token = AccessToken.objects.create(
        digest=digest_of(key),
        label=label,
        person=by,
        area=area,
        dataset=dataset,
        made_on=today,
        expires_on=today + VALID_FOR,
    )
    audit.record(audit.Act.MAKE_TOKEN, by=by, now=now, area=area, detail={"name": label, "dataset": dataset})
    return CreatedToken(token, key)


@transaction.atomic
def revoke_token(token: AccessToken, *, by: StaffUser, now: datetime.datetime) -> None:
    """Makes a token worthless at once: one's own, or any in an area one manages; raises NotYours."""
    today = timezone.localdate(now)
    if not tokens_of(by, on=today).filter(pk=token.pk).exists():
        raise NotYourToken(token)
    if AccessToken.objects.filter(pk=token.pk, revoked_on=None).update(revoked_on=today):
        detail: audit.Detail = {"name": token.label, "person": token.person.username}
        audit.record(audit.Act.REVOKE_TOKEN, by=by, now=now, area=token.area, detail=detail)


def token_of_key(key: str, *, dataset: str, now: datetime.datetime) -> AccessToken:
    """The token in force a key stands for, noting that it was used today; raises TokenRefused.

    It is found by its hash, so how long the search takes tells nothing of the key.
    """
    today = timezone.localdate(now)
    token = AccessToken.objects.select_related("person").filter(digest=digest_of(key), dataset=dataset).first()
    if token is None or not token.is_in_force(today) or not token.person.is_active:
        raise TokenRefused
    if token.last_used_on != today:
        AccessToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return token


def tokens_of(person: StaffUser, *, on: datetime.date) -> QuerySet[AccessToken]:
    """One's own tokens, and for a manager everybody's in the managed areas; the newest first."""
    managed = areas_managed(person, on=on).values("code")
    found = AccessToken.objects.filter(Q(person=person) | Q(area__in=managed))
    return found.select_related("person", "area").defer("area__boundary").order_by("-made_on", "-pk")


def digest_of(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()
