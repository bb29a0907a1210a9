"""Addresses of the map, its table, what its script reads, and the pages that explain and hand out the numbers."""

from django.urls import path

from reports.public_map import views

app_name = "public_map"
urlpatterns = [
    path("map", views.map_page, name="map"),
    path("map/table", views.table_page, name="table"),
    path("map/embed", views.embedded_map, name="embed"),
    path("map/ground.json", views.ground, name="ground"),
    path("method", views.method, name="method"),
    path("open-data", views.open_data, name="open_data"),
    path("open-data/index.json", views.release_index, name="release_index"),
]
