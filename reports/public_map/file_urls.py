"""Addresses of the releases' files, the same for every language and for ever."""

from django.urls import path

from reports.public_map import views

app_name = "release_files"
urlpatterns = [
    path("<str:folder>/<str:name>", views.release_file_page, name="file"),
]
