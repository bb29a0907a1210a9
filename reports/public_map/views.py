"""The public map's pages and files. Nothing here reads anything but releases and public geography."""

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_safe

from reports.public_map import pages
from reports.public_map.interactive_map import ground_of
from reports.public_map.map_search import NO_SEARCH, answer_on_map
from reports.public_map.method import method_page
from reports.public_map.open_data import index_of_releases, open_data_page
from reports.public_map.release_file import NoSuchFile, release_file
from reports.public_map.selection import UnknownChoice, choice_of
from reports.publication.released import Replaced
from streetsafe.same_origin import same_origin_post


@same_origin_post
@require_http_methods(["GET", "HEAD", "POST"])
def map_page(request: HttpRequest) -> HttpResponse:
    """The map as a picture, with everything it says in words; posted, after a search on it."""
    was_posted = request.method == "POST"
    try:
        choice, search = choice_of(request.POST if was_posted else request.GET), NO_SEARCH
    except UnknownChoice as problem:
        return render(request, "public_map/unknown.html", pages.unknown_page(problem), status=404)
    if was_posted and choice is not None:
        choice, search = answer_on_map(choice, request.POST)
    context = pages.map_page(choice, now=timezone.now(), site=request.build_absolute_uri("/"), search=search)
    return render(request, "public_map/map.html", context, status=search.status)


@require_safe
def table_page(request: HttpRequest) -> HttpResponse:
    """The same figures as rows."""
    try:
        context = pages.table_page(choice_of(request.GET), request.GET, now=timezone.now())
    except UnknownChoice as problem:
        return render(request, "public_map/unknown.html", pages.unknown_page(problem), status=404)
    return render(request, "public_map/table.html", context)


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embedded_map(request: HttpRequest) -> HttpResponse:
    """The picture and its legend alone, for a council's own site: the one page that may stand in a frame."""
    try:
        choice = choice_of(request.GET)
    except UnknownChoice:
        raise Http404 from None
    if choice is None or not choice.releases:
        raise Http404
    response = render(request, "public_map/embed.html", pages.embedded_map(choice))
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def ground(request: HttpRequest) -> JsonResponse:
    """What the moving map draws under the hexagons, as JSON."""
    try:
        choice = choice_of(request.GET)
    except UnknownChoice as problem:
        return JsonResponse({"error": str(problem)}, status=404)
    if choice is None or not choice.releases:
        return JsonResponse({"error": "Nothing is published here."}, status=404)
    return JsonResponse(ground_of(choice))


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """What the numbers mean and how they are made."""
    return render(request, "public_map/method.html", method_page(now=timezone.now()))


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """Every release's files, and what is in them."""
    try:
        context = open_data_page(choice_of(request.GET), request.GET)
    except UnknownChoice as problem:
        return render(request, "public_map/unknown.html", pages.unknown_page(problem), status=404)
    return render(request, "public_map/open_data.html", context)


@require_safe
def release_index(request: HttpRequest) -> JsonResponse:
    """Every release with its folder and the checksum of its manifest, for programs."""
    response = JsonResponse(index_of_releases(site=request.build_absolute_uri("/")))
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def release_file_page(request: HttpRequest, folder: str, name: str) -> HttpResponse:
    """A file of a release, to be kept by whoever wants it for as long as they like."""
    try:
        file = release_file(folder, name)
    except NoSuchFile:
        raise Http404 from None
    except Replaced as replaced:
        moved = HttpResponseRedirect(reverse("release_files:file", args=[replaced.by, name]))
        moved["Cache-Control"] = "no-store"
        return moved
    encoding = next((each for each in file.encoded if each in _encodings(request)), None)
    response = HttpResponse(file.encoded[encoding] if encoding else file.content, content_type=file.media_type)
    if encoding:
        response["Content-Encoding"] = encoding
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _encodings(request: HttpRequest) -> set[str]:
    """The encodings a browser takes."""
    asked = (one.replace(" ", "").partition(";") for one in request.headers.get("Accept-Encoding", "").split(","))
    return {name for name, _mark, quality in asked if quality not in {"q=0", "q=0.0"}}
