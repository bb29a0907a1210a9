"""Addresses of staff."""

from django.urls import path

from reports.staff import audit_views, views

app_name = "staff"
urlpatterns = [
    path("", views.sign_in, name="sign_in"),
    path("home", views.home, name="home"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("audit", audit_views.audit, name="audit"),
    path("audit/file", audit_views.audit_file, name="audit_file"),
]
