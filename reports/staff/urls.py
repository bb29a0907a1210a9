"""Addresses of staff."""

from django.urls import path

from reports.staff import views

app_name = "staff"
urlpatterns = [
    path("", views.sign_in, name="sign_in"),
    path("home", views.home, name="home"),
    path("sign-out", views.sign_out, name="sign_out"),
]
