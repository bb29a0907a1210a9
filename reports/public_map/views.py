"""The public map's pages and files. Nothing here reads anything but releases and public geography."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from reports.public_map import pages
from reports.public_map.choosing import UnknownChoice, choice_of
from reports.public_map.ground import ground_of
from reports.public_map.method import method_page
from reports.public_map.open_data import open_data_page
from reports.public_map.release_file import NoSuchFile, release_file


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """The map as a picture, with everything it says in words."""
    try:
        context = pages.map_page(choice_of(request.GET), now=timezone.now())
    except UnknownChoice as problem:
        return render(request, "public_map/unknown.html", pages.unknown_page(problem), status=404)
    return render(request, "public_map/map.html", context)


@require_safe
def table_page(request: HttpRequest) -> HttpResponse:
    """The same figures as rows."""
    try:
        context = pages.table_page(choice_of(request.GET), request.GET, now=timezone.now())
    except UnknownChoice as problem:
        return render(request, "public_map/unknown.html", pages.unknown_page(problem), status=404)
    return render(request, "public_map/table.html", context)


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
        context = open_data_page(choice_of(request.GET))
    except UnknownChoice as problem:
        return render(request, "public_map/unknown.html", pages.unknown_page(problem), status=404)
    return render(request, "public_map/open_data.html", context)


@require_safe
def release_file_page(request: HttpRequest, release_id: str, name: str) -> HttpResponse:
    """A file of a release, to be kept by whoever wants it for as long as they like."""
    try:
        file = release_file(release_id, name)
    except NoSuchFile:
        raise Http404 from None
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(file.compressed if takes_gzip else file.content, content_type=file.media_type)
    if takes_gzip:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
