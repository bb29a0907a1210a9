"""The quick exit: two hops, because one leaves the page before it in the browser's Back list."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

CLEAR = '"cache", "storage"'


@csrf_exempt  # it changes nothing here: it only asks the visitor's own browser to forget
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """The first hop: a page that goes on by itself; a POST, which the script sends as it leaves, gets 204."""
    if request.method == "POST":
        response = HttpResponse(status=204)
    else:
        response = render(request, "guidance/leave.html", {"onward": reverse("guidance:leave_out")})
    response.headers["Clear-Site-Data"] = CLEAR
    return response


@require_safe
def leave_out(request: HttpRequest) -> HttpResponse:
    """The second hop: 303 to the operator's neutral page elsewhere."""
    return HttpResponse(status=303, headers={"Location": settings.EXIT_URL, "Clear-Site-Data": CLEAR})
