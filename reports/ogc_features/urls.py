"""Addresses of OGC API - Features, the same for every language."""

from django.urls import path

from reports.ogc_features import views

app_name = "ogc_features"
urlpatterns = [
    path("", views.landing_page, name="landing_page"),
    path("api", views.definition, name="definition"),
    path("conformance", views.conformance, name="conformance"),
    path("collections", views.collections, name="collections"),
    path("collections/<str:collection>", views.collection, name="collection"),
    path("collections/<str:collection>/items", views.items, name="items"),
    path("collections/<str:collection>/items/<str:feature>", views.item, name="item"),
    path("<path:rest>", views.unknown_address),
]
