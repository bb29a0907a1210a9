"""Addresses of the webhooks, for programs with a token."""

from django.urls import path

from reports.feeds import webhook_api

app_name = "webhooks_api"
urlpatterns = [
    path("", webhook_api.webhooks, name="webhooks"),
    path("/<int:webhook_id>", webhook_api.one, name="one"),
]
