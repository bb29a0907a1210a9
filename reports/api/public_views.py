"""What every answer of the API has in common: read-only, for anyone, from anywhere, and never kept."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, cast

from django.http import HttpRequest
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.generics import GenericAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from reports.api.parameters import DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE, NothingAsked, RefusedQuery, checked_query
from streetsafe import open_answers, problems
from streetsafe.problems import problem


class Pages(PageNumberPagination):
    """Numbered pages."""

    page_size = DEFAULT_PAGE_SIZE
    page_size_query_param = "page_size"
    max_page_size = LARGEST_PAGE_SIZE


class GeoJSONRenderer(JSONRenderer):
    """Passes on the text of a release's GeoJSON file as it is; a refusal becomes JSON."""

    media_type = "application/geo+json"
    format = "geojson"

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        """The body's bytes."""
        return data if isinstance(data, bytes) else super().render(data, *args, **kwargs)


class ProblemRenderer(JSONRenderer):
    """A refusal."""

    media_type = problems.MEDIA_TYPE
    charset = None


class PublicAPIView(APIView):
    """Puts the headers of an open answer on every answer, refusals too."""

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        """A browser's question before a page of another site asks: any may, with any header that opens nothing."""
        return Response(status=204, headers=open_answers.PREFLIGHT)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """The answer with its headers."""
        return open_answers.opened(super().finalize_response(request, response, *args, **kwargs))


class PublicView(PublicAPIView, GenericAPIView[Any]):
    """A read-only answer that depends on its address alone; `query` says what may be asked."""

    http_method_names = ["get", "head", "options"]  # noqa: RUF012  # typed by Django as an instance's own
    query: ClassVar[type[serializers.Serializer[None]]] = NothingAsked
    asked: dict[str, str | int]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuses what the address cannot ask before anything is read."""
        # First of all: an unknown `format` would else be answered 404 by the choice of a renderer.
        self.asked = checked_query(self.query, request.query_params)
        super().initial(request, *args, **kwargs)

    def handle_exception(self, exc: Exception) -> Response:
        """A refusal as a problem, whatever form was asked for."""
        response = super().handle_exception(exc)
        if isinstance(exc, APIException) and isinstance(self.request, Request):
            self.request.accepted_renderer = ProblemRenderer()
            self.request.accepted_media_type = ProblemRenderer.media_type
            is_of_parameters = isinstance(exc, RefusedQuery)
            response.data = problem(
                response.status_code,
                "" if is_of_parameters else str(exc.detail),
                cast(Mapping[str, Sequence[str]], exc.detail) if is_of_parameters else None,
            )
        return response
