"""Addresses of guidance and of the pages about the site itself."""

from django.urls import path

from reports.guidance import quick_exit, views

app_name = "guidance"
urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.help_index, name="help"),
    path("help/stalking", views.stalking, name="stalking"),
    path("help/harassment", views.harassment, name="harassment"),
    path("help/online", views.online, name="online"),
    path("help/evidence", views.evidence, name="evidence"),
    path("help/check", views.check, name="check"),
    path("help/in-public", views.in_public, name="in_public"),
    path("help/effects", views.effects, name="effects"),
    path("help/someone-else", views.someone_else, name="someone_else"),
    path("help/after-reporting", views.after_reporting, name="after_reporting"),
    path("help/no-name", views.no_name, name="no_name"),
    path("help/orders", views.orders, name="orders"),
    path("help/silent-call", views.silent_call, name="silent_call"),
    path("help/silent-call/easy", views.silent_call_easy, name="silent_call_easy"),
    path("help/routes", views.routes, name="routes"),
    path("help/routes/easy", views.routes_easy, name="routes_easy"),
    path("help/reporting/easy", views.reporting_easy, name="reporting_easy"),
    path("about", views.about, name="about"),
    path("privacy", views.privacy, name="privacy"),
    path("cookies", views.cookies, name="cookies"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("terms", views.terms, name="terms"),
    path("contact", views.contact, name="contact"),
    path("leave", quick_exit.leave, name="leave"),
    path("leave/out", quick_exit.leave_out, name="leave_out"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
