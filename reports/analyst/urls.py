"""Addresses of analyst."""

from django.urls import path

from reports.analyst import recording, saving_views, seeing_alerts, views

app_name = "analyst"
urlpatterns = [
    path("", views.hotspots, name="hotspots"),
    path("/figures", views.figures, name="figures"),
    path("/briefing", views.briefing, name="briefing"),
    path("/views", saving_views.save, name="save_view"),
    path("/views/<int:number>/delete", saving_views.delete, name="delete_view"),
    path("/views/<int:number>/restore", saving_views.restore, name="restore_view"),
    path("/alerts/<int:number>/seen", seeing_alerts.mark_seen, name="mark_alert_seen"),
    path("/done/<int:number>/remove", recording.remove, name="remove_response"),
    path("/<slug:cell_name>/done", recording.record, name="record_response"),
    path("/<slug:cell_name>", views.place, name="place"),
]
