"""Addresses of intake: one for the whole journey, so that a browser's history holds nothing of it; one to delete."""

from django.urls import path

from reports.intake import views

app_name = "intake"
urlpatterns = [path("report", views.report, name="report"), path("withdraw", views.withdraw, name="withdraw")]
