"""Fixed-value makers of rows: a small made-up country, and reports in it.

The country: England with one force and two councils side by side (Eastby and Westby), Wales with one of each.
"""

import datetime
import itertools
import uuid
from typing import Any

from django.test import Client
from shapely import wkb
from shapely.geometry import box

from reports.geography import hexgrid
from reports.geography.models import Area, Place
from reports.intake.models import Report, Source
from reports.moderation.models import Decision, ReportStatus
from reports.publication.opening import open_service
from reports.staff import sessions
from reports.staff.models import Membership, StaffUser
from reports.vocabulary.experience import DayKind, Frequency, TimeOfDay
from reports.vocabulary.reasons import BY_CODE, bits_of

ENGLAND, WALES = "E92000001", "W92000004"
BORDERSHIRE, GWENT_FACH = "E23000099", "W15000099"
WESTBY, EASTBY, LLANFACH = "E06000901", "E06000902", "W06000903"

# Inside each council, on land, well away from its edge.
IN_WESTBY, IN_EASTBY, IN_LLANFACH = (-2.55, 51.45), (-2.25, 51.45), (-3.05, 51.60)
TODAY = datetime.date(2026, 11, 20)
NOW = datetime.datetime(2026, 11, 20, 12, 0, tzinfo=datetime.UTC)

_COUNTRY = (
    # code, kind, name, Welsh name, parent, west, south, east, north
    (ENGLAND, "nation", "England", "Lloegr", None, -2.7, 51.3, -2.1, 51.6),
    (WALES, "nation", "Wales", "Cymru", None, -3.2, 51.5, -2.9, 51.7),
    (BORDERSHIRE, "force", "Bordershire Police", "", ENGLAND, -2.7, 51.3, -2.1, 51.6),
    (GWENT_FACH, "force", "Gwent Fach Police", "Heddlu Gwent Fach", WALES, -3.2, 51.5, -2.9, 51.7),
    (WESTBY, "council", "Westby", "", BORDERSHIRE, -2.7, 51.3, -2.4, 51.6),
    (EASTBY, "council", "Eastby", "", BORDERSHIRE, -2.4, 51.3, -2.1, 51.6),
    (LLANFACH, "council", "Little Llan", "Llan Fach", GWENT_FACH, -3.2, 51.5, -2.9, 51.7),
)


def make_country() -> dict[str, Area]:
    """The made-up country's areas by code, open long since."""
    areas = {}
    for code, kind, name, name_cy, parent, west, south, east, north in _COUNTRY:
        areas[code] = Area.objects.create(
            code=code,
            kind=kind,
            name=name,
            name_cy=name_cy,
            parent_id=parent,
            boundary=wkb.dumps(box(west, south, east, north)),
            west=west,
            south=south,
            east=east,
            north=north,
        )
    for nation in (ENGLAND, WALES):
        open_service(areas[nation], on=datetime.date(2019, 1, 1))
    return areas


def make_report(at: tuple[float, float] = IN_WESTBY, council: str = WESTBY, **changes: Any) -> Report:
    """A waiting report; `reasons` is a list of codes, the first the main one."""
    codes = changes.pop("reasons", ["badly-lit"])
    chosen = [BY_CODE[code] for code in codes]
    values: dict[str, Any] = {
        "cell": hexgrid.cell_at(*at),
        "council_id": council,
        "received_on": TODAY,
        "source": Source.JOURNEY,
        "felt_in": TODAY.replace(day=1),
        "band": TimeOfDay.EVENING,
        "day_kind": DayKind.WEEKDAY,
        "frequency": Frequency.ONCE,
        "reasons": bits_of(chosen),
        "main_reason": chosen[0].number,
    }
    return Report.objects.create(**values | changes)


def make_accepted_report(*, accepted_on: datetime.date = TODAY, **changes: Any) -> Report:
    """A report with its accepting decision, as moderation leaves it."""
    report = make_report(**changes)
    Decision.objects.create(
        report=report,
        sequence=1,
        state="accepted",
        by=None,
        decided_on=accepted_on,
        accepted_on=accepted_on,
        batch=uuid.uuid4(),
    )
    ReportStatus.objects.create(report=report, state="accepted", accepted_on=accepted_on, sequence=1)
    return report


def make_place(
    name: str,
    at: tuple[float, float],
    population: int = 0,
    name_cy: str = "",
    *,
    kind: str = "settlement",
    nation: str = "E",
    town: str = "",
    importance: int = 0,
) -> Place:
    """A town or village, or another kind of place one can search for."""
    return Place.objects.create(
        kind=kind,
        name=name,
        name_cy=name_cy,
        search_name=name.lower(),
        nation=nation,
        longitude=at[0],
        latitude=at[1],
        population=population,
        town=town,
        importance=importance,
    )


def make_street(name: str, at: tuple[float, float]) -> Place:
    """A street of Westby that a place may be called by."""
    return make_place(name, at, kind="street", town="Westby", importance=200)


_numbers = itertools.count(1)
PASSWORD = "correct horse battery staple"


def make_person(role: str = "moderator", area: str = BORDERSHIRE, **changes: Any) -> StaffUser:
    """A person who may sign in, with one membership."""
    username = changes.pop("username", f"{role}-{next(_numbers)}")
    person = StaffUser.objects.create_user(username=username, password=PASSWORD, **changes)
    Membership.objects.create(person=person, role=role, area_id=area)
    return person


class StaffClient(Client):
    """A browser whose `force_login` stands for the password and the second factor: the ceremony has its own tests."""

    def force_login(self, user: StaffUser, backend: str | None = None) -> None:
        """Signs a person in at once."""
        super().force_login(user, backend)
        session = self.session
        sessions.note_second_factor(session)
        session.save()
