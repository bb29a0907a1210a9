"""The pages of guidance, and the pages about the site itself; none of them knows who is reading."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from reports.guidance.route_form import CHOICES, OF_THE_READER, routes_asked_for, what_is_asked
from reports.guidance.sections import first_calls, routes_by_nation
from streetsafe.same_origin import same_origin_post


@dataclass(frozen=True)
class Edition:
    """How often a page was written anew, and the day a person last read it through: shown on it."""

    number: int
    written_on: datetime.date


# A page whose words change in meaning gets the next number and the day; the rest are as first written.
FIRST = Edition(1, datetime.date(2026, 11, 20))
_CHANGED_ON = datetime.date(2026, 11, 27)
_NUMBERS = {"help": 4, "privacy": 4, "accessibility": 4, "stalking": 3, "harassment": 3, "routes": 3, "contact": 3}
_NUMBERS |= dict.fromkeys(("check", "online", "in_public", "effects", "evidence", "someone_else", "after_reporting"), 2)
_NUMBERS |= dict.fromkeys(("no_name", "orders", "silent_call", "silent_call_easy", "routes_easy"), 2)
EDITIONS = {name: Edition(number, _CHANGED_ON) for name, number in _NUMBERS.items()}
EDITIONS |= {"about": Edition(2, FIRST.written_on), "reporting_easy": Edition(1, _CHANGED_ON)}

gettext_noop("public task (UK GDPR, Article 6(1)(e))")  # the default of LAWFUL_BASIS
View = Callable[[HttpRequest], HttpResponse]


def frame_of(name: str) -> dict[str, object]:
    """What every page says about itself."""
    return {
        "edition": EDITIONS.get(name, FIRST),
        "contact_address": settings.CONTACT_ADDRESS,
        "contact_phone": settings.CONTACT_PHONE,
        "data_protection_officer": settings.DATA_PROTECTION_OFFICER,
        "ico_registration": settings.ICO_REGISTRATION,
        "lawful_basis": gettext(settings.LAWFUL_BASIS),
    }


def page(name: str, *needs: str, kind: str = "", begins_with_calls: bool = False) -> View:
    """A view of one page that shows the routes for these needs or of this kind, nation by nation.

    `begins_with_calls`: the lines to call first stand before all else.
    """

    @require_safe
    def answer(request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        sections, calls = (
            routes_by_nation(*needs, kind=kind, now=now),
            first_calls(now=now) if begins_with_calls else [],
        )
        context = frame_of(name) | {"sections": sections, "first_calls": calls}
        return render(request, f"guidance/{name}.html", context)

    return answer


home = page("home")
help_index = page("help", "partner", "men", "lgbt", "honour", "young", begins_with_calls=True)
stalking = page("stalking", "stalking", "partner")
harassment = page("harassment", "harassment", "rail", "sexual")
online = page("online", "stalking", "images")
check = page("check", "stalking", "partner")
in_public = page("in_public", "rail", "sexual", "harassment")
effects = page("effects", "stalking", "victim", "partner")
someone_else = page("someone_else", "stalking", "partner", "young", "child-safety")
after_reporting = page("after_reporting", "victim", "online-report", kind="police")
no_name = page("no_name", "rail", kind="anonymous")
orders = page("orders", "stalking", "partner")
evidence = page("evidence")
silent_call = page("silent_call", "deaf")
silent_call_easy = page("silent_call_easy")
routes_easy = page("routes_easy", "stalking", "partner", "young")
reporting_easy = page("reporting_easy")
about = page("about")
terms = page("terms")
contact = page("contact")
privacy = page("privacy")
cookies = page("cookies")
accessibility = page("accessibility")


@same_origin_post
@require_http_methods(["GET", "HEAD", "POST"])
def routes(request: HttpRequest) -> HttpResponse:
    """Every route, narrowed by what the reader says; the form posts, so that no answer stands in an address."""
    asked = what_is_asked(request.POST if request.method == "POST" else request.GET)
    context = frame_of("routes") | {
        "asked": asked,
        "routes": routes_asked_for(asked, now=timezone.now(), language=get_language() or ""),
        "choices": CHOICES,
        "of_the_reader": OF_THE_READER,
    }
    return render(request, "guidance/routes.html", context)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116: how to tell the operator of a fault; 404 until they name an address in SECURITY_CONTACT."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    expires = (timezone.now() + datetime.timedelta(days=180)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = f"Contact: {contact}\nExpires: {expires:%Y-%m-%dT%H:%M:%SZ}\nPreferred-Languages: en, cy\n"
    return HttpResponse(lines, content_type="text/plain; charset=utf-8")
