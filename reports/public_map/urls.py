"""Addresses of public map."""

from django.urls import URLPattern

app_name = "public_map"
urlpatterns: list[URLPattern] = []
