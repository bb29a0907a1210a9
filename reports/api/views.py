"""The API: releases, and what is needed to read them."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from drf_spectacular.views import SpectacularAPIView
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from reports.api import parameters, place_shapes, shapes
from reports.api.public_views import GeoJSONRenderer, Pages, PublicAPIView, PublicView
from reports.api.reference import entries_of
from reports.api.response_shapes import PublishedShape
from reports.api.sum_shapes import SumInFullShape, SumShape
from reports.geography.areas import area_of_code
from reports.geography.models import Area
from reports.guidance.routes import Route, shown_routes
from reports.publication import released, summed
from reports.publication.models import Release
from reports.responses.published import PublishedResponses, published_responses
from reports.vocabulary.reasons import REASONS, Reason
from streetsafe import open_answers, problems

REFUSED = OpenApiResponse(
    shapes.ProblemShape, description="Unknown parameter or invalid value. `errors` lists them for each parameter."
)
NOT_IN_THAT_FORM = OpenApiResponse(shapes.ProblemShape, description="`Accept` asks for a form that there is not.")
TOO_MANY = OpenApiResponse(
    shapes.ProblemShape,
    description="Too many requests from one source. `Retry-After` says in how many seconds to go on.",
)
MISSING = OpenApiResponse(shapes.ProblemShape, description="Not found, or the page number is too high.")


def described(name: str, summary: str, shape: Any, query: Any, *, many: bool = False, geojson: Any = None) -> Any:
    """A view's entry in the schema."""
    asked = [query] if query().fields else []
    answers = {
        (200, JSONRenderer.media_type): shape(many=True) if many else shape,
        **({(200, GeoJSONRenderer.media_type): geojson} if geojson else {}),
        (400, problems.MEDIA_TYPE): REFUSED,
        (404, problems.MEDIA_TYPE): MISSING,
        (406, problems.MEDIA_TYPE): NOT_IN_THAT_FORM,
        (429, problems.MEDIA_TYPE): TOO_MANY,
    }
    return extend_schema_view(
        get=extend_schema(operation_id=name, summary=summary, responses=answers, parameters=asked, auth=[])
    )


def release_named(name: str) -> Release:
    """The release an id names, such as E06000023-2026-Q3; raises NotFound."""
    council, _separator, quarter = name.partition("-")
    try:
        if "\0" in name:  # which PostgreSQL refuses to look for, as a fault
            raise released.NoSuchRelease(name)
        return released.release_of(council, quarter)
    except released.NoSuchRelease:
        raise NotFound(_("There is no release with this id.")) from None


@described("index", "API index", shapes.IndexShape, parameters.NothingAsked)
class Index(PublicView):
    """The addresses of this version."""

    serializer_class = shapes.IndexShape

    def get(self, request: Request) -> Response:
        """Each address by its name."""
        names = ("releases", "sums", "areas", "reasons", "routes", "responses", "schema", "docs")
        return Response({name: request.build_absolute_uri(reverse(f"api:{name}")) for name in names})


@described("releases", "Published releases, newest first", shapes.ReleaseShape, parameters.ReleaseQuery, many=True)
class Releases(PublicView, ListAPIView[Any]):
    """Every release, one for each council and quarter. A release never changes once published."""

    serializer_class = shapes.ReleaseShape
    pagination_class = Pages
    query = parameters.ReleaseQuery

    def get_queryset(self) -> list[Release]:  # type: ignore[override]  # a list, made by the public interface of publication
        """The releases asked for."""
        quarter = str(self.asked.get("quarter", ""))
        found = released.releases_of(quarter) if quarter else released.every_release()
        council = self.asked.get("council")
        return [release for release in found if council is None or release.council_id == council]


@described("release", "One release in full", shapes.ReleaseInFullShape, parameters.NothingAsked)
class OneRelease(PublicView):
    """The total, the breakdown of reasons and parts of the day, and the files of a release."""

    serializer_class = shapes.ReleaseInFullShape

    def get(self, request: Request, release: str) -> Response:
        """The release."""
        return Response(self.get_serializer(release_named(release)).data)


@described(
    "leaves",
    "The places of a release",
    place_shapes.LeavesShape,
    parameters.LeafQuery,
    geojson=place_shapes.HexagonCollectionShape,
)
class Leaves(PublicView):
    """Hexagons with about how many reports each holds. As GeoJSON, this is byte for byte the file published with the
    release.
    """

    serializer_class = place_shapes.LeavesShape
    renderer_classes = (JSONRenderer, GeoJSONRenderer)
    query = parameters.LeafQuery

    def get(self, request: Request, release: str) -> Response:
        """The places."""
        found = release_named(release)
        if request.accepted_renderer.format == GeoJSONRenderer.format:
            return Response((released.release_folder(found) / "leaves.geojson").read_bytes())
        places = {
            "release": found.pk,
            "map_quarters": found.map_quarters,
            "leaves": released.published_leaves(found),
            "remainders": released.published_remainders(found),
        }
        return Response(self.get_serializer(places).data)


def _councils_named(found: Iterable[summed.SumInPlace]) -> dict[str, Area]:
    codes = {it.council_code for it in found}
    return {area.code: area for area in Area.objects.filter(code__in=codes).defer("boundary")}


