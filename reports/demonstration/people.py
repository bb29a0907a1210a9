"""The demonstration's people, one of each role, with passwords anyone may know."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from reports.geography.models import Area
from reports.staff.models import Membership, StaffUser
from streetsafe.written_whole import write_whole

PASSWORD = "demonstration only"  # noqa: S105  # printed at every start; the command refuses to run in production


@dataclass(frozen=True)
class Person:
    """Who may sign in, as what, and where."""

    username: str
    password: str
    role: str
    area: str


def make_people(force: Area, council: Area) -> list[Person]:
    """Makes whoever is missing; each sees the force's area, the council officer the council's alone."""
    roles = {
        "moderator": (Membership.Role.MODERATOR, force),
        "analyst": (Membership.Role.ANALYST, force),
        "council": (Membership.Role.COUNCIL_OFFICER, council),
        "manager": (Membership.Role.MANAGER, force),
    }
    people = []
    for username, (role, area) in roles.items():
        person, is_new = StaffUser.objects.get_or_create(username=username)
        if is_new:
            person.set_password(PASSWORD)
            person.save()
        Membership.objects.get_or_create(person=person, role=role, area=area)
        people.append(Person(username, PASSWORD, str(Membership.Role(role).label), area.name))
    return people


def note_of_people() -> Path:
    """The file that says this is a demonstration, and who may sign in: read at the start of the server."""
    return Path(settings.VAR_DIR) / "demonstration"


def write_note(people: list[Person]) -> None:
    """Pages say from now on that the figures are made up."""
    write_whole(note_of_people(), json.dumps({"people": [asdict(person) for person in people]}, indent=1).encode())
