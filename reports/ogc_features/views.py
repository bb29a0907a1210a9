"""OGC API - Features: each view reads what is asked, asks its collection, and answers for anyone from anywhere."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.ogc_features import documents
from reports.ogc_features.collection_list import COLLECTIONS
from reports.ogc_features.coordinate_systems import CoordinateSystem
from reports.ogc_features.definition import openapi_document
from reports.ogc_features.documents import GEOJSON, JSON
from reports.ogc_features.features import Collection, NoSuchFeature
from reports.ogc_features.query_parameters import RefusedParameters, question_of, refuse_unknown, system_of
from reports.ogc_features.token_collections import is_of_tokens, with_token_collection, with_token_collections
from streetsafe import open_answers, problems

View = Callable[..., HttpResponse]


class NoSuchCollection(LookupError):
    """There is no collection of that name."""


def open_to_programs(view: View) -> View:
    """A view that is only read, by any page of any site; what it refuses is told as a problem."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: str) -> HttpResponse:
        if request.method == "OPTIONS":
            return open_answers.preflight(request)
        if request.method not in {"GET", "HEAD"}:
            refused = problems.refusal(405)
            refused.headers["Allow"] = HttpResponseNotAllowed(["GET", "HEAD", "OPTIONS"]).headers["Allow"]
            return open_answers.opened(refused)
        try:
            answered = view(request, **parts)
            # What a token opens is for its program alone, and for no page of another site.
            return answered if "Authorization" in request.headers else open_answers.opened(answered)
        except RefusedParameters as refused:
            return open_answers.opened(problems.refusal(400, errors=refused.faults))
        except NoSuchCollection:
            return open_answers.opened(problems.refusal(404, _("There is no collection of this name.")))
        except NoSuchFeature:
            return open_answers.opened(problems.refusal(404, _("There is no feature with this id.")))

    return answer


@open_to_programs
def landing_page(request: HttpRequest) -> HttpResponse:
    """Where a client begins."""
    refuse_unknown(request.GET)
    return _json(documents.landing_page(request.build_absolute_uri))


@open_to_programs
def definition(request: HttpRequest) -> HttpResponse:
    """What can be asked, as OpenAPI 3.0; with a token, of its collections too."""
    refuse_unknown(request.GET)
    root = request.build_absolute_uri(reverse("ogc_features:landing_page"))
    return with_token_collections(request, lambda besides: _json(openapi_document(root, besides), documents.OPENAPI))


@open_to_programs
def conformance(request: HttpRequest) -> HttpResponse:
    """Which parts of which standards are kept."""
    refuse_unknown(request.GET)
    return _json({"conformsTo": list(documents.CONFORMS_TO)})


@open_to_programs
def collections(request: HttpRequest) -> HttpResponse:
    """All collections; with a token, its own too."""
    refuse_unknown(request.GET)
    absolute = request.build_absolute_uri
    return with_token_collections(request, lambda besides: _json(documents.collections_document(absolute, besides)))


@open_to_programs
def collection(request: HttpRequest, collection: str) -> HttpResponse:
    """One of them."""
    return of_collection(request, collection, _about)


@open_to_programs
def items(request: HttpRequest, collection: str) -> HttpResponse:
    """A page of a collection's features."""
    return of_collection(request, collection, _page)


@open_to_programs
def item(request: HttpRequest, collection: str, feature: str) -> HttpResponse:
    """One feature."""
    return of_collection(request, collection, lambda request, found: _one(request, found, feature))


def of_collection(
    request: HttpRequest, name: str, answer: Callable[[HttpRequest, Collection], HttpResponse]
) -> HttpResponse:
    """The answer about a collection: an open one, or one that the token sent with the request opens."""
    if name in COLLECTIONS:
        return answer(request, COLLECTIONS[name])
    if is_of_tokens(name):
        return with_token_collection(request, name, answer)
    raise NoSuchCollection(name)


def _about(request: HttpRequest, found: Collection) -> HttpResponse:
    refuse_unknown(request.GET)
    return _json(documents.collection_document(found, request.build_absolute_uri))


def _page(request: HttpRequest, found: Collection) -> HttpResponse:
    question = question_of(request.GET, of_properties=found.filters)
    page = found.source.page(question)
    links = [{"rel": "self", "href": request.build_absolute_uri(), "type": GEOJSON, "title": "This page"}]
    if not page.is_last:
        query = request.GET.copy()
        query["after"] = page.features[-1].id
        here = reverse("ogc_features:items", kwargs={"collection": found.id})
        href = request.build_absolute_uri(f"{here}?{query.urlencode(safe=',:/')}")
        links.append({"rel": "next", "href": href, "type": GEOJSON, "title": "The next page"})
    links.append(
        documents.link(
            request.build_absolute_uri, "collection", "ogc_features:collection", JSON, found.title, collection=found.id
        )
    )
    body = {
        "type": "FeatureCollection",
        "features": [feature.as_geojson(question.crs) for feature in page.features],
        "links": links,
        "timeStamp": f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}",
        "numberMatched": page.matched,
        "numberReturned": len(page.features),
    }
    return _geojson(body, question.crs)


def _one(request: HttpRequest, found: Collection, feature: str) -> HttpResponse:
    crs = system_of(request.GET)
    body = found.source.feature(feature).as_geojson(crs)
    absolute = request.build_absolute_uri
    body["links"] = [
        {"rel": "self", "href": absolute(), "type": GEOJSON, "title": "This feature"},
        documents.link(absolute, "collection", "ogc_features:collection", JSON, found.title, collection=found.id),
    ]
    return _geojson(body, crs)


@open_to_programs
def unknown_address(request: HttpRequest, rest: str) -> HttpResponse:
    """404 for every other address below."""
    return problems.refusal(404, _("There is no such address."))


def _geojson(body: dict[str, Any], crs: CoordinateSystem) -> HttpResponse:
    answer = _json(body, GEOJSON)
    answer.headers["Content-Crs"] = f"<{crs.uri}>"
    return answer


def _json(body: dict[str, Any], media_type: str = JSON) -> HttpResponse:
    return JsonResponse(body, content_type=media_type, json_dumps_params={"ensure_ascii": False, "allow_nan": False})
