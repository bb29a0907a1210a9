"""Addresses of analyst."""

from django.urls import path

from reports.analyst import views

app_name = "analyst"
urlpatterns = [path("", views.hotspots, name="hotspots")]
