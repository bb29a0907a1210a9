"""Addresses of api."""

from django.urls import path

from reports.api import views

app_name = "api"
urlpatterns = [
    path("v1/", views.Index.as_view(), name="index"),
    path("v1/releases", views.Releases.as_view(), name="releases"),
    path("v1/releases/<str:release>", views.OneRelease.as_view(), name="release"),
    path("v1/releases/<str:release>/leaves", views.Leaves.as_view(), name="leaves"),
    path("v1/sums", views.Sums.as_view(), name="sums"),
    path("v1/sums/<str:sum>", views.OneSum.as_view(), name="sum"),
    path("v1/areas", views.Areas.as_view(), name="areas"),
    path("v1/areas/<str:code>", views.OneArea.as_view(), name="area"),
    path("v1/reasons", views.Reasons.as_view(), name="reasons"),
    path("v1/routes", views.Routes.as_view(), name="routes"),
    path("v1/responses", views.Responses.as_view(), name="responses"),
    path("v1/schema", views.Schema.as_view(), name="schema"),
    path("v1/<path:rest>", views.unknown_address),
    path("docs", views.docs, name="docs"),
]
