"""Addresses of council exports."""

from django.urls import URLPattern

app_name = "council_exports"
urlpatterns: list[URLPattern] = []
