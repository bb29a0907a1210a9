"""The service with synchronous=NORMAL, which answers before the disk has a report: a control for tests alone."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "streetsafe.settings")

from django.conf import settings  # the settings are named above

options: dict[str, Any] = settings.DATABASES["default"]["OPTIONS"]
assert "synchronous=FULL" in options["init_command"]
options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=NORMAL")
application = get_wsgi_application()
