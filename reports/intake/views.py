"""The report at one address: every step is a form sent to it, and its answer a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from reports.intake import journey
from streetsafe.same_origin import same_origin_post


@same_origin_post
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The opening page, or the page after a posted step. Nothing of a report stands in an address."""
    was_posted = request.method == "POST"
    page = journey.answer_page(request.POST, now=timezone.now()) if was_posted else journey.opening_page()
    response = render(request, page.template, dict(page.context), status=page.status)
    for name, value in page.headers.items():
        response.headers[name] = value
    return response
