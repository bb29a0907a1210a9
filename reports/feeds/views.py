"""Feeds and the catalogue: read-only, for anyone, from anywhere, with no parameter."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from reports.feeds.atom import LANGUAGES, MEDIA_TYPE, AtomFeed, release_feed, response_feed
from reports.feeds.catalogue import catalogue_of
from reports.geography import areas
from reports.geography.models import Area
from streetsafe import open_answers


@require_safe
def releases_feed(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """What is published of a council, newest first."""
    return _feed(request, language, code, release_feed)


@require_safe
def responses_feed(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """What a council says it did, newest first."""
    return _feed(request, language, code, response_feed)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The open data as DCAT."""
    with translation.override("en-gb"):
        body = catalogue_of(request.build_absolute_uri)
    return open_answers.opened(
        JsonResponse(body, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False})
    )


def _feed(request: HttpRequest, language: str, code: str, made: AtomFeed) -> HttpResponse:
    if language not in LANGUAGES:
        raise Http404
    council = _council(code)
    with translation.override(LANGUAGES[language]):
        answer = HttpResponse(made(council, request.build_absolute_uri), content_type=MEDIA_TYPE)
    answer.headers["Content-Language"] = language
    return open_answers.opened(answer)


def _council(code: str) -> Area:
    try:
        return areas.current_council(code)
    except Area.DoesNotExist:
        raise Http404 from None
