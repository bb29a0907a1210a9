"""The address where staff bring in a file of reports."""

from django.urls import path

from reports.intake.import_views import imports

app_name = "imports"
urlpatterns = [path("", imports, name="imports")]
