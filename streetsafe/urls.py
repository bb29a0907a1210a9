"""The project's addresses: all are the app's, but for what machines ask: is it alive, a tab's icon, the sitemap."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from reports.urls import public_urlpatterns
from streetsafe import health, icon, sitemap

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("favicon.ico", icon.icon),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("", include("reports.urls")),
    *i18n_patterns(path("", include(public_urlpatterns)), prefix_default_language=False),
]

handler400 = "streetsafe.faults.bad_request"
handler403 = "streetsafe.faults.forbidden"
handler404 = "streetsafe.faults.not_found"
handler500 = "streetsafe.faults.server_error"
