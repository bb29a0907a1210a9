"""The report at one address: every step is a form sent to it, and its answer a page. And its deletion by a code."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django_permissions_policy.decorators import permissions_policy_override

from reports.intake import deletion_code_limit, journey
from reports.intake.withdrawal import NoSuchCode, NotACode, withdraw_report
from streetsafe.limiter import COUNTER
from streetsafe.same_origin import same_origin_post
from streetsafe.sender import source_of

# The one page where a phone may be asked where it is, and then by a button alone.
MAY_LOCATE: dict[str, str | list[str] | tuple[str]] = {**settings.PERMISSIONS_POLICY, "geolocation": ["self"]}


@same_origin_post
@permissions_policy_override(MAY_LOCATE)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The opening page, or the page after a posted step. Nothing of a report stands in an address."""
    was_posted = request.method == "POST"
    now = timezone.now()
    if was_posted:
        source = COUNTER.name_of(source_of(request), now=now)
        page = journey.answer_page(request.POST, now=now, source=source)
    else:
        page = journey.opening_page()
    response = render(request, page.template, dict(page.context), status=page.status)
    for name, value in page.headers.items():
        response.headers[name] = value
    return response


@same_origin_post
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Deletes the report with the four words; says so, or why it could not."""
    if request.method != "POST":
        return render(request, "intake/withdraw.html")
    now = timezone.now()
    source = COUNTER.name_of(source_of(request), now=now)
    if deletion_code_limit.is_too_many(source, now=now):
        page = render(request, "intake/withdraw.html", {"is_too_many": True}, status=429)
        page.headers["Retry-After"] = "3600"
        return page
    try:
        withdraw_report(request.POST.get("w", ""))
    except NotACode:
        return render(request, "intake/withdraw.html", {"is_incomplete": True})
    except NoSuchCode:
        deletion_code_limit.count_wrong(source, now=now)
        return render(request, "intake/withdraw.html", {"is_unknown": True})
    return render(request, "intake/withdrawn.html")
