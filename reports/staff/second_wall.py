"""The second wall: on PostgreSQL the database itself keeps other areas' rows from a request of staff.

A connection is refused the rows of a walled table until it is told who looks (migration `nobody_looks_unseen`). A
guarded view tells it the person, and the database works the councils out for itself, from the memberships (migration
`second_wall`). Commands see everything, by an option of their connection that no request sets (`manage.py`); the acts
that count, publish, move or erase say it themselves, however they were started. SQLite has nothing of the kind.
"""

import datetime
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction

from reports.staff.models import StaffUser

_ENTER = "SELECT set_config('streetsafe.everything', 'off', false), set_config('streetsafe.staff', %s, false)"
_LEAVE = "RESET streetsafe.everything; RESET streetsafe.staff"
_SEE_EVERYTHING = """
    SELECT before, set_config('streetsafe.everything', 'on', true)
    FROM (SELECT current_setting('streetsafe.everything', true) AS before) AS asked
"""
_SEE_AS_BEFORE = "SELECT set_config('streetsafe.everything', %s, true)"


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


@contextmanager
def everything_seen() -> Iterator[None]:
    """For an act that must not miss a row: one transaction in which the database shows all of them.

    No door may use it. The setting is the transaction's own, so a failure takes it back with everything else.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SEE_EVERYTHING)
        before = cursor.fetchone()[0]
        yield
        cursor.execute(_SEE_AS_BEFORE, [before or ""])


def _leave() -> None:
    """Back to what the connection began with; a connection that cannot go back must not serve anybody else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_LEAVE)
    except DatabaseError:
        connection.close()
