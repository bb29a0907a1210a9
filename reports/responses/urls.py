"""Address of the public page of responses."""

from django.urls import path

from reports.responses import views

app_name = "responses"
urlpatterns = [path("responses", views.responses, name="responses")]
