"""Addresses of the tiles, the same for every language."""

from django.urls import path

from reports.public_map import tiles

app_name = "tiles"
urlpatterns = [
    path("raster/<int:z>/<int:x>/<int:y>", tiles.raster_tile, name="raster"),
    path("base/<int:z>/<int:x>/<int:y>.mvt", tiles.base_tile, name="base"),
]
