"""The service as it was with one pool of workers and no page refused: what both are worth. For the benchmark alone."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "streetsafe.settings")
settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("streetsafe.load_shedding.")]
application = get_wsgi_application()
