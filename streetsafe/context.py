"""What every page knows about the site it belongs to."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The operator's name and exit address, and whether the figures are made up."""
    return {
        "site_name": settings.SITE_NAME,
        "exit_url": settings.EXIT_URL,
        "is_demonstration": not settings.PRODUCTION and (settings.VAR_DIR / "demonstration").exists(),
    }
