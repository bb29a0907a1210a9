"""A Django view that does nothing, without middleware: the least an answer of Django costs. For the benchmark alone."""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "streetsafe.settings")
django.setup()
settings.MIDDLEWARE = []  # only now: an app refuses to start without its own
application = WSGIHandler()
