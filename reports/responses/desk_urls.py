"""Addresses at which a council's people write, publish and withdraw responses."""

from django.urls import path

from reports.responses import desk_views

app_name = "responses_desk"
urlpatterns = [
    path("", desk_views.desk, name="desk"),
    path("/new", desk_views.new, name="new"),
    path("/<int:response_id>", desk_views.one, name="one"),
    path("/<int:response_id>/change", desk_views.change, name="change"),
    path("/<int:response_id>/correct", desk_views.correct, name="correct"),
    path("/<int:response_id>/publish", desk_views.publish, name="publish"),
    path("/<int:response_id>/withdraw", desk_views.withdraw, name="withdraw"),
    path("/<int:response_id>/discard", desk_views.discard, name="discard"),
]
