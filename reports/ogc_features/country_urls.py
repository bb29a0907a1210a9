"""Addresses of all councils' figures of a quarter in one file, the same for every language."""

from django.urls import path

from reports.ogc_features import country_views

app_name = "country_files"
urlpatterns = [
    path("<str:quarter>/<str:name>", country_views.country_file_page, name="file"),
]
