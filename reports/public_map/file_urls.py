"""Addresses of public map."""

from django.urls import URLPattern

app_name = "release_files"
urlpatterns: list[URLPattern] = []
