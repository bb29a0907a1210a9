"""The service with what its first report would load, before workers are forked from it: for the benchmark alone.

A worker that takes a killed one's place answers at once, so that the next kill meets reports again.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "streetsafe.settings")
application = get_wsgi_application()

from django.db import connection  # noqa: E402  # Django must be set up first
from django.test import Client  # noqa: E402

from reports.geography import boundaries  # noqa: E402

boundaries.council_at(-2.59, 51.45)
for address in ("/report", "/help/"):
    assert Client(headers={"host": "127.0.0.1"}).get(address).status_code == 200
connection.close()  # no two processes may share it
