"""Addresses of the map, its table and what its script reads."""

from django.urls import path

from reports.public_map import views

app_name = "public_map"
urlpatterns = [
    path("", views.map_page, name="map"),
    path("/table", views.table_page, name="table"),
    path("/ground.json", views.ground, name="ground"),
]
