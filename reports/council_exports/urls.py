"""Addresses of council exports."""

from django.urls import path

from reports.council_exports import views

app_name = "council_exports"
urlpatterns = [
    path("", views.exports, name="exports"),
    path("/extract", views.extract, name="extract"),
]
