"""Addresses of the feeds, in English and in Welsh, and of the catalogue: the same for ever."""

from django.urls import path

from reports.feeds import views

app_name = "feeds"
urlpatterns = [
    path("catalogue.jsonld", views.catalogue, name="catalogue"),
    path("<str:language>/<str:code>/releases.atom", views.releases_feed, name="releases"),
    path("<str:language>/<str:code>/responses.atom", views.responses_feed, name="responses"),
]
