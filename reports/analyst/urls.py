"""Addresses of analyst."""

from django.urls import path

from reports.analyst import views

app_name = "analyst"
urlpatterns = [
    path("", views.hotspots, name="hotspots"),
    path("/figures", views.figures, name="figures"),
    path("/briefing", views.briefing, name="briefing"),
    path("/<slug:cell_name>", views.place, name="place"),
]
