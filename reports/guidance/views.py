"""The pages of guidance, and the pages about the site itself; none of them knows who is reading."""

import datetime
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.guidance.choosing import listed_routes
from reports.guidance.needs import NEEDS
from reports.guidance.sections import NATION_NAMES, routes_by_nation

# The day a person last read each page through, shown on it.
WRITTEN_ON = datetime.date(2026, 11, 20)

View = Callable[[HttpRequest], HttpResponse]


def page(name: str, *needs: str) -> View:
    """A view of one page that shows the routes for these needs, nation by nation."""

    @require_safe
    def answer(request: HttpRequest) -> HttpResponse:
        context = {
            "written_on": WRITTEN_ON,
            "publisher": settings.RELEASES_PUBLISHER,
            "sections": routes_by_nation(*needs) if needs else [],
        }
        return render(request, f"guidance/{name}.html", context)

    return answer


home = page("home")
help_index = page("help", "partner", "men", "lgbt", "honour", "young")
stalking = page("stalking", "stalking", "partner")
harassment = page("harassment", "harassment", "rail", "sexual")
online = page("online", "stalking", "images")
evidence = page("evidence")
silent_call = page("silent_call", "deaf")
about = page("about")
privacy = page("privacy")
cookies = page("cookies")
accessibility = page("accessibility")


@require_safe
def routes(request: HttpRequest) -> HttpResponse:
    """Every route, narrowed by the nation and the need the reader picks; an unknown choice is no choice."""
    nation, need = request.GET.get("nation", ""), request.GET.get("need", "")
    nation, need = nation if nation in NATION_NAMES else "", need if need in NEEDS else ""
    context = {
        "routes": listed_routes(nation=nation, need=need),
        "nations": NATION_NAMES.items(),
        "needs": NEEDS.items(),
        "nation": nation,
        "need": need,
        "written_on": WRITTEN_ON,
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
