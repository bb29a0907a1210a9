"""The public page: what councils say they did. It reads what is told, and nothing of the reader."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.components.tables import page_links
from reports.geography import areas
from reports.geography.models import Area
from reports.responses.published import councils_that_responded, published_responses

PER_PAGE = 20


@require_safe
def responses(request: HttpRequest) -> HttpResponse:
    """What was done, what was done last first; of all councils or of one."""
    code = request.GET.get("council", "")
    council = _council(code) if code else None
    try:
        page = Paginator(published_responses(code), PER_PAGE).page(request.GET.get("page", "1"))
    except InvalidPage:
        raise Http404 from None
    stated = councils_that_responded()
    context = {
        "council": council,
        "councils": stated if council is None or council in stated else [council, *stated],
        "page": page,
        "pages": page_links(page, lambda number: f"?council={code}&page={number}"),
    }
    return render(request, "responses/responses.html", context)


def _council(code: str) -> Area:
    try:
        return areas.current_council(code)
    except Area.DoesNotExist:
        raise Http404 from None
