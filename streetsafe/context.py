"""What every page knows about the site it belongs to."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_noop

from streetsafe.demonstration import is_demonstration

gettext_noop("Demonstration Council")  # the publisher where none was named


def site(request: HttpRequest) -> dict[str, object]:
    """The site's name, who runs it, where one leaves to, and whether the figures are made up."""
    return {
        "site_name": site_name(),
        "publisher": publisher(),
        "exit_url": settings.EXIT_URL,
        "is_demonstration": is_demonstration(),
    }


def site_name() -> str:
    """The site's name; one that the catalogue has, as the neutral one, in the language of the page."""
    return gettext(settings.SITE_NAME)


def publisher() -> str:
    """Who runs the site and answers for the figures; that of the demonstration in the language of the page."""
    return gettext(settings.RELEASES_PUBLISHER)
