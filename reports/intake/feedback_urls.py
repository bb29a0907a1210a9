"""The address where staff read whether pages were useful."""

from django.urls import path

from reports.intake.feedback_views import feedback

app_name = "feedback"
urlpatterns = [path("", feedback, name="feedback")]
