"""Addresses of moderation."""

from django.urls import path

from reports.moderation import act_views, views

app_name = "moderation"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("/history", views.history, name="history"),
    path("/figures", views.figures, name="figures"),
    path("/together", act_views.together, name="together"),
    path("/undo/<uuid:batch>", act_views.undo, name="undo"),
    path("/second/<uuid:batch>", act_views.second, name="second"),
    path("/<slug:cell_name>", views.group, name="group"),
    path("/<slug:cell_name>/all", act_views.whole, name="whole"),
    path("/<slug:cell_name>/hold", act_views.hold, name="hold"),
]
