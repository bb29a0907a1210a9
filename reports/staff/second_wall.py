"""The second wall: on PostgreSQL the database itself keeps other areas' rows from a request of staff.

A connection sees no row of a walled table until it is told who looks. A guarded view tells it the person, and the
database works the councils out for itself, from the memberships (migration `second_wall`). Commands see everything,
by an option of their connection that no request sets (`manage.py`). SQLite has nothing of the kind.
"""

import datetime
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from reports.staff.models import StaffUser

_ENTER = "SELECT set_config('streetsafe.everything', 'off', false), set_config('streetsafe.staff', %s, false)"
_LEAVE = "RESET streetsafe.everything; RESET streetsafe.staff"


@contextmanager
def seen_by(person: StaffUser, roles: Iterable[str], *, on: datetime.date, within: str = "") -> Iterator[None]:
    """Lets the database show what lies in the person's areas for any of the roles, on a day, and nothing else.

    With no role named, those of every role; `within` narrows it to the inside of one area, as an access token does.
    """
    if connection.vendor != "postgresql":
        yield
        return
    asked = {"person": person.pk, "roles": list(roles), "on": on.isoformat(), "within": within}
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, [json.dumps(asked)])
    try:
        yield
    finally:
        _leave()


def _leave() -> None:
    """Back to what the connection began with; a connection that cannot go back must not serve anybody else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_LEAVE)
    except DatabaseError:
        connection.close()
