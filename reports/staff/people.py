"""Letting a person in, and the only writer of StaffUser and Membership."""

import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from reports.geography.models import Area
from reports.staff.models import Membership, StaffUser


class AlreadyHolds(Exception):
    """The person has this role in this area."""


@transaction.atomic
def add_person(username: str, *, password: str) -> StaffUser:
    """Makes a person who may sign in and do nothing; raises ValidationError for a weak password or a bad name."""
    person = StaffUser(username=username)
    validate_password(password, person)
    person.set_password(password)
    person.full_clean()
    person.save()
    return person


def give_role(person: StaffUser, *, role: str, area: Area, expires_on: datetime.date | None) -> Membership:
    """Lets a person do what a role does, in an area and all inside it, to the end of a day; raises AlreadyHolds."""
    membership, is_new = Membership.objects.get_or_create(
        person=person, role=Membership.Role(role), area=area, defaults={"expires_on": expires_on}
    )
    if not is_new:
        raise AlreadyHolds(membership)
    return membership