@described("sums", "Several maps of a council added up", SumShape, parameters.CouncilQuery, many=True)
class Sums(PublicView, ListAPIView[Any]):
    """The last maps of a council, up to four, added up: what the public map opens with. What ends last comes first."""

    serializer_class = SumShape
    pagination_class = Pages
    query = parameters.CouncilQuery

    def get_queryset(self) -> list[summed.SumInPlace]:  # type: ignore[override]  # a list, made by the public interface of publication
        """The sums asked for."""
        council = self.asked.get("council")
        return [it for it in summed.sums_in_place() if council is None or it.council_code == council]

    def get_serializer_context(self) -> dict[str, Any]:
        """The councils' names, of all sums at once."""
        return {**super().get_serializer_context(), "councils": _councils_named(self.get_queryset())}


@described("sum", "One sum in full", SumInFullShape, parameters.NothingAsked)
class OneSum(PublicView):
    """The releases whose maps are added up, and the files of the sum."""

    serializer_class = SumInFullShape

    def get(self, request: Request, sum: str) -> Response:
        """The sum."""
        found = [it for it in summed.sums_in_place() if it.id == sum]
        context = {**self.get_serializer_context(), "councils": _councils_named(found)}
        try:
            return Response(SumInFullShape(found[0], context=context).data)
        except (IndexError, released.NoSuchRelease):
            raise NotFound(_("There is no sum with this id.")) from None


@described("areas", "Nations, police forces and councils", shapes.AreaShape, parameters.AreaQuery, many=True)
class Areas(PublicView, ListAPIView[Any]):
    """Current areas, ordered by code."""

    serializer_class = shapes.AreaShape
    pagination_class = Pages
    query = parameters.AreaQuery

    def get_queryset(self) -> QuerySet[Area]:
        """The areas asked for, without their boundaries."""
        chosen = {name: self.asked[name] for name in ("kind", "parent") if name in self.asked}
        return Area.objects.filter(is_current=True, **chosen).defer("boundary").order_by("code")


@described("area", "One area", shapes.AreaShape, parameters.NothingAsked)
class OneArea(PublicView):
    """An area, current or not."""

    serializer_class = shapes.AreaShape

    def get(self, request: Request, code: str) -> Response:
        """The area."""
        try:
            area = area_of_code(code)
        except Area.DoesNotExist:
            raise NotFound(_("There is no area with this code.")) from None
        return Response(self.get_serializer(area).data)


@described("reasons", "Why a place feels unsafe", shapes.ReasonShape, parameters.ReasonQuery, many=True)
class Reasons(PublicView, ListAPIView[Any]):
    """The reasons people can choose, in the order they appear in the form."""

    serializer_class = shapes.ReasonShape
    pagination_class = Pages
    query = parameters.ReasonQuery

    def get_queryset(self) -> list[Reason]:  # type: ignore[override]  # a list: reasons are no table
        """The reasons asked for."""
        group = self.asked.get("group")
        return [reason for reason in REASONS if group is None or reason.group.name.lower() == group]


@described("routes", "Who to call and where to report", shapes.RouteShape, parameters.RouteQuery, many=True)
class Routes(PublicView, ListAPIView[Any]):
    """Helplines and reporting services whose details have been confirmed, in display order."""

    serializer_class = shapes.RouteShape
    pagination_class = Pages
    query = parameters.RouteQuery

    def get_queryset(self) -> list[Route]:  # type: ignore[override]  # a list: routes are no table
        """The routes asked for."""
        nation = self.asked.get("nation")
        return [route for route in shown_routes() if nation is None or nation in route.nations]


@described("responses", "What councils did", PublishedShape, parameters.CouncilQuery, many=True)
class Responses(PublicView, ListAPIView[Any]):
    """Responses published by councils, most recent action first."""

    serializer_class = PublishedShape
    pagination_class = Pages
    query = parameters.CouncilQuery

    def get_queryset(self) -> PublishedResponses:  # type: ignore[override]  # a sequence, made by the public interface of responses
        """The responses asked for."""
        return published_responses(str(self.asked.get("council", "")))


class Schema(PublicAPIView, SpectacularAPIView):
    """This API as OpenAPI 3."""

    def _get_version_parameter(self, request: Request) -> None:
        """No version but the one there is: the library would write what is asked for into a header."""


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The schema as a page to read, which needs no script."""
    newest = next(iter(released.every_release()), None)
    examples = {"release": newest.pk, "code": newest.council_id} if newest else {}
    newest_sum = next(iter(summed.sums_in_place()), None)
    examples |= {"sum": newest_sum.id} if newest_sum else {}
    return render(request, "api/docs.html", {"entries": entries_of(_schema(), examples)})


@cache
def _schema() -> Any:
    """It follows from the code alone. English, as the schema for tools is."""
    with translation.override("en-gb"):
        return SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]  # has no types


def unknown_address(request: HttpRequest, rest: str) -> HttpResponse:
    """404 for an address this version does not have."""
    return open_answers.opened(problems.refusal(404, _("There is no such address.")))
