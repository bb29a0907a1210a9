"""Every address of the service: the public pages, which stand again under /cy/, and the rest."""

from django.urls import include, path

public_urlpatterns = [
    path("", include("reports.guidance.urls")),
    path("", include("reports.intake.urls")),
    path("", include("reports.public_map.urls")),
    path("", include("reports.responses.urls")),
]

urlpatterns = [
    path("help/in/", include("reports.guidance.language_urls")),
    path("staff/", include("reports.staff.urls")),
    path("staff/", include("reports.staff.second_factor_urls")),
    path("staff/moderation", include("reports.moderation.urls")),
    path("staff/hotspots", include("reports.analyst.urls")),
    path("staff/responses", include("reports.responses.desk_urls")),
    path("staff/exports", include("reports.council_exports.urls")),
    path("api/", include("reports.api.urls")),
    path("releases/", include("reports.public_map.file_urls")),
    path("tiles/", include("reports.public_map.tile_urls")),
]
