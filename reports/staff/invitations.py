"""One-time links by which people come in: the only writer of Invitation. There is no other way to an account."""

import datetime
import hashlib
import secrets
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from reports.geography.models import Area
from reports.staff import audit
from reports.staff.models import Invitation, Membership, StaffUser
from reports.staff.people import (
    NameTaken,
    NotYours,
    add_person,
    give_role,
    refuse_other_areas,
    refuse_taken_name,
)
from reports.staff.permissions import areas_managed
from reports.staff.usernames import refuse_bad_name

VALID_FOR = datetime.timedelta(hours=72)  # over a weekend; a link lying in a mailbox for longer is a danger
KEY_BYTES = 32  # 256 bits: a plain hash of it cannot be turned back


class InvitationGone(Exception):
    """The link was never made, was used, was withdrawn, is too old, or its maker may no longer invite."""


@dataclass(frozen=True)
class Invited:
    """An invitation with the key of its link, which is known only now; `replaces` says that an older link died."""

    invitation: Invitation
    key: str
    replaces: bool


@transaction.atomic
def invite(
    username: str,
    *,
    role: str,
    area: Area,
    expires_on: datetime.date | None,
    by: StaffUser | None,
    now: datetime.datetime,
) -> Invited:
    """Makes a link for somebody to come in with one role; an older link for the same name dies.

    Raises ValidationError for a bad name, NameTaken, or NotYours for an area that is not the manager's.
    """
    refuse_other_areas(area, by=by, now=now)
    refuse_bad_name(username)
    refuse_taken_name(username)
    older = Invitation.objects.filter(username=username).first()
    if older is not None:
        refuse_other_areas(older.area, by=by, now=now)
        older.delete()
    key = secrets.token_urlsafe(KEY_BYTES)
    invitation = Invitation.objects.create(
        digest=digest_of(key),
        username=username,
        role=Membership.Role(role),
        area=area,
        expires_on=expires_on,
        made_by=by,
        valid_until=now + VALID_FOR,
    )
    audit.record(audit.Act.INVITE, by=by, now=now, area=area, detail=_detail(invitation))
    return Invited(invitation, key, replaces=older is not None)


@transaction.atomic
def take_up_invitation(key: str, *, password: str, now: datetime.datetime) -> StaffUser:
    """Makes the person with the role they were invited to; raises InvitationGone, or ValidationError as `add_person`.

    The role is given in the name of whoever invited, so it cannot reach further than they may at this moment.
    """
    invitation = invitation_of_key(key, now=now, is_locked=True)
    person = add_person(invitation.username, password=password)
    try:
        give_role(
            person,
            role=invitation.role,
            area=invitation.area,
            expires_on=invitation.expires_on,
            by=invitation.made_by,
            now=now,
        )
    except NotYours:
        raise InvitationGone from None
    audit.record(audit.Act.JOIN, by=person, now=now, area=invitation.area)
    invitation.delete()
    return person


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: StaffUser, now: datetime.datetime) -> None:
    """Makes the link worthless; raises NotYours."""
    refuse_other_areas(invitation.area, by=by, now=now)
    audit.record(audit.Act.WITHDRAW_INVITATION, by=by, now=now, area=invitation.area, detail=_detail(invitation))
    invitation.delete()


def invitation_of_key(key: str, *, now: datetime.datetime, is_locked: bool = False) -> Invitation:
    """The invitation a link stands for; raises InvitationGone. Locked, two people cannot take it up at once."""
    found = Invitation.objects.select_for_update() if is_locked else Invitation.objects.all()
    invitation = found.filter(digest=digest_of(key), valid_until__gt=now).first()
    if invitation is None:
        raise InvitationGone
    try:
        refuse_bad_name(invitation.username)  # made before names were looked at
        refuse_taken_name(invitation.username)
    except (ValidationError, NameTaken):
        raise InvitationGone from None
    return invitation


def invitations_of(manager: StaffUser, *, on: datetime.date) -> QuerySet[Invitation]:
    """The invitations into the manager's areas, by name."""
    areas = areas_managed(manager, on=on).values("code")
    return Invitation.objects.filter(area__in=areas).select_related("area").defer("area__boundary").order_by("username")


def digest_of(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def _detail(invitation: Invitation) -> audit.Detail:
    return {"person": invitation.username, "role": str(invitation.role)}
