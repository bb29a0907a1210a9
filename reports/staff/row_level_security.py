"""Row-level security: on PostgreSQL the database itself keeps other areas' rows from a request of staff.

A connection is refused the rows of a protected table until it is told who looks (migration `nobody_looks_unseen`). A
guarded view tells it the person, and the database works the councils out for itself, from the memberships (migration
`row_level_security`). A command says what it may see (`reports/management/service_command.py`), and has it by an
option of its connection that no request sets; the acts that count, publish, move or erase say it themselves, however
they were started. SQLite has nothing of the kind.
"""

import datetime
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection, transaction

from reports.staff.models import StaffUser
from streetsafe.environment import SEES_EVERYTHING

# The tables it protects, as the migrations left them; of responses, what is published is anybody's to read.
PROTECTED = (
    "reports_report",
    "reports_standing",
    "reports_decision",
    "reports_proposal",
    "reports_claim",
    "reports_hold",
    "reports_spent",
    "reports_countblock",
    "reports_answerblock",
    "reports_lastingblock",
    "reports_frozenblock",
    "reports_quartercut",
    "reports_response",
    "reports_savedview",
    "reports_intervention",
    "reports_alert",
    "reports_scannedarea",
)
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

    No view may use it. The setting is the transaction's own, so a failure takes it back with everything else.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SEE_EVERYTHING)
        before = cursor.fetchone()[0]
        yield
        cursor.execute(_SEE_AS_BEFORE, [before or ""])


@contextmanager
def shown_to_a_command(*, everything: bool) -> Iterator[None]:
    """For as long as a command lasts: every row, or none of a protected table and a refusal where one is asked for.

    No view may use it. The option goes with the connection, so that one made anew in the middle has it too; within
    somebody's transaction, where the connection must stay, it is said to that transaction.
    """
    if connection.vendor != "postgresql":
        yield
    elif connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('streetsafe.everything', true)")
            before = cursor.fetchone()[0]
            cursor.execute(_SEE_AS_BEFORE, ["on" if everything else "off"])
        try:
            yield
        finally:
            with suppress(DatabaseError), connection.cursor() as cursor:  # a failed transaction takes it back itself
                cursor.execute(_SEE_AS_BEFORE, [before or ""])
    else:
        settings = connection.settings_dict
        options = settings["OPTIONS"] | {"options": SEES_EVERYTHING if everything else ""}
        connection.close()
        connection.settings_dict = settings | {"OPTIONS": options}  # of this thread's connection alone
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict = settings


def _leave() -> None:
    """Back to what the connection began with; a connection that cannot go back must not serve anybody else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_LEAVE)
    except DatabaseError:
        connection.close()
