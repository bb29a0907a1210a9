"""The address that the boxes of a search ask for suggestions."""

from django.urls import path

from reports.geography import views

app_name = "geography"
urlpatterns = [path("places", views.suggestions, name="suggestions")]
