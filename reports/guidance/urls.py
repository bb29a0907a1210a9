"""Addresses of guidance and of the pages about the site itself."""

from django.urls import path

from reports.guidance import leaving, views

app_name = "guidance"
urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.help_index, name="help"),
    path("help/stalking", views.stalking, name="stalking"),
    path("help/harassment", views.harassment, name="harassment"),
    path("help/online", views.online, name="online"),
    path("help/evidence", views.evidence, name="evidence"),
    path("help/silent-call", views.silent_call, name="silent_call"),
    path("help/routes", views.routes, name="routes"),
    path("about", views.about, name="about"),
    path("privacy", views.privacy, name="privacy"),
    path("cookies", views.cookies, name="cookies"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("leave", leaving.leave, name="leave"),
    path("leave/out", leaving.leave_out, name="leave_out"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
