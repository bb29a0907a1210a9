"""Addresses of council exports."""

from django.urls import path

from reports.council_exports import recording, views

app_name = "council_exports"
urlpatterns = [
    path("", views.exports, name="exports"),
    path("/extract", views.extract, name="extract"),
    path("/followed", recording.followed, name="followed"),
    path("/followed/<int:number>/remove", recording.remove, name="remove_response"),
]
