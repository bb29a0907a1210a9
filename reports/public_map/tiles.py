"""The tiles under the moving map. They are never kept by a phone: a cache of tiles is a list of places looked at."""

import gzip

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from reports.basemap import archive, raster_proxy
from reports.public_map.thin_tiles import thin_tile


@require_safe
def base_tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """One vector tile; 204 where there is no map, which no browser calls a fault."""
    try:
        ground = archive.basemaps_in_use()
        tile = ground.tile(z, x, y)
    except archive.NoSuchTile:
        raise Http404 from None
    if tile is None:
        return HttpResponse(status=204)
    if z < max(
        archive_file.max_zoom for archive_file in ground.archives
    ):  # the last ones are drawn for all closer views
        tile = thin_tile(tile, z)
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        tile if takes_gzip else gzip.decompress(tile), content_type="application/vnd.mapbox-vector-tile"
    )
    if takes_gzip:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@require_safe
def raster_tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """One image of the operator's map service, handed through; 204 where it gave none."""
    try:
        tile = raster_proxy.raster_tile(z, x, y)
    except raster_proxy.NotOurTile:
        raise Http404 from None
    except raster_proxy.TileMissing:
        return HttpResponse(status=204)
    return HttpResponse(tile.content, content_type=tile.content_type, headers={"Cache-Control": "no-store"})
