"""The address where a program sends a file of reports; it stands beside the API, which may not reach a report."""

from django.urls import path

from reports.intake.import_api import imports

app_name = "imports_api"
urlpatterns = [path("", imports, name="imports")]
