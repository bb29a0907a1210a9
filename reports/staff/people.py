"""Letting a person in, giving and ending roles: the only writer of StaffUser and Membership.

`by` is the manager who acts, inside the own areas alone, or None for a command on the server.
"""

import datetime
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from reports.geography.models import Area
from reports.staff import audit
from reports.staff.models import Membership, StaffUser
from reports.staff.permissions import areas_managed
from reports.staff.usernames import refuse_bad_name


class AlreadyHolds(Exception):
    """The person has this role in this area."""


class NotYours(Exception):
    """The area is not inside the areas the manager manages, or the person is none of the manager's."""


class OwnRole(Exception):
    """Nobody ends the own role: a slip could leave an area without a manager."""


@dataclass(frozen=True)
class PersonListed:
    """A person, and the roles a manager may see: those inside the manager's areas."""

    person: StaffUser
    memberships: list[Membership]


class NameTaken(Exception):
    """Somebody has this username, in these letters or in capitals."""


def refuse_taken_name(username: str) -> None:
    """Raises NameTaken when somebody is called so: two people must not differ by capitals alone."""
    if StaffUser.objects.filter(username__iexact=username).exists():
        raise NameTaken(username)


@transaction.atomic
def add_person(username: str, *, password: str) -> StaffUser:
    """Makes a person who may sign in and do nothing.

    Raises ValidationError for a weak password or a bad name, and NameTaken.
    """
    refuse_bad_name(username)
    refuse_taken_name(username)
    person = StaffUser(username=username)
    validate_password(password, person)
    person.set_password(password)
    person.full_clean()
    person.save()
    return person


@transaction.atomic
def give_role(
    person: StaffUser,
    *,
    role: str,
    area: Area,
    expires_on: datetime.date | None,
    by: StaffUser | None,
    now: datetime.datetime,
) -> Membership:
    """Lets a person do what a role does, in an area and all inside it, to the end of a day.

    A role that ended is begun again. Raises NotYours, or AlreadyHolds while the role is in force.
    """
    refuse_other_areas(area, by=by, now=now)
    membership, is_new = Membership.objects.get_or_create(
        person=person, role=Membership.Role(role), area=area, defaults={"expires_on": expires_on}
    )
    if not is_new:
        if membership.is_in_force(timezone.localdate(now)):
            raise AlreadyHolds(membership)
        membership.expires_on = expires_on
        membership.save(update_fields=["expires_on"])
    detail: audit.Detail = {
        "person": person.username,
        "role": str(Membership.Role(role).value),
        "expires": expires_on.isoformat() if expires_on else None,
    }
    audit.record(audit.Act.GIVE_ROLE, by=by, now=now, area=area, detail=detail)
    return membership


@transaction.atomic
def end_role(membership: Membership, *, by: StaffUser | None, now: datetime.datetime) -> None:
    """Takes a role away: the person's next request is refused. Raises NotYours or OwnRole."""
    refuse_other_areas(membership.area, by=by, now=now)
    if by is not None and membership.person_id == by.pk:
        raise OwnRole(membership)
    detail: audit.Detail = {"person": membership.person.username, "role": membership.role}
    area = membership.area
    membership.delete()
    audit.record(audit.Act.END_ROLE, by=by, now=now, area=area, detail=detail)


@transaction.atomic
def change_password(person: StaffUser, *, password: str, now: datetime.datetime, by_link: bool = False) -> None:
    """Its owner chose another; every session of theirs ends. Raises ValidationError for a weak one."""
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    end_sessions(person)
    audit.record(audit.Act.USE_PASSWORD_LINK if by_link else audit.Act.CHANGE_PASSWORD, by=person, now=now)


def sign_out_everywhere(person: StaffUser, *, now: datetime.datetime) -> None:
    """Its owner ends every session, the one in use too."""
    end_sessions(person)
    audit.record(audit.Act.SIGN_OUT_EVERYWHERE, by=person, now=now)


def end_sessions(person: StaffUser) -> None:
    """Ends every session of the person, wherever it is open."""
    StaffUser.objects.filter(pk=person.pk).update(sessions_ended=F("sessions_ended") + 1)
    person.refresh_from_db(fields=["sessions_ended"])


def choose_language(person: StaffUser, language: str) -> None:
    """The person's staff pages are in this language from now on."""
    StaffUser.objects.filter(pk=person.pk).update(language=language)


def refuse_other_areas(area: Area, *, by: StaffUser | None, now: datetime.datetime) -> None:
    """Raises NotYours unless the area lies inside those the manager manages now; a command may do anything."""
    if by is not None and not areas_managed(by, on=timezone.localdate(now)).filter(pk=area.pk).exists():
        raise NotYours(area)


def people_of(manager: StaffUser, *, on: datetime.date) -> list[PersonListed]:
    """Everybody with a role inside the manager's areas, by name; ended roles too, until they are taken away."""
    found = (
        Membership.objects.filter(area__in=areas_managed(manager, on=on).values("code"))
        .select_related("person", "area")
        .defer("area__boundary")
        .order_by("person__username", "area__name", "role")
    )
    listed: dict[int, PersonListed] = {}
    for membership in found:
        listed.setdefault(membership.person_id, PersonListed(membership.person, [])).memberships.append(membership)
    return list(listed.values())
