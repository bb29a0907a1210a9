"""What every page knows about the site it belongs to."""

from django.conf import settings
from django.http import HttpRequest

from streetsafe.demonstration import is_demonstration


def site(request: HttpRequest) -> dict[str, object]:
    """The operator's name and exit address, and whether the figures are made up."""
    return {
        "site_name": settings.SITE_NAME,
        "exit_url": settings.EXIT_URL,
        "is_demonstration": is_demonstration(),
    }
