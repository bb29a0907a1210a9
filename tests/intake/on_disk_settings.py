"""The service's settings, its static files served as written."""

from streetsafe.settings import *  # noqa: F403 - all of them
from streetsafe.settings import STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
