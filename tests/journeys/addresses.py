"""Every address a person may open, read from the resolver, so that a new page cannot be forgotten."""

import os
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver

from reports.guidance import language_urls
from reports.urls import public_urlpatterns, urlpatterns

# Not pages: a hop away from the site, data for programs, a text file, and the map for frames of other sites.
NOT_PAGES = {
    "/leave",
    "/leave/out",
    "/map/embed",
    "/map/ground.json",
    "/places",
    "/open-data/index.json",
    "/.well-known/security.txt",
}


def _walk(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif "<" not in route:
            yield route


def public_pages() -> list[str]:
    """Every public page, in English and in Welsh, and those in other languages."""
    english = sorted(set(_walk(list(public_urlpatterns))) - NOT_PAGES)
    others = _walk(list(language_urls.urlpatterns), "/help/in/")
    return english + [f"/cy{address}" for address in english] + ["/api/docs", *others]


def public_pages_in_short() -> list[str]:
    """Each public page in one language, for what was walked whole in another look; all of them with WHOLE."""
    if os.environ.get("WHOLE"):
        return public_pages()
    pages = [address for address in public_pages() if not address.startswith(("/cy/", "/help/in/"))]
    return [*pages, "/cy/", "/help/in/ur"]  # the longest words of the frame; and one written from right to left


def staff_pages() -> list[str]:
    """Every staff page that needs no choice made before."""
    return sorted(address for address in set(_walk(list(urlpatterns))) if address.startswith("/staff/"))
