"""Addresses of the webhooks, for staff."""

from django.urls import path

from reports.feeds import webhook_views

app_name = "webhooks"
urlpatterns = [
    path("", webhook_views.webhooks, name="webhooks"),
    path("/made", webhook_views.webhook_made, name="made"),
    path("/<int:webhook_id>/remove", webhook_views.remove, name="remove"),
    path("/<int:webhook_id>/on", webhook_views.on, name="on"),
]
