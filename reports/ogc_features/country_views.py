"""Hands out all councils' figures of a quarter."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from reports.ogc_features.country_files import NoSuchCountryFile, country_file
from streetsafe import open_answers


@require_safe
def country_file_page(request: HttpRequest, quarter: str, name: str) -> HttpResponse:
    """The file, or 304 where it is the one that the program has."""
    try:
        found = country_file(quarter, name)
    except NoSuchCountryFile:
        raise Http404 from None
    tag = quote_etag(found.edition)
    held = parse_etags(request.headers.get("If-None-Match", ""))
    # Compressed on the way it has a weak tag.
    answer: HttpResponse
    if "*" in held or tag in {one.removeprefix("W/") for one in held}:
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(found.content(), content_type=found.media_type)
    answer.headers["ETag"] = tag
    return open_answers.opened(answer)
