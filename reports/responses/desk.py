"""What the council's desk shows: its responses in order, and each as the public would read it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, QuerySet, Value, When
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from reports.geography.models import Area
from reports.responses.models import Response, ResponseState
from reports.responses.published import PublishedResponse, published_as

_DRAFTS_FIRST = Case(When(state=ResponseState.DRAFT, then=Value(0)), default=Value(1))


@dataclass(frozen=True)
class DeskLine:
    """A response in the list."""

    response: Response
    stated: PublishedResponse


@dataclass(frozen=True)
class ResponsePreview:
    """How the public reads it in one language, as HTML."""

    language: str  # as a tag
    html: SafeString


def responses_of(councils: QuerySet[Area]) -> QuerySet[Response]:
    """What these councils wrote: drafts first, then what was done last."""
    found = Response.objects.filter(council__in=councils.values("code"))
    ordered = found.order_by(_DRAFTS_FIRST, "-done_in", "-pk")
    return ordered.select_related("council").defer("council__boundary")


def lines_of(responses: Iterable[Response]) -> list[DeskLine]:
    """The responses as lines of the list."""
    return [DeskLine(response, published_as(response)) for response in responses]


def previews_of(response: Response) -> list[ResponsePreview]:
    """The response on the page of each language, English first."""
    previews = []
    for code, tag in (("en-gb", "en-GB"), ("cy", "cy")):
        with translation.override(code):
            html = render_to_string("responses/_published.html", {"it": published_as(response), "level": 3})
        previews.append(ResponsePreview(tag, html))
    return previews


def wordings_beside(response: Response) -> list[Response]:
    """The other wordings of the same thing done, newest first."""
    beside = Response.objects.filter(story=response.story).exclude(pk=response.pk).order_by("-pk")
    return list(beside.select_related("council").defer("council__boundary"))
