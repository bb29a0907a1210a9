"""A Django view that does nothing, without middleware: the least an answer of Django costs. For the benchmark alone."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "streetsafe.settings")
settings.MIDDLEWARE = []
application = get_wsgi_application()
