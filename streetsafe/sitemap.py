"""What search engines read: which pages there are, each in both languages, and where that list is."""

from collections.abc import Iterator, Sequence
from functools import cache
from xml.sax.saxutils import quoteattr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from reports.urls import public_urlpatterns

# No pages to find: a hop away from the site, parts of pages, data for programs, a text file, and the form that deletes.
_LEFT_OUT = frozenset(
    {
        "guidance:leave",
        "guidance:leave_out",
        "guidance:security_txt",
        "public_map:embed",
        "public_map:ground",
        "public_map:release_index",
    }
)
_NOT_FOR_SEARCHING = frozenset({"places", "withdraw"})  # by their addresses
_TAGS = {"en-gb": "en-GB", "cy": "cy"}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page, with the same page in the other language."""
    entries = []
    for name in _pages():
        urls = {}
        for code, _label in settings.LANGUAGES:
            with translation.override(code):
                urls[_TAGS[code]] = request.build_absolute_uri(reverse(name))
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href={quoteattr(url)}/>' for tag, url in urls.items()
        )
        entries += [f"<url><loc>{url}</loc>{alternates}</url>" for url in dict.fromkeys(urls.values())]
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        + "\n".join(entries)
        + "\n</urlset>\n"
    )
    return HttpResponse(body, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read; staff pages say themselves that they are not to be listed."""
    found = request.build_absolute_uri(reverse("sitemap"))
    return HttpResponse(f"User-agent: *\nDisallow:\n\nSitemap: {found}\n", content_type="text/plain; charset=utf-8")


@cache
def _pages() -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(_names(public_urlpatterns)) if name not in _LEFT_OUT)


def _names(patterns: Sequence[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns, str(pattern.namespace or namespace))
        elif "<" not in route and route not in _NOT_FOR_SEARCHING:
            yield f"{namespace}:{pattern.name}"
