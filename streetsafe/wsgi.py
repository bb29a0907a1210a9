"""The WSGI application a server runs."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection

from streetsafe.postgresql import UnsafeDatabase, refuse_a_role_without_walls

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "streetsafe.settings")
application = get_wsgi_application()

from reports.intake import arriving  # noqa: E402  # its tables are known from here on


def refuse_an_unsafe_database() -> None:
    """Ends the start when the database must not be used as it is; one that is away for now may come back."""
    try:
        connection.ensure_connection()
        if settings.PRODUCTION:
            refuse_a_role_without_walls(connection)
    except UnsafeDatabase:
        raise
    except OperationalError:
        return  # /readyz says so meanwhile
    finally:
        connection.close()  # a worker forked from this process must not share it


if connection.vendor == "postgresql":
    refuse_an_unsafe_database()
arriving.hide_arrivals_soon()  # of reports that came just before the process was ended
