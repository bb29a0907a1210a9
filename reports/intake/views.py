"""The report at one address: every step is a form sent to it, and its answer a page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django_permissions_policy.decorators import permissions_policy_override

from reports.intake import journey
from streetsafe.limiter import COUNTER, address_of
from streetsafe.same_origin import same_origin_post

# The one page where a phone may be asked where it is, and then by a button alone.
MAY_LOCATE: dict[str, str | list[str] | tuple[str]] = {**settings.PERMISSIONS_POLICY, "geolocation": ["self"]}


@same_origin_post
@permissions_policy_override(MAY_LOCATE)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The opening page, or the page after a posted step. Nothing of a report stands in an address."""
    was_posted = request.method == "POST"
    now = timezone.now()
    source = COUNTER.name_of(address_of(request), now=now)
    page = journey.answer_page(request.POST, now=now, source=source) if was_posted else journey.opening_page()
    response = render(request, page.template, dict(page.context), status=page.status)
    for name, value in page.headers.items():
        response.headers[name] = value
    return response
