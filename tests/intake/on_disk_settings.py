"""The service's settings, its static files served as written; KEEP_DELETED leaves deleted rows in the file."""

import os

from streetsafe.settings import *  # noqa: F403 - all of them
from streetsafe.settings import DATABASES, STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if os.environ.get("KEEP_DELETED"):
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("secure_delete=ON", "secure_delete=OFF")
