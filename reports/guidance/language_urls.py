"""Addresses of help in other languages: once each, under no prefix, for the page is in neither English nor Welsh."""

from django.urls import path

from reports.guidance.other_languages import CODES, in_language

app_name = "languages"
urlpatterns = [path(code, in_language, {"code": code}, name=code) for code in CODES]
