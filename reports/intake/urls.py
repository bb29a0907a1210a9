"""Addresses of intake: one for the whole journey, so that a browser's history holds nothing of it."""

from django.urls import path

from reports.intake import views

app_name = "intake"
urlpatterns = [path("", views.report, name="report")]
