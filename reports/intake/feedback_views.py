"""Was this page useful? Asked at the foot of public pages, answered at their own address; what staff see of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from reports.components.quarters_in_words import quarter_for_staff
from reports.intake.page_answers import PAGES, count_answer, shown_answers
from reports.staff.models import Membership
from reports.staff.permissions import StaffRequest, staff_only
from streetsafe.same_origin import same_origin_post

ANSWERS = {"1": True, "0": False}  # of one length on the wire
NAMES = {
    "guidance:help": _("Help and advice"),
    "guidance:stalking": _("Is someone stalking me?"),
    "guidance:harassment": _("Is this harassment?"),
    "guidance:online": _("Someone is following or scaring me online"),
    "guidance:evidence": _("How to keep a record of what happens"),
    "guidance:in_public": _("Someone is harassing me in public"),
    "guidance:effects": _("How can it affect me?"),
    "guidance:someone_else": _("How can I help someone else?"),
    "guidance:after_reporting": _("What happens if I tell the police?"),
    "guidance:no_name": _("Can I report without my name?"),
    "guidance:orders": _("Can a court order them to stay away?"),
    "guidance:silent_call": _("How to call 999 without speaking"),
    "guidance:silent_call_easy": _("Quiet call, easy words"),
    "guidance:routes_easy": _("Who to call, in easy words"),
    "guidance:reporting_easy": _("How to tell us about a place, in easy words"),
    "guidance:about": _("About"),
    "guidance:privacy": _("Privacy"),
    "guidance:cookies": _("Cookies"),
    "guidance:accessibility": _("Accessibility"),
    "guidance:terms": _("Terms"),
    "public_map:table": _("Map figures as a table"),
    "public_map:method": _("How we produce the figures"),
    "public_map:open_data": _("Open data"),
    "responses:responses": _("What was done"),
}


def asking_whether_useful(patterns: list[Any], app_name: str) -> tuple[list[Any], str]:
    """The addresses of public pages, each page of `PAGES` among them asking; for `include`."""
    return [
        URLPattern(one.pattern, _asking(one.callback, f"{app_name}:{one.name}"), one.default_args, one.name)
        if f"{app_name}:{one.name}" in PAGES
        else one
        for one in patterns
    ], app_name


def _asking(view: Callable[..., HttpResponseBase], page: str) -> Callable[..., HttpResponseBase]:
    """The view, which shows the question, and takes its answer.

    An answer is answered with nothing: the page stays, and the browser has no other page to go back to.
    """

    @same_origin_post
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.asks_whether_useful = True  # type: ignore[attr-defined]  # read by the frame of the page
        answered = ANSWERS.get(request.POST.get("useful", "")) if request.method == "POST" else None
        if answered is not None:
            count_answer(page, is_useful=answered, now=timezone.now())
            return HttpResponse(status=204)
        return view(request, *args, **kwargs)

    return answer


@require_safe
@staff_only(Membership.Role.MANAGER)
def feedback(request: StaffRequest) -> HttpResponse:
    """What was said of each page, in whole tens."""
    rows = [(quarter_for_staff(one.quarter), NAMES[one.page], one.yes, one.no) for one in shown_answers()]
    return render(request, "intake/feedback.html", {"rows": rows})
