"""Every address of the service: the public pages, which stand again under /cy/, and the rest."""

from django.urls import include, path

from reports.council_exports import extract_features
from reports.guidance import urls as guidance_urls
from reports.intake.feedback_views import asking_whether_useful
from reports.ogc_features import token_collections
from reports.public_map import urls as map_urls
from reports.publication.open_formats import Column
from reports.responses import urls as responses_urls

# The OGC API must not be able to reach a count: it is handed what a token opens.
token_collections.offer(
    token_collections.TokenCollection(**one | {"columns": [Column(*column) for column in one["columns"]]})
    for one in extract_features.described()
)

public_urlpatterns = [
    path("", include(asking_whether_useful(guidance_urls.urlpatterns, "guidance"))),
    path("", include("reports.intake.urls")),
    path("", include(asking_whether_useful(map_urls.urlpatterns, "public_map"))),
    path("", include(asking_whether_useful(responses_urls.urlpatterns, "responses"))),
    path("", include("reports.geography.urls")),
]

urlpatterns = [
    path("help/in/", include("reports.guidance.language_urls")),
    path("staff/", include("reports.staff.urls")),
    path("staff/", include("reports.staff.second_factor_urls")),
    path("staff/moderation", include("reports.moderation.urls")),
    path("staff/hotspots", include("reports.analyst.urls")),
    path("staff/feedback", include("reports.intake.feedback_urls")),
    path("staff/webhooks", include("reports.feeds.webhook_urls")),
    path("staff/imports", include("reports.intake.import_urls")),
    path("staff/responses", include("reports.responses.desk_urls")),
    path("staff/exports", include("reports.council_exports.urls")),
    path("api/v1/webhooks", include("reports.feeds.webhook_api_urls")),
    path("api/v1/imports", include("reports.intake.import_api_urls")),
    path("api/", include("reports.api.urls")),
    path("ogc/", include("reports.ogc_features.urls")),
    path("feeds/", include("reports.feeds.urls")),
    path("open-data/", include("reports.ogc_features.country_urls")),
    path("releases/", include("reports.public_map.file_urls")),
    path("tiles/", include("reports.public_map.tile_urls")),
]
