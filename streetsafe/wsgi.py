"""The WSGI application a server runs; one that must not start ends with a sentence and no traceback."""

import os
import sys

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

from streetsafe.environment import NotStarted
from streetsafe.own_folder import close_to_others, keep_to_ourselves

# How gunicorn knows that no other worker would fare better: with any other status it would try for ever.
CANNOT_LOAD = 4


def started() -> WSGIHandler:
    """The application, when nothing speaks against it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "streetsafe.settings")
    keep_to_ourselves()
    try:
        settings._setup()  # type: ignore[misc]  # read now, so that a refusal is told as one
        found = get_wsgi_application()
        from reports.intake.arriving import hide_arrivals_soon  # they know models: these need the line before
        from streetsafe.readiness.service import refuse_the_start
        from streetsafe.sender import say_it_at_the_start

        refuse_the_start()
        close_to_others(settings.VAR_DIR)
        say_it_at_the_start()
        hide_arrivals_soon()  # of reports that came just before the process was ended
    except NotStarted as refused:
        print(refused, file=sys.stderr, flush=True)  # noqa: T201  # to whoever starts it, before there is a log
        sys.exit(CANNOT_LOAD)
    return found


application = started()
