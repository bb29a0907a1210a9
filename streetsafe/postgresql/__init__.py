"""PostgreSQL as this service needs it: refused when it may forget, or when row-level security would not hold."""

from typing import TYPE_CHECKING

from django.db import OperationalError

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

# Each of these off can lose reports after "thank you", and an anonymous reporter cannot be asked again. Any other
# value of synchronous_commit than off waits at least for this machine's disk.
SETTINGS = ("fsync", "full_page_writes", "synchronous_commit")


class UnsafeDatabase(OperationalError):
    """The service must not use this database as it is; the message says why and what to do."""


def refuse_to_forget(values: dict[str, str]) -> None:
    """Raises UnsafeDatabase for a value of `off` among the server's settings."""
    if off := [name for name in SETTINGS if values[name] == "off"]:
        raise UnsafeDatabase(
            f"PostgreSQL runs with {', '.join(off)} off, so a report it confirmed can be lost with the power. "
            "Turn on what is off in postgresql.conf, reload the server, and start again."
        )


def refuse_half_sight(asked_for: str, everything: str | None) -> None:
    """Raises UnsafeDatabase when a command asked to see every row and the connection does not: a pooler dropped it.

    Counts and releases would be made of the rows it sees, which are none.
    """
    if asked_for and everything != "on":
        raise UnsafeDatabase(
            "The connection does not carry the option streetsafe.everything=on, so this command would see no report. "
            "Connect to PostgreSQL itself, or through a pooler that passes options on."
        )


def refuse_a_role_without_walls(connection: "BaseDatabaseWrapper") -> None:
    """Raises UnsafeDatabase when the role is one that row-level security does not hold for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        role, passes = cursor.fetchone()
    if passes:
        raise UnsafeDatabase(
            f"The role {role} of DATABASE_URL is a superuser or has BYPASSRLS, so the database would show every "
            "area's reports to everybody. Give the service a role of its own that owns the database and is neither."
        )
