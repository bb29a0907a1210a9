"""Addresses of moderation."""

from django.urls import path

from reports.moderation import views

app_name = "moderation"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("/history", views.history, name="history"),
    path("/undo/<uuid:batch>", views.undo, name="undo"),
    path("/<slug:cell_name>", views.group, name="group"),
]
