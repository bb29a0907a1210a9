"""Addresses of analyst."""

from django.urls import URLPattern

app_name = "analyst"
urlpatterns: list[URLPattern] = []
